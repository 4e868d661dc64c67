"""Does every link restore its chart, and does nothing that a reader can type do harm?"""

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.analysis.transforms import transforms_of
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import MilestoneKind
from dashboard.catalogue.user_events import read_words
from dashboard.formatting import quoted
from dashboard.views.parameters import page_keys
from dashboard.views.query import spelled
from dashboard.views.selection import Reading, Selection, policies_in, query_of, read_selection
from dashboard.views.shown import CONCERNED
from tests.draws import draws
from tests.own import pasted

VIEWS = ("chart", "table", "about")
INDICATORS = ("gdp-growth", "gdp", "exchange-rate", "population", "world-share")
CODES = ("CHN", "USA", "JPN", "IND", "KOR", "WLD")
ERAS = ("self-strengthening", "planned-economy", "reform-and-opening", "innovation-driven", "new-quality")
OWN = ("2015 Mine, with a comma", "2015-05 Mine", "1979-01-01/1980-12-31 <b>Span</b>")

# a day that has not come yet is no choice
TODAY = dt.datetime.now(dt.UTC).date()
NOON = dt.datetime.combine(TODAY, dt.time(12))

years = st.none() | st.integers(1800, 2100)


def read(catalogue: Catalogue, **query: str | Sequence[str]) -> Reading:
    as_lists = {key.rstrip("_"): [value] if isinstance(value, str) else value for key, value in query.items()}
    return read_selection(as_lists, catalogue, views=VIEWS)


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def as_url(words: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    return {key: [value] if isinstance(value, str) else value for key, value in words.items()}


@st.composite
def selections(draw: st.DrawFn, catalogue: Catalogue) -> Selection:
    indicator = draw(st.sampled_from(INDICATORS))
    first, last = draw(years), draw(years)
    if first is not None and last is not None and first > last:
        first, last = last, first
    shown = draw(st.sets(st.sampled_from(MilestoneKind)))
    return Selection(
        indicator=indicator,
        economies=draw(st.none() | st.lists(st.sampled_from(CODES), unique=True).map(tuple)),
        eras=draw(st.lists(st.sampled_from(ERAS), unique=True).map(tuple)),
        first_year=first,
        last_year=last,
        transform=draw(st.sampled_from([spec.id for spec in transforms_of(catalogue.indicator(indicator))])),
        scale=draw(st.sampled_from((None, "linear", "log"))),
        events=(
            *(kind for kind in MilestoneKind if kind in shown),
            *((CONCERNED,) if shown and draw(st.booleans()) else ()),
        ),
        view=draw(st.sampled_from(("", *VIEWS))),
        as_of=draw(
            st.none()
            | st.dates(dt.date(1800, 1, 1), TODAY)
            | st.datetimes(dt.datetime(1800, 1, 1), NOON, timezones=st.just(dt.UTC))  # noqa: DTZ001
        ),
        milestone=draw(st.sampled_from(("", *catalogue.milestones))),
        against=draw(st.sampled_from(("", *INDICATORS))),
        second=draw(st.sampled_from(("", *(name for name in INDICATORS if name != indicator)))),
        year=draw(years),
        search=draw(st.sampled_from(("", "solar", "国发 <b>"))),
        own=read_words(draw(st.lists(st.sampled_from(OWN), unique=True)))[0],
    )


@given(data=st.data())
@settings(max_examples=draws(60))
def test_a_link_restores_its_selection(data: st.DataObject, catalogue: Catalogue) -> None:
    selection = data.draw(selections(catalogue))
    reading = read_selection(as_url(query_of(selection)), catalogue, views=VIEWS)
    assert reading.problems == ()
    assert reading.selection == selection


ANY_TEXT = st.text(max_size=40)
# what a link's words are made of, around any text: expressions, providers' codes, spans, groups, markup
SPELLED_TEXT = st.builds(
    str.format,
    st.sampled_from(
        ("{}/{}", "{} plus {}", "gdp minus {}", "wb:{}", "owid:{}", "fred:{}/gdp", "@{}", "{}..{}", "<{}>")
    ),
    ANY_TEXT,
    ANY_TEXT,
)


@given(
    query=st.dictionaries(
        st.sampled_from((*page_keys(), "utm_source")), st.lists(ANY_TEXT | SPELLED_TEXT, min_size=1, max_size=4)
    )
)
@example(query={"indicator": ["\x1b/0"]})
@example(query={"\x1bindicator": ["gdp"], "indicator": ["gdp minus \x07"]})
@settings(max_examples=draws(60))
def test_no_text_at_all_raises_and_what_is_read_can_be_linked_to(
    query: dict[str, list[str]], catalogue: Catalogue
) -> None:
    reading = read_selection(query, catalogue, views=VIEWS)
    again = read_selection(as_url(query_of(reading.selection)), catalogue, views=VIEWS)
    assert again.selection == reading.selection
    assert again.problems == ()
    assert all(text.isprintable() for text in (problem.message for problem in reading.problems))


def test_silence_asks_for_growth_with_every_milestone(catalogue: Catalogue) -> None:
    reading = read(catalogue)
    assert reading == Reading(Selection(), ())
    assert reading.selection.indicator == "gdp-growth"
    assert reading.selection.economies is None
    assert set(reading.selection.events) == set(MilestoneKind)


def test_lists_are_repeated_or_separated_by_commas(catalogue: Catalogue) -> None:
    selection = read(
        catalogue,
        economy=["CHN,USA", "JPN", "USA"],
        era="planned-economy, new-quality",
        events=["plan,external", "speech"],
    ).selection
    assert selection.economies == ("CHN", "USA", "JPN")
    assert selection.eras == ("planned-economy", "new-quality")
    assert selection.events == (MilestoneKind.PLAN, MilestoneKind.SPEECH, MilestoneKind.EXTERNAL)


def test_economies_are_known_in_small_letters_too(catalogue: Catalogue) -> None:
    assert read(catalogue, economy="chn,CHN").selection.economies == ("CHN",)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"indicator": "GDP"}, {"indicator": "gdp"}),
        ({"indicator": "gdp", "with": "Population"}, {"indicator": "gdp", "with": "population"}),
        ({"era": "New-Quality"}, {"era": "new-quality"}),
        ({"policy": "China"}, {"policy": "china"}),
        ({"indicator": "gdp", "transform": "Index"}, {"indicator": "gdp", "transform": "index"}),
        ({"scale": "LOG", "events": "None"}, {"scale": "log", "events": "none"}),
    ],
)
def test_names_are_known_in_whatever_case_and_written_in_their_own(
    catalogue: Catalogue, said: dict[str, str], meant: dict[str, str]
) -> None:
    assert read(catalogue, **said) == read(catalogue, **meant)
    assert read(catalogue, **said).problems == ()


