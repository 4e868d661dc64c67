"""Are fiscal years told from months that are written alike?"""

import pytest

from dashboard.catalogue.user_dates import DateProblem, NotRead, Part, Span, read_dates
from dashboard.catalogue.user_fiscal import fiscal_years


@pytest.mark.parametrize(
    ("column", "fiscal"),
    [
        (["2013/14", "2014/15"], {"2013/14", "2014/15"}),
        # of months, some would not follow their years
        (["2009/10", "2010/11", "2011/12"], {"2009/10", "2010/11", "2011/12"}),
        (["2010/10", "2010/11", "2010/12"], set[str]()),
        (["2010/11"], set[str]()),
        (["2010/11", "2014/15"], {"2010/11", "2014/15"}),
        (["fy2015", "fy 2014/15", "fy15/16", "2015"], {"fy2015", "fy 2014/15", "fy15/16"}),
        (["1999/00"], set[str]()),
        (["2014/16", "2014-2015"], set[str]()),
    ],
)
def test_a_year_and_the_next_are_a_fiscal_year_where_the_column_is_of_such_years(
    column: list[str], fiscal: set[str]
) -> None:
    assert fiscal_years(column) == fiscal


def test_a_fiscal_year_is_named_as_one_and_no_month_is_made_of_it() -> None:
    cells = read_dates(["2010/11", "2014/15", "FY2015", "2016"]).cells
    assert [cell.problem for cell in cells if isinstance(cell, NotRead)] == [DateProblem.FISCAL] * 3
    assert isinstance(cells[3], Span)
    [month] = read_dates(["2010/11"]).cells
    assert isinstance(month, Span)
    assert month.first.part is Part.MONTH
