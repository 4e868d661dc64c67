"""How much do bulk answers take from everybody else? Memory above idle, and the pages' time, of a server that runs."""

import asyncio
import http.client
import statistics
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Final
from urllib.parse import urlsplit

import psutil

from benchmarks.client import Server, Session
from benchmarks.mix import CHARTS
from benchmarks.results import at_most, line, times

_MANY: Final = "population,gdp,gdp-growth,gdp-per-capita,exchange-rate,urban-population"
WORKBOOK: Final = f"/api/v1/observations.xlsx?indicator={_MANY}&from=1960"
TABLE: Final = f"/api/v1/observations.csv?indicator={_MANY},gdp-per-capita-growth"
MOST_MEGABYTES: Final = 150
AT_ONCE: Final = 20
# how much longer a page may take beside a bulk download
MOST_SLOWER: Final = 1.2
RERUNS: Final = 12
_LOOK_SECONDS: Final = 0.02


def asked(url: str, path: str) -> int:
    """Return the status of an answer that is read to its end and thrown away, a piece at a time."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=300)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        while response.read(65_536):
            pass
        return response.status
    finally:
        connection.close()


def peak(process: psutil.Process, work: Callable[[], object]) -> float:
    """Return the most memory in MB that a process and its own held while some work was done."""
    done = threading.Event()
    seen: list[float] = []

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            seen.append(megabytes(process))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        work()
    finally:
        done.set()
        looking.join()
    return max(seen)


def megabytes(process: psutil.Process) -> float:
    """Return how much memory a process and those that it started hold."""
    return sum(one.memory_info().rss for one in (process, *process.children(recursive=True))) / 1e6


def memory(server: Server) -> bool:
    """Print what one bulk answer and many at once take above idle; tell whether the ceiling is kept."""
    idle = megabytes(server.process)
    begun = time.perf_counter()
    one = peak(server.process, lambda: asked(server.url, f"{WORKBOOK}")) - idle
    alone = time.perf_counter() - begun
    statuses: list[int] = []

    def many() -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asking = [pool.submit(asked, server.url, f"{WORKBOOK}&to={2024 - at % 3}") for at in range(AT_ONCE)]
            statuses.extend(one.result() for one in asking)

    begun = time.perf_counter()
    most = peak(server.process, many) - idle
    told = ", ".join(f"{statuses.count(status)} x {status}" for status in sorted(set(statuses)))
    took = time.perf_counter() - begun
    line("a workbook of six indicators", f"{alone:.1f} s", than=f"{AT_ONCE} at once {took:.0f} s: {told}")
    held = at_most(f"its memory above idle ({idle:.0f} MB)", one, MOST_MEGABYTES, "MB", digits=0)
    return at_most(f"memory above idle of {AT_ONCE} at once", most, MOST_MEGABYTES, "MB", digits=0) and held


async def reruns(user: Session, number: int) -> list[float]:
    """Return how many seconds each of so many reruns of Explore took."""
    return [await step.take(user) for step in islice(cycle(CHARTS), number)]


@contextmanager
def downloading(url: str, paths: Sequence[str]) -> Generator[list[int]]:
    """Download bulk answers one after the other until the context ends; the list has their statuses."""
    done, statuses = threading.Event(), list[int]()

    def download() -> None:
        for path in cycle(paths):
            if done.is_set():
                return
            statuses.append(asked(url, path))

    thread = threading.Thread(target=download)
    thread.start()
    try:
        yield statuses
    finally:
        done.set()
        thread.join()


async def pages(server: Server) -> bool:
    """Print how much longer a page takes beside a bulk download, in turns; tell whether the ceiling is kept."""
    async with server.session() as user:
        held = [await _beside(server, user, name, path) for name, path in (("table", TABLE), ("workbook", WORKBOOK))]
    return all(held)


async def _beside(server: Server, user: Session, name: str, path: str) -> bool:
    pairs: list[tuple[float, float]] = []
    downloads = 0
    for _ in range(5):
        alone = await reruns(user, RERUNS)
        with downloading(server.url, [path]) as statuses:
            beside = await reruns(user, RERUNS)
        assert set(statuses) == {200}, statuses
        downloads += len(statuses)
        pairs.append((statistics.median(beside), statistics.median(alone)))
    ratio = statistics.median(one / other for one, other in pairs)
    with_them, by_itself = (statistics.median(column) * 1_000 for column in zip(*pairs, strict=True))
    what = f"a page beside downloads of a {name} ({downloads})"
    return times(what, with_them, by_itself, "ms", most=MOST_SLOWER, than="alone", digits=0, pairs=ratio)


def measured(server: Server) -> bool:
    """Print memory and the pages' time; tell whether all ceilings are kept."""
    asyncio.run(_opened(server))
    held = [memory(server), asyncio.run(pages(server))]
    return all(held)


async def _opened(server: Server) -> None:
    """Open pages, so that what they take is not put down to what comes after."""
    async with server.session() as user:
        await reruns(user, 2 * len(CHARTS))