def test_names_that_differ_in_case_alone_are_each_its_own() -> None:
    assert [spelled(text, ("one", "One")) for text in ("one", "One", "ONE")] == ["one", "One", "ONE"]


def test_an_empty_key_names_nothing(catalogue: Catalogue) -> None:
    selection = read(catalogue, economy="", era="", events="", from_="", indicator=" ", as_of="").selection
    assert selection == Selection(economies=(), events=())


def test_none_shows_no_milestone(catalogue: Catalogue) -> None:
    assert read(catalogue, events="none").selection.events == ()
    assert query_of(Selection(events=()))["events"] == "none"


def test_milestones_that_concern_the_indicator_are_asked_for_by_one_word(catalogue: Catalogue) -> None:
    assert read(catalogue, events="concerned").selection.events == (*MilestoneKind, CONCERNED)
    assert read(catalogue, events="concerned,plan").selection.events == (MilestoneKind.PLAN, CONCERNED)
    assert query_of(Selection(events=(*MilestoneKind, CONCERNED)))["events"] == ["concerned"]
    assert query_of(Selection(events=(CONCERNED,)))["events"] == "none"


def test_an_unknown_key_is_no_matter_of_the_page(catalogue: Catalogue) -> None:
    assert read(catalogue, utm_source="letter") == Reading(Selection(), ())


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"indicator": "gnp"}, "unknown-indicator"),
        ({"indicator": "gdp,population"}, "unknown-indicator"),
        ({"economy": "XXX"}, "unknown-economy"),
        ({"era": "stone-age"}, "unknown-era"),
        ({"transform": "log"}, "unknown-transform"),
        ({"transform": "share"}, "transform-does-not-fit"),
        ({"scale": "cubic"}, "unknown-scale"),
        ({"events": "war"}, "unknown-events"),
        ({"view": "map"}, "unknown-view"),
        ({"from": "1979\0"}, "bad-year"),
        ({"from": "99999"}, "bad-year"),
        ({"from": "1799"}, "bad-year"),
        ({"from": "2101"}, "bad-year"),
        ({"from": "-979"}, "bad-year"),
        ({"from": "1e3"}, "bad-year"),
        ({"from": "１９７９"}, "bad-year"),
        ({"from": "١٩٧٩"}, "bad-year"),
        ({"to": "2012.0"}, "bad-year"),
        ({"from": ["1979", "1980"]}, "repeated-key"),
        ({"indicator": ["gdp", "gdp-growth"]}, "repeated-key"),
        ({"from": "2012", "to": "1979"}, "reversed-range"),
        ({"as_of": "2026-02-30"}, "bad-date"),
        ({"as_of": "20260408"}, "bad-date"),
        ({"as_of": "2026-W15-3"}, "bad-date"),
        ({"as_of": "2026-4-8"}, "bad-date"),
        ({"as_of": "2026-04-08T00:00:00"}, "bad-date"),
        ({"as_of": "9999-12-31"}, "bad-date"),
        ({"as_of": "0001-01-01"}, "bad-date"),
        ({"as_of": "2099-01-01"}, "future-date"),
        ({"as_of": "2099-01-01T00:00:00Z"}, "future-date"),
        ({"cited": "2099-01-01"}, "future-date"),
        ({"economy": "A" * 10_000}, "too-long"),
        ({"from": "1" * 10_000}, "too-long"),
        ({"economy": ["CHN"] * 1_000}, "too-long"),
    ],
)
def test_what_cannot_be_followed_is_one_problem_and_falls_back(
    query: dict[str, str | list[str]], code: str, catalogue: Catalogue
) -> None:
    reading = read_selection(as_url(query), catalogue, views=VIEWS)
    assert codes(reading) == [code]
    assert reading.selection == Selection()
    assert reading.problems[0].field == next(iter(query))


