"""Show one claim: its verdict with the numbers and a small chart, and opened, every check that it rests on."""

import datetime as dt
from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from dashboard import export, report
from dashboard.analysis import phrases
from dashboard.analysis.claims import CheckResult, ClaimResult
from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.catalogue import Catalogue
from dashboard.chart import View, chart_view
from dashboard.claim import Check, LevelCheck, MilestoneCheck, Outcome, PartOutcome, Verdict
from dashboard.comparison import yearly
from dashboard.errors import NoFigures
from dashboard.figures import Figure
from dashboard.figures.evidence_chart import bounds_of, evidence_figure, marks_of
from dashboard.figures.placebo import dates_figure
from dashboard.figures.spark import WIDTH_PX, Spark, spark_svg
from dashboard.figures.theme import Mode
from dashboard.selection import Selection, query_of
from dashboard.store import Store
from dashboard.ui import charts, evidence_controls, state, widgets
from dashboard.ui.evidence_controls import PAGE
from dashboard.ui.widgets import plain

Colour = Literal["green", "orange", "red", "gray"]

_WIDE_FROM_PX: Final = 760
# words and icon say it; the colour only repeats it
_BADGES: Final[dict[Verdict | PartOutcome | Outcome, tuple[str, Colour]]] = {
    Verdict.CONSISTENT: (":material/check_circle:", "green"),
    Verdict.MIXED: (":material/contrast:", "orange"),
    Verdict.NOT_CONSISTENT: (":material/cancel:", "red"),
    Verdict.NOT_TESTABLE: (":material/help:", "gray"),
    PartOutcome.SUPPORTED: (":material/check_circle:", "green"),
    PartOutcome.CONTRADICTED: (":material/cancel:", "red"),
    PartOutcome.DIVIDED: (":material/contrast:", "orange"),
    PartOutcome.OPEN: (":material/circle:", "gray"),
    Outcome.SUPPORTS: (":material/check_circle:", "green"),
    Outcome.AGAINST: (":material/cancel:", "red"),
    Outcome.UNCLEAR: (":material/circle:", "gray"),
    Outcome.UNTESTED: (":material/help:", "gray"),
}
_SETTLED: Final = (Outcome.SUPPORTS, Outcome.AGAINST)


def claim_card(catalogue: Catalogue, store: Store, result: ClaimResult, selection: Selection, width: int) -> None:
    """Show a claim; only where the address opens it is anything of its checks built."""
    claim = result.claim
    with st.container(border=True, key=f"{PAGE}-claim-{claim.id}"):
        wide = width >= _WIDE_FROM_PX
        left, right = st.columns([1, WIDTH_PX / width], gap="large") if wide else (st.container(),) * 2
        with left:
            st.markdown(f"#### {plain(claim.title)}")
            badge(result.verdict)
            st.markdown(f"*{plain(claim.statement)}*")
            st.markdown(plain(result.sentence))
            st.markdown(
                "  \n".join(
                    f"{icon(outcome)} {plain(part)}: **{outcome.value}**" for part, outcome in result.parts.items()
                )
            )
        with right:
            spark = deciding(catalogue, result)
            if spark is not None:
                st.html(spark_svg(spark, tuple(catalogue.eras.values()), mode=widgets.mode()))
        key = state.show(evidence_controls.claim_key(claim.id), selection.view == claim.id)
        label = f"All {len(result.checks)} checks, caveats and literature"
        with st.expander(
            label, icon=":material/fact_check:", key=key, on_change=evidence_controls.opening(catalogue, claim.id)
        ) as opened:
            if opened.open:
                _opened(catalogue, store, result, selection.as_of)


def badge(outcome: Verdict | PartOutcome | Outcome) -> None:
    """Show an outcome in words with its sign."""
    sign, colour = _BADGES[outcome]
    st.badge(outcome.value.capitalize(), icon=sign, color=colour)


def icon(outcome: Verdict | PartOutcome | Outcome) -> str:
    """Return the sign of an outcome."""
    return _BADGES[outcome][0]


