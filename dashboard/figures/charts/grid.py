"""Draw one indicator for many economies side by side: one panel per economy, all on the same two axes."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.catalogue import wording
from dashboard.catalogue.economies import Economy
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import TimeScale, ValueScale, near
from dashboard.figures.parts.axes import room_beside, time_axis, value_axis, value_scale, zero_line
from dashboard.figures.parts.captions import interrupted, what_and_scale
from dashboard.figures.parts.eras import era_bands
from dashboard.figures.parts.frame import Frame, comparison_frame
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape, escaped
from dashboard.figures.parts.series import alone, apart, parted
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode, Palette, palette
from dashboard.views.view import View

MOST_PANELS: Final = 30
_PANEL_WIDTH_PX: Final = 228
# where all panels are to be seen at once, they may be this much narrower and lower
_LEAST_PANEL_WIDTH_PX: Final = 190
_LEAST_PANEL_PX: Final = 52
_MOST_COLUMNS: Final = 6
_PANEL_PX: Final = 96
_HEAD_PX: Final = 26
_GAP_PX: Final = 18
_TICKS: Final = 5
_DOT_PX: Final = 4
# a step that lands within a day of the day at which each year is drawn, and never in the year after
_YEAR_MS: Final = 365.25 * 24 * 3600 * 1000


@dataclass(frozen=True)
class _Cells:
    """Where panels stand: columns share a time axis, rows an axis of values."""

    frame: Frame
    columns: int
    rows: int

    @property
    def panel(self) -> float:
        return (self.frame.width - (self.columns - 1) * _GAP_PX) / self.columns

    def across(self, column: int) -> list[float]:
        start = column * (self.panel + _GAP_PX)
        return [self.frame.x(start), min(1.0, self.frame.x(start + self.panel))]

    @property
    def tall(self) -> float:
        """Return the height of a row: a panel and its head."""
        return self.frame.body / self.rows

    def up(self, row: int) -> list[float]:
        foot = (row + 1) * self.tall
        return [max(0.0, self.frame.y(foot)), self.frame.y(foot - self.tall + _HEAD_PX)]


def grid_title(view: View, panels: Sequence[Economy]) -> str:
    """Return the title of the panels of a view."""
    shown = panels[:MOST_PANELS]
    return f"{view.indicator.name}: {wording.counted(shown)}{' on the same axes' if shown[1:] else ''}"


def grid_figure(
    view: View,
    panels: Sequence[Economy],
    *,
    mode: Mode = "light",
    width: int | None = None,
    height: int | None = None,
    titled: bool = True,
) -> Figure:
    """Return a panel for each economy, at most `MOST_PANELS`; the subject's line stands faintly behind the others'."""
    shades, sheet = palette(mode), Sheet(width, height, titled)
    shown = tuple(panels[:MOST_PANELS])
    scale = shared_scale(view, shown)
    columns = _columns(len(shown), sheet)
    rows = math.ceil(len(shown) / columns)
    frame = comparison_frame(
        grid_title(view, shown),
        _subtitle(view, shown),
        [view],
        sheet=sheet,
        body=(rows * (_HEAD_PX + _PANEL_PX), rows * (_HEAD_PX + _LEAST_PANEL_PX)),
        sides=(room_beside(scale.ticks(_TICKS)), 14),
        note=interrupted([view], [economy.id for economy in shown]),
    )
    cells = _Cells(frame, columns, rows)
    spots = [divmod(number, columns) for number in range(len(shown))]
    wide = _by_year(view)
    heads = [
        note
        for economy, spot in zip(shown, spots, strict=True)
        for note in _head(economy, _latest(view, wide[economy.id]), spot, cells)
    ]
    layout = frame.layout(
        shades,
        annotations=[*frame.words(shades), *heads],
        shapes=_bands(view, cells, spots, shades),
        hovermode="x unified",
        **_axes(view, scale, cells, shades),
    )
    return drawn_as_is(_traces(view, shown, wide, spots, shades), layout)


def _columns(panels: int, sheet: Sheet) -> int:
    """Return in how many columns panels stand: as few as fit, more where the sheet's height is given."""
    least = _PANEL_WIDTH_PX if sheet.height is None else _LEAST_PANEL_WIDTH_PX
    return min(panels, _MOST_COLUMNS, max(1, int(sheet.room // least)))


def _axes(view: View, scale: ValueScale, cells: _Cells, shades: Palette) -> dict[str, Any]:
    """Return a time axis for each column and a value axis for each row."""
    time = TimeScale(*view.axis, cells.panel)
    years = _with_room(time_axis(time, shades, anchor="free", position=0, fixedrange=True), time)
    values = value_axis(scale.ticks(_TICKS), shades, type=scale.kind, range=scale.range, **zero_line(scale, shades))
    return {
        **{_axis("xaxis", column): {**years, "domain": cells.across(column)} for column in range(cells.columns)},
        **{_axis("yaxis", row): {**values, "domain": cells.up(row), "anchor": "x"} for row in range(cells.rows)},
    }


def _bands(view: View, cells: _Cells, spots: Sequence[tuple[int, int]], shades: Palette) -> list[Shape]:
    """Return the bands of eras on each panel; every second one is bare ground."""
    bands = era_bands(view.eras, TimeScale(*view.axis, cells.panel), shades)
    tinted = [band for band in bands if band.get("fillcolor") == shades.bands[0]]
    return [
        {**band, "xref": _axis("x", column), "yref": f"{_axis('y', row)} domain"}
        for row, column in spots
        for band in tinted
    ]


def shared_scale(view: View, panels: Sequence[Economy]) -> ValueScale:
    """Return the scale that panels share; values far beyond nearly all others lie outside of it."""
    codes = {view.subject, *(economy.id for economy in panels)}
    points = view.points[view.points["economy"].isin(codes)]
    if view.scale == "linear" and not points.empty:
        points = points[points["value"].between(*near(points["value"]))]
    return value_scale(replace(view, points=points, targets=()))


def beyond(view: View, panels: Sequence[Economy]) -> tuple[Economy, ...]:
    """Return the economies with values outside of the axis that panels share."""
    scale = shared_scale(view, panels)
    outside = set(view.points.loc[~view.points["value"].between(scale.low, scale.high), "economy"])
    return tuple(economy for economy in panels if economy.id in outside)


def _subtitle(view: View, shown: Sequence[Economy]) -> str:
    behind = [economy for economy in view.economies if economy.id == view.subject]
    others = any(economy.id != view.subject for economy in shown)
    ghost = f" Thin red line: {behind[0].told}." if behind and others else ""
    cut = beyond(view, shown)
    leaving = f" {wording.naming('The axis is cut; beyond it', cut)}" if cut else ""
    shaded = f" Shaded: every second era of {view.subjects} policy." if view.eras and others else ""
    return f"{what_and_scale(view)}.{ghost}{shaded}{leaving}"


def _axis(name: str, number: int) -> str:
    return name if number == 0 else f"{name}{number + 1}"


def _head(economy: Economy, latest: str, spot: tuple[int, int], cells: _Cells) -> list[Shape]:
    """Return a panel's title, the economy's name, and beside it the latest value where there is room."""
    row, column = spot
    start, end = cells.across(column)
    y = cells.frame.y(row * cells.tall + _HEAD_PX - 3)
    beside = typeset.width(latest, SMALL_PX) + 14
    names = (economy.name, economy.short_name)
    name = typeset.fitting(names, (cells.panel - beside) * 0.92, TEXT_PX)
    common: dict[str, Any] = {"xref": "paper", "yref": "paper", "y": y, "yanchor": "bottom", "showarrow": False}
    shown = name or typeset.fitting((*names, economy.id), cells.panel * 0.92, TEXT_PX)
    title = {**common, "text": f"<b>{escaped(shown)}</b>", "x": start, "xanchor": "left", "borderpad": 0}
    if not name:
        return [title]
    small = {"font": {"size": SMALL_PX}, "opacity": 0.8, "borderpad": 0}
    return [title, {**common, **small, "text": escaped(latest), "x": end, "xanchor": "right"}]


def _with_room(layout: dict[str, Any], time: TimeScale) -> dict[str, Any]:
    """Return a time axis without the years that would reach into the panel beside it."""
    most = typeset.width("2000", TEXT_PX) / 2 - _GAP_PX / 2 + 2
    ticks = zip(layout["tickvals"], layout["ticktext"], strict=True)
    kept = [(day, year) for day, year in ticks if most <= time.px(dt.date.fromisoformat(day)) <= time.width - most]
    return {**layout, "tickvals": [day for day, _ in kept], "ticktext": [year for _, year in kept]}


def _by_year(view: View) -> pd.DataFrame:
    """Return one column of values per economy, NaN where there is none, and one row per year."""
    wide = view.points.assign(year=view.points["period"].dt.year).pivot(index="year", columns="economy", values="value")
    return wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1))


def _latest(view: View, series: pd.Series) -> str:
    known = series.dropna()
    return f"{view.quantity(float(known.iloc[-1]))} in {known.index[-1]}"


def _traces(
    view: View, shown: Sequence[Economy], wide: pd.DataFrame, spots: Sequence[tuple[int, int]], shades: Palette
) -> list[dict[str, Any]]:
    faint = {"color": shades.accent, "width": 1}
    ghost = _lines(view, view.subject, wide[view.subject], faint) if view.subject in wide else []
    traces: list[dict[str, Any]] = []
    for economy, (row, column) in zip(shown, spots, strict=True):
        axes = {"xaxis": _axis("x", column), "yaxis": _axis("y", row)}
        subject = economy.id == view.subject
        if not subject:
            look = {"opacity": 0.5, "name": view.subject, "hoverinfo": "skip"}
            traces.extend({**line, **axes, **look} for line in ghost)
        look = {"color": shades.accent if subject else shades.ink, "width": 2 if subject else 1.6}
        unit = f"%{{y:{_hover_format(view)}}} {escaped(view.unit_short)}<extra>{escaped(economy.short_name)}</extra>"
        named = {"name": escaped(economy.name), "hovertemplate": unit, "xhoverformat": view.hover_format}
        own = _lines(view, economy.id, wide[economy.id], look, **named)
        traces.extend({**line, **axes} for line in own)
    return traces


def _lines(view: View, economy: str, series: pd.Series, look: dict[str, Any], **more: object) -> list[dict[str, Any]]:
    """Return an economy's line, and the dashes to what of it is provisional."""
    known = series.loc[series.first_valid_index() : series.last_valid_index()]
    first, provisional = known.index[0], view.provisional_years(economy)
    starts = [start.year - first for start in view.interruptions.get(economy, ())]
    line = {"type": "scatter", "mode": "lines", "connectgaps": False, "line": look, **more}
    if not starts and provisional.isdisjoint(known.index):
        return [line | _dotted(known.to_numpy()) | {"x0": view.day(first).isoformat(), "dx": _YEAR_MS}]
    days, values = parted([view.day(year).isoformat() for year in known.index], known.to_numpy(), starts)
    flags = [int(day[:4]) in provisional and not math.isnan(value) for day, value in zip(days, values, strict=True)]
    return apart(line | _dotted(values) | {"x": days}, flags, _DOT_PX)


def _dotted(values: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Return plotly's settings of a line's values, with a dot where one stands alone."""
    dotted = alone(np.isnan(values))
    if not dotted.any():
        return {"y": values}
    return {"y": values, "mode": "lines+markers", "marker": {"size": np.where(dotted, _DOT_PX, 0), "opacity": 1}}


def _hover_format(view: View) -> str:
    return f",.{view.decimals}f"
