"""Do table, sentence and file of what was done between two years say the same?"""

from dataclasses import replace

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.eras import (
    eras_words,
    statistics_rows,
    thin_eras_sentence,
    two_years_sentence,
    two_years_words,
    years_note,
)
from dashboard.charts.kind import Built, ChartRequest
from dashboard.charts.registry import CHART_KINDS, request_for
from dashboard.export.tables import TIDY_COLUMNS
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.era_table import years_compared
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View

SPAN = (2000, 2010)


@pytest.fixture
def asked(shipped_cache: Cache, shipped_catalogue: Catalogue) -> ChartRequest:
    selection = Selection("gdp", economies=("CHN", "USA"), first_year=SPAN[0], last_year=SPAN[1])
    return request_for(CHART_KINDS["eras"], Loader(shipped_cache.store, shipped_catalogue), selection)


def view_of(asked: ChartRequest, **changes: object) -> View:
    return chart_view(asked.loader, replace(asked.selection, **changes))


def test_the_years_chosen_are_compared(asked: ChartRequest) -> None:
    assert years_compared(view_of(asked)) == SPAN
    words = two_years_words(view_of(asked), asked.catalogue, SPAN)
    assert words["Economy"].tolist() == ["China", "United States"]
    assert list(words.columns) == ["Economy", "2000", "2010", "Change", "Growth a year", "Mean", "Years"]
    assert set(words["Years"]) == {"11 of 11"}


def test_the_sentence_says_what_the_table_says(asked: ChartRequest) -> None:
    view = view_of(asked)
    words = two_years_words(view, asked.catalogue, SPAN)
    said = two_years_sentence(view, asked.catalogue, SPAN)
    assert said.startswith("Between 2000 and 2010, China went from ")
    for row in words.to_dict("records"):
        assert f"{row['2000']} to {row['2010']} ({row['Growth a year']} a year)" in said


def test_growth_is_told_by_its_mean_and_a_share_by_its_change(asked: ChartRequest) -> None:
    growth = view_of(asked, indicator="gdp-growth")
    assert " averaged " in two_years_sentence(growth, asked.catalogue, SPAN)
    share = view_of(asked, indicator="rd-spending")
    assert " pp)" in two_years_sentence(share, asked.catalogue, SPAN)
    assert "Growth a year" not in two_years_words(share, asked.catalogue, SPAN)


def test_an_economy_without_the_years_says_which_are_missing(asked: ChartRequest) -> None:
    view = view_of(asked, indicator="rd-spending", first_year=1990)
    (own,) = two_years_words(view, asked.catalogue, (1990, 2010)).query("Economy == 'China'").to_dict("records")
    assert own["1990"] == own["Change"] == "–"
    assert own["Years"] == "15 of 21: no values for 1990–1995"


def test_the_file_has_each_statistic_as_a_row_with_its_unit(asked: ChartRequest) -> None:
    view = view_of(asked)
    rows = statistics_rows(view, asked.catalogue)
    assert tuple(rows.columns[: len(TIDY_COLUMNS)]) == TIDY_COLUMNS
    between = rows[(rows["era"] == "") & (rows["economy"] == "CHN")].set_index("statistic")
    assert between.loc["compound growth", "unit"] == "% a year"
    value: dict[str, float] = dict(zip(between.index, between["value"], strict=True))
    assert value["change"] == pytest.approx(value["last"] - value["first"])
    assert between.loc["last", "period"] == "2010-01-01"
    assert set(rows["era"]) - {""} <= set(asked.catalogue.eras)
    assert {(bool(era), policy) for era, policy in zip(rows["era"], rows["policy"], strict=True)} == {
        (True, asked.catalogue.policy),
        (False, ""),
    }


def test_the_kind_gives_page_files_and_link_the_same(asked: ChartRequest) -> None:
    built = CHART_KINDS["eras"].build(asked)
    assert isinstance(built, Built)
    assert built.table().equals(eras_words(built.views[0], asked.catalogue))
    assert built.rows().equals(statistics_rows(built.views[0], asked.catalogue))
    assert (built.permalink.view, built.permalink.first_year) == ("eras", SPAN[0])


