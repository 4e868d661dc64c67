"""Read a request: its query, and the cache and catalogue that it is answered from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.kept import Figures, KeptAnswers
from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.connections import writes
from dashboard.store.opening import Cache
from dashboard.views.findable import Findable
from dashboard.views.query import by_key

# plain functions, which Starlette runs in its thread pool, because they read from the database
Handler = Callable[[Request], Response]
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Data:
    """Where answers come from, asked for on each request; `pages` can be found by a search besides.

    `is_busy` tells whether a page is being made, which is more urgent than anything heavy.
    """

    cache: Callable[[], Cache]
    catalogue: Callable[[], Catalogue]
    pages: tuple[Findable, ...] = ()
    kept: KeptAnswers = field(default_factory=KeptAnswers, compare=False)
    is_busy: Callable[[], bool] = lambda: False

    def figures(self) -> Figures:
        """Return what answers are made from now; EralineError where it cannot be read."""
        written, cache = writes(), self.cache()
        return Figures(cache, self.catalogue(), cache.store.newest(), written)


def query(request: Request, accepted: Sequence[str]) -> Query:
    """Return every value of every key; SelectionError names the first key that is not accepted."""
    return by_key(request.query_params.multi_items(), accepted)
