"""List which path is answered by what: health, the tables, and observations in every format."""

from collections.abc import Callable, Sequence
from typing import Final

from starlette.routing import Route

from dashboard.api.answers import guarded
from dashboard.api.elsewhere import Elsewhere
from dashboard.api.health import health
from dashboard.api.observations import observations
from dashboard.api.records import CATALOGUE_TABLES, Records, catalogue_table, statuses, table_handler, vintages
from dashboard.api.request import Data, Handler
from dashboard.api.search import Searches
from dashboard.catalogue.catalogue import Catalogue
from dashboard.export.formats import FORMATS
from dashboard.store.opening import Cache
from dashboard.views.findable import Findable

API: Final = "/api"
ROOT: Final = f"{API}/v1"
HEALTH: Final = "/health"


def routes(
    cache: Callable[[], Cache],
    catalogue: Callable[[], Catalogue],
    *,
    base: str = "",
    pages: Sequence[Findable] = (),
) -> list[Route]:
    """Return the data routes, at the root and under the base path of a server that has one.

    Cache and catalogue are asked for on each request, so that a failure is an answer. `pages` are found by a search.
    """
    data, searches = Data(cache, catalogue), Searches(pages)
    return [route for prefix in dict.fromkeys((base, "")) for route in _routes_under(prefix, data, searches)]


def _routes_under(prefix: str, data: Data, searches: Searches) -> list[Route]:
    served = {f"{prefix}{path}": handler for path, handler in _handlers(data, prefix, searches).items()}
    elsewhere = Elsewhere(served)
    return [
        *(Route(path, guarded(handler), methods=["GET"]) for path, handler in served.items()),
        # reached by whatever the routes above did not take: another method, another path; without them the pages
        # would answer, with 200 and HTML
        *(Route(f"{prefix}{root}{rest}", elsewhere) for root in (HEALTH, API) for rest in ("", "/{rest:path}")),
    ]


def _handlers(data: Data, prefix: str, searches: Searches) -> dict[str, Handler]:
    tables: dict[str, Records] = {
        **{name: catalogue_table(data, name) for name in CATALOGUE_TABLES},
        "status": lambda _request: statuses(data),
        "vintages": lambda request: vintages(data, request),
        "search": searches.answer(data),
    }
    served: dict[str, Handler] = {HEALTH: lambda _request: health(data)}
    for name, records in tables.items():
        served[f"{ROOT}/{name}"] = table_handler(name, records)
        for ending, form in FORMATS.items():
            served[f"{ROOT}/{name}.{ending}"] = table_handler(name, records, form)
    for ending, form in FORMATS.items():
        served[f"{ROOT}/observations.{ending}"] = observations(data, form, prefix)
    return served
