"""Time the evaluation of all claims on the shipped observations in a warm store, and compare it with the floor.

Run with `python -m benchmarks.evidence [--calls 30]`; exits 1 where the median misses the floor. Every call evaluates
anew; the store keeps observations in memory from the first call on, as it does for pages.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.results import at_most, line
from dashboard.catalogue.loading import load_catalogue
from dashboard.evidence.evaluation import evaluate, run_lab
from dashboard.settings import DATA
from dashboard.views.loading import Loader
from tests.shipped import open_shipped

CALLS, WARM_UP = 30, 3
# 217 economies, and each comparison made once more with larger ones alone: 190 ms of processor time
FLOOR_MS = 250.0


def timed(call: Callable[[], object], calls: int) -> list[float]:
    """Return how many milliseconds each call takes."""
    taken: list[float] = []
    for number in range(WARM_UP + calls):
        started = time.perf_counter()
        call()
        if number >= WARM_UP:
            taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def p95(taken: list[float]) -> str:
    """Return the least and the 95th percentile as words."""
    return f"least {taken[0]:.0f} ms, p95 {taken[int(0.95 * (len(taken) - 1))]:.0f} ms"


def main() -> int:
    """Time the claims and one question to the lab."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--calls", type=int, default=CALLS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_shipped(f"sqlite:///{Path(folder) / 'eraline.db'}").store
        catalogue = load_catalogue(DATA)
        claims = timed(lambda: evaluate(Loader(store, catalogue)), options.calls)
        milestone = catalogue.milestones["wto-accession"]
        lab = timed(lambda: run_lab(Loader(store, catalogue), "exports-share", milestone), options.calls)
    checks = sum(len(claim.checks) for claim in catalogue.claims.values())
    what = f"{len(catalogue.claims)} claims, {checks} checks, median ({p95(claims)})"
    line(f"one question to the lab, median ({p95(lab)})", f"{statistics.median(lab):.0f} ms")
    return 0 if at_most(what, statistics.median(claims), FLOOR_MS, "ms", digits=0) else 1


if __name__ == "__main__":
    sys.exit(main())