def deciding(catalogue: Catalogue, result: ClaimResult) -> Spark | None:
    """Return the longest series that counts for or against the claim, else that was read at all; None without any."""
    core = [entry for entry in result.checks if entry.check.role == "core" and entry.series]
    settling = [entry for entry in core if entry.outcome in _SETTLED] or core
    if not settling:
        return None
    chosen = max(settling, key=lambda entry: len(entry.series))
    indicator = catalogue.indicator(chosen.check.indicator)
    latest = phrases.value(indicator, chosen.series[-1][1])
    economy = catalogue.economies[chosen.check.economy].short_name
    return Spark(chosen.series, f"{economy}, {indicator.short_name}", latest)


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


def check_figure(catalogue: Catalogue, entry: CheckResult, view: View, mode: Mode, width: int | None) -> Figure:
    """Return the annotated chart of a check."""
    indicator = catalogue.indicator(entry.check.indicator)
    marks, bounds = marks_of(entry.finding, indicator, view), bounds_of(entry.finding, indicator)
    return evidence_figure(view, marks, bounds, mode=mode, width=width)


def check_view(catalogue: Catalogue, store: Store, entry: CheckResult, as_of: dt.date | None) -> View:
    """Return the view of a check's chart; NoFigures where the store has none."""
    return yearly(chart_view(store, catalogue, asked(entry.check, as_of)))


def _opened(catalogue: Catalogue, store: Store, result: ClaimResult, as_of: dt.date | None) -> None:
    width = evidence_controls.width_inside("open")
    st.markdown(plain(report.hinges(result)))
    for part, outcome, checks in report.by_part(result):
        st.markdown(f"##### {plain(part.capitalize())}")
        if outcome is None:
            st.caption("Shown beside the claim; it never counts.")
        else:
            badge(outcome)
        for entry in checks:
            _check(catalogue, store, result, entry, as_of, width)
    _words_about(result)


def _check(
    catalogue: Catalogue,
    store: Store,
    result: ClaimResult,
    entry: CheckResult,
    as_of: dt.date | None,
    width: int | None,
) -> None:
    st.divider()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"**{plain(entry.id)}**", width="content")
        badge(entry.outcome)
        if entry.id in result.hinges_on:
            st.badge("The verdict hinges on it", icon=":material/key:", color="violet")
    st.markdown(plain(entry.telling.sentence))
    try:
        view = check_view(catalogue, store, entry, as_of)
    except NoFigures as exc:
        st.info(plain(str(exc)), icon=":material/event_busy:")
    else:
        if not view.points.empty:
            _charts(catalogue, result, entry, view, width)
    told = [*entry.telling.notes, f"Method: {entry.telling.method}", *entry.caveats]
    if entry.would_change:
        told.append(f"It would change {entry.would_change}.")
    st.markdown("\n".join(f"- {plain(line)}" for line in told))
    st.page_link(
        explore_page(),
        label="The same in Explore",
        icon=":material/show_chart:",
        query_params=query_of(asked(entry.check, as_of)),
    )


def _charts(catalogue: Catalogue, result: ClaimResult, entry: CheckResult, view: View, width: int | None) -> None:
    key, name = f"{PAGE}-{result.claim.id}-{entry.id}", export.file_name(view, "png").removesuffix(".png")
    charts.show(
        check_figure(catalogue, entry, view, widgets.mode(), width),
        key=key,
        name=name,
        alt=f"{entry.telling.sentence} {widgets.alt_text(view)}",
    )
    match entry.check, entry.finding.detail:
        case MilestoneCheck(milestone=milestone), MilestoneChange() as found:
            named = catalogue.milestones[milestone].short_title
            placed = dates_figure(view, found, named, mode=widgets.mode(), width=width)
            if placed is not None:
                charts.show(placed, key=f"{key}-dates", name=f"{name}_dates", alt=entry.telling.sentence)
        case _:
            pass


def _words_about(result: ClaimResult) -> None:
    claim = result.claim
    st.divider()
    st.markdown("##### Handle with care\n" + "\n".join(f"- {plain(caveat)}" for caveat in claim.caveats))
    st.markdown("##### What has been written on it")
    for name, references in report.by_stance(claim.literature):
        lines = "\n".join(f"- {plain(report.cited(reference))}" for reference in references)
        st.markdown(f"**{name}**\n{lines}")


def explore_page() -> st.Page:
    """Return the page Explore as the navigation knows it: by its address alone."""
    return st.Page(lambda: None, title="Explore", url_path="explore")


def spelt(selection: Selection, day: dt.date | None) -> Selection:
    """Return a selection whose link names the day of the figures."""
    return replace(selection, as_of=selection.as_of or day)
