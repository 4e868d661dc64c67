"""Where are commands run here? On a terminal with a cache of its own, and the replay server for providers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard.settings import PROJECT
from dashboard.sources.world_bank.library import forget
from dashboard.store.observations import Store
from tests.recorded import cli
from tests.recorded.environment import environment
from tests.replay import ReplayServer
from tests.shipped import FirstStart, open_shipped

GROWTH, GROWTH_CODE = "gdp-growth", "NY.GDP.MKTP.KD.ZG"
RATE, SOLAR = "exchange-rate", "solar-capacity"
WAIT_SECONDS = 60
Finished = subprocess.CompletedProcess[str]
Line = dict[str, Any]


@dataclass(frozen=True)
class Terminal:
    """A place to run commands from, with a cache of its own and the replay server for providers."""

    environment: Mapping[str, str]
    url: str

    def run(self, *words: str, code: int, **more: str) -> Finished:
        """Run a command in this process, which spares it a start: what only a process has is asked of one."""
        # a command knows nothing of what one before it was answered
        forget()
        with environment(**{**self.environment, **more}):
            ended = cli.run(words)
        assert ended.code == code, ended.out.decode() + ended.err
        return Finished(words, ended.code, ended.out.decode(), ended.err)

    def command(self, *words: str, **more: str) -> tuple[list[str], dict[str, str]]:
        return [sys.executable, "-m", "dashboard", *words], {**os.environ, **self.environment, **more}

    def process(self, *words: str, code: int, **more: str) -> Finished:
        command, environment = self.command(*words, **more)
        done = subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False, timeout=WAIT_SECONDS
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done

    @contextmanager
    def started(self, *words: str) -> Generator[subprocess.Popen[str]]:
        command, environment = self.command(*words)
        with subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    @property
    def store(self) -> Store:
        return open_shipped(self.url).store


@pytest.fixture
def replay() -> Iterator[ReplayServer]:
    with ReplayServer() as replay:
        yield replay


@pytest.fixture
def terminal(replay: ReplayServer, first_start: FirstStart, tmp_path: Path) -> Terminal:
    url = first_start.copy(tmp_path / "eraline.db")
    return Terminal({**replay.environment, "ERALINE_DATABASE_URL": url, "ERALINE_HTTP_TIMEOUT": "20"}, url)


def lines_of(done: Finished) -> list[Line]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def until(process: subprocess.Popen[str], wanted: Callable[[Line], bool]) -> Line:
    """Read lines of JSON up to the first that is wanted: it must come while the command runs, not at its end."""
    assert process.stdout is not None
    for text in process.stdout:
        line = json.loads(text)
        if wanted(line):
            assert process.poll() is None
            return line
    pytest.fail("the wanted line did not come")


def value(store: Store, economy: str, year: int) -> float:
    stored = store.observations(store.vintage(GROWTH), [economy])
    (found,) = stored.loc[stored["period"].dt.year == year, "value"].tolist()
    return float(found)


def status_of(terminal: Terminal) -> list[Line]:
    entries = json.loads(terminal.run("status", "--json", code=0).stdout)
    agreed = {"indicator", "source", "state", "first", "last", "vintage", "fetched_at", "error", "pending"}
    assert {frozenset(entry) for entry in entries} == {frozenset(agreed)}
    return entries
