"""Answer a request for several indicators at once: their rows below one another, or one column for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from dashboard.errors import SelectionError
from dashboard.export.names import several_name
from dashboard.export.tables import Extract, by_indicator
from dashboard.store.steps import step
from dashboard.views.requests import Layout
from dashboard.views.series import MOST_INDICATORS, SECOND
from dashboard.views.view import View

_ALONE: Final = ("view", SECOND, "cited")
Query = Mapping[str, Sequence[str]]


def several(query: Query, indicators: Sequence[str], layout: Layout, answer: Callable[[Query], Extract]) -> Extract:
    """Return what `answer` gives for each of several indicators, as one extract; SelectionError where it gives none."""
    _check(query, indicators)
    tidy = {**query, "layout": ["tidy"]}
    found: list[Extract] = []
    for indicator in indicators:
        found.append(answer({**tidy, "indicator": [indicator]}))
        step()
    views = tuple(view for extract in found for view in extract.views)
    rows = _rows(views, found, layout)
    return replace(
        found[0], rows=rows, views=views, name=several_name(views, layout), beside={}, are_series=True, drawing=None
    )


def _rows(views: Sequence[View], found: Sequence[Extract], layout: Layout) -> pd.DataFrame:
    if layout == "wide":
        return by_indicator(views)
    return pd.concat([extract.rows for extract in found], ignore_index=True)


def check_number(indicators: Sequence[str]) -> None:
    """Refuse more indicators than one request may name."""
    if len(indicators) > MOST_INDICATORS:
        message = f"{len(indicators)} indicators are too many for one request; {MOST_INDICATORS} are the most."
        raise SelectionError("too-long", f"{message} The snapshot has them all.", field="indicator")


def _check(query: Query, indicators: Sequence[str]) -> None:
    check_number(indicators)
    for key in _ALONE:
        if any(text.strip() for text in query.get(key, ())):
            raise SelectionError("one-indicator", f"{key} goes with one indicator.", field=key)
