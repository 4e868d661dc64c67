"""Put nginx before several processes of a server, as an operator does: websockets, the least busy process first."""

import os
import shutil
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from benchmarks.client import Server
from tests.server import free_port, wait_for

_SETTINGS: Final = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  upstream eraline {{ least_conn; {members} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://eraline; proxy_http_version 1.1; proxy_read_timeout 1h;
      proxy_set_header Host $host; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
    }}
  }}
}}
"""


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
    members = " ".join(f"server {server.url.removeprefix('http://')};" for server in servers)
    file.write_text(_SETTINGS.format(folder=folder, members=members, port=port), "utf-8")
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(file), "-e", str(folder / "early.log")])  # noqa: S603
    try:
        wait_for(port)
        running: tuple[psutil.Process, ...] = tuple(one for server in servers for one in server.processes)
        yield Server("balanced", f"http://127.0.0.1:{port}", running)
    finally:
        process.terminate()
        process.wait(timeout=20)
