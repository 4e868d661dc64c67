"""How many can use it at once? Websocket sessions that open pages, press pills and think, on one process and on two.

Run with `python -m benchmarks.load [--sessions 10 40 100] [--balanced 300] [--seconds 30]`; exits 1 where a limit is
missed. Sessions speak Streamlit's own protocol from a process of their own, whose time is told apart from the server's.
Before several processes stands nginx as Eraline configures it.
"""

import argparse
import asyncio
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from websockets.exceptions import WebSocketException

from benchmarks.balanced import balanced, program
from benchmarks.client import HEALTH, Server, Session, serving
from benchmarks.mix import MIX, pauses, steps_from
from benchmarks.results import at_most, line

THINK_SECONDS: Final = 5.0
# within how many seconds so many sessions may be answered at the 95th percentile
LIMITS: Final = {40: 0.15, 100: 0.4, 300: 1.0}
MOST_MEGABYTES: Final = 3.0
# new sessions a second: a page is linked from somewhere, and not opened by all in the same moment
ARRIVALS: Final = 12
# how often the event loop is asked meanwhile: how long it is kept from its work
EVERY_SECONDS: Final = 0.1
METRICS, LOOKS = "/metrics", 50
_LOST: Final = (OSError, LookupError, WebSocketException)


@dataclass(frozen=True)
class Load:
    """What so many sessions met: seconds of the first look, each later step and the loop's own answers, and costs."""

    sessions: int
    first: list[float]
    taken: list[float]
    loop: list[float]
    errors: int
    cpu: float
    seconds: float
    client: float
    megabytes: float

    @property
    def p95(self) -> float:
        """Return within how many seconds 95 of 100 steps were answered."""
        return quantile(self.taken, 0.95)

    @property
    def sessions_per_core(self) -> float:
        """Return how many sessions of this kind one core has the time for."""
        return self.sessions * self.seconds / self.cpu


