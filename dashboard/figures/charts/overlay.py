"""How is one series drawn under the timeline? A low panel with a scale of its own, on the timeline's time axis."""

import math
from dataclasses import dataclass
from typing import Any, Final

from dashboard import formatting
from dashboard.figures.charts.line import value_range
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts import frame as fr
from dashboard.figures.parts.series import runs_of, series_traces
from dashboard.figures.theme import Palette
from dashboard.views.view import View

HEAD_PX: Final = 34
PLOT_PX: Final = 150
_TICKS: Final = 5


@dataclass(frozen=True)
class Overlay:
    """A view's first economy, drawn on the value axis `y2`."""

    view: View

    @property
    def room_left(self) -> float:
        """Return how many pixels the values take beside the plot."""
        return 10 + max((lay.text_width(text, fr.TEXT_PX) for text in self._tick_texts), default=0)

    def title_note(self, top: float, room: float, room_left: float, shades: Palette) -> fr.Shape:
        """Return what is drawn, of whom and in which unit, as far as that fits above the panel's `top`."""
        entry, who = self.view.indicator, self.view.economies[0].name
        what = self.view.subtitle or self.view.unit
        wordings = (f"{who}: {entry.name}, {what}", f"{who}: {entry.short_name}, {what}", f"{who}: {entry.short_name}")
        return fr.text_note(
            fr.plain(lay.fitting(wordings, room - 20, fr.TEXT_PX)),
            x=0,
            y=top,
            size=fr.TEXT_PX,
            colour=shades.accent,
            anchor="left",
            xref="paper",
            xshift=2 - room_left,
            yshift=14,
        )

    def layout_axis(self, top: float, shades: Palette) -> dict[str, Any]:
        """Return plotly's settings of the value axis, from the paper's bottom to `top`."""
        low, high = value_range(self.view)
        return {
            "domain": [0, top],
            "type": self.view.scale,
            "range": [math.log10(low), math.log10(high)] if self.view.scale == "log" else [low, high],
            "tickmode": "array",
            "tickvals": list(self._ticks),
            "ticktext": list(self._tick_texts),
            "tickfont": {"size": fr.TEXT_PX, "color": shades.muted},
            "gridcolor": shades.grid,
            "zeroline": low < 0 < high,
            "zerolinecolor": shades.faint,
            "fixedrange": True,
            "anchor": "x",
        }

    def traces(self, shades: Palette) -> list[dict[str, Any]]:
        """Return the series, broken where figures are missing, its last figure marked."""
        view, economy = self.view, self.view.economies[0]
        run = runs_of(view.series(economy.id), view.frequency)[economy.id]
        when = f"%{{x|{view.frequency.hover_format}}}: %{{customdata}}<extra>{fr.plain(economy.name)}</extra>"
        line = {"color": shades.accent, "width": 2}
        return series_traces(view, economy, run, line, yaxis="y2", hovertemplate=when)

    @property
    def _ticks(self) -> tuple[float, ...]:
        low, high = value_range(self.view)
        return lay.log_ticks(low, high, _TICKS) if self.view.scale == "log" else lay.value_ticks(low, high, _TICKS)

    @property
    def _tick_texts(self) -> tuple[str, ...]:
        return formatting.ticks(self._ticks, log=self.view.scale == "log")
