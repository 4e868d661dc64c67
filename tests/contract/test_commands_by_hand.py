"""Do the commands that docs/operations.md gives to people and to cron ask the database that the units serve?"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from dashboard.settings import PROJECT

GUIDE: Final = (PROJECT / "docs" / "operations.md").read_text("utf-8")
UNITS: Final = sorted((PROJECT / "deploy" / "systemd").glob("*.service"))
SETTINGS: Final = "/etc/eraline.env"


def line(begins: str) -> str:
    """Return the one command of the guide that begins so."""
    [found] = re.findall(rf"^    {re.escape(begins)}(.+)$", GUIDE, flags=re.MULTILINE)
    return str(found)


def test_every_unit_reads_the_settings_and_does_not_start_without() -> None:
    assert len(UNITS) == 2
    for unit in UNITS:
        assert f"EnvironmentFile={SETTINGS}" in unit.read_text("utf-8").splitlines(), unit.name


@pytest.mark.parametrize(
    "begins", ["sudo -u eraline sh -c ", "17 4 * * * eraline "], ids=["status by hand", "refresh by cron"]
)
def test_a_command_asks_the_database_of_the_settings_file(begins: str, tmp_path: Path) -> None:
    def here(text: str) -> str:
        replaced = text.replace(SETTINGS, f"{tmp_path}/eraline.env").replace("/var/lib/eraline", f"{tmp_path}")
        return replaced.replace("/opt/eraline/bin/eraline", f"{sys.executable} -m dashboard")

    # only that it is told is asked here: nothing is fetched
    command = here(line(begins)).replace("refresh --json", "status --json")
    nothing = {"PATH": os.environ["PATH"], "HOME": f"{tmp_path}/home", "PYTHONPATH": f"{PROJECT}"}
    for words in (here(f"echo {line('echo ')}"), f"sh -c {command}" if command.startswith("'") else command):
        subprocess.run(words, shell=True, check=True, env=nothing, cwd=tmp_path, timeout=120, capture_output=True)  # noqa: S602 - a shell is what it is written for
    assert (tmp_path / "eraline.db").exists()
    assert not (tmp_path / "home").exists()
