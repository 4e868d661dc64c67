"""Is a refresh linear? Processor time for each of 10, 20 and 40 series, and of answers twice and four times as large.

Run with `python -m benchmarks.linear [--runs 3]`; exits 1 where a series, or an economy in the answers, costs more in a
larger refresh than in the smallest. All ask the tests' replay server, which runs in a process of its own on loopback
and has made each answer before. Each refresh fills an empty cache; sizes are asked in turns, and a ratio is the median
over turns.
"""

import argparse
import dataclasses
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import Final

from benchmarks.refresh import by_eraline, replay, world_bank_part
from benchmarks.results import times
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.settings import DATA

SERIES: Final = (10, 20, 40)
LARGER: Final = (1, 2, 4)
MOST_TIMES: Final = 1.2


def of_series(catalogue: Catalogue, number: int) -> Catalogue:
    """Return a catalogue of so many copies of one series of the World Bank."""
    part = world_bank_part(catalogue, number)
    first = next(iter(part.indicators))
    copies = {
        name: entry for name, entry in part.indicators.items() if name.removeprefix(first).strip("-0123456789") == ""
    }
    assert len(copies) == number
    return dataclasses.replace(catalogue, indicators=copies)


def some(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue of the first series of the World Bank, as many as the fewest copies."""
    part = world_bank_part(catalogue)
    return dataclasses.replace(catalogue, indicators=dict(islice(part.indicators.items(), SERIES[0])))


def processor_seconds(ask: Callable[[], int]) -> float:
    """Return the processor time that a refresh takes of this process."""
    began = time.process_time()
    assert ask()
    return time.process_time() - began


def compare(what: str, sizes: Mapping[int, Callable[[], int]], runs: int) -> bool:
    """Print what one of so many costs in each refresh beside the smallest one; return whether it is as little."""
    # the first turn fills what is kept
    turns = [[processor_seconds(ask) / many * 1_000 for many, ask in sizes.items()] for _ in range(runs + 1)][1:]
    smallest, *larger = zip(*turns, strict=True)
    few, *more = sizes
    kept: list[bool] = []
    for many, each in zip(more, larger, strict=True):
        ratio = statistics.median(one / least for one, least in zip(each, smallest, strict=True))
        told, medians = f"{what} of {many:,}: CPU of each", (statistics.median(each), statistics.median(smallest))
        kept.append(times(told, *medians, "ms", most=MOST_TIMES, than=f"of {few}", digits=1, pairs=ratio))
    return all(kept)


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="how often each refresh is timed")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    catalogue = load_catalogue(DATA)
    economies = len(catalogue.economies)
    with ExitStack() as stack:
        url = stack.enter_context(replay(0.0, copies=max(SERIES)))
        by_series = {number: partial(by_eraline, of_series(catalogue, number), url) for number in SERIES}
        urls = {size: stack.enter_context(replay(0.0, others=(size - 1) * economies)) for size in LARGER}
        by_size = {size * economies: partial(by_eraline, some(catalogue), one) for size, one in urls.items()}
        kept = [
            compare("series", by_series, options.runs),
            compare(f"economies in the answers of {SERIES[0]} series", by_size, options.runs),
        ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
