"""Say where rows come from: the citation of a view, and all that goes with them into a file."""

import datetime as dt
from collections.abc import Iterable, Iterator

from dashboard.catalogue.indicators import Indicator
from dashboard.export.citation_styles import USUAL
from dashboard.export.works import works_of
from dashboard.formatting import listing
from dashboard.store import records
from dashboard.store.as_of import write_as_of
from dashboard.store.records import Vintage
from dashboard.views.view import View


def citation(view: View, *, accessed: dt.date | None = None, link: str = "") -> str:
    """Return how to cite a view in the usual style, with the day on which it was looked at if there is one."""
    return USUAL.render(works_of([view], accessed=accessed, link=link)).rstrip()


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
    if len(view.histories) > 1:
        yield "Policy histories", _histories(view)
    if view.selection.as_of:
        yield "As of", write_as_of(view.selection.as_of)
    if view.selection.cited:
        yield "Beside them", f"what was known as of {write_as_of(view.selection.cited)}"
    yield "Citation", citation(view, link=link)
    if entry.citation:
        yield "Cited by its source as", entry.citation
    if link:
        yield "Link", link
    yield from (("Caveat", caveat) for caveat in entry.caveats)
    yield from (("Note", note) for note in view.notes)


def _histories(view: View) -> str:
    """Return whose eras and whose milestones are with the rows, of several policy histories."""
    eras = f"; eras are those {view.whose_eras}" if view.whose_eras else ""
    return f"{listing([history.titled for history in view.histories])}{eras}"


def source_of(indicator: Indicator, vintages: Iterable[Vintage]) -> str:
    """Return an indicator's source with its releases."""
    return f"{indicator.source_name} ({records.releases(vintages)})"
