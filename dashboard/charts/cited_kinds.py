"""Tell what changed since a chart of any kind was cited, by the rows that it gives now and gave then."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from dashboard.charts.cited import since_sentence
from dashboard.charts.kind import Built, ChartKind, ChartRequest
from dashboard.charts.registry import request_for
from dashboard.errors import NoObservations
from dashboard.views.cited import Cited, compared
from dashboard.views.view import View


def cited_in(kind: ChartKind, request: ChartRequest, built: Built) -> tuple[Cited, ...]:
    """Return what became of the values that a chart cites, for each of its indicators; nothing where it cites none."""
    if built.cited is not None:
        return (built.cited,)
    as_of = request.selection.as_of
    if as_of is None:
        return ()
    # every choice spelled out: the newest year of then is not the one of today
    again = request_for(kind, request.loader, replace(built.permalink, as_of=None))
    try:
        now = kind.build(again)
    except NoObservations:
        return ()
    if not isinstance(now, Built):
        return ()
    pairs = zip(_shown(built), _shown(now), strict=True)
    return tuple(compared(request.loader, then, later, as_of) for then, later in pairs)


def sentences(found: Sequence[Cited]) -> str:
    """Return what changed, one sentence for each indicator, named where there are several."""
    if len(found) == 1:
        return since_sentence(found[0])
    return " ".join(f"{each.now.indicator.short_name}: {since_sentence(each)}" for each in found)


def _shown(built: Built) -> Iterator[View]:
    """Yield the views of a chart with the points alone that it shows."""
    rows = built.rows()
    for view in built.views:
        own = rows[(rows["indicator"] == view.indicator.id) & rows["economy"].isin([one.id for one in view.economies])]
        points = own[["economy", "period", "value"]].drop_duplicates(["economy", "period"]).dropna()
        period = points["period"].to_numpy().astype("datetime64[s]") if len(points) else np.array([], "datetime64[s]")
        yield replace(view, points=points.assign(period=period, economy=points["economy"].astype("str")))
