"""Is a command one module and one line, and is help quick to come by?"""

import os
import subprocess
import sys
from ast import literal_eval
from importlib import import_module
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.cli.terminal import Command

# what every command shares
SHARED = {
    "__init__",
    "fetching",
    "history",
    "later",
    "mcp_server",
    "series_list",
    "terminal",
    "tools",
    "writing",
    "balancer",
    "decisions",
    "workers",
}


def test_every_module_is_a_command_and_every_command_a_module() -> None:
    modules = {file.stem for file in Path(cli.__file__).parent.glob("*.py")} - SHARED
    assert modules == set(cli.COMMANDS)
    for name in modules:
        assert isinstance(import_module(f"dashboard.cli.{name}").COMMAND, Command)


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["nonsense"], []])
def test_help_and_bad_usage_import_no_command(words: list[str]) -> None:
    script = (
        f"import sys\nfrom dashboard.cli import main\ntry:\n    main({words!r})\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pandas', 'sqlalchemy', 'pydantic', 'plotly', 'streamlit'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# what takes long to import, and which commands need it before they know what is asked for: pictures have formats
FETCHES, DRAWS = {"streamlit", "wbgapi", "pandas_datareader"}, {"matplotlib"}
DRAWING = {"export", "cite", "mcp"}
# what stands for a library that was put off has no file
_LOADED = """
import sys
from dashboard.cli import main, parser
def loaded():
    return sorted(name for name in {all!r} if getattr(sys.modules.get(name), "__dict__", {{}}).get("__file__"))
assert main(["status"]) == 0
print(loaded())
parser(*{plain!r})
print(loaded())
parser(*{drawing!r})
print(loaded())
"""


def test_a_command_imports_what_takes_long_only_where_it_needs_it(read_only: str) -> None:
    plain = sorted(cli.COMMANDS.keys() - DRAWING)
    frames = {"pandas", "numpy", "pyarrow", "requests", "plotly"}
    script = _LOADED.format(all=FETCHES | DRAWS | frames, plain=plain, drawing=sorted(DRAWING))
    environment = {**os.environ, "ERALINE_DATABASE_URL": read_only}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    status, others, drawing = map(literal_eval, done.stdout.splitlines()[-3:])
    assert status == []
    assert not (FETCHES | DRAWS) & set(others)
    assert not FETCHES & set(drawing)


def test_the_whole_command_line_can_be_described(capsys: pytest.CaptureFixture[str]) -> None:
    whole = cli.parser(*cli.COMMANDS)
    for name in cli.COMMANDS:
        with pytest.raises(SystemExit):
            whole.parse_args([name, "--help"])
        assert f"eraline {name} " in capsys.readouterr().out
