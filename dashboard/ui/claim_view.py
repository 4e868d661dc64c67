"""Show one claim: its verdict with the numbers and a small chart, and opened, every check that it rests on."""

from typing import Final

import streamlit as st

from dashboard import formatting
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.loading import Catalogue
from dashboard.evidence import phrases, verdicts
from dashboard.evidence.results import ClaimResult
from dashboard.figures.charts.spark import WIDTH_PX, Spark, spark_image
from dashboard.figures.geometry import typeset
from dashboard.ui import check_view, evidence_controls, widgets
from dashboard.ui.badges import badge, icon
from dashboard.ui.context import Page
from dashboard.ui.widgets import plain

_WIDE_FROM_PX: Final = 760
# half a gap between columns, and the frame's share of both
_AROUND_PX: Final = 36
_LATEST_PX: Final = 80
_COUNTS: Final = (Outcome.SUPPORTS, Outcome.AGAINST)


def claim_card(page: Page, result: ClaimResult, width: int) -> None:
    """Show a claim; only where the URL opens it is anything of its checks built."""
    catalogue = page.catalogue
    claim = result.claim
    with st.container(border=True, key=page.key(f"claim-{claim.id}")):
        wide = width >= _WIDE_FROM_PX
        share = (WIDTH_PX + _AROUND_PX) / width
        left, right = st.columns([1 - share, share], gap="medium") if wide else (st.container(),) * 2
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
                st.html(spark_image(spark, tuple(catalogue.eras.values()), mode=widgets.mode()))
                st.caption(plain(spark.source))
        label = f"All {len(result.checks)} checks, caveats and literature"
        with st.expander(label, icon=":material/fact_check:", **evidence_controls.opening(page, claim.id)) as opened:
            if opened.open:
                check_view.open_claim(page, result)


def deciding(catalogue: Catalogue, result: ClaimResult) -> Spark | None:
    """Return the longest series that settles a part of the claim, else that was read at all; None without any."""
    core = [entry for entry in result.checks if entry.check.role == "core" and entry.series]
    settling = [
        entry for entry in core if entry.outcome in _COUNTS and result.parts[entry.check.part] in verdicts.SETTLED
    ]
    if not core:
        return None
    chosen = max(settling or core, key=lambda entry: len(entry.series))
    indicator = catalogue.indicator(chosen.check.indicator)
    value = chosen.series[-1][1]
    latest = typeset.fitting((phrases.value(indicator, value),), _LATEST_PX, 12)
    economy = catalogue.economies[chosen.check.economy].short_name
    inputs = catalogue.base_inputs(indicator.id)
    vintage = max(vintage.date for vintage in result.vintages if vintage.indicator in inputs)
    return Spark(
        chosen.series,
        f"{economy}, {indicator.short_name}",
        latest or formatting.number(value, indicator.decimals, short=True),
        f"Source: {indicator.source_name}. Vintage {vintage}.",
    )
