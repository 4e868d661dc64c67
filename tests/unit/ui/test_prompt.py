"""Does a server send what it has at once?"""

import asyncio
import runpy
import socket
from typing import Any

import pytest
import streamlit as st

from dashboard.settings import APP
from dashboard.ui.prompt import send_at_once


def test_what_a_listening_socket_accepts_sends_at_once_whoever_made_it() -> None:
    with socket.socket(socket.AF_INET) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert not listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert send_at_once() >= 1
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            # and gives up on a client that takes nothing for a minute, where the system can
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000


def test_other_files_stay_open_and_as_they_are() -> None:
    left, right = socket.socketpair()
    with left, right:
        send_at_once()
        left.sendall(b"still")
        assert right.recv(5) == b"still"


def test_the_app_that_is_served_begins_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []

    def app(_script: str, **options: Any) -> None:  # noqa: ANN401 - whatever an app takes
        made.append(options)

    monkeypatch.setattr(st, "App", app)
    runpy.run_path(str(APP))

    async def begun(listener: socket.socket) -> int:
        async with made[0]["lifespan"](None):
            return listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    with socket.socket(socket.AF_INET) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert asyncio.run(begun(listener))
