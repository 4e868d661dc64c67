"""Whatever a control does when it is used is done whole: the next click never begins in the midst of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import ui

ROOM = Path(ui.__file__).parent
# Streamlit's own words for "run anew" and "do not", and its own way out
OWN_WORDS, OWN_WAYS = {"rerun", "ignore"}, {"st.logout"}


def parsed() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOM.rglob("*.py"))}


def whole(tree: ast.AST) -> set[str]:
    """Return the functions of a module that are made whole."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {node.name for node in functions if "told.whole" in map(ast.unparse, node.decorator_list)}


def changes(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what the controls of a module do when they are used."""
    given = [word for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords]
    return (word.value for word in given if re.fullmatch("on_(click|change|.*_change)", word.arg or ""))


def is_whole(change: ast.expr, names: set[str]) -> bool:
    """Tell whether a change is one of some functions, or made whole where it stands, or none at all."""
    match change:
        case ast.Constant(value=str(word)):
            return word in OWN_WORDS
        case ast.Lambda(body=ast.Constant(value=None)):
            return True
        case ast.Lambda(body=ast.Call(func=called)) | called:
            said = ast.unparse(called.func if isinstance(called, ast.Call) else called)
            return said in {"told.whole", *OWN_WAYS} or said.rpartition(".")[2] in names


PARSED = parsed()
EVERY_NAME = set[str]().union(*map(whole, PARSED.values()))


@pytest.mark.parametrize(
    "path", [path for path, tree in PARSED.items() if any(changes(tree))], ids=lambda path: str(path.relative_to(ROOM))
)
def test_what_a_control_does_is_done_whole(path: Path) -> None:
    names = whole(PARSED[path]) | {"open"} & EVERY_NAME
    assert [ast.unparse(change) for change in changes(PARSED[path]) if not is_whole(change, names)] == []


def test_a_control_whose_change_is_not_whole_is_found() -> None:
    tree = ast.parse("st.button('Stop', on_click=_stop)\nst.toggle('Log', on_change=lambda: _write(page))\n")
    assert [is_whole(change, {"_start"}) for change in changes(tree)] == [False, False]
    assert [is_whole(change, {"_stop", "_write"}) for change in changes(tree)] == [True, True]
