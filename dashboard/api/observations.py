"""Answer with the rows of a selection, or of one kind of chart, in a format."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import answer, headers_of, lasting
from dashboard.api.endpoint import ROOT, Endpoint, FormatMedia, Key, rows_key
from dashboard.api.files import made, without_content
from dashboard.api.in_turn import InTurn
from dashboard.api.request import Data, Handler, Query, query
from dashboard.api.series import catalogue_for
from dashboard.api.streamed import Streamed
from dashboard.charts.extracts import extract
from dashboard.export.fingerprint import fingerprint
from dashboard.export.formats import FORMATS, Format
from dashboard.export.table import Table
from dashboard.export.tables import Extract
from dashboard.store.csv_text import PIECE_ROWS
from dashboard.views.links import site_of
from dashboard.views.parameters import PARAMETERS, script_keys
from dashboard.views.series import listed

# economies; a request that names more, or none and so all of them, may have many rows
_FEW: Final = 20


def _observations(data: Data, ending: str) -> Handler:
    """Return what answers with the selected rows."""
    form = FORMATS[ending]

    def handle(request: Request) -> Response:
        asked = query(request, script_keys())
        is_several = len(listed(asked)) > 1
        in_turn = InTurn(request, lambda request: _in_file(data, request, form), data.is_busy)
        if is_several and not _names_few(asked, data):
            return in_turn
        found, table = _table(data, request, asked)
        if len(table.rows) <= PIECE_ROWS:
            lasts = lasting(found.view.selection.as_of)
            return answer(form.render(table), form.media_type, disposition=form.disposition(table), **lasts)
        pieces = None if is_several else form.pieces(table)
        if pieces is None:
            return in_turn
        return Streamed(pieces, form.media_type, _headers(asked, found, table, form))

    return handle


def _in_file(data: Data, request: Request, form: Format) -> Response:
    """Answer with a file, for there are many rows of several indicators, or in a format that is written as a whole."""
    asked = query(request, script_keys())
    found, table = _table(data, request, asked)
    sent = form.media_type, _headers(asked, found, table, form), f"{table.name}.{form.ending}"
    return without_content(request, *sent) or made(lambda out: form.save(table, out), *sent)


def _names_few(asked: Query, data: Data) -> bool:
    """Tell whether a query names so few economies that there are not many rows of any indicators."""
    named = [code for text in asked.get("economy", ()) for code in text.split(",")]
    known = data.catalogue().economies
    return 0 < len(named) <= _FEW and all(code in known for code in named)


def _table(data: Data, request: Request, asked: Query) -> tuple[Extract, Table]:
    found = extract(asked, data.cache().store, catalogue_for(data, request, asked))
    return found, found.table(page_link(request, found))


def _headers(asked: Query, found: Extract, table: Table, form: Format) -> dict[str, str]:
    etag = fingerprint(asked, found, table, form, dt.datetime.now(dt.UTC).date().isoformat())
    lasts = lasting(found.view.selection.as_of)
    return headers_of(etag, disposition=form.disposition(table), **lasts)


def page_link(request: Request, found: Extract) -> str:
    """Return the URL of the page that draws the same rows, as of all that they rest on."""
    # pages and API are served under the same path
    return found.link(site_of(str(request.url), request.url.path.rpartition(ROOT)[0]))


def settling_keys() -> Sequence[Key]:
    """Return the parameters that settle which rows are answered."""
    settling = [
        key
        for key, known in PARAMETERS.items()
        if known.is_data or known.of_view or known.of_scripts or known.attribute == "view"
    ]
    return [rows_key(key) for key in settling]


_ROWS: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "description": "One value, tidy. Wide: a period with one value per economy. With `view`: fields of its own.",
        "properties": {
            "indicator": {"type": "string"},
            "economy": {"type": "string"},
            "period": {"type": "string", "format": "date"},
            "value": {"type": ["number", "null"]},
            "unit": {"type": "string"},
            "source": {"type": "string"},
            "vintage": {"type": "string"},
            "cited_value": {"type": ["number", "null"], "description": "With `cited`: the value that was known then."},
            "change": {
                "type": "string",
                "description": "With `cited`: revised, added, withdrawn, redefined, or empty.",
            },
        },
    },
}
_FULL: Final = {
    "type": "object",
    "description": "The rows as records, what is to be known of them, and tables that stand beside them.",
    "properties": {"metadata": {"type": "object"}, "records": _ROWS},
    "required": ["metadata", "records"],
}
OBSERVATIONS: Final = Endpoint(
    "observations",
    "The observations of a selection, or the rows of one kind of chart.",
    _observations,
    FormatMedia(),
    _ROWS,
    settling_keys,
    takes_links=True,
    others={"full.json": _FULL},
    has_files=True,
)
