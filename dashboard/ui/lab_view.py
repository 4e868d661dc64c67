"""Show the milestone lab: what any series did about any date, its rank, and what it does not show."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.analysis.windows import Windows
from dashboard.charts.lab import LabAnswer, lab_answer, lab_question
from dashboard.store import records
from dashboard.ui import absence, charts, evidence_controls, state, table, widgets
from dashboard.ui.context import Page
from dashboard.ui.navigation import page_link
from dashboard.ui.widgets import is_settled, link, plain
from dashboard.views.loading import Loader, comparable

_BESIDE_FROM_PX: Final = 1100
_GAP_PX: Final = 32


def lab_tab(page: Page, windows: Windows) -> None:
    """Show the lab for what the URL asks."""
    loader = Loader(page.store, page.catalogue, least=comparable(page.catalogue))
    asked = lab_question(loader, page.selection, windows)
    page = page.showing(asked.selection)
    evidence_controls.lab_controls(page, windows, asked.known)
    if asked.view is None or asked.view.points.empty:
        absence.explain(page, asked.problem)
        return
    width = evidence_controls.width_inside(page, "lab")
    if is_settled(width):
        _answer(page, lab_answer(loader, asked, asked.view), width)


def _answer(page: Page, answer: LabAnswer, width: int | None) -> None:
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in answer.lab.reading))
    _chart(page, answer, "windows", width)
    beside = width is not None and width >= _BESIDE_FROM_PX
    left, right = st.columns(2, gap="medium") if beside else (st.container(),) * 2
    half = (width - _GAP_PX) // 2 if width is not None and beside else width
    with left:
        _chart(page, answer, "dates", half)
    with right:
        _chart(page, answer, "economies", half)
    _chart(page, answer, "around", width)
    widgets.notes(answer.notes)
    _other_windows(answer)
    _take_away(page, answer)


def _chart(page: Page, answer: LabAnswer, name: str, width: int | None) -> None:
    chart = answer.charts[name]
    charts.show_with_picture(
        lambda mode: chart.draw(mode, width), key=page.key(f"lab-{name}"), name=chart.file, alt=chart.alt
    )


def _other_windows(answer: LabAnswer) -> None:
    if not answer.lab.found.others:
        return
    st.markdown("## Other windows")
    table.show(
        answer.other_windows,
        alt=f"The change at {answer.lab.named} with windows of other widths",
    )
    st.caption("Of eight widths tried, the best looks unusual in one series of five in which nothing happened.")


def _take_away(page: Page, answer: LabAnswer) -> None:
    selection = page.selection
    with st.container(horizontal=True, gap="small"):
        page_link("explore", replace(selection, view=""), label="The same in Explore")
        with st.popover("Link", icon=":material/link:"):
            url = state.link(replace(selection, as_of=answer.view.vintage.published))
            link(url, "This link names every choice and the vintage, so that it asks the same again next year.")
            st.caption(plain(f"Vintage {answer.view.vintage.date}: {records.releases(answer.view.vintages)}"))
