"""List every endpoint, and serve them with health and the description of the API beside the pages."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.api.answers import guarded, too_many, unless_known
from dashboard.api.citation import CITATION
from dashboard.api.description import description, shortest
from dashboard.api.elsewhere import Elsewhere
from dashboard.api.endpoint import API, ROOT, Endpoint
from dashboard.api.feed import FEED, FEED_OF, feed
from dashboard.api.health import health
from dashboard.api.kept import KeptAnswers, copied
from dashboard.api.limited import ANSWERS, check
from dashboard.api.observations import OBSERVATIONS
from dashboard.api.pictures import CHART
from dashboard.api.records import TABLES
from dashboard.api.registry import REGISTRY
from dashboard.api.request import Data, Handler
from dashboard.api.revisions import REVISIONS
from dashboard.api.search import SEARCH
from dashboard.api.snapshot import SNAPSHOT
from dashboard.api.watching import Readiness, metrics
from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import TooMany
from dashboard.store.opening import Cache
from dashboard.views.findable import Findable

HEALTH: Final = "/health"
READY: Final = "/ready"
METRICS: Final = "/metrics"
# what is under these the pages never answer
_ROOTS: Final = (HEALTH, READY, METRICS, API, FEED, "/feed")
ENDPOINTS: Final[tuple[Endpoint, ...]] = (OBSERVATIONS, SNAPSHOT, CHART, CITATION, REVISIONS, *TABLES, REGISTRY, SEARCH)


def routes(
    cache: Callable[[], Cache],
    catalogue: Callable[[], Catalogue],
    *,
    base: str = "",
    pages: Sequence[Findable] = (),
    kept: KeptAnswers | None = None,
    is_busy: Callable[[], bool] = lambda: False,
) -> list[Route]:
    """Return the data routes, at the root and under the base path of a server that has one.

    Cache and catalogue are asked for on each request, so that a failure is an answer. `pages` are found by a search.
    Answers are `kept`, for `Unchanged` to look at first. What is heavy is made slowly while a page `is_busy`.
    """
    data = Data(cache, catalogue, tuple(pages), KeptAnswers() if kept is None else kept, is_busy)
    handlers = {path: _prompt(data, guarded(handler)) for path, handler in _handlers(data).items()}
    return [route for prefix in dict.fromkeys((base, "")) for route in _routes_under(prefix, handlers)]


def _prompt(data: Data, handle: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers at once from memory, and otherwise in a thread, for it reads from the database."""

    async def answered(request: Request) -> Response:
        kept = data.kept.at_hand(request.scope)
        if kept is not None:
            return unless_known(request.headers, copied(kept))
        try:
            check(ANSWERS, request.scope)
        except TooMany as problem:
            return too_many(problem)
        return await run_in_threadpool(handle, request)

    return answered


def paths() -> tuple[str, ...]:
    """Return every path that is served, with the feeds of single indicators as one."""
    return (HEALTH, READY, METRICS, FEED, *description(ENDPOINTS), *(path for one in ENDPOINTS for path in one.paths))


def _handlers(data: Data) -> dict[str, Handler]:
    return {
        HEALTH: lambda _request: health(data),
        READY: Readiness(data),
        METRICS: metrics(data),
        **dict.fromkeys((FEED, FEED_OF), feed(data)),
        **description(ENDPOINTS),
        **{path: one.handler(data, ending) for one in ENDPOINTS for path, ending in one.paths.items()},
    }


def _routes_under(prefix: str, handlers: Mapping[str, Callable[[Request], Awaitable[Response]]]) -> list[Route]:
    served = {f"{prefix}{path}": handler for path, handler in handlers.items()}
    elsewhere = Elsewhere(
        served, [f"{prefix}{path}" for path in (HEALTH, READY, FEED, ROOT, *map(shortest, ENDPOINTS))]
    )
    return [
        *(Route(path, handler, methods=["GET"]) for path, handler in served.items()),
        # reached by whatever the routes above did not take: another method, another path; without them the pages
        # would answer, with 200 and HTML
        *(Route(f"{prefix}{root}{rest}", elsewhere) for root in _ROOTS for rest in ("", "/{rest:path}")),
    ]
