"""Is every policy history that ships whole: introduced, sourced, in order, about series that its subject has?"""

import re
from collections.abc import Mapping
from itertools import pairwise

import pytest

from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.history import DEFAULT_POLICY, PolicyHistory
from dashboard.catalogue.loading import load_catalogue
from dashboard.charts.kind import ChartRequest
from dashboard.charts.overview import overview
from dashboard.settings import DATA
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

CATALOGUE = load_catalogue(DATA)
HISTORIES = CATALOGUE.histories
OTHERS = [name for name in HISTORIES if name != DEFAULT_POLICY]
# what a neutral sentence does not say of a policy
LOADED = re.compile(
    r"\b(notorious|infamous|visionary|disastrous|brilliant|draconian|so-called|regime)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def loader(shipped_cache: Cache) -> Loader:
    return Loader(shipped_cache.store, CATALOGUE)


def texts(history: PolicyHistory) -> Mapping[str, str]:
    dated = (*history.eras.values(), *history.milestones.values())
    return {"introduction": history.introduction, **{record.id: record.summary for record in dated}}


@pytest.mark.parametrize("name", OTHERS)
def test_a_history_has_eras_and_milestones_enough_to_tell_a_story(name: str) -> None:
    history = HISTORIES[name]
    assert 4 <= len(history.eras) <= 7
    assert len(history.milestones) >= 15
    assert len(history.headline_indicators) == 4
    assert len(history.comparators) >= 3


@pytest.mark.parametrize("name", HISTORIES)
def test_a_history_says_what_it_tells_who_chose_it_and_what_it_leaves_out(name: str) -> None:
    told = HISTORIES[name].introduction
    assert len(told) > 150
    assert re.search(r"\bchose(n)?\b|\bchoice\b|\bselect", told)
    assert re.search(r"leaves? out|left out|not covered|omit", told)


@pytest.mark.parametrize("name", HISTORIES)
def test_eras_follow_one_another_and_only_the_last_is_open(name: str) -> None:
    eras = list(HISTORIES[name].eras.values())
    assert all(earlier.end is not None and earlier.end <= later.start for earlier, later in pairwise(eras))
    assert eras[-1].end is None


@pytest.mark.parametrize("name", OTHERS)
def test_eras_of_a_newer_history_leave_no_gap(name: str) -> None:
    assert all(earlier.end == later.start for earlier, later in pairwise(HISTORIES[name].eras.values()))


@pytest.mark.parametrize("name", HISTORIES)
def test_milestones_stand_in_order_of_time(name: str) -> None:
    dates = [milestone.date for milestone in HISTORIES[name].milestones.values()]
    assert dates == sorted(dates)


@pytest.mark.parametrize("name", HISTORIES)
def test_texts_are_short_and_neutral(name: str) -> None:
    for record, text in texts(HISTORIES[name]).items():
        assert text.endswith("."), record
        assert not LOADED.search(text), record


@pytest.mark.parametrize("name", HISTORIES)
def test_a_milestone_names_series_that_its_subject_or_the_world_has(name: str, loader: Loader) -> None:
    history = HISTORIES[name]
    named = {indicator for milestone in history.milestones.values() for indicator in milestone.indicators}
    for indicator in sorted(named | set(history.headline_indicators)):
        found = loader.observations(indicator, economies=[history.subject, WORLD]).observations
        assert not found.empty, indicator


@pytest.mark.parametrize("name", OTHERS)
def test_a_history_has_two_claims_with_a_named_text_each(name: str) -> None:
    claims = HISTORIES[name].claims.values()
    assert len(claims) >= 2
    for claim in claims:
        assert claim.sources, claim.id
        assert claim.caveats, claim.id
        assert all(check.reason for check in claim.checks if getattr(check, "supports", None) is not None), claim.id


@pytest.mark.parametrize("name", HISTORIES)
def test_what_overview_says_first_are_sentences(name: str, loader: Loader) -> None:
    catalogue = CATALOGUE.focused(name)
    told = overview(ChartRequest(Loader(loader.store, catalogue), Selection(policies=(name,)))).sentences()
    assert len(told) == len(HISTORIES[name].sentences)
    assert all(text[0].isupper() and text.endswith(".") for text in told), told
