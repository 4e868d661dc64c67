"""Read an HTML file that users take away: its words, its markup, the charts in it and the rest."""

import json
from html.parser import HTMLParser
from typing import Final

from tests.recorded.parts import Part, steady, written

_UNSEEN: Final = ("script", "style")


def html_part(text: str) -> Part:
    """Return what a page says and holds, however its lines are broken and its letters escaped."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    words = (
        f"{reader.words[0] if reader.words else ''}; {len(reader.words)} pieces of text, {len(reader.charts)} charts"
    )
    bulk = {"texts": reader.words, "markup": reader.markup, "charts": reader.charts, "rest": reader.rest}
    return Part("  html", words, {name: "\n".join(lines) for name, lines in bulk.items()})


class _Reader(HTMLParser):
    """Sorts what comes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.markup: list[str] = []
        self.charts: list[str] = []
        self.rest: list[str] = []
        self._inside = self._kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.markup.append(f"<{tag} {written(given)}>")
        self._inside, self._kind = tag, given.get("type", "")

    def handle_endtag(self, tag: str) -> None:
        self.markup.append(f"</{tag}>")
        self._inside = ""

    def handle_data(self, data: str) -> None:
        said = " ".join(data.split())
        if not said:
            return
        if self._inside not in _UNSEEN:
            self.words.append(steady(said))
        elif self._kind == "application/json":
            self.charts.append(written(json.loads(data)))
        else:
            self.rest.append(said)
