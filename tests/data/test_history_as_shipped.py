"""Does every earlier release that is shipped come back from a fresh store as it was published?"""

import csv
import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.settings import SNAPSHOT
from dashboard.store.database import MEMORY_URL
from dashboard.store.history_files import HISTORY, EarlierRelease, read_releases
from dashboard.store.observations import Store
from dashboard.store.opening import open_cache

SHIPPED = read_releases(SNAPSHOT)
ALL = [release for releases in SHIPPED.values() for release in releases]
GROWTH = ("gdp-growth", "gdp", "gdp-constant", "gdp-per-capita", "population", "services-share", "manufacturing-share")
TRADE = ("exports-share", "imports-share", "fdi-inflows", "high-tech-exports", "high-tech-export-share")
TECHNOLOGY = ("rd-spending", "patents-resident", "solar-capacity", "wind-capacity", "electricity-solar")
LIMIT = 6_000_000
Values = dict[tuple[str, str], float]


@pytest.fixture(scope="module")
def store() -> Store:
    cache = open_cache(MEMORY_URL, SNAPSHOT, ())
    assert cache.notes == ()
    return cache.store


@cache
def replayed(indicator: str) -> Mapping[dt.date, Values]:
    """Return what stood after each release, read line by line and not by the store's own reader."""
    changes: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (SNAPSHOT / HISTORY / f"{indicator}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            changes[row["release"]].append(row)
    stands: Values = {}
    after: dict[dt.date, Values] = {}
    for day, rows in changes.items():
        for row in rows:
            key = row["economy"], row["period"]
            if row["value"] in ("", "ends"):
                del stands[key]
            else:
                stands[key] = float(row["value"])
        after[dt.date.fromisoformat(day)] = dict(stands)
    return after


def is_covered(release: EarlierRelease, economy: str, catalogue: Catalogue) -> bool:
    words = [word for word in release.covers.split(",") if word]
    if f"-{economy}" in words:
        return False
    named = [word for word in words if not word.startswith("-")]
    is_country = not catalogue.economies[economy].aggregate
    return not named or economy in named or ("countries" in named and is_country)


def test_the_indicators_that_users_ask_of_have_a_history() -> None:
    assert {*GROWTH, *TRADE, *TECHNOLOGY} <= SHIPPED.keys()
    assert sum(file.stat().st_size for file in (SNAPSHOT / HISTORY).iterdir()) <= LIMIT


def test_as_of_each_release_gives_back_the_values_that_it_published(store: Store, shipped_catalogue: Catalogue) -> None:
    rebuilt = 0
    for release in ALL:
        vintage = store.vintage(release.indicator, release.date)
        assert (vintage.date, vintage.release, vintage.dated) == (release.date, release.release, release.dated)
        found = store.observations(vintage)
        keys = zip(found["economy"], found["period"].dt.year.astype(str), strict=True)
        stands = dict(zip(keys, found["value"].tolist(), strict=True))
        assert stands == replayed(release.indicator)[release.date]
        economies = {economy for economy, _ in stands}
        covered = {economy for economy in economies if is_covered(release, economy, shipped_catalogue)}
        published = [key for key in stands if key[0] in covered]
        if "only the years" not in release.remark:
            assert len(published) == release.rows, release
            assert len({economy for economy, _ in published}) == release.economies
        rebuilt += release.rows
    print(f"{rebuilt:,} published values of {len(ALL)} releases rebuilt")  # noqa: T201 - the count, for a report


def test_the_first_release_that_differs_from_the_newest_says_so_in_every_count(store: Store) -> None:
    for indicator, releases in SHIPPED.items():
        history = store.history(indicator)
        for before, vintage in itertools.pairwise(history):
            if before.definition != vintage.definition and not vintage.covers.isupper():
                # what counts otherwise is never a revision
                changed_alike = before.covers.isupper()
                assert changed_alike or vintage.revised == 0, (indicator, vintage.date)
        assert [vintage.date for vintage in history[: len(releases)]] == [release.date for release in releases]


def test_growth_is_drawn_as_it_stood_at_the_end_of_2013(store: Store) -> None:
    found = store.observations(store.vintage("gdp-growth", dt.date(2013, 12, 31)), ["CHN"])
    assert found["period"].dt.year.max() == 2012
    assert len(found) > 40


def test_china_s_gdp_of_2010_was_revised_from_5_93_to_more_than_6_trillion(store: Store) -> None:
    lifetimes = store.lifetimes("gdp", ["CHN"])
    values = lifetimes.loc[lifetimes["period"].dt.year == 2010, "value"] / 1e12
    assert values.iloc[0] == pytest.approx(5.9305, abs=5e-5)
    assert values.iloc[-1] > 6.1
