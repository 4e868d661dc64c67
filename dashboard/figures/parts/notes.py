"""Write texts into a figure: plotly's annotations, in the figures' text sizes."""

import html
from collections.abc import Sequence
from typing import Any, Final

TEXT_PX: Final = 12
SMALL_PX: Final = 11
_EDGE_PX: Final = 2
# a shape or an annotation, as plotly's layout holds it
Shape = dict[str, Any]


def escaped(text: str) -> str:
    """Return a text as plotly draws it as it is, whatever it holds, also inside a hover's template."""
    return html.escape(text, quote=False).replace("%{", "%&#123;")


def text_note(text: str, *, x: str | float, y: float, size: int, colour: str, anchor: str, **more: object) -> Shape:
    """Return an annotation without an arrow, placed on the paper's height and the time axis unless told otherwise."""
    # aligned as it is anchored: a picture's font is not the page's, and what it is wider must not reach the pin
    placed = {
        "xref": "x",
        "yref": "paper",
        "xanchor": anchor,
        "yanchor": "middle",
        "align": anchor,
        "showarrow": False,
        "borderpad": 0,
    }
    return {**placed, "text": text, "x": x, "y": y, "font": {"size": size, "color": colour}, **more}


def end_note(text: str, *, y: float, colour: str, strong: bool, x: float = 1, gap: float = 7, **more: object) -> Shape:
    """Return what a line is called at its end: `gap` pixels beside the plot, which ends at `x` of the paper."""
    shown = f"<b>{escaped(text)}</b>" if strong else escaped(text)
    return text_note(shown, x=x, y=y, size=TEXT_PX, colour=colour, anchor="left", xref="paper", xshift=gap, **more)


def corner_note(lines: Sequence[str], *, y: int, yshift: float, size: int, colour: str, left: float) -> Shape:
    """Return lines that start at the picture's left edge, `left` pixels beside the plot, and go down from `y`.

    Plotly's own title starts above the picture's edge when it has several lines.
    """
    corner: dict[str, Any] = {"xref": "paper", "yanchor": "top", "align": "left", "xshift": _EDGE_PX - left}
    return text_note("<br>".join(lines), x=0, y=y, size=size, colour=colour, anchor="left", yshift=yshift, **corner)
