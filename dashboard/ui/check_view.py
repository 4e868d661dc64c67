"""Show the checks of an open claim: each with its chart, its numbers, how it was done and what would change it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.catalogue.claims import Check, LevelCheck, MilestoneCheck
from dashboard.catalogue.loading import Catalogue
from dashboard.charts import alt_texts
from dashboard.errors import NoObservations
from dashboard.evidence import labels
from dashboard.evidence.results import CheckResult, ClaimResult
from dashboard.export import tables
from dashboard.figures import Figure
from dashboard.figures.charts.evidence_chart import bounds_of, evidence_figure, inside, legend, marks_of
from dashboard.figures.charts.placebo import dates_figure
from dashboard.figures.theme import Mode
from dashboard.store.observations import Store
from dashboard.ui import charts, evidence_controls, widgets
from dashboard.ui.badges import badge, explore_page
from dashboard.ui.evidence_controls import PAGE
from dashboard.ui.widgets import plain
from dashboard.views.chart import chart_view
from dashboard.views.comparison import yearly
from dashboard.views.selection import Selection, query_of
from dashboard.views.view import View

# from here on what is said stands beside the chart
_BESIDE_FROM_PX: Final = 1000
_CHART_SHARE: Final = 0.62
_GAP_PX: Final = 32


@dataclass(frozen=True)
class _Scene:
    """An open claim, what is said under each of its checks, and how much room there is."""

    catalogue: Catalogue
    store: Store
    result: ClaimResult
    as_of: dt.date | None
    width: int | None

    @property
    def is_beside(self) -> bool:
        return self.width is not None and self.width >= _BESIDE_FROM_PX

    @property
    def chart_px(self) -> int | None:
        return int((self.width - _GAP_PX) * _CHART_SHARE) if self.width is not None and self.is_beside else self.width


def open_claim(catalogue: Catalogue, store: Store, result: ClaimResult, as_of: dt.date | None) -> None:
    """Show every check of a claim, its caveats, and what has been written on it."""
    width = evidence_controls.width_inside("open")
    if widgets.is_settled(width):
        _checks(_Scene(catalogue, store, result, as_of, width))


def _checks(scene: _Scene) -> None:
    catalogue, result = scene.catalogue, scene.result
    notes = labels.told(result)
    st.markdown(plain(labels.hinges(result, catalogue)))
    for part, outcome, checks in labels.by_part(result):
        st.markdown(f"##### {plain(part.capitalize())}")
        if outcome is None:
            st.caption("Shown beside the claim; it never counts.")
        else:
            badge(outcome)
        for entry in checks:
            if entry is not checks[0]:
                st.divider()
            _check(scene, entry, notes[entry.id])
        st.divider()
    st.markdown("##### Handle with care\n" + "\n".join(f"- {plain(caveat)}" for caveat in result.claim.caveats))
    st.markdown("##### What has been written on it")
    for name, references in labels.by_stance(result.claim.literature):
        lines = "\n".join(f"- {plain(labels.cited(reference))}" for reference in references)
        st.markdown(f"**{name}**\n{lines}")


def asked(check: Check, as_of: dt.date | None) -> Selection:
    """Return the selection that shows in Explore what a check looks at."""
    is_standing = isinstance(check, LevelCheck) and check.measure == "standing"
    return Selection(
        indicator=check.indicator,
        # a place among economies is seen beside the usual ones
        economies=None if is_standing else (check.economy,),
        first_year=check.first_year,
        last_year=check.last_year,
        milestone=check.milestone if isinstance(check, MilestoneCheck) else "",
        as_of=as_of,
    )


def check_view(catalogue: Catalogue, store: Store, entry: CheckResult, as_of: dt.date | None) -> View:
    """Return the view of a check's chart; NoObservations where the store has none."""
    return yearly(chart_view(store, catalogue, asked(entry.check, as_of)))


def check_figure(catalogue: Catalogue, entry: CheckResult, view: View, mode: Mode, width: int | None) -> Figure:
    """Return the annotated chart of a check."""
    indicator = catalogue.indicator(entry.check.indicator)
    marks, bounds = marks_of(entry.finding, indicator, view), bounds_of(entry.finding, indicator)
    return evidence_figure(view, marks, bounds, mode=mode, width=width)


def place_figure(catalogue: Catalogue, entry: CheckResult, view: View, mode: Mode, width: int | None) -> Figure | None:
    """Return where the change of a check stands among all dates; None of a check that compares none."""
    match entry.check, entry.finding.detail:
        case MilestoneCheck(milestone=milestone), MilestoneChange() as found:
            named = catalogue.milestones[milestone].short_title
            return dates_figure(view, found, named, mode=mode, width=width)
        case _:
            return None


def _check(scene: _Scene, entry: CheckResult, notes: Sequence[str]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"**{plain(labels.title(entry.check, scene.catalogue))}**", width="content")
        badge(entry.outcome)
        if entry.id in scene.result.hinges_on:
            st.badge("The verdict hinges on it", icon=":material/key:", color="violet")
    st.markdown(plain(entry.telling.sentence))
    left, right = (
        st.columns([_CHART_SHARE, 1 - _CHART_SHARE], gap="medium") if scene.is_beside else (st.container(),) * 2
    )
    with left:
        _charts(scene, entry)
    with right:
        st.markdown("\n".join(f"- {plain(line)}" for line in notes))
        st.page_link(
            explore_page(),
            label="The same in Explore",
            icon=":material/show_chart:",
            query_params=query_of(asked(entry.check, scene.as_of)),
        )


def _charts(scene: _Scene, entry: CheckResult) -> None:
    try:
        view = check_view(scene.catalogue, scene.store, entry, scene.as_of)
    except NoObservations as exc:
        st.info(plain(str(exc)), icon=":material/event_busy:")
        return
    if view.points.empty:
        return
    key, name = f"{PAGE}-{scene.result.claim.id}-{entry.id}", tables.file_name(view, "png").removesuffix(".png")
    charts.show_with_picture(
        lambda mode: check_figure(scene.catalogue, entry, view, mode, scene.chart_px),
        key=key,
        name=name,
        alt=lambda: f"{entry.telling.sentence} {alt_texts.line_text(view)}",
        caption=_legend(scene, entry, view),
    )
    charts.show_with_picture(
        lambda mode: place_figure(scene.catalogue, entry, view, mode, scene.chart_px),
        key=f"{key}-dates",
        name=f"{name}_dates",
        alt=lambda: f"The same comparison at all dates, one dot each. {entry.telling.sentence}",
    )


def _legend(scene: _Scene, entry: CheckResult, view: View) -> str:
    indicator = scene.catalogue.indicator(entry.check.indicator)
    return legend(marks_of(entry.finding, indicator, view), inside(bounds_of(entry.finding, indicator), view))
