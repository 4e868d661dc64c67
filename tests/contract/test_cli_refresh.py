"""Does `python -m dashboard refresh` keep its word to whoever runs it: words, exit codes, an end when asked for one?"""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
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
from tests.replay import ReplayServer, closed_port, faults
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


class TestDone:
    def test_a_refresh_that_changes_nothing_exits_with_zero_and_ends_in_a_line_of_counts(
        self, terminal: Terminal, replay: ReplayServer
    ) -> None:
        done = terminal.run("refresh", "--json", code=0)
        lines = lines_of(done)
        stored = {entry.id: entry.source for entry in replay.catalogue.indicators.values() if entry.derived is None}
        ended = {line["indicator"]: line["source"] for line in lines if line["event"] == "unchanged"}
        assert ended == stored
        assert lines[0] == {"event": "start", "total": len(stored)}
        last = lines[-1]
        assert (last["event"], last["fresh"], last["failed"], last["unchanged"]) == ("done", 0, 0, len(stored))
        assert set(last) == {"event", "fresh", "failed", "unchanged", "seconds"}
        assert last["seconds"] > 0
        assert done.stderr == ""

    def test_news_come_in_and_are_counted_shown_and_dated(self, terminal: Terminal, replay: ReplayServer) -> None:
        old = value(terminal.store, "CHN", 2020)
        replay.revise(GROWTH_CODE, {("CHN", 2020): old + 1})
        lines = lines_of(terminal.run("refresh", "--indicator", GROWTH, "--json", code=0))
        (fresh,) = [line for line in lines if line["event"] == "fresh"]
        assert (fresh["indicator"], fresh["added"], fresh["revised"], fresh["withdrawn"]) == (GROWTH, 0, 1, 0)
        assert lines[-1]["fresh"] == 1
        assert value(terminal.store, "CHN", 2020) == old + 1
        exported = terminal.run(
            *("export", "--indicator", GROWTH, "--economy", "CHN", "--from", "2020", "--to", "2020"),
            *("--format", "json"),
            code=0,
        )
        assert [row["value"] for row in json.loads(exported.stdout)] == [old + 1]
        (entry,) = [entry for entry in status_of(terminal) if entry["indicator"] == GROWTH]
        assert (entry["state"], entry["vintage"]) == ("live", fresh_day(terminal))

    def test_to_a_file_it_writes_a_plain_line_an_indicator_and_a_summary(
        self, terminal: Terminal, replay: ReplayServer
    ) -> None:
        replay.revise(GROWTH_CODE, {("CHN", 2020): 99.0})
        done = terminal.process("refresh", "--indicator", GROWTH, "--indicator", SOLAR, code=0)
        *lines, last = done.stdout.splitlines()
        assert sorted(lines) == [f"{GROWTH} fresh: 0 added, 1 revised, 0 withdrawn", f"{SOLAR} unchanged"]
        assert re.fullmatch(r"1 fresh, 1 unchanged, 0 failed in \d+\.\d s", last)
        assert "\r" not in done.stdout + done.stderr

    def test_a_terminal_gets_a_bar(self, terminal: Terminal, replay: ReplayServer) -> None:
        replay.revise(GROWTH_CODE, {("CHN", 2020): 99.0})
        replay.fault(faults.status(404), "fredgraph")
        names = (GROWTH, RATE, SOLAR)
        code, shown = on_a_terminal(terminal, "refresh", *(word for name in names for word in ("--indicator", name)))
        assert code == 1
        total = len(names)
        assert re.search(rf"\d+%\|.*/{total} \[", shown)
        assert f"{GROWTH} fresh: 0 added, 1 revised, 0 withdrawn" in shown
        assert f"{RATE} failed: FRED: " in shown
        assert f"1 fresh, {total - 2} unchanged, 1 failed in " in shown

    def test_a_computed_indicator_stands_for_its_inputs(self, terminal: Terminal) -> None:
        lines = lines_of(terminal.run("refresh", "--indicator", "solar-wind-capacity", "--json", code=0))
        assert {line["indicator"] for line in lines if line["event"] == "unchanged"} == {SOLAR, "wind-capacity"}

    def test_one_source_is_asked_alone(self, terminal: Terminal, replay: ReplayServer) -> None:
        lines = lines_of(terminal.run("refresh", "--source", "fred", "--json", code=0))
        assert {line["indicator"] for line in lines if line["event"] == "unchanged"} == {RATE}
        assert replay.asked() == replay.asked("^/graph/") != []

    def test_a_reader_who_leaves_does_not_stop_it(self, terminal: Terminal, replay: ReplayServer) -> None:
        replay.revise(GROWTH_CODE, {("CHN", 2020): 99.0})
        with terminal.started("refresh", "--indicator", GROWTH, "--indicator", SOLAR, "--json") as process:
            assert process.stdout is not None
            assert process.stderr is not None
            until(process, lambda line: line["event"] == "start")
            process.stdout.close()
            assert process.wait(WAIT_SECONDS) == 0
            assert process.stderr.read() == ""
        assert value(terminal.store, "CHN", 2020) == 99.0


