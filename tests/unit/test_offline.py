"""Is it true that no test reaches another machine?"""

import socket

import httpx
import pytest
from pytest_socket import SocketConnectBlockedError


def test_a_connection_to_another_machine_is_refused() -> None:
    # 192.0.2.0/24 is set aside for documentation: nothing is ever there
    with pytest.raises(SocketConnectBlockedError), socket.socket() as probe:
        probe.connect(("192.0.2.1", 80))


def test_a_name_of_another_machine_is_refused_through_a_library_too() -> None:
    with pytest.raises(SocketConnectBlockedError):
        httpx.get("http://192.0.2.1/", trust_env=False)


def test_loopback_stays_open() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname()):
            pass
