"""Send every answer at once, and give up on who never takes it: what Streamlit's own server socket leaves unset."""

import os
import socket
from pathlib import Path
from typing import Final

# where a process finds its own open files, on Linux and macOS
_OPEN_FILES: Final = Path("/dev/fd")
_FAMILIES: Final = (socket.AF_INET, socket.AF_INET6)
# how long a client may take nothing of what is sent, where the system can tell (Linux)
_UNREAD_MILLISECONDS: Final = 60_000


def send_at_once() -> int:
    """Let no listening TCP socket of this process, nor those that it accepts, hold small answers back; count them.

    asyncio does so (TCP_NODELAY) for a socket that says that it speaks TCP; Streamlit makes one that does not say so.
    An answer in two pieces then waits some 40 ms, for the client acknowledges the first one late (RFC 896, RFC 1122).
    A client that asks and never reads keeps its connection for good, but for a limit (TCP_USER_TIMEOUT, RFC 5482).
    """
    files = list(_OPEN_FILES.iterdir()) if _OPEN_FILES.exists() else []
    return sum(_sends_at_once(int(file.name)) for file in files)


def _sends_at_once(file: int) -> bool:
    """Tell whether an open file is a listening TCP socket, and let it send at once."""
    try:
        copy = os.dup(file)
    except OSError:
        # the listing itself, which is closed by now
        return False
    try:
        # a copy: what is set on one holds for both, and this one is closed again
        listener = socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        return False
    with listener:
        if listener.family not in _FAMILIES or not listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return False
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD_MILLISECONDS)
        return True
