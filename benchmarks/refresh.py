"""How fast is a refresh? Times Eraline's World Bank part against its peers and a bare pass over the same pages.

Run with `python -m benchmarks.refresh [--latency 0.05]`; exits 1 where a floor is missed. All ask the tests' replay
server, which runs in a process of its own, on loopback, and waits before each answer. Memory is measured in fresh
processes, which this script starts as `--memory`.
"""

import argparse
import dataclasses
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pandas_datareader.wb
import requests
import sqlalchemy as sa
import wbdata.client
import wbdata.fetcher
import wbgapi

from benchmarks.results import line, sooner, times
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.refresh.run import Outcome, refresh
from dashboard.settings import DATA, Settings
from dashboard.sources.registry import sources
from dashboard.sources.world_bank.library import forget
from dashboard.store.database import open_database
from dashboard.store.observations import Store

PROJECT = Path(__file__).resolve().parent.parent
YEARS = (1960, 2025)
TIMES_FASTER_THAN_WBGAPI, TIMES_FASTER_THAN_OTHERS, TIMES_THE_BARE_PASS = 10.0, 2.0, 1.5
# ten times as many indicators, and ten times as many economies in every answer; megabytes that the peak may grow by:
# a heap has a will of its own, and an answer that is ten times as large must be in memory once
MANY = 10
MORE_INDICATORS_MB, MORE_ECONOMIES_MB = 50.0, 150.0


