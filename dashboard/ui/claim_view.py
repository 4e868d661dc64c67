"""Show one claim: its verdict with the numbers and a small chart, and opened, every check that it rests on."""

from typing import Final

import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.claims import deciding_series
from dashboard.evidence import labels
from dashboard.evidence.results import ClaimResult
from dashboard.figures.charts.spark import WIDTH_PX, spark_image
from dashboard.figures.theme import Mode
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
    claim, mode = result.claim, widgets.mode()
    with st.container(border=True, key=page.key(f"claim-{claim.id}")):
        wide = width >= _WIDE_FROM_PX
        share = (WIDTH_PX + _AROUND_PX) / width
        left, right = st.columns([1 - share, share], gap="medium") if wide else (st.container(),) * 2
        with left:
            _words(result)
        with right:
            picture, source = page.made(f"picture of {claim.id}", lambda: _picture(catalogue, result, mode), mode)
            if picture:
                st.html(picture)
                st.caption(plain(source))
        opening = evidence_controls.opening(page, claim.id)
        with st.expander(labels.opener(result), icon=":material/fact_check:", **opening) as opened:
            if opened.open:
                check_view.open_claim(page, result)


def _words(result: ClaimResult) -> None:
    claim = result.claim
    st.markdown(f"## {plain(claim.title)}")
    badge(result.verdict)
    told = f" {plain(f'({labels.sentences_of(claim.sentences)})')}" if claim.sentences else ""
    st.markdown(f"*{plain(claim.statement)}*{told}")
    if claim.sources:
        st.caption(f"Claimed in: {'; '.join(map(source_link, claim.sources))}.")
    st.markdown(plain(result.sentence))
    st.markdown(
        "  \n".join(f"{icon(outcome)} {plain(part)}: **{outcome.value}**" for part, outcome in result.parts.items())
    )


def _picture(catalogue: Catalogue, result: ClaimResult, mode: Mode) -> tuple[str, str]:
    """Return the small chart of a claim as an image, and its source line; both "" where no series settles it."""
    spark = deciding_series(catalogue, result)
    if spark is None:
        return "", ""
    return spark_image(spark, tuple(catalogue.eras.values()), mode=mode), spark.source
