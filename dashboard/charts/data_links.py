"""Say where scripts get what a chart shows: the endpoint, and the query that answers with its rows."""

from typing import Final
from urllib.parse import urlencode

from dashboard.charts.kind import ChartKind
from dashboard.charts.lines import LINES
from dashboard.charts.releases import REVISION
from dashboard.views.parameters import PARAMETERS, Parameter
from dashboard.views.selection import Selection, query_of

# under the path that the pages are served at
ROOT: Final = "/api/v1"


def data_query(kind: ChartKind, selection: Selection) -> str:
    """Return the path below the API's root, with its query, that answers with a chart's rows as CSV.

    What says only how the chart looks is left out.
    """
    words = {key: value for key, value in query_of(selection).items() if _settles(kind, PARAMETERS[key])}
    if kind.has_rows:
        words["view"] = kind.id
    return f"{kind.endpoint}.csv?{urlencode(words, doseq=True, safe=',:')}"


def _settles(kind: ChartKind, known: Parameter) -> bool:
    if kind.endpoint == REVISION.endpoint:
        # whatever else a page says, all of an indicator's vintages are told
        return known.key in ("indicator", "economy")
    return kind.endpoint != LINES.endpoint or known.is_data or (known.of_view and kind.has_rows)
