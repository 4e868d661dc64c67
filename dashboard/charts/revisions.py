"""List what changed of an indicator between two releases, days or instants, value by value."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.several import check_number
from dashboard.store.as_of import AsOf
from dashboard.store.observations import Store
from dashboard.views.among import with_peers
from dashboard.views.cited import Cited, beside_cited
from dashboard.views.loading import Loader
from dashboard.views.pair import views_of
from dashboard.views.requests import read_request, respelled
from dashboard.views.selection import Selection
from dashboard.views.series import listed

_TICK: Final = dt.timedelta(microseconds=1)
COLUMNS: Final = (
    *("id", "indicator", "economy", "period", "old", "new", "change"),
    *("unit", "old_unit", "vintage", "old_vintage"),
)


def revisions(query: Mapping[str, Sequence[str]], store: Store, catalogue: Catalogue) -> tuple[Cited, ...]:
    """Return what changed of the indicators that a query names; SelectionError names the first parameter that is wrong.

    From `cited` to `as_of`; where only one of them is given, from then to now; where none is, with the newest release.
    Nothing where there is no release before that. NoObservations where nothing was stored on one of the days.
    """
    query = respelled(query)
    if len(indicators := listed(query)) > 1:
        check_number(indicators)
        return tuple(one for name in indicators for one in revisions({**query, "indicator": [name]}, store, catalogue))
    catalogue = with_peers(store, catalogue, query)
    selection, _ = read_request(query, catalogue)
    loader = Loader(store, catalogue.focused(*selection.policies))
    span = _span(loader, selection)
    if span is None:
        return ()
    then, now = span
    views = views_of(loader, replace(selection, as_of=now, cited=None))
    return tuple(beside_cited(loader, view, then) for view in views)


def rows(found: Sequence[Cited]) -> pd.DataFrame:
    """Return one row per value that changed, in COLUMNS: both values (NaN: absent), their units, vintages, and how."""
    frames = [_rows(cited) for cited in found]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS))


def _rows(cited: Cited) -> pd.DataFrame:
    changes, indicator = cited.changes, cited.now.indicator.id
    period = changes["period"].dt.strftime("%Y-%m-%d")
    frame = changes.rename(columns={"before": "old", "after": "new"}).assign(
        id=indicator + "/" + changes["economy"] + "/" + period,
        indicator=indicator,
        period=period,
        unit=cited.now.unit_in_full,
        old_unit=cited.then.unit_in_full,
        vintage=cited.now.vintage.date.isoformat(),
        old_vintage=cited.then.vintage.date.isoformat(),
    )
    return frame[list(COLUMNS)]


def _span(loader: Loader, selection: Selection) -> tuple[AsOf, AsOf | None] | None:
    if selection.cited is not None:
        return selection.cited, selection.as_of
    if selection.as_of is not None:
        return selection.as_of, None
    histories = [loader.store.history(name) for name in loader.catalogue.base_inputs(selection.indicator)]
    newest = [history[-1].published for history in histories if len(history) > 1]
    return (max(newest) - _TICK, None) if newest else None
