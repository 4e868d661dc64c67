"""The house itself: few rooms, nothing loose, imports that only go down, and a contract that a stray module breaks."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard.settings import PROJECT

HOUSE = PROJECT / "dashboard"
GROUND = {"__init__", "__main__", "errors", "formatting", "settings"}
MOST_ROOMS = 20
MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 40

STRAY = '''"""A module that nobody put in a room."""

import matplotlib
import plotly
import requests
import sqlalchemy
import streamlit

__all__ = ["matplotlib", "plotly", "requests", "sqlalchemy", "streamlit"]
'''


def contracts_after(folder: Path, path: str, text: str) -> dict[str, str]:
    """Return what lint-imports says of each contract once a module is added to a copy of the house."""
    shutil.copytree(HOUSE, folder / "dashboard", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", folder)
    (folder / path).write_text(text, encoding="utf-8")
    lint = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert lint is not None
    done = subprocess.run([lint, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)
    return dict(re.findall(r"^(.+) (KEPT|BROKEN)$", done.stdout, flags=re.MULTILINE))


def modules() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def test_a_stray_module_breaks_every_contract(tmp_path: Path) -> None:
    verdicts = contracts_after(tmp_path, "dashboard/stray.py", STRAY)
    assert len(verdicts) >= 5
    assert set(verdicts.values()) == {"BROKEN"}


def test_a_lower_room_that_imports_a_higher_one_breaks_the_contract(tmp_path: Path) -> None:
    text = '"""Look upwards."""\n\nfrom dashboard.views import view\n\n__all__ = ["view"]\n'
    verdicts = contracts_after(tmp_path, "dashboard/catalogue/upwards.py", text)
    assert verdicts["Imports only go downwards"] == "BROKEN"


def test_the_house_has_few_rooms_and_nothing_loose_but_ground() -> None:
    rooms = {path.parent for path in HOUSE.rglob("*.py")} - {HOUSE}
    assert len(rooms) <= MOST_ROOMS
    assert {path.stem for path in HOUSE.glob("*.py")} == GROUND


class Module(NamedTuple):
    """A module of the house: its text, and what Python understands of it."""

    text: str
    tree: ast.Module


# each is read once for all that is asked of it: what needs one of its module runs together
@pytest.fixture(scope="module", params=modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def module(request: pytest.FixtureRequest) -> Module:
    text = request.param.read_text(encoding="utf-8")
    return Module(text, ast.parse(text))


def test_a_module_says_first_what_it_does_and_stays_short(module: Module) -> None:
    text, tree = module
    first = (ast.get_docstring(tree) or "").partition("\n")[0]
    assert first, "a module begins with what it does"
    assert first.endswith((".", ":")), "the first line is a sentence, not a riddle"
    assert len(text.splitlines()) <= MOST_LINES_OF_A_FILE
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: lines for node in functions if (lines := length(node)) > MOST_LINES_OF_A_FUNCTION}
    assert long == {}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_rows_are_chosen_by_loc_where_a_list_says_which(module: Module) -> None:
    # of a frame without rows the list is empty, and an empty list chooses no column
    found = [node for node in ast.walk(module.tree) if isinstance(node, ast.Subscript)]
    masked = [node for node in found if isinstance(node.slice, ast.ListComp) and isinstance(node.ctx, ast.Load)]
    assert [node.lineno for node in masked if not ast.unparse(node.value).endswith(".loc")] == []
