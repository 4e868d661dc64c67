"""Does Streamlit get a table in the cheapest way that shows its cells as we write them?"""

import datetime as dt

import pandas as pd
import pyarrow as pa

from dashboard.ui.table import written


def test_words_days_and_small_whole_numbers_go_to_the_browser_as_they_are() -> None:
    frame = pd.DataFrame({"Name": ["a", None], "Day": [dt.date(2026, 7, 1), None], "Age": [12, 999]})
    cells = written(frame).cells()
    assert isinstance(cells, pa.Table)
    assert cells.to_pydict() == {"Name": ["a", None], "Day": ["2026-07-01", None], "Age": [12, 999]}
    # a column of numbers is still sorted as numbers
    assert pa.types.is_integer(cells.schema.field("Age").type)


def test_numbers_that_are_written_otherwise_are_written_by_us() -> None:
    for numbers in ([1_000], [1.5], [None, 2.0]):
        cells = written(pd.DataFrame({"Value": numbers})).cells()
        assert not isinstance(cells, pa.Table), numbers


def test_what_is_missing_is_a_dash_on_paper() -> None:
    assert "–" in written(pd.DataFrame({"Name": ["a", None]})).paper
