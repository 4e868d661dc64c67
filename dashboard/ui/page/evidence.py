"""Evidence: what the figures say of the article's claims, every check of them, and a lab for questions of one's own."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.analysis.windows import Windows
from dashboard.catalogue.loading import Catalogue
from dashboard.errors import NoObservations
from dashboard.evidence.evaluation import evaluate
from dashboard.evidence.results import CONSISTENT_MEANS, ClaimResult
from dashboard.export import report, tables
from dashboard.figures.embed import figure_json, plotly_script
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.ui import check_view, claim_view, evidence_controls, lab_view, resources, state, widgets
from dashboard.ui.evidence_controls import PAGE, windows_of
from dashboard.views.selection import Selection

_CLAIMS, _LAB = "Claims", "Milestone lab"
_USUAL_PX: Final = 1024
_REPORT_PX: Final = 860


def render() -> None:
    """Draw the page that the URL asks for."""
    catalogue, cache = resources.catalogue(), resources.cache()
    views = evidence_controls.views_of(catalogue)
    reading = state.current(catalogue, views)
    selection = reading.selection
    widgets.warnings(cache.notes)
    widgets.problems(reading.problems)
    windows, key = windows_of(selection.view), f"{PAGE}-tab"
    claims, lab = st.tabs(
        [_CLAIMS, _LAB],
        key=state.show(key, _LAB if windows else _CLAIMS),
        on_change=state.changing(catalogue, key, _tab_change, views),
    )
    # only the open tab is built
    if claims.open:
        with claims:
            _claims(catalogue, cache, selection)
    if lab.open:
        with lab:
            _day(catalogue, selection)
            lab_view.lab_tab(catalogue, cache, selection, windows or Windows())


def _tab_change(selection: Selection, label: str) -> Selection:
    return replace(selection, view=evidence_controls.LAB if label == _LAB else "")


def _claims(catalogue: Catalogue, cache: Cache, selection: Selection) -> None:
    width = widgets.page_width() or _USUAL_PX
    results = _results(cache.store, catalogue, selection.as_of)
    made = report.Report(catalogue, results, dt.datetime.now(dt.UTC).date(), as_of=selection.as_of)
    made = replace(made, link=state.link(replace(selection, view="", as_of=selection.as_of or made.day)))
    _day(catalogue, selection)
    st.info(CONSISTENT_MEANS, icon=":material/balance:")
    for result in results:
        claim_view.claim_card(catalogue, cache.store, result, selection, width)
    _take_away(cache.store, made)


def _day(catalogue: Catalogue, selection: Selection) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        with st.container(width=220):
            evidence_controls.as_of_choice(catalogue, selection)
        if selection.as_of is not None:
            st.badge(f"As known on {selection.as_of}", icon=":material/history:", color="violet")


def _known(store: Store) -> tuple[str, ...]:
    return tuple(f"{vintage.indicator} {vintage.id} {vintage.published}" for vintage in store.vintages().values())


# evaluated once for all readers, and anew as soon as any figure is
@st.cache_data(show_spinner=False, max_entries=8, hash_funcs={Store: _known, Catalogue: id})
def _results(store: Store, catalogue: Catalogue, as_of: dt.date | None) -> tuple[ClaimResult, ...]:
    return evaluate(store, catalogue, as_of=as_of)


def _take_away(store: Store, made: report.Report) -> None:
    def download(label: str, ending: str, mime: str, icon: str, content: Callable[[], bytes]) -> None:
        st.download_button(
            label,
            data=content,
            file_name=report.file_name(made, ending),
            mime=f"{mime}; charset=utf-8",
            icon=icon,
            on_click="ignore",
            key=f"{PAGE}-download-{ending}",
        )

    st.markdown("##### Take the report away")
    with st.container(horizontal=True, gap="small"):
        download("Report (HTML)", "html", "text/html", ":material/description:", lambda: _html(store, made))
        download("Report (Markdown)", "md", "text/markdown", ":material/notes:", lambda: report.markdown(made).encode())
        download("Checks (CSV)", "csv", "text/csv", ":material/download:", lambda: _csv(made))
        with st.popover("Link and citation", icon=":material/link:"):
            st.caption("This link names the vintage, so that it gives the same verdicts next year.")
            st.code(made.link, language=None, wrap_lines=True)
            st.code(report.citation(made), language=None, wrap_lines=True)
    st.caption("The HTML report holds every chart and opens without a connection.")


def _csv(made: report.Report) -> bytes:
    return tables.csv_bytes(tables.flat(report.rows(made)), bom=True)


def _html(store: Store, made: report.Report) -> bytes:
    return report.html(made, _figures(store, made), plotly_script()).encode()


def _figures(store: Store, made: report.Report) -> dict[str, list[str]]:
    """Return the charts of every check as JSON, light as paper is; none of a check without figures."""
    found: dict[str, list[str]] = {}
    for result in made.results:
        for entry in result.checks:
            try:
                view = check_view.check_view(made.catalogue, store, entry, made.as_of)
            except NoObservations:
                continue
            if not view.points.empty:
                drawn = (
                    draw(made.catalogue, entry, view, "light", _REPORT_PX)
                    for draw in (check_view.check_figure, check_view.place_figure)
                )
                found[report.chart_name(result.claim.id, entry.id)] = [
                    figure_json(figure.update_layout(width=_REPORT_PX)) for figure in drawn if figure is not None
                ]
    return found
