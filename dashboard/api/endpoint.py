"""Define an endpoint: a path of the API with what it answers, its query parameters and its formats, as values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.request import Data, Handler, query
from dashboard.charts.data_links import ROOT
from dashboard.charts.registry import kinds_with_rows
from dashboard.errors import EralineError
from dashboard.export.formats import FORMATS, of_any_rows
from dashboard.views.parameters import PARAMETERS, script_keys

API: Final = "/api"
Schema = Mapping[str, Any]
_TEXT: Final = {"type": "string"}
# where a record of the description is looked up by its name
_RECORDS: Final = "#/components/schemas/{model}"


@dataclass(frozen=True)
class Key:
    """One query parameter of an endpoint: what it says, and its JSON schema."""

    name: str
    help: str
    schema: Schema = field(default_factory=lambda: _TEXT)
    is_required: bool = False


@dataclass(frozen=True, eq=False)
class Endpoint:
    """One thing that scripts ask for: its name is its path under the root, `summary` says what it answers.

    `serve` makes the handler of an ending, "" for the path without one; `media` has the media type of each ending.
    `read` gives the parameters that settle the answer. One that `takes_links` takes a page's whole query, of which the
    rest changes nothing. It `stands` until a vintage or a day is new. `schema` is the JSON schema of a JSON answer,
    `others` those of endings that answer otherwise. One that `has_files` sends parts of what is large.
    """

    name: str
    summary: str
    serve: Callable[[Data, str], Handler]
    media: Mapping[str, str]
    schema: Schema
    read: Callable[[], Sequence[Key]] = tuple
    takes_links: bool = False
    others: Mapping[str, Schema] = field(default_factory=dict[str, Schema])
    stands: bool = True
    has_files: bool = False

    @property
    def paths(self) -> Mapping[str, str]:
        """Return every path, with the ending that it has."""
        return {f"{ROOT}/{self.name}{ending and f'.{ending}'}": ending for ending in self.media}

    @property
    def accepted(self) -> tuple[str, ...]:
        """Return every parameter that may be given."""
        return tuple(dict.fromkeys((*(key.name for key in self.read()), *(script_keys() if self.takes_links else ()))))

    def handler(self, data: Data, ending: str) -> Handler:
        """Return what answers in a format: SelectionError names the first parameter that the endpoint does not take."""
        handle = self.serve(data, ending)

        def checked(request: Request) -> Response:
            query(request, self.accepted)
            return handle(request)

        def standing(request: Request) -> Response:
            try:
                figures = data.figures()
            except EralineError:
                # what needs less than all of it is answered all the same
                return checked(request)
            # what is kept was checked when it was made
            return data.kept.answer(figures, request, checked)

        return standing if self.stands else checked


def page_key(name: str, *, is_required: bool = False) -> Key:
    """Return a parameter that pages have too."""
    known = PARAMETERS[name]
    return Key(name, known.help.format(views=", ".join(kinds_with_rows())), known.schema, is_required)


def rows_key(name: str) -> Key:
    """Return a parameter of a request for rows: they are of the indicator named, and can be of several."""
    known = page_key(name, is_required=name == "indicator")
    return replace(known, help=f"{known.help}{PARAMETERS[name].several}")


class FormatMedia(Mapping[str, str]):
    """The media types of the formats that there are, looked up when it is asked: of all, or of those for any rows.

    Those for any rows have "" too, which is JSON.
    """

    def __init__(self, *, any_rows: bool = False) -> None:
        self._any_rows = any_rows

    def __getitem__(self, ending: str) -> str:
        return FORMATS[ending or "json"].media_type

    def __iter__(self) -> Iterator[str]:
        routed = (form.ending for form in FORMATS.values() if form.is_routed)
        yield from ("", *(form.ending for form in of_any_rows())) if self._any_rows else routed

    def __len__(self) -> int:
        return len(list(self))


def rows_of(record: type[BaseModel] | None = None, **more: Schema) -> Schema:
    """Return the schema of an array of records with an id; `more` are fields that a record has besides or otherwise."""
    known = {} if record is None else _open(record.model_json_schema(mode="serialization", ref_template=_RECORDS))
    fields = {"id": _TEXT, **known.get("properties", {}), **more}
    return {
        "type": "array",
        "items": {
            "type": "object",
            "description": " ".join(known.get("description", "").split()),
            "properties": fields,
            "required": [name for name in fields if name == "id" or name in known.get("required", ())],
        },
        "$defs": known.get("$defs", {}),
    }


def _open(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return a schema that allows what a later version may add, as a record of data/ does not."""
    if isinstance(schema, list):
        return [_open(part) for part in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    parts = cast("dict[str, Any]", schema)
    return {name: _open(part) for name, part in parts.items() if (name, part) != ("additionalProperties", False)}
