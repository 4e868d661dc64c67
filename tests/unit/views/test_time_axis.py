"""Is what lies on a time axis found: milestones by kind, search and span, the reader's own events among them?"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.views.selection import Selection
from dashboard.views.shown import CONCERNED
from dashboard.views.time_axis import mentions, milestones_found, milestones_in, whole_axis
from tests.own import pasted

OWN = pasted("date,title,end\n1990,Mine,\n1850,Long ago,1852\n2040-05,To come,")
WHOLE = (dt.date(1800, 1, 1), dt.date(2100, 12, 31))


def ids(found: Iterable[Milestone]) -> list[str]:
    return [milestone.id for milestone in found]


def titles(found: Iterable[Milestone]) -> list[str]:
    return [milestone.title for milestone in found]


def test_the_reader_s_own_events_lie_among_the_others_in_order_of_time(catalogue: Catalogue) -> None:
    axis = (dt.date(1978, 1, 1), dt.date(2010, 12, 31))
    assert titles(milestones_in(catalogue, Selection(own=OWN), axis)) == ["plenum-1978", "Mine", "shock-2008"]
    hidden = Selection(own=OWN, events=(MilestoneKind.EXTERNAL,))
    assert titles(milestones_in(catalogue, hidden, axis)) == ["shock-2008"]


def test_only_milestones_that_concern_the_indicator_can_be_kept(
    catalogue: Catalogue, make_milestone: Callable[..., Milestone]
) -> None:
    about = make_milestone("about", dt.date(1999, 1, 1), indicators=("gdp",))
    other = make_milestone("other", dt.date(1999, 1, 1), indicators=("gdp-growth",))
    history = catalogue.history.model_copy(update={"milestones": {found.id: found for found in (about, other)}})
    catalogue = replace(catalogue, histories={history.id: history})
    kept = Selection(indicator="gdp", events=(*MilestoneKind, CONCERNED), own=OWN)
    # what a user added names no indicator
    assert titles(milestones_in(catalogue, kept, WHOLE)) == ["Long ago", "Mine", "about", "To come"]
    assert titles(milestones_found(catalogue, kept, WHOLE)) == ["Long ago", "Mine", "about", "To come"]
    assert ids(milestones_in(catalogue, replace(kept, own=()), WHOLE, ("gdp", "gdp-growth"))) == ["about", "other"]
    assert ids(milestones_in(catalogue, replace(kept, own=(), events=(MilestoneKind.SPEECH, CONCERNED)), WHOLE)) == []


def test_a_shock_that_two_histories_tell_stands_once_on_a_chart_and_in_the_lane_of_each_on_the_timeline(
    catalogue: Catalogue, make_milestone: Callable[..., Milestone]
) -> None:
    day = dt.date(2008, 9, 15)

    def told(history: str) -> dict[str, Milestone]:
        shock = make_milestone(f"{history}-shock", day, kind="external", short_title="Crisis")
        plan = make_milestone(f"{history}-plan", day, kind="plan", short_title="Plan")
        return {found.id: found for found in (shock, plan)}

    both = {
        name: catalogue.history.model_copy(update={"id": name, "milestones": told(name)}) for name in ("ours", "theirs")
    }
    catalogue = replace(catalogue, histories=both, policies=("theirs", "ours"))
    assert ids(milestones_in(catalogue, Selection(), WHOLE)) == ["theirs-shock", "theirs-plan", "ours-plan"]
    everything = ["theirs-shock", "theirs-plan", "ours-shock", "ours-plan"]
    assert ids(milestones_found(catalogue, Selection(), WHOLE)) == everything


def test_a_span_is_found_wherever_it_reaches(catalogue: Catalogue) -> None:
    year_1851 = (dt.date(1851, 1, 1), dt.date(1851, 12, 31))
    assert titles(milestones_found(catalogue, Selection(own=OWN), year_1851)) == ["Long ago"]
    plenum = (dt.date(1978, 12, 20), dt.date(1978, 12, 21))
    assert ids(milestones_found(catalogue, Selection(), plenum)) == ["plenum-1978"]


def test_a_search_keeps_what_mentions_every_word_of_it(catalogue: Catalogue) -> None:
    assert ids(milestones_found(catalogue, Selection(search="PLAN"), WHOLE)) == ["plan-2015"]
    assert ids(milestones_found(catalogue, Selection(search="2015 plan"), WHOLE)) == ["plan-2015"]
    assert milestones_found(catalogue, Selection(search="plan war"), WHOLE) == ()
    assert titles(milestones_found(catalogue, Selection(search="mine", own=OWN), WHOLE)) == ["Mine"]


@pytest.mark.parametrize(
    "search",
    [
        *("", "made in", "MADE", "中国制造", "quietly", "国发〔2015〕", "council", "short one", "council quietly"),
        *("Máde", "ｍａｄｅ　ｉｎ", "２０２５", "councils", "“quietly", "premier’s", '"quietly"', "premier's"),
        *("2015-05-08", "8 May 2015", "may 2015", "2015年5月8日"),
    ],
)
def test_titles_in_both_languages_summary_document_and_issuer_are_searched(
    make_milestone: Callable[..., Milestone], search: str
) -> None:
    milestone = make_milestone(
        "m",
        dt.date(2015, 5, 8),
        title="Made in China",
        short_title="Short one",
        native_title="中国制造2025",
        summary="It was “quietly” published by the Premier's office.",
        document="国发〔2015〕28号",
        issuer="State Council",
    )
    assert mentions(milestone, search)
    assert not mentions(milestone, f"{search} nowhere")


def test_the_whole_axis_reaches_from_the_first_of_all_to_today_or_what_is_to_come(catalogue: Catalogue) -> None:
    today = dt.date(2026, 11, 24)
    assert whole_axis(catalogue, (), today) == (dt.date(1861, 1, 1), dt.date(2026, 12, 31))
    assert whole_axis(catalogue, OWN, today) == (dt.date(1850, 1, 1), dt.date(2040, 12, 31))
