"""Keep several processes running on one machine: start them, start again what ends, renew one by one, end together."""

import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

HEALTHY_SECONDS: Final = 120.0
# in-flight answers end in that time; a browser comes back by itself
ENDING_SECONDS: Final = 10.0
# a process that lived that long did not end because it cannot start
_LIVED_SECONDS: Final = 60.0
_LONGEST_WAIT: Final = 30.0
_LOOK_SECONDS: Final = 0.2
_HANG_UP: Final[int | None] = getattr(signal, "SIGHUP", None)


@dataclass
class Worker:
    """One process: how it is started, and where it says that it is healthy ("": as soon as it runs)."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    health: str = ""
    process: "subprocess.Popen[bytes] | None" = None
    _started: float = 0.0
    _failures: int = 0
    _start_at: float = 0.0

    def start(self) -> None:
        """Start the process; its output is this one's."""
        self._started = time.monotonic()
        # a key pressed at the terminal is for this process, which ends the others in its own way
        self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)  # noqa: S603

    def watch(self) -> None:
        """Start the process again where it ended, later each time where it ends at once."""
        now = time.monotonic()
        if self.process is not None and (code := self.process.poll()) is not None:
            self._failures = 0 if now - self._started > _LIVED_SECONDS else self._failures + 1
            wait = min(_LONGEST_WAIT, 2.0 ** (self._failures - 1) if self._failures > 1 else 0)
            self._start_at, self.process = now + wait, None
            say(f"{self.name} ended ({_ending(code)}) and is started again{f' in {wait:.0f} s' if wait else ''}.")
        if self.process is None and now >= self._start_at:
            self.start()

    def is_healthy(self) -> bool:
        """Tell whether the process answers that it can serve."""
        if self.process is None or self.process.poll() is not None:
            return False
        if not self.health:
            return True
        try:
            # an environment's proxy is not asked for this machine's own address
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(self.health, timeout=5) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own number
        except (urllib.error.URLError, OSError):
            return False

    def ask_to_end(self) -> None:
        """Ask the process to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self) -> None:
        """Wait until the process has ended, and no longer than its time."""
        if self.process is None:
            return
        try:
            self.process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Asked:
    """What signals asked for: to stop (SIGTERM, SIGINT), or to renew every process (SIGHUP)."""

    stop: threading.Event = field(default_factory=threading.Event)
    renew: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def listening(self) -> Generator[None]:
        """Take signals for as long as the context lasts."""
        asked: dict[int, threading.Event] = {signal.SIGTERM: self.stop, signal.SIGINT: self.stop}
        if _HANG_UP is not None:
            asked[_HANG_UP] = self.renew

        def note(number: int, _frame: FrameType | None) -> None:
            asked[number].set()

        before = {number: signal.signal(number, note) for number in asked}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def supervise(workers: Sequence[Worker], balancer: Worker | None, asked: Asked) -> bool:
    """Keep processes running until it is asked to stop; False where they never became healthy.

    The balancer starts when the first worker is healthy and ends before them.
    """
    everybody = [*workers, *([balancer] if balancer else [])]
    try:
        for worker in workers:
            worker.start()
        if not _until_healthy(workers[0], asked):
            return asked.stop.is_set()
        _keep(workers, everybody, asked)
        return True
    finally:
        for worker in reversed(everybody):
            worker.ask_to_end()
        for worker in everybody:
            worker.end()


def _keep(workers: Sequence[Worker], everybody: Sequence[Worker], asked: Asked) -> None:
    """Start whoever is not running, again and again; renew the workers when that is asked for."""
    while not asked.stop.wait(_LOOK_SECONDS):
        for worker in everybody:
            worker.watch()
        if asked.renew.is_set():
            asked.renew.clear()
            _renew(workers, asked)


def _renew(workers: Sequence[Worker], asked: Asked) -> None:
    """Replace one process after another, each when the one before it is healthy; stop where one does not become so."""
    for worker in workers:
        worker.ask_to_end()
        worker.end()
        worker.start()
        if not _until_healthy(worker, asked):
            say(f"{worker.name} does not become healthy: the others are left as they are.")
            return
        say(f"{worker.name} is renewed.")


def _until_healthy(worker: Worker, asked: Asked) -> bool:
    deadline = time.monotonic() + HEALTHY_SECONDS
    while time.monotonic() < deadline and not asked.stop.wait(_LOOK_SECONDS):
        if worker.is_healthy():
            return True
        worker.watch()
    return False


def say(text: str) -> None:
    """Tell whoever reads the log."""
    print(f"eraline: {text}", file=sys.stderr, flush=True)


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
