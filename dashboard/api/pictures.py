"""Answer with the picture of a chart: drawn once for each view and state of the store, and kept for all who ask."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import answer, lasting
from dashboard.api.endpoint import ROOT, Endpoint, Key, page_key
from dashboard.api.request import Data, Handler, query
from dashboard.api.series import catalogue_for
from dashboard.charts.pictures import (
    HEIGHTS,
    KEYS,
    PAGES,
    RATIOS,
    THEMES,
    WIDTHS,
    Scene,
    draw,
    draw_for_browser,
    read_size,
    scene_of,
)
from dashboard.figures.picture import PICTURES
from dashboard.refresh.shares import Share
from dashboard.views.links import PAGE, PICTURE, query_text, site_of
from dashboard.views.parameters import link_keys, page_keys
from dashboard.views.query import Query, choice
from dashboard.views.selection import query_of

# of one client; a page of a wiki with as many charts is drawn at once
NEW_PICTURES: Final = Share("new pictures", 60)
_OWN: Final = (
    Key(PAGE, "the page that the rest is a query of (default: that of its view, else explore)", {"enum": list(PAGES)}),
    Key("width", "pixels (default: 1200)", {"type": "integer", "minimum": WIDTHS[0], "maximum": WIDTHS[1]}),
    Key(
        "height",
        "pixels; a higher chart is drawn smaller (default: 630, or what the chart takes at a width of your own)",
        {"type": "integer", "minimum": HEIGHTS[0], "maximum": HEIGHTS[1]},
    ),
    Key(
        "ratio",
        "dots of a PNG for each pixel, for fine screens and print (default: 1); `scale` is that of the axis",
        {"type": "integer", "minimum": RATIOS[0], "maximum": RATIOS[1]},
    ),
    Key("theme", "light or dark (default: light)", {"enum": list(THEMES)}),
    Key("pin_key", "whether a key of the numbered pins stands under the chart (default: no)", {"enum": list(KEYS)}),
)
# the figure of plotly's browser half, as a frame in another page draws it
_MEDIA: Final = {**{ending: form.media_type for ending, form in PICTURES.items()}, "json": "application/json"}
_ACCEPTED: Final = (*link_keys(), *(key.name for key in _OWN))


def _chart(data: Data, ending: str) -> Handler:
    """Return what answers with the picture of a chart in a format."""

    def handle(request: Request) -> Response:
        asked = query(request, _ACCEPTED)
        size, page = read_size(asked), _page(asked.get(PAGE, ()))
        if ending in PICTURES:
            # a figure for a browser costs no more than a page
            _check_allowed(request)
        of_page = {name: values for name, values in asked.items() if name in page_keys()}
        scene = scene_of(of_page, data.cache().store, catalogue_for(data, request, of_page), page)
        link = _link(request, scene)
        return answer(
            draw(scene, PICTURES[ending], size, link) if ending in PICTURES else draw_for_browser(scene, size, link),
            _MEDIA[ending],
            disposition=f'inline; filename="{scene.built.name}.{ending}"',
            **lasting(scene.built.permalink.as_of),
        )

    return handle


def _link(request: Request, scene: Scene) -> str:
    """Return the URL of the page that draws the same, as of all that it rests on."""
    site = site_of(str(request.url), request.url.path.rpartition(ROOT)[0])
    built = scene.built
    pinned = replace(built.permalink, as_of=built.released) if built.views else built.permalink
    path = "" if scene.kind.page == "overview" else scene.kind.page
    return f"{site}/{path}?{query_text(query_of(pinned))}"


def _page(given: Sequence[str]) -> str:
    asked = Query({PAGE: given}, (PAGE,))
    page = asked.one(PAGE, lambda text: choice(text, PAGE, PAGES), "")
    for problem in asked.problems:
        raise problem
    return page


def _check_allowed(request: Request) -> None:
    """Raise TooMany where a client has had its share of new pictures."""
    NEW_PICTURES.take(request.client.host if request.client else "")


CHART: Final = Endpoint(
    PICTURE,
    "The picture of a chart: the page's own query draws what the page draws, as of now or of a vintage.",
    _chart,
    _MEDIA,
    {},
    lambda: (*_OWN, *(page_key(name) for name in page_keys())),
    takes_links=True,
)
