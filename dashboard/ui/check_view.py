"""Show the checks of an open claim: each with its chart, its numbers, how it was done and what would change it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.catalogue.loading import Catalogue
from dashboard.charts.checks import check_charts, explore_selection
from dashboard.errors import NoObservations
from dashboard.evidence import labels
from dashboard.evidence.results import CheckResult, ClaimResult
from dashboard.export import tables
from dashboard.store.observations import Store
from dashboard.ui import charts, evidence_controls, widgets
from dashboard.ui.badges import badge, explore_page
from dashboard.ui.evidence_controls import PAGE
from dashboard.ui.widgets import plain
from dashboard.views.selection import query_of

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
    result = scene.result
    notes = labels.told(result)
    st.markdown(plain(result.hinges))
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


def _check(scene: _Scene, entry: CheckResult, notes: Sequence[str]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"**{plain(entry.description.title)}**", width="content")
        badge(entry.outcome)
        if entry.id in scene.result.hinges_on:
            st.badge("The verdict hinges on it", icon=":material/key:", color="violet")
    st.markdown(plain(entry.description.sentence))
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
            query_params=query_of(explore_selection(entry.check, scene.as_of)),
        )


def _charts(scene: _Scene, entry: CheckResult) -> None:
    try:
        drawn = check_charts(scene.catalogue, scene.store, entry, scene.as_of)
    except NoObservations as exc:
        st.info(plain(str(exc)), icon=":material/event_busy:")
        return
    if drawn is None:
        return
    key, name = f"{PAGE}-{scene.result.claim.id}-{entry.id}", tables.file_name(drawn.view, "png").removesuffix(".png")
    charts.show_with_picture(
        lambda mode: drawn.series_figure(mode, scene.chart_px),
        key=key,
        name=name,
        alt=lambda: drawn.series_text,
        caption=drawn.legend,
    )
    charts.show_with_picture(
        lambda mode: drawn.dates_figure(mode, scene.chart_px),
        key=f"{key}-dates",
        name=f"{name}_dates",
        alt=lambda: drawn.dates_text,
    )
