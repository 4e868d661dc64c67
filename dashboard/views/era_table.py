"""Table of what is drawn by economy and era."""

import pandas as pd

from dashboard.analysis.arithmetic import annual_means
from dashboard.analysis.eras import era_statistics
from dashboard.analysis.transforms import TRANSFORMS
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.views.points import view_breaks
from dashboard.views.view import View


def era_table(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """Return the statistics of what is drawn, by economy and era in order of time; the columns of `era_statistics`.

    A year of several periods is averaged only where all of them lie in one era, so that no filter changes a value.
    """
    annual = view.points
    if view.frequency is not Frequency.ANNUAL:
        eras_in_year = annual.groupby(["economy", annual["period"].dt.year])["era"].transform("nunique")
        annual = annual_means(annual[eras_in_year == 1], view.frequency)
    eras = [era for era in catalogue.eras.values() if not view.selection.eras or era.id in view.selection.eras]
    span = view.selection.first_year or FIRST_YEAR, view.selection.last_year or LAST_YEAR
    # a difference leaves out the year of a break; whatever else is drawn can differ by the break alone
    is_difference = TRANSFORMS[view.selection.transform].is_difference
    breaks = () if is_difference else view_breaks(catalogue, view.selection)
    order = {economy.id: place for place, economy in enumerate(view.economies)}
    ordered = annual.sort_values("economy", key=lambda codes: codes.map(order), kind="stable")
    return era_statistics(ordered, view.kind, eras, span, breaks)
