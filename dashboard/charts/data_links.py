"""Say where scripts get what a chart shows: the endpoint, and the query that answers with its rows."""

from dataclasses import replace
from typing import Final

from dashboard.charts.kind import ChartKind
from dashboard.views.links import query_text
from dashboard.views.parameters import PARAMETERS, Parameter
from dashboard.views.selection import Selection, query_of

# under the path that the pages are served at
ROOT: Final = "/api/v1"


def data_query(kind: ChartKind, selection: Selection) -> str:
    """Return the path below the API's root, with its query, that answers with a chart's rows as CSV.

    What says only how the chart looks is left out.
    """
    if selection.economies is not None:
        # a page shows the first of them
        selection = replace(selection, economies=selection.economies[: kind.most_economies])
    words = {key: value for key, value in query_of(selection).items() if _settles(kind, PARAMETERS[key])}
    if kind.has_rows:
        words["view"] = kind.id
    return f"{kind.endpoint}.csv?{query_text(words)}"


def _settles(kind: ChartKind, known: Parameter) -> bool:
    if not kind.is_of_observations:
        return True
    return (known.is_data or (known.of_view and kind.has_rows)) and known.key not in kind.overlooks
