"""Does a refresh that is killed at any moment lose an observation, or leave anything half done?"""

import json
import subprocess
import sys

import pytest

KILLS = 120
KILLS_ON_A_SERVER = 25


def killed(url: str, kills: int) -> dict[str, int]:
    """Kill refreshes in a process of its own, which may fork because it has no threads, and return what it saw."""
    command = [sys.executable, "-m", "tests.contract.kill_harness", url, str(kills), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=580)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


@pytest.mark.timeout(600)
def test_a_hundred_kills_on_sqlite_lose_nothing(sqlite_url: str) -> None:
    seen = killed(sqlite_url, KILLS)
    assert seen["opening"] + seen["refreshing"] == KILLS
    # or the moments were not those that matter
    assert seen["while it had the turn"] > KILLS / 4
    assert seen["between two indicators"] > KILLS / 20


@pytest.mark.timeout(600)
def test_kills_with_a_server_lose_nothing(postgresql_url: str) -> None:
    seen = killed(postgresql_url, KILLS_ON_A_SERVER)
    assert seen["opening"] + seen["refreshing"] == KILLS_ON_A_SERVER
    assert seen["while it had the turn"] > KILLS_ON_A_SERVER / 4
