"""Run `python -m dashboard` in this process, and record what it prints, writes and returns."""

import io
import os
import re
import runpy
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import dashboard
from tests.recorded.environment import environment
from tests.recorded.files import file_parts
from tests.recorded.parts import Part, steady, written

_COLUMNS: Final = "110"
_PROJECT: Final = Path(dashboard.__file__).resolve().parents[1]
_FEW_LINES: Final = 30
_FEW_FILES: Final = 3
# the last column but one of `status`
_CHOICES: Final = re.compile(r"\(choose from .*\)")
_BOTH_NAMES: Final = re.compile(r"(-\w) ([A-Z]+), (--[\w-]+ \2)")
_TOOK: Final = re.compile(r"\bin \d+\.\d s\b")


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, and what it wrote to standard output and standard error."""

    code: int
    out: bytes
    err: str


def run(arguments: Sequence[str]) -> Ended:
    """Run the command line with arguments, as a shell would."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    before = sys.argv
    sys.argv = ["eraline", *arguments]
    code: object = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            runpy.run_module("dashboard", run_name="__main__")
    except SystemExit as exc:
        code = exc.code
    finally:
        sys.argv = before
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return Ended(code if isinstance(code, int) else 0 if code is None else 1, out.buffer.getvalue(), err.getvalue())


def command_parts(line: str) -> Iterator[Part]:
    """Yield what a command line answers; it may begin with variables, and $FOLDER is an empty folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        words = [word for word in shlex.split(line.replace("$FOLDER", str(folder))) if word != "eraline"]
        variables = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
        with environment(COLUMNS=_COLUMNS, LINES="50", NO_COLOR="1", PYTHON_COLORS="0", **variables):
            ended = run([word for word in words if word.split("=", 1)[0] not in variables])
        yield Part("exit code", str(ended.code))
        yield from _output(ended.out, folder)
        yield from _lines("stderr", _placeless(ended.err, folder))
        yield from _files(folder)


def _output(out: bytes, folder: Path) -> Iterator[Part]:
    if out.startswith((b"[{", b"PK\x03\x04")):
        media_type = "application/json" if out.startswith(b"[") else ""
        yield Part("stdout", "as below")
        yield from file_parts(out, media_type)
    else:
        yield from _lines("stdout", _placeless(out.decode(), folder))


def _lines(name: str, text: str) -> Iterator[Part]:
    found = text.splitlines()
    for line in found[:_FEW_LINES]:
        yield Part(name, line)
    if len(found) > _FEW_LINES:
        yield Part(name, f"{len(found)} lines in all", {"text": text})


def _files(folder: Path) -> Iterator[Part]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    for file in files[:_FEW_FILES]:
        yield Part("file", file.name)
        yield from file_parts(file.read_bytes(), "application/json" if file.suffix == ".json" else "")
    if len(files) > _FEW_FILES:
        texts = [f"{file.name}\n{steady(file.read_text('utf-8'))}" for file in files]
        yield Part(
            "files",
            f"{len(files)} in all",
            {"names": written([file.name for file in files]), "texts": "\n".join(texts)},
        )


def _placeless(text: str, folder: Path) -> str:
    """Return a text without what depends on this machine and how one version of Python words its help."""
    placed = text.replace(str(folder), "$FOLDER").replace(str(_PROJECT), "$PROJECT").replace(os.sep, "/")
    timed = _TOOK.sub("in <time>", placed)
    # since Python 3.12 choices without quotes, since 3.13 "-o, --output FILE" where it was "-o FILE, --output FILE"
    plain = _CHOICES.sub(lambda found: found[0].replace("'", ""), timed)
    return steady(_BOTH_NAMES.sub(r"\1, \3", plain))
