"""Put nginx before several processes of a server, configured as Eraline ships it for an operator."""

import os
import shutil
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.client import Server
from dashboard.cli.balancer import Balanced, configuration
from tests.server import free_port, wait_for


def program() -> str | None:
    """Return where nginx is, None where it is not installed."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


@contextmanager
def balanced(servers: Sequence[Server], folder: Path) -> Generator[Server]:
    """Run nginx on a free port before servers, and give all as one; its own processes are not counted."""
    nginx = program()
    if nginx is None:
        raise FileNotFoundError("nginx is not installed")
    port, file = free_port(), folder / "nginx.conf"
    workers = tuple(server.url.removeprefix("http://") for server in servers)
    # started by root, its processes are another user's
    folder.chmod(0o755)
    file.write_text(configuration(Balanced(workers, f"127.0.0.1:{port}", folder=folder)), "utf-8")
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(file), "-e", str(folder / "early.log")])
    try:
        wait_for(port)
        running: tuple[psutil.Process, ...] = tuple(one for server in servers for one in server.processes)
        yield Server("balanced", f"http://127.0.0.1:{port}", running, by_cookie=True)
    finally:
        process.terminate()
        process.wait(timeout=20)
