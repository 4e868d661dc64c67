"""What do scripts get? Starlette routes for health, the catalogue's tables and observations, beside the pages."""

import datetime as dt
import hashlib
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import Era, Milestone
from dashboard.catalogue.records import Record
from dashboard.charts.extracts import extract
from dashboard.errors import BeforeFirstRelease, EralineError, NoObservations, NothingToShow, SelectionError
from dashboard.export import tables
from dashboard.export.tables import Extract
from dashboard.store.as_of import last_moment
from dashboard.store.opening import Cache
from dashboard.store.records import Vintage, releases
from dashboard.store.status import status
from dashboard.views.selection import KEYS, query_of, quoted, read_policy
from dashboard.views.view import View

_LOG = logging.getLogger(__name__)

Handler = Callable[[Request], Response]
Query = Mapping[str, Sequence[str]]
Json = dict[str, Any]
Records = Callable[[Request], Sequence[Json]]

ROOT: Final = "/api/v1"
HEALTH: Final = "/health"
TABLES: Final = ("indicators", "economies", "eras", "milestones")
ACCEPTED_KEYS: Final = (*KEYS, "layout")

_JSON: Final = "application/json; charset=utf-8"
_CSV: Final = "text/csv; charset=utf-8"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FRESH_SECONDS: Final = 300
_SETTLED_SECONDS: Final = 86_400
_EVERYWHERE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition",
    "X-Content-Type-Options": "nosniff",
}
_ETAG: Final = re.compile(r'(?:W/)?("[^"]*")')
_STATUSES: Final = {
    "unknown-indicator": 404,
    "unknown-economy": 404,
    "unknown-era": 404,
    "unknown-policy": 404,
    "unknown-key": 400,
    "too-long": 400,
    "repeated-key": 400,
}
_UNPROCESSABLE: Final = 422


def routes(cache: Callable[[], Cache], catalogue: Callable[[], Catalogue]) -> list[Route]:
    """Return the data routes; cache and catalogue are asked for on each request, so that a failure is an answer."""
    data = _Data(cache, catalogue)
    served: dict[str, Handler] = {HEALTH: data.health}
    tables: dict[str, Records] = {table: data.records(table) for table in TABLES}
    for table, records in (tables | {"status": data.status, "vintages": data.vintages}).items():
        # what a refresh in progress does is worth asking for anew each time
        seconds = 0 if table == "status" else _FRESH_SECONDS
        served[f"{ROOT}/{table}"] = _as_json(records, seconds)
        served[f"{ROOT}/{table}.csv"] = _as_csv(records, f"eraline_{table}.csv", seconds)
    served[f"{ROOT}/observations.json"] = data.observations_json
    served[f"{ROOT}/observations.csv"] = data.observations_csv
    served[f"{ROOT}/observations.xlsx"] = data.observations_xlsx
    elsewhere = _Elsewhere(tuple(served))
    return [
        *(Route(path, _guarded(handler), methods=["GET"]) for path, handler in served.items()),
        # reached by whatever the routes above did not take: another method, another path; without them the pages
        # would answer, with 200 and HTML
        *(Route(f"{root}{rest}", elsewhere) for root in (HEALTH, "/api") for rest in ("", "/{rest:path}")),
    ]


