"""Draw what was known on an earlier day as thin lines under the series of a chart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from dashboard.figures.parts.series import runs_in, series_traces
from dashboard.views.view import View

_WIDTH_PX: Final = 1.2
_OPACITY: Final = 0.75


@dataclass(frozen=True, eq=False)
class Earlier:
    """What was known on an earlier day: its view, the economies to draw of it, and the day as people write it."""

    view: View
    economies: tuple[str, ...]
    day: str

    @property
    def points(self) -> pd.DataFrame:
        """Return the points to draw."""
        return self.view.points[self.view.points["economy"].isin(self.economies)]

    @property
    def key(self) -> str:
        """Return what the thin lines are, for under the plot; "" where there are none."""
        return f"Thin dotted line: as known on {self.day}." if self.economies else ""

    def together(self, view: View) -> View:
        """Return a view with the earlier points among its own, for a scale that shows all of them."""
        return replace(view, points=pd.concat([view.points, self.points], ignore_index=True))

    @staticmethod
    def finer(view: View) -> View:
        """Return a view whose values are written with one decimal more, so that a revision shows in a hover."""
        finer = view.indicator.model_copy(update={"decimals": view.indicator.decimals + 1})
        return replace(view, indicator=finer)


def earlier_traces(
    earlier: Earlier,
    shade: Mapping[str, str],
    called: Mapping[str, str] | None = None,
    *,
    is_dated: bool = False,
    **more: object,
) -> list[dict[str, Any]]:
    """Return the thin lines, each in the colour of its economy; a hover names the day.

    `called` is what a hover calls an economy's line; for `is_dated` and `more` see `series_traces`.
    """
    then = earlier.finer(earlier.view)
    runs = runs_in(then, earlier.points)
    return [
        trace
        for economy in reversed(then.economies)
        if economy.id in runs
        for trace in series_traces(
            then,
            economy,
            runs[economy.id],
            {"color": shade[economy.id], "width": _WIDTH_PX, "dash": "dot"},
            f"{called[economy.id] if called else economy.name}, {earlier.day}",
            is_dated=is_dated,
            opacity=_OPACITY,
            **more,
        )
    ]