class TestFailed:
    def test_what_fails_keeps_its_figures_and_the_exit_code_is_one(
        self, terminal: Terminal, replay: ReplayServer
    ) -> None:
        before = terminal.store.vintage(RATE)
        replay.fault(faults.status(404), "fredgraph")
        done = terminal.run("refresh", "--indicator", RATE, "--indicator", SOLAR, "--json", code=1)
        lines = lines_of(done)
        (failed,) = [line for line in lines if line["event"] == "failed"]
        assert (failed["indicator"], failed["source"]) == (RATE, "fred")
        assert "404" in failed["error"]
        assert (lines[-1]["failed"], lines[-1]["unchanged"]) == (1, 1)
        assert terminal.store.vintage(RATE) == before
        (entry,) = [entry for entry in status_of(terminal) if entry["indicator"] == RATE]
        assert (entry["state"], entry["error"]) == ("snapshot", failed["error"])

    def test_the_table_of_states_names_the_error(self, terminal: Terminal, replay: ReplayServer) -> None:
        replay.fault(faults.status(404, body="<b>\x1b[31mgone\x1b[0m</b>\n" * 3), "fredgraph")
        said = terminal.run("refresh", "--source", "fred", code=1).stdout
        assert said.startswith(f"{RATE} failed: FRED: ")
        assert said.endswith("; the old figures of what failed stay\n")
        shown = terminal.run("status", code=0).stdout
        assert "\x1b" not in said + shown
        header, *rows = shown.splitlines()
        assert re.split(r"  +", header) == ["indicator", "source", "state", "span", "vintage", "age", "last error"]
        (row,) = [row for row in rows if row.startswith(f"{RATE} ")]
        assert "FRED: " in row
        assert len(rows) == len(replay.catalogue.indicators)
        place = header.index("state")
        assert {row[place:].split()[0] for row in rows} == {"snapshot"}

    def test_letters_that_the_terminal_lacks_are_spelt_out(self, terminal: Terminal, replay: ReplayServer) -> None:
        replay.fault(faults.status(404, body="不存在"), "fredgraph")
        words = terminal.process("refresh", "--source", "fred", code=1, PYTHONIOENCODING="ascii")
        assert r"\u4e0d" in words.stdout
        lines = lines_of(terminal.process("refresh", "--source", "fred", "--json", code=1, PYTHONIOENCODING="ascii"))
        assert "不存在" in lines[-2]["error"]
        assert r"\u4e0d" in terminal.process("status", code=0, PYTHONIOENCODING="ascii").stdout

    def test_figures_that_are_gone_are_taken_for_gone_only_on_request(
        self, terminal: Terminal, replay: ReplayServer
    ) -> None:
        rows = terminal.store.vintage(GROWTH).rows
        replay.fault(faults.halved(), "/series/.*/country/")
        terminal.run("refresh", "--indicator", GROWTH, code=1)
        assert terminal.store.vintage(GROWTH).rows == rows
        terminal.run("refresh", "--indicator", GROWTH, "--accept-shrinkage", code=0)
        assert terminal.store.vintage(GROWTH).rows < rows

    def test_nobody_at_the_address_is_a_failure_with_a_name(self, terminal: Terminal) -> None:
        with closed_port() as address:
            done = terminal.run(
                "refresh", "--source", "fred", code=1, ERALINE_FRED_URL=address, ERALINE_HTTP_TIMEOUT="2"
            )
        assert done.stdout.startswith(f"{RATE} failed: FRED: could not be reached")

    def test_a_cache_that_cannot_be_written_is_one_line_and_nobody_is_asked(
        self, terminal: Terminal, replay: ReplayServer, tmp_path: Path
    ) -> None:
        done = terminal.process("refresh", code=1, ERALINE_DATABASE_URL=f"sqlite:///{tmp_path}")
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"eraline: The cache file {tmp_path} cannot be written")
        assert done.stdout == ""
        assert replay.asked() == []


