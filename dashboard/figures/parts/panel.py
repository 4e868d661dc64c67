"""Draw one panel of several on one time axis: a plot with a value axis of its own, its title, lines and their names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import pandas as pd

from dashboard.catalogue.economies import Economy
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import Ticks, TimeScale, ValueScale
from dashboard.figures.parts.axes import value_axis, value_scale, zero_line
from dashboard.figures.parts.captions import what_and_scale
from dashboard.figures.parts.earlier import Earlier, earlier_traces
from dashboard.figures.parts.line_ends import LineEnd, labels, leaders, line_ends
from dashboard.figures.parts.notes import Shape, escaped, text_note
from dashboard.figures.parts.series import runs_in, series_traces
from dashboard.figures.parts.targets import target_shapes, target_traces
from dashboard.figures.theme import Palette
from dashboard.formatting import within_sentence
from dashboard.views.view import View

TITLE_PX: Final = 13
_LOG_TICKS, _TICKS = 5, 5
# by whether a line is of an aggregate but the subject: of the first view on an axis, of the second in longer dashes
# than provisional
_DASHES: Final = ({False: "solid", True: "dot"}, {False: "10px,4px", True: "10px,4px,2px,4px"})


@dataclass(frozen=True, eq=False)
class Lines:
    """One view's lines: the name of each economy at its end, the colour of each, and what a hover calls it.

    What was known `earlier` is a thin line under them.
    """

    view: View
    texts: Mapping[str, str]
    shade: Mapping[str, str]
    called: Mapping[str, str]
    earlier: Earlier | None = None


@dataclass(frozen=True, eq=False)
class Panel:
    """A value axis with the lines it shows, each of its views in a dash of its own.

    `axis` is its number in plotly's words, "" for the one that the time axis stands under; `foot` and `high` are where
    its plot begins above the time axis and how high it is, in pixels. `is_dated` where other lines have other days.
    """

    lines: tuple[Lines, ...]
    axis: str
    foot: float
    high: float
    is_dated: bool

    @cached_property
    def scale(self) -> ValueScale:
        """Return the scale that shows all of its values and targets."""
        return scale_of(self.lines)

    def layout_axis(self, body: float, shades: Palette, *, fixed: bool) -> dict[str, Any]:
        """Return plotly's settings of the value axis, in a body of so many pixels."""
        scale = self.scale
        return value_axis(
            ticks_of(scale),
            shades,
            range=scale.range,
            type=scale.kind,
            domain=[self.foot / body, (self.foot + self.high) / body],
            anchor="x",
            **zero_line(scale, shades),
            zerolinewidth=1,
            fixedrange=fixed,
        )

    def traces(self, time: TimeScale, lead: Economy, shades: Palette) -> Iterator[dict[str, Any]]:
        """Yield the lines, the first economy's above the others, and the targets."""
        placed: dict[str, Any] = {"yaxis": f"y{self.axis}"}
        for one, dashes in zip(self.lines, _DASHES, strict=False):
            more = {**placed, **({"xhoverformat": "%Y"} if self.is_dated else {})}
            view = one.view
            if one.earlier:
                view = one.earlier.finer(view)
                yield from earlier_traces(one.earlier, one.shade, one.called, is_dated=self.is_dated, **more)
            runs = runs_in(view)
            for economy in reversed(view.economies):
                line = {
                    "color": one.shade[economy.id],
                    "width": 2.6 if economy.id == lead.id else 1.6,
                    "dash": dashes[economy.aggregate and economy.id != view.subject],
                }
                called = one.called[economy.id]
                yield from series_traces(view, economy, runs[economy.id], line, called, is_dated=self.is_dated, **more)
            yield from target_traces(view, time, shades, one.shade, **placed)

    def shapes(self, time: TimeScale, body: float, shades: Palette) -> list[Shape]:
        """Return what leads from lines to their names, and the targets that are no marks."""
        targets = (target_shapes(one.view, shades, one.shade, f"y{self.axis}") for one in self.lines)
        return [*leaders(self._ends, time, shades, body), *(shape for found in targets for shape in found)]

    def names(self, body: float) -> Iterator[Shape]:
        """Yield the names at the lines' ends, each view's first economy in bold."""
        ends = self._ends
        for one in self.lines:
            own, ends = ends[: len(one.view.economies)], ends[len(one.view.economies) :]
            yield from labels(own, one.texts, one.shade, body, lines=one.called, axis=f"y{self.axis}")

    @cached_property
    def _ends(self) -> tuple[LineEnd, ...]:
        """Return where the lines end, the heights counted from the time axis."""
        last = [
            (economy, _last_day(one.view, economy), float(one.view.series(economy.id)["value"].iloc[-1]))
            for one in self.lines
            for economy in one.view.economies
        ]
        found = line_ends(last, self.scale, self.high)
        return tuple(
            replace(end, height=end.height + self.foot, label=None if end.label is None else end.label + self.foot)
            for end in found
        )

    def title(self, body: float, room: float, left: float, shades: Palette) -> Shape:
        """Return what the panel shows and in which unit, as far as that fits, above its plot at the picture's edge."""
        view = self.lines[0].view
        entry, unit = view.indicator, within_sentence(what_and_scale(view))
        wordings = ((entry.name, unit), (entry.short_name, unit), (entry.short_name, view.unit), (entry.short_name, ""))
        name, said = next(
            (words for words in wordings if typeset.width(", ".join(words), TITLE_PX * 1.04) <= room - 20), wordings[-1]
        )
        return text_note(
            f"<b>{escaped(name)}</b>" + (f", {escaped(said)}" if said else ""),
            x=0,
            y=(self.foot + self.high + TITLE_PX) / body,
            size=TITLE_PX,
            colour=shades.ink,
            anchor="left",
            xref="paper",
            xshift=4 - left,
        )


def scale_of(lines: Sequence[Lines]) -> ValueScale:
    """Return the scale of an axis that shows all lines; logarithmic where all of their views are."""
    views = [one.earlier.together(one.view) if one.earlier else one.view for one in lines]
    first, *others = views
    if not others:
        return value_scale(first)
    scale = "log" if all(view.scale == "log" for view in views) else "linear"
    return value_scale(replace(first, scale=scale, points=pd.concat([view.points for view in views])))


def ticks_of(scale: ValueScale) -> Ticks:
    """Return what is written on a panel's value axis."""
    return scale.ticks(_LOG_TICKS if scale.kind == "log" else _TICKS)


def _last_day(view: View, economy: Economy) -> str:
    last = view.series(economy.id)["period"].iloc[-1:]
    return view.frequency.drawn(last, view.drawn_at).dt.strftime("%Y-%m-%d").iloc[0]
