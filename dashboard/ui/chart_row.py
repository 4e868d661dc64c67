"""Show in one row the eras and what a kind of chart can be asked for besides."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.charts.kind import Control
from dashboard.ui import controls
from dashboard.ui.context import Page
from dashboard.views.selection import Selection

_ERAS_SHARE: Final = 6


def eras_and(page: Page, more: Sequence[Control]) -> None:
    """Show in one row the eras and what a kind of chart can be asked for besides."""
    if not more:
        controls.era_filter(page, labelled=False)
        return
    room = [3] * len(more)
    with st.container(key=page.key("chart-row")):
        eras, *others = st.columns([_ERAS_SHARE, *room], gap="small", vertical_alignment="center")
    with eras:
        controls.era_filter(page, labelled=False, brief=True)
    for column, control in zip(others, more, strict=True):
        with column:
            chart_control(page, control)


def chart_control(page: Page, control: Control) -> None:
    """Show a choice that one kind of chart needs; where it cannot be told by its values, they say what it is."""
    if control.is_list:
        _list_control(page, control)
        return
    show = st.select_slider if control.is_slider else st.selectbox
    said = "" if control.is_slider else f"{control.label}: "
    show(
        control.label,
        list(control.options),
        format_func=lambda value: f"{said}{control.options[value]}",
        **page.bind(control.attribute, control.value),
        label_visibility="collapsed",
    )


def _list_control(page: Page, control: Control) -> None:
    """Show a choice of several behind a button, for their names take more room than a row has."""

    def change(now: Selection, chosen: Sequence[str]) -> Selection:
        # what was named since this was shown stays
        also = {field: value for field, value in control.also.items() if not getattr(now, field)}
        return replace(now, **{control.attribute: tuple(chosen)}, **also)

    number = f"{control.label}: {len(control.value)}" if control.value else control.label
    with st.popover(number, icon=":material/add:", width="stretch", disabled=not control.options):
        st.multiselect(
            control.label,
            list(control.options),
            format_func=control.options.__getitem__,
            help=control.help,
            placeholder="Type to search",
            **page.bind(control.attribute, control.value, change),
        )