@dataclass(frozen=True)
class _Data:
    """The handlers: plain functions, which Starlette runs in its thread pool, because they read from the database."""

    cache: Callable[[], Cache]
    catalogue: Callable[[], Catalogue]

    def health(self, _request: Request) -> Response:
        """Return 200 with what is served, or 503 with why nothing is."""
        try:
            catalogue, cache = self.catalogue(), self.cache()
            observations = sum(vintage.rows for vintage in cache.store.vintages().values())
        except EralineError as exc:
            return _unkept({"status": "unavailable", "error": str(exc)}, 503)
        counts = {"indicators": len(catalogue.indicators), "observations": observations}
        return _unkept({"status": "ok", **counts, "notes": list(cache.notes)}, 200)

    def records(self, table: str) -> Records:
        """Return what reads one of the catalogue's tables."""

        def read(request: Request) -> Sequence[Json]:
            catalogue = read_policy(self.catalogue(), request.query_params.getlist("policy"))
            if table == "indicators":
                held = self.cache().store.vintages()
                return [_indicator(entry, catalogue, held) for entry in catalogue.indicators.values()]
            if table in ("eras", "milestones"):
                own: Mapping[str, Era | Milestone] = getattr(catalogue, table)
                return [catalogue.history.published(record) for record in own.values()]
            records: Mapping[str, Record] = getattr(catalogue, table)
            return [record.model_dump(mode="json") for record in records.values()]

        return read

    def status(self, _request: Request) -> Sequence[Json]:
        """Return what is held of each indicator, from when, and what went wrong last."""
        store = self.cache().store
        return [entry.to_json() for entry in status(self.catalogue(), store, now=store.now())]

    def vintages(self, request: Request) -> Sequence[Json]:
        """Return every vintage of an indicator, oldest first; of one that is computed, those of its inputs."""
        catalogue = self.catalogue()
        selection, _ = tables.read_request(_query(request, ("indicator",)), catalogue)
        store = self.cache().store
        found = [vintage for name in catalogue.base_inputs(selection.indicator) for vintage in store.history(name)]
        return [vintage.model_dump(mode="json") for vintage in found]

    def observations_json(self, request: Request) -> Response:
        """Return the selected rows as a JSON array."""
        found = self._selected(request)
        body = tables.json_bytes(tables.json_rows(found.rows))
        return _figures(request, found.view, body, _JSON, f'inline; filename="{found.name}.json"')

    def observations_csv(self, request: Request) -> Response:
        """Return the selected rows as CSV."""
        found = self._selected(request)
        body = tables.csv_bytes(found.rows, bom=False)
        return _figures(request, found.view, body, _CSV, f'attachment; filename="{found.name}.csv"')

    def observations_xlsx(self, request: Request) -> Response:
        """Return the selected rows as a workbook."""
        found = self._selected(request)
        body = tables.xlsx_bytes(found, link=_link(request, found))
        return _figures(request, found.view, body, _XLSX, f'attachment; filename="{found.name}.xlsx"')

    def _selected(self, request: Request) -> Extract:
        return extract(_query(request, ACCEPTED_KEYS), self.cache().store, self.catalogue())


def _link(request: Request, found: Extract) -> str:
    """Return the URL of the page that draws the same rows, as of their vintage."""
    drawn = replace(found.permalink, as_of=found.view.vintage.published)
    query = urlencode(query_of(drawn), doseq=True, safe=",:")
    return str(request.url.replace(path=f"/{found.page}", query=query))


def _as_json(records: Records, seconds: int) -> Handler:
    return lambda request: _answer(request, tables.json_bytes(records(request)), _JSON, seconds=seconds)


def _as_csv(records: Records, name: str, seconds: int) -> Handler:
    def handle(request: Request) -> Response:
        body = tables.csv_bytes(tables.flat(records(request)), bom=False)
        return _answer(request, body, _CSV, disposition=f'attachment; filename="{name}"', seconds=seconds)

    return handle


class _Elsewhere:
    """Answers in JSON what no route takes: 405 where the path is served by another method, 404 where it is not.

    An ASGI app rather than a function, which Starlette would bind to GET alone.
    """

    def __init__(self, served: Sequence[str]) -> None:
        self._served = tuple(served)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = str(scope["path"]), str(scope["method"])
        if path in self._served:
            problem = SelectionError(
                "method-not-allowed",
                f"{path} cannot be asked by {quoted(method)}.",
                field="method",
                allowed=("GET", "HEAD"),
            )
            response = _refusal(problem, 405)
            response.headers["Allow"] = "GET, HEAD"
        else:
            problem = SelectionError("not-found", f"Nothing is at {quoted(path)}.", field="path", allowed=self._served)
            response = _refusal(problem, 404)
        await response(scope, receive, send)


