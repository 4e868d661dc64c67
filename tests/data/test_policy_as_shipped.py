"""Is the policy that ships whole: every fact sourced, every milestone on its day, every target as it was set?"""

import datetime as dt
import re
from collections.abc import Iterable

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Era, Milestone, MilestoneKind, Target
from dashboard.catalogue.records import SourceKind

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


def sentences(text: str) -> int:
    return len(SENTENCE_END.findall(text))


def test_the_eras_whose_ids_never_change_have_their_boundaries(shipped_catalogue: Catalogue) -> None:
    eras = {name: (era.start, era.end) for name, era in shipped_catalogue.eras.items()}
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
def test_a_milestone_that_the_story_needs_is_there_on_its_day(
    name: str, date: str, shipped_catalogue: Catalogue
) -> None:
    assert shipped_catalogue.milestones[name].date.isoformat() == date


def test_milestones_of_the_article_are_labelled_first_and_shocks_can_be_hidden(shipped_catalogue: Catalogue) -> None:
    assert all(shipped_catalogue.milestones[name].weight == 1 for name in OF_THE_ARTICLE)
    assert all(shipped_catalogue.milestones[name].kind is MilestoneKind.EXTERNAL for name in SHOCKS)
    assert set(FURTHER) <= shipped_catalogue.milestones.keys()


def test_milestones_stand_in_order_of_time_and_are_named_in_chinese(shipped_catalogue: Catalogue) -> None:
    dates = [milestone.date for milestone in shipped_catalogue.milestones.values()]
    assert len(dates) >= 30
    assert dates == sorted(dates)
    assert all(
        re.search(r"[\u4e00-\u9fff]", milestone.native_title) for milestone in shipped_catalogue.milestones.values()
    )
    assert all(re.search(r"[\u4e00-\u9fff]", era.native_name) for era in shipped_catalogue.eras.values())


def test_summaries_are_two_sentences_at_most(shipped_catalogue: Catalogue) -> None:
    described = (*shipped_catalogue.milestones.values(), *shipped_catalogue.eras.values())
    summaries = {record.id: record.summary for record in described}
    assert len(summaries) >= 30
    for name, summary in summaries.items():
        assert 1 <= sentences(summary) <= 2, name
        assert summary.endswith("."), name


def sourced(shipped_catalogue: Catalogue) -> Iterable[Era | Milestone | Target]:
    for history in shipped_catalogue.histories.values():
        yield from (*history.eras.values(), *history.milestones.values(), *history.targets.values())


def test_what_only_sums_others_up_is_marked_as_an_encyclopaedia(shipped_catalogue: Catalogue) -> None:
    for record in sourced(shipped_catalogue):
        for source in record.sources:
            if re.search("wiki|encyclop", f"{source.publisher} {source.url}", re.IGNORECASE):
                assert source.kind is SourceKind.ENCYCLOPAEDIA, (record.id, source.title)


def test_no_source_is_counted_twice(shipped_catalogue: Catalogue) -> None:
    for record in sourced(shipped_catalogue):
        addresses = [str(source.url or source.title) for source in record.sources]
        assert len(set(addresses)) == len(addresses), record.id


def test_nothing_is_shipped_that_was_not_seen_in_a_source(shipped_catalogue: Catalogue) -> None:
    for record in sourced(shipped_catalogue):
        assert not re.search(UNSEEN, record.model_dump_json(), re.IGNORECASE), record.id


def test_growth_targets_are_on_record_for_every_year_since_2005(shipped_catalogue: Catalogue) -> None:
    yearly = {
        target.first_year: (target.low, target.high)
        for target in shipped_catalogue.targets_of("gdp-growth")
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
    indicator: str, year: int, low: float, high: float | None, shipped_catalogue: Catalogue
) -> None:
    bounds = [
        (target.low, target.high) for target in shipped_catalogue.targets_of(indicator) if target.last_year == year
    ]
    assert (low, high) in bounds
