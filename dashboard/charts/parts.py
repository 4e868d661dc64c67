"""Write the notes and file names that several chart kinds share."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

from dashboard import formatting
from dashboard.analysis.comparators import YEARS_BACK
from dashboard.analysis.transforms import LEVEL
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import ChartRequest, Control
from dashboard.figures.parts.sheet import Sheet
from dashboard.views.among import Among
from dashboard.views.comparison import Ranking
from dashboard.views.left_out import of_economies
from dashboard.views.selection import Selection
from dashboard.views.view import View
from dashboard.views.view_notes import ViewNotes


def nothing_text(
    request: ChartRequest, view: View, *, named: Sequence[str] | None = None, instead: str = "others"
) -> str:
    """Return why a chart is empty, and what to choose instead; `named` are the economies to speak of, by default all.

    Who has figures, and none of what was asked, stands first with the reason.
    """
    told = view.left_out if named is None else of_economies(view.left_out, named)
    absent = [economy for economy in view.absent if named is None or economy.id in named]
    who = f" for {wording.told(absent)}" if absent else ""
    lacking = f"{view.indicator.name} has no figures{who}{in_years(view.selection, request.catalogue)}."
    sentences = [*(one.note for one in told), *([lacking] if absent or not told else [])]
    return f"{' '.join(sentences)} Choose {instead}."


def in_years(selection: Selection, catalogue: Catalogue) -> str:
    """Return which eras or years alone are shown, as the end of a sentence; "" where all are."""
    if selection.eras:
        return f" in {formatting.listing([catalogue.eras[name].name for name in selection.eras])}"
    chosen = (selection.first_year, selection.last_year, selection.year)
    return "" if chosen == (None, None, None) else " in the years chosen"


def on_card(view: View, sheet: Sheet) -> View:
    """Return a view as it is drawn on a sheet: on a card with the milestone chosen, and those of most weight alone."""
    if not sheet.is_card:
        return view
    chosen = view.selection.milestone
    weightiest = min((milestone.weight for milestone in view.milestones), default=0)
    kept = tuple(one for one in view.milestones if one.weight == weightiest or one.id == chosen)
    return replace(view, milestones=kept)


def about_each(views: Sequence[View], further: Sequence[Sequence[str]] = ()) -> Iterator[str]:
    """Yield notes on several views, each with the name of its indicator; what is to be known of all of them once.

    `further` are notes on each view besides its own.
    """
    more = further or [()] * len(views)
    noted = [
        replace(view.noted, general=(*others, *view.noted.general)) for view, others in zip(views, more, strict=True)
    ]
    shared = reduce(ViewNotes.shared_with, noted)
    for view, notes in zip(views, noted, strict=True):
        name = view.indicator.short_name
        for note in notes.without(shared).sentences:
            yield note if note.startswith(name) else f"{name}: {formatting.within_sentence(note)}"
    yield from shared.sentences


def absent_note(view: View) -> tuple[str, ...]:
    """Return the note of the economies without observations."""
    return (wording.naming("No figures in this selection", view.absent),) if view.absent else ()


def missing_note(ranking: Ranking) -> tuple[str, ...]:
    """Return the note of the economies without a value in the year ranked or just before it, aggregates apart."""
    single = [economy for economy in ranking.absent if not economy.aggregate]
    return (wording.naming(f"No figure in {years_taken(ranking.year)}", single),) if single else ()


def years_taken(year: int) -> str:
    """Return the years of which a comparison takes values: 2021–2024."""
    return f"{year - YEARS_BACK}–{year}"


def newest_note(year: int, older: int, of: int) -> str:
    """Return the rule by which economies without a value of the year take part, and how many of all do so."""
    here = f"; {older} of {of} here, with that year beside the figure" if older else "; none of those here"
    return (
        f"An economy without a figure for {year} takes part with its newest of the {formatting.in_words(YEARS_BACK)} "
        f"years before{here}."
    )


def year_warning(request: ChartRequest, years: Sequence[int], year: int) -> tuple[str, ...]:
    """Return the warning that another year than the one asked for is shown."""
    wanted = request.selection.year
    return (f"There are no figures in {wanted}; {year} is shown.",) if wanted and wanted not in years else ()


def year_control(years: Sequence[int], year: int) -> tuple[Control, ...]:
    """Return the slider through the years that have observations; none where there is no choice."""
    if len(years) < 2:  # noqa: PLR2004 - a slider needs two ends
        return ()
    return (Control("year", "Year", {each: str(each) for each in years}, year, is_slider=True),)


def among_control(request: ChartRequest, now: Among) -> Control:
    """Return the choice of whom a comparison is made with."""
    about = "Ranks, medians and scales are of these economies; those chosen above are shown beside them."
    return Control("among", "Compared", request.catalogue.comparisons, now.id, help=about)


def none_of(view: View, now: Among) -> str:
    """Return the sentence that none of the economies compared has a value."""
    return f"{view.indicator.name} has no figures here for {now.name}. Choose others to compare."


def comparison_name(request: ChartRequest, view: View, detail: str) -> str:
    """Return what a comparison's file is called, without its ending."""
    transform = view.selection.transform
    parts = [
        *("eraline", view.indicator.id),
        *([] if transform == LEVEL else [transform]),
        *(request.selection.view, detail, view.vintage.date.isoformat()),
    ]
    return "_".join(parts)
