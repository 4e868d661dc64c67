"""How fast does the API answer? Beside a bare Starlette route that returns the same bytes, in one run.

Run with `python -m benchmarks.api`; exits 1 where a floor is missed.
"""

import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from benchmarks.bulk import measured
from benchmarks.client import Server
from benchmarks.results import at_most, line
from benchmarks.results import rate as at_rate
from tests.server import free_port, running, wait_for

LEAST_CSV, LEAST_KNOWN, MOST_FIRST_BYTE_MS = 0.5, 0.8, 50.0
REQUESTS, ROUNDS = 400, 9
CHART = "/api/v1/observations.csv?indicator=rd-spending&economy=CHN,KOR,USA,JPN,DEU&from=1996"
PICTURE = "/api/v1/chart.png?indicator=rd-spending&economy=CHN,KOR,USA,JPN,DEU&from={}"
MOST_NEW_PICTURE_MS, MOST_KEPT_PICTURE_MS = 400.0, 5.0
WHOLE = "/api/v1/observations.csv?indicator=gdp&from={}"
_BARE = """
import sys
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

body, path, etag = open(sys.argv[2], "rb").read(), *sys.argv[3:]

async def rows(request):
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    return Response(body, media_type="text/csv; charset=utf-8", headers={"ETag": etag})

uvicorn.run(Starlette(routes=[Route(path, rows)]), port=int(sys.argv[1]), log_level="error", access_log=False)
"""


class Client:
    """One connection that is kept, with as little of its own as can be."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def get(self, path: str, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Return status, body and headers of an answer."""
        self._connection.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
        response = self._connection.getresponse()
        return response.status, response.read(), response.headers

    def reopen(self) -> None:
        """Begin a connection anew."""
        self._connection.close()

    def first_byte(self, path: str, then: Callable[[], object]) -> float:
        """Return after how many milliseconds the first byte of an answer's body is there; `then` is done at once."""
        begun = time.perf_counter()
        self._connection.request("GET", path)
        response = self._connection.getresponse()
        response.read(1)
        taken = (time.perf_counter() - begun) * 1_000
        then()
        response.read()
        return taken


def rate(client: Client, path: str, **headers: str) -> float:
    """Return how many requests a second are answered, one after the other on one connection."""
    # a server closes a connection that waits for its turn
    client.reopen()
    begun = time.perf_counter()
    for _ in range(REQUESTS):
        client.get(path, **headers)
    return REQUESTS / (time.perf_counter() - begun)


@contextmanager
def bare(body: bytes, path: str, etag: str) -> Generator[str]:
    """Serve the same bytes from a bare route at the same path."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        port = free_port()
        words = [sys.executable, "-c", _BARE, str(port), file.name, path, etag]
        process = subprocess.Popen(words)
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def compared(ours: Callable[[], float], peers: Callable[[], float], what: str, least: float) -> bool:
    """Print the ratio of our requests a second to the peer's, taken in turns; tell whether the floor is held."""
    pairs = [(ours(), peers()) for _ in range(ROUNDS)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    # of each pair, so that what else the machine does meets both
    ratio = statistics.median(one / another for one, another in pairs)
    return at_rate(what, mine, other, "requests/s", least=least, than="bare route", pairs=ratio)


def pictures(client: Client) -> bool:
    """Print how long new pictures take, and the same again; tell whether both floors are held."""
    paths = [PICTURE.format(year) for year in range(1980, 2000)]
    client.get(PICTURE.format(1979))

    def taken(path: str) -> float:
        begun = time.perf_counter()
        status, body, _ = client.get(path)
        assert status == 200, body
        return (time.perf_counter() - begun) * 1_000

    client.reopen()
    new, kept = (statistics.median([taken(path) for path in paths]) for _ in range(2))
    held = at_most("a new picture", new, MOST_NEW_PICTURE_MS, "ms", digits=0)
    return at_most("the same picture again", kept, MOST_KEPT_PICTURE_MS, "ms", digits=1) and held


def first_bytes(client: Client, server: Server) -> bool:
    """Print how soon whole indicators begin that nobody asked for before; tell whether the ceiling is kept."""
    waits: list[float] = []
    spent: list[float] = []
    for year in range(1960, 1985):
        before = server.cpu_seconds
        waits.append(
            client.first_byte(WHOLE.format(year), lambda before=before: spent.append(server.cpu_seconds - before))
        )
    p50, p95 = statistics.median(waits), statistics.quantiles(waits, n=20)[-1]
    line("first byte of a whole indicator, p95", f"{p95:.0f} ms", than=f"CPU {statistics.mean(spent) * 1_000:.0f} ms")
    return at_most("first byte of a whole indicator, p50", p50, MOST_FIRST_BYTE_MS, "ms", digits=0)


def main() -> int:
    """Print the ratios and return 1 where a floor is missed."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as served:
        client = Client(served.url)
        status, body, headers = client.get(CHART)
        assert status == 200, body
        known = headers["ETag"]
        with bare(body, urlsplit(CHART).path, known) as url:
            peer = Client(url)
            held = [
                compared(lambda: rate(client, CHART), lambda: rate(peer, CHART), "CSV of a chart", LEAST_CSV),
                compared(
                    lambda: rate(client, CHART, If_None_Match=known),
                    lambda: rate(peer, CHART, If_None_Match=known),
                    "the same, unchanged (304)",
                    LEAST_KNOWN,
                ),
            ]
        held.append(pictures(client))
        server = Server("api", served.url, (psutil.Process(served.pid),))
        held += [first_bytes(client, server), measured(server)]
        return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
