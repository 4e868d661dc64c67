"""Does Streamlit get a table in the cheapest way that shows its cells as we write them?"""

import datetime as dt
import json

import pandas as pd
import pyarrow as pa
import pytest
from pandas.io.formats.style import Styler
from streamlit.elements import arrow
from streamlit.elements.lib import pandas_styler_utils
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.testing.v1 import AppTest

from dashboard.ui.table import written


def test_words_days_and_small_whole_numbers_go_to_the_browser_as_they_are() -> None:
    frame = pd.DataFrame({"Name": ["a", None], "Day": [dt.date(2026, 7, 1), None], "Age": [12, 999]})
    cells = written(frame).cells
    assert isinstance(cells, pa.Table)
    assert cells.to_pydict() == {"Name": ["a", None], "Day": ["2026-07-01", None], "Age": [12, 999]}
    # a column of numbers is still sorted as numbers
    assert pa.types.is_integer(cells.schema.field("Age").type)


def test_numbers_that_are_written_otherwise_are_written_by_us() -> None:
    for numbers in ([1_000], [1.5], [None, 2.0]):
        cells = written(pd.DataFrame({"Value": numbers})).cells
        assert not isinstance(cells, pa.Table), numbers


def test_what_was_written_once_is_sent_again_as_streamlit_would_write_it(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = written(pd.DataFrame({"Name": ["a", "b"], "Value": [1_234.5, None]})).cells
    by_streamlit, sent = ArrowData(), ArrowData()
    pandas_styler_utils.marshall_styler(by_streamlit, cells, "a place of a page")
    # who writes anew asks pandas for it
    monkeypatch.setattr(Styler, "_translate", None)
    vars(arrow)["marshall_styler"](sent, cells, "another place of a page")
    assert sent.styler == by_streamlit.styler
    assert b"1,234.50" in sent.styler.display_values


def test_what_is_missing_is_a_dash_on_paper() -> None:
    assert "–" in written(pd.DataFrame({"Name": ["a", None]})).paper


PAGE = """
import pandas as pd
from dashboard.ui import table
frame = pd.DataFrame({"Period": ["2020"], "Change": ["+0.1 pp"], "Revisions": [1]})
table.show(table.written(frame, figures=("Change", "Change in %")), alt="Two releases")
"""


def test_a_word_too_long_for_a_column_of_paper_can_go_on_in_the_next_line() -> None:
    url = "https://example.org/a-file"
    paper = written(pd.DataFrame({"File": [url, "Innovation-Driven Development", None], "n": [1, 2, 3]})).paper
    assert "https://~example.~org/~a-~file".replace("~", "\N{ZERO WIDTH SPACE}") in paper
    assert "<td>Innovation-Driven Development</td>" in paper
    assert "<td>–</td>" in paper


def test_numbers_with_their_units_are_lined_up_as_numbers_are() -> None:
    (shown,) = AppTest.from_string(PAGE).run().dataframe
    columns = json.loads(shown.proto.columns)
    assert {name: found["alignment"] for name, found in columns.items() if "alignment" in found} == {"Change": "right"}
