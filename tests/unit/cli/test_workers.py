"""Are several processes kept running, renewed one after another, and ended together?"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from dashboard.cli import main, workers
from dashboard.cli.workers import Asked, Worker, supervise

LIVES = (sys.executable, "-c", "import time; time.sleep(60)")
ENDS = (sys.executable, "-c", "raise SystemExit(3)")


def worker(name: str = "one", command: tuple[str, ...] = LIVES) -> Worker:
    return Worker(name, command, dict(os.environ))


def until(what: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not what():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


class Running:
    """Workers that are supervised by a thread, as they are by the main one of a command."""

    def __init__(self, *made: Worker, balancer: Worker | None = None) -> None:
        self.workers, self.asked = made, Asked()
        self._thread = threading.Thread(target=supervise, args=(made, balancer, self.asked))
        self._thread.start()

    def pids(self) -> list[int]:
        return [one.process.pid for one in self.workers if one.process is not None]

    def stop(self) -> None:
        self.asked.stop.set()
        self._thread.join()


@pytest.fixture
def run() -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(*made: Worker, balancer: Worker | None = None) -> Running:
        started.append(Running(*made, balancer=balancer))
        until(lambda: len(started[-1].pids()) == len(made))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def test_a_process_that_ends_is_started_again(run: Callable[..., Running], capfd: pytest.CaptureFixture[str]) -> None:
    running = run(worker("one"), worker("two"))
    first, second = running.pids()
    os.kill(first, signal.SIGKILL)
    until(lambda: len(running.pids()) == 2 and running.pids()[0] != first)
    assert running.pids()[1] == second
    assert "eraline: one ended (signal 9) and is started again." in capfd.readouterr().err


def test_one_that_cannot_start_is_tried_later_each_time(capfd: pytest.CaptureFixture[str]) -> None:
    failing = worker("one", ENDS)
    for _ in range(3):
        failing.start()
        assert failing.process is not None
        failing.process.wait()
        failing.watch()
    said = capfd.readouterr().err.splitlines()
    assert said[0] == "eraline: one ended (exit code 3) and is started again."
    assert [line.removesuffix(" s.").rpartition(" ")[2] for line in said[1:]] == ["2", "4"]
    assert failing.process is None


def test_all_are_renewed_one_after_another_when_that_is_asked_for(run: Callable[..., Running]) -> None:
    running = run(worker("one"), worker("two"))
    before = set(running.pids())
    running.asked.renew.set()
    until(lambda: len(running.pids()) == 2 and not before & set(running.pids()))


def test_one_that_does_not_become_healthy_ends_the_renewal(
    run: Callable[..., Running], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    running = run(worker("one"), worker("two"))
    second = running.pids()[1]
    monkeypatch.setattr(workers, "HEALTHY_SECONDS", 0)
    running.asked.renew.set()
    said: list[str] = []
    until(lambda: said.append(capfd.readouterr().err) or "the others are left as they are" in "".join(said))
    assert running.pids()[1] == second


def test_a_healthy_process_says_so_itself() -> None:
    one = worker()
    assert not one.is_healthy()
    one.start()
    assert one.is_healthy()
    one.health = "http://127.0.0.1:9/health"
    assert not one.is_healthy()
    one.ask_to_end()
    one.end()
    assert not one.is_healthy()


def test_all_end_together_the_balancer_too(run: Callable[..., Running]) -> None:
    balancer = worker("nginx")
    running = run(worker("one"), worker("two"), balancer=balancer)
    until(lambda: balancer.process)
    running.stop()
    codes = [one.process.poll() for one in (*running.workers, balancer) if one.process is not None]
    assert codes == [-signal.SIGTERM] * 3


def test_signals_are_what_is_asked_for() -> None:
    asked = Asked()
    with asked.listening():
        os.kill(os.getpid(), signal.SIGHUP)
        until(asked.renew.is_set)
        assert not asked.stop.is_set()
        os.kill(os.getpid(), signal.SIGTERM)
        until(asked.stop.is_set)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "65", "many"])
def test_a_number_of_processes_that_is_none_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", f"--workers={number}"])
    assert "a number from 1 to 64" in capsys.readouterr().err


def test_without_nginx_nothing_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", Mock(return_value=None))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["serve", "--workers", "2"]) == 2
    assert "nginx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["0", "http", "65535"])
def test_ports_that_are_none_are_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--workers", "2", "--port", port]) == 2
    assert "port" in capsys.readouterr().err
