"""Is hostile text only text on a terminal, whichever command it was said to, and in every line of the log?"""

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from dashboard.api.observed import Lines
from dashboard.cli import COMMANDS, main
from tests.hostile import CONTROL, MARK

# a megabyte, and everything that a terminal takes for something else; what no encoding has cannot be typed
TEXT: Final = MARK + "".join(text for text in CONTROL if text.isprintable() or text.encode("utf-8", "ignore"))
TYPED: Final = TEXT.encode("utf-8", "ignore").decode().replace("\x00", "")
LONG: Final = MARK + "a" * 1_000_000
# where each command takes words; those of no words of their own are said one that they do not know
SAID: Final[Mapping[str, Sequence[str]]] = {
    "serve": ("--workers", "{}"),
    "check": ("{}",),
    "refresh": ("--indicator", "{}"),
    "status": ("{}",),
    "evidence": ("--policy", "{}"),
    "targets": ("--policy", "{}"),
    "policies": ("--policy", "{}"),
    "search": ("{}",),
    "export": ("--indicator", "{}", "--format", "csv"),
    "cite": ("--indicator", "{}"),
    "changed": ("{}",),
    "mcp": ("{}",),
    "add": ("world-bank", "{}"),
    "snapshot": ("{}",),
}


def is_inert(line: str) -> bool:
    return line.isprintable() and len(line) < 5_000


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("text", [TYPED, LONG], ids=["control", "long"])
def test_a_command_repeats_what_it_was_told_as_text(
    name: str, text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ERALINE_CATALOGUED", "off")
    with suppress(SystemExit):
        main([name, *(word.format(text) for word in SAID[name])])
    said = capsys.readouterr()
    lines = [*said.out.splitlines(), *said.err.splitlines()]
    assert lines
    assert [line[:200] for line in lines if not is_inert(line)] == []


def test_mistakes_of_a_history_by_somebody_else_are_named_as_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "policy" / "other"
    folder.mkdir(parents=True)
    text = json.dumps(TYPED)
    (folder / "history.toml").write_text(f"title = {text}\n{text} = {text}\n", encoding="utf-8")
    monkeypatch.setenv("ERALINE_CATALOGUE", str(tmp_path))
    assert main(["check"]) != 0
    lines = capsys.readouterr().err.splitlines()
    assert any(MARK in line for line in lines)
    assert [line for line in lines if not is_inert(line)] == []


def test_a_line_of_the_log_holds_it_as_text_and_gives_it_back() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 1, "%s", (TEXT,), None)
    record.told = {"route": TEXT}
    line = Lines().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == json.loads(line)["route"] == TEXT
