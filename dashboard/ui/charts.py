"""Show a chart: the figure, what it states in words, and its picture to take away."""

from typing import Any

import streamlit as st

from dashboard.figures import Figure


def show(figure: Figure, *, key: str, name: str, alt: str) -> None:
    """Show a figure; `name` is what its picture's file is called, without the ending, `alt` what it states in words."""
    st.plotly_chart(figure, theme=None, key=key, config=_config(name), alt=alt)


def _config(name: str) -> dict[str, Any]:
    return {
        "displaylogo": False,
        "responsive": True,
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
    }
