"""Write links that lead back to this server, and read those that a person gives: where they lead, and their query."""

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard.errors import BadSetting, SelectionError
from dashboard.formatting import quoted
from dashboard.settings import read_settings

# the page at the root of a server
START: Final = "overview"
# the route of a chart's picture, and the key of its query that names the page
PICTURE: Final = "chart"
PAGE: Final = "page"
# what a request calls this server comes back in links: nothing but a name or a number, and a port
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")


@dataclass(frozen=True)
class Link:
    """What a link says, on whatever server: its path, "" of a query alone, and the keys of its query with values."""

    path: str
    words: tuple[tuple[str, str], ...]

    @property
    def query(self) -> dict[str, list[str]]:
        """Return every value of every key."""
        found: dict[str, list[str]] = {}
        for key, value in self.words:
            found.setdefault(key, []).append(value)
        return found

    def page(self, pages: Collection[str]) -> str:
        """Return the page or route that it leads to, the start page's where its path ends in none of the pages."""
        last = self.path.rstrip("/").rpartition("/")[2]
        # the server leads /Explore to the page as well
        last = last.lower() if last.lower() in pages else last
        # a server can have a path of its own
        return START if not last or (last not in pages and self.path.endswith("/")) else last

    @property
    def is_picture(self) -> bool:
        """Tell whether it leads to the picture of a chart and not to a page."""
        return self.path.rpartition("/")[2].partition(".")[0] == PICTURE

    def drawing_page(self, pages: Collection[str]) -> str:
        """Return the page whose chart it leads to, the one that a picture's query names; "" where none is said."""
        if not self.path:
            return ""
        return next(iter(self.query.get(PAGE, ())), "") if self.is_picture else self.page(pages)


def read_link(text: str) -> Link:
    """Return what a whole link says, or the query of one; SelectionError where it is no URL."""
    given = text.strip()
    if given.startswith("<") and given.endswith(">"):
        # as mails and Markdown write a link
        given = given[1:-1].strip()
    is_query = given.startswith("?") or ("=" in given.partition("?")[0] and "://" not in given.partition("?")[0])
    try:
        parts = urlsplit(f"?{given.removeprefix('?')}" if is_query else given)
    except ValueError:
        message = f"{quoted(given)} is no link: its server cannot be read."
        raise SelectionError("bad-link", message, field="link") from None
    path = parts.path or ("/" if parts.netloc else "")
    return Link(path, tuple(parse_qsl(parts.query, keep_blank_values=True)))


def site_of(url: str, base: str) -> str:
    """Return what the URLs of this server begin with: as its setting says, else as a URL does that reached it.

    `base` is the path that the pages are served under. "" where it is unknown.
    """
    with suppress(BadSetting):
        if site := read_settings().site:
            return site.rstrip("/")
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}{base}" if _HOST.fullmatch(parts.netloc) else ""


def query_text(words: Mapping[str, str | Sequence[str]]) -> str:
    """Return a query as a link has it: commas and colons as they are, which every browser and chat leaves alone."""
    return urlencode(words, doseq=True, safe=",:")
