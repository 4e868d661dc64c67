"""Is what ships in data/ whole: every indicator described, every fact sourced, every figure accounted for?"""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import OTHER, THEME_NAMES, Indicator, Kind
from dashboard.catalogue.loading import load_catalogue
from dashboard.catalogue.policy import Era, Milestone, MilestoneKind, Target
from dashboard.catalogue.records import SourceKind
from dashboard.settings import DATA, SNAPSHOT
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
UNSEEN = "general knowledge|not seen|not confirmed"
# as figures are written here: an abbreviation's full stop does not end a sentence
SENTENCE_END = re.compile(r"(?<!\bvol)(?<!\bNo)[.!?](?=\s|$)")
OF_THE_ARTICLE = {
    "self-strengthening": "1861-01-01",
    "prc-founded": "1949-10-01",
    "reform-and-opening": "1978-12-18",
    "mlp-2006": "2006-02-09",
    "sei-decision": "2010-10-10",
    "made-in-china-2025": "2015-05-08",
    "idds-2016": "2016-05-19",
    "central-st-commission": "2023-03-16",
    "new-quality-productive-forces": "2023-09-07",
    "cewc-2023": "2023-12-11",
    "future-industries": "2024-01-29",
    "work-report-2024": "2024-03-05",
}
SHOCKS = {
    "global-financial-crisis": "2008-09-15",
    "section-301-tariffs": "2018-07-06",
    "covid-19": "2020-01-01",
    "chip-export-controls": "2022-10-07",
    "solar-trade-duties": "2012-12-07",
}
FURTHER = (
    "program-863",
    "southern-tour",
    "science-education-1995",
    "solar-feed-in-tariff",
    "leadership-2012",
    "new-normal",
    "supply-side-reform",
    "dual-circulation",
    "carbon-pledge",
    "fyp-14",
    "third-plenum-2024",
    "fyp-15",
)
GROWTH_TARGETS = {
    **dict.fromkeys(range(2005, 2012), (8, 8)),
    2012: (7.5, 7.5),
    2013: (7.5, 7.5),
    2014: (7.5, 7.5),
    2015: (7, 7),
    2016: (6.5, 7),
    2017: (6.5, 6.5),
    2018: (6.5, 6.5),
    2019: (6, 6.5),
    2020: (None, None),
    2021: (6, None),
    2022: (5.5, 5.5),
    **dict.fromkeys(range(2023, 2026), (5, 5)),
    2026: (4.5, 5),
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(DATA)


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {entry.id: entry for entry in read_manifest(SNAPSHOT)}


@pytest.fixture(scope="module")
def figures(entries: Mapping[str, Entry]) -> dict[str, pd.DataFrame]:
    return {shipped.entry.id: shipped.observations for shipped in read_snapshot(SNAPSHOT, entries.values())}


def stored(catalogue: Catalogue) -> list[Indicator]:
    found = [indicator for indicator in catalogue.indicators.values() if indicator.derived is None]
    assert len(found) >= 50
    return found


def sentences(text: str) -> int:
    return len(SENTENCE_END.findall(text))


def value(figures: Mapping[str, pd.DataFrame], indicator: str, economy: str, period: str) -> float:
    shipped = figures[indicator]
    [found] = shipped.loc[(shipped["economy"] == economy) & (shipped["period"] == pd.Timestamp(period)), "value"]
    return found


def test_about_sixty_indicators_stand_in_six_themes(catalogue: Catalogue) -> None:
    assert len(catalogue.indicators) >= 55
    themes = [indicator.theme for indicator in catalogue.indicators.values()]
    assert set(themes) == set(THEME_NAMES) - {OTHER}
    assert min(themes.count(theme) for theme in set(themes)) >= 4


def test_what_pages_show_first_is_there(catalogue: Catalogue) -> None:
    assert {DEFAULT_INDICATOR, "exchange-rate"} <= catalogue.indicators.keys()
    assert catalogue.indicator("exchange-rate").frequency == "monthly"


def test_every_indicator_can_be_understood_checked_and_cited(catalogue: Catalogue) -> None:
    assert catalogue.indicators
    for indicator in catalogue.indicators.values():
        assert len(indicator.description) > 30, indicator.id
        assert indicator.description.endswith("."), indicator.id
        assert len(indicator.citation) > 20, indicator.id
        assert indicator.licence_url, indicator.id
        assert len(indicator.short_name) <= 26, indicator.id
        assert all(caveat.endswith(".") for caveat in indicator.caveats), indicator.id
        assert indicator.unit_short or indicator.unit in ("ratio", "index"), indicator.id


def test_no_description_is_said_twice(catalogue: Catalogue) -> None:
    for field in ("id", "name", "short_name", "description"):
        said = [getattr(indicator, field) for indicator in catalogue.indicators.values()]
        assert len(set(said)) == len(said) > 0, field


def test_no_two_notes_on_what_is_provisional_differ_in_their_ends_alone(catalogue: Catalogue) -> None:
    """A chart that both are of would say nearly the same twice; two records of one note are told once."""
    notes = sorted({known.note for known in catalogue.provisional.values()})
    for one, other in itertools.pairwise(notes):
        half = min(len(one), len(other)) // 2
        assert one[:half] != other[:half], (one, other)


def test_only_amounts_and_prices_and_ratios_are_drawn_on_a_logarithmic_scale(catalogue: Catalogue) -> None:
    logarithmic = [indicator for indicator in catalogue.indicators.values() if indicator.scale == "log"]
    assert logarithmic
    assert all(indicator.kind not in ("share", "growth") for indicator in logarithmic)


def test_percentages_are_of_a_kind_that_differs_by_points(catalogue: Catalogue) -> None:
    percentages = [found for found in catalogue.indicators.values() if found.unit_short == "%"]
    assert percentages
    assert all(indicator.kind in ("share", "growth") for indicator in percentages)
    assert all(found.unit_short == "%" for found in catalogue.indicators.values() if found.kind in ("share", "growth"))


def test_stored_indicators_and_snapshot_files_match_one_to_one(
    catalogue: Catalogue, entries: Mapping[str, Entry]
) -> None:
    names = {indicator.id for indicator in stored(catalogue)}
    assert names == entries.keys()
    assert {file.stem for file in SNAPSHOT.glob("*.csv")} == names
    for indicator in stored(catalogue):
        assert entries[indicator.id].published <= dt.datetime.now(dt.UTC).date(), indicator.id


def test_every_figure_is_of_a_known_economy_and_stands_at_the_start_of_its_period(
    catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    assert sum(len(shipped) for shipped in figures.values()) > 50_000
    for name, shipped in figures.items():
        assert set(shipped["economy"]) <= catalogue.economies.keys(), name
        assert (shipped["period"].dt.day == 1).all(), name
        assert catalogue.indicator(name).frequency == "monthly" or (shipped["period"].dt.month == 1).all(), name
        assert shipped["period"].dt.year.between(1949, 2026).all(), name
    assert len(set().union(*(set(shipped["economy"]) for shipped in figures.values()))) >= 30


def test_china_or_the_world_has_figures_of_every_indicator(figures: Mapping[str, pd.DataFrame]) -> None:
    assert figures
    for name, shipped in figures.items():
        assert {"CHN", "WLD"} & set(shipped["economy"]), name


def test_shares_lie_between_nothing_and_all_where_they_are_of_a_whole(
    catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    wholes = [
        name
        for name in figures
        if catalogue.indicator(name).unit in ("% of population", "% of employment", "% of electricity")
    ]
    assert wholes
    for name in wholes:
        assert figures[name]["value"].between(0, 100).all(), name


def test_china_has_the_accent_and_the_comparators_and_the_world_stand_beside_it(catalogue: Catalogue) -> None:
    economies = catalogue.economies
    assert economies["CHN"].slot == 0
    comparators = [economy for economy in economies.values() if not economy.aggregate]
    assert len(comparators) >= 29
    assert {"USA", "JPN", "KOR", "DEU", "IND", "BRA", "VNM", "TWN"} <= {economy.id for economy in comparators}
    assert economies["WLD"].aggregate


def test_an_economy_that_the_population_series_lacks_says_where_its_population_was_read(catalogue: Catalogue) -> None:
    given = [economy for economy in catalogue.economies.values() if economy.population is not None]
    assert given
    assert all(economy.population_year and economy.population_source for economy in given)


def test_the_eras_whose_ids_never_change_have_their_boundaries(catalogue: Catalogue) -> None:
    eras = {name: (era.start, era.end) for name, era in catalogue.eras.items()}
    assert (
        eras.items()
        >= {
            "self-strengthening": (dt.date(1861, 1, 1), dt.date(1896, 1, 1)),
            "planned-economy": (dt.date(1949, 10, 1), dt.date(1978, 12, 18)),
            "reform-and-opening": (dt.date(1978, 12, 18), dt.date(2012, 11, 15)),
            "innovation-driven": (dt.date(2012, 11, 15), dt.date(2023, 9, 7)),
            "new-quality": (dt.date(2023, 9, 7), None),
        }.items()
    )


@pytest.mark.parametrize(("name", "date"), [*OF_THE_ARTICLE.items(), *SHOCKS.items()])
def test_a_milestone_that_the_story_needs_is_there_on_its_day(name: str, date: str, catalogue: Catalogue) -> None:
    assert catalogue.milestones[name].date.isoformat() == date


def test_milestones_of_the_article_are_labelled_first_and_shocks_can_be_hidden(catalogue: Catalogue) -> None:
    assert all(catalogue.milestones[name].weight == 1 for name in OF_THE_ARTICLE)
    assert all(catalogue.milestones[name].kind is MilestoneKind.EXTERNAL for name in SHOCKS)
    assert set(FURTHER) <= catalogue.milestones.keys()


def test_milestones_stand_in_order_of_time_and_are_named_in_chinese(catalogue: Catalogue) -> None:
    dates = [milestone.date for milestone in catalogue.milestones.values()]
    assert len(dates) >= 30
    assert dates == sorted(dates)
    assert all(re.search(r"[\u4e00-\u9fff]", milestone.native_title) for milestone in catalogue.milestones.values())
    assert all(re.search(r"[\u4e00-\u9fff]", era.native_name) for era in catalogue.eras.values())


def test_summaries_are_two_sentences_at_most(catalogue: Catalogue) -> None:
    described = (*catalogue.milestones.values(), *catalogue.eras.values())
    summaries = {record.id: record.summary for record in described}
    assert len(summaries) >= 30
    for name, summary in summaries.items():
        assert 1 <= sentences(summary) <= 2, name
        assert summary.endswith("."), name


def sourced(catalogue: Catalogue) -> Iterable[Era | Milestone | Target]:
    for history in catalogue.histories.values():
        yield from (*history.eras.values(), *history.milestones.values(), *history.targets.values())


def test_what_only_sums_others_up_is_marked_as_an_encyclopaedia(catalogue: Catalogue) -> None:
    for record in sourced(catalogue):
        for source in record.sources:
            if re.search("wiki|encyclop", f"{source.publisher} {source.url}", re.IGNORECASE):
                assert source.kind is SourceKind.ENCYCLOPAEDIA, (record.id, source.title)


def test_no_source_is_counted_twice(catalogue: Catalogue) -> None:
    for record in sourced(catalogue):
        addresses = [str(source.url or source.title) for source in record.sources]
        assert len(set(addresses)) == len(addresses), record.id


def test_nothing_is_shipped_that_was_not_seen_in_a_source(catalogue: Catalogue) -> None:
    for record in sourced(catalogue):
        assert not re.search(UNSEEN, record.model_dump_json(), re.IGNORECASE), record.id


def test_growth_targets_are_on_record_for_every_year_since_2005(catalogue: Catalogue) -> None:
    yearly = {
        target.first_year: (target.low, target.high)
        for target in catalogue.targets_of("gdp-growth")
        if target.basis == "each-year"
    }
    assert {year: bounds for year, bounds in yearly.items() if year >= 2005} == GROWTH_TARGETS


@pytest.mark.parametrize(
    ("indicator", "year", "low", "high"),
    [
        ("rd-spending", 2005, 1.5, None),
        ("rd-spending", 2010, 2.0, 2.0),
        ("rd-spending", 2015, 2.2, 2.2),
        ("rd-spending", 2020, 2.5, None),
        ("rd-spending", 2030, 2.8, 2.8),
        ("solar-capacity", 2015, 21, None),
        ("solar-capacity", 2015, 35, None),
        ("solar-capacity", 2020, 50, 50),
        ("solar-capacity", 2020, 105, None),
        ("solar-capacity", 2020, 110, None),
        ("solar-wind-capacity", 2030, 1200, None),
        ("solar-wind-capacity", 2035, 3215, 3600),
    ],
)
def test_a_plans_target_is_a_floor_where_it_was_one(
    indicator: str, year: int, low: float, high: float | None, catalogue: Catalogue
) -> None:
    bounds = [(target.low, target.high) for target in catalogue.targets_of(indicator) if target.last_year == year]
    assert (low, high) in bounds


def test_what_is_photovoltaics_alone_says_so(catalogue: Catalogue) -> None:
    for name in ("solar-2015-35gw", "solar-2020-105gw"):
        assert re.search("photovoltaic|PV", catalogue.targets[name].scope), name


def test_known_breaks_and_zeros_are_declared(catalogue: Catalogue) -> None:
    declared = {
        (found.economy, found.year, entry.id) for entry in catalogue.indicators.values() for found in entry.breaks
    }
    assert {
        ("CHN", 2014, "tertiary-enrolment"),
        ("CHN", 2023, "internet-users"),
        ("CHN", 2009, "researchers"),
        ("HKG", 2017, "high-tech-exports"),
        ("GBR", 2007, "ict-exports"),
    } <= declared
    # zeros of charges are left out in one place, with those of all economies
    assert not [entry.id for entry in catalogue.indicators.values() if entry.not_collected and entry.code]
    for name in ("ip-payments", "ip-receipts"):
        [zeros] = [entry for entry in catalogue.corrections.values() if entry.id == f"{name}-chn-1982"]
        assert zeros.economy == "CHN"


def test_no_amount_or_price_is_multiplied_by_a_thousand_without_a_word(
    catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    for entry in stored(catalogue):
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
    catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    assert len(catalogue.corrections) > 1_000
    for name in {one.indicator for one in catalogue.corrections.values()}:
        known, held = catalogue.corrections_of(name), figures[name]
        kept, lapsed = corrected(held, known)
        assert not lapsed, str(lapsed[0])
        # no two of them name the same point, and none is idle
        assert len(held) - len(kept) == sum(len(one.every_year) for one in known), name


def test_no_group_of_economies_has_sectors_that_add_up_to_more_than_its_gdp(
    catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]
) -> None:
    sectors = [
        corrected(figures[name], catalogue.corrections_of(name))[0].set_index(["economy", "period"])["value"]
        for name in ("agriculture-share", "industry-share", "services-share")
    ]
    whole = pd.concat(sectors, axis=1).dropna().sum(axis=1)
    groups = {economy.id for economy in catalogue.economies.values() if economy.aggregate}
    of_groups = whole[whole.index.get_level_values("economy").isin(groups)]
    assert len(of_groups) > 1_000
    assert of_groups.max() <= 105
