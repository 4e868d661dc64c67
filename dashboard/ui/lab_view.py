"""Show the milestone lab: what any series did about any date, its rank, and what it does not show."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.analysis.windows import Windows
from dashboard.charts.lab import LabAnswer, lab_answer, lab_question
from dashboard.store import records
from dashboard.ui import absence, charts, downloads, evidence_controls, state, table, widgets
from dashboard.ui.context import Page
from dashboard.ui.navigation import page_link
from dashboard.ui.widgets import is_settled, link, plain
from dashboard.views.loading import Loader, comparable

_BESIDE_FROM_PX: Final = 1100
_GAP_PX: Final = 32


def lab_tab(page: Page, windows: Windows) -> None:
    """Show the lab for what the URL asks."""
    loader = Loader(page.store, page.catalogue, least=comparable(page.catalogue))
    asked = page.made("question", lambda: lab_question(loader, page.selection, windows))
    page = page.showing(asked.selection)
    evidence_controls.lab_controls(page, windows, asked.known)
    if asked.view is None or asked.view.points.empty:
        absence.explain(page, asked.problem)
        return
    width = evidence_controls.width_inside(page, "lab")
    if is_settled(width):
        view = asked.view
        _answer(page, page.made("answer", lambda: lab_answer(loader, asked, view)), width)


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
    _other_windows(page, answer)
    _leads(page, answer)


def _chart(page: Page, answer: LabAnswer, name: str, width: int | None) -> None:
    built = answer.charts.get(name)
    if built is not None:
        charts.show_built(page, built, width, key=page.key(f"lab-{name}"), link=_link(page, answer))


def _other_windows(page: Page, answer: LabAnswer) -> None:
    if not answer.lab.found.others:
        return
    st.markdown("## Other windows")
    table.show(
        page.made("other windows", lambda: table.written(answer.other_windows, figures=["Change"])),
        alt=f"The change at {answer.lab.named} with windows of other widths",
    )
    downloads.take_away(
        downloads.offer("This table", lambda: answer.other_windows_table(_link(page, answer))),
        key=page.key("lab-take-windows"),
    )
    st.caption("Of eight widths tried, the best looks unusual in one series of five in which nothing happened.")


def _link(page: Page, answer: LabAnswer) -> str:
    """Return the URL that asks the same of the same figures."""
    return state.link(replace(page.selection, as_of=answer.view.vintage.published))


def _leads(page: Page, answer: LabAnswer) -> None:
    selection = page.selection
    with st.container(horizontal=True, gap="small"):
        page_link("explore", replace(selection, view=""), label="The same in Explore")
        with st.popover("Link", icon=":material/link:"):
            link(
                _link(page, answer),
                "This link names every choice and the vintage, so that it asks the same again next year.",
            )
            st.caption(plain(f"Vintage {answer.view.vintage.date}: {records.releases(answer.view.vintages)}"))
