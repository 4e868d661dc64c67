"""Draw a finished plotly figure as a PNG, SVG or PDF without a browser: the same points, shapes and texts."""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, cast

from dashboard.errors import Undrawable
from dashboard.figures import Figure
from dashboard.figures.easel import FAMILY, Easel
from dashboard.figures.picture_frame import draw_axes, draw_grids, draw_legend, draw_notes, draw_shapes
from dashboard.figures.picture_land import draw_maps
from dashboard.figures.picture_marks import CARTESIAN, draw_traces
from dashboard.figures.plane import Plane, Settings, plane_of
from dashboard.figures.theme import FONT, Mode, palette

EDGE_PX: Final = 16
_ON_MAPS: Final = ("choropleth", "scattergeo")
# matplotlib sets fonts for one picture at a time
_DRAWING: Final = Lock()
_FAMILY: Final = re.compile(rf"'{FAMILY}'(?:, *'[^']*')*")
_SIZE: Final = re.compile(r'width="[\d.]+pt" height="[\d.]+pt"')


@dataclass(frozen=True)
class Told:
    """What a picture's file says of itself: its title, what it states in words, where it comes from."""

    title: str
    alt: str
    source: str
    link: str


@dataclass(frozen=True, eq=False)
class PictureFormat:
    """One format of pictures: its ending, what it is called, its media type, and how it says what it is of."""

    ending: str
    label: str
    media_type: str
    metadata: Callable[[Told], Mapping[str, Any]]


def _of_png(told: Told) -> Mapping[str, Any]:
    return {"Title": told.title, "Description": told.alt, "Source": f"{told.source} {told.link}", "Software": "Eraline"}


def _of_svg(told: Told) -> Mapping[str, Any]:
    about = {"Title": told.title, "Description": told.alt, "Source": f"{told.source} {told.link}"}
    return {**about, "Creator": "Eraline", "Date": None}


def _of_pdf(told: Told) -> Mapping[str, Any]:
    about = {"Title": told.title, "Subject": told.alt, "Keywords": f"{told.source} {told.link}"}
    return {**about, "Author": "Eraline", "Creator": "Eraline", "CreationDate": None}


PICTURES: Final[Mapping[str, PictureFormat]] = {
    form.ending: form
    for form in (
        PictureFormat("png", "PNG", "image/png", _of_png),
        PictureFormat("svg", "SVG", "image/svg+xml", _of_svg),
        PictureFormat("pdf", "PDF", "application/pdf", _of_pdf),
    )
}


def picture(
    figure: Figure,
    form: PictureFormat,
    told: Told,
    *,
    width: float,
    mode: Mode = "light",
    box: tuple[float, float] | None = None,
    ratio: float = 1,
    largest: float = 1,
) -> bytes:
    """Return a figure that was laid out for a width as a picture; Undrawable names what it cannot draw.

    It is as large as the figure and the air around it, or as a `box` in pixels, in which a larger figure is drawn
    smaller, and a smaller one up to `largest` times as large. `ratio` is how many dots a PNG has for a pixel.
    """
    traces, layout = parts_of(figure)
    whole = plane_of(layout, traces, width, (EDGE_PX, EDGE_PX))
    wide, high = whole.width, whole.height
    box = box or (wide, high)
    zoom = min(largest, box[0] / wide, box[1] / high)
    canvas = box[0] / zoom, box[1] / zoom
    air = EDGE_PX + (canvas[0] - wide) / 2, EDGE_PX + (canvas[1] - high) / 2
    with _DRAWING:
        easel = Easel(*canvas, palette(mode).ground, form.ending)
        _draw(easel, traces, layout, plane_of(layout, traces, width, air))
        drawn = easel.file(ratio * zoom, form.metadata(told))
    return _readable(drawn, told, box) if form.ending == "svg" else drawn


def size_of(figure: Figure, width: float) -> tuple[float, float]:
    """Return how wide and high the picture of a figure is that was laid out for a width, air included, in pixels."""
    traces, layout = parts_of(figure)
    plane = plane_of(layout, traces, width, (EDGE_PX, EDGE_PX))
    return plane.width, plane.height


def parts_of(figure: Figure) -> tuple[list[Settings], Settings]:
    """Return the traces of a figure and its layout as plain settings; Undrawable where a trace is of another type."""
    traces: list[Settings] = [trace.to_plotly_json() for trace in cast("Sequence[Any]", figure.data)]
    for trace in traces:
        if trace["type"] not in (*CARTESIAN, *_ON_MAPS):
            raise Undrawable(f"a trace of type {trace['type']}")
    return traces, cast("Any", figure.layout).to_plotly_json()


def _draw(easel: Easel, traces: Sequence[Settings], layout: Settings, plane: Plane) -> None:
    """Draw all of a figure in plotly's own order."""
    font, shapes = layout["font"], layout.get("shapes", ())
    draw_shapes(easel, shapes, plane, "below")
    draw_grids(easel, traces, plane)
    draw_maps(easel, traces, layout, plane)
    draw_traces(easel, traces, plane, font)
    draw_axes(easel, plane, font)
    draw_shapes(easel, shapes, plane, "above")
    draw_notes(easel, layout.get("annotations", ()), plane, font)
    if layout.get("showlegend"):
        draw_legend(easel, traces, layout.get("legend", {}), plane, font)


def _readable(svg: bytes, told: Told, box: tuple[float, float]) -> bytes:
    """Return an SVG of a size in pixels that says what it shows to those who hear it, in the page's fonts."""
    text = svg.decode()
    text = _FAMILY.sub(FONT.replace('"', "'"), text)
    label = html.escape(f"{told.title}. {told.alt}", quote=True)
    size = f'role="img" aria-label="{label}" width="{box[0]:g}" height="{box[1]:g}"'
    return _SIZE.sub(lambda _: size, text, count=1).encode()
