"""Show the checks of an open claim: each with its charts, numbers, method, and what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import formatting
from dashboard.catalogue.checks import CONTEXT
from dashboard.charts.checks import check_charts, explore_selection
from dashboard.errors import NoObservations
from dashboard.evidence import labels
from dashboard.evidence.results import CheckResult, ClaimResult
from dashboard.store.as_of import pin
from dashboard.ui import charts, evidence_controls, state, widgets
from dashboard.ui.badges import badge
from dashboard.ui.context import Page
from dashboard.ui.navigation import page_link
from dashboard.ui.plain import plain, with_link

# from here on the notes stand beside the chart
_BESIDE_FROM_PX: Final = 1000
_CHART_SHARE: Final = 0.62
_GAP_PX: Final = 32


@dataclass(frozen=True)
class _Scene:
    """An open claim, and how much room there is."""

    page: Page
    result: ClaimResult
    width: int | None

    @property
    def is_beside(self) -> bool:
        return self.width is not None and self.width >= _BESIDE_FROM_PX

    @property
    def chart_px(self) -> int | None:
        return int((self.width - _GAP_PX) * _CHART_SHARE) if self.width is not None and self.is_beside else self.width


def open_claim(page: Page, result: ClaimResult) -> None:
    """Show every check of a claim, its caveats, and what has been written on it."""
    width = evidence_controls.width_inside(page, "open")
    if widgets.is_settled(width):
        _checks(_Scene(page, result, width))


def _checks(scene: _Scene) -> None:
    result = scene.result
    notes = labels.notes_by_check(result)
    st.markdown(plain(f"{result.hinges} {result.sensitive_to}"))
    for part, outcome, checks in labels.by_part(result):
        st.markdown(f"### {plain(formatting.sentence(part))}")
        if outcome is None:
            st.caption("Shown beside the claim; it never counts.")
        else:
            badge(outcome)
        why = result.claim.why_untested(part)
        if why:
            st.markdown(plain(f"{formatting.sentence(why)}."))
        for entry in checks:
            if entry is not checks[0]:
                st.divider()
            _check(scene, entry, notes[entry.id])
        st.divider()
    st.markdown("### Handle with care\n" + "\n".join(f"- {plain(caveat)}" for caveat in result.claim.caveats))
    if result.claim.literature:
        st.markdown("### What has been written on it")
    for name, references in labels.by_stance(result.claim.literature):
        lines = "\n".join(f"- {with_link(labels.cited(reference), reference.url)}" for reference in references)
        st.markdown(f"**{name}**\n{lines}")


def _check(scene: _Scene, entry: CheckResult, notes: Sequence[str]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"**{plain(entry.description.title)}**", width="content")
        # context is shown and judges nothing
        if entry.check.role != CONTEXT:
            badge(entry.outcome)
        if entry.id in scene.result.hinges_on:
            st.badge("The verdict hinges on it", icon=":material/key:", color="violet")
    left, right = (
        st.columns([_CHART_SHARE, 1 - _CHART_SHARE], gap="medium") if scene.is_beside else (st.container(),) * 2
    )
    with left:
        _charts(scene, entry)
    with right:
        st.markdown(plain(entry.description.sentence))
        if entry.would_change:
            st.markdown(plain(entry.would_change))
        with st.expander("Method and caveats", icon=":material/straighten:"):
            st.markdown("\n".join(f"- {plain(line)}" for line in notes))
        shown = explore_selection(entry.check, scene.page.selection.as_of, scene.page.selection.policies)
        page_link("explore", shown, label="The same in Explore")


def _charts(scene: _Scene, entry: CheckResult) -> None:
    page = scene.page
    try:
        drawn = page.made("check", lambda: check_charts(page.loader, entry, page.selection.as_of), entry.id)
    except NoObservations as exc:
        st.info(plain(str(exc)), icon=":material/event_busy:")
        return
    key = scene.page.key(f"{scene.result.claim.id}-{entry.id}")
    # of all that the claim rests on
    as_of = pin(scene.result.vintages) or scene.page.selection.as_of
    link = state.link(replace(scene.page.selection, view=scene.result.claim.id, as_of=as_of))
    for built, part in zip(drawn, ("", "-dates"), strict=False):
        charts.show_built(page, built, scene.chart_px, key=f"{key}{part}", link=link)
