"""Are indicators, economies and figures in data/ whole: each described, accounted for and as published?"""

import datetime as dt
import itertools
import re
from collections.abc import Mapping

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import OTHER, THEME_NAMES, Indicator, Kind
from dashboard.settings import SNAPSHOT
from dashboard.store.corrections import corrected
from dashboard.store.snapshot import Entry, read_manifest, read_snapshot
from dashboard.views.selection import DEFAULT_INDICATOR

# what some economies have next to none of in one year, and plenty in another
FROM_NEXT_TO_NOTHING = {
    "electricity-wind",
    "high-tech-exports",
    "ip-payments",
    "ip-receipts",
    "patents-resident",
    "solar-capacity",
    "wind-capacity",
}


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {entry.id: entry for entry in read_manifest(SNAPSHOT)}


@pytest.fixture(scope="module")
def figures(entries: Mapping[str, Entry]) -> dict[str, pd.DataFrame]:
    return {shipped.entry.id: shipped.observations for shipped in read_snapshot(SNAPSHOT, entries.values())}


def stored(shipped_catalogue: Catalogue) -> list[Indicator]:
    found = [indicator for indicator in shipped_catalogue.indicators.values() if indicator.derived is None]
    assert len(found) >= 50
    return found


def value(figures: Mapping[str, pd.DataFrame], indicator: str, economy: str, period: str) -> float:
    shipped = figures[indicator]
    [found] = shipped.loc[(shipped["economy"] == economy) & (shipped["period"] == pd.Timestamp(period)), "value"]
    return found


def test_about_sixty_indicators_stand_in_six_themes(shipped_catalogue: Catalogue) -> None:
    assert len(shipped_catalogue.indicators) >= 55
    themes = [indicator.theme for indicator in shipped_catalogue.indicators.values()]
    assert set(themes) == set(THEME_NAMES) - {OTHER}
    assert min(themes.count(theme) for theme in set(themes)) >= 4


def test_what_pages_show_first_is_there(shipped_catalogue: Catalogue) -> None:
    assert {DEFAULT_INDICATOR, "exchange-rate"} <= shipped_catalogue.indicators.keys()
    assert shipped_catalogue.indicator("exchange-rate").frequency == "monthly"


def test_every_indicator_can_be_understood_checked_and_cited(shipped_catalogue: Catalogue) -> None:
    assert shipped_catalogue.indicators
    for indicator in shipped_catalogue.indicators.values():
        assert len(indicator.description) > 30, indicator.id
        assert indicator.description.endswith("."), indicator.id
        assert len(indicator.citation) > 20, indicator.id
        assert indicator.licence_url, indicator.id
        assert len(indicator.short_name) <= 26, indicator.id
        assert all(caveat.endswith(".") for caveat in indicator.caveats), indicator.id
        assert indicator.unit_short or indicator.unit in ("ratio", "index"), indicator.id


def test_no_description_is_said_twice(shipped_catalogue: Catalogue) -> None:
    for field in ("id", "name", "short_name", "description"):
        said = [getattr(indicator, field) for indicator in shipped_catalogue.indicators.values()]
        assert len(set(said)) == len(said) > 0, field


def test_no_two_notes_on_what_is_provisional_differ_in_their_ends_alone(shipped_catalogue: Catalogue) -> None:
    """A chart that both are of would say nearly the same twice; two records of one note are told once."""
    notes = sorted({known.note for known in shipped_catalogue.provisional.values()})
    for one, other in itertools.pairwise(notes):
        half = min(len(one), len(other)) // 2
        assert one[:half] != other[:half], (one, other)


def test_only_amounts_and_prices_and_ratios_are_drawn_on_a_logarithmic_scale(shipped_catalogue: Catalogue) -> None:
    logarithmic = [indicator for indicator in shipped_catalogue.indicators.values() if indicator.scale == "log"]
    assert logarithmic
    assert all(indicator.kind not in ("share", "growth") for indicator in logarithmic)


def test_percentages_are_of_a_kind_that_differs_by_points(shipped_catalogue: Catalogue) -> None:
    percentages = [found for found in shipped_catalogue.indicators.values() if found.unit_short == "%"]
    assert percentages
    assert all(indicator.kind in ("share", "growth") for indicator in percentages)
    assert all(
        found.unit_short == "%" for found in shipped_catalogue.indicators.values() if found.kind in ("share", "growth")
    )


def test_stored_indicators_and_snapshot_files_match_one_to_one(
    shipped_catalogue: Catalogue, entries: Mapping[str, Entry]
) -> None:
    names = {indicator.id for indicator in stored(shipped_catalogue)}
    assert names == entries.keys()
    assert {file.stem for file in SNAPSHOT.glob("*.csv")} == names
    for indicator in stored(shipped_catalogue):
        assert entries[indicator.id].published <= dt.datetime.now(dt.UTC).date(), indicator.id


