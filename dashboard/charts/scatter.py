"""Build scatters: two indicators of the same economies in one year."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dashboard.analysis.transforms import LEVEL
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts import comparison_tables
from dashboard.charts.alt_texts import meeting_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Control, Nothing
from dashboard.charts.parts import (
    about_each,
    among_control,
    comparison_name,
    newest_note,
    none_of,
    year_control,
    year_warning,
    years_taken,
)
from dashboard.errors import NoObservations
from dashboard.figures.charts.scatter import scatter_figure, scatter_title
from dashboard.views import comparison
from dashboard.views.among import Among
from dashboard.views.among import among as among_of
from dashboard.views.comparison import TRAIL_YEARS, Meeting
from dashboard.views.view import View


def build(request: ChartRequest) -> Built | Nothing:
    """Return the indicator against another, with the trails of the economies chosen."""
    selection, against = request.selection, _against(request)
    among = among_of(request.loader, selection)
    controls = (_against_control(request, against), among_control(request, among))
    other = replace(selection, indicator=against, transform=LEVEL, scale=None)
    try:
        up = comparison.everyone(request.loader, selection)
        across = comparison.everyone(request.loader, other)
    except NoObservations as exc:
        # another indicator may have some
        return Nothing(str(exc), controls)
    found = comparison.meeting(up, across, selection.year, request.chosen, among.codes)
    if found is None:
        text = f"{up.indicator.name} and {across.indicator.name} have no economy and year in common here."
        return Nothing(text, controls)
    if not found.points["economy"].isin(among.codes).any():
        return Nothing(none_of(up, among), controls)
    followed = tuple(dict.fromkeys([request.catalogue.history.subject, *request.chosen]))
    views = tuple(_told(view, found, followed) for view in (up, across))
    return Built(
        title=scatter_title(found),
        draw=lambda mode, sheet: scatter_figure(
            found, request.chosen, mode=mode, width=sheet.width, height=sheet.height, titled=sheet.titled
        ),
        alt=meeting_text(found),
        table=lambda: comparison_tables.meeting_table(found),
        rows=lambda: comparison_tables.meeting_rows(found, followed),
        views=views,
        name=comparison_name(request, up, f"{against}_{found.year}"),
        permalink=replace(
            selection, economies=request.chosen, scale=up.scale, against=against, year=found.year, among=among.id
        ),
        notes=(*_notes(found, among, request.catalogue), *_said(views)),
        warnings=(*_against_warning(request, found), *year_warning(request, found.years, found.year)),
        controls=(*controls, *year_control(found.years, found.year)),
        rests_on=among.vintages,
    )


def _against(request: ChartRequest) -> str:
    # what stood beside the first in Explore is measured across
    named = request.selection.against or request.selection.second
    usual = comparison.usual_across(request.catalogue, request.selection.indicator)
    return named if named and named != request.selection.indicator else usual


def _against_control(request: ChartRequest, against: str) -> Control:
    labels = {
        entry.id: f"{entry.name} · {wording.listed_under(entry)}"
        for entry in request.catalogue.by_theme()
        if entry.id != request.selection.indicator
    }
    return Control("against", "Against", labels, against, help="The indicator measured across. Type to search.")


def _against_warning(request: ChartRequest, found: Meeting) -> tuple[str, ...]:
    if request.selection.against != request.selection.indicator:
        return ()
    return (f"An indicator against itself says nothing; {found.across.indicator.name} is measured across instead.",)


def _notes(found: Meeting, among: Among, catalogue: Catalogue) -> tuple[str, ...]:
    single = found.now_single()
    older = int((single["year"] < found.year).sum())
    return (among.rule, newest_note(found.year, older, len(single)), *_missing(found, among, catalogue))


def _said(views: Sequence[View]) -> Iterator[str]:
    """Yield the notes on both indicators, each once."""
    yield from dict.fromkeys(about_each(views))


def _told(view: View, found: Meeting, followed: Sequence[str]) -> View:
    """Return a view that tells of the years and economies shown alone; only trails lead across a break."""
    trails = {code for code in followed if len(found.trail(code))}
    shown = {*found.now()["economy"], *trails}
    narrow = comparison.narrowed(view, [economy.id for economy in view.economies if economy.id in shown])
    inside = comparison.in_years(narrow, found.year - TRAIL_YEARS, found.year)
    return replace(inside, break_notes=tuple(known for known in inside.break_notes if known.economy in trails))


def _missing(found: Meeting, among: Among, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the note of the economies compared that lack one of the figures, also those that have none at all."""
    present = set(found.now()["economy"])
    single = [catalogue.economies[code] for code in among.codes if code not in present]
    taken = years_taken(found.year)
    return (wording.naming(f"Without both figures for one year of {taken}", single),) if single else ()


SCATTER: Final = ChartKind(
    "scatter",
    "Scatter",
    ":material/scatter_plot:",
    "compare",
    build,
    has_rows=True,
    idle=("milestone",),
)
