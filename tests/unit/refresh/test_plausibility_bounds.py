"""Does each reason to doubt a release begin where its bound says, alone, and say whom, when and how much?"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from dashboard.refresh.plausibility import Character, doubts
from dashboard.store.doubts import Doubt, Kind
from tests.contract.made_up import frame, year

MANY = [f"{letter}AA" for letter in "ABCDEFGH"]
WAS = frame(
    {
        (economy, year(number)): 3.217 * (place + 1) * 1.031 ** (number - 1990) + 0.013 * ((number * 7 + place) % 5)
        for place, economy in enumerate(MANY)
        for number in range(1990, 2025)
    }
)
ANY, SIGNED = Character(), Character(signed=True)


def rows(
    economies: str = "ABCDEFGH", first: int = 1990, last: int = 2024, was: pd.DataFrame = WAS
) -> "pd.Series[bool]":
    """Mark the values of economies, by their first letters, in some years."""
    return was["economy"].str[0].isin(list(economies)) & was["period"].dt.year.between(first, last)


def times(factor: float, where: "pd.Series[bool]", was: pd.DataFrame = WAS) -> pd.DataFrame:
    return was.assign(value=was["value"].where(~where, was["value"] * factor))


def become(value: float, where: "pd.Series[bool]") -> pd.DataFrame:
    return WAS.assign(value=WAS["value"].where(~where, value))


def longer(factor: float, economies: str = "ABCDEFGH") -> pd.DataFrame:
    """Return the release with another year, so many times the one before it."""
    newest = times(factor, rows(), WAS[rows(economies, 2024)]).assign(period=pd.Timestamp("2025-01-01"))
    return pd.concat([WAS, newest.astype(WAS.dtypes.to_dict())], ignore_index=True)


def like(source: str, economy: str, first: int = 1990, last: int = 2024, lag: int = 0) -> pd.DataFrame:
    """Return the release in which an economy has the values of one, so many years late, in some years."""
    values = WAS["value"].to_numpy(copy=True)
    values[rows(economy, first, last)] = WAS["value"][rows(source, first - lag, last - lag)]
    return WAS.assign(value=values)


def doubted(now: pd.DataFrame, character: Character = ANY, was: pd.DataFrame = WAS) -> list[Doubt]:
    """Return the doubts with their numbers rounded."""
    return [
        doubt.model_copy(
            update={
                name: round(number, 3) for name in ("factor", "share") if (number := getattr(doubt, name)) is not None
            }
        )
        for doubt in doubts(was, now, character)
    ]


def doubt(kind: Kind, economies: str = "", first: int | None = None, last: int | None = None, **more: float) -> Doubt:
    span = {"first": year(first), "last": year(last or first)} if first else {}
    return Doubt.model_validate(
        {"kind": kind, "economies": tuple(f"{letter}AA" for letter in economies), **span, **more}
    )


@pytest.mark.parametrize(
    ("now", "found", "just_under"),
    [
        (times(8, rows()), doubt(Kind.UNIT, factor=8), times(7.9, rows("ABC"))),
        (times(1 / 8, rows()), doubt(Kind.UNIT, factor=0.125), times(1 / 7.9, rows("ABC"))),
        (times(8, rows("C")), doubt(Kind.ECONOMY_SCALE, "C", factor=8), times(7.5, rows("C"))),
        (times(0.1, rows("CE")), doubt(Kind.ECONOMY_SCALE, "CE", factor=0.1), times(0.14, rows("CE"))),
        (
            times(8, rows(first=2001, last=2002)),
            doubt(Kind.STRETCH_SCALE, "", 2001, 2002, factor=8),
            times(7.5, rows(first=2001, last=2002)),
        ),
        (
            times(10, rows("C", 2001, 2003)),
            doubt(Kind.STRETCH_SCALE, "C", 2001, 2003, factor=10),
            times(10, rows("C", 2001, 2002)),
        ),
        (
            times(10.9, rows("C", 2001, 2003)),
            doubt(Kind.STRETCH_SCALE, "C", 2001, 2003, factor=10.9),
            times(12, rows("C", 2001, 2003)),
        ),
        (longer(8), doubt(Kind.NEW_SCALE, "", 2025, factor=8), longer(7.5)),
        (longer(0.1, "ABCDE"), doubt(Kind.NEW_SCALE, "", 2025, factor=0.1), longer(0.1, "ABCD")),
        (
            times(1000, rows("C", 2001, 2001)),
            doubt(Kind.JUMP, "C", 2001, share=round(1 / 280, 3)),
            times(800, rows("C", 2001, 2001)),
        ),
        (longer(1000, "C"), doubt(Kind.JUMP, "C", 2025, share=round(1 / 288, 3)), longer(800, "C")),
        (become(-0.1, rows("C", 2001, 2003)), doubt(Kind.NEGATIVE, "C", 2001, 2003), become(0, rows("C", 2001, 2003))),
        (become(0, rows("C", 2001, 2007)), doubt(Kind.ZEROED, "C", 2001, 2007), become(0, rows("C", 2001, 2006))),
        (become(0, rows(first=2001, last=2007)), doubt(Kind.ZEROED, "", 2001, 2007), become(0, rows(last=1995))),
        (like("B", "G"), doubt(Kind.COPIED, "GB"), like("B", "G", last=1993)),
        (like("C", "C", first=1991, lag=1), doubt(Kind.SHIFTED, "C", steps=1), like("C", "C", first=2021, lag=1)),
        (like("C", "C", last=2023, lag=-1), doubt(Kind.SHIFTED, "C", steps=-1), like("C", "C", 2000, 2003, lag=-1)),
        (like("C", "C", first=1992, lag=2), doubt(Kind.SHIFTED, "C", steps=2), like("C", "C", first=2021, lag=2)),
        (like("C", "C", last=2022, lag=-2), doubt(Kind.SHIFTED, "C", steps=-2), like("C", "C", 2000, 2003, lag=-2)),
        (become(20.5, rows("C")), doubt(Kind.CONSTANT, "C", value=20.5), become(20.5, rows("C", 1991))),
        (
            become(999.5, rows("H", 2001, 2005)),
            doubt(Kind.FILLER, "H", value=999.5),
            become(130, rows("H", 2001, 2005)),
        ),
        (
            WAS.assign(value=WAS["value"].round()),
            doubt(Kind.ROUNDED, share=1.0),
            WAS.assign(value=WAS["value"].where(rows("A", 1990, 2008), WAS["value"].round())),
        ),
        (
            WAS[~rows(first=1990, last=1991)],
            doubt(Kind.PERIODS_GONE, "", 1990, 1991, steps=2),
            WAS[~rows("BCDEFGH", first=1990, last=1991)],
        ),
        (times(1.02, rows()), doubt(Kind.REVISED, share=1.0), times(1.02, rows("ABCDEFG"))),
        (times(1.2, rows("ABCDE")), doubt(Kind.REVISED, share=0.625), times(1.2, rows("ABCD"))),
    ],
)
def test_each_fault_is_doubted_from_its_bound_on_and_told_whole(
    now: pd.DataFrame, found: Doubt, just_under: pd.DataFrame
) -> None:
    assert doubted(now) == [found]
    assert doubted(just_under) == []


def test_two_economies_that_changed_places_are_told_as_a_pair() -> None:
    both = like("B", "G").assign(value=lambda now: now["value"].where(~rows("B"), like("G", "B")["value"]))
    assert doubted(both) == [doubt(Kind.EXCHANGED, "BG")]


def test_an_economy_with_another_ones_values_in_four_of_five_changed_years_is_a_copy() -> None:
    def mixed(copied: int) -> pd.DataFrame:
        now = like("B", "G", 2001, 2000 + copied)
        return times(1.3, rows("G", 2001 + copied, 2010), now)

    assert doubted(mixed(8)) == [doubt(Kind.COPIED, "GB")]
    assert doubted(mixed(7)) == []


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        (times(-1, rows("C")), [Kind.FLIPPED]),
        (times(-1, rows("C", last=2017)), [Kind.FLIPPED]),
        (times(-1, rows("C", last=2016)), []),
        (become(-0.1, rows("C", 2001, 2003)), []),
        (longer(8), []),
        (longer(40), [Kind.NEW_SCALE]),
        (longer(1000, "C"), []),
        (become(-999.5, rows("C", 2001, 2005)), [Kind.FILLER]),
        (become(-999.5, rows("C", 2001, 2004)), []),
    ],
)
def test_what_may_be_negative_is_doubted_by_its_own_bounds(now: pd.DataFrame, kinds: list[Kind]) -> None:
    assert [entry.kind for entry in doubts(WAS, now, SIGNED)] == kinds


def test_a_flip_names_its_economy_and_none_where_it_is_of_all() -> None:
    assert doubted(times(-1, rows("CE")), SIGNED) == [doubt(Kind.FLIPPED, "CE")]
    assert doubted(times(-1, rows()), SIGNED) == [doubt(Kind.FLIPPED)]


def test_a_series_that_was_negative_may_be_so_again() -> None:
    was = become(-0.5, rows("C", 2001, 2001))
    assert doubted(become(-0.5, rows("C", 2001, 2002)), was=was) == []


@pytest.mark.parametrize(
    ("now", "character"),
    [
        (times(1.02, rows()), Character(same=False)),
        (times(8, rows()), Character(same=False)),
        (WAS[~rows(first=1990, last=1991)], Character(may_shrink=True)),
    ],
)
def test_what_was_announced_is_not_doubted(now: pd.DataFrame, character: Character) -> None:
    assert doubted(now) != []
    assert doubted(now, character) == []


def revised(few: pd.DataFrame) -> pd.DataFrame:
    return few.assign(value=few["value"] * 1.02)


def rounded(few: pd.DataFrame) -> pd.DataFrame:
    return few.assign(value=few["value"].round())


def negative(few: pd.DataFrame) -> pd.DataFrame:
    return few.assign(value=-few["value"])


def tenfold(few: pd.DataFrame) -> pd.DataFrame:
    return few.assign(value=few["value"] * 10)


def constant(few: pd.DataFrame) -> pd.DataFrame:
    return few.assign(value=few["value"].mean())


@pytest.mark.parametrize(
    ("least", "change", "kind"),
    [
        (24, revised, Kind.REVISED),
        (24, rounded, Kind.ROUNDED),
        (5, negative, Kind.NEGATIVE),
        (5, tenfold, Kind.UNIT),
        (5, constant, Kind.CONSTANT),
    ],
)
def test_few_values_tell_too_little(least: int, change: Callable[[pd.DataFrame], pd.DataFrame], kind: Kind) -> None:
    enough, few = (WAS[rows("C", 1990, 1989 + count)] for count in (least, least - 1))
    assert kind in {entry.kind for entry in doubts(enough, change(enough))}
    assert kind not in {entry.kind for entry in doubts(few, change(few))}


def test_a_year_that_neither_release_has_interrupts_no_stretch() -> None:
    gap = WAS[~rows("C", 2002, 2002)]
    now = times(10, rows("C", 2001, 2004, gap), gap)
    assert doubted(now, was=gap) == [doubt(Kind.STRETCH_SCALE, "C", 2001, 2004, factor=10)]
    apart = times(10, rows("C", 2001, 2002) | rows("C", 2004, 2004))
    assert doubted(apart) == []


def test_a_difference_in_the_seventh_digit_is_none() -> None:
    assert doubted(WAS.assign(value=WAS["value"].astype(np.float32).astype(np.float64))) == []
    shifted = like("C", "C", first=1991, lag=1)
    assert doubted(times(1 + 5e-7, rows(), shifted)) == [doubt(Kind.SHIFTED, "C", steps=1)]
