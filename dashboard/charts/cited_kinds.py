"""Tell what changed since a chart of any kind was cited, by the rows that it gives now and gave then."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from dashboard import formatting
from dashboard.charts.cited import brief, cited_or_why, day_cited, since_sentence
from dashboard.charts.kind import Built, ChartKind, ChartRequest
from dashboard.charts.registry import request_for
from dashboard.errors import NoObservations
from dashboard.store.as_of import AsOf
from dashboard.views.cited import Cited, compared
from dashboard.views.loading import Loader
from dashboard.views.view import View

# so many indicators are told of by name in one line
_NAMED: Final = 5


def cited_in(kind: ChartKind, request: ChartRequest, built: Built) -> tuple[Cited, ...]:
    """Return what became of the values that a chart cites, for each of its indicators; nothing where it cites none."""
    selection = request.selection
    if built.cited:
        return built.cited
    then, now = (built, built)
    if selection.cited is not None:
        then = _again(kind, request, built, selection.cited)
    elif selection.as_of is not None:
        now = _again(kind, request, built, None)
    day = selection.cited or selection.as_of
    if day is None or then is None or now is None:
        return ()
    pairs = zip(_shown(then), _shown(now), strict=True)
    return tuple(compared(request.loader, old, new, day) for old, new in pairs)


def cited_views(loader: Loader, views: Sequence[View]) -> tuple[Cited, ...]:
    """Return what became of the values that views of several indicators cite; nothing where they cite none."""
    found = (cited_or_why(loader, view)[0] for view in views)
    return tuple(cited for cited in found if cited is not None)


def _again(kind: ChartKind, request: ChartRequest, built: Built, as_of: AsOf | None) -> Built | None:
    """Return the same chart as of another day, None where there is none."""
    # every choice spelled out: the newest year of one day is not that of another
    again = replace(built.permalink, as_of=as_of, cited=None)
    try:
        found = kind.build(request_for(kind, request.loader, again))
    except NoObservations:
        return None
    return found if isinstance(found, Built) else None


def sentences(found: Sequence[Cited]) -> str:
    """Return what changed in one line: of one indicator in full, of several by their numbers."""
    if len(found) == 1:
        return since_sentence(found[0])
    changed = [each for each in found if not each.changes.empty]
    if not changed:
        return f"Unchanged since {day_cited(found[0])}: all values of {len(found)} indicators are the same."
    told = ", ".join(f"{each.now.indicator.short_name} ({', '.join(brief(each))})" for each in changed[:_NAMED])
    if len(changed) > _NAMED:
        told += f" and {formatting.in_words(len(changed) - _NAMED)} more"
    rest = "; the others are unchanged" if len(changed) < len(found) else ""
    return f"Values changed since {day_cited(found[0])}: {told}{rest}."


def _shown(built: Built) -> Iterator[View]:
    """Yield the views of a chart with the points alone that it shows."""
    rows = built.rows()
    for view in built.views:
        own = rows[(rows["indicator"] == view.indicator.id) & rows["economy"].isin([one.id for one in view.economies])]
        points = own[["economy", "period", "value"]].drop_duplicates(["economy", "period"]).dropna()
        period = points["period"].to_numpy().astype("datetime64[s]") if len(points) else np.array([], "datetime64[s]")
        yield replace(view, points=points.assign(period=period, economy=points["economy"].astype("str")))
