"""What do scripts get? Starlette routes for health, the catalogue's tables and observations, beside the pages."""

import datetime as dt
import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboard import export, words
from dashboard.cache import Cache
from dashboard.catalogue import Catalogue
from dashboard.chart import View, chart_view
from dashboard.errors import EralineError, NoFigures, SelectionError
from dashboard.export import LAYOUTS, Layout
from dashboard.model import Indicator, Record, Vintage
from dashboard.selection import KEYS, Selection, quoted, read_selection

_LOG = logging.getLogger(__name__)

Handler = Callable[[Request], Response]
Query = Mapping[str, Sequence[str]]
Json = dict[str, Any]

ROOT: Final = "/api/v1"
HEALTH: Final = "/health"
TABLES: Final = ("indicators", "economies", "eras", "milestones")
ACCEPTED_KEYS: Final = (*KEYS, "layout")

# they settle how a chart looks, never which figures it shows: a link's whole query works here too
_IGNORED_KEYS: Final = frozenset({"scale", "events", "view"})
_JSON: Final = "application/json; charset=utf-8"
_CSV: Final = "text/csv; charset=utf-8"
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
    "unknown-key": 400,
    "too-long": 400,
    "repeated-key": 400,
}
_UNPROCESSABLE: Final = 422


def routes(cache: Callable[[], Cache], catalogue: Callable[[], Catalogue]) -> list[Route]:
    """Return the data routes; cache and catalogue are asked for on each request, so that a failure is an answer."""
    data = _Data(cache, catalogue)
    served: dict[str, Handler] = {HEALTH: data.health}
    for table in TABLES:
        served[f"{ROOT}/{table}"] = data.table_json(table)
        served[f"{ROOT}/{table}.csv"] = data.table_csv(table)
    served[f"{ROOT}/observations.json"] = data.observations_json
    served[f"{ROOT}/observations.csv"] = data.observations_csv
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

    def table_json(self, table: str) -> Handler:
        """Return the handler of one of the catalogue's tables as a JSON array."""
        return lambda request: _answer(request, _json_bytes(self._records(table)), _JSON)

    def table_csv(self, table: str) -> Handler:
        """Return the handler of one of the catalogue's tables as CSV."""

        def handle(request: Request) -> Response:
            body = export.csv_bytes(export.flat(self._records(table)), bom=False)
            return _answer(request, body, _CSV, disposition=f'attachment; filename="eraline_{table}.csv"')

        return handle

    def observations_json(self, request: Request) -> Response:
        """Return the selected figures as a JSON array."""
        view, layout = self._selected(request)
        body = _json_bytes(export.json_rows(export.laid_out(view, layout)))
        name = export.file_name(view, "json", layout=layout)
        return _answer(request, body, _JSON, disposition=f'inline; filename="{name}"', as_of=view.selection.as_of)

    def observations_csv(self, request: Request) -> Response:
        """Return the selected figures as CSV."""
        view, layout = self._selected(request)
        body = export.csv_bytes(export.laid_out(view, layout), bom=False)
        name = export.file_name(view, "csv", layout=layout)
        return _answer(request, body, _CSV, disposition=f'attachment; filename="{name}"', as_of=view.selection.as_of)

    def _selected(self, request: Request) -> tuple[View, Layout]:
        query = _query(request)
        catalogue = self.catalogue()
        selection, layout = _read(query, catalogue), _layout(query)
        return chart_view(self.cache().store, catalogue, selection), layout

    def _records(self, table: str) -> list[Json]:
        catalogue = self.catalogue()
        if table == "indicators":
            held = self.cache().store.vintages()
            return [_indicator(entry, catalogue, held) for entry in catalogue.indicators.values()]
        records: Mapping[str, Record] = getattr(catalogue, table)
        return [record.model_dump(mode="json") for record in records.values()]


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
        except NoFigures as exc:
            field = "as_of" if "as_of" in request.query_params else "indicator"
            return _refusal(SelectionError("no-figures", str(exc), field=field), 404)
        except EralineError as exc:
            return _refusal(SelectionError("unavailable", str(exc), field=""), 503)
        except Exception:  # noqa: BLE001 - the outermost edge of the data routes
            # the log has what happened; the reader gets neither a traceback nor HTML
            _LOG.exception("%s could not be answered", request.url.path)
            return _refusal(SelectionError("internal", "Something went wrong here; the log says what.", field=""), 500)

    return guarded


def _status(problem: SelectionError) -> int:
    if problem.code == "missing":
        # nothing asked for at all, or a list that turned out empty
        return 400 if problem.field == "indicator" else _UNPROCESSABLE
    return _STATUSES.get(problem.code, _UNPROCESSABLE)


def _query(request: Request) -> Query:
    query: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        if key not in ACCEPTED_KEYS:
            name = quoted(key)
            raise SelectionError("unknown-key", f"No key is called {name}.", field=name[1:-1], allowed=ACCEPTED_KEYS)
        query.setdefault(key, []).append(value)
    return query


def _read(query: Query, catalogue: Catalogue) -> Selection:
    if not any(value.strip() for value in query.get("indicator", ())):
        raise SelectionError("missing", "Name an indicator.", field="indicator", allowed=tuple(catalogue.indicators))
    reading = read_selection({key: query[key] for key in query if key not in _IGNORED_KEYS}, catalogue)
    if reading.problems:
        raise reading.problems[0]
    selection = reading.selection
    if selection.economies is None:
        # a script that names none wants the whole indicator, not the handful that a chart has room for
        return replace(selection, economies=tuple(catalogue.economies))
    if not selection.economies:
        raise SelectionError(
            "missing", "economy names no economy.", field="economy", allowed=tuple(catalogue.economies)
        )
    return selection


def _layout(query: Query) -> Layout:
    given = [value.strip() for value in query.get("layout", ()) if value.strip()]
    if len(given) > 1:
        raise SelectionError("repeated-key", f"layout is given {len(given)} times; once is enough.", field="layout")
    wanted = given[0] if given else "tidy"
    for layout in LAYOUTS:
        if layout == wanted:
            return layout
    raise SelectionError("unknown-layout", f"layout cannot be {quoted(wanted)}.", field="layout", allowed=LAYOUTS)


def _indicator(entry: Indicator, catalogue: Catalogue, held: Mapping[str, Vintage]) -> Json:
    bases = catalogue.base_inputs(entry.id)
    vintages = [held[base] for base in bases if base in held]
    # what is computed from several is held only when all of them are
    stored = len(vintages) == len(bases)
    return {
        **entry.model_dump(mode="json"),
        "transforms": [transform.value for transform in entry.transforms],
        "vintage": max(vintage.date for vintage in vintages).isoformat() if stored else None,
        "release": words.releases(vintages) if stored else None,
    }


def _json_bytes(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _answer(
    request: Request, body: bytes, media_type: str, *, disposition: str = "", as_of: dt.date | None = None
) -> Response:
    # weak, because a proxy may compress the body on its way
    etag = f'W/"{hashlib.sha256(body).hexdigest()}"'
    # today may gain a vintage any minute; a day that is over only from figures shipped with a later version
    settled = as_of is not None and as_of < dt.datetime.now(dt.UTC).date()
    seconds = _SETTLED_SECONDS if settled else _FRESH_SECONDS
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
    body = _json_bytes(content).replace(b"<", rb"\u003c")
    return Response(body, status, media_type=_JSON, headers=headers)