def test_a_wrong_word_costs_nothing_else(catalogue: Catalogue) -> None:
    reading = read(catalogue, indicator="gdp", economy="CHN,XXX,USA", era="stone-age", from_="1979", to="99999")
    assert codes(reading) == ["bad-year", "unknown-economy", "unknown-era"]
    assert reading.selection == Selection(indicator="gdp", economies=("CHN", "USA"), first_year=1979)


def test_a_problem_says_which_words_would_do(catalogue: Catalogue) -> None:
    [problem] = read(catalogue, indicator="gdp-growth", transform="growth").problems
    assert problem.allowed == ("level", "change", "rolling-mean")
    [problem] = read(catalogue, economy="XXX").problems
    assert problem.allowed[: len(CODES)] == CODES
    assert set(catalogue.groups) <= set(problem.allowed)
    [problem] = read(catalogue, events="war").problems
    assert problem.allowed[-1] == "none"
    assert all(type(word) is str for word in problem.allowed)


def test_a_thousand_wrong_words_are_a_handful_of_problems(catalogue: Catalogue) -> None:
    reading = read(catalogue, economy=",".join(f"X{number}" for number in range(300)))
    assert codes(reading) == ["unknown-economy"] * 3 + ["more-problems"]
    assert reading.problems[-1].message == "297 more values of economy cannot be followed."
    assert codes(read(catalogue, economy=",".join(["XXX"] * 300))) == ["unknown-economy"]


def test_a_transform_is_judged_by_the_indicator_asked_for(catalogue: Catalogue) -> None:
    assert read(catalogue, indicator="gdp", transform="share").selection.transform == "share"
    assert codes(read(catalogue, indicator="exchange-rate", transform="share")) == ["transform-does-not-fit"]


