"""What does a picture say of itself? What its figures are, where they come from, and where those words stand."""

from collections.abc import Sequence
from typing import Any, Final

from dashboard.figures.parts import frame as fr
from dashboard.store import records
from dashboard.views.view import View

_EDGE_PX: Final = 2


def what(view: View) -> str:
    """Return what a view's figures are: the transform where there is one, and the unit, starting with a capital."""
    unit, made = view.unit, view.subtitle
    text = f"{made}, {unit}" if made and unit.lower() not in made.lower() else made or unit
    return f"{text[0].upper()}{text[1:]}"


def source_line(view: View) -> str:
    """Return the line under a chart: where its figures come from, of which vintage, and which are provisional."""
    vintage = f"Vintage {view.vintage.date}: {records.releases(view.vintages)}."
    provisional = f" Provisional: {view.preliminary}." if view.provisional else ""
    return f"Source: {view.indicator.source_name}. {vintage}{provisional} Eraline."


def corner_note(lines: Sequence[str], *, y: int, yshift: float, size: int, colour: str, left: float) -> fr.Shape:
    """Return lines that start at the picture's left edge, `left` pixels beside the plot, and go down from `y`.

    Plotly's own title starts above the picture's edge when it has several lines.
    """
    corner: dict[str, Any] = {"xref": "paper", "yanchor": "top", "align": "left", "xshift": _EDGE_PX - left}
    return fr.text_note("<br>".join(lines), x=0, y=y, size=size, colour=colour, anchor="left", yshift=yshift, **corner)
