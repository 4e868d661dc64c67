"""Draw the chart that a page's link shows as a picture: of which page, how large, light or dark."""

import json
import math
import textwrap
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.alt_texts import alone
from dashboard.charts.kind import Built, ChartKind, ChartRequest, today
from dashboard.charts.registry import CHART_KINDS, USUAL_PAGE, kinds_of, page_of_view, request_for, views_on
from dashboard.errors import NothingToShow, SelectionError
from dashboard.figures import Figure
from dashboard.figures.embed import figure_json
from dashboard.figures.parts.captions import source_line
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.picture import EDGE_PX, PictureFormat, Told, picture, size_of
from dashboard.figures.theme import Mode
from dashboard.formatting import listing, quoted, spell
from dashboard.store.observations import Store
from dashboard.views.among import with_peers
from dashboard.views.loading import Loader
from dashboard.views.query import Query, choice, spelled
from dashboard.views.selection import Selection, focused, policies_in, read_selection
from dashboard.views.view import View

# what a shared link shows: as wide and high as chats and networks cut it
CARD: Final = (1200, 630)
WIDTHS: Final = (240, 2400)
HEIGHTS: Final = (160, 2400)
RATIOS: Final = (1, 3)
# how many dots a picture has at most, whatever its ratio
_MOST_DOTS: Final = 12_000_000
THEMES: Final[tuple[Mode, ...]] = ("light", "dark")
KEYS: Final = ("no", "yes")
# drawn any smaller, a chart has letters that nobody reads: where a frame can be scrolled, it is not
_LEAST_SCALE: Final = 0.45
SIZE_KEYS: Final = ("width", "height", "ratio", "theme", "pin_key")
PAGES: Final = tuple(dict.fromkeys(kind.page for kind in CHART_KINDS.values()))
_COMPARE: Final = "compare"
# the pages that draw all of a policy history, whatever indicator is asked for
_WHOLE: Final = ("overview", "timeline", "evidence")
# a chart that is too high for a box is laid out wider, up to this, before it is drawn smaller
_WIDER: Final = (1.25, 1.6, 2.0)
_LOW_PX: Final = 480
_WIDE_FROM_PX: Final = 1000
_NAMED: Final = 3
_DESCRIBED: Final = 200
# a picture of two indicators has two
_MOST_SOURCES: Final = 2


@dataclass(frozen=True)
class Size:
    """How a picture is drawn: its pixels, dots for each, theme, key of pins; no height is the one the chart takes.

    Its texts are `zoom` times as large as on a page: what is shown small is read all the same.
    """

    width: int = CARD[0]
    height: int | None = CARD[1]
    ratio: int = 1
    theme: Mode = "light"
    has_key: bool = False
    zoom: float = 1

    @property
    def layout(self) -> tuple[float, float]:
        """Return the width and height to lay the chart out for."""
        usual = round(self.width * CARD[1] / CARD[0]) if self.width >= _WIDE_FROM_PX else _LOW_PX
        return self.width / self.zoom, (self.height or usual) / self.zoom


# chats show a card half as wide
CARD_SIZE: Final = Size(zoom=1.6)


@dataclass(frozen=True, eq=False)
class Scene:
    """What a link shows: the selection that it asks for, the kind of chart, the chart, and its catalogue."""

    selection: Selection
    kind: ChartKind
    built: Built
    catalogue: Catalogue

    @property
    def title(self) -> str:
        """Return what is shown, of whom and when."""
        title = self.built.title or (self.catalogue.history.title if self.kind.page in _WHOLE else self.kind.name)
        views = self.built.views
        is_plain = bool(views) and title in (
            views[0].indicator.name,
            wording.together([one.indicator for one in views]),
        )
        return f"{title}: {_whose(views[0])}" if is_plain else title

    @property
    def alt(self) -> str:
        """Return what the chart states, without what a page says beside it."""
        return alone(self.built.alt)

    @property
    def description(self) -> str:
        """Return in one or two sentences what the chart states."""
        return textwrap.shorten(self.alt, _DESCRIBED, placeholder=" …")


def scene_of(
    query: Mapping[str, Sequence[str]], store: Store, catalogue: Catalogue, page: str = "", *, as_pages_do: bool = False
) -> Scene:
    """Return what a page's query shows; `page` is the one that it is a query of, that of its view or Explore if "".

    SelectionError names the first parameter that is wrong, unless it falls back `as_pages_do`. NoObservations and
    NothingToShow where there is no chart.
    """
    catalogue = with_peers(store, catalogue, query)
    kind, views = _kind(query, page, focused(catalogue, policies_in(query)))
    kept = query if views else {key: values for key, values in query.items() if key != "view"}
    reading = read_selection(kept, catalogue, views=views)
    for problem in () if as_pages_do else reading.problems:
        raise problem
    catalogue = catalogue.focused(*reading.selection.policies)
    built = kind.build(_request(kind, Loader(store, catalogue), reading.selection))
    if isinstance(built, Built):
        return Scene(reading.selection, kind, built, catalogue)
    raise NothingToShow(built.text)


def state_of(store: Store, catalogue: Catalogue) -> Hashable:
    """Return what settles a link's chart besides the link: all that is published, the catalogue, and the day."""
    known = frozenset((vintage.indicator, vintage.published) for vintage in store.vintages().values())
    # a catalogue is read once for the process, and lives as long
    return known, id(catalogue.histories), today()


