"""How is one series drawn under the timeline? A low panel with a scale of its own, on the timeline's time axis."""

import math
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.analysis.eras import middle
from dashboard.chart import View, period_label
from dashboard.figures import annotations as lay
from dashboard.figures import frame as fr
from dashboard.figures.line import value_range, with_gaps
from dashboard.figures.theme import Palette

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

    def trace(self, shades: Palette) -> go.Scatter:
        """Return the series, broken where figures are missing, its last figure marked."""
        view, economy = self.view, self.view.economies[0]
        full = with_gaps(view.series(economy.id), view.frequency)
        values = full["value"].tolist()
        decimals = words.unit_decimals(view.indicator, plain=view.unit == view.indicator.unit)
        last = max(place for place, value in enumerate(values) if not pd.isna(value))
        return go.Scatter(
            x=middle(full["period"], view.frequency).dt.strftime("%Y-%m-%d").tolist(),
            y=[None if pd.isna(value) else value for value in values],
            yaxis="y2",
            name=economy.name,
            mode="lines+markers",
            line={"color": shades.accent, "width": 2},
            marker={
                "color": shades.accent,
                "size": [6 if place == last else 0 for place in range(len(values))],
                "opacity": 1,
                "line": {"width": 0},
            },
            unselected={"marker": {"opacity": 1}},
            connectgaps=False,
            text=[
                ""
                if pd.isna(value)
                else f"{period_label(period, view.frequency)}: {words.quantity(value, view.unit_short, decimals)}"
                for period, value in zip(full["period"], values, strict=True)
            ],
            hovertemplate="%{text}<extra>" + economy.name + "</extra>",
        )

    @property
    def _ticks(self) -> tuple[float, ...]:
        low, high = value_range(self.view)
        return lay.log_ticks(low, high, _TICKS) if self.view.scale == "log" else lay.value_ticks(low, high, _TICKS)

    @property
    def _tick_texts(self) -> tuple[str, ...]:
        return words.ticks(self._ticks, log=self.view.scale == "log")
