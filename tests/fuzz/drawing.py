"""Draw URLs of pages and requests to routes: parameters of the registries, with values sound, twisted or hostile."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from streamlit.proto.WidgetStates_pb2 import WidgetState

from dashboard.analysis.transforms import TRANSFORMS
from dashboard.api.routes import ENDPOINTS, HEALTH
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import MilestoneKind
from dashboard.charts.registry import CHART_KINDS
from dashboard.ui.navigation import PAGES
from dashboard.views.parameter_readers import SCALES
from dashboard.views.parameters import page_keys
from tests.fuzz.widgets import drawn_state
from tests.hostile import EVERY

Query = list[tuple[str, str]]
_MOST_KEYS: Final = 7
_YEARS: Final = ("1861", "1949", "1978", "2000", "2012", "2024", "2026", "1799", "2200", "0", "-5", "2000.5")
_DAYS: Final = ("2026-04-08", "2026-07-13T09:30:00Z", "2031-01-01", "1990-01-01", "0000-00-00", "2026-02-30", "now")
_EVENTS: Final = ("2015-05 Mine", "1979-01-01/1980-12-31 A span", "2020 ", "99999 x", "2015-13-45 y", "no date")
_ODD_SHARE: Final = 0.1
_LISTS: Final = frozenset(("economy", "events", "events_of", "policy", "milestone"))
_SIZES: Final = ("0", "1", "320", "800", "99999", "-1")
# what is answered besides the endpoints of the API, with what may be asked of it
_OTHERS: Final = {
    "/feed.xml": ("policy", "indicator"),
    "/api/v1": ("policy",),
    "/api/v1/openapi.json": ("policy",),
    "/oembed": ("url", "format", "maxwidth", "maxheight"),
    HEALTH: ("policy",),
}
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS", "DELETE", "PUT")
_TWISTS: Final[tuple[Callable[[str], str], ...]] = (
    str.upper,
    lambda text: text + " ",
    lambda text: text[:-1],
    lambda text: text + ",",
    lambda text: text * 3,
    lambda text: "-" + text,
    lambda text: quote(text, safe=""),
)


class Drawing:
    """Draws from one seed: the same seed draws the same requests."""

    def __init__(self, seed: int, catalogue: Catalogue) -> None:
        self._random = random.Random(seed)  # noqa: S311 - what is drawn again must be the same
        self._pages = tuple(PAGES)
        self._sound = _sound(catalogue, self._pages)

    def page(self) -> tuple[str, Query]:
        """Return a page's id and a query."""
        return self._random.choice(self._pages), self._query((*page_keys(), "embed", "utm_source"))

    def request(self) -> tuple[str, str]:
        """Return a method and the path of a route with a query."""
        draw = self._random
        method = "GET" if draw.random() > _ODD_SHARE else draw.choice(_METHODS)
        path, keys = self._route()
        if draw.random() < _ODD_SHARE:
            path += draw.choice(
                ("/", "x", ".csv", "//", "/..", "/%2e%2e", "/%00", f"/{_quoted(draw.choice(EVERY))[:80]}")
            )
        return method, f"{path}?{as_text(self._query(keys))}"

    def _route(self) -> tuple[str, Sequence[str]]:
        draw = self._random
        if draw.random() < _ODD_SHARE:
            return draw.choice(tuple(_OTHERS.items()))
        endpoint = draw.choice(ENDPOINTS)
        return draw.choice(tuple(endpoint.paths)), endpoint.accepted or ("indicator",)

    def state(self, widgets: Mapping[str, tuple[str, Sequence[str]]]) -> WidgetState | None:
        """Return a state of one of a page's widgets, None of a page that has none."""
        if not widgets:
            return None
        name = self._random.choice(sorted(widgets))
        return drawn_state(self._random, name, *widgets[name], self._random.choice(EVERY))

    def value(self, key: str) -> str:
        """Return a value for a query parameter: in four of five cases a sound one."""
        draw = self._random
        sound = self._sound.get(key, self._sound["indicator"])
        if draw.random() > 2 * _ODD_SHARE:
            return ",".join(draw.choices(sound, k=draw.choice((1, 1, 1, 2, 5)) if key in _LISTS else 1))
        return draw.choice(EVERY) if draw.random() < 1 / 2 else draw.choice(_TWISTS)(draw.choice(sound))

    def _query(self, keys: Sequence[str]) -> Query:
        draw = self._random
        named = draw.choices(keys, k=draw.randrange(_MOST_KEYS + 1))
        return [(draw.choice((key, key, key, key, key, key.upper(), f"amp;{key}")), self.value(key)) for key in named]


def as_text(query: Query) -> str:
    """Return a query as a URL carries it; what has no place in UTF-8 is sent all the same."""
    return urlencode(query, errors="surrogatepass")


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _sound(catalogue: Catalogue, pages: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return what each parameter may say; of the whole world, not of one history alone."""
    histories = catalogue.histories.values()
    indicators = (*catalogue.indicators, "wb:SP.POP.TOTL", "owid:no-such-series", "fred:X")
    years = (*map(str, range(1950, 2030)), *_YEARS)
    views = (
        *CHART_KINDS,
        *(view for page in PAGES.values() for view in page.views(catalogue)),
        "table",
        "about",
        "lab",
    )
    milestones = tuple(name for history in histories for name in history.milestones)
    return {
        "indicator": indicators,
        "with": indicators,
        "against": indicators,
        "about": indicators,
        "economy": (*catalogue.economies, *(f"@{name}" for name in catalogue.comparisons), "China", "usa", "@all", "@"),
        "era": tuple(name for history in histories for name in history.eras),
        **dict.fromkeys(("from", "to", "base", "year"), years),
        "transform": tuple(TRANSFORMS),
        "kind": tuple(kind.value for kind in Kind),
        "scale": SCALES,
        "events": (*(kind.value for kind in MilestoneKind), "none", "concerned"),
        "bands": ("recessions",),
        "events_of": tuple(catalogue.histories),
        "strips": ("all", "first"),
        "view": views,
        "as_of": _DAYS,
        "cited": _DAYS,
        "policy": (*catalogue.histories, "all"),
        "milestone": milestones,
        "among": tuple(catalogue.comparisons),
        "search": ("reform", "计划", "(", "*", "a"),
        "own": _EVENTS,
        "layout": ("tidy", "wide"),
        "embed": ("true", "false"),
        "page": tuple(pages),
        "q": ("gdp", "solar", "中国", "co2 emissions", '"', "a b c d e f g"),
        "url": tuple(f"http://localhost:8501/{page}?indicator=gdp" for page in pages),
        "format": ("json", "xml", "csv"),
        **dict.fromkeys(
            ("width", "height", "maxwidth", "maxheight", "scale_px", "limit", "offset"),
            ("0", "1", "320", "800", "99999", "-1"),
        ),
        "theme": ("light", "dark"),
        "utm_source": ("newsletter",),
    }
