"""Show two indicators of one selection: a view of each, on one time axis among the same eras and milestones."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.analysis.arithmetic import base_period
from dashboard.analysis.transforms import INDEX, LEVEL, TRANSFORMS
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import KIND_NAMES, Indicator
from dashboard.views.chart import chart_view
from dashboard.views.histories import histories_on
from dashboard.views.loading import Loader
from dashboard.views.points import points_of
from dashboard.views.selection import Selection
from dashboard.views.time_axis import eras_in, milestones_in, recessions_in
from dashboard.views.view import View


def views_of(loader: Loader, selection: Selection) -> tuple[View, ...]:
    """Return the view of a selection and, where it names a second indicator, the view of that.

    Economies, years, eras, day and scale hold for both, a transform for the second where it fits it. Two indices have
    one base year. NoObservations where the store has none of one of them as of the selection's day.
    """
    if not selection.second:
        return (chart_view(loader, selection),)
    other = _second(loader.catalogue, selection)
    if other.transform == INDEX and selection.base_year is None:
        year = _common_year(loader, selection, other)
        selection, other = replace(selection, base_year=year), replace(other, base_year=year)
    first = chart_view(loader, selection)
    second = chart_view(loader, replace(other, economies=first.selection.economies))
    said = _left_as_published(selection, second)
    return _on_one_axis(loader.catalogue, selection, [first, replace(second, undated=(*said, *second.undated))])


def share_axis(views: Sequence[View]) -> bool:
    """Tell whether all views are indices of one base, which one axis of values can show; no other two are."""
    return all(view.selection.transform == INDEX for view in views)


def whole_scale(views: Sequence[View], selection: Selection) -> Selection:
    """Return a selection that spells the scale out where all views have the same; two cannot be spelled."""
    scales = {view.scale for view in views}
    return replace(selection, scale=scales.pop()) if len(scales) == 1 else selection


def _second(catalogue: Catalogue, selection: Selection) -> Selection:
    fits = TRANSFORMS[selection.transform].fits(catalogue.indicator(selection.second))
    transform = selection.transform if fits else LEVEL
    return replace(selection, indicator=selection.second, second="", transform=transform)


def _common_year(loader: Loader, selection: Selection, other: Selection) -> int | None:
    """Return the first year in which most series of both indicators have a value above zero; None where there is none.

    An index of each from a start of its own would not meet the other anywhere.
    """
    first = points_of(loader, replace(selection, transform=LEVEL))
    second = points_of(loader, replace(other, transform=LEVEL, economies=first.economies))
    by_year = [
        found.points.assign(
            economy=f"{number} " + found.points["economy"],
            period=found.points["period"].astype("datetime64[s]").dt.to_period("Y").dt.start_time,
        )
        for number, found in enumerate((first, second))
    ]
    base = base_period(pd.concat(by_year, ignore_index=True))
    return None if base is None else base.year


def _left_as_published(selection: Selection, second: View) -> tuple[str, ...]:
    """Return that a transform was left out and why, "" where it was not."""
    wanted = TRANSFORMS[selection.transform]
    if second.selection.transform == wanted.id:
        return ()
    entry: Indicator = second.indicator
    if wanted.id == INDEX:
        why = f"a {KIND_NAMES[entry.kind]} is not indexed"
        return (f"{entry.short_name} is shown as published in a panel of its own: {why}.",)
    return (f'{entry.short_name} is shown as published: the transform "{wanted.label}" makes no sense of it.',)


def _on_one_axis(catalogue: Catalogue, selection: Selection, views: Sequence[View]) -> tuple[View, ...]:
    """Return views with the axis that holds those of them that have points, and what lies on it."""
    drawn = [view for view in views if not view.points.empty] or views
    axis = min(view.axis[0] for view in drawn), max(view.axis[1] for view in drawn)
    shaded = recessions_in(catalogue, selection, {economy.id for view in views for economy in view.economies}, axis)
    first = replace(
        views[0],
        axis=axis,
        eras=eras_in(catalogue, axis),
        milestones=milestones_in(catalogue, selection, axis, [view.indicator.id for view in views]),
        histories=histories_on(catalogue, axis, selection),
        recessions=shaded,
        recessions_named=wording.recessions(shaded, catalogue.economies),
    )
    return (first, *(first.around(view) for view in views[1:]))
