"""Pictures without a browser: every kind of chart, with the points and texts of the page."""

import datetime as dt
import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar
from xml.dom import minidom

import numpy as np
import pytest
from PIL import Image

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import Built
from dashboard.charts.registry import CHART_KINDS, request_for
from dashboard.errors import Undrawable
from dashboard.figures import Figure, drawn_as_is, picture
from dashboard.figures.easel import Easel, Ink, Points, legible
from dashboard.figures.parts.frame import common_layout
from dashboard.figures.parts.notes import escaped
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.picture import PICTURES, Told
from dashboard.figures.plane import Box, plane_of
from dashboard.figures.rich_text import plain
from dashboard.figures.theme import LIGHT
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

Draw = Callable[[str], Figure]
WIDTH = 900
TOLD = Told("A <title> & more", 'What "it" says', "Source: somebody.", "https://example.org/explore?a=1&b=2")
# the ones that need an earlier release have none in a shipped indicator that was never revised
UNREVISED = ("revision",)


@pytest.fixture(scope="module")
def figure_of(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Draw:
    drawn: dict[str, Figure] = {}

    def figure(kind: str) -> Figure:
        if kind not in drawn:
            loader = Loader(shipped_cache.store, shipped_catalogue)
            milestone = list(shipped_catalogue.milestones)[-1]
            built = CHART_KINDS[kind].build(
                request_for(CHART_KINDS[kind], loader, Selection(milestone=milestone, view="overlay"))
            )
            assert isinstance(built, Built)
            drawn[kind] = built.draw("light", Sheet(WIDTH, 560))
        return drawn[kind]

    return figure


class Watched(Easel):
    """An easel that remembers what was drawn on it."""

    lines: ClassVar[list[Any]] = []
    dots_at: ClassVar[list[Any]] = []

    def line(self, points: Points, ink: Ink, dash: Sequence[float] = (), clip: Box | None = None) -> None:
        self.lines.append(np.asarray(points, dtype="float64"))
        super().line(points, ink, dash, clip)

    def dots(self, points: Points, symbol: str, size: float, ink: Ink, clip: Box | None = None) -> None:
        self.dots_at.extend(np.asarray(points, dtype="float64").tolist())
        super().dots(points, symbol, size, ink, clip)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> type[Watched]:
    Watched.lines.clear()
    Watched.dots_at.clear()
    monkeypatch.setattr(picture, "Easel", Watched)
    return Watched


def texts_of(svg: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def letters(texts: Iterable[str]) -> Counter[str]:
    """Return the letters of texts: a bold word and what follows it are two texts of an SVG."""
    return Counter(letter for text in texts for letter in text if not letter.isspace())


def expected_texts(figure: Figure) -> Iterator[str]:
    traces, layout = picture.parts_of(figure)
    for note in layout.get("annotations", ()):
        yield plain(note["text"])
    for trace in traces:
        if "text" in trace.get("mode", ""):
            yield from (plain(text) for text in trace["text"])
    for name, axis in layout.items():
        if name.startswith(("xaxis", "yaxis")) and axis.get("visible") is not False and "tickvals" in axis:
            yield from (plain(str(text)) for text in axis.get("ticktext", axis["tickvals"]))


@pytest.mark.parametrize("kind", [kind for kind in CHART_KINDS if kind not in UNREVISED])
def test_every_kind_of_chart_is_drawn_with_the_texts_of_the_page(kind: str, figure_of: Draw) -> None:
    figure = figure_of(kind)
    svg = picture.picture(figure, PICTURES["svg"], TOLD, width=WIDTH).decode()
    drawn, wanted = letters(texts_of(svg)), letters(expected_texts(figure))
    _, layout = picture.parts_of(figure)
    if any("tickvals" not in axis for name, axis in layout.items() if name[1:].startswith("axis")):
        # ticks are chosen by whoever draws there: more is written, and nothing lacks
        assert wanted <= drawn
    else:
        assert drawn == wanted


@pytest.mark.parametrize("kind", ["explore", "overview", "multiples", "scatter"])
def test_points_are_where_the_page_has_them(kind: str, figure_of: Draw, watched: type[Watched]) -> None:
    figure = figure_of(kind)
    picture.picture(figure, PICTURES["png"], TOLD, width=WIDTH)
    traces, layout = picture.parts_of(figure)
    plane = plane_of(layout, traces, WIDTH, (picture.EDGE_PX, picture.EDGE_PX))
    lined = [trace for trace in traces if "lines" in trace.get("mode", "lines") and "fill" not in trace]
    assert len(lined) > 3
    for trace in lined:
        axis = layout["yaxis" + trace.get("yaxis", "y")[1:]]
        bottom, height = plane.paper.bottom, plane.paper.height
        first, last = axis.get("domain", (0, 1))
        low, high = axis["range"]
        values = np.array(trace["y"], dtype="float64")
        if axis.get("type") == "log":
            values = np.log10(values)
        wanted = bottom + height * (first + (values - low) / (high - low) * (last - first))
        assert any(
            len(line) == len(wanted) and np.allclose(line[:, 1], wanted, atol=0.01, equal_nan=True)
            for line in watched.lines
        ), trace.get("name")


def test_days_are_where_the_page_has_them(watched: type[Watched]) -> None:
    axis = {"type": "date", "range": ["2000-01-01", "2010-01-01"], "tickvals": [], "ticktext": []}
    layout = {**common_layout(LIGHT), "height": 300, "margin": dict.fromkeys("lrtb", 0), "xaxis": axis}
    up = {"range": [0, 1], "tickvals": [], "ticktext": []}
    trace = {"type": "scatter", "mode": "lines", "x": ["2000-01-01", "2005-01-01", "2010-01-01"], "y": [0, None, 1]}
    picture.picture(drawn_as_is([trace], {**layout, "yaxis": up}), PICTURES["png"], TOLD, width=1000)
    share = (dt.date(2005, 1, 1) - dt.date(2000, 1, 1)) / (dt.date(2010, 1, 1) - dt.date(2000, 1, 1))
    assert np.allclose(watched.lines[0][:, 0], [16, 16 + 1000 * share, 1016])
    assert np.isnan(watched.lines[0][1, 1])


def test_milestones_of_a_picture_are_the_pins_of_the_page(figure_of: Draw, watched: type[Watched]) -> None:
    figure = figure_of("explore")
    picture.picture(figure, PICTURES["png"], TOLD, width=WIDTH)
    traces, layout = picture.parts_of(figure)
    pins = next(trace for trace in traces if trace["name"] == "Milestones")
    across, up = plane_of(layout, traces, WIDTH, (16, 16)).plot(pins)
    seen = [opacity > 0 for opacity in pins["marker"]["opacity"]]
    places = np.column_stack([across.px(pins["x"]), up.px(pins["y"])])[seen].tolist()
    assert places
    assert all(place in watched.dots_at for place in places)


def test_a_picture_is_as_large_as_asked_and_a_taller_figure_is_drawn_smaller(figure_of: Draw) -> None:
    for box, ratio in (((1200, 630), 1), ((600, 315), 2)):
        drawn = picture.picture(figure_of("overview"), PICTURES["png"], TOLD, width=WIDTH, box=box, ratio=ratio)
        assert Image.open(io.BytesIO(drawn)).size == (1200, 630)


@pytest.mark.parametrize("form", PICTURES)
def test_a_file_says_what_it_shows_and_is_the_same_each_time(form: str, figure_of: Draw) -> None:
    drawn = [picture.picture(figure_of("explore"), PICTURES[form], TOLD, width=WIDTH) for _ in range(2)]
    assert drawn[0] == drawn[1]
    if form == "png":
        assert Image.open(io.BytesIO(drawn[0])).info["Title"] == TOLD.title
    elif form == "svg":
        assert 'role="img" aria-label="A &lt;title&gt; &amp; more. What &quot;it&quot; says"' in drawn[0].decode()
    else:
        assert drawn[0].startswith(b"%PDF")
        assert TOLD.title.encode() in drawn[0]


@pytest.mark.parametrize(
    ("trace", "what"),
    [
        ({"type": "pie"}, "a trace of type pie"),
        ({"type": "scatter", "mode": "markers", "y": [1], "marker": {"symbol": "asterisk"}}, "the symbol asterisk"),
        ({"type": "scatter", "y": [1, 2], "line": {"dash": "wave"}}, "the dash wave"),
        ({"type": "bar", "x": [1], "y": [1]}, "bars that stand"),
    ],
)
def test_what_nobody_has_taught_it_is_named(trace: dict[str, Any], what: str) -> None:
    axes = {name: {"range": [0, 2], "tickvals": [], "ticktext": []} for name in ("xaxis", "yaxis")}
    figure = drawn_as_is([trace], {**common_layout(LIGHT), **axes})
    with pytest.raises(Undrawable, match=what):
        picture.picture(figure, PICTURES["png"], TOLD, width=300)


def test_nothing_that_a_user_wrote_is_markup_in_a_picture() -> None:
    hostile = "</text><script>alert(1)</script>' \" onload=x $x^2$"
    note = {"text": escaped(hostile), "x": 0, "y": 0, "xref": "paper", "yref": "paper", "showarrow": False}
    figure = drawn_as_is([], {**common_layout(LIGHT), "annotations": [note]})
    said = Told(hostile, hostile, hostile, hostile)
    svg = picture.picture(figure, PICTURES["svg"], said, width=300).decode()
    parsed = minidom.parseString(svg)  # noqa: S318 - what was drawn a moment ago
    assert parsed.getElementsByTagName("script").length == 0
    assert parsed.documentElement is not None
    assert not parsed.documentElement.hasAttribute("onload")
    assert hostile in texts_of(svg)


def test_words_without_a_font_are_left_out_and_nothing_is_a_box() -> None:
    nowhere = "\U0010fffd"
    assert legible(f"Planned economy {nowhere}") == "Planned economy"
    assert legible("↑ Türkiye − 2 °C") == "↑ Türkiye − 2 °C"
