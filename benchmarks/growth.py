"""Does the store stay as quick as it grows? A chart, an old release, status, search and evidence at several sizes.

Run with `python -m benchmarks.growth [--rows 100000 1000000] [--engine sqlite|postgresql]`, at 10,000,000 rows for an
acceptance; exits 1 where a limit is missed. Every store has what Eraline ships, 1,000 catalogued series and one probe,
of 100 releases each; the series grow until there are so many rows, every release of one revising all its points. What
is asked is the same at every size: what lies around it grows. Sizes are asked in turns, with nothing kept in memory,
and a ratio is the median over turns: what else the machine does falls on both sizes of most of them.
"""

import argparse
import datetime as dt
import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

import sqlalchemy as sa

from benchmarks.results import line, times
from benchmarks.store import Databases, Row, codes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.evidence.evaluation import evaluate
from dashboard.settings import DATA
from dashboard.sources.registry import draft
from dashboard.store.database import open_database
from dashboard.store.observation_cache import ObservationCache
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.store.status import status
from dashboard.store.tables import CURRENT, described_table, vintage_table
from dashboard.store.vintages import naive
from dashboard.views.loading import Loader
from dashboard.views.search import Search
from dashboard.views.search_results import Reaches, indicators_in, records
from dashboard.views.stored import with_stored
from tests.shipped import open_shipped

SERIES, RELEASES, MOST_TIMES = 1_000, 100, 2.0
# so many turns, or as many as take so long
MOST_ROUNDS, FEWEST_ROUNDS, SECONDS = 61, 5, 10.0
# the probe: as wide as a curated series, a few points revised by each release
PROBE, ECONOMIES, YEARS, REVISED = "probe", 260, 65, 200
SHOWN: Final = 6
# beside which nothing is a ratio: the clock of a busy machine is no finer
FLOOR_MS: Final = 0.5


