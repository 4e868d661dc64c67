"""Does a user's first live refresh end well, though the source's edition is not the snapshot's?"""

import datetime as dt
from collections.abc import Iterator

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.refresh.deciding import accept
from dashboard.refresh.run import Outcome, refresh
from dashboard.refresh.validation import Accepted
from dashboard.settings import Settings
from dashboard.sources.registry import sources
from dashboard.store.observations import Store
from dashboard.store.pending import PendingReleases
from tests.replay import ReplayServer
from tests.replay.edition import GONE, HELD_BACK, NEEDS_A_DECISION, RESCALED, WITHDRAWN, later_edition
from tests.shipped import FirstStart, open_shipped

TAIWANS = "services-employment"


@pytest.fixture(scope="module")
def later() -> Iterator[ReplayServer]:
    with ReplayServer(later_edition()) as replay:
        yield replay


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart) -> Store:
    """Give a cache as a user has it after the first start."""
    return open_shipped(first_start.copy(tmp_path_factory.mktemp("first") / "eraline.db")).store


@pytest.fixture(scope="module")
def first(later: ReplayServer, store: Store, shipped_catalogue: Catalogue) -> Outcome:
    """Give what became of the first refresh of everything."""
    return refreshed(later, store, shipped_catalogue)


def refreshed(replay: ReplayServer, store: Store, catalogue: Catalogue, *names: str, shrunk: bool = False) -> Outcome:
    return refresh(
        catalogue,
        store,
        sources(Settings(provider_urls=replay.provider_urls)),
        indicators=names or None,
        accepted=Accepted(shrinkage=shrunk),
    )


def test_every_indicator_ends_fresh_or_says_what_a_person_must_decide(
    first: Outcome, store: Store, shipped_catalogue: Catalogue
) -> None:
    stored = {name for name, entry in shipped_catalogue.indicators.items() if entry.derived is None}
    assert {vintage.indicator for vintage in first.fresh} == stored - NEEDS_A_DECISION.keys()
    assert first.unchanged == ()
    assert first.pending.keys() == HELD_BACK
    assert first.failed.keys() == NEEDS_A_DECISION.keys() - HELD_BACK
    for name, words in NEEDS_A_DECISION.items():
        # one sentence
        said = {**first.failed, **first.pending}[name]
        assert said.endswith(words)
        assert said.count(". ") == 0
        assert store.vintage(name).origin == "snapshot"


def test_an_economy_that_the_source_never_has_is_not_missed(first: Outcome, store: Store) -> None:
    (vintage,) = (entry for entry in first.fresh if entry.indicator == TAIWANS)
    shipped, *_ = store.history(TAIWANS)
    before = store.observations(shipped, ["TWN"])
    assert vintage.withdrawn == len(before) > 0
    # what ILOSTAT said of it is not passed off as the World Bank's: it stays where it was said
    assert store.observations(vintage, ["TWN"]).empty
    as_of = store.vintage(TAIWANS, vintage.published - dt.timedelta(microseconds=1))
    assert len(store.observations(as_of, ["TWN"])) == len(before)


def test_what_was_decided_is_taken_in(
    first: Outcome, later: ReplayServer, store: Store, shipped_catalogue: Catalogue
) -> None:
    assert first.pending
    outcome = refreshed(later, store, shipped_catalogue, GONE, shrunk=True)
    assert {vintage.indicator for vintage in outcome.fresh} == {GONE}
    for name in (WITHDRAWN, RESCALED):
        assert accept(shipped_catalogue, store, name).is_changed
    assert PendingReleases.of(store).waiting() == {}
    outcome = refreshed(later, store, shipped_catalogue, *HELD_BACK)
    assert set(outcome.unchanged) == HELD_BACK


def test_the_next_refresh_brings_nothing_new(
    first: Outcome, later: ReplayServer, store: Store, shipped_catalogue: Catalogue
) -> None:
    # each is asked for, read and compared as in the first refresh: one in five tells as much of the next
    names = sorted({vintage.indicator for vintage in first.fresh})[::5]
    outcome = refreshed(later, store, shipped_catalogue, *names)
    assert (outcome.fresh, dict(outcome.failed)) == ((), {})
    assert set(outcome.unchanged) == set(names)
