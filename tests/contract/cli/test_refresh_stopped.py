"""What do others meet while a refresh runs, and does it end when asked to?"""

import json
import re
import signal

import pytest

from tests.contract.cli.conftest import (
    GROWTH,
    RATE,
    WAIT_SECONDS,
    Terminal,
    status_of,
    until,
)
from tests.replay import ReplayServer, faults


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
