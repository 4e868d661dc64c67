"""Does `python -m dashboard refresh` keep its word to whoever runs it: figures, words and exit codes?"""

import json
import os
import pty
import re
import subprocess
import threading
from pathlib import Path

import pytest

from dashboard.settings import PROJECT
from tests.contract.cli.conftest import (
    GROWTH,
    GROWTH_CODE,
    RATE,
    SOLAR,
    WAIT_SECONDS,
    Terminal,
    lines_of,
    status_of,
    until,
    value,
)
from tests.replay import ReplayServer, closed_port, faults


class TestDone:
    def test_a_refresh_that_changes_nothing_exits_with_zero_and_ends_in_a_line_of_counts(
        self, terminal: Terminal
    ) -> None:
        one_of_each = {GROWTH: "world-bank", RATE: "fred", SOLAR: "owid"}
        named = [word for name in one_of_each for word in ("--indicator", name)]
        done = terminal.run("refresh", *named, "--json", code=0)
        lines = lines_of(done)
        assert {line["indicator"]: line["source"] for line in lines if line["event"] == "unchanged"} == one_of_each
        assert lines[0] == {"event": "start", "total": len(one_of_each)}
        last = lines[-1]
        assert (last["event"], last["fresh"], last["failed"], last["unchanged"]) == ("done", 0, 0, len(one_of_each))
        assert set(last) == {"event", "fresh", "failed", "unchanged", "seconds"}
        assert last["seconds"] > 0
        assert done.stderr == ""

    def test_without_a_name_all_that_is_not_computed_is_asked_for(
        self, terminal: Terminal, replay: ReplayServer
    ) -> None:
        stored = {entry.id: entry.source for entry in replay.catalogue.indicators.values() if entry.derived is None}
        # what every provider refuses costs nobody the reading of it all
        replay.fault(faults.status(404), "")
        lines = lines_of(terminal.run("refresh", "--json", code=1))
        assert lines[0] == {"event": "start", "total": len(stored)}
        assert {line["indicator"]: line["source"] for line in lines if line["event"] == "failed"} == stored

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
        held = terminal.run("refresh", "--indicator", GROWTH, code=5).stdout
        assert f"{GROWTH} held back. 49% of the stored values are no longer there" in held
        assert f"--accept {GROWTH}" not in held
        assert "1 held back" in held
        assert terminal.store.vintage(GROWTH).rows == rows
        terminal.run("refresh", "--indicator", GROWTH, "--accept-shrinkage", code=0)
        assert terminal.store.vintage(GROWTH).rows < rows

    def test_what_is_held_back_is_told_taken_in_or_refused(self, terminal: Terminal, replay: ReplayServer) -> None:
        before = terminal.store.vintage(GROWTH)
        replay.fault(faults.times(100), "/series/.*/country/")
        *_, held, done = lines_of(terminal.run("refresh", "--indicator", GROWTH, "--json", code=5))
        assert (held["event"], done["pending"], done["failed"]) == ("pending", 1, 0)
        said = held["note"]
        assert said == "The values are typically about 100 times what they were, as if the unit had changed."
        told = terminal.run("status", code=0).stdout
        assert f"{GROWTH} held back: {said}" in told
        assert "eraline refresh --accept INDICATOR" in told
        (row,) = [
            row for row in json.loads(terminal.run("status", "--json", code=0).stdout) if row["indicator"] == GROWTH
        ]
        assert (row["pending"], row["error"]) == (said, None)
        assert terminal.run("refresh", "--refuse", RATE, code=2).stderr.endswith(f"Allowed: {GROWTH}\n")
        assert terminal.run("refresh", "--refuse", GROWTH, code=0).stdout == f"{GROWTH} refused\n"
        *_, again, _ = lines_of(terminal.run("refresh", "--indicator", GROWTH, "--json", code=0))
        assert again["event"] == "unchanged"
        assert "still the one that was refused on" in again["note"]
        assert terminal.store.vintage(GROWTH) == before
        replay.clear_faults()
        replay.fault(faults.times(1000), "/series/.*/country/")
        terminal.run("refresh", "--indicator", GROWTH, code=5)
        # nothing is done of what contradicts itself
        assert "taken in and refused" in terminal.run("refresh", "--accept", GROWTH, "--refuse", GROWTH, code=2).stderr
        assert terminal.store.vintage(GROWTH) == before
        (taken,) = lines_of(terminal.run("refresh", "--accept", GROWTH, "--json", code=0))
        assert (taken["event"], taken["indicator"]) == ("accepted", GROWTH)
        assert terminal.store.vintage(GROWTH).id == taken["vintage"]

    def test_nobody_at_the_address_is_a_failure_with_a_name(self, terminal: Terminal) -> None:
        with closed_port() as address:
            done = terminal.run(
                "refresh", "--source", "fred", code=1, ERALINE_FRED_URL=address, ERALINE_HTTP_TIMEOUT="2"
            )
        assert done.stdout.startswith(f"{RATE} failed: FRED: could not be reached")

    def test_a_cache_that_cannot_be_written_is_named_with_its_place_and_nobody_is_asked(
        self, terminal: Terminal, replay: ReplayServer, tmp_path: Path
    ) -> None:
        done = terminal.process("refresh", code=1, ERALINE_DATABASE_URL=f"sqlite:///{tmp_path}")
        line, place = done.stderr.splitlines()
        assert line.startswith(f"eraline: The cache file {tmp_path.name} cannot be written")
        assert place == f"eraline: The cache file is {tmp_path}."
        assert done.stdout == ""
        assert replay.asked() == []


class TestBadUsage:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("--indicator nonsense", ('No indicator is called "nonsense".', "eraline search")),
            ("--indicator gdp-growth --indicator nonsense", ('No indicator is called "nonsense".', "eraline search")),
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