def test_a_year_of_months_that_two_eras_share_is_compared_as_any_other(asked: ChartRequest) -> None:
    view = view_of(asked, indicator="exchange-rate", economies=("CHN", "JPN"), first_year=2012, last_year=2023)
    assert years_compared(view) == (2012, 2023)
    (own,) = two_years_words(view, asked.catalogue, (2012, 2023)).query("Economy == 'China'").to_dict("records")
    assert (own["2012"], own["2023"], own["Years"]) == ("6.31 per US$", "7.08 per US$", "12 of 12")
    assert "China went from 6.31 per US$ to 7.08 per US$" in two_years_sentence(view, asked.catalogue, (2012, 2023))


@pytest.mark.parametrize(
    ("first", "last", "span", "note"),
    [
        (1990, 2010, (1990, 2010), ""),
        (
            None,
            None,
            (1960, 2025),
            "The first and last year with figures for every economy drawn; choose others under Options.",
        ),
        (
            1990,
            None,
            (1990, 2025),
            "2025 is the last year with figures for every economy drawn; choose another under Options.",
        ),
        (
            1950,
            2010,
            (1960, 2010),
            "Nothing drawn is of 1950: 1960 is the first year with figures for every economy drawn.",
        ),
    ],
)
def test_each_end_of_a_comparison_says_why_it_is_there(
    first: int | None, last: int | None, span: tuple[int, int], note: str, asked: ChartRequest
) -> None:
    view = view_of(asked, first_year=first, last_year=last)
    assert years_compared(view) == span
    assert years_note(view, asked.catalogue, span) == note
    assert two_years_sentence(view, asked.catalogue, span).startswith(f"Between {span[0]} and {span[1]}, China went")


def test_years_outside_the_eras_chosen_are_neither_counted_nor_missing(asked: ChartRequest) -> None:
    eras = ("planned-economy", "innovation-driven")
    growth = view_of(
        asked, indicator="gdp-growth", economies=("CHN",), eras=eras, first_year=None, last_year=None, transform="level"
    )
    span = (1961, 2023)
    assert years_compared(growth) == span
    (own,) = two_years_words(growth, asked.catalogue, span).to_dict("records")
    assert own["Years"] == "29 of 29"
    assert own["Mean"] == growth.quantity(growth.points["value"].mean())
    assert two_years_sentence(growth, asked.catalogue, span) == (
        "Between 1961 and 2023 in the years of Planned economy and Innovation-driven development alone, "
        f"China averaged {own['Mean']}."
    )
    assert "Not counted, for they lie outside the eras chosen: 1979–2012." in years_note(growth, asked.catalogue, span)
    rows = statistics_rows(growth, asked.catalogue)
    [note] = rows.loc[(rows["era"] == "") & (rows["statistic"] == "mean"), "note"].tolist()
    assert note.startswith("in the years of Planned economy")


def test_a_currency_that_was_redenominated_is_not_compared_across_it(asked: ChartRequest) -> None:
    view = view_of(asked, indicator="exchange-rate", economies=("VEN", "CHN"), first_year=None, last_year=None)
    assert [note[:32] for note in view.notes if "Series break" in note] == [
        "Series break in September 2018: ",
        "Series break in November 2021: 4",
    ]
    (own,) = two_years_words(view, asked.catalogue, (2018, 2025)).query("Economy == 'Venezuela'").to_dict("records")
    assert (own["2018"], own["Change"], own["Mean"]) == ("–", "–", "–")
    assert own["Years"] == "6 of 8: series breaks in 2018 and 2021"
    assert "Venezuela" not in two_years_sentence(view, asked.catalogue, (1995, 2025))
    assert "Venezuela" in two_years_sentence(view, asked.catalogue, (2022, 2025))


def test_one_year_alone_compares_nothing(asked: ChartRequest) -> None:
    assert years_compared(view_of(asked, first_year=2005, last_year=2005)) is None


