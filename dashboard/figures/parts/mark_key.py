"""Say above lanes that hold every kind of milestone which mark is of which kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.spots import MARK_PX
from dashboard.figures.parts.axes import hidden_axis
from dashboard.figures.parts.notes import SMALL_PX, escaped
from dashboard.figures.theme import Palette

_LINE_PX: Final = 18
_AIR_PX: Final = 6
# from a mark's middle to its word, and from a word to the next mark
_GAP_PX: Final = 8
_APART_PX: Final = 20


@dataclass(frozen=True)
class MarkKey:
    """Kinds with their names, each at pixels from the plot's left edge and from the key's top; empty without kinds."""

    places: tuple[tuple[MilestoneKind, str, float, float], ...] = ()

    @property
    def height(self) -> float:
        """Return how many pixels the key takes."""
        return max((y for *_, y in self.places), default=-_LINE_PX / 2 - _AIR_PX) + _LINE_PX / 2 + _AIR_PX

    def axes(self, width: float, bottom: float) -> dict[str, Any]:
        """Return plotly's settings of axes in pixels that the key is placed on, from the paper's top to `bottom`."""
        across = hidden_axis([0, 1], [0, width], anchor="y3")
        return {"xaxis2": across, "yaxis3": hidden_axis([bottom, 1], [self.height, 0], anchor="x2")}

    def trace(self, shades: Palette) -> dict[str, Any]:
        """Return marks with the names of their kinds, on the axes `x2` and `y3`."""
        return {
            "type": "scatter",
            "x": [x for _, _, x, _ in self.places],
            "y": [y for *_, y in self.places],
            "xaxis": "x2",
            "yaxis": "y3",
            "name": "Kinds",
            "mode": "markers+text",
            "marker": {
                "symbol": [kind.mark for kind, *_ in self.places],
                "size": MARK_PX,
                "color": [shades.milestone(kind.role) for kind, *_ in self.places],
                "opacity": 1,
            },
            "text": [escaped(name) for _, name, *_ in self.places],
            "textposition": "middle right",
            "textfont": {"size": SMALL_PX, "color": shades.muted},
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}, "textfont": {"color": shades.muted}},
            "hoverinfo": "skip",
        }


def mark_key(milestones: Sequence[Milestone], names: Mapping[MilestoneKind, str], width: float) -> MarkKey:
    """Return the key of the kinds that milestones are of, in as many lines as a width in pixels asks for."""
    places: list[tuple[MilestoneKind, str, float, float]] = []
    x, y = 0.0, _LINE_PX / 2
    for kind in MilestoneKind:
        if not any(milestone.kind is kind for milestone in milestones):
            continue
        taken = MARK_PX + _GAP_PX + typeset.width(names[kind], SMALL_PX)
        if x and x + taken > width:
            x, y = 0.0, y + _LINE_PX
        places.append((kind, names[kind], x + MARK_PX / 2, y))
        x += taken + _APART_PX
    return MarkKey(tuple(places))
