"""Does a command end as it should where what it writes to is closed or full, and where the locale knows few letters?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.settings import PROJECT
from dashboard.store.observations import Store

NO_ROOM = "eraline: Standard output cannot be written: No space left on device.\n"


def run(words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which `eraline` is the command."""
    line = words.replace("eraline", f"{sys.executable} -m dashboard")
    return subprocess.run(
        ["/bin/sh", "-c", line],
        env={**os.environ, **environment},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_second_thoughts_while_a_command_is_imported_cost_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_name: str) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("dashboard.cli.import_module", interrupted)
    assert main(["status"]) == 130
    assert capsys.readouterr().err == ""


def test_what_is_no_matter_of_a_stream_is_not_said_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_name: str) -> object:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("dashboard.cli.import_module", refused)
    with pytest.raises(ConnectionRefusedError):
        main(["status"])


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("eraline status >&-", 0, ""),
        ("eraline policies --format json >&-", 0, ""),
        ("eraline status > /dev/full", 1, NO_ROOM),
        ("eraline policies --format json > /dev/full", 1, NO_ROOM),
        ("eraline status | head -0", 0, ""),
        # what is wrong is not said among the figures
        ("eraline cite --indicator nothing 2>&-", 2, ""),
        ("eraline cite --indicator nothing 2> /dev/full", 2, ""),
    ],
)
def test_a_stream_that_is_closed_or_full_costs_no_traceback(words: str, code: int, said: str) -> None:
    done = run(words)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", said)


def test_what_is_typed_in_utf_8_is_understood_in_a_locale_without_its_letters(store: Store) -> None:
    assert store.vintages()
    done = run("eraline search 研发 --json", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"rd-spending"' in done.stdout


def test_a_dash_is_standard_output(tmp_path: Path) -> None:
    asked = f"cd {tmp_path} && PYTHONPATH={PROJECT} eraline policies --policy japan --format csv"
    assert run(f"{asked} -o -").stdout == run(asked).stdout != ""
    assert list(tmp_path.iterdir()) == []