def test_a_page_without_views_takes_none(catalogue: Catalogue) -> None:
    assert read_selection({"view": ["table"]}, catalogue) == Reading(Selection(), ())


def test_a_range_of_one_year_and_one_before_all_figures_are_followed(catalogue: Catalogue) -> None:
    assert read(catalogue, from_="1979", to="1979").problems == ()
    assert read(catalogue, to="1800").selection.last_year == 1800


def test_words_are_quoted_short_on_one_line_and_without_tricks() -> None:
    assert quoted("<b>x</b>") == '"<b>x</b>"'
    assert quoted("a\nb\0c\u202ed") == '"a b c d"'
    assert quoted("x" * 10_000) == f'"{"x" * 60}…"'
    assert quoted("\ud800") == '" "'


def test_an_unsaid_word_stays_out_of_the_link() -> None:
    assert query_of(Selection()) == {"indicator": "gdp-growth", "transform": "level"}
    assert query_of(Selection(economies=(), eras=("new-quality",), first_year=1979)) == {
        "indicator": "gdp-growth",
        "economy": "",
        "era": ["new-quality"],
        "from": "1979",
        "transform": "level",
    }


def test_events_of_the_reader_s_own_are_read_from_the_link_with_commas_in_their_titles(catalogue: Catalogue) -> None:
    selection = read(catalogue, own=["2015-05-08 Made here, and there", "1979 Another"]).selection
    assert [event.title for event in selection.own] == ["Made here, and there", "Another"]
    assert query_of(selection)["own"] == ["2015-05-08 Made here, and there", "1979 Another"]


def test_events_that_are_there_already_come_first_and_each_once(catalogue: Catalogue) -> None:
    present = pasted("2001,First\n1979,Another")
    reading = read_selection({"own": ["1979 Another", "2015 New"]}, catalogue, own=present)
    assert [event.title for event in reading.selection.own] == ["First", "Another", "New"]


def test_events_too_long_for_a_link_stay_out_of_it(catalogue: Catalogue) -> None:
    many = pasted("".join(f"{year},{'x' * 100}\n" for year in range(2000, 2020)))
    selection = read_selection({}, catalogue, own=many).selection
    assert len(selection.own) == 20
    assert "own" not in query_of(selection)


def test_an_event_of_the_reader_s_own_can_be_the_milestone_looked_at(catalogue: Catalogue) -> None:
    [[event], _] = read_words(["2015 Mine"])
    selection = read(catalogue, own="2015 Mine", milestone=event.id).selection
    assert selection.milestone == event.id
    assert codes(read(catalogue, milestone=event.id)) == ["unknown-milestone"]


def test_bad_events_in_a_link_are_a_handful_of_problems_and_the_good_ones_stay(catalogue: Catalogue) -> None:
    reading = read(catalogue, own=["2015 Mine", *(f"{number} x" for number in range(10))])
    assert [event.title for event in reading.selection.own] == ["Mine"]
    assert codes(reading) == ["bad-event"] * 3 + ["more-problems"]
    assert codes(read(catalogue, own=["2015 x" * 1_000])) == ["too-long"]


def test_a_search_is_read_without_what_cannot_be_seen(catalogue: Catalogue) -> None:
    assert read(catalogue, search=" solar\u200b").selection.search == "solar"
    assert "search" not in query_of(Selection())


@pytest.mark.parametrize("key", ["policy", "POLICY", "amp;policy"])
def test_policy_histories_are_those_that_the_selection_reads_however_the_key_is_spelled(key: str) -> None:
    assert policies_in({key: ["china, japan", ""], "own": ["2015 policy"]}) == ("china, japan",)


@pytest.mark.parametrize("said", [["gdp", "gdp"], ["gdp,gdp"], ["gdp,"], [",gdp", " gdp "]])
def test_a_list_that_comes_down_to_one_indicator_is_that_one(catalogue: Catalogue, said: list[str]) -> None:
    reading = read_selection({"indicator": said}, catalogue)
    assert (reading.selection.indicator, reading.problems) == ("gdp", ())
