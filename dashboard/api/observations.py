"""Answer with the rows of a selection, or of one kind of chart, in a format."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import answer, headers_of, lasting
from dashboard.api.endpoint import ROOT, Endpoint, FormatMedia, Key, page_key
from dashboard.api.files import IN_TURN, made
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


def _observations(data: Data, ending: str) -> Handler:
    """Return what answers with the selected rows."""
    form = FORMATS[ending]

    def handle(request: Request) -> Response:
        asked = query(request, script_keys())
        if len(listed(asked)) > 1:
            return _several(data, request, asked, form)
        found = extract(asked, data.cache().store, catalogue_for(data, request, asked))
        table, lasts = found.table(page_link(request, found)), lasting(found.view.selection.as_of)
        disposition = form.disposition(table)
        if len(table.rows) > PIECE_ROWS and (pieces := form.pieces(table)) is not None:
            headers = headers_of(_etag(asked, found, table, form), disposition=disposition, **lasts)
            return Streamed(pieces, form.media_type, headers)
        return answer(form.render(table), form.media_type, disposition=disposition, **lasts)

    return handle


def _etag(asked: Query, found: Extract, table: Table, form: Format) -> str:
    return fingerprint(asked, found, table, form, dt.datetime.now(dt.UTC).date().isoformat())


def _several(data: Data, request: Request, asked: Query, form: Format) -> Response:
    """Answer with the rows of several indicators: made in turn, so that many who ask take no more memory than two."""
    with IN_TURN:
        found = extract(asked, data.cache().store, catalogue_for(data, request, asked))
        table = found.table(page_link(request, found))
        name = f"{table.name}.{form.ending}"
        return made(lambda out: form.save(table, out), form.media_type, found.view.selection.as_of, name)


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
    return [page_key(key, is_required=key == "indicator") for key in settling]


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
)
