"""Show a chart: the figure, what it states in words, and its picture to take away."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from dashboard.charts.kind import Built
from dashboard.figures import Figure
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import LIGHT, Mode
from dashboard.ui import downloads, widgets
from dashboard.ui.context import Page

_HERE: Final = Path(__file__).parent
# what stands above the chart on a page: navigation, two rows of controls, the chart's title
_ABOVE_PX: Final = 240
_LEAST_PX: Final = 420
_STEEPEST: Final = 0.62
_CLEAR: Final = "rgba(0,0,0,0)"
_PICTURES: Final[list[dict[str, Any]]] = [
    {"label": f"{form.upper()}, {ground}", "format": form, "light": light, "ground": colour}
    for form in ("png", "svg")
    # on white it is drawn in the light colours whatever the page's own: it is going into somebody's paper
    for ground, light, colour in (("white ground", True, LIGHT.ground), ("no ground", False, _CLEAR))
]
_picture = v2.component(
    "eraline_picture", css=(_HERE / "picture.css").read_text("utf-8"), js=(_HERE / "picture.js").read_text("utf-8")
)


def on_first_screen(width: int | None, *, above: int = 0) -> Sheet:
    """Return the sheet of a page's own chart: so high that all of it is seen on arrival, its title left to the page.

    `above` are the pixels that something takes which does not usually stand above it.
    """
    window = widgets.window_height()
    if width is None or window is None:
        return Sheet(width, titled=False)
    # on a very wide page a chart as high as the window is, and no higher than it is legible
    return Sheet(width, max(_LEAST_PX, min(window - _ABOVE_PX - above, int(width * _STEEPEST))), titled=False)


def show(
    figure: Figure,
    *,
    key: str,
    name: str,
    alt: str,
    on_select: Callable[[], None] | None = None,
    config: Mapping[str, Any] | None = None,
) -> None:
    """Show a figure; `name` is what its picture's file is called, without the ending, `alt` what it states in words.

    `on_select` is called when a point is clicked, and finds which in the session's state under `key`.
    """
    st.plotly_chart(
        figure,
        theme=None,
        key=key,
        on_select=on_select or "ignore",
        selection_mode="points",
        config={**_config(name), **(config or {})},
        alt=alt,
    )


def show_built(page: Page, built: Built, width: int | None, *, key: str, link: str) -> None:
    """Show a chart of several on a page, with its picture and rows to take away; `link` shows the same again."""
    show(page.figure(key, built, Sheet(width)), key=key, name=built.name, alt=built.alt)
    with st.container(horizontal=True, gap="small"):
        picture(lambda mode: built.draw(mode, Sheet(width)), chart=key, name=built.name)
        downloads.take_away(downloads.built("This chart", built, link), key=f"{key}-take")


def picture(draw: Callable[[Mode], Figure], *, chart: str, name: str) -> None:
    """Show a button that gives the chart of a key as a PNG or SVG file; `draw` draws it for light or dark."""
    with st.popover("Picture", icon=":material/image:", key=f"{chart}-picture", on_change="rerun") as opened:
        if not opened.open:
            return
        # a picture has the title that the page shows above the chart
        light, own = draw("light"), draw(widgets.mode())
        _picture(
            data={
                "chart": chart,
                "name": name,
                "scale": 2,
                "kinds": _PICTURES,
                "light": light.to_json(),
                "own": own.to_json(),
            },
            key=f"{chart}-pictures",
        )
        st.caption("As the chart stands now, zoom included, with its source line.")


def _config(name: str) -> dict[str, Any]:
    return {
        "displaylogo": False,
        "responsive": True,
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
    }
