"""Who may refresh from the page?"""

import pytest

from dashboard.ui.access import is_loopback


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_this_machine_s_own_names_are_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", [None, "", "0.0.0.0", "192.168.1.4", "localhost.example.org", "example.org", "1"])
def test_any_other_name_is_not(host: str | None) -> None:
    assert not is_loopback(host)
