"""Does memory stay flat? One process over many reruns of sessions that stay, and once they have left.

Run with `python -m benchmarks.memory [--sessions 100] [--reruns 5000] [--minutes 30]`; exits 1 where a limit is missed.
Memory does not mind what else the machine does: it may run beside other work.
"""

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.client import Server, Session, serving
from benchmarks.load import MOST_MEGABYTES, warm
from benchmarks.mix import pauses, steps_from
from benchmarks.results import at_most, line

REPORTS: Final = 10
MOST_GROWTH: Final = 1.05
# sessions are kept for two minutes, and whether all have left is looked at every ten seconds: ui/emptied.py
KEPT_SECONDS: Final = 150
# what a process may have more than before anybody came, once all have left
MOST_LEFT: Final = 1.1


@dataclass
class Held:
    """Memory in MB: before anybody came, after each tenth of the reruns, and once all had left."""

    before: float
    after: list[float]
    left: float = 0.0
    errors: int = 0


async def stayed(server: Server, sessions: int, reruns: int, minutes: float) -> Held:
    """Let sessions come, take so many steps among them over so many minutes, and leave."""
    before, done = server.megabytes, itertools.count(1)
    async with AsyncExitStack() as stack:
        users = [await stack.enter_async_context(server.session()) for _ in range(sessions)]
        for number, user in enumerate(users):
            await next(steps_from(number * 7)).take(user)
        held = Held(before, [])
        pause, each = 60 * minutes * sessions / reruns, reruns // sessions

        async def one(number: int, user: Session) -> None:
            for step, wait in zip(itertools.islice(steps_from(number * 7), each), pauses(number, pause), strict=False):
                await asyncio.sleep(wait)
                await step.take(user)
                if next(done) % (reruns // REPORTS) == 0:
                    held.after.append(server.megabytes)

        await asyncio.gather(*(one(number, user) for number, user in enumerate(users)))
        held.errors = sum(user.errors for user in users)
    await asyncio.sleep(KEPT_SECONDS)
    held.left = server.megabytes
    return held


def told(held: Held, options: argparse.Namespace, took: float) -> bool:
    """Print what was found; return whether every limit is kept."""
    who, reruns, last = f"{options.sessions} sessions", f"{options.reruns:,} reruns", held.after[-1]
    growth = last / held.after[REPORTS // 5 - 1]
    steps = " ".join(f"{each:.0f}" for each in held.after)
    beside = f"before {held.before:.0f} MB, with them {last:.0f} MB"
    kept = [
        line(
            f"{reruns} of {who} in {took / 60:.0f} minutes: errors",
            f"{held.errors}",
            limit="none",
            kept=not held.errors,
        ),
        at_most(f"memory per session, {who}", (max(held.after) - held.before) / options.sessions, MOST_MEGABYTES, "MB"),
        line(
            f"memory after each tenth of {reruns}, MB: {steps}",
            f"grows to {growth:.3f}",
            limit=f"at most {MOST_GROWTH} of a fifth of the way",
            kept=growth <= MOST_GROWTH,
        ),
        line(
            "memory of the process when they are gone",
            f"{held.left:.0f} MB",
            than=beside,
            ratio=held.left / held.before,
            limit=f"at most {MOST_LEFT} of before",
            kept=held.left <= MOST_LEFT * held.before,
        ),
    ]
    return all(kept)


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--reruns", type=int, default=5_000)
    parser.add_argument("--minutes", type=float, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serving("memory", Path(name)) as server:
        asyncio.run(warm(server))
        began = time.perf_counter()
        held = asyncio.run(stayed(server, options.sessions, options.reruns, options.minutes))
        return 0 if told(held, options, time.perf_counter() - began - KEPT_SECONDS) else 1


if __name__ == "__main__":
    sys.exit(main())
