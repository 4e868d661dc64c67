"""Answer what changed of an indicator between two releases, days or instants."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request

from dashboard.api.endpoint import Endpoint, Key, rows_key, rows_of
from dashboard.api.records import Json, Records, table
from dashboard.api.request import Data, query
from dashboard.api.series import catalogue_for
from dashboard.charts.revisions import revisions, rows
from dashboard.export.json_text import json_rows
from dashboard.store.changes import Change
from dashboard.views.parameters import PARAMETERS, script_keys

_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": ["number", "null"]}
_TOLD: Final = [change.value for change in Change if change is not Change.REPRINTED]


def _records(data: Data) -> Records:
    def read(request: Request) -> Sequence[Json]:
        asked = query(request, script_keys())
        return json_rows(rows(revisions(asked, data.cache().store, catalogue_for(data, request, asked))))

    return read


def _keys() -> Sequence[Key]:
    return [rows_key(key) for key, known in PARAMETERS.items() if known.is_data]


REVISIONS: Final[Endpoint] = table(
    "revisions",
    "What changed of an indicator from one day to another (`cited` to `as_of`), or with its newest release.",
    _records,
    rows_of(
        **dict.fromkeys(("indicator", "economy", "unit", "old_unit", "vintage", "old_vintage"), _TEXT),
        period=_TEXT | {"format": "date"},
        old=_NUMBER,
        new=_NUMBER,
        change=_TEXT | {"enum": _TOLD},
    ),
    _keys(),
    takes_links=True,
)