@dataclass(frozen=True)
class Plan:
    """So many rows of made-up series, all with a long history of releases."""

    rows: int

    @property
    def points(self) -> int:
        """Return how many points a series has."""
        return max(1, round(self.rows / SERIES / RELEASES))

    @cached_property
    def economies(self) -> list[str]:
        """Return made-up codes, sorted."""
        return sorted("".join(letters) for letters in itertools.islice(codes(), ECONOMIES))

    @cached_property
    def names(self) -> list[str]:
        """Return the ids of all series, the probe last."""
        return [*(f"wb:MADE.UP.{number:04}" for number in range(SERIES)), PROBE]

    def vintages(self) -> Iterator[dict[str, object]]:
        """Yield the rows of the vintage table, releases of the series alternating."""
        begun = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
        one = Vintage(
            id=1,
            indicator=PROBE,
            published=begun,
            release="made up",
            rows=1,
            added=0,
            revised=1,
            withdrawn=0,
            origin="live",
        )
        # the record has every column, also those that a later schema adds
        columns = one.model_dump()
        for release, (number, name) in itertools.product(range(RELEASES), enumerate(self.names)):
            published = naive(begun + dt.timedelta(days=30 * release))
            yield {**columns, "id": self.vintage_id(release, number), "indicator": name, "published": published}

    def vintage_id(self, release: int, number: int) -> int:
        """Return the id of one release of one series."""
        return 1 + release * len(self.names) + number

    def observations(self) -> Iterator[Row]:
        """Yield the rows of the observation table."""
        last = RELEASES - 1
        for (number, name), release in itertools.product(enumerate(self.names[:-1]), range(RELEASES)):
            first = self.vintage_id(release, number)
            until = CURRENT if release == last else first + len(self.names) - 1
            for point in range(self.points):
                economy, period = self._point(point)
                yield name, economy, until, period, first, point * 1.1 + release / 7
        yield from self._probe()

    def _point(self, number: int) -> tuple[str, dt.date]:
        return self.economies[number % ECONOMIES], dt.date(1960 + number // ECONOMIES, 1, 1)

    def _probe(self) -> Iterator[Row]:
        number, since = len(self.names) - 1, dict.fromkeys(range(ECONOMIES * YEARS), 0)
        for release in range(1, RELEASES):
            for point in range(REVISED):
                place = (release * 97 + point * 83) % len(since)
                if since[place] < release:
                    yield self._row(place, since[place], self.vintage_id(release, number) - len(self.names), number)
                    since[place] = release
        for place, release in since.items():
            yield self._row(place, release, CURRENT, number)

    def _row(self, place: int, release: int, until: int, number: int) -> Row:
        economy, period = self._point(place)
        return PROBE, economy, until, period, self.vintage_id(release, number), place * 1.1 + release / 7


def described(plan: Plan) -> Iterator[dict[str, str]]:
    """Yield what the provider says of each series."""
    for name in plan.names[:-1]:
        said = draft(name)
        assert said is not None
        yield {"indicator": name, "said": said.model_dump_json()}


def grown(databases: Databases, rows: int) -> str:
    """Make a store of so many rows, and return its URL."""
    plan, url = Plan(rows), databases.fresh()
    engine, _ = open_database(url)
    with engine.begin() as connection:
        connection.execute(sa.insert(vintage_table), list(plan.vintages()))
        connection.execute(sa.insert(described_table), list(described(plan)))
    engine.dispose()
    databases.fill(url, plan)
    assert not open_shipped(url).notes
    return url


class Asked:
    """What pages and commands ask of a store, the same at every size; each question is a method without arguments."""

    def __init__(self, url: str, catalogue: Catalogue) -> None:
        engine, _ = open_database(url)
        self._store, self._catalogue = Store(engine, ObservationCache(max_rows=0)), catalogue
        self._search = Search(catalogue)
        self._economies = Plan(1).economies[:SHOWN]
        self._oldest = self._store.history(PROBE)[0]

    def chart(self) -> None:
        """Read a chart of six economies."""
        frame = self._store.observations(self._store.vintage(PROBE), self._economies)
        assert len(frame) == SHOWN * YEARS

    def as_of(self) -> None:
        """Read the same as it was a hundred releases ago."""
        vintage = self._store.vintage(PROBE, self._oldest.published)
        assert len(self._store.observations(vintage, self._economies)) == SHOWN * YEARS

    def status(self) -> None:
        """Tell the status of every series."""
        catalogue = with_stored(self._catalogue, self._store)
        assert len(status(catalogue, self._store, now=self._store.now())) > SERIES

    def search(self) -> None:
        """Find an indicator, and tell how far each result reaches."""
        answer = self._search.find("growth")
        assert records(answer, Reaches().of(indicators_in(answer), self._store))

    def evidence(self) -> None:
        """Judge every claim."""
        assert evaluate(Loader(self._store, self._catalogue))


QUESTIONS: Final[Mapping[str, Callable[[Asked], None]]] = {
    "a chart": Asked.chart,
    "a chart as of 100 releases ago": Asked.as_of,
    "status of all series": Asked.status,
    "a search": Asked.search,
    "all claims": Asked.evidence,
}


def milliseconds(ask: Callable[[], None]) -> float:
    """Return how long a question takes."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1_000


def rounds(ask: Callable[[Asked], None], asked: Sequence[Asked]) -> list[tuple[float, ...]]:
    """Return how long a question takes at each size, a row for each turn."""

    def turn() -> tuple[float, ...]:
        return tuple(max(FLOOR_MS, milliseconds(partial(ask, one))) for one in asked)

    # the first fills the database's own memory
    turn()
    number = round(SECONDS * 1_000 / sum(turn()))
    return [turn() for _ in range(min(MOST_ROUNDS, max(FEWEST_ROUNDS, number)))]


def compare(what: str, sizes: Sequence[int], taken: Sequence[Sequence[float]]) -> bool:
    """Print how a question grows from each size to the next one, and return whether the limit is kept."""
    columns = list(zip(*taken, strict=True))
    kept: list[bool] = []
    for (rows, small), (more, large) in itertools.pairwise(zip(sizes, columns, strict=True)):
        ratio = statistics.median(more / less for less, more in zip(small, large, strict=True))
        medians = statistics.median(large), statistics.median(small)
        told, than = f"{what}, {more:,} rows", f"{rows:,} rows"
        kept.append(times(told, *medians, "ms", most=MOST_TIMES, than=than, pairs=ratio))
    return all(kept)


def measure(engine: str, sizes: Sequence[int]) -> bool:
    """Print how each question grows on one engine; return whether every limit is kept."""
    catalogue = load_catalogue(DATA)
    with ExitStack() as stack:
        databases = Databases(engine, stack)
        began = time.perf_counter()
        asked = [Asked(grown(databases, rows), catalogue) for rows in sizes]
        made = f"{engine}: making stores of {' and '.join(f'{rows:,}' for rows in sizes)} rows"
        line(made, f"{time.perf_counter() - began:.0f} s")
        kept = [compare(f"{engine}: {what}", sizes, rounds(ask, asked)) for what, ask in QUESTIONS.items()]
    return all(kept)


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    options = parser.parse_args()
    kept = [measure(engine, options.rows) for engine in options.engine or ["sqlite", "postgresql"]]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