def quantile(times: Sequence[float], share: float) -> float:
    """Return the time within which such a share of all stayed."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def middle_and_p95(times: Sequence[float]) -> str:
    """Return the median and the 95th percentile in words."""
    return f"{statistics.median(times):.3f} s, {quantile(times, 0.95):.3f} s"


async def asked(server: Server, until: float) -> list[float]:
    """Return how long the event loop takes for what it answers itself, asked again and again until then."""
    taken: list[float] = []
    while time.perf_counter() < until:
        began = time.perf_counter()
        await asyncio.to_thread(server.ask, HEALTH)
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(EVERY_SECONDS)
    return taken


async def load(server: Server, sessions: int, seconds: float) -> Load:
    """Let sessions arrive one after the other, and then use the pages for so long."""
    before = server.megabytes
    first: list[float] = []
    taken: list[float] = []
    failed = 0
    users: list[Session] = []
    everybody_here = asyncio.Event()
    window = [0.0, 0.0]

    async def one(number: int, stack: AsyncExitStack) -> None:
        nonlocal failed
        steps, thinking = steps_from(number * 7), pauses(number, THINK_SECONDS)
        await asyncio.sleep(number / ARRIVALS)
        try:
            user = await stack.enter_async_context(server.session())
            users.append(user)
            first.append(await next(steps).take(user))
            for step, pause in zip(steps, thinking, strict=False):
                await asyncio.sleep(pause)
                if everybody_here.is_set() and time.perf_counter() >= window[1]:
                    return
                took = await step.take(user)
                if everybody_here.is_set():
                    taken.append(took)
        except _LOST:
            failed += 1

    async with AsyncExitStack() as stack:
        working = [asyncio.create_task(one(number, stack)) for number in range(sessions)]
        await asyncio.sleep(sessions / ARRIVALS + THINK_SECONDS)
        spent, own, began = server.cpu_seconds, time.process_time(), time.perf_counter()
        window[1] = began + seconds
        everybody_here.set()
        loop = await asked(server, window[1])
        cpu, client, lasted = server.cpu_seconds - spent, time.process_time() - own, time.perf_counter() - began
        await asyncio.gather(*working)
        held = server.megabytes - before
    errors = failed + sum(user.errors for user in users)
    return Load(sessions, first, taken, loop, errors, cpu, lasted, client, held / sessions)


def told(met: Load, where: str) -> list[bool]:
    """Print what sessions met; return what is kept."""
    what, limit = f"{met.sessions} sessions on {where}", LIMITS.get(met.sessions)
    cores, client = met.cpu / met.seconds, met.client / met.seconds
    rerun = f"CPU per rerun {met.cpu / len(met.taken):.3f} s; {cores:.2f} cores and {client:.2f} for the client"
    line(f"{what}: p50 of {len(met.taken):,} steps", f"{statistics.median(met.taken):.3f} s", than=rerun)
    line(f"{what}: first look, median and p95", middle_and_p95(met.first))
    line(f"{what}: sessions that one core has the time for", f"{met.sessions_per_core:.0f}")
    line(f"{what}: the event loop's own answer, median and p95", middle_and_p95(met.loop))
    kept = [line(f"{what}: errors", str(met.errors), limit="none", kept=met.errors == 0)]
    if limit is None:
        line(f"{what}: p95", f"{met.p95:.3f} s")
    else:
        kept.append(at_most(f"{what}: p95", met.p95, limit, "s", digits=3))
    return kept


async def walk(user: Session, start: int, steps: int) -> None:
    """Take so many steps of the mix, one after the other."""
    for step in itertools.islice(steps_from(start), steps):
        await step.take(user)


async def warm(server: Server) -> None:
    """Go once through the mix: what is loaded, seeded and kept once is not put down to those who come later."""
    async with server.session() as user:
        await walk(user, 0, len(MIX))


def one_process(server: Server, options: argparse.Namespace) -> list[bool]:
    """Print what sessions of several numbers meet on one process; return what is kept."""
    kept: list[bool] = []
    for sessions in options.sessions:
        before = server.megabytes
        met = asyncio.run(load(server, sessions, options.seconds))
        kept += told(met, "one process")
        if sessions == max(options.sessions):
            what = f"memory per session, {sessions} sessions"
            kept.append(at_most(what, met.megabytes, MOST_MEGABYTES, "MB"))
            line(
                "memory of the process before and with them",
                f"{before:.0f} MB, {before + met.megabytes * sessions:.0f} MB",
            )
    return kept


def metrics(server: Server) -> None:
    """Print what a look at /metrics costs after all that was counted."""
    before = server.cpu_seconds
    size = max(len(server.ask(METRICS)) for _ in range(LOOKS))
    spent = (server.cpu_seconds - before) / LOOKS
    line(f"a look at {METRICS}", f"{1_000 * spent:.1f} ms of the processor, {size / 1_000:.0f} kB")


def several_processes(folder: Path, options: argparse.Namespace) -> list[bool]:
    """Print what many sessions meet on two processes behind nginx; return what is kept."""
    what = f"{options.balanced} sessions on two processes behind nginx"
    if program() is None:
        return [line(what, "not measured: nginx is not installed", limit="measured", kept=False)]
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(name, folder)) for name in ("first", "second")]
        for server in servers:
            asyncio.run(warm(server))
        together = stack.enter_context(balanced(servers, folder))
        return told(asyncio.run(load(together, options.balanced, options.seconds)), "two processes behind nginx")


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=[10, 40, 100])
    parser.add_argument("--balanced", type=int, default=300, help="sessions on two processes, 0 for none")
    parser.add_argument("--seconds", type=float, default=30, help="for how long each number of sessions is measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serving("one", Path(name)) as server:
        asyncio.run(warm(server))
        kept = one_process(server, options)
        metrics(server)
        if options.balanced:
            kept += several_processes(Path(name), options)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