class TestBadUsage:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("--indicator nonsense", ('No indicator is called "nonsense".', "gdp-growth")),
            ("--indicator gdp-growth --indicator nonsense", ('No indicator is called "nonsense".', "gdp-growth")),
            ("--source imf", ("imf", "world-bank", "fred", "owid")),
            ("--source fred --indicator gdp-growth", ("None of these comes from fred.", RATE)),
            ("--sauce fred", ("unrecognized arguments",)),
            ("everything", ("unrecognized arguments",)),
        ],
    )
    def test_it_exits_with_two_names_what_exists_and_asks_nobody(
        self, terminal: Terminal, replay: ReplayServer, words: str, said: tuple[str, ...]
    ) -> None:
        done = terminal.run("refresh", *words.split(), code=2)
        assert done.stdout == ""
        for word in said:
            assert word in done.stderr
        assert replay.asked() == []


class TestRunning:
    def test_a_second_one_says_who_runs_since_when_and_exits_with_three(
        self, terminal: Terminal, replay: ReplayServer
    ) -> None:
        rule = replay.fault(faults.silence(5), "fredgraph", first=1)
        with terminal.started("refresh", "--source", "fred", "--json") as first:
            until(first, lambda line: line["event"] == "fetching")
            second = terminal.run("refresh", "--json", code=3)
            assert second.stdout == ""
            assert re.fullmatch(
                rf"eraline: Another refresh is running: process {first.pid} on \S+, "
                r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\n",
                second.stderr,
            )
            assert first.wait(WAIT_SECONDS) == 0
        assert rule.hits > 0
        terminal.run("refresh", "--source", "fred", code=0)

    def test_the_others_still_answer_meanwhile(self, terminal: Terminal, replay: ReplayServer) -> None:
        replay.fault(faults.silence(), "fredgraph")
        with terminal.started("refresh", "--source", "fred", "--json") as first:
            until(first, lambda line: line["event"] == "fetching")
            assert len(status_of(terminal)) == len(replay.catalogue.indicators)
            terminal.run("export", "--indicator", RATE, "--format", "csv", code=0)
            assert first.poll() is None


class TestCancelled:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
    def test_a_signal_ends_it_cleanly_and_what_is_committed_stays(
        self, terminal: Terminal, replay: ReplayServer, number: signal.Signals
    ) -> None:
        replay.fault(faults.stall(), "/series/.*/country/")
        stored = terminal.store.vintage(GROWTH)
        with terminal.started("refresh", "--indicator", RATE, "--indicator", GROWTH, "--json") as process:
            until(process, lambda line: line["event"] == "unchanged" and line["indicator"] == RATE)
            process.send_signal(number)
            out, err = process.communicate(timeout=WAIT_SECONDS)
            assert process.returncode == 128 + number
        assert err == "Stopping; what is committed stays. Again to stop at once.\n"
        *_, cancelled, last = [json.loads(line) for line in out.splitlines()]
        assert (cancelled["event"], cancelled["indicator"]) == ("cancelled", GROWTH)
        assert (last["event"], last["cancelled"], last["unchanged"]) == ("done", 1, 1)
        assert terminal.store.vintage(RATE).origin == "live"
        assert terminal.store.vintage(GROWTH) == stored
        replay.clear_faults()
        terminal.run("refresh", "--indicator", GROWTH, code=0)

    def test_a_second_control_c_ends_it_at_once(self, terminal: Terminal, replay: ReplayServer) -> None:
        replay.fault(faults.silence(), "fredgraph")
        with terminal.started("refresh", "--source", "fred", "--json") as process:
            until(process, lambda line: line["event"] == "fetching")
            assert process.stderr is not None
            process.send_signal(signal.SIGINT)
            assert process.stderr.readline().startswith("Stopping")
            process.send_signal(signal.SIGINT)
            assert process.wait(WAIT_SECONDS) == 130
            assert "Traceback" not in process.stderr.read()


def status_of(terminal: Terminal) -> list[Line]:
    entries = json.loads(terminal.run("status", "--json", code=0).stdout)
    agreed = {"indicator", "source", "state", "first", "last", "vintage", "fetched_at", "error"}
    assert {frozenset(entry) for entry in entries} == {frozenset(agreed)}
    return entries


def fresh_day(terminal: Terminal) -> str:
    return terminal.store.vintage(GROWTH).date.isoformat()


def on_a_terminal(terminal: Terminal, *words: str) -> tuple[int, str]:
    """Run a command whose output and complaints go to a terminal, and return its exit code and what was shown."""
    ours, theirs = pty.openpty()
    command, environment = terminal.command(*words, COLUMNS="100")
    shown: list[bytes] = []

    def read() -> None:
        try:
            while piece := os.read(ours, 65_536):
                shown.append(piece)
        except OSError:
            # how a terminal says that nobody is at the other end
            pass

    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    reader = threading.Thread(target=read)
    reader.start()
    try:
        code = process.wait(WAIT_SECONDS)
    finally:
        process.kill()
        reader.join()
        os.close(ours)
    return code, b"".join(shown).decode()
