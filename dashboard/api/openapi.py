"""Describe the endpoints in OpenAPI 3.1, from what validates their requests."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard import __version__
from dashboard.api.endpoint import Endpoint, Key

Json = dict[str, Any]

_ABOUT: Final = (
    "Public economic series, and the policy milestones they were meant to follow. Every value has its unit, source and "
    "vintage; with `as_of` at an instant an answer never changes. Whole queries of pages may be asked here: what says "
    "only how a page looks changes nothing."
)
_KNOWN: Final = {"description": "Unchanged since the ETag that If-None-Match names."}
_PARTS: Final = {
    "206": {"description": "The part of a file that Range asks for."},
    "416": {"description": "A range that begins behind the end of the file, whose length Content-Range tells."},
}
REFUSALS: Final[Mapping[str, str]] = {
    "400": "A parameter that is unknown, repeated or missing.",
    "403": "A series that this server does not fetch for everybody.",
    "404": "Nothing is called so, or there are no values.",
    "422": "A value that cannot be followed.",
    "429": "More new pictures than are drawn for one user in a minute.",
    "502": "A provider that did not answer when a new series was asked for.",
    "503": "The figures cannot be read now, or many large answers are wanted: ask again after `Retry-After`.",
}
_REFUSAL: Final[Json] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "field", "allowed"],
            "properties": {
                "code": {"type": "string", "description": "What is wrong, for programs."},
                "message": {"type": "string", "description": "What is wrong, and what to do."},
                "field": {"type": "string", "description": "The parameter that is wrong."},
                "allowed": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": "What it may say, where that is a list.",
                },
            },
        }
    },
}
_REFUSED: Final = "#/components/responses/Refused"


def document(endpoints: Sequence[Endpoint], server: str) -> Json:
    """Return the OpenAPI document of endpoints that are served under a path, "" at the root."""
    records: Json = {}
    for one in endpoints:
        records |= one.schema.get("$defs", {})
    return {
        "openapi": "3.1.0",
        "info": {"title": "Eraline", "version": __version__, "description": _ABOUT},
        "servers": [{"url": server or "/"}],
        "paths": {path: {"get": _operation(one, ending)} for one in endpoints for path, ending in one.paths.items()},
        "components": {
            "schemas": {**dict(sorted(records.items())), "Refusal": _REFUSAL},
            "responses": {
                "Refused": {
                    "description": "What is wrong, and what would be right.",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
                }
            },
        },
    }


def _operation(endpoint: Endpoint, ending: str) -> Json:
    media_type = endpoint.media[ending].partition(";")[0]
    is_json = media_type == "application/json"
    described = endpoint.others.get(ending, endpoint.schema) if is_json else {}
    schema = {key: value for key, value in described.items() if key != "$defs"}
    return {
        "operationId": f"{endpoint.name}_{ending}".replace(".", "_").strip("_"),
        "summary": endpoint.summary,
        "tags": [endpoint.name],
        "parameters": [_parameter(key) for key in endpoint.read()],
        "responses": {
            "200": {
                "description": endpoint.summary,
                "headers": {name: {"schema": {"type": "string"}} for name in ("ETag", "Cache-Control")},
                "content": {media_type: {"schema": schema}},
            },
            "304": _KNOWN,
            **(_PARTS if endpoint.has_files else {}),
            **{status: {"$ref": _REFUSED} for status in REFUSALS},
        },
    }


def _parameter(key: Key) -> Json:
    is_list = key.schema.get("type") == "array"
    return {
        "name": key.name,
        "in": "query",
        "description": key.help,
        "required": key.is_required,
        "schema": dict(key.schema),
        # era=a&era=b; commas do as well
        **({"style": "form", "explode": True} if is_list else {}),
    }
