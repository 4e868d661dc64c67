"""Answer what a few words find: the same ranking as the search box and the command."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import Lock
from typing import Final

from starlette.requests import Request

from dashboard.api.endpoint import Key, rows_of
from dashboard.api.records import Json, table
from dashboard.api.request import Data, query
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.registry import findable_kinds
from dashboard.errors import SelectionError
from dashboard.settings import read_settings
from dashboard.store.records import Reach
from dashboard.views.findable import KINDS, Findable
from dashboard.views.query import Query, choice
from dashboard.views.search import Outcome, Search, offered_by
from dashboard.views.search_results import SENTENCES, Reaches, indicators_in, records
from dashboard.views.search_series import StoredSeries

_KEYS: Final = (
    Key("q", "what is looked for: words, a code, or the address of a provider's page"),
    Key("kind", "only results of these kinds; may be repeated", {"type": "array", "items": {"enum": list(KINDS)}}),
)
_NAMES: Final = tuple(key.name for key in _KEYS)


class _Searches:
    """The one index of this process, made when somebody asks first; `pages` are what can be opened besides."""

    def __init__(self, pages: Sequence[Findable]) -> None:
        self._pages = pages
        self._lock = Lock()
        self._search: Search | None = None
        self._reaches = Reaches()
        self._stored = StoredSeries()

    def answer(self, data: Data) -> Callable[[Request], Sequence[Json]]:
        """Return what answers a request with the records of its results."""

        def answer(request: Request) -> Sequence[Json]:
            asked = Query(query(request, _NAMES), _NAMES)
            kinds = asked.many("kind", lambda text: choice(text, "kind", KINDS)) or KINDS
            text = asked.one("q", str, "")
            for problem in asked.problems:
                raise problem
            catalogue, store = data.catalogue(), data.cache().store
            offers = offered_by(read_settings(), store.vintages())
            found = self._of(catalogue).find(text, kinds, offers, self._stored.of(store))
            if found.outcome is Outcome.EMPTY and len(kinds) > 1:
                raise SelectionError("missing", SENTENCES[found.outcome], field="q")
            if found.outcome is Outcome.EMPTY:
                # whoever leafs through a kind is about to ask for something
                self._reaches.of(tuple(catalogue.indicators), store)
            reaches: dict[str, Reach] = dict(self._reaches.of(indicators_in(found), store))
            return records(found, reaches)

        return answer

    def _of(self, catalogue: Catalogue) -> Search:
        with self._lock:
            # a catalogue with a user's indicators is another one of the same histories
            if self._search is None or self._search.catalogue.histories is not catalogue.histories:
                self._search = Search(catalogue, (*self._pages, *findable_kinds()))
            return self._search


# the formats and both paths of a search share one index
_searches: Final = lru_cache(maxsize=1)(_Searches)
SEARCH: Final = table(
    "search",
    "Indicators, economies, milestones, eras, claims and pages that a few words find, best first.",
    lambda data: _searches(data.pages).answer(data),
    rows_of(None, kind={"type": "string"}, title={"type": "string"}),
    _KEYS,
    stands=False,
)
