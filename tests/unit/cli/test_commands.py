"""Is a command one module and one line, and is help quick to come by?"""

import subprocess
import sys
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


def test_the_whole_command_line_can_be_described(capsys: pytest.CaptureFixture[str]) -> None:
    whole = cli.parser(*cli.COMMANDS)
    for name in cli.COMMANDS:
        with pytest.raises(SystemExit):
            whole.parse_args([name, "--help"])
        assert f"eraline {name} " in capsys.readouterr().out
