"""Does what charts say in words read as a person would write it: counts, spans of years, names?"""

import re
from collections.abc import Iterator, Sequence

import pytest

from dashboard import formatting
from dashboard.analysis.windows import Windows
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.lab import lab_answer, lab_question
from dashboard.charts.pictures import scene_of
from dashboard.errors import NothingToShow
from dashboard.evidence.evaluation import evaluate
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

# one of many, a span of one year, one thing as two, two full stops, a name without its article
FAULTS = (
    r"(?<![\d,.–] )(?<![\d,.–])\b1 (?:\w+ ){0,2}(?:economies|targets|milestones|figures|values|years|others|are)\b",
    r"\b(\d{4})(?:–|, | to )\1\b",
    r"\bfrom (.+?) to \1(?=[.,;])",
    r"(?<!\.)\.\.(?!\.)",
    r"\b(?:about|behind|for|of|than) (?:Arab World|European Union|Netherlands|United \w+|World)\b",
)
# what makes one of many likely: one year, one economy, one milestone, an indicator with a single target
ONE_TARGET = ("rd-spending", "renewables-share")
EXPLORE = ({}, {"economy": "CHN", "from": "2010", "to": "2010"}, {"economy": "DOM", "from": "2001", "to": "2002"})
COMPARE = (
    {"view": "event-time", "indicator": "electricity-carbon-intensity"},
    {"view": "event-time", "indicator": "gdp"},
    {"view": "multiples", "indicator": "gdp-growth", "economy": "DEU", "from": "2010", "to": "2010"},
    {"view": "multiples", "indicator": "gdp-growth", "economy": "DEU,WLD"},
    {"view": "lines", "indicator": "rd-spending", "economy": "CHN", "from": "2010", "to": "2010"},
    {"view": "ranking", "indicator": "researchers"},
    {"view": "map", "indicator": "manufacturing-share", "year": "1990"},
    {"view": "scatter", "indicator": "gdp", "against": "inflation", "year": "2000"},
)
OTHERS = (
    ("timeline", {"from": "1978", "to": "1978"}),
    ("timeline", {"from": "2001", "to": "2001", "indicator": "gdp-growth", "view": "overlay"}),
    ("overview", {"from": "2010", "to": "2010"}),
    ("evidence", {"view": "targets", "about": "rd-spending"}),
    ("evidence", {"policy": "united-states"}),
    ("data", {"view": "first-release", "indicator": "gdp", "economy": "USA"}),
    ("data", {"view": "first-release", "indicator": "researchers", "economy": "NLD"}),
    ("data", {"view": "first-release", "indicator": "rd-spending", "economy": "PRK"}),
    ("data", {"view": "revision", "indicator": "gdp", "economy": "USA"}),
    ("explore", {"indicator": "gdp-growth", "economy": "USA,CHN", "to": "1950"}),
)


def faults(texts: Sequence[str]) -> list[str]:
    return [f"{found.group()} in: {text}" for text in texts for fault in FAULTS for found in re.finditer(fault, text)]


def said(cache: Cache, catalogue: Catalogue, page: str, query: dict[str, str]) -> Iterator[str]:
    """Yield all that a chart says: its title, what it states, its notes and warnings, and what its controls explain."""
    asked = {key: [value] for key, value in query.items()}
    try:
        scene = scene_of(asked, cache.store, catalogue, page)
    except NothingToShow as nothing:
        yield str(nothing)
        return
    built = scene.built
    yield from (scene.title, built.alt, *built.notes, *built.warnings, *(control.help for control in built.controls))


def test_no_chart_of_explore_says_one_of_many(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    some = [*ONE_TARGET, *list(shipped_catalogue.indicators)[::5]]
    asked = [{"indicator": name, **query} for name in some for query in EXPLORE]
    told = [text for query in asked for text in said(shipped_cache, shipped_catalogue, "explore", query)]
    assert not faults(told)
    assert any("1 target is drawn." in text for text in told)
    assert any("1 milestone is marked, " in text for text in told)


@pytest.mark.parametrize(("page", "query"), [*(("compare", query) for query in COMPARE), *OTHERS], ids=str)
def test_no_chart_of_the_other_pages_says_one_of_many(
    shipped_cache: Cache, shipped_catalogue: Catalogue, page: str, query: dict[str, str]
) -> None:
    assert not faults(list(said(shipped_cache, shipped_catalogue, page, query)))


def test_no_chart_of_the_lab_says_one_of_many(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    loader, told = Loader(shipped_cache.store, shipped_catalogue), list[str]()
    for milestone in list(shipped_catalogue.milestones)[::8]:
        asked = lab_question(loader, Selection("gdp-growth", milestone=milestone), Windows())
        assert asked.view is not None
        answer = lab_answer(loader, asked, asked.view)
        told += [*(chart.alt for chart in answer.charts.values()), *answer.notes, *answer.lab.reading]
    assert not faults(told)


def test_no_claim_names_who_is_ahead_without_an_article(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    results = evaluate(Loader(shipped_cache.store, shipped_catalogue.focused("india")))
    told = [entry.description.sentence for result in results for entry in result.checks]
    assert any("behind China and the United States." in text for text in told)


def test_a_chart_of_one_year_names_it_once(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    query = {"indicator": "rd-spending", "economy": "CHN", "from": "2010", "to": "2010"}
    title, alt, *_ = said(shipped_cache, shipped_catalogue, "explore", query)
    assert title == "Research and development spending: China, 2010"
    assert alt == (
        "Line chart of Research and development spending (% of GDP), 2010. China: 1.68 % in 2010. 1 target is drawn. "
        "1 milestone is marked, Strategic Emerging Industries (2010)."
    )


def test_a_sentence_that_ends_with_an_abbreviated_name_has_one_full_stop(shipped_catalogue: Catalogue) -> None:
    shortened = [one for one in shipped_catalogue.economies.values() if one.short_name.endswith(".")]
    assert len(shortened) > 3
    assert all(wording.naming("None", [one]) == f"None: {one.short_name}" for one in shortened)
    assert wording.naming("None", [shipped_catalogue.economies["CHN"]]) == "None: China."


@pytest.mark.parametrize(
    "text",
    ["1 targets are drawn", "1 milestones are marked", "China, 2010–2010", "2010 to 2010", "from X (1) to X (1)."],
)
def test_a_count_or_span_that_was_mended_is_found(text: str) -> None:
    assert faults([text])


def test_one_thing_is_and_many_are() -> None:
    assert [formatting.are(number, "target") for number in (0, 1, 2)] == [
        "0 targets are",
        "1 target is",
        "2 targets are",
    ]


def test_a_span_of_one_year_is_that_year() -> None:
    assert (formatting.spell(2010, 2010), formatting.spell(2010, 2012)) == ("2010", "2010–2012")
    assert (formatting.during(2010, 2010), formatting.during(2010, 2012)) == ("in 2010", "from 2010 to 2012")
