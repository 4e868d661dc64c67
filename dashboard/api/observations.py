"""Answer with the rows of a selection, or of one kind of chart, in a format."""

import datetime as dt
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import FRESH_SECONDS, answer
from dashboard.api.request import Data, Handler, query
from dashboard.api.series import catalogue_for
from dashboard.charts.extracts import extract
from dashboard.export.formats import Format
from dashboard.export.tables import Extract
from dashboard.store.as_of import last_moment
from dashboard.views.parameters import script_keys
from dashboard.views.selection import query_of
from dashboard.views.view import View

_SETTLED_SECONDS: Final = 86_400


def observations(data: Data, form: Format, prefix: str) -> Handler:
    """Return what answers with the selected rows; `prefix` is the path that the pages are served under."""

    def handle(request: Request) -> Response:
        asked = query(request, script_keys())
        found = extract(asked, data.cache().store, catalogue_for(data, request, asked))
        table = found.table(_link(request, found, prefix))
        return answer(
            request,
            form.render(table),
            form.media_type,
            seconds=_seconds(found.view),
            disposition=form.disposition(table),
        )

    return handle


def _link(request: Request, found: Extract, prefix: str) -> str:
    """Return the URL of the page that draws the same rows, as of all that they rest on."""
    drawn = replace(found.permalink, as_of=found.released)
    asked = urlencode(query_of(drawn), doseq=True, safe=",:")
    return str(request.url.replace(path=f"{prefix}/{found.page}", query=asked))


def _seconds(view: View) -> int:
    as_of = view.selection.as_of
    # today may gain a vintage any minute; what is over only from observations shipped with a later version
    settled = as_of is not None and last_moment(as_of) < dt.datetime.now(dt.UTC)
    return _SETTLED_SECONDS if settled else FRESH_SECONDS
