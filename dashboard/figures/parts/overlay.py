"""Draw one indicator under the timeline: a low panel with a value axis of its own, on the timeline's time axis."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import ValueScale
from dashboard.figures.parts.axes import room_beside, value_axis, value_scale, zero_line
from dashboard.figures.parts.captions import moment
from dashboard.figures.parts.notes import TEXT_PX, Shape, escaped, text_note
from dashboard.figures.parts.series import runs_in, series_traces
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
        return room_beside(self._scale.ticks(_TICKS))

    def title_note(self, top: float, room: float, room_left: float, shades: Palette) -> Shape:
        """Return what is drawn, of whom and in which unit, as far as that fits above the panel's `top`."""
        entry, who = self.view.indicator, self.view.economies[0].name
        what = f"{self.view.subtitle or self.view.unit}{moment(self.view)}"
        wordings = (f"{who}: {entry.name}, {what}", f"{who}: {entry.short_name}, {what}", f"{who}: {entry.short_name}")
        return text_note(
            escaped(typeset.fitting(wordings, room - 20, TEXT_PX)),
            x=0,
            y=top,
            size=TEXT_PX,
            colour=shades.accent,
            anchor="left",
            xref="paper",
            xshift=2 - room_left,
            yshift=14,
        )

    def layout_axis(self, top: float, shades: Palette) -> dict[str, Any]:
        """Return plotly's settings of the value axis, from the paper's bottom to `top`."""
        return value_axis(
            self._scale.ticks(_TICKS),
            shades,
            domain=[0, top],
            type=self._scale.kind,
            range=self._scale.range,
            anchor="x",
            **zero_line(self._scale, shades),
        )

    def traces(self, shades: Palette) -> list[dict[str, Any]]:
        """Return the line, broken where observations are missing, its last value marked."""
        view, economy = self.view, self.view.economies[0]
        run = runs_in(view, view.series(economy.id))[economy.id]
        when = f"%{{x|{view.hover_format}}}: %{{customdata}}<extra>{escaped(economy.name)}</extra>"
        line = {"color": shades.accent, "width": 2}
        return series_traces(view, economy, run, line, yaxis="y2", hovertemplate=when)

    @cached_property
    def _scale(self) -> ValueScale:
        return value_scale(self.view)
