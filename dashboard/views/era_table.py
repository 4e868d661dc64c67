"""Tables of what is drawn: by economy and era, and between two years."""

import pandas as pd

from dashboard.analysis.arithmetic import annual_means
from dashboard.analysis.eras import clipped_statistics, era_statistics
from dashboard.analysis.transforms import TRANSFORMS
from dashboard.analysis.two_years import between_years, shared_years
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Break
from dashboard.catalogue.policy import Era
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.views.points import view_breaks
from dashboard.views.view import View


def era_table(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """Return the statistics of what is drawn, by economy and era in order of time; the columns of `era_statistics`.

    A year of several periods is averaged only where all of them lie in one era, so that no filter changes a value.
    """
    return era_statistics(_annual(view), view.kind, *_eras(view, catalogue), _breaks(view, catalogue))


def clipped_eras(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """Return the same of the parts of eras that have values, where too many years of the whole have none."""
    return clipped_statistics(_annual(view), view.kind, *_eras(view, catalogue), _breaks(view, catalogue))


def years_compared(view: View) -> tuple[int, int] | None:
    """Return the two years to compare: those chosen, else the first and last in which every economy has a value.

    None where nothing is drawn in two years.
    """
    shared = shared_years(_annual(view))
    first, last = shared or view.years
    span = view.selection.first_year or first, view.selection.last_year or last
    return span if not view.points.empty and span[0] < span[1] else None


def two_years_table(view: View, catalogue: Catalogue, span: tuple[int, int]) -> pd.DataFrame:
    """Return what each economy drawn did from one year to another; the columns of `between_years`."""
    return between_years(_annual(view), view.kind, span, _breaks(view, catalogue))


def _eras(view: View, catalogue: Catalogue) -> tuple[list[Era], tuple[int, int]]:
    eras = [era for era in catalogue.eras.values() if not view.selection.eras or era.id in view.selection.eras]
    return eras, (view.selection.first_year or FIRST_YEAR, view.selection.last_year or LAST_YEAR)


def _annual(view: View) -> pd.DataFrame:
    """Return annual values in the order of the view's economies."""
    annual = view.points
    if view.frequency is not Frequency.ANNUAL:
        eras_in_year = annual.groupby(["economy", annual["period"].dt.year])["era"].transform("nunique")
        annual = annual_means(annual[eras_in_year == 1], view.frequency)
    order = {economy.id: number for number, economy in enumerate(view.economies)}
    return annual.sort_values("economy", key=lambda codes: codes.map(order), kind="stable")


def _breaks(view: View, catalogue: Catalogue) -> tuple[Break, ...]:
    # a difference leaves out the year of a break; whatever else is drawn can differ by the break alone
    is_difference = TRANSFORMS[view.selection.transform].is_difference
    return () if is_difference else view_breaks(catalogue, view.selection)
