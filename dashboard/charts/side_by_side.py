"""Build economies side by side in event time: each counted in years from a milestone of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Break
from dashboard.catalogue.policy import Milestone
from dashboard.charts.kind import Built, ChartRequest, Control, Nothing
from dashboard.charts.parts import among_control, comparison_name
from dashboard.evidence import phrases
from dashboard.export import tables
from dashboard.figures.charts.side_by_side import side_by_side_figure, side_by_side_title
from dashboard.views.among import Among
from dashboard.views.among import among as among_of
from dashboard.views.comparison import compared
from dashboard.views.event_time import MilestoneView, Together, fitting_milestones, together
from dashboard.views.view import View

# what event time takes of an economy
WANTED: Final = "three years of figures before it and one after, with no series break between them"


def build(request: ChartRequest, view: View, breaks: Sequence[Break], first: Control) -> Built | Nothing:
    """Return the milestones looked at together, each on its own economy; `first` chooses the one that leads."""
    selection, catalogue, among = request.selection, request.catalogue, among_of(request.loader, request.selection)
    known = known_milestones(request)
    asked = [(known[name], _economy(catalogue, known[name])) for name in selection.milestones]
    controls = (first, beside_control(request, view, breaks), among_control(request, among))
    shown = compared(view, among.codes, [code for _, code in asked])
    found = together(shown, asked, breaks, among.codes)
    if found is None:
        return Nothing(f"{view.indicator.name}: none of these milestones has {WANTED}.", controls)
    return Built(
        title=side_by_side_title(found),
        draw=lambda mode, sheet: side_by_side_figure(found, mode=mode, sheet=sheet),
        alt=_alt(found),
        table=lambda: _table(found),
        rows=lambda: _rows(found),
        views=(found.view,),
        name=comparison_name(request, view, f"{len(found.lines)}-milestones"),
        permalink=replace(selection, scale=view.scale, among=among.id),
        notes=(*_notes(found, among), *found.view.notes),
        warnings=_unfit(found),
        controls=controls,
        rests_on=among.vintages,
    )


def beside_control(request: ChartRequest, view: View, breaks: Sequence[Break]) -> Control:
    """Return the choice of milestones of any history that stand beside the one looked at."""
    catalogue, selection = request.catalogue, request.selection
    labels = {
        milestone.id: _label(catalogue, milestone)
        for history in catalogue.histories.values()
        for milestone in fitting_milestones(view, history.milestones.values(), breaks, history.subject)
        if milestone.id != selection.milestone
    }
    labels |= {name: _label(catalogue, known_milestones(request)[name]) for name in selection.further}
    about = f"Each economy is counted from its own milestone. Only a milestone with {WANTED} is listed."
    # the usual milestone is one that nobody has named: beside others it has to be
    leading = {"milestone": selection.milestone}
    return Control(
        "further", "Further milestones", labels, list(selection.further), help=about, is_list=True, also=leading
    )


def _label(catalogue: Catalogue, milestone: Milestone) -> str:
    economy = catalogue.subject_of(milestone) or catalogue.subject
    return f"{economy.short_name} {milestone.date.year} · {milestone.short_title}"


def known_milestones(request: ChartRequest) -> dict[str, Milestone]:
    """Return the milestones of every history and the user's own events, by id."""
    histories = request.catalogue.histories.values()
    shipped = {name: found for history in histories for name, found in history.milestones.items()}
    return {**shipped, **{event.id: event for event in request.selection.own}}


def _economy(catalogue: Catalogue, milestone: Milestone) -> str:
    """Return the economy that a milestone's series is of: its history's, of a custom event the one in focus."""
    return (catalogue.subject_of(milestone) or catalogue.subject).id


def _named(line: MilestoneView) -> str:
    return f"{line.economies[line.event.economy].name}, {line.milestone.short_title} ({line.milestone.date.year})"


def _notes(found: Together, among: Among) -> list[str]:
    event = found.others.event
    notes = [
        "Year 0 is the first year with at least half its days after the milestone.",
        "Each line is seen from its own three years before year 0.",
        "The dates were chosen by people who knew the figures, and other things happened in these years: not causal.",
        "Only the economies of these milestones have lines, whichever are chosen above.",
    ]
    if not event.band.empty:
        notes.append(f"The median and the percentiles count every other economy from {event.start}. {among.rule}")
    return notes


def _unfit(found: Together) -> tuple[str, ...]:
    return tuple(f"“{milestone.title}” is not drawn: {phrases.reason(reason)}." for milestone, reason in found.unfit)


def _alt(found: Together) -> str:
    view, event = found.view, found.others.event
    base = "the three years before it"
    how = f"as an index, {base} = 100" if event.is_index else f"as a difference from the mean of {base}"
    parts = [f"Line chart of {view.indicator.name} ({view.subtitle or view.unit}) around milestones, {how}."]
    for line in found.lines:
        last = line.event.series.iloc[-1]
        after = f"{formatting.count(int(last['t']), 'year')} after" if last["t"] else "the year itself"
        parts.append(f"{_named(line)}: {line.seen(last['value'])} in {last['year']}, {after}.")
    if len(event.band):
        end = event.band.iloc[-1]
        year = event.start + int(end["t"])
        parts.append(f"Median of {int(end['n'])} others in {year}: {found.others.seen(end['median'])}.")
    return " ".join([*parts, "It shows timing, not cause."])


def _table(found: Together) -> pd.DataFrame:
    """Return one row per year from the milestones: each line, then the median and percentiles of the others."""
    columns = {_named(line): line.event.series.set_index("t")["value"] for line in found.lines}
    band = found.others.event.band.set_index("t")
    others = {"Median of others": band["median"], "10th percentile": band["low"], "90th percentile": band["high"]}
    joined = pd.DataFrame({**columns, **(others if len(band) else {})}).sort_index()
    return joined.rename_axis("Years from it").reset_index()


def _rows(found: Together) -> pd.DataFrame:
    """Return each line's rebased and published values with its milestone, then median and percentiles by year."""
    view = found.view
    tidy = tables.tidy(view)
    common = {"source": tidy["source"].iloc[0], "vintage": tidy["vintage"].iloc[0], "indicator": view.indicator.id}
    frames = [frame.assign(**common) for frame in (*map(_line_rows, found.lines), *_others_rows(found.others))]
    columns = [*tables.TIDY_COLUMNS, "t", "observed", "economies", "milestone"]
    joined = pd.concat(frames, ignore_index=True).reindex(columns=columns)
    return joined.astype({"t": "int64", "economies": "Int64"})


def _line_rows(line: MilestoneView) -> pd.DataFrame:
    series = line.event.series
    period = series["year"].map("{}-01-01".format)
    return series.assign(period=period, unit=_unit(line), milestone=line.milestone.id)


def _others_rows(others: MilestoneView) -> Iterator[pd.DataFrame]:
    band, event = others.event.band, others.event
    said = {"median": "median of others", "low": "10th percentile of others", "high": "90th percentile of others"}
    for column, name in said.items():
        if len(band):
            period = (band["t"] + event.start).map("{:.0f}-01-01".format)
            yield pd.DataFrame(
                {"economy": name, "period": period, "t": band["t"], "value": band[column], "economies": band["n"]}
            ).assign(unit=_unit(others), milestone=others.milestone.id)


def _unit(line: MilestoneView) -> str:
    base = line.event.base
    return f"{base} = 100" if line.event.is_index else f"{line.view.unit_in_full}, less the mean of {base}"