@contextmanager
def replay(latency: float, *, others: int = 0, copies: int = 1) -> Generator[str]:
    """Run the replay server in a process of its own, and give its address."""
    command = [sys.executable, "-m", "tests.replay", "--latency", str(latency)]
    command += ["--others", str(others), "--copies", str(copies)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


def world_bank_part(catalogue: Catalogue, copies: int = 1) -> Catalogue:
    """Return a catalogue with the World Bank's indicators alone, each so often, under the replay server's codes.

    It corrects nothing: what every way ends with is counted, and only Eraline leaves out what is wrong at the source.
    """
    own = [entry for entry in catalogue.indicators.values() if entry.source == "world-bank" and entry.code]
    more = [
        entry.model_copy(update={"id": f"{entry.id}-{number}", "code": f"{entry.code}.{number}"})
        for entry in own
        for number in range(2, copies + 1)
    ]
    return dataclasses.replace(catalogue, indicators={entry.id: entry for entry in (*own, *more)}, corrections={})


@contextmanager
def empty_database() -> Generator[sa.Engine]:
    """Give an empty, prepared database in a temporary file."""
    with tempfile.TemporaryDirectory(prefix="eraline-benchmark-") as folder:
        engine, _ = open_database(f"sqlite:///{folder}/cache.db")
        yield engine
        engine.dispose()


def refreshed(catalogue: Catalogue, store: Store, url: str) -> Outcome:
    """Refresh a catalogue; every indicator must come through."""
    settings = Settings(provider_urls={"world-bank": f"{url}/v2", "fred": url, "owid": url})
    outcome = refresh(catalogue, store, sources(settings))
    assert not outcome.failed, outcome.failed
    return outcome


def stored_rows(engine: sa.Engine) -> int:
    """Return how many rows of observations a database has."""
    with engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM observation")).scalar_one())


# The ways to have the observations; each returns how many observations it ends with


def by_wbgapi(codes: Sequence[str], economies: Sequence[str]) -> int:
    """Loop over wbgapi.data.DataFrame."""
    ask: Callable[..., pd.DataFrame] = wbgapi.data.DataFrame  # a list of economies is taken, though typed as text
    return sum(int(ask(code, economies).notna().sum().sum()) for code in codes)


def by_datareader(codes: Sequence[str], economies: Sequence[str]) -> int:
    """Loop over pandas_datareader.wb.download."""
    start, end = YEARS
    ask = pandas_datareader.wb.download
    # it warns of every aggregate, and asks for it all the same
    frames = (ask(indicator=code, country=economies, start=start, end=end, errors="ignore") for code in codes)
    return sum(int(frame.notna().sum().sum()) for frame in frames)


def by_wbdata(codes: Sequence[str], economies: Sequence[str]) -> int:
    """Call wbdata.get_dataframe once for all, its cache on disk switched off."""
    with tempfile.TemporaryDirectory() as folder:
        client = wbdata.client.Client(cache_path=Path(folder) / "cache")
        client.fetcher = wbdata.fetcher.Fetcher(cache={}, session=requests.Session())
        frame = client.get_dataframe({code: code for code in codes}, country=economies, skip_cache=True)
    return int(frame.notna().sum().sum())


def by_bare_pass(urls: Sequence[str]) -> int:
    """Fetch and decode pages, one after the other on one connection."""
    found = 0
    with requests.Session() as session:
        for url in urls:
            document = json.loads(session.get(url, timeout=60).content)
            if isinstance(document, dict) and isinstance(document["source"], dict):
                found += sum(row["value"] is not None for row in document["source"]["data"])
    return found


def by_eraline(catalogue: Catalogue, url: str) -> int:
    """Refresh an empty cache, as a new process does: wbgapi has its lists to ask for."""
    forget()
    with empty_database() as engine:
        refreshed(catalogue, Store(engine), url)
        return stored_rows(engine)


def pages_asked(catalogue: Catalogue, url: str) -> list[str]:
    """Return the addresses that a refresh asks for, by watching one."""
    asked: list[str] = []
    send = requests.Session.send

    def watched(self: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # noqa: ANN401 - as requests has it
        asked.append(str(request.url))
        return send(self, request, **options)

    requests.Session.send = watched
    try:
        by_eraline(catalogue, url)
    finally:
        requests.Session.send = send
    return asked


def lead_peers_to(url: str) -> None:
    """Send the peers to the replay server; each has its address in a global of its own."""
    wbgapi.endpoint = f"{url}/v2"
    pandas_datareader.wb.WB_API_URL = f"{url}/v2"
    wbdata.client.COUNTRIES_URL = f"{url}/v2/countries"


def warm_server(url: str, codes: Sequence[str], economies: Sequence[str]) -> None:
    """Let the server make and pack the peers' answers once, so that it is the clients that are timed."""
    joined = ";".join(economies)
    pages = range(1, -(-len(economies) * (YEARS[1] - YEARS[0] + 1) // 1000) + 1)
    span = f"date={YEARS[0]}%3A{YEARS[1]}"
    with requests.Session() as session:
        for code in codes:
            classic = f"{url}/v2/countries/{joined}/indicators/{code}?format=json"
            addresses = [f"{classic}&{span}&per_page=25000", f"{classic}&per_page=1000"]
            addresses += [f"{classic}&per_page=1000&page={page}" for page in pages[1:]]
            data = f"{url}/v2/en/sources/2/series/{code}/country/{joined}/time/all?format=json&per_page=1000"
            for address in (*addresses, *(f"{data}&page={page}" for page in pages)):
                session.get(address, timeout=60).raise_for_status()


def timed(way: Callable[[], int], expected: int) -> float:
    """Return the time that a way takes in seconds; it must end with the expected number of observations."""
    began = time.perf_counter()
    found = way()
    took = time.perf_counter() - began
    assert found == expected, f"{found} observations and not {expected}"
    return took


def compare(latency: float, runs: int) -> bool:
    """Print the table of times, and return whether every floor is kept."""
    catalogue = world_bank_part(load_catalogue(DATA))
    codes, economies = [entry.code for entry in catalogue.indicators.values()], list(catalogue.economies)
    with replay(latency) as url:
        lead_peers_to(url)
        urls = pages_asked(catalogue, url)
        warm_server(url, codes, economies)
        figures = by_bare_pass(urls)
        line(f"{len(codes)} series, {len(economies)} economies, {latency * 1000:g} ms a request", f"{figures:,} values")
        # alternating, so that what else the machine does falls on both
        rounds = [
            (timed(lambda: by_bare_pass(urls), figures), timed(lambda: by_eraline(catalogue, url), figures))
            for _ in range(runs)
        ]
        bare, ours = (min(times) for times in zip(*rounds, strict=True))
        datareader = timed(lambda: by_datareader(codes, economies), figures)
        with_wbdata = timed(lambda: by_wbdata(codes, economies), figures)
        with_wbgapi = timed(lambda: by_wbgapi(codes, economies), figures)
        what = f"a refresh into an empty cache, best of {runs}"
        others = (("pandas_datareader.wb.download", datareader), ("wbdata.get_dataframe", with_wbdata))
        kept = [
            sooner(what, ours, with_wbgapi, "s", least=TIMES_FASTER_THAN_WBGAPI, than="wbgapi.data.DataFrame"),
            *(sooner(what, ours, took, "s", least=TIMES_FASTER_THAN_OTHERS, than=name) for name, took in others),
            times(what, ours, bare, "s", most=TIMES_THE_BARE_PASS, than=f"bare pass over its {len(urls)} pages"),
            again(catalogue, url),
        ]
    return all(kept)


def again(catalogue: Catalogue, url: str) -> bool:
    """Refresh twice with nothing changed in between, print what the second wrote, and return whether it was nothing."""
    with empty_database() as engine:
        store = Store(engine)
        refreshed(catalogue, store, url)
        before = stored_rows(engine)
        outcome = refreshed(catalogue, store, url)
        written = stored_rows(engine) - before
    nothing = written == 0 and not outcome.fresh
    what = "second refresh, nothing changed: rows written"
    return line(what, f"{written} in {outcome.seconds:.2f} s", limit="none", kept=nothing)


def peak_mb(url: str, copies: int) -> tuple[float, int]:
    """Return how much memory a refresh in a process of its own takes at most, and the rows that it wrote."""
    command = [sys.executable, __file__, "--memory", url, "--copies", str(copies)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    peak, rows = told.split()
    return float(peak), int(rows)


def tell_peak(url: str, copies: int) -> None:
    """Refresh, and print the peak of this process and the rows written."""
    rows = by_eraline(world_bank_part(load_catalogue(DATA), copies), url)
    # kilobytes on Linux, bytes on macOS
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, rows)


def grow() -> bool:
    """Print the peak memory of refreshes as what is asked for grows, and return whether it stays bounded."""
    economies = len(load_catalogue(DATA).economies)
    plans = [
        ("catalogue as it is", 0, 1, 0.0),
        (f"{MANY} x the indicators", 0, MANY, MORE_INDICATORS_MB),
        (f"{MANY} x the economies in each answer", (MANY - 1) * economies, 1, MORE_ECONOMIES_MB),
    ]
    peaks: list[tuple[float, float]] = []
    for name, others, copies, slack in plans:
        with replay(0.0, others=others, copies=copies) as url:
            peak, rows = peak_mb(url, copies)
        peaks.append((peak, slack))
        more = peak - peaks[0][0]
        limit = f"at most {slack:g} MB more" if slack else ""
        than = f"+{more:.0f} MB, {rows:,} rows written"
        line(f"peak memory of a refresh, {name}", f"{peak:.0f} MB", than=than, limit=limit, kept=more < slack)
    return all(peak - peaks[0][0] < slack for peak, slack in peaks[1:])


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--memory", metavar="URL", help="refresh from there and tell the peak of memory")
    parser.add_argument("--runs", type=int, default=3, help="how often a refresh and the bare pass are timed, in turns")
    parser.add_argument("--copies", type=int, default=1)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    if asked.memory:
        tell_peak(asked.memory, asked.copies)
        return 0
    kept = [compare(asked.latency, asked.runs), grow()]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
