"""Does the table of eras count what is drawn, and say why a cell is empty?"""

import pandas as pd
import pytest

from dashboard.analysis.reasons import Cause, Reason
from dashboard.catalogue.catalogue import Catalogue
from dashboard.views.era_table import era_table
from tests.unit.views.conftest import REFORM, Show


def test_the_era_table_counts_what_is_drawn(show: Show, catalogue: Catalogue) -> None:
    table = era_table(show(economies=("USA", "CHN"), eras=("innovation-driven", REFORM)), catalogue)
    assert table["economy"].tolist() == ["USA", "USA", "CHN", "CHN"]
    assert table["era"].tolist() == [REFORM, "innovation-driven"] * 2
    assert table["mean"].tolist() == [3, 3, 8, 8]
    assert table["n"].tolist() == [34, 11, 34, 11]
    assert table["years"].tolist() == [34, 11, 34, 11]


def test_the_era_table_of_a_transform_says_what_fits_it(show: Show, catalogue: Catalogue) -> None:
    level = era_table(show("gdp", economies=("CHN",)), catalogue)
    assert level["mean"].isna().all()
    assert level.loc[level["era"] == REFORM, "cagr_pct"].item() == pytest.approx(((620 / 290) ** (1 / 33) - 1) * 100)
    growth = era_table(show("gdp", economies=("CHN",), transform="growth"), catalogue)
    assert growth["cagr_pct"].isna().all()
    assert growth.loc[growth["era"] == REFORM, "mean"].notna().all()


def test_the_era_table_of_growth_spares_the_year_of_a_break_and_no_more(show: Show, catalogue: Catalogue) -> None:
    table = era_table(
        show("broken", economies=("CHN",), eras=(REFORM,), first_year=2001, transform="growth"), catalogue
    )
    assert table["n"].tolist() == [11]
    assert table["years"].tolist() == [12]
    assert table["reason"].tolist() == [None]
    level = era_table(show("broken", economies=("CHN",), eras=(REFORM,), first_year=2001), catalogue)
    assert level["reason"].tolist() == [Reason(Cause.SERIES_BREAK, years=(2009,))]


def test_no_filter_changes_a_figure_of_the_era_table(show: Show, catalogue: Catalogue) -> None:
    for indicator in ("gdp-growth", "exchange-rate", "gdp"):
        everything = era_table(show(indicator, economies=("CHN",)), catalogue).set_index("era")
        for era in everything.index:
            alone = era_table(show(indicator, economies=("CHN",), eras=(era,)), catalogue).set_index("era")
            pd.testing.assert_series_equal(alone.loc[era], everything.loc[era])


def test_a_year_of_months_that_two_eras_share_is_in_neither_mean(show: Show, catalogue: Catalogue) -> None:
    table = era_table(show("exchange-rate", economies=("CHN",)), catalogue).set_index("era")
    assert table.loc[REFORM, "last_year"] == 2011
    assert table.loc["innovation-driven", "first_year"] == 2013
