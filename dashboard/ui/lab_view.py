"""Show the milestone lab: what any series did about any date, where that stands, and what it does not show."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.analysis.windows import Windows
from dashboard.catalogue.frequency import first_year_from
from dashboard.catalogue.policy import Milestone
from dashboard.charts import alt_texts
from dashboard.charts.alt_texts import event_text
from dashboard.errors import NoObservations
from dashboard.evidence import phrases
from dashboard.evidence.evaluation import run_lab
from dashboard.evidence.lab import Lab
from dashboard.evidence.marks import window_marks
from dashboard.export.names import view_name
from dashboard.figures import Figure
from dashboard.figures.charts.change_dots import dates_figure, economies_figure, writer
from dashboard.figures.charts.event_time import event_time_figure
from dashboard.figures.charts.evidence_chart import evidence_figure
from dashboard.figures.theme import Mode
from dashboard.store import records
from dashboard.ui import charts, evidence_controls, state, widgets
from dashboard.ui.context import Page
from dashboard.ui.navigation import page_link
from dashboard.ui.widgets import is_settled, plain
from dashboard.views.chart import chart_view
from dashboard.views.comparison import MilestoneView, yearly
from dashboard.views.selection import Selection
from dashboard.views.view import View

_BESIDE_FROM_PX: Final = 1100
_GAP_PX: Final = 32
Draw = Callable[[Mode, int | None], Figure | None]


@dataclass(frozen=True)
class _Scene:
    """What the lab shows: its answer, the figures that it was found in, and the milestone that was asked about."""

    page: Page
    lab: Lab
    view: View
    milestone: Milestone
    width: int | None

    @property
    def values(self) -> dict[int, float]:
        """Return the economy's values by year, as drawn."""
        series = self.view.series(self.lab.economy)
        return dict(zip(series["period"].dt.year.tolist(), series["value"].tolist(), strict=True))

    @property
    def around(self) -> MilestoneView:
        return MilestoneView(self.view, self.milestone, self.lab.event_time)


def lab_tab(page: Page, windows: Windows) -> None:
    """Show the lab for what the URL asks."""
    catalogue, store, selection = page.catalogue, page.store, page.selection
    economy = selection.economies[0] if selection.economies else catalogue.history.subject
    asked = replace(selection, economies=(economy,), eras=(), first_year=None, last_year=None)
    try:
        shown = Selection(asked.indicator, (economy,), as_of=asked.as_of, policy=asked.policy)
        view = yearly(chart_view(store, catalogue, shown))
    except NoObservations as exc:
        view, why = None, str(exc)
    else:
        why = f"{view.indicator.name} has no figures for {catalogue.economies[economy].name}."
    known = sorted([*catalogue.milestones.values(), *selection.own], key=lambda entry: entry.date)
    chosen = next((entry for entry in known if entry.id == selection.milestone), None)
    chosen = chosen or usual_milestone(known, asked.indicator, view, windows)
    asked = replace(asked, milestone=chosen.id)
    page = page.showing(asked)
    evidence_controls.lab_controls(page, windows, known)
    if view is None or view.points.empty:
        st.info(plain(why), icon=":material/event_busy:")
        return
    width = evidence_controls.width_inside(page, "lab")
    if not is_settled(width):
        return
    lab = run_lab(store, catalogue, asked.indicator, chosen, windows=windows, economy=economy, as_of=asked.as_of)
    view = replace(view, selection=asked, milestones=_marked(view, chosen))
    _answer(_Scene(page, lab, view, chosen, width))


def usual_milestone(known: list[Milestone], indicator: str, view: View | None, windows: Windows) -> Milestone:
    """Return the milestone asked about unless one is named: with figures on both sides, meant to move them, weighty."""
    first, last = view.years if view is not None else (0, 0)

    def rank(milestone: Milestone) -> tuple[bool, bool, int]:
        year = first_year_from(milestone.date)
        lacks = year - windows.k < first or year + windows.k - 1 > last
        return lacks, indicator not in milestone.indicators, milestone.weight

    return min(known, key=rank)


def _marked(view: View, chosen: Milestone) -> tuple[Milestone, ...]:
    """Return the milestones drawn: those of the view, and the chosen one where its day is on the axis."""
    first, last = view.axis
    inside = first <= chosen.date <= last
    others = [milestone for milestone in view.milestones if milestone.id != chosen.id]
    return tuple(sorted([*others, *([chosen] if inside else [])], key=lambda milestone: milestone.date))


