"""Are all benchmarks run, is what they find written down, and do they still fit the schema that they fill by hand?"""

import ast
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, missed, page, section, sections
from benchmarks.mix import MIX, steps_from
from benchmarks.results import at_most, line, rate, sooner, times
from benchmarks.store import Plan, fill_sqlite, prepare, read_times_ms
from dashboard.settings import PROJECT
from dashboard.store.database import open_database
from dashboard.store.observations import Store


def test_the_store_benchmark_fills_and_reads_a_database_of_todays_schema(tmp_path: Path) -> None:
    file = tmp_path / "eraline.db"
    url, plan = f"sqlite:///{file}", Plan(1)
    prepare(url, plan)
    fill_sqlite(file, plan)
    assert len(read_times_ms(Store(open_database(url)[0]), plan)) > 1


def test_every_module_that_can_be_run_is_run_by_make_benchmark() -> None:
    trees = {file.stem: ast.parse(file.read_text("utf-8")) for file in (PROJECT / "benchmarks").glob("*.py")}
    runnable = {
        name
        for name, tree in trees.items()
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)
    }
    # the tables of docs/methods.md are no measurement of speed
    assert runnable - {"__main__", "method"} == set(BENCHMARKS)
    assert all(found.question.endswith((".", "?")) for found in BENCHMARKS.values())


def test_a_limit_is_missed_from_beyond_it_and_the_line_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert at_most("a", 2.0, 2.0, "s")
    assert not at_most("b", 2.1, 2.0, "s")
    assert times("c", 3.0, 2.0, "s", most=1.5, than="floor")
    assert not times("d", 3.1, 2.0, "s", most=1.5, than="floor")
    assert not sooner("e", 1.0, 1.9, "s", least=2, than="peer")
    assert not rate("f", 9.0, 20.0, "requests/s", least=0.5, than="peer")
    assert line("g", "for information", kept=False) is False
    lines = capsys.readouterr().out.splitlines()
    assert list(missed("name", 1, lines)) == ["name: b", "name: d", "name: e", "name: f"]
    assert "| 1.55 | at most 1.5x |" in lines[3]


def test_a_benchmark_that_falls_over_is_named_with_its_code() -> None:
    assert list(missed("name", 7, [])) == ["name: ended with code 7"]
    assert "It ended with code 7." in section(BENCHMARKS["store"], 7, [], long=False, took=1.0)


def test_a_run_of_one_benchmark_keeps_the_sections_of_the_others() -> None:
    old = {name: section(found, 0, [f"| {name} | 1 |"], long=False, took=1.0) for name, found in BENCHMARKS.items()}
    found = sections(page(old))
    assert found == old
    assert list(sections(page(dict(reversed(old.items()))))) == list(BENCHMARKS)


def test_every_session_begins_with_a_page_and_goes_through_the_whole_mix() -> None:
    for start in range(2 * len(MIX)):
        steps = steps_from(start)
        first = next(steps)
        assert not first.pill
        assert {first, *(next(steps) for _ in range(len(MIX) - 1))} == set(MIX)
