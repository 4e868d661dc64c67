"""How is a derived indicator computed from panels? The same five operations that frames know, on matrices."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Final

import numpy as np

from dashboard.analysis.panel import Floats, Panel
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.indicators import Derivation, Kind


def derived(
    derivation: Derivation, kind: Kind, breaks: Mapping[str, tuple[int, ...]], inputs: Sequence[Panel]
) -> Panel:
    """Return the panel of an indicator computed from others; where an input has no figure, neither has the result.

    `breaks` are those of the result. A change across one is missing, and so is a share of a world that is not above
    nought; the world has no share of itself.
    """
    if derivation.op == "change":
        values = _change(inputs[0])
    elif derivation.op == "share_of_world":
        values = _share_of_world(inputs[0])
    else:
        inputs = _aligned(inputs)
        values = reduce(_OPERATIONS[derivation.op], [panel.values for panel in inputs])
    return Panel(kind, inputs[0].first, inputs[0].economies, values * derivation.factor, breaks)


def _change(panel: Panel) -> Floats:
    values = np.full_like(panel.values, np.nan)
    values[1:] = np.diff(panel.values, axis=0)
    for economy, years in panel.breaks.items():
        if economy in panel.columns:
            values[[year - panel.first for year in years if year in panel.years], panel.columns[economy]] = np.nan
    return values


def _share_of_world(panel: Panel) -> Floats:
    if WORLD not in panel.columns:
        return np.full_like(panel.values, np.nan)
    world = panel.values[:, [panel.columns[WORLD]]]
    values = panel.values / np.where(world > 0, world, np.nan)
    values[:, panel.columns[WORLD]] = np.nan
    return values


def _aligned(panels: Sequence[Panel]) -> list[Panel]:
    """Return panels on the years and the economies that all of them have."""
    economies = tuple(code for code in panels[0].economies if all(code in panel.columns for panel in panels))
    first, last = max(panel.first for panel in panels), min(panel.last for panel in panels)
    return [panel.between(first, last).of(economies) for panel in panels]


_OPERATIONS: Final[Mapping[str, Callable[[Floats, Floats], Floats]]] = {
    "sum": np.add,
    "difference": np.subtract,
    "ratio": lambda numerator, denominator: numerator / np.where(denominator != 0, denominator, np.nan),
}
