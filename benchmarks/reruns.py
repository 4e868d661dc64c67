"""Measure what a rerun costs with and without Streamlit's garbage collection after each, and whether memory stays flat.

Run with `python benchmarks/reruns.py [--sessions 1 8 40] [--seconds 30] [--reruns 2000]`; exits 1 where a floor is
missed. Three servers are measured alternately: with Streamlit's default and nothing frozen, with the default, and as
Eraline is served. Sessions speak Streamlit's own protocol; each opens Explore and asks for another era or indicator
every few seconds, as a user would.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard.settings import PROJECT
from tests.server import free_port, wait_for

SETTING: Final = "runner.postScriptGC"
THINK_SECONDS: Final = 3.0
# what a browser tells of the room for a page: its width and the height of its window
ROOM: Final = (1200, 800)
# in place of gc.freeze, for a server that freezes nothing
UNFROZEN: Final = "import gc\n\ngc.freeze = lambda: None\n"
# a rerun with the default and nothing frozen costs at least so many times what it does as Eraline is served
LEAST_RATIO: Final = 1.5
# how much memory may grow from the first fifth of the reruns to the last
MOST_GROWTH: Final = 1.05
REPORTS: Final = 10
MEMORY_SESSIONS: Final = 4
CLICKS: Final = (
    "indicator=gdp-growth&economy=CHN,USA,JPN,IND,DEU,KOR",
    "indicator=gdp-growth&economy=CHN,USA,JPN,IND,DEU,KOR&era=innovation-driven",
    "indicator=rd-spending&economy=CHN,USA,KOR",
    "indicator=solar-capacity&scale=log",
)
# every page, and every way to compare
WALK: Final = (
    *(("explore", click) for click in CLICKS),
    ("overview", ""),
    *(("compare", f"view={view}") for view in ("lines", "multiples", "ranking", "map", "scatter", "event-time")),
    ("timeline", "view=overlay&indicator=gdp-growth"),
    ("evidence", ""),
    ("evidence", "view=lab"),
    ("data", ""),
    ("explore", "indicator=exports-share&milestone=wto-accession"),
)


@dataclass
class Session:
    """One user: what their browser knows of the page, and how to ask for the next one; `drawn` counts charts."""

    connection: ClientConnection
    pages: dict[str, str] = field(default_factory=dict[str, str])
    widths: dict[str, str] = field(default_factory=dict[str, str])
    drawn: int = 0

    async def ask(self, page: str, query: str) -> float:
        """Run the page's script, answer whatever asks for a width, and return how many seconds all of it took."""
        began = time.perf_counter()
        known = None
        # a script asks for a width by way of a component, once for each
        while known != len(self.widths):
            known = len(self.widths)
            await self._run(page, query)
        return time.perf_counter() - began

    async def _run(self, page: str, query: str) -> None:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string, rerun.page_script_hash = query, self.pages.get(page, "")
        if not self.pages:
            rerun.page_name = page
        for name, told in self.widths.items():
            widget = rerun.widget_states.widgets.add()
            widget.id, widget.json_value = name, told
        await self.connection.send(message.SerializeToString())
        async for content in self.connection:
            if self._is_last(content):
                return

    def _is_last(self, content: str | bytes) -> bool:
        message = ForwardMsg()
        message.ParseFromString(content.encode() if isinstance(content, str) else content)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.pages = {
                found.url_pathname or "overview": found.page_script_hash for found in message.navigation.app_pages
            }
        elif kind == "delta":
            self._shown(message.delta.new_element)
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def _shown(self, element: Element) -> None:
        self.drawn += element.WhichOneof("type") == "plotly_chart"
        if element.bidi_component.component_name == "eraline_width":
            self.widths[element.bidi_component.id] = json.dumps({"room": ROOM})


@dataclass(frozen=True)
class Server:
    """A server under measurement."""

    name: str
    url: str
    process: psutil.Process

    @property
    def cpu_seconds(self) -> float:
        """Return how long its process has computed."""
        spent = self.process.cpu_times()
        return spent.user + spent.system

    @property
    def megabytes(self) -> float:
        """Return how much memory its process holds."""
        return self.process.memory_info().rss / 1e6

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[Session]:
        """Connect as a browser does."""
        address = f"{self.url.replace('http', 'ws')}/_stcore/stream"
        # the server is on this machine: no proxy is asked
        async with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None) as connection:
            yield Session(connection)


@dataclass(frozen=True)
class Load:
    """What so many sessions met: seconds of the first look and of each rerun, and the processor's per rerun."""

    opened: float
    p50: float
    p95: float
    cpu: float
    reruns: int


async def load(server: Server, sessions: int, seconds: float) -> Load:
    """Let sessions open Explore all at once, and then click every few seconds for a while."""
    async with AsyncExitStack() as stack:
        users = [await stack.enter_async_context(server.session()) for _ in range(sessions)]
        opened = await asyncio.gather(*(user.ask("explore", CLICKS[0]) for user in users))
        # a page that waits for what no session tells would be measured as very fast
        assert all(user.drawn for user in users), "Explore drew nothing"
        spent, until = server.cpu_seconds, time.perf_counter() + seconds
        taken = await asyncio.gather(*(clicks(user, until, random.Random(seed)) for seed, user in enumerate(users)))  # noqa: S311 - pauses
        times = [each for one in taken for each in one]
        cpu = (server.cpu_seconds - spent) / len(times)
    return Load(statistics.median(opened), statistics.median(times), quantile(times, 0.95), cpu, len(times))


