"""How are several indicators drawn on one shared time axis? Panels one above the other, with eras and milestones."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from dashboard import formatting
from dashboard.catalogue.policy import Era, Milestone
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.charts.line import value_range
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts import frame as fr
from dashboard.figures.parts.series import runs_of, series_traces
from dashboard.figures.theme import Mode, Palette, palette
from dashboard.views.view import View

_PANEL_PX: Final = 128
_GAP_PX: Final = 34
_TITLE_PX: Final = 13
_TICKS: Final = 5


def panels_figure(
    views: Sequence[View],
    *,
    span: tuple[dt.date, dt.date],
    eras: Sequence[Era],
    milestones: Sequence[Milestone],
    selected: str = "",
    mode: Mode = "light",
    width: int | None = None,
) -> Figure:
    """Return one economy's views as panels on one time axis; each view's first economy is drawn."""
    shades, room = palette(mode), width or fr.SAFE_WIDTH
    ranges = [value_range(view) for view in views]
    ticks = [lay.value_ticks(low, high, _TICKS) for low, high in ranges]
    texts = [formatting.ticks(found) for found in ticks]
    left = 10 + max((lay.text_width(text, fr.TEXT_PX) for found in texts for text in found), default=20)
    right = 16
    axis = fr.TimeAxis(*span, room - left - right)
    indicators = [view.indicator.id for view in views]
    lanes = fr.lanes_of(milestones, indicators, axis, selected=selected)
    head = fr.STRIP_PX + lanes.height + 4
    inner = head + len(views) * (_PANEL_PX + _GAP_PX)
    layout: dict[str, Any] = {
        **fr.look(shades),
        "height": inner + 40,
        "margin": {"l": left, "r": right, "t": 6, "b": 34, "pad": 0, "autoexpand": False},
        "hovermode": "x unified",
        "hoversubplots": "axis",
        "dragmode": False,
        "xaxis": {**fr.layout_axis(axis, shades), "anchor": "y", "fixedrange": True, "position": 0},
        "yaxis2": lanes.layout_axis(1 - (head - 2) / inner, 1 - fr.STRIP_PX / inner),
        "shapes": [
            *fr.era_bands(eras, axis, shades, 0, 1),
            *lanes.shapes(shades, 0, 1 - (head - 2) / inner),
        ],
        "annotations": [*fr.era_names(eras, axis, shades, 1 - fr.STRIP_PX / 2 / inner), *lanes.words(shades)],
    }
    traces: list[dict[str, Any]] = []
    for place, view in enumerate(views):
        bottom = len(views) - 1 - place
        name = "y" if bottom == 0 else f"y{bottom + 2}"
        base = bottom * (_PANEL_PX + _GAP_PX)
        low, high = ranges[place]
        layout["yaxis" if name == "y" else f"yaxis{name[1:]}"] = {
            "domain": [base / inner, (base + _PANEL_PX) / inner],
            "range": [low, high],
            "tickmode": "array",
            "tickvals": list(ticks[place]),
            "ticktext": texts[place],
            "tickfont": {"size": fr.TEXT_PX, "color": shades.muted},
            "gridcolor": shades.grid,
            "zeroline": low < 0 < high,
            "zerolinecolor": shades.faint,
            "fixedrange": True,
            "anchor": "x",
        }
        layout["annotations"] = [
            *layout["annotations"],
            _panel_title(view, (base + _PANEL_PX + 13) / inner, room, left),
        ]
        traces.extend(_panel_series(view, name, shades))
    return drawn_as_is([*traces, lanes.trace(shades)], layout)


def _panel_title(view: View, y: float, room: float, left: float) -> fr.Shape:
    whole, brief = f"{view.indicator.name}, {view.unit}", f"{view.indicator.short_name}, {view.unit}"
    text = lay.fitting((whole, brief, view.indicator.short_name), room - 20, _TITLE_PX * 1.05)
    name, _, unit = text.rpartition(", ") if ", " in text else (text, "", "")
    shown = f"<b>{name}</b>, {unit}" if unit else f"<b>{name}</b>"
    return fr.text_note(
        shown,
        x=0,
        y=y,
        size=_TITLE_PX,
        colour="",
        anchor="left",
        xref="paper",
        xshift=-left + 4,
        font={"size": _TITLE_PX},
    )


def _panel_series(view: View, axis: str, shades: Palette) -> list[dict[str, Any]]:
    economy = view.economies[0]
    run = runs_of(view.series(economy.id), view.frequency)[economy.id]
    line = {"color": shades.accent, "width": 2.2}
    return series_traces(view, economy, run, line, view.indicator.short_name, yaxis=axis, xhoverformat="%Y")
