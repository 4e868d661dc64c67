"""Tables of what is drawn: by economy and era, and between two years."""

import datetime as dt

import pandas as pd

from dashboard.analysis.arithmetic import annual_means
from dashboard.analysis.eras import EraSeries, clipped_statistics, era_of, era_statistics, split_years
from dashboard.analysis.two_years import between_years, shared_years
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.views.view import View


def era_table(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """Return the statistics of what is drawn, by economy and era in order of time; the columns of `era_statistics`.

    A year of several periods is averaged only where all of them lie in one era, so that no filter changes a value.
    """
    return era_statistics(_by_era(view, catalogue))


def clipped_eras(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """Return the same of the parts of eras that have values, where too many years of the whole have none."""
    return clipped_statistics(_by_era(view, catalogue))


def years_compared(view: View) -> tuple[int, int] | None:
    """Return the two years to compare: those chosen that have a value, else the first and last that all share.

    Where no two are shared, they are the first and last of any economy. None where nothing is drawn in two years.
    """
    annual = _annual(view, view.points)
    if annual.empty:
        return None
    known = set(annual["period"].dt.year)
    usual = shared_years(annual) or (min(known), max(known))
    asked = view.selection.first_year, view.selection.last_year
    first, last = (one if one is not None and one in known else other for one, other in zip(asked, usual, strict=True))
    return (first, last) if first < last else None


def are_shared(view: View) -> bool:
    """Tell whether there are two years in which every economy drawn has a value."""
    return shared_years(_annual(view, view.points)) is not None


def years_outside(view: View, catalogue: Catalogue, span: tuple[int, int]) -> tuple[int, ...]:
    """Return the years of a span that do not lie in the eras chosen, or not with all of their periods."""
    chosen = view.selection.eras
    if not chosen:
        return ()
    periods = pd.Series(view.frequency.every(dt.date(span[0], 1, 1), dt.date(span[1], 12, 31)))
    inside = era_of(periods, view.frequency, catalogue.eras.values()).isin(chosen)
    whole = inside.groupby(periods.dt.year).all()
    return tuple(whole.index[~whole].tolist())


def two_years_table(view: View, catalogue: Catalogue, span: tuple[int, int]) -> pd.DataFrame:
    """Return what each economy drawn did from one year to another; the columns of `between_years`.

    Years outside the eras chosen are not counted.
    """
    outside = years_outside(view, catalogue, span)
    return between_years(_annual(view, view.points), view.kind, span, view.dividing, outside)


def _by_era(view: View, catalogue: Catalogue) -> EraSeries:
    """Return what the statistics of eras are made of: annual values without the years that no era has to itself."""
    selection, known = view.selection, tuple(catalogue.eras.values())
    eras = [era for era in known if not selection.eras or era.id in selection.eras]
    span = selection.first_year or FIRST_YEAR, selection.last_year or LAST_YEAR
    split = split_years(view.frequency, known, span)
    annual = _annual(view, view.points[~view.points["period"].dt.year.isin(split)])
    return EraSeries(annual, view.kind, eras, span, view.dividing, split)


def _annual(view: View, points: pd.DataFrame) -> pd.DataFrame:
    """Return annual values in the order of the view's economies."""
    annual = points if view.frequency is Frequency.ANNUAL else annual_means(points, view.frequency, view.breaks)
    order = {economy.id: number for number, economy in enumerate(view.economies)}
    return annual.sort_values("economy", key=lambda codes: codes.map(order), kind="stable")