def read_size(query: Mapping[str, Sequence[str]]) -> Size:
    """Return how large and in which colours a query asks a picture to be; SelectionError names what is wrong."""
    asked = Query(query, SIZE_KEYS)
    width = asked.one("width", lambda text: _whole(text, "width", WIDTHS), 0)
    height = asked.one("height", lambda text: _whole(text, "height", HEIGHTS), 0)
    ratio = asked.one("ratio", lambda text: _whole(text, "ratio", RATIOS), 1)
    theme: Mode = asked.one("theme", lambda text: choice(text, "theme", THEMES), THEMES[0])
    has_key = asked.one("pin_key", lambda text: choice(text, "pin_key", KEYS), KEYS[0]) == KEYS[1]
    for problem in asked.problems:
        raise problem
    # as a card unless a size is asked for, or a key, for which a card has no room
    is_card = not (width or height or has_key)
    card = None if width or has_key else CARD[1]
    zoom = CARD_SIZE.zoom if is_card else 1
    size = Size(width or CARD[0], height or card, ratio, theme, has_key, zoom)
    if size.layout[0] * size.layout[1] * (ratio * zoom) ** 2 > _MOST_DOTS:
        message = "The picture is too large. Choose a smaller width, height or ratio."
        raise SelectionError("too-large", message, field="ratio" if ratio > 1 else "width")
    return size


def draw(scene: Scene, form: PictureFormat, size: Size, link: str) -> bytes:
    """Return the picture of a scene in a format; `link` is the URL of the page that shows the same."""
    figure, width = _laid_out(scene.built, size, link if size.has_key else None)
    told = Told(scene.title, scene.alt, " ".join(map(source_line, scene.built.views[:_MOST_SOURCES])), link)
    return picture(
        figure, form, told, width=width, mode=size.theme, box=_box(size), ratio=size.ratio, largest=size.zoom
    )


def draw_for_browser(scene: Scene, size: Size, link: str) -> bytes:
    """Return the chart as JSON for plotly's browser half: the figure, what it is laid out for, and what it states.

    `least` is how small it may be drawn: one that is too high for that is laid out for the width alone.
    """
    figure, width = _laid_out(scene.built, size, link if size.has_key else None, _LEAST_SCALE)
    laid_out = {"width": width, "edge": EDGE_PX, "least": _LEAST_SCALE}
    about = {"title": scene.title, "alt": scene.alt, "link": link, **laid_out}
    return f'{json.dumps(about)[:-1]}, "figure": {figure_json(figure)}}}'.encode()


def _laid_out(built: Built, size: Size, more_at: str | None, least: float = 0) -> tuple[Figure, int]:
    """Return the figure and the width that it is laid out for: one that is too high for the box is laid out wider.

    One that would be drawn at less than `least` of its size even so is laid out for the box's width.
    """
    box, room = _box(size), size.layout

    def at(wider: float) -> tuple[Figure, int]:
        width, height = (round(px * wider) - 2 * EDGE_PX for px in room)
        return built.draw(size.theme, Sheet(width, height, more_at=more_at, is_card=size.zoom > 1)), width

    def scale(found: tuple[Figure, int]) -> float:
        wide, tall = size_of(*found)
        return min(room[0] / wide, room[1] / tall)

    def legible(found: tuple[Figure, int]) -> float:
        """Return how large texts are in the box, and the less the more of the box stays empty."""
        return scale(found) * math.sqrt(scale(found) * size_of(*found)[0] / room[0])

    first = at(1.0)
    if box is None or size_of(*first)[1] <= room[1]:
        return first
    best = max([first, *map(at, _WIDER)], key=legible)
    return best if scale(best) >= least else first


def _box(size: Size) -> tuple[int, int] | None:
    return None if size.height is None else (size.width, size.height)


def _kind(query: Mapping[str, Sequence[str]], page: str, catalogue: Catalogue) -> tuple[ChartKind, tuple[str, ...]]:
    """Return the kind of chart that a query is about, and what its `view` may say; of Explore's it says nothing."""
    page = page or page_of_view(query)
    kinds = kinds_of(page)
    if not kinds:
        raise SelectionError("unknown-page", f"{quoted(page)} has no chart.", field="page", allowed=PAGES)
    usual = next(iter(kinds.values()))
    if page == USUAL_PAGE:
        return usual, ()
    views = views_on(page, catalogue)
    asked = (spelled(text, views) for text in query.get("view", ()))
    return next((views[text] for text in asked if text in views), usual), tuple(views)


def _request(kind: ChartKind, loader: Loader, selection: Selection) -> ChartRequest:
    if kind.page in _WHOLE:
        return ChartRequest(loader, selection)
    # the link that a chart gives names its kind
    request = request_for(kind, loader, replace(selection, view=kind.id if kind.page == _COMPARE else ""))
    if kind.needs_economies and not request.chosen:
        raise NothingToShow("Choose at least one economy.")
    return request


def _whose(view: View) -> str:
    names = [economy.short_name for economy in view.economies]
    named = names if len(names) <= _NAMED + 1 else [*names[:_NAMED], f"{len(names) - _NAMED} more"]
    first, last = view.years
    return f"{listing(named)}, {spell(first, last)}"


def _whole(text: str, field: str, ends: tuple[int, int]) -> int:
    low, high = ends
    if text.isdecimal() and text.isascii() and low <= int(text) <= high:
        return int(text)
    raise SelectionError(f"bad-{field}", f"{field} is a whole number from {low} to {high}.", field=field)
