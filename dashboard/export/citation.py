"""Say where rows come from: the citation of a view, and all that goes with them into a file."""

import datetime as dt
from collections.abc import Iterable, Iterator

from dashboard.catalogue.indicators import Indicator
from dashboard.store import records
from dashboard.store.as_of import write_as_of
from dashboard.store.records import Vintage
from dashboard.views.view import View


def citation(view: View, *, accessed: dt.date | None = None, link: str = "") -> str:
    """Return how to cite a view: the source's own citation, what was computed here, Eraline, vintage, day, link."""
    day = f", accessed {accessed.isoformat()}" if accessed else ""
    sentences = [
        view.indicator.citation,
        f"{view.subtitle}: computed by Eraline" if view.subtitle else "",
        f"Eraline, vintage {view.vintage.date.isoformat()}{day}",
    ]
    text = " ".join(f"{sentence.rstrip('. ')}." for sentence in sentences if sentence)
    return f"{text} {link}".rstrip()


def about(view: View, link: str) -> Iterator[tuple[str, str]]:
    """Yield what a user of the rows has to know, by name."""
    entry = view.indicator
    yield "Indicator", f"{entry.name} ({entry.id})"
    yield "Description", entry.description
    yield "Unit", view.unit
    if view.subtitle:
        yield "Computed", view.subtitle
    yield "Source", source_of(entry, view.vintages)
    if entry.source_url:
        yield "Source page", str(entry.source_url)
    yield "Licence", " ".join(str(part) for part in (entry.licence, entry.licence_url) if part)
    yield "Vintage", view.vintage.date.isoformat()
    yield "Released", "; ".join(f"{vintage.indicator} {vintage.day}" for vintage in view.vintages)
    if view.selection.as_of:
        yield "As of", write_as_of(view.selection.as_of)
    if view.selection.cited:
        yield "Beside them", f"what was known as of {write_as_of(view.selection.cited)}"
    yield "Citation", citation(view, link=link)
    if link:
        yield "Link", link
    yield from (("Caveat", caveat) for caveat in entry.caveats)
    yield from (("Note", note) for note in view.notes)


def source_of(indicator: Indicator, vintages: Iterable[Vintage]) -> str:
    """Return an indicator's source with its releases."""
    return f"{indicator.source_name} ({records.releases(vintages)})"
