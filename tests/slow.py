"""Attack a running server with slow and oversized requests, and print how others are served meanwhile: run by hand.

`python -m tests.slow http://127.0.0.1:8501 PID` names the process (and with it its children) whose memory is watched.
"""

import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

_MANY: Final = 400
# of this machine too, and not the one that others come from: what one client may have is not counted against them
_ATTACKER: Final = "127.0.0.2"
_PATIENCE_SECONDS: Final = 80.0
_HEAD: Final = b"GET /explore HTTP/1.1\r\nHost: 127.0.0.1\r\n"
_BODY: Final = b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\n"
# what is said at first, and again every second, by each of many connections
SLOW: Final[Mapping[str, tuple[bytes, bytes]]] = {
    "nothing said at all": (b"", b""),
    "slow headers": (_HEAD + b"X-Slow: ", b"a"),
    "slow bodies": (_BODY, b"a"),
    "never read": (b"GET /api/v1/economies HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20, b""),
}
LARGE: Final[Mapping[str, bytes]] = {
    "200,000 headers": _HEAD + b"X-A: 1\r\n" * 200_000,
    "a header of 10 MB": _HEAD + b"X-A: " + b"a" * 10_000_000,
    "a URL of 10 MB": b"GET /explore?indicator=" + b"a" * 10_000_000,
    "a body of 100 MB": _BODY.replace(b"900000", b"100000000") + b"a" * 100_000_000,
    "a body without an end": _BODY.replace(b"Content-Length: 900000", b"Transfer-Encoding: chunked")
    + b"10000\r\n"
    + b"a" * 65_536
    + b"\r\n",
    "bytes of something else": bytes(range(256)) * 1_000,
}


def main(url: str, pid: int) -> None:
    """Run every attack, one after the other, and print a line of each."""
    host = (urlsplit(url).hostname or "127.0.0.1", urlsplit(url).port or 80)
    sys.stdout.write(f"before: {_memory(pid):.0f} MB, others wait {_waited(url) * 1000:.0f} ms\n")
    for name, (first, more) in SLOW.items():
        opened = [_opened(host, first) for _ in range(_MANY)]
        _report(name, url, pid, lambda opened=opened, more=more: _still_open(opened, more))
        for one in opened:
            one.close()
    for name, content in LARGE.items():
        opened = [_opened(host, content)]
        _report(name, url, pid, lambda opened=opened: _still_open(opened, b""))
        opened[0].close()


def _report(name: str, url: str, pid: int, still_open: Callable[[], int]) -> None:
    began, worst, most = time.monotonic(), 0.0, 0.0
    left = still_open()
    begun_with = left
    while time.monotonic() < began + _PATIENCE_SECONDS and left:
        worst, most = max(worst, _waited(url)), max(most, _memory(pid))
        time.sleep(1)
        left = still_open()
    worst, most = max(worst, _waited(url)), max(most, _memory(pid))
    after = time.monotonic() - began
    ended = f"{left} of {begun_with} open after {after:.0f} s" if left else f"all ended by {after:.0f} s"
    sys.stdout.write(f"{name}: others wait {worst * 1000:.0f} ms at most, {most:.0f} MB at most, {ended}\n")
    sys.stdout.flush()


def _opened(host: tuple[str, int], content: bytes) -> socket.socket:
    connection = socket.create_connection(host, timeout=10, source_address=(_ATTACKER, 0))
    connection.settimeout(5)
    # it may be cut off before all was said
    with suppress(OSError):
        connection.sendall(content)
    connection.settimeout(0)
    return connection


def _still_open(opened: list[socket.socket], more: bytes) -> int:
    return sum(_is_open(one, more) for one in opened)


def _is_open(connection: socket.socket, more: bytes) -> bool:
    try:
        if more:
            connection.send(more)
            return connection.recv(1, socket.MSG_PEEK) != b""
        # who never reads is ended by a reset, which shows without reading
        return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) == b"\x01"
    except BlockingIOError:
        return True
    except OSError:
        return False


def _waited(url: str) -> float:
    began = time.monotonic()
    httpx.get(f"{url}/api/v1/eras", trust_env=False, timeout=30).raise_for_status()
    return time.monotonic() - began


def _memory(pid: int) -> float:
    """Return the memory of a process and all below it, in MB."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    own = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0.0)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    return own + sum(_memory(int(child)) for child in children)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
