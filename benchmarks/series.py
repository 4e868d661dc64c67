"""How soon is a series on screen that nobody has curated? Times Explore's first use against the bare fetch of the same.

Run with `python -m benchmarks.series [--latency 0.5]`; exits 1 where the ceiling is missed. A server as a user starts
it asks the tests' replay server, which waits before each answer as the World Bank does, for series of all economies;
the bare fetch is one pass over the addresses that a first use asks for, decoded and nothing more. The first series of
a process asks for the provider's lists as well.
"""

import argparse
import asyncio
import dataclasses
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.client import Server, Session, serving
from benchmarks.refresh import by_bare_pass, pages_asked, replay
from benchmarks.results import line, times
from dashboard.catalogue.described import indicator_of
from dashboard.catalogue.loading import load_catalogue
from dashboard.settings import DATA
from dashboard.sources.registry import draft

LATENCY, MOST_TIMES_THE_FETCH = 0.5, 1.3
# what the replay server calls its copies of curated series
CODES = ("NE.EXP.GNFS.ZS.2", "SP.POP.TOTL.2", "NY.GDP.MKTP.CD.2", "NV.AGR.TOTL.ZS.2", "SP.URB.TOTL.IN.ZS.2")
SHOWN = "economy=CHN,USA,JPN,IND,DEU,KOR"


def addresses(url: str) -> list[str]:
    """Return what a first use of the first series asks for in a new process."""
    catalogue, said = load_catalogue(DATA), draft(f"wb:{CODES[0]}")
    assert said is not None
    entry = indicator_of(said)
    return pages_asked(dataclasses.replace(catalogue, indicators={entry.id: entry}), url)


def fetched(urls: Sequence[str]) -> float:
    """Return how many seconds a bare pass takes."""
    began = time.perf_counter()
    assert by_bare_pass(urls)
    return time.perf_counter() - began


async def shown(session: Session, code: str) -> float:
    """Return how many seconds it takes until Explore shows a series for the first time."""
    drawn = session.drawn
    took = await session.ask("explore", f"indicator=wb:{code}&{SHOWN}")
    assert session.drawn > drawn, f"Explore drew nothing of {code}"
    return took


async def measure(server: Server, urls: Sequence[str]) -> bool:
    """Print times and ratios, and return whether the ceiling is kept."""
    async with server.session() as session:
        # the first page of all loads every library and seeds the store
        await session.ask("explore", f"indicator=gdp-growth&{SHOWN}")
        page = await session.ask("explore", f"indicator=rd-spending&{SHOWN}")
        # each answer is made once before anything is timed
        for code in CODES:
            fetched([url.replace(CODES[0], code) for url in urls])
        pairs: list[tuple[float, float]] = []
        for code in CODES:
            asked = [url.replace(CODES[0], code) for url in urls if not pairs or CODES[0] in url]
            pairs.append((fetched(asked), await shown(session, code)))
        again = await shown(session, CODES[0])
    (first_bare, first), *later = pairs
    bare, ours = (statistics.median(times) for times in zip(*later, strict=True))
    line("a page of a stored indicator", f"{page:.2f} s", than=f"the new series again {again:.2f} s")
    one = f"first series of a process on screen, {len(urls)} requests"
    kept = [
        times(one, first, first_bare, "s", most=MOST_TIMES_THE_FETCH, than="bare fetch"),
        times(f"each after it, median of {len(later)}", ours, bare, "s", most=MOST_TIMES_THE_FETCH, than="bare fetch"),
    ]
    return all(kept)


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=LATENCY, help="seconds before each answer of the provider")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, replay(options.latency, copies=2) as url:
        os.environ |= {"ERALINE_WORLD_BANK_URL": f"{url}/v2", "ERALINE_CATALOGUED": "on"}
        urls = addresses(url)
        with serving("series", Path(name)) as server:
            return 0 if asyncio.run(measure(server, urls)) else 1


if __name__ == "__main__":
    sys.exit(main())
