"""How soon is a series on screen that nobody has curated? Times Explore's first use against the bare fetch of the same.

Run with `python benchmarks/series.py [--latency 0.5]`; exits 1 where the ceiling is missed. A server as a user starts
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

from benchmarks.refresh import by_bare_pass, pages_asked, ratio_kept, replay
from benchmarks.reruns import Server, Session, serving
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
    print(f"a page of a stored indicator: {page:.2f} s; the series again: {again:.2f} s")
    print(f"first series of a process, {len(urls)} requests: bare fetch {first_bare:.2f} s, on screen {first:.2f} s")
    print(f"each after it, median of {len(later)}: bare fetch {bare:.2f} s, on screen {ours:.2f} s\n")
    kept = [
        ratio_kept("first series: on screen / bare fetch", first / first_bare, at_most=MOST_TIMES_THE_FETCH),
        ratio_kept("later ones: on screen / bare fetch", ours / bare, at_most=MOST_TIMES_THE_FETCH),
    ]
    return all(kept)


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=LATENCY, help="seconds before each answer of the provider")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, replay(options.latency, copies=2) as url:
        os.environ |= {"ERALINE_WORLD_BANK_URL": f"{url}/v2", "ERALINE_CATALOGUED": "on"}
        print(f"all economies, {options.latency * 1000:g} ms a request")
        urls = addresses(url)
        with serving("series", Path(name), collects=False, freezes=True) as server:
            return 0 if asyncio.run(measure(server, urls)) else 1


if __name__ == "__main__":
    sys.exit(main())
