"""Does a refresh that is killed at any moment lose an observation, or leave anything half done?"""

import json
import subprocess
import sys

import pytest

KILLS = [pytest.param(20, id="some"), pytest.param(120, id="many", marks=pytest.mark.slow)]


def killed(url: str, kills: int) -> dict[str, int]:
    """Kill refreshes in a process of its own, which may fork because it has no threads, and return what it saw."""
    command = [sys.executable, "-m", "tests.contract.kill_harness", url, str(kills), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=580)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("kills", KILLS)
@pytest.mark.timeout(600)
def test_kills_at_any_moment_lose_nothing(database_url: str, kills: int) -> None:
    seen = killed(database_url, kills)
    assert seen["opening"] + seen["refreshing"] == kills
    # or the moments were not those that matter
    assert seen["while it had the lease"] > kills / 4
    # which a few kills can miss by chance
    assert seen["between two indicators"] >= kills // 100
