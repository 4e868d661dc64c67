"""Does a user's table suggest what its series is, and does what they say of it become an indicator?"""

from collections.abc import Mapping

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Kind, Tier
from dashboard.catalogue.user_indicator import UNCHECKED, Said, custom_indicator, suggested
from dashboard.catalogue.user_series import Choice, SeriesReading, names_in, series_of
from dashboard.catalogue.user_series_wording import not_observed, series_notes, understood
from dashboard.catalogue.user_tables import read_pasted


@pytest.fixture(scope="module")
def known(shipped_catalogue: Catalogue) -> Mapping[str, str]:
    return names_in(shipped_catalogue)


def read(text: str, known: Mapping[str, str], choice: Choice | None = None) -> SeriesReading:
    return series_of(read_pasted(text), known, choice)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Country,Year,GDP growth (annual %)\nChina,2015,6.9\n",
            Said("GDP growth (annual %)", "annual %", Kind.GROWTH),
        ),
        ("Exports (US$)\nCountry,2015,2016\nChina,1,2\n", Said("Exports (US$)", "US$", Kind.LEVEL)),
        ("Country,2015,2016\nChina,1,2\n", Said("My series", "", Kind.INDEX)),
    ],
)
def test_heading_or_title_suggest_name_unit_and_kind(known: Mapping[str, str], text: str, said: Said) -> None:
    assert suggested(read(text, known)) == said


def test_what_the_user_says_is_what_the_indicator_is(known: Mapping[str, str]) -> None:
    reading = read("Country,Quarter,Value\nChina,2015Q1,1.25\nChina,2015Q2,2.5\n", known)
    entry = custom_indicator(Said(" Sales\tof mine ", "million US$", Kind.LEVEL), reading, ())
    assert (entry.id, entry.name, entry.unit, entry.kind) == (
        "custom:sales-of-mine",
        "Sales of mine",
        "million US$",
        "level",
    )
    assert (entry.frequency, entry.decimals, entry.tier) == (Frequency.QUARTERLY, 2, Tier.CUSTOM)
    assert UNCHECKED in entry.caveats
    assert entry.source_url is None


@pytest.mark.parametrize(
    ("name", "taken", "identifier"),
    [
        ("Größte Krise!", (), "custom:grosste-krise"),
        ("出口", (), "custom:series"),
        ("", (), "custom:my-series"),
        ("Mine", ("custom:mine", "custom:mine-2"), "custom:mine-3"),
        ("x" * 200, (), f"custom:{'x' * 60}"),
    ],
)
def test_an_id_is_made_of_the_name_and_taken_by_no_other(
    known: Mapping[str, str], name: str, taken: tuple[str, ...], identifier: str
) -> None:
    reading = read("Country,2015,2016\nChina,1,2\n", known)
    assert custom_indicator(Said(name, "", Kind.INDEX), reading, taken).id == identifier


def test_what_was_understood_and_what_was_not_is_said_in_sentences(known: Mapping[str, str]) -> None:
    text = "Land;2015;2016;Mittel\nChina;1,5;x;1\nAtlantis;1;2;3\n" + "Lemuria;1;2;3\n" * 5 + ";1;2;3\n"
    reading = read(text, known)
    assert understood(reading) == "A table with one column per year: 1 observation of 1 economy, 2015, annual."
    assert series_notes(reading) == ("Commas stand before decimals.", "Columns that were not read: Mittel.")
    assert [not_observed(problem) for problem in reading.problems] == [
        'Row 2: "x" is not a number.',
        'Row 3: "Atlantis" is no economy that Eraline knows.',
        'Rows 4, 5, 6 and 2 more: "Lemuria" is no economy that Eraline knows.',
        "Row 9: an empty cell is no economy that Eraline knows.",
    ]
