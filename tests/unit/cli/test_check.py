"""Does `python -m dashboard check` find every kind of mistake, and name it?"""

import hashlib
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli import main
from dashboard.settings import DATA, PROJECT
from dashboard.store.snapshot import read_manifest

pytestmark = pytest.mark.shipped


@pytest.fixture
def data(narrow_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(narrow_data, tmp_path / "data"))


def test_what_the_mistakes_are_made_in_has_none(data: Path) -> None:
    assert main(["check", "--data", str(data)]) == 0


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} no longer holds {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def rewrite(data: Path, indicator: str, content: str) -> None:
    """Replace a figures file and make the manifest vouch for it."""
    file = data / "snapshot" / f"{indicator}.csv"
    was = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_text(content, encoding="utf-8")
    edit(data / "snapshot/manifest.toml", was, hashlib.sha256(content.encode()).hexdigest())


def complaints(data: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    code = main(["check", "--data", str(data)])
    output = capsys.readouterr()
    assert (code, output.out) == (1, ""), "a mistake was let through"
    *found, read_from = output.err.splitlines()
    assert read_from == f"The catalogue is read from {data}."
    return found


@pytest.fixture(scope="session")
def said() -> str:
    """Give what is said of all that is shipped, which takes seconds to read."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = main(["check"])
    assert (code, err.getvalue()) == (0, "")
    return out.getvalue()


@pytest.fixture
def counts(said: str) -> dict[str, int]:
    return {m[1]: int(m[2].replace(",", "")) for m in re.finditer(r"^ *(.+?)  +([\d,]+)", said, re.MULTILINE)}


def test_the_shipped_data_have_no_mistake_and_are_summed_up(said: str, counts: dict[str, int]) -> None:
    entries = (DATA / "snapshot/manifest.toml").read_text(encoding="utf-8").count("[[indicator]]")
    assert counts["indicators"] == (DATA / "world/indicators.toml").read_text(encoding="utf-8").count("[[indicator]]")
    eras = (file.read_text(encoding="utf-8").count("[[era]]") for file in DATA.glob("policy/*/eras.toml"))
    assert counts["eras"] == sum(eras)
    assert counts["observations"] == sum(entry.rows for entry in read_manifest(DATA / "snapshot"))
    assert f"in {entries} files" in said
    themes = ("Growth and structure", "Innovation", "Trade and investment", "Finance", "People")
    assert sum(counts[theme] for theme in (*themes, "Energy and green technology")) == counts["indicators"]


def test_the_claims_are_counted_and_what_settles_them(
    said: str, counts: dict[str, int], shipped_catalogue: Catalogue
) -> None:
    claims = [claim for history in shipped_catalogue.histories.values() for claim in history.claims.values()]
    assert counts["claims"] == len(claims)
    assert f"settled by {sum(len(claim.checks) for claim in claims)} checks" in said


def test_an_unknown_field_is_named_by_file_table_and_field(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(data / "world/datasets.toml", 'id = "wdi"\n', 'id = "wdi"\ncolour = "red"\n')
    assert any(": [[dataset]] 1 (wdi): colour: " in line for line in complaints(data, capsys))


def test_a_value_of_the_wrong_kind_is_named_by_file_table_and_field(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(data / "world/economies.csv", "\nCHN,", "\nChina,")
    line = (data / "world/economies.csv").read_text("utf-8").split("\nChina,")[0].count("\n") + 2
    assert complaints(data, capsys)[0].startswith(f"world/economies.csv: line {line} (China): id: ")


def test_broken_toml_is_named_by_file_and_place(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(data / "policy/china/eras.toml", "[[era]]", "[[era]")
    (only,) = complaints(data, capsys)
    assert only.startswith("policy/china/eras.toml: ")
    assert "line" in only


def test_a_missing_catalogue_file_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "policy/china/milestones.toml").unlink()
    assert [line for line in complaints(data, capsys) if line.startswith("policy/china/milestones.toml: cannot")]


def test_a_milestone_that_names_no_indicator_of_the_catalogue_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(data / "policy/china/milestones.toml", 'indicators = ["', 'indicators = ["no-such-thing", "')
    (only,) = complaints(data, capsys)
    assert re.fullmatch(
        r"policy/china/milestones\.toml: \[\[milestone\]\] \S+: indicators: names 'no-such-thing', .*",
        only,
    )


def test_mistakes_in_several_files_are_all_listed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(data / "policy/china/eras.toml", "[[era]]", "[[era]")
    edit(data / "world/economies.csv", "\nCHN,China,China,no,", "\nCHN,China,China,perhaps,")
    (data / "snapshot/gdp-growth.csv").unlink()
    found = complaints(data, capsys)
    assert {line.split(":")[0] for line in found} == {
        "world/economies.csv",
        "policy/china/eras.toml",
        "snapshot/gdp-growth.csv",
    }


def test_a_deleted_figures_file_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "snapshot/gdp-growth.csv").unlink()
    (only,) = complaints(data, capsys)
    assert only.startswith("snapshot/gdp-growth.csv: cannot be read: ")


def test_one_flipped_byte_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = data / "snapshot/solar-capacity.csv"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    (only,) = complaints(data, capsys)
    assert only.startswith("snapshot/solar-capacity.csv: is damaged: ")


def test_one_damaged_file_does_not_hide_the_next(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "snapshot/gdp-growth.csv").unlink()
    (data / "snapshot/solar-capacity.csv").write_bytes(b"")
    assert [line.split(":")[0] for line in complaints(data, capsys)] == [
        "snapshot/gdp-growth.csv",
        "snapshot/solar-capacity.csv",
    ]


def test_a_figures_file_that_the_manifest_does_not_name_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "snapshot/stray.csv").write_text("economy,period,value\n", encoding="utf-8")
    assert complaints(data, capsys) == ["snapshot/stray.csv: manifest.toml does not name this file"]


def test_a_manifest_entry_of_no_indicator_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = data / "snapshot/manifest.toml"
    edit(manifest, 'id = "gdp-growth"', 'id = "gdp-grwth"')
    (data / "snapshot/gdp-growth.csv").rename(data / "snapshot/gdp-grwth.csv")
    assert complaints(data, capsys) == [
        "world/indicators.toml: [[indicator]] gdp-growth: id: snapshot/manifest.toml has no figures of it",
        "snapshot/manifest.toml: [[indicator]] gdp-grwth: id: the indicator is not in world/indicators.toml",
    ]


def test_an_indicator_that_stands_twice_in_the_manifest_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = data / "snapshot/manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    (table,) = re.findall(r'\[\[indicator\]\]\nid = "gdp-growth"\n(?:.+\n)+', text)
    manifest.write_text(f"{text}\n{table}", encoding="utf-8")
    (only,) = complaints(data, capsys)
    assert only.startswith("snapshot/manifest.toml: ")
    assert "gdp-growth" in only


def test_a_file_of_another_frequency_than_its_indicator_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (data / "world/indicators.toml").read_text(encoding="utf-8")
    before, found, after = text.partition('id = "gdp-growth"')
    changed = before + found + after.replace('frequency = "annual"', 'frequency = "monthly"', 1)
    assert changed != text
    (data / "world/indicators.toml").write_text(changed, encoding="utf-8")
    said = complaints(data, capsys)
    assert "snapshot/gdp-growth.csv: period: is annual; world/indicators.toml says monthly" in said


def test_periods_that_change_their_frequency_are_a_mistake_of_the_file(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (data / "snapshot/gdp-growth.csv").read_text(encoding="utf-8")
    rewrite(data, "gdp-growth", content.replace(",1999,", ",1999-03,", 1))
    (only,) = complaints(data, capsys)
    assert only.startswith("snapshot/gdp-growth.csv: ")


def test_a_malformed_field_of_the_manifest_is_named_by_table_and_field(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = data / "snapshot/manifest.toml"
    text = re.sub(r"^rows = \d+$", "rows = 0", manifest.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    manifest.write_text(text, encoding="utf-8")
    (only,) = complaints(data, capsys)
    assert only.startswith("snapshot/manifest.toml: [[indicator]] 1: rows: ")
    assert "pydantic" not in only


def test_a_broken_manifest_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(data / "snapshot/manifest.toml", "[[indicator]]", "[[indicator]")
    (only,) = complaints(data, capsys)
    assert only.startswith("snapshot/manifest.toml: cannot be read: ")


def test_an_empty_manifest_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "snapshot/manifest.toml").write_text("", encoding="utf-8")
    (only,) = complaints(data, capsys)
    assert only.startswith("snapshot/manifest.toml: [[indicator]]: ")


def test_figures_of_an_economy_outside_of_the_catalogue_are_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (data / "snapshot/gdp-growth.csv").read_text(encoding="utf-8")
    rewrite(data, "gdp-growth", content.replace("AUS,", "XXX,"))
    assert complaints(data, capsys) == ["snapshot/gdp-growth.csv: economy: names 'XXX', which is not in the catalogue"]


def test_a_manifest_that_miscounts_its_rows_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (data / "snapshot/gdp-growth.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    rewrite(data, "gdp-growth", "".join(lines[:-1]))
    (only,) = complaints(data, capsys)
    assert only.startswith("snapshot/gdp-growth.csv: ")


def test_a_folder_that_does_not_exist_is_a_mistake_and_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = complaints(tmp_path / "nowhere", capsys)
    assert {line.split(":")[0] for line in found} >= {
        "world/indicators.toml",
        "policy",
        "snapshot/manifest.toml",
    }


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "--dat", "x", "y"], ["check", "--data"]], ids=" ".join)
def test_bad_usage_exits_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert "usage: eraline" in capsys.readouterr().err


def test_the_exit_code_reaches_the_shell(data: Path) -> None:
    (data / "policy/china/eras.toml").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "check", "--data", str(data)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("policy/china/eras.toml: ")
