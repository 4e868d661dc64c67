"""Show one claim: its verdict with the numbers and a small chart, and opened, every check that it rests on."""

from typing import Final

import streamlit as st

from dashboard.charts.claims import deciding_series
from dashboard.evidence import labels
from dashboard.evidence.results import ClaimResult
from dashboard.figures.charts.spark import WIDTH_PX, spark_image
from dashboard.ui import check_view, evidence_controls, widgets
from dashboard.ui.badges import badge, icon
from dashboard.ui.context import Page
from dashboard.ui.widgets import plain, source_link

_WIDE_FROM_PX: Final = 760
# half a gap between columns, and the frame's share of both
_AROUND_PX: Final = 36


def claim_card(page: Page, result: ClaimResult, width: int) -> None:
    """Show a claim; only where the URL opens it is anything of its checks built."""
    catalogue = page.catalogue
    claim = result.claim
    with st.container(border=True, key=page.key(f"claim-{claim.id}")):
        wide = width >= _WIDE_FROM_PX
        share = (WIDTH_PX + _AROUND_PX) / width
        left, right = st.columns([1 - share, share], gap="medium") if wide else (st.container(),) * 2
        with left:
            st.markdown(f"## {plain(claim.title)}")
            badge(result.verdict)
            told = f" {plain(f'({labels.sentences_of(claim.sentences)})')}" if claim.sentences else ""
            st.markdown(f"*{plain(claim.statement)}*{told}")
            if claim.sources:
                st.caption(f"Claimed in: {'; '.join(map(source_link, claim.sources))}.")
            st.markdown(plain(result.sentence))
            st.markdown(
                "  \n".join(
                    f"{icon(outcome)} {plain(part)}: **{outcome.value}**" for part, outcome in result.parts.items()
                )
            )
        with right:
            spark = deciding_series(catalogue, result)
            if spark is not None:
                st.html(spark_image(spark, tuple(catalogue.eras.values()), mode=widgets.mode()))
                st.caption(plain(spark.source))
        opening = evidence_controls.opening(page, claim.id)
        with st.expander(labels.opener(result), icon=":material/fact_check:", **opening) as opened:
            if opened.open:
                check_view.open_claim(page, result)
