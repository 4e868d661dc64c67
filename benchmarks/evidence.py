"""Time the evaluation of all claims on the shipped observations in a warm store, and compare it with the floor.

Run with `python benchmarks/evidence.py [--calls 30]`; exits 1 where the median misses the floor. Every call evaluates
anew; the store keeps observations in memory from the first call on, as it does for pages.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

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


def said(what: str, taken: list[float]) -> str:
    """Return times as a line."""
    p95 = taken[int(0.95 * (len(taken) - 1))]
    return f"{what}: median {statistics.median(taken):.0f} ms, least {taken[0]:.0f}, p95 {p95:.0f}"


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
    print(said(f"{len(catalogue.claims)} claims, {checks} checks", claims))
    print(said("one question to the lab", lab))
    missed = statistics.median(claims) > FLOOR_MS
    print(f"floor {FLOOR_MS:.0f} ms: {'MISSED' if missed else 'met'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