def _answer(scene: _Scene) -> None:
    lab, width = scene.lab, scene.width
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in lab.reading))
    _chart(scene, "windows", lambda mode, room: _windows_figure(scene, mode, room), width)
    beside = width is not None and width >= _BESIDE_FROM_PX
    left, right = st.columns(2, gap="medium") if beside else (st.container(),) * 2
    half = (width - _GAP_PX) // 2 if width is not None and beside else width
    with left:
        _chart(scene, "dates", lambda mode, room: _dates_figure(scene, mode, room), half)
    with right:
        _chart(scene, "economies", lambda mode, room: _economies_figure(scene, mode, room), half)
    _chart(scene, "around", lambda mode, room: _around_figure(scene, mode, room), width)
    _without(scene)
    _other_windows(scene)
    _take_away(scene)


def _chart(scene: _Scene, name: str, draw: Draw, width: int | None) -> None:
    charts.show_with_picture(
        lambda mode: draw(mode, width),
        key=scene.page.key(f"lab-{name}"),
        name=f"{view_name(scene.view)}_{scene.lab.year}_{name}",
        alt=lambda: _alt(scene, name),
    )


def _windows_figure(scene: _Scene, mode: Mode, width: int | None) -> Figure:
    lab = scene.lab
    marks = window_marks(lab.found.change, lab.indicator, scene.values)
    return evidence_figure(scene.view, marks, mode=mode, width=width)


def _dates_figure(scene: _Scene, mode: Mode, width: int | None) -> Figure | None:
    return dates_figure(scene.view, scene.lab.found, scene.lab.named, mode=mode, width=width)


def _economies_figure(scene: _Scene, mode: Mode, width: int | None) -> Figure | None:
    return economies_figure(scene.view, scene.lab.found, scene.page.catalogue.economies, mode=mode, width=width)


def _around_figure(scene: _Scene, mode: Mode, width: int | None) -> Figure | None:
    if scene.lab.event_time.reason:
        return None
    return event_time_figure(scene.around, others=False, mode=mode, width=width)


def _alt(scene: _Scene, name: str) -> str:
    lab = scene.lab
    said = lab.reading[0]
    match name:
        case "windows":
            return f"{alt_texts.line_text(scene.view)} The windows before and after {lab.named} are shaded. {said}"
        case "dates":
            return f"The same comparison at {lab.found.dates.dates} dates, one dot each. {said}"
        case "economies":
            say, median = writer(lab.indicator, lab.found), lab.found.economies.median
            middle = f" Their median is {say(median)}." if median is not None else ""
            others = len(lab.found.economies.changes)
            return f"The same comparison for {others} other economies, one dot each.{middle} {said}"
        case _:
            return event_text(scene.around)


def _without(scene: _Scene) -> None:
    """Say why a picture is not there."""
    found, event = scene.lab.found, scene.lab.event_time
    notes = [
        f"No picture in event time: {phrases.reason(event.reason)}." if event.reason else "",
        f"No other economies: {phrases.reason(found.economies.reason)}."
        if not found.economies.changes and not found.change.reason
        else "",
        f"Among all dates: {phrases.reason(found.dates.reason)}."
        if found.dates.reason and not found.change.reason
        else "",
    ]
    widgets.notes(note for note in notes if note)


def _other_windows(scene: _Scene) -> None:
    lab = scene.lab
    if not lab.found.others:
        return
    say = writer(lab.indicator, lab.found)
    st.markdown("##### Other windows")
    st.dataframe(
        pd.DataFrame(
            {
                "Years before and after": [other.k for other in lab.found.others],
                "Change": [say(other.change) for other in lab.found.others],
                "Goes the same way": ["yes" if other.agrees else "no" for other in lab.found.others],
                "Place": [
                    f"{phrases.ordinal(other.place)} of {other.dates}"
                    if other.place
                    else f"too few dates ({other.dates})"
                    for other in lab.found.others
                ],
            }
        ),
        hide_index=True,
        height="content",
        alt=f"The change at {lab.named} with windows of other widths",
    )
    st.caption("Of eight widths tried, the best looks unusual in one series of five in which nothing happened.")


def _take_away(scene: _Scene) -> None:
    selection = scene.page.selection
    with st.container(horizontal=True, gap="small"):
        page_link("explore", replace(selection, view=""), label="The same in Explore")
        with st.popover("Link", icon=":material/link:"):
            st.caption("This link names every choice and the vintage, so that it asks the same again next year.")
            st.code(
                state.link(replace(selection, as_of=scene.view.vintage.published)),
                language=None,
                wrap_lines=True,
            )
            st.caption(plain(f"Vintage {scene.view.vintage.date}: {records.releases(scene.view.vintages)}"))
