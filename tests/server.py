"""A real server for tests that need one: `streamlit run app.py` on a free port, with a cache of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from dashboard.settings import PROJECT

FIRST_ANSWER_SECONDS = 120
CHECKOUT = (sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "127.0.0.1", "--server.port")


@dataclass(frozen=True)
class Served:
    """A running server: its address, its log, its database and the number of its process."""

    url: str
    log: Path
    database: Path
    pid: int = 0


@contextmanager
def running(
    folder: Path,
    *options: str,
    command: Sequence[str] = CHECKOUT,
    cwd: Path = PROJECT,
    port: int | None = None,
    **environment: str,
) -> Generator[Served]:
    """Run a server until the context ends: a command that ends in the option of its port, and more options.

    A port is given where a server takes another's place. A traceback in the log fails whoever used the server.
    """
    port = port or free_port()
    served = Served(f"http://127.0.0.1:{port}", folder / "log.txt", folder / "eraline.db")
    with served.log.open("wb") as output:
        process = subprocess.Popen(
            [*command, str(port), *options],
            cwd=cwd,
            env={**os.environ, "ERALINE_DATABASE_URL": f"sqlite:///{served.database}", **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_up(served, process)
            yield replace(served, pid=process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    said = served.log.read_text("utf-8", errors="replace")
    assert "Traceback" not in said, said


def wait_for(port: int) -> None:
    """Wait until a port is listened at; TimeoutError after a minute."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"nothing answers on port {port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(served: Served, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + FIRST_ANSWER_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{served.url}/health", trust_env=False, timeout=60)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"no answer from the server; its log:\n{served.log.read_text(errors='replace')}")
