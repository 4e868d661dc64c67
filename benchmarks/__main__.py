"""Run the benchmarks one after the other and write what they found to benchmarks/RESULTS.md.

`python -m benchmarks [--long] [NAME ...]`; a missed limit stops nothing, is named at the end and makes the exit code 1.
Of a run of some benchmarks only their own sections are written anew.
"""

import argparse
import ast
import datetime as dt
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.results import HEAD, MISSED
from dashboard.settings import PROJECT

FILE: Final = PROJECT / "benchmarks" / "RESULTS.md"
MOST_SECONDS: Final = {False: 420, True: 7_200}
ABOUT: Final = """# Results

Written by `make benchmark`, each section by one run of one benchmark. Absolute times are those of one machine: the
ratios are what counts. [docs/performance.md](../docs/performance.md) says what was made of them.
"""


@dataclass(frozen=True)
class Benchmark:
    """A module of this folder, its options in an ordinary run and those of a long one."""

    name: str
    ordinary: tuple[str, ...] = ()
    long: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """Return the first line of the module, which says what is asked."""
        text = (PROJECT / "benchmarks" / f"{self.name}.py").read_text("utf-8")
        return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]

    def command(self, *, long: bool) -> tuple[str, ...]:
        """Return how it is run."""
        return (sys.executable, "-m", f"benchmarks.{self.name}", *(self.long if long else self.ordinary))


BENCHMARKS: Final = {
    found.name: found
    for found in (
        Benchmark("rerun_costs", ("--rounds", "4"), ("--rounds", "10")),
        Benchmark("load", ("--seconds", "20"), ("--seconds", "120")),
        Benchmark("memory", ("--sessions", "40", "--reruns", "1200", "--minutes", "1.5")),
        Benchmark("first_chart", ("--looks", "5"), ("--looks", "15")),
        Benchmark("era_click", ("--clicks", "16"), ("--clicks", "200")),
        Benchmark("start", ("--starts", "3"), ("--starts", "9")),
        Benchmark("store", ("--rows", "1000000"), ("--rows", "100000", "1000000", "10000000")),
        Benchmark("growth", ("--engine", "sqlite"), ("--rows", "100000", "1000000", "10000000")),
        Benchmark("search"),
        Benchmark("series"),
        Benchmark("api"),
        Benchmark("refresh", ("--runs", "1"), ("--runs", "3")),
        Benchmark("linear", ("--runs", "2"), ("--runs", "5")),
        Benchmark("figures", ("--calls", "10"), ("--calls", "30")),
        Benchmark("evidence", ("--calls", "15"), ("--calls", "30")),
    )
}


def run(benchmark: Benchmark, *, long: bool) -> tuple[int, list[str]]:
    """Run one benchmark, show what it says, and return its exit code and its lines of the table."""
    print(f"\n{benchmark.name}: {benchmark.question}", flush=True)
    began, lines = time.monotonic(), list[str]()
    with subprocess.Popen(
        benchmark.command(long=long), cwd=PROJECT, stdout=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout is not None
        for said in process.stdout:
            print(said, end="", flush=True)
            lines += [said.rstrip()] if said.startswith("| ") else []
            if time.monotonic() - began > MOST_SECONDS[long]:
                process.terminate()
    return process.returncode, lines


def environment() -> dict[str, str]:
    """Return the environment of a benchmark: this checkout is what is measured, and is not written to."""
    return {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONUNBUFFERED": "1"}


def machine() -> str:
    """Return what can be told of this machine without naming it."""
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def section(benchmark: Benchmark, code: int, lines: Sequence[str], *, long: bool, took: float) -> str:
    """Return what one run found as a section of the page."""
    day = dt.datetime.now(dt.UTC).date()
    words = " ".join(("python", "-m", f"benchmarks.{benchmark.name}", *benchmark.command(long=long)[3:]))
    head = (f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}")
    # a benchmark that fell over has no line that says so
    fell = () if lines and (code == 0 or any(MISSED in line for line in lines)) else (f"It ended with code {code}.",)
    told = f"{day}, {machine()}, {took:.0f} s: `{words}`"
    return "\n\n".join((f"## {benchmark.name}", benchmark.question, told, "\n".join((*head, *lines)), *fell))


def sections(page: str) -> dict[str, str]:
    """Return the sections of a page by the names of their benchmarks."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)[1:]
    return {part.split("\n", 1)[0].removeprefix("## "): part.strip() for part in parts}


def page(found: dict[str, str]) -> str:
    """Return the whole page, sections in the order of the registry."""
    return "\n".join((ABOUT, *(f"{found[name]}\n" for name in BENCHMARKS if name in found)))


def missed(name: str, code: int, lines: Sequence[str]) -> Iterator[str]:
    """Yield what a benchmark missed, in words."""
    below = [line.split(" | ")[0].removeprefix("| ") for line in lines if MISSED in line]
    yield from (f"{name}: {what}" for what in below)
    if code and not below:
        yield f"{name}: ended with code {code}"


def main() -> int:
    """Run what is asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}; all without one")
    parser.add_argument("--long", action="store_true", help="as long as an acceptance takes, and not ten minutes")
    parser.add_argument("--file", type=Path, default=FILE, help="where the results are written")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    found = sections(options.file.read_text("utf-8")) if options.file.exists() else {}
    below: list[str] = []
    for name in options.names or BENCHMARKS:
        began = time.monotonic()
        code, lines = run(BENCHMARKS[name], long=options.long)
        took = time.monotonic() - began
        found[name] = section(BENCHMARKS[name], code, lines, long=options.long, took=took)
        below += missed(name, code, lines)
        options.file.write_text(page(found), "utf-8")
    print("\n" + "\n".join([f"Missed: {what}" for what in below] or ["Every limit is kept."]))
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
