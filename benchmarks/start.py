"""How soon is a server up? Process start to healthy beside a hello-world app, the very first start, and commands.

Run with `python -m benchmarks.start [--starts 5]`; exits 1 where a limit is missed. Starts of Eraline, on a store that
is filled already, and of a Streamlit app with one line of text are taken in turns, until the health check answers;
processor time is told beside the clock's. The first start of all fills the store, with the earlier releases too.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.client import HEALTH, Server, cpu_seconds, streamlit
from benchmarks.results import at_most, line, times
from dashboard.settings import PROJECT
from tests.shipped import open_shipped

STARTS: Final = 5
MOST_TIMES, MOST_FIRST_SECONDS = 1.5, 8.0
HELLO: Final = "import streamlit as st\n\nst.title('Hello')\n"
COMMANDS: Final = (("--version",), ("status", "--json"), ("search", "growth"))


def healthy(script: str, database: Path) -> tuple[float, float]:
    """Return after how many seconds a server says that it is healthy, by the clock and by its processor."""
    began = time.perf_counter()
    with streamlit("start", script, ERALINE_DATABASE_URL=f"sqlite:///{database}") as server:
        while not _is_healthy(server):
            time.sleep(0.01)
        return time.perf_counter() - began, cpu_seconds(server.process)


def _is_healthy(server: Server) -> bool:
    try:
        server.ask(HEALTH)
    except OSError:
        return False
    return True


def command(words: Sequence[str], database: Path) -> float:
    """Return how many processor seconds a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {"ERALINE_DATABASE_URL": f"sqlite:///{database}", "PYTHONPATH": str(PROJECT)}
    subprocess.run(
        (sys.executable, "-m", "dashboard", *words), cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def seeded(database: Path) -> tuple[float, float]:
    """Return how many seconds filling the store takes, by the clock and by the processor."""
    began, spent = time.perf_counter(), time.process_time()
    assert not open_shipped(f"sqlite:///{database}").notes
    return time.perf_counter() - began, time.process_time() - spent


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--starts", type=int, default=STARTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hello, database = folder / "hello.py", folder / "eraline.db"
        hello.write_text(HELLO, "utf-8")
        took, spent = seeded(database)
        line("filling the store on the first start of all, CPU", f"{spent:.2f} s")
        kept = [at_most("filling the store on the first start of all", took, MOST_FIRST_SECONDS, "s")]
        scripts = ("app.py", str(hello))
        pairs = [[healthy(script, database) for script in scripts] for _ in range(options.starts)]
        for place, what in enumerate(("process start to healthy", "process start to healthy, CPU")):
            one, other = (statistics.median(pair[who][place] for pair in pairs) for who in range(2))
            ratio = statistics.median(pair[0][place] / pair[1][place] for pair in pairs)
            kept.append(times(what, one, other, "s", most=MOST_TIMES, than="hello app", pairs=ratio))
        for words in COMMANDS:
            taken = statistics.median(command(words, database) for _ in range(3))
            line(f"CPU of `eraline {' '.join(words)}`", f"{taken:.2f} s")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
