"""Draw recessions behind a chart, as grey bands over its plot."""

from collections.abc import Sequence

from dashboard.catalogue.recessions import Chronology
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.parts.notes import Shape
from dashboard.figures.theme import Palette


def recession_bands(
    chronologies: Sequence[Chronology], time: TimeScale, shades: Palette, top: float = 1
) -> list[Shape]:
    """Return a grey band for each recession on a time axis, up to a share of the height."""
    place = {"xref": "x", "yref": "paper", "y0": 0, "y1": top, "layer": "below", "type": "rect"}
    return [
        {
            **place,
            "x0": start.isoformat(),
            "x1": end.isoformat(),
            "fillcolor": shades.recession,
            "line": {"width": 0},
        }
        for chronology in chronologies
        for start, end in chronology.spans(time.first, time.last)
    ]
