"""Show in one row the eras and what a kind of chart can be asked for besides."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.charts.kind import Control
from dashboard.ui import controls
from dashboard.ui.context import Page

_ERAS_SHARE: Final = 6


def eras_and(page: Page, more: Sequence[Control]) -> None:
    """Show in one row the eras and what a kind of chart can be asked for besides."""
    if not more:
        controls.era_filter(page, labelled=False)
        return
    room = [3] * len(more)
    eras, *others = st.columns([_ERAS_SHARE, *room], gap="medium", vertical_alignment="center")
    with eras:
        controls.era_filter(page, labelled=False, brief=True)
    for column, control in zip(others, more, strict=True):
        with column:
            chart_control(page, control)


def chart_control(page: Page, control: Control) -> None:
    """Show a choice that one kind of chart needs; where it cannot be told by its values, they say what it is."""
    show = st.select_slider if control.is_slider else st.selectbox
    said = "" if control.is_slider else f"{control.label}: "
    show(
        control.label,
        list(control.options),
        format_func=lambda value: f"{said}{control.options[value]}",
        **page.bind(control.attribute, control.value),
        label_visibility="collapsed",
    )
