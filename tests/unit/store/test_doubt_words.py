"""Is each doubt said in words that tell what is odd, of whom, when and by how much?"""

import datetime as dt

import pytest

from dashboard.store.doubt_words import in_words
from dashboard.store.doubts import Doubt, Kind

NAMES = {"CHN": "China", "USA": "the United States"}
SINGLE = ("CHN",)
MANY = ("CHN", "USA", "BRA", "FRA", "IND", "JPN", "MEX")


def year(number: int, month: int = 1) -> dt.date:
    return dt.date(number, month, 1)


@pytest.mark.parametrize(
    ("doubt", "words"),
    [
        (
            Doubt(kind=Kind.UNIT, factor=100.0),
            "The values are typically about 100 times what they were, as if the unit had changed.",
        ),
        (
            Doubt(kind=Kind.ECONOMY_SCALE, economies=SINGLE, factor=0.001),
            "The values of China are about a thousandth of what they were, and the others' are not.",
        ),
        (
            Doubt(kind=Kind.STRETCH_SCALE, economies=SINGLE, first=year(1990), last=year(1995), factor=2.5),
            "The values of China from 1990 to 1995 are about 2.5 times what they were, and other periods' are not.",
        ),
        (
            Doubt(kind=Kind.STRETCH_SCALE, first=year(1990), last=year(1990), factor=10.0),
            "The values in 1990 are about 10 times what they were, and other periods' are not.",
        ),
        (
            Doubt(kind=Kind.NEW_SCALE, first=year(2025, 1), last=year(2025, 6), factor=0.1),
            "The new values from 2025 to 2025-06 are about a tenth of the last ones before them.",
        ),
        (
            Doubt(kind=Kind.JUMP, economies=SINGLE, first=year(2025, 3), last=year(2025, 3)),
            "Single values of China in 2025-03 are a thousand times larger or smaller.",
        ),
        (
            Doubt(kind=Kind.NEGATIVE, economies=SINGLE, first=year(2001), last=year(2001)),
            "China in 2001 fell below zero, where nothing ever was.",
        ),
        (Doubt(kind=Kind.FLIPPED, economies=SINGLE), "The values of China have the opposite sign."),
        (
            Doubt(kind=Kind.ZEROED, economies=SINGLE, first=year(2001), last=year(2002)),
            "The values of China from 2001 to 2002 turned to zero.",
        ),
        (
            Doubt(kind=Kind.EXCHANGED, economies=("CHN", "USA")),
            "China and the United States have each other's values.",
        ),
        (
            Doubt(kind=Kind.COPIED, economies=("CHN", "USA")),
            "One economy has the values of another: China those of the United States.",
        ),
        (Doubt(kind=Kind.SHIFTED, steps=1), "The values of all economies stand one period later than before."),
        (
            Doubt(kind=Kind.SHIFTED, economies=SINGLE, steps=-1),
            "The values of China stand one period earlier than before.",
        ),
        (Doubt(kind=Kind.SHIFTED, steps=-2), "The values of all economies stand 2 periods earlier than before."),
        (
            Doubt(kind=Kind.CONSTANT, economies=SINGLE, value=8.256),
            "The values of China are the same in every period: 8.26.",
        ),
        (
            Doubt(kind=Kind.FILLER, economies=SINGLE, value=9999.0),
            "One value beyond all earlier ones stands in many places, in China: 9,999.00.",
        ),
        (Doubt(kind=Kind.ROUNDED), "The values have lost their decimals."),
        (Doubt(kind=Kind.SHRUNK, share=0.256), "26% of the stored values are no longer there."),
        (Doubt(kind=Kind.ECONOMIES_GONE, economies=SINGLE), "No value is left of China."),
        (
            Doubt(kind=Kind.PERIODS_GONE, first=year(2001), last=year(2003), steps=3),
            "All values of 3 periods from 2001 to 2003 are gone.",
        ),
        (
            Doubt(kind=Kind.PERIODS_GONE, first=year(2001), last=year(2001), steps=1),
            "All values in 2001 are gone.",
        ),
        (
            Doubt(kind=Kind.REVISED, share=0.9),
            "Nearly everything is different: 90% of the values by more than a hundredth.",
        ),
    ],
    ids=lambda given: given.kind.value if isinstance(given, Doubt) else "",
)
def test_a_doubt_is_said_of_whom_when_and_by_how_much(doubt: Doubt, words: str) -> None:
    assert in_words([doubt], NAMES) == words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.ECONOMY_SCALE, "The values of all are about 1 times what they were, and the others' are not."),
        (Kind.JUMP, "Single values of all economies in 2001 are a thousand times larger or smaller."),
        (Kind.NEGATIVE, "All in 2001 fell below zero, where nothing ever was."),
        (Kind.FLIPPED, "The values of all economies have the opposite sign."),
        (Kind.ZEROED, "The values of all economies in 2001 turned to zero."),
        (Kind.CONSTANT, "The values of all economies are the same in every period: 0.00."),
        (Kind.FILLER, "One value beyond all earlier ones stands in many places, in all: 0.00."),
        (Kind.ECONOMIES_GONE, "No value is left of any economy."),
    ],
)
def test_a_doubt_that_names_nobody_is_said_of_all(kind: Kind, words: str) -> None:
    assert in_words([Doubt(kind=kind, first=year(2001), last=year(2001))]) == words


