"""Are rows taken for figures only where they can be: numbers, years and economies that there are?"""

import pytest

from dashboard.errors import SourceMalformed
from dashboard.sources.base import Watch
from dashboard.sources.world_bank.source import Answer, WorldBank
from tests.contract.sources.conftest import Sent
from tests.contract.sources.world_bank.conftest import (
    ECONOMIES,
    GROWTH,
    RESEARCH,
    Bank,
    change_rows,
    change_value,
    read,
    row,
)


@pytest.mark.parametrize("value", ["3.5", True, [1], {"a": 1}, "<b>\x00</b>"], ids=repr)
def test_a_value_that_is_no_number_fails_its_series_alone(bank: Bank, source: WorldBank, value: object) -> None:
    change_value(bank, value)
    raw = source.fetch((GROWTH, RESEARCH), Watch())
    with pytest.raises(SourceMalformed, match="where G should have a number"):
        source.parse(raw, (GROWTH,), ECONOMIES)
    assert len(source.parse(raw, (RESEARCH,), ECONOMIES)[0].observations) == 8


@pytest.mark.parametrize("text", [b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e400"])
def test_a_value_that_is_not_finite_fails_its_series(bank: Bank, source: WorldBank, text: bytes) -> None:
    change_value(bank, 123456)

    def swap(path: str, times: int) -> Sent:
        return Sent(bank.answer(path, times).body.replace(b"123456", text))

    bank.wire.answers = swap
    with pytest.raises(SourceMalformed, match="not a finite number"):
        read(source)


def test_a_number_too_long_for_a_float_is_malformed(bank: Bank, source: WorldBank) -> None:
    change_value(bank, 10**400)
    with pytest.raises(SourceMalformed, match="not a finite number"):
        read(source)


def test_a_row_that_comes_twice_is_malformed(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [*rows, rows[0]])
    with pytest.raises(SourceMalformed, match="more than one row of G"):
        read(source)


def test_a_series_without_any_figure_is_named(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [entry | {"value": None} for entry in rows])
    with pytest.raises(SourceMalformed, match="no figures of G, but nothing else"):
        read(source)


def test_figures_for_nobody_in_the_catalogue_are_malformed(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [row("G", "XXX", "YR2020", 1.0), *(entry | {"value": None} for entry in rows)])
    with pytest.raises(SourceMalformed, match="no figures of G for any economy"):
        read(source)


def test_economies_outside_the_catalogue_are_left_out(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [*rows, row("G", "XXX", "YR2020", 1.0), row("G", "ARB", "nonsense", "x")])
    (fetched,) = read(source)
    assert set(fetched.observations["economy"]) == {"CHN", "USA"}


@pytest.mark.parametrize("time", ["YR9999", "YR1799", "YR2028", "YR2020Q3", "YR201712", "2020", "YR२०२०", "", "YR0000"])
def test_a_year_that_cannot_be_is_malformed(bank: Bank, source: WorldBank, time: str) -> None:
    change_rows(bank, lambda rows: [*rows, row("G", "CHN", time, 1.0)])
    with pytest.raises(SourceMalformed, match="not a possible year"):
        read(source)


def test_years_to_come_without_a_value_are_nothing_strange(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [*rows, row("G", "CHN", "YR2032", None)])
    (fetched,) = read(source)
    assert fetched.total == fetched.received == 10
    assert len(fetched.observations) == 5


def test_rows_may_come_in_any_order(bank: Bank, source: WorldBank) -> None:
    expected = read(source)[0].observations
    change_rows(bank, lambda rows: rows[::-2] + rows[-2::-2])
    assert read(source)[0].observations.equals(expected)


def test_a_series_that_comes_under_another_name_is_malformed(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [row("G.NEW", "CHN", "YR2020", 1.0), *rows[9:]])
    raw = source.fetch((GROWTH, RESEARCH), Watch())
    with pytest.raises(SourceMalformed, match=r"no figures of G, but G\.NEW, R"):
        source.parse(raw, (GROWTH,), ECONOMIES)
    assert len(source.parse(raw, (RESEARCH,), ECONOMIES)) == 1


def test_what_was_not_asked_for_is_no_answer(source: WorldBank) -> None:
    with pytest.raises(SourceMalformed, match="no figures of G, but nothing else"):
        source.parse(Answer({}, "", {}), (GROWTH,), ECONOMIES)