def test_every_figure_is_of_a_known_economy_and_stands_at_the_start_of_its_period(
    shipped_catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    assert sum(len(shipped) for shipped in figures.values()) > 50_000
    for name, shipped in figures.items():
        assert set(shipped["economy"]) <= shipped_catalogue.economies.keys(), name
        assert (shipped["period"].dt.day == 1).all(), name
        assert shipped_catalogue.indicator(name).frequency == "monthly" or (shipped["period"].dt.month == 1).all(), name
        assert shipped["period"].dt.year.between(1949, 2026).all(), name
    assert len(set().union(*(set(shipped["economy"]) for shipped in figures.values()))) >= 30


def test_china_or_the_world_has_figures_of_every_indicator(figures: Mapping[str, pd.DataFrame]) -> None:
    assert figures
    for name, shipped in figures.items():
        assert {"CHN", "WLD"} & set(shipped["economy"]), name


def test_shares_lie_between_nothing_and_all_where_they_are_of_a_whole(
    shipped_catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    wholes = [
        name
        for name in figures
        if shipped_catalogue.indicator(name).unit in ("% of population", "% of employment", "% of electricity")
    ]
    assert wholes
    for name in wholes:
        assert figures[name]["value"].between(0, 100).all(), name


def test_china_has_the_accent_and_the_comparators_and_the_world_stand_beside_it(shipped_catalogue: Catalogue) -> None:
    economies = shipped_catalogue.economies
    assert economies["CHN"].slot == 0
    comparators = [economy for economy in economies.values() if not economy.aggregate]
    assert len(comparators) >= 29
    assert {"USA", "JPN", "KOR", "DEU", "IND", "BRA", "VNM", "TWN"} <= {economy.id for economy in comparators}
    assert economies["WLD"].aggregate


def test_an_economy_that_the_population_series_lacks_says_where_its_population_was_read(
    shipped_catalogue: Catalogue,
) -> None:
    given = [economy for economy in shipped_catalogue.economies.values() if economy.population is not None]
    assert given
    assert all(economy.population_year and economy.population_source for economy in given)


def test_what_is_photovoltaics_alone_says_so(shipped_catalogue: Catalogue) -> None:
    for name in ("solar-2015-35gw", "solar-2020-105gw"):
        assert re.search("photovoltaic|PV", shipped_catalogue.targets[name].scope), name


def test_known_breaks_and_zeros_are_declared(shipped_catalogue: Catalogue) -> None:
    declared = {
        (found.economy, found.year, entry.id)
        for entry in shipped_catalogue.indicators.values()
        for found in entry.breaks
    }
    assert {
        ("CHN", 2014, "tertiary-enrolment"),
        ("CHN", 2023, "internet-users"),
        ("CHN", 2009, "researchers"),
        ("HKG", 2017, "high-tech-exports"),
        ("GBR", 2007, "ict-exports"),
    } <= declared
    # zeros of charges are left out in one place, with those of all economies
    assert not [entry.id for entry in shipped_catalogue.indicators.values() if entry.not_collected and entry.code]
    for name in ("ip-payments", "ip-receipts"):
        [zeros] = [entry for entry in shipped_catalogue.corrections.values() if entry.id == f"{name}-chn-1982"]
        assert zeros.economy == "CHN"


def test_no_amount_or_price_is_multiplied_by_a_thousand_without_a_word(
    shipped_catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    for entry in stored(shipped_catalogue):
        # shares and growth rates pass by nothing on their way, and so do these counts of small economies
        if entry.kind in (Kind.SHARE, Kind.GROWTH) or entry.id in FROM_NEXT_TO_NOTHING:
            continue
        said = {(known.economy, known.start) for known in (*entry.breaks, *entry.flags)}
        found = figures[entry.id].sort_values(["economy", "period"])
        steps = pd.Series(entry.frequency.steps(found["period"], dt.date(1900, 1, 1)), index=found.index)
        follows = steps.groupby(found["economy"]).diff() == 1
        before, after = found.groupby("economy")["value"].shift(), found["value"]
        leaps = found[follows & (before > 0) & (after > 0) & ((after > 1000 * before) | (before > 1000 * after))]
        unsaid = set(zip(leaps["economy"], leaps["period"].dt.date, strict=True)) - said
        assert not unsaid, entry.id


@pytest.mark.parametrize(
    ("indicator", "economy", "period", "expected", "digits"),
    [
        ("gdp-growth", "CHN", "1979", 7.6, 1),
        ("gdp-growth", "CHN", "2007", 14.2, 1),
        ("gdp-growth", "CHN", "2020", 2.3, 1),
        ("gdp-growth", "CHN", "1961", -27.3, 1),
        ("gdp-growth", "USA", "2009", -2.6, 1),
        ("rd-spending", "CHN", "2020", 2.36, 2),
        ("solar-capacity", "CHN", "2015", 43.5, 1),
        ("solar-capacity", "CHN", "2023", 609.9, 1),
        ("exchange-rate", "CHN", "1994-01", 8.72, 2),
        ("population", "CHN", "2022", 1_412_175_000, -3),
    ],
)
def test_a_well_known_figure_reads_as_published(
    indicator: str, economy: str, period: str, expected: float, digits: int, figures: Mapping[str, pd.DataFrame]
) -> None:
    assert round(value(figures, indicator, economy, period), digits) == expected


def test_every_correction_removes_what_it_names_and_nothing_else(
    shipped_catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    assert len(shipped_catalogue.corrections) > 1_000
    for name in {one.indicator for one in shipped_catalogue.corrections.values()}:
        known, held = shipped_catalogue.corrections_of(name), figures[name]
        kept, lapsed = corrected(held, known)
        assert not lapsed, str(lapsed[0])
        # no two of them name the same point, and none is idle
        assert len(held) - len(kept) == sum(len(one.every_year) for one in known), name


def test_no_group_of_economies_has_sectors_that_add_up_to_more_than_its_gdp(
    shipped_catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    sectors = [
        corrected(figures[name], shipped_catalogue.corrections_of(name))[0].set_index(["economy", "period"])["value"]
        for name in ("agriculture-share", "industry-share", "services-share")
    ]
    whole = pd.concat(sectors, axis=1).dropna().sum(axis=1)
    groups = {economy.id for economy in shipped_catalogue.economies.values() if economy.aggregate}
    of_groups = whole[whole.index.get_level_values("economy").isin(groups)]
    assert len(of_groups) > 1_000
    assert of_groups.max() <= 105