def test_an_era_that_is_too_thin_names_its_missing_years_and_offers_the_part_it_covers(asked: ChartRequest) -> None:
    view = view_of(asked, indicator="rd-spending", economies=("CHN",), first_year=None, last_year=None)
    words = eras_words(view, asked.catalogue)
    whole, part = words[words["Era"].str.startswith("Reform and Opening")].to_dict("records")
    assert whole["Mean"] == "–"
    # how many there are stands there once
    assert whole["Years"] == "17 of 34 years have values, under 60 %; none for 1979–1995"
    assert part["Era"] == "Reform and Opening, 1996–2012 only"
    assert part["Years"] == "17 of 17"
    rows = statistics_rows(view, asked.catalogue)
    mean = rows[(rows["era"] == "reform-and-opening") & (rows["statistic"] == "mean, clipped")]
    assert mean["note"].tolist() == ["the years of the era that have values"]
    assert mean["first_year"].tolist() == [1996]


def test_table_file_and_sentence_of_a_thin_era_agree(asked: ChartRequest) -> None:
    view = view_of(asked, indicator="rd-spending", economies=("CHN",), first_year=None, last_year=None)
    told = thin_eras_sentence(view, asked.catalogue)
    [thin] = [row for row in eras_words(view, asked.catalogue).to_dict("records") if "only" in row["Era"]]
    assert thin["Mean"] in told
    assert "none for 1979–1995 (the mean of 1996–2012 alone is" in told
    rows = statistics_rows(view, asked.catalogue)
    own = rows[rows["era"] == "reform-and-opening"]
    values = dict(zip(own["statistic"], own["value"].tolist(), strict=True))
    assert "mean" not in values
    assert view.quantity(values["mean, clipped"]) == thin["Mean"]
    [note] = own.loc[own["statistic"] == "lowest", "note"].tolist()
    assert "none for 1979–1995" in note
    assert thin_eras_sentence(view_of(asked, indicator="gdp-growth"), asked.catalogue) == ""


@pytest.mark.parametrize(
    ("indicator", "economy", "era", "told"),
    [
        ("gdp-growth", "CHN", "Planned", "18 of 29: none for 1950–1960, all 9 years of the first third among them"),
        ("rd-spending", "IND", "Innov", "8 of 11: none for 2021–2023, 3 of the 4 years of the last third among them"),
    ],
)
def test_a_gap_at_one_end_of_an_era_is_told_as_one_range_of_years(
    indicator: str, economy: str, era: str, told: str, asked: ChartRequest
) -> None:
    view = view_of(asked, indicator=indicator, economies=(economy,), first_year=None, last_year=None)
    words, rows = eras_words(view, asked.catalogue), statistics_rows(view, asked.catalogue)
    whole = words[words.iloc[:, 1].str.startswith(era) & ~words.iloc[:, 1].str.endswith("only")]
    assert whole["Years"].tolist() == [told]
    assert {note for note in rows["note"] if "third" in note} == {told.partition(": ")[2]}


def test_a_thin_era_whose_part_has_no_rate_is_told_without_one(asked: ChartRequest) -> None:
    fields = {"economies": ("CHN",), "first_year": None, "last_year": None}
    nuclear, thermal = (view_of(asked, indicator=f"electricity-{name}", **fields) for name in ("nuclear", "coal"))
    # China's nuclear power was zero in every year up to 1978
    told = "China: Planned economy has values for 14 of 29 years, none for 1950–1964."
    assert thin_eras_sentence(nuclear, asked.catalogue) == told
    assert "alone is +" in thin_eras_sentence(thermal, asked.catalogue)


def test_a_mean_of_some_years_between_two_says_of_how_many(asked: ChartRequest) -> None:
    fields = {"economies": ("VEN", "CHN"), "first_year": None, "last_year": None, "transform": "growth"}
    view = view_of(asked, indicator="exchange-rate", **fields)
    told = two_years_sentence(view, asked.catalogue, (1996, 2025))
    venezuela, china = two_years_words(view, asked.catalogue, (1996, 2025)).to_dict("records")
    assert venezuela["Years"].startswith("26 of 30")
    assert told == (
        f"Between 1996 and 2025, Venezuela averaged {venezuela['Mean']} (26 of 30 years); China {china['Mean']}."
    )
