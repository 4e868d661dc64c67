"""Do the real releases of the past pass as they were published, and is every fault planted into them held back?"""

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.refresh.plausibility import doubts_of
from dashboard.refresh.validation import SHRINKAGE
from dashboard.store.doubts import Kind
from tests.past_releases import FAULTS, SPARED, Replayed, planted, replayed

PASSES = 0.97


@pytest.fixture(scope="session")
def releases(shipped_catalogue: Catalogue) -> list[Replayed]:
    return list(replayed(shipped_catalogue))


def held(release: Replayed) -> set[Kind]:
    kinds = {doubt.kind for doubt in doubts_of(release.pair, release.character)}
    return kinds | ({Kind.SHRUNK} if release.gone > SHRINKAGE else set())


def test_nearly_all_that_providers_have_really_revised_passes(releases: list[Replayed]) -> None:
    # a change of definition is no revision, and whoever reads it as one should be asked
    revisions = [release for release in releases if release.character.same]
    stopped = {f"{one.release.indicator} {one.release.date}": found for one in revisions if (found := held(one))}
    assert len(stopped) <= (1 - PASSES) * len(revisions), stopped


def test_zeros_that_the_world_bank_really_published_are_held_back(releases: list[Replayed]) -> None:
    # Brazil before 1980, in December 2024: the next release had its values again
    zeros = [one for one in releases if Kind.ZEROED in held(one) and f"{one.release.date}" == "2024-12-20"]
    assert {one.release.indicator for one in zeros} >= {"exports-share", "imports-share", "investment-share"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_held_back_in_every_series_that_it_is_planted_into(releases: list[Replayed], name: str) -> None:
    newest = {one.release.indicator: one for one in releases}
    spoilt = [planted(one, FAULTS[name]) for series, one in newest.items() if series not in SPARED.get(name, ())]
    found = {one.release.indicator: held(one) for one in spoilt if one is not None}
    assert len(found) > 10
    assert [series for series, kinds in found.items() if not kinds] == []
