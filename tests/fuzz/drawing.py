"""Draw URLs of pages, requests and messages: parameters of the registries, with values sound, twisted or hostile."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar, cast
from urllib.parse import quote, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.analysis.transforms import TRANSFORMS
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import MilestoneKind
from dashboard.charts.registry import CHART_KINDS
from dashboard.ui.navigation import PAGES
from dashboard.views.parameter_readers import BANDS, LAYOUTS, SCALES, STRIPS
from dashboard.views.parameters import EMBED, page_keys
from tests.fuzz.routes import Asked, drawn_request, of_schemas, served
from tests.fuzz.widgets import Shown, drawn_message
from tests.hostile import EVERY

T = TypeVar("T")
Query = list[tuple[str, str]]
_MOST_KEYS: Final = 7
_ALL_KEYS_SHARE: Final = 0.05
_HUGE: Final = 200
_YEARS: Final = ("1861", "1949", "1978", "2000", "2012", "2024", "2026", "1799", "2200", "0", "-5", "2000.5")
_DAYS: Final = ("2026-04-08", "2026-07-13T09:30:00Z", "2031-01-01", "1990-01-01", "0000-00-00", "2026-02-30", "now")
_EVENTS: Final = ("2015-05 Mine", "1979-01-01/1980-12-31 A span", "2020 ", "99999 x", "2015-13-45 y", "no date")
_ODD_SHARE: Final = 0.1
_LISTS: Final = frozenset(("economy", "events", "events_of", "policy", "milestone"))
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
        self._sound = {**of_schemas(_YEARS), **_sound(catalogue, tuple(PAGES))}
        self._routes = served(tuple(catalogue.indicators))
        self._turns = dict[str, list[object]]()

    def page(self) -> tuple[str, Query]:
        """Return a page's id and a query; each parameter comes to each page before one comes again."""
        keys = (*page_keys(), EMBED, "utm_source")
        page, first = self._turn("pages", [(page, key) for page in PAGES for key in keys])
        return page, [*self._said([first]), *self._query(keys)]

    def request(self) -> Asked:
        """Return a request; each route comes before one comes again."""
        path = self._turn("routes", list(self._routes))
        return drawn_request(self._random, self._routes, lambda keys: as_text(self._query(keys)), path)

    def message(self, shown: Shown) -> BackMsg | bytes:
        """Return a message to the session of a page, or bytes that are none."""
        page, query = self.page()
        return drawn_message(self._random, shown, self._random.choice(EVERY), as_text(query), page)

    def shuffled(self, every: Sequence[T]) -> list[T]:
        """Return all of some in an order that is drawn."""
        return self._random.sample(every, len(every))

    def _turn(self, name: str, every: list[T]) -> T:
        left = self._turns.setdefault(name, [])
        if not left:
            left.extend(self._random.sample(every, len(every)))
        return cast("T", left.pop())

    def value(self, key: str) -> str:
        """Return a value for a query parameter: in four of five cases a sound one."""
        draw = self._random
        sound = self._sound.get(key, self._sound["indicator"])
        if draw.random() > 2 * _ODD_SHARE:
            return ",".join(draw.choices(sound, k=draw.choice((1, 1, 1, 2, 5)) if key in _LISTS else 1))
        return draw.choice(EVERY) if draw.random() < 1 / 2 else draw.choice(_TWISTS)(draw.choice(sound))

    def _query(self, keys: Sequence[str]) -> Query:
        draw = self._random
        named = keys if draw.random() < _ALL_KEYS_SHARE else draw.choices(keys, k=draw.randrange(_MOST_KEYS + 1))
        return self._said(named)

    def _said(self, keys: Sequence[str]) -> Query:
        draw = self._random
        named = [key for key in keys for _ in range(draw.choice((1,) * 18 + (2, 3)))]
        if named and draw.random() < _ODD_SHARE / 10:
            named = [draw.choice(named)] * _HUGE
        return [(draw.choice((*(key,) * 12, key.upper(), f"amp;{key}", f"{key}[]")), self.value(key)) for key in named]


def as_text(query: Query) -> str:
    """Return a query as a URL carries it; what has no place in UTF-8 is sent all the same."""
    return urlencode(query, errors="surrogatepass")


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
        "bands": BANDS,
        "events_of": tuple(catalogue.histories),
        "strips": STRIPS,
        "view": views,
        "as_of": _DAYS,
        "cited": _DAYS,
        "policy": (*catalogue.histories, "all"),
        "milestone": milestones,
        "among": tuple(catalogue.comparisons),
        "search": ("reform", "计划", "(", "*", "a"),
        "own": _EVENTS,
        "layout": LAYOUTS,
        EMBED: ("true", "True", "false", "1"),
        "page": tuple(pages),
        "q": ("gdp", "solar", "中国", "co2 emissions", '"', "a b c d e f g"),
        "url": tuple(f"http://localhost:8501/{page}?indicator=gdp" for page in pages),
        "format": ("json", "xml", "csv"),
        **dict.fromkeys(("maxwidth", "maxheight"), ("0", "1", "320", "800", "99999", "-1")),
        "utm_source": ("newsletter",),
    }