def test_every_kind_of_doubt_has_its_words() -> None:
    said = [in_words([Doubt(kind=kind)]) for kind in Kind]
    assert len(set(said)) == len(Kind)


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (1.0, "about 1 times"),
        (1.0006, "about 1 times"),
        (2.504, "about 2.5 times"),
        (12_345.6, "about 12,300 times"),
        (1_234_567.8, "about 1,230,000 times"),
        (0.1, "about a tenth of"),
        (0.01, "about a hundredth of"),
        (0.001, "about a thousandth of"),
        (0.000_001, "about a millionth of"),
        (0.5, "about 1/2 of"),
        (0.000_4, "about 1/2,500 of"),
    ],
)
def test_a_factor_is_said_by_three_digits_and_below_one_as_a_part(factor: float, words: str) -> None:
    said = in_words([Doubt(kind=Kind.UNIT, factor=factor)])
    assert said == f"The values are typically {words} what they were, as if the unit had changed."


@pytest.mark.parametrize(
    ("economies", "named"),
    [
        (MANY[:5], "China, the United States, BRA, FRA and IND"),
        (MANY[:6], "China, the United States, BRA, FRA, IND and 1 more"),
        (MANY, "China, the United States, BRA, FRA, IND and 2 more"),
    ],
)
def test_of_many_economies_five_are_named(economies: tuple[str, ...], named: str) -> None:
    assert in_words([Doubt(kind=Kind.ECONOMIES_GONE, economies=economies)], NAMES) == f"No value is left of {named}."


def test_of_many_pairs_five_are_named() -> None:
    five = "A0 and B0, A1 and B1, A2 and B2, A3 and B3"
    for pairs, named in ((5, f"{five} and A4 and B4"), (6, f"{five}, A4 and B4 and 1 more pairs")):
        economies = tuple(f"{side}{number}" for number in range(pairs) for side in "AB")
        said = in_words([Doubt(kind=Kind.EXCHANGED, economies=economies)])
        assert said == f"{named} have each other's values."


@pytest.mark.parametrize(
    ("count", "rest"),
    [(3, ""), (4, "; and 1 more is odd"), (5, "; and 2 more things are odd")],
)
def test_of_many_doubts_three_are_said_in_one_sentence(count: int, rest: str) -> None:
    lost = "he values have lost their decimals"
    assert in_words([Doubt(kind=Kind.ROUNDED)] * count) == f"T{lost}; t{lost}; t{lost}{rest}."