async def clicks(user: Session, until: float, pauses: random.Random) -> list[float]:
    """Click and think alternately, and return how many seconds each click took."""
    taken: list[float] = []
    for query in itertools.cycle((*CLICKS[1:], CLICKS[0])):
        await asyncio.sleep(THINK_SECONDS * pauses.uniform(0.5, 1.5))
        if taken and time.perf_counter() >= until:
            return taken
        taken.append(await user.ask("explore", query))
    return taken


async def memory(server: Server, reruns: int) -> list[float]:
    """Walk through all pages again and again, and return the memory in MB after each tenth of the reruns."""
    found: list[float] = []
    async with AsyncExitStack() as stack:
        users = [await stack.enter_async_context(server.session()) for _ in range(MEMORY_SESSIONS)]
        walks = [itertools.cycle((*WALK[start:], *WALK[:start])) for start in range(MEMORY_SESSIONS)]
        for _ in range(REPORTS):
            rounds = reruns // REPORTS // MEMORY_SESSIONS
            await asyncio.gather(*(walk(user, way, rounds) for user, way in zip(users, walks, strict=True)))
            found.append(server.megabytes)
    return found


async def walk(user: Session, way: Iterator[tuple[str, str]], steps: int) -> None:
    """Open so many pages, one after the other."""
    for page, query in itertools.islice(way, steps):
        await user.ask(page, query)


def quantile(times: Sequence[float], share: float) -> float:
    """Return the time within which such a share of all stayed."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


@contextmanager
def serving(name: str, folder: Path, *, collects: bool, freezes: bool) -> Generator[Server]:
    """Start Eraline on a free port, with collection after each rerun or without, and with what stays frozen or not."""
    hook = folder / name
    hook.mkdir()
    if not freezes:
        # Python runs it before all else
        (hook / "sitecustomize.py").write_text(UNFROZEN)
    port = free_port()
    options = ("--server.port", str(port), f"--{SETTING}", str(collects).lower())
    process = subprocess.Popen(  # noqa: S603 - our own
        (sys.executable, "-m", "streamlit", "run", "app.py", *options),
        cwd=PROJECT,
        env={
            **os.environ,
            "ERALINE_DATABASE_URL": f"sqlite:///{folder / name}.db",
            "PYTHONPATH": os.pathsep.join([str(hook), os.environ.get("PYTHONPATH", "")]),
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield Server(name, f"http://127.0.0.1:{port}", psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=20)


async def measure(servers: Sequence[Server], options: argparse.Namespace) -> bool:
    """Print both tables, and return whether every floor is kept."""
    for server in servers:
        # the first look of all loads every library and seeds the store
        await load(server, 1, 0)
    print(f"{SETTING:<20} sessions   first look      p50      p95   CPU per rerun   reruns")
    ratios: list[float] = []
    for sessions in options.sessions:
        found = [await load(server, sessions, options.seconds) for server in servers]
        for server, met in zip(servers, found, strict=True):
            print(
                f"{server.name:<20} {sessions:>8} {met.opened:>10.2f} s {met.p50:>6.3f} s {met.p95:>6.3f} s "
                f"{met.cpu:>13.3f} s {met.reruns:>8}"
            )
        ratios.append(found[0].cpu / found[-1].cpu)
    ratio = min(ratios)
    written = ", ".join(f"{each:.1f}" for each in ratios)
    print(f"CPU per rerun, {servers[0].name} / {servers[-1].name}: {written} (floor {LEAST_RATIO})", flush=True)
    growth = await memories(servers[0], servers[-1], options.reruns)
    return ratio >= LEAST_RATIO and growth <= MOST_GROWTH


async def memories(before: Server, now: Server, reruns: int) -> float:
    """Print how much memory reruns of all pages leave behind, and return how it grows as Eraline is served.

    Of the server that collects and freezes nothing a fifth of the reruns is enough to compare with.
    """
    compared, found = await memory(before, reruns // 5), await memory(now, reruns)
    for server, asked, megabytes in ((before, reruns // 5, compared), (now, reruns, found)):
        steps = " ".join(f"{each:.0f}" for each in megabytes)
        print(f"memory, {server.name}, after each {asked // REPORTS:,} of {asked:,} reruns of all pages, MB: {steps}")
    growth = found[-1] / found[REPORTS // 5 - 1]
    print(f"memory, {now.name}, at the end against a fifth of the way: {growth:.3f} (ceiling {MOST_GROWTH})")
    return growth


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description="What a rerun costs with and without garbage collection after it.")
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 8, 40])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--reruns", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            serving("on, not frozen", folder, collects=True, freezes=False) as before,
            serving("on", folder, collects=True, freezes=True) as on,
            serving("off", folder, collects=False, freezes=True) as off,
        ):
            return 0 if asyncio.run(measure((before, on, off), options)) else 1


if __name__ == "__main__":
    sys.exit(main())
