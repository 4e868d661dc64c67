"""Choose a second indicator to show with the first: a button under Options, then a box beside the first one's."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.ui import search_box
from dashboard.ui.context import Page
from dashboard.ui.opened import Opened

BOX: Final = Opened("second")


def offer(page: Page) -> None:
    """Show the button that opens the box."""
    st.button(
        "A second indicator",
        icon=":material/add_chart:",
        key=page.key("add-second"),
        on_click=BOX.open,
        width="stretch",
        help="It has a panel of its own on the same time axis; two indices share one axis of values.",
    )


def is_shown(page: Page) -> bool:
    """Tell whether there is a second indicator, or a box to choose one in."""
    return bool(page.selection.second) or BOX.is_open


def choice(page: Page) -> None:
    """Show the second indicator, to be exchanged for another or taken away."""
    second = page.selection.second
    shown = (second, page.catalogue.indicator(second).name) if second else ("", "")

    def on_pick(indicator: str) -> None:
        BOX.close()
        page.write(replace(page.read(), second=indicator))

    search_box.pick(
        "Second indicator",
        key=page.key("second"),
        shown=shown,
        on_pick=on_pick,
        labelled=False,
        placeholder="Second indicator",
        clear="Remove the second indicator",
    )
