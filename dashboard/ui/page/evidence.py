"""Evidence page: the article's claims with every check, and a lab for questions of the user's own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import formatting
from dashboard.analysis.windows import Windows
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.cited_kinds import cited_views, sentences
from dashboard.charts.claims import judged
from dashboard.charts.evidence_report import FORMATS, ReportFormat
from dashboard.charts.evidence_views import LAB, METHOD, TARGETS, views_of, windows_of
from dashboard.charts.page_series import page_series
from dashboard.errors import NoObservations
from dashboard.evidence.results import CONSISTENT_MEANS, ClaimResult
from dashboard.evidence.since import since_sentence
from dashboard.export import report
from dashboard.store.as_of import AsOf, day_of, in_words, pin
from dashboard.ui import (
    absence,
    cited_notice,
    claim_view,
    claims_about,
    controls,
    downloads,
    lab_view,
    state,
    targets_view,
    widgets,
)
from dashboard.ui.context import Page, open_page
from dashboard.ui.navigation import page_link
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

_CLAIMS, _TARGETS, _LAB, _METHOD = "Claims", "Targets", "Milestone lab", "Method"
_VIEWS: Final = {
    _CLAIMS: "",
    _TARGETS: TARGETS,
    _LAB: LAB,
    _METHOD: METHOD,
}
_USUAL_PX: Final = 1024


def views(catalogue: Catalogue) -> tuple[str, ...]:
    """Return what `view` may say here: a claim that is open, the targets, or the lab with its windows."""
    return views_of(catalogue)


def render() -> None:
    """Draw the page that the URL asks for."""
    page = open_page("evidence")
    windows = windows_of(page.selection.view)
    named = {view: label for label, view in _VIEWS.items() if view}
    asked = _LAB if windows else named.get(page.selection.view, _CLAIMS)
    claims, targets, lab, method = st.tabs(list(_VIEWS), **page.bind("tab", asked, with_tab))
    # only the open tab is built
    if claims.open:
        with claims:
            _claims(page)
    if targets.open:
        with targets:
            _day(page)
            _moved(page)
            targets_view.targets_tab(page)
    if lab.open:
        with lab:
            _day(page)
            _moved(page)
            lab_view.lab_tab(page, windows or Windows())
    if method.open:
        with method:
            claims_about.method_tab()


def with_tab(selection: Selection, label: str) -> Selection:
    """Return a selection that opens another tab, by what the tab is called."""
    if label not in _VIEWS:
        # Streamlit hands on whatever name of a tab it is sent
        return selection
    # the lab's economy would leave out the targets of the others
    economies = None if label == _TARGETS else selection.economies
    return replace(selection, view=_VIEWS[label], economies=economies)


def _claims(page: Page) -> None:
    # claims rest on what is stored alone, whatever series a session has of its own
    catalogue, store, selection = page.catalogue, page.cache.store, page.selection
    width = widgets.page_width() or _USUAL_PX
    results = page.made("claims", lambda: judged(Loader(store, catalogue), selection.as_of))
    made = report.Report(catalogue, results, dt.datetime.now(dt.UTC).date(), as_of=selection.as_of)
    made = replace(made, link=state.link(replace(selection, view="", as_of=pin(made.vintages) or selection.as_of)))
    _day(page)
    if not made.vintages:
        _explain_nothing(page)
    elif selection.as_of is not None:
        _since(page, results, selection.as_of)
    claims_about.name_article(catalogue.history)
    st.info(CONSISTENT_MEANS, icon=":material/balance:")
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        claims_about.explain_words()
        page_link("evidence", replace(selection, view=METHOD), label="How it is tested")
    for result in results:
        claim_view.claim_card(page, result, width)
    claims_about.list_untestable(page)
    _take_away(page, made)


def _since(page: Page, results: Sequence[ClaimResult], as_of: AsOf) -> None:
    """Show in one line which verdicts of the day shown are others with today's figures."""
    said = since_sentence(results, judged(Loader(page.cache.store, page.catalogue)), day_of(as_of))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f":material/history: {widgets.plain(said)}", width="content")
        cited_notice.lead(page, cited_notice.TODAY, ":material/update:")
    loader = Loader(page.cache.store, page.catalogue)
    found = cited_views(loader, page_series("evidence", loader, page.selection))
    if found:
        named = f"{found[0].now.indicator.name}: " if len(found) == 1 else ""
        st.caption(widgets.plain(f"{named}{sentences(found)}"))


def _moved(page: Page) -> None:
    """Say what became of the values that the lab or the targets cite."""
    if page.selection.as_of is not None:
        cited = cited_views(page.loader, page_series("evidence", page.loader, page.selection))
        cited_notice.show(page, cited, draws_both=False)
        cited_notice.unchanged(cited)


def _day(page: Page) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        with st.container(width=220):
            controls.as_of_choice(page, "Reads")
        if page.selection.as_of is not None:
            st.badge(f"As known on {in_words(page.selection.as_of)}", icon=":material/history:", color="violet")


def _explain_nothing(page: Page) -> None:
    """Say why no claim has observations: the day asked for lies before the first release of them all."""
    first = next(iter(page.catalogue.base_inputs(page.selection.indicator)))
    try:
        page.store.vintage(first, page.selection.as_of)
    except NoObservations as exc:
        absence.explain(page, exc)


def _take_away(page: Page, made: report.Report) -> None:
    # nothing of it can be pressed on paper
    with st.container(key=page.key("take-away")):
        st.markdown("## Take the report away")
        with st.container(horizontal=True, gap="small"):
            downloads.take_away(
                downloads.Offer("The report", lambda: _report_files(page, made)),
                downloads.offer("Its checks, one row each", lambda: report.checks_table(made)),
                key=page.key("download"),
            )
            with st.popover("Link and citation", icon=":material/link:"):
                st.caption("This link names the vintage, so that it gives the same verdicts next year.")
                st.code(made.link, language=None, wrap_lines=True)
                st.code(report.citation(made), language=None, wrap_lines=True)
        st.caption("The HTML report holds every chart and opens without a connection.")


def _report_files(page: Page, made: report.Report) -> tuple[str, list[downloads.File]]:
    claims = formatting.count(len(made.results), "claim")
    checks = formatting.count(sum(len(result.checks) for result in made.results), "check")
    return f"{claims}, {checks}", [_report_file(page, made, form) for form in FORMATS]


def _report_file(page: Page, made: report.Report, form: ReportFormat) -> downloads.File:
    return downloads.File(
        form.label,
        form.icon,
        f"{form.help[:1].upper()}{form.help[1:]}.",
        report.file_name(made, form.ending),
        f"{form.media_type}; charset=utf-8",
        lambda: form.prefix + form.render(page.store, made),
    )
