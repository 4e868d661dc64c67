"""Every frequency counts, writes, reads and places its periods by one table."""

import datetime as dt

import pandas as pd
import pytest

from dashboard.catalogue.frequency import Frequency, Moment, drawn_in, first_year_from, middle_of_year
from dashboard.settings import PROJECT

QUARTERS = pd.Series(pd.to_datetime(["1979-01-01", "1979-10-01"])).astype("datetime64[s]")


@pytest.mark.parametrize(
    ("frequency", "label"), [("annual", "1979"), ("quarterly", "1979-Q1"), ("monthly", "1979-03")], ids=str
)
def test_a_period_is_labelled_as_people_write_it(frequency: str, label: str) -> None:
    assert Frequency(frequency).label(dt.date(1979, 3, 1)) == label
    assert Frequency(frequency).label(pd.Timestamp("1979-03-01")) == label


@pytest.mark.parametrize("frequency", Frequency)
def test_what_is_written_reads_back(frequency: Frequency) -> None:
    periods = pd.Series(frequency.every(dt.date(1800, 1, 1), dt.date(2100, 12, 31)))
    texts = frequency.written(periods)
    assert texts.tolist()[:1] == [frequency.label(dt.date(1800, 1, 1))]
    assert len(periods) == 301 * frequency.per_year
    pd.testing.assert_series_equal(frequency.read(texts), periods, check_names=False)
    assert frequency.steps(periods, periods.iloc[0]).tolist() == list(range(len(periods)))
    assert frequency.read(texts.iloc[:0]).empty


@pytest.mark.parametrize("frequency", Frequency)
@pytest.mark.parametrize("text", ["", "x", "79", "1979-1", "1979-13", "1979-Q5", "1979-q1", "1979-01-01", "1979Q1"])
def test_text_that_is_no_period_is_refused(frequency: Frequency, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        frequency.read(pd.Series([text]))


@pytest.mark.parametrize("frequency", Frequency)
def test_the_text_of_another_frequency_is_refused(frequency: Frequency) -> None:
    for other in Frequency:
        if other is not frequency:
            with pytest.raises(ValueError, match=rf"is no {frequency.period} such as "):
                frequency.read(pd.Series([other.label(dt.date(1979, 1, 1))]))


@pytest.mark.parametrize(
    ("frequency", "middles"),
    [
        ("annual", ["2023-07-01", "2024-07-01"]),
        ("quarterly", ["2023-02-15", "2024-02-15"]),
        ("monthly", ["2023-01-15", "2024-01-15"]),
    ],
)
def test_the_middle_of_a_period_is_the_first_of_july_or_a_fifteenth(frequency: str, middles: list[str]) -> None:
    leap_years = pd.Series(pd.to_datetime(["2023", "2024"], format="%Y")).astype("datetime64[s]")
    found = Frequency(frequency).middle(leap_years)
    assert found.dt.strftime("%Y-%m-%d").tolist() == middles
    assert str(found.dtype) == "datetime64[s]"


def test_a_year_counts_from_its_middle_on() -> None:
    assert middle_of_year(2011) == dt.date(2011, 7, 1)
    assert (first_year_from(dt.date(2011, 7, 1)), first_year_from(dt.date(2011, 7, 2))) == (2011, 2012)


def test_a_period_starts_and_ends_whole() -> None:
    days = pd.Series(pd.to_datetime(["1979-02-14", "1979-12-31"])).astype("datetime64[s]")
    pd.testing.assert_series_equal(Frequency.QUARTERLY.starts(days), QUARTERS)
    assert Frequency.QUARTERLY.end(dt.date(1979, 10, 1)) == dt.date(1979, 12, 31)
    assert Frequency.MONTHLY.end(dt.date(1980, 2, 1)) == dt.date(1980, 2, 29)
    assert Frequency.ANNUAL.end(dt.date(1980, 1, 1)) == dt.date(1980, 12, 31)


def test_no_room_asks_for_a_frequency_by_its_text() -> None:
    root = PROJECT / "dashboard"
    hits = [
        f"{file.relative_to(root)}:{number}"
        for file in sorted(root.rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if file.name != "frequency.py" and any(f'"{frequency}"' in line for frequency in Frequency)
    ]
    assert hits == []


@pytest.mark.parametrize(
    ("frequency", "ends"),
    [
        ("annual", ["2023-12-31", "2024-12-31"]),
        ("quarterly", ["2023-03-31", "2024-03-31"]),
        ("monthly", ["2023-01-31", "2024-01-31"]),
    ],
)
def test_a_stock_of_the_end_is_drawn_on_the_last_day_of_its_period(frequency: str, ends: list[str]) -> None:
    starts = pd.Series(pd.to_datetime(["2023", "2024"], format="%Y")).astype("datetime64[s]")
    found = Frequency(frequency).drawn(starts, Moment.END)
    assert found.dt.strftime("%Y-%m-%d").tolist() == ends
    assert str(found.dtype) == "datetime64[s]"
    pd.testing.assert_series_equal(
        Frequency(frequency).drawn(starts, Moment.MIDDLE), Frequency(frequency).middle(starts)
    )
    assert (drawn_in(2011, Moment.MIDDLE), drawn_in(2011, Moment.END)) == (dt.date(2011, 7, 1), dt.date(2011, 12, 31))


def test_a_hover_says_that_a_stock_is_of_the_end() -> None:
    assert Frequency.ANNUAL.hover_format() == "%Y"
    assert Frequency.ANNUAL.hover_format(Moment.END) == "end of %Y"
