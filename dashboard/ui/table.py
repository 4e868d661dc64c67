"""Show a table: on the screen one that scrolls and sorts, on paper all of its rows."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from dashboard import formatting

_MISSING: Final = "–"
_DECIMALS: Final = 2
Write = Callable[[Any], str]
Height = int | Literal["content"]


def show(
    frame: pd.DataFrame,
    *,
    alt: str,
    height: Height = "content",
    decimals: int = _DECIMALS,
    columns: Mapping[str, Any] | None = None,
) -> None:
    """Show a frame without its index; numbers have so many decimals, and what is missing is a dash."""
    # values stay numbers, so that a column can be sorted
    written = frame.style.format(_formats(frame, decimals), na_rep=_MISSING)
    st.dataframe(
        written, hide_index=True, height=height, column_config=dict(columns or {}), placeholder=_MISSING, alt=alt
    )
    # the grid of the screen is a picture of the rows that are scrolled to
    st.html(f'<div class="on-paper">{_on_paper(frame, decimals)}</div>')


def _formats(frame: pd.DataFrame, decimals: int) -> dict[Any, Any]:
    """Return how the cells of each column of numbers are written; years have no thousands."""

    def number(value: float) -> str:
        return formatting.cell(float(value), decimals)

    def written(name: str) -> Write:
        if pd.api.types.is_integer_dtype(frame[name]):
            return str if "year" in name.lower() else "{:,d}".format
        return number

    return {str(name): written(str(name)) for name in frame.select_dtypes("number").columns}


def _on_paper(frame: pd.DataFrame, decimals: int) -> str:
    """Return a table's rows as HTML, every cell as the screen shows it."""
    formats = _formats(frame, decimals)
    cells = {
        name: [_MISSING if pd.isna(cell) else write(cell) for cell in frame[name]] for name, write in formats.items()
    }
    return frame.assign(**cells).to_html(index=False, border=0, na_rep=_MISSING)
