"""Is whatever a process keeps in memory bounded, and does docs/performance.md say by what?"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from dashboard.settings import PROJECT

DOCS: Final = PROJECT / "docs" / "performance.md"
# an entry of these goes with whoever needs it
WEAK: Final = {"WeakKeyDictionary", "WeakValueDictionary"}
KEEPING: Final = {"cache", "lru_cache", "LRUCache", "cache_resource", "cache_data", "MemoryStorage", *WEAK}


@dataclass(frozen=True)
class Found:
    """A cache in the code: where, by what it is made, and its bound as the code has it, "" where none is spelled."""

    file: str
    name: str
    made_by: str
    bound: str
    has_arguments: bool = False

    @property
    def is_told(self) -> bool:
        """Tell whether the page lists it: not one answer that is kept, nor what goes with its owner."""
        return self.made_by not in ("cache", "cache_resource", *WEAK) and self.bound != "1"

    @property
    def is_bounded(self) -> bool:
        """Tell whether it cannot grow for ever: by a number, with its owners, with time, or as there is one answer."""
        if self.made_by in WEAK or self.made_by == "MemoryStorage":
            return True
        if self.made_by in ("cache", "cache_resource"):
            return not self.has_arguments
        return self.bound not in ("", "None")


def caches(file: Path, text: str) -> Iterator[Found]:
    """Yield the caches of a file."""
    tree, where = ast.parse(text), file.as_posix()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            arguments = any((node.args.args, node.args.posonlyargs, node.args.kwonlyargs, node.args.vararg))
            for decorator in node.decorator_list:
                if made := _made_by(decorator):
                    yield Found(where, node.name, made, _bound(decorator), has_arguments=arguments)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            for call in (part for part in ast.walk(node.value) if isinstance(part, ast.Call)):
                # a function that is called `cache` is no decorator
                if (made := _made_by(call)) and made != "cache":
                    yield Found(where, ast.unparse(target).removeprefix("self."), made, _bound(call))


def _made_by(node: ast.expr) -> str:
    """Return by what a decorator or a call makes a cache, "" where it makes none."""
    function = node.func if isinstance(node, ast.Call) else node
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name if name in KEEPING else ""


def _bound(node: ast.expr) -> str:
    if not isinstance(node, ast.Call):
        return ""
    given = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in ("maxsize", "max_entries"))]
    return ast.unparse(given[0]) if given else ""


@cache
def shipped() -> list[Found]:
    """Return all caches of the dashboard."""
    files = [PROJECT / "app.py", *sorted((PROJECT / "dashboard").rglob("*.py"))]
    return [found for file in files for found in caches(file.relative_to(PROJECT), file.read_text("utf-8"))]


def number(found: Found) -> int:
    """Return the bound of a cache as a number: as it is spelled, by the name of a constant, or of a default."""
    if re.fullmatch(r"[\d_]+", found.bound):
        return int(found.bound)
    module = import_module(found.file.removesuffix(".py").replace("/", "."))
    constant = found.bound if found.bound.isupper() else f"_{found.bound}".upper()
    # where the bound is a parameter, a constant of its name is its default
    value = getattr(module, constant, None) or getattr(module, constant.removeprefix("_"))
    assert isinstance(value, int), found
    return value


def told() -> dict[str, str]:
    """Return what the table of the page says of each cache, by file and name: the cell of its bound."""
    rows = re.findall(r"^\| `([^`]+)` \| [^|]+ \| ([^|]+) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
    return {name: bound for name, bound in rows if ".py " in name}


def test_whatever_is_kept_is_bounded() -> None:
    assert [found for found in shipped() if not found.is_bounded] == []


def test_the_page_tells_each_cache_and_its_bound() -> None:
    found = {f"{one.file.removeprefix('dashboard/')} {one.name}": one for one in shipped() if one.is_told}
    table = told()
    assert set(table) == set(found), f"the table of {DOCS.name} under “What a process keeps”"
    wrong = {name: table[name] for name, one in found.items() if one.bound and f"{number(one):,}" not in table[name]}
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "is_bounded"),
    [
        ("@lru_cache(maxsize=None)\ndef f(a): ...", False),
        ("@lru_cache\ndef f(a): ...", False),
        ("@lru_cache(8)\ndef f(a): ...", True),
        ("@cache\ndef f(a): ...", False),
        ("@cache\ndef f(): ...", True),
        ("@st.cache_resource\ndef f(a): ...", False),
        ("@st.cache_data(ttl=60)\ndef f(a): ...", False),
        ("@st.cache_data(max_entries=9)\ndef f(a): ...", True),
        ("class A:\n  def __init__(self):\n    self._kept: dict[str, int] = LRUCache(4)", True),
    ],
)
def test_a_cache_without_a_bound_is_noticed(text: str, *, is_bounded: bool) -> None:
    assert [found.is_bounded for found in caches(Path("made_up.py"), text)] == [is_bounded]