def _guarded(handle: Handler) -> Handler:
    def guarded(request: Request) -> Response:
        try:
            return handle(request)
        except SelectionError as problem:
            return _refusal(problem, _status(problem))
        except NoObservations as exc:
            return _refusal(_no_observations(request, exc), 404)
        except NothingToShow as exc:
            return _refusal(SelectionError("no-figures", str(exc), field="view"), 404)
        except EralineError as exc:
            return _refusal(SelectionError("unavailable", str(exc), field=""), 503)
        except Exception:  # noqa: BLE001 - the outermost edge of the data routes
            # the log has what happened; the reader gets neither a traceback nor HTML
            _LOG.exception("%s could not be answered", request.url.path)
            return _refusal(SelectionError("internal", "Something went wrong here; the log says what.", field=""), 500)

    return guarded


def _no_observations(request: Request, exc: NoObservations) -> SelectionError:
    field = "as_of" if "as_of" in request.query_params else "indicator"
    allowed = (exc.first.date().isoformat(),) if isinstance(exc, BeforeFirstRelease) else ()
    return SelectionError("no-figures", str(exc), field=field, allowed=allowed)


def _status(problem: SelectionError) -> int:
    if problem.code == "missing":
        # nothing asked for at all, or a list that turned out empty
        return 400 if problem.field == "indicator" else _UNPROCESSABLE
    return _STATUSES.get(problem.code, _UNPROCESSABLE)


def _query(request: Request, accepted: Sequence[str]) -> Query:
    query: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        if key not in accepted:
            name = quoted(key)
            raise SelectionError("unknown-key", f"No key is called {name}.", field=name[1:-1], allowed=accepted)
        query.setdefault(key, []).append(value)
    return query


def _indicator(entry: Indicator, catalogue: Catalogue, held: Mapping[str, Vintage]) -> Json:
    bases = catalogue.base_inputs(entry.id)
    vintages = [held[base] for base in bases if base in held]
    # what is computed from several is held only when all of them are
    stored = len(vintages) == len(bases)
    return {
        **entry.model_dump(mode="json"),
        "transforms": [transform.value for transform in entry.transforms],
        "vintage": max(vintage.date for vintage in vintages).isoformat() if stored else None,
        "release": releases(vintages) if stored else None,
    }


def _figures(request: Request, view: View, body: bytes, media_type: str, disposition: str) -> Response:
    as_of = view.selection.as_of
    # today may gain a vintage any minute; what is over only from observations shipped with a later version
    settled = as_of is not None and last_moment(as_of) < dt.datetime.now(dt.UTC)
    seconds = _SETTLED_SECONDS if settled else _FRESH_SECONDS
    return _answer(request, body, media_type, seconds=seconds, disposition=disposition)


def _answer(request: Request, body: bytes, media_type: str, *, seconds: int, disposition: str = "") -> Response:
    # weak, because a proxy may compress the body on its way
    etag = f'W/"{hashlib.sha256(body).hexdigest()}"'
    headers = {**_EVERYWHERE, "ETag": etag, "Cache-Control": f"public, max-age={seconds}"}
    if _is_known(request, etag):
        return Response(status_code=304, headers=headers)
    if disposition:
        headers["Content-Disposition"] = disposition
    return Response(body, media_type=media_type, headers=headers)


def _is_known(request: Request, etag: str) -> bool:
    given = ",".join(request.headers.getlist("if-none-match"))
    return given.strip() == "*" or etag.removeprefix("W/") in _ETAG.findall(given)


def _refusal(problem: SelectionError, status: int) -> Response:
    error = {"code": problem.code, "message": problem.message, "field": problem.field, "allowed": list(problem.allowed)}
    return _unkept({"error": error}, status)


def _unkept(content: object, status: int) -> Response:
    headers = {**_EVERYWHERE, "Cache-Control": "no-store"}
    # a reader's own words come back in here: nothing may take them for markup, whatever it thinks of media types
    body = tables.json_bytes(content).replace(b"<", rb"\u003c")
    return Response(body, status, media_type=_JSON, headers=headers)
