"""Show a download button for each format that a page offers."""

from collections.abc import Callable

import streamlit as st

from dashboard.export.formats import FORMATS, Format, Table, offered


def buttons(
    label: str,
    table: Callable[[], Table],
    name: str,
    *,
    key: str,
    icon: str = "",
    nested: bool = False,
    disabled: bool = False,
) -> None:
    """Show what a table can be downloaded as; it is made when a button is pressed, and files are called `name`."""
    for form in offered(FORMATS, nested=nested):
        st.download_button(
            f"{label} ({form.label})",
            data=_content(form, table),
            file_name=f"{name}.{form.ending}",
            mime=form.media_type,
            icon=icon or form.icon,
            on_click="ignore",
            disabled=disabled,
            key=f"{key}-{form.ending}",
        )


def _content(form: Format, table: Callable[[], Table]) -> Callable[[], bytes]:
    return lambda: form.prefix + form.render(table())
