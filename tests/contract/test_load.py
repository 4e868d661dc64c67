"""Does a session get through every page and click by Streamlit's own protocol, and leave no memory behind?

The long run, with 5,000 reruns and hundreds of sessions, is `make benchmark ONLY="--long load"`.
"""

import asyncio

import psutil

from benchmarks.client import Server
from benchmarks.load import walk
from benchmarks.mix import MIX
from tests.server import Served

# what a second walk may leave behind the first, of a process of some 300 MB
MOST_MB = 30


async def walked(server: Server, times: int) -> tuple[int, int, list[float]]:
    """Return errors, charts and the memory in MB after each of so many walks, each in a session of its own."""
    errors, drawn, held = 0, 0, list[float]()
    for _ in range(times):
        async with server.session() as user:
            await walk(user, 0, len(MIX))
            errors, drawn = errors + user.errors, drawn + user.drawn
        held.append(server.megabytes)
    return errors, drawn, held


def test_a_session_walks_through_everything_without_an_error_and_leaves_no_memory(served: Served) -> None:
    server = Server("served", served.url, (psutil.Process(served.pid),))
    errors, drawn, (first, second) = asyncio.run(walked(server, 2))
    assert errors == 0
    assert drawn > len(MIX)
    assert second - first < MOST_MB
