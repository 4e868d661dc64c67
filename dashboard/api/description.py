"""Answer with what the API offers: an index, an OpenAPI document, and a page for people."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import FRESH_SECONDS, answer
from dashboard.api.endpoint import ROOT, Endpoint
from dashboard.api.openapi import REFUSALS, document
from dashboard.api.request import Handler, query
from dashboard.export.formats import FORMATS
from dashboard.export.json_text import json_bytes

OPENAPI: Final = f"{ROOT}/openapi.json"
PAGE: Final = f"{ROOT}/docs"
_JSON: Final = FORMATS["json"].media_type
_HTML: Final = "text/html; charset=utf-8"
# RFC 8631: what programs find a service's description by
_LINKS: Final = '<{0}{1}>; rel="service-desc"; type="application/json", <{0}{2}>; rel="service-doc"; type="text/html"'
# nothing on the page but its own style: it has no script, and asks nobody
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


def description(endpoints: Sequence[Endpoint]) -> Mapping[str, Handler]:
    """Return what answers with a description of these endpoints, by path."""

    def index(request: Request) -> Response:
        query(request, ())
        prefix = _prefix(request)
        response = answer(json_bytes(_index(endpoints, prefix)), _JSON, seconds=FRESH_SECONDS)
        response.headers["Link"] = _LINKS.format(prefix, OPENAPI, PAGE)
        return response

    def openapi(request: Request) -> Response:
        query(request, ())
        return answer(json_bytes(document(endpoints, _prefix(request))), _JSON, seconds=FRESH_SECONDS)

    def page(request: Request) -> Response:
        query(request, ())
        response = answer(_page(endpoints, _prefix(request)).encode(), _HTML, seconds=FRESH_SECONDS)
        response.headers["Content-Security-Policy"] = _POLICY
        return response

    return {ROOT: index, OPENAPI: openapi, PAGE: page}


def shortest(endpoint: Endpoint) -> str:
    """Return the path of an endpoint that stands for all of its formats."""
    return next(iter(endpoint.paths))


def _index(endpoints: Sequence[Endpoint], prefix: str) -> list[dict[str, Any]]:
    return [
        {
            "id": one.name,
            "summary": one.summary,
            "parameters": [key.name for key in one.read()],
            "paths": [f"{prefix}{path}" for path in one.paths],
        }
        for one in endpoints
    ]


def _page(endpoints: Sequence[Endpoint], prefix: str) -> str:
    templates = Environment(
        loader=PackageLoader("dashboard.api"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return templates.get_template("docs.html").render(
        endpoints=endpoints,
        prefix=prefix,
        root=ROOT,
        openapi=f"{prefix}{OPENAPI}",
        refusals=REFUSALS,
        choices=_choices,
    )


def _choices(schema: Mapping[str, Any]) -> str:
    """Return what a parameter may say, in words."""
    if "enum" in schema:
        return f"One of: {', '.join(map(str, schema['enum']))}"
    if "minimum" in schema:
        return f"From {schema['minimum']} to {schema['maximum']}"
    inner = schema.get("items", {})
    return _choices(inner) if "enum" in inner else ""


def _prefix(request: Request) -> str:
    return request.url.path.rpartition(ROOT)[0]
