"""How fast is the search? Times the queries of the relevance table against LIKE over the same rows; memory, start.

Run with `python -m benchmarks.search`; exits 1 where a floor is missed.
"""

import gc
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import psutil

from benchmarks.results import at_most, line, sooner, times
from dashboard.catalogue.provider_series import series_lines
from tests.search_queries import queries, searched

LEAST_RATIO, MOST_MS, MOST_MB, MOST_START = 5.0, 20.0, 40.0, 1.05
STARTS = 7
_LIKE = "(code LIKE ? OR name LIKE ? OR topics LIKE ?)"


def milliseconds(ask: Callable[[], object]) -> float:
    """Return how long a question takes."""
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1_000


def plain() -> Callable[[str], object]:
    """Return the search that everybody writes first: LIKE for each word, the shortest names first."""
    rows = sqlite3.connect(":memory:")
    rows.execute("CREATE TABLE series (code, name, unit, topics, base)")
    rows.executemany("INSERT INTO series VALUES (?, ?, ?, ?, ?)", (line.split("\t") for line in series_lines()))

    def ask(text: str) -> object:
        words = text.split()
        where = " AND ".join(_LIKE for _ in words)
        values = [f"%{word}%" for word in words for _ in range(3)]
        asked = f"SELECT * FROM series WHERE {where} ORDER BY length(name) LIMIT 50"  # noqa: S608 - of constants alone
        return rows.execute(asked, values).fetchall()

    return ask


def start(*, with_search: bool) -> float:
    """Return the processor time in ms of a process that imports what a server does, with and without the search."""
    extra = ", dashboard.views.search, dashboard.views.search_results" if with_search else ""
    told = "from dashboard.catalogue.loading import configured_catalogue as made; made()"
    code = (
        f"import streamlit, dashboard.charts.kind, dashboard.store.opening, dashboard.sources.registry{extra}; {told}"
    )
    before = spent()
    subprocess.run([sys.executable, "-c", code], check=True)
    return (spent() - before) * 1_000


def spent() -> float:
    """Return the processor time in seconds of all processes that this one started and saw end."""
    times = os.times()
    return times.children_user + times.children_system


def resident() -> float:
    """Return the memory of this process in MB."""
    gc.collect()
    return psutil.Process().memory_info().rss / 1e6


def main() -> int:
    """Print the ratios and return 1 where a floor is missed."""
    asked = [typed for typed, _ in queries()]
    search = searched()
    before = resident()
    built = milliseconds(lambda: search.find(""))
    memory = resident() - before
    first = milliseconds(lambda: search.find(asked[0]))
    search.find("grwth")
    ours = [statistics.median(milliseconds(lambda text=text: search.find(text)) for _ in range(5)) for text in asked]
    like = plain()
    theirs = [statistics.median(milliseconds(lambda text=text: like(text)) for _ in range(5)) for text in asked]
    mean, plainly = statistics.mean(ours), statistics.mean(theirs)
    p95 = statistics.quantiles(ours, n=20)[-1]
    pairs = [(start(with_search=False), start(with_search=True)) for _ in range(STARTS)]
    without, with_it = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(more / less for less, more in pairs)
    line("making the index", f"{built:.0f} ms", than=f"first answer {first:.1f} ms")
    what = "CPU of a start with the search"
    kept = [
        sooner(f"{len(asked)} queries, mean", mean, plainly, "ms", least=LEAST_RATIO, than="LIKE"),
        at_most(f"{len(asked)} queries, p95", p95, MOST_MS, "ms"),
        at_most("memory of the index", memory, MOST_MB, "MB", digits=0),
        times(what, with_it, without, "ms", most=MOST_START, than="without", digits=0, pairs=ratio),
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
