"""Does a session get through every page and click by Streamlit's own protocol, and leave nothing behind?

The long run, with 5,000 reruns and hundreds of sessions, is `make benchmark ONLY="--long load"`.
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from benchmarks.client import Server
from benchmarks.load import walk
from benchmarks.mix import MIX
from tests.counted import counting, left
from tests.server import Served

# what is kept for all is made by the first, and bounded by the second
FIRST, SESSIONS = 2, 6
# connections are looked after for some seconds after their end
TRIES = 40


async def walked(server: Server, times: int) -> tuple[int, int]:
    """Return errors and charts of so many walks, each in a session of its own."""
    errors, drawn = 0, 0
    for _ in range(times):
        async with server.session() as user:
            await walk(user, 0, len(MIX))
            errors, drawn = errors + user.errors, drawn + user.drawn
    return errors, drawn


def test_sessions_walk_through_everything_without_an_error_and_leave_nothing(
    start_server: Callable[..., Served], tmp_path: Path
) -> None:
    file = tmp_path / "counted.json"
    served = start_server(command=counting(file))
    server = Server("served", served.url, (psutil.Process(served.pid),))
    errors, drawn = asyncio.run(walked(server, FIRST))
    assert errors == 0
    assert drawn > FIRST * len(MIX)
    grown = set(grown_by(server, served, file))
    # the last run of all may leave some messages until the next one comes: what each session leaves grows again
    assert grown == set() or grown & set(grown_by(server, served, file)) == set()


def grown_by(server: Server, served: Served, file: Path) -> dict[str, int]:
    """Return by type how many objects there are more for good after some walks: one for each session, or several."""
    before, grown = left(served.pid, file), dict[str, int]()
    errors, _ = asyncio.run(walked(server, SESSIONS))
    assert errors == 0
    for _ in range(TRIES):
        grown = {name: many for name, many in (left(served.pid, file) - before).items() if many >= SESSIONS}
        if not grown:
            break
        time.sleep(1)
    return grown
