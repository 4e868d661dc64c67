"""What does a rerun cost? Processor time of every page and click, beside a floor app that shows the same ready-made.

Run with `python -m benchmarks.rerun_costs [--rounds 6]`; exits 1 where a limit is missed. One session each goes through
the mix on Eraline, on the floor (benchmarks/floor.py) and on Eraline with Streamlit's own garbage collection after each
run, in turns and without a pause. The clock is that of the server's process: what else the machine does counts little.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.client import Server, Session, serving, streamlit
from benchmarks.floor import recorded
from benchmarks.mix import MIX, Step
from benchmarks.results import at_most, line, times
from dashboard.settings import PROJECT

ROUNDS: Final = 6
MOST_SECONDS, MOST_TIMES = 0.02, 1.5
FLOOR: Final = "import sys\n\nfrom benchmarks.floor import page\n\npage(sys.argv[1])\n"


async def record(server: Server, steps: Sequence[Step]) -> str:
    """Go through the steps, and return what each sent as the floor reads it."""
    kept: list[list[str]] = []
    async with server.session() as user:
        for step in steps:
            await step.take(user)
        # a second time: every width is known by now, and nothing is drawn twice
        for step in steps:
            sent: list[ForwardMsg] = []
            user.watch = lambda message, sent=sent: sent.append(message) if message.HasField("delta") else None
            await step.take(user)
            kept.append(recorded(sent))
    return json.dumps(kept)


async def ours(server: Server, user: Session, steps: Sequence[Step]) -> list[float]:
    """Return the processor's seconds of each step on Eraline."""
    return [await _spent(server, user, step) for step in steps]


async def _spent(server: Server, user: Session, step: Step) -> float:
    before = server.cpu_seconds
    await step.take(user)
    # what a server does after its answer is part of the price
    await asyncio.sleep(0.02)
    return server.cpu_seconds - before


async def measure(servers: Sequence[Server], floor: Server, rounds: int) -> tuple[list[list[float]], ...]:
    """Return what each step took on each server and on the floor, a list a round, in turns."""
    ready = [Step("", f"at={number}") for number in range(len(MIX))]
    found: tuple[list[list[float]], ...] = tuple([] for _ in (*servers, floor))
    async with AsyncExitStack() as stack:
        users = [await stack.enter_async_context(server.session()) for server in (*servers, floor)]
        for number in range(rounds + 1):
            for server, user, kept in zip((*servers, floor), users, found, strict=True):
                taken = await ours(server, user, ready if server is floor else MIX)
                # the first round loads what is loaded once
                if number:
                    kept.append(taken)
        assert not sum(user.errors for user in users), "a page says that something went wrong"
        assert all(user.drawn for user in users), "a page drew nothing"
    return found


def told(mine: list[list[float]], collecting: list[list[float]], floor: list[list[float]]) -> bool:
    """Print the table; return whether both limits are kept."""
    columns = [[statistics.median(taken) for taken in zip(*rounds, strict=True)] for rounds in (mine, floor)]
    kinds: dict[str, list[tuple[float, float]]] = {}
    for step, one, bare in zip(MIX, *columns, strict=True):
        kinds.setdefault(step.kind, []).append((one, bare))
    for kind, pairs in kinds.items():
        one, bare = (statistics.mean(column) for column in zip(*pairs, strict=True))
        line(f"CPU of {kind}", f"{one * 1_000:.1f} ms", than=f"ready-made {bare * 1_000:.1f} ms", ratio=one / bare)
    one, bare = (statistics.mean(column) for column in columns)
    with_collection = statistics.mean(statistics.median(taken) for taken in zip(*collecting, strict=True))
    line(
        "the same mix with Streamlit's garbage collection after each run and nothing frozen",
        f"{one * 1_000:.1f} ms",
        than=f"collecting {with_collection * 1_000:.1f} ms",
        ratio=one / with_collection,
    )
    what = "CPU per rerun, mean of the mix"
    kept = at_most(what, one, MOST_SECONDS, "s", digits=4)
    return times(what, one * 1_000, bare * 1_000, "ms", most=MOST_TIMES, than="ready-made") and kept


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script, file = folder / "floor.py", folder / "recorded.json"
        script.write_text(FLOOR, "utf-8")
        with serving("Eraline", folder) as server, serving("collecting", folder, collects=True, freezes=False) as slow:
            file.write_text(asyncio.run(record(server, MIX)), "utf-8")
            path = {"PYTHONPATH": str(PROJECT)}
            with streamlit(
                "floor", str(script), "--global.developmentMode", "false", words=(str(file),), **path
            ) as floor:
                found = asyncio.run(measure((server, slow), floor, options.rounds))
    return 0 if told(*found) else 1


if __name__ == "__main__":
    sys.exit(main())
