"""Is there one version, and does a build hold what it should?"""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from dashboard import __version__
from dashboard.settings import PROJECT
from dashboard.sources.http import AGENT


def test_the_build_reads_the_version_where_the_program_does() -> None:
    built = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    assert "version" not in built["project"]
    assert built["tool"]["hatch"]["version"]["path"] == "dashboard/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_providers_are_told_which_version_asks() -> None:
    assert AGENT.startswith(f"Eraline/{__version__} ")


def test_the_citation_file_names_this_version() -> None:
    assert f"\nversion: {__version__}\n" in (PROJECT / "CITATION.cff").read_text("utf-8")


def built(folder: Path, how: str) -> list[str]:
    """Build in one way and return the names in the wheel."""
    script = f"from hatchling.build import {how}; {how}({str(folder)!r})"
    subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_a_wheel_holds_every_file_of_the_package_and_what_stands_beside_it(tmp_path: Path) -> None:
    names = set(built(tmp_path, "build_wheel"))
    package = [
        file for file in (PROJECT / "dashboard").rglob("*") if file.is_file() and "__pycache__" not in file.parts
    ]
    beside = [PROJECT / "app.py", PROJECT / ".streamlit" / "config.toml", *(PROJECT / "data").rglob("*.*")]
    assert {str(file.relative_to(PROJECT)) for file in package} <= names
    assert {f"dashboard/resources/{file.relative_to(PROJECT)}" for file in beside} <= names


def test_an_editable_install_has_no_copy_of_what_the_checkout_holds(tmp_path: Path) -> None:
    assert [name for name in built(tmp_path, "build_editable") if name.startswith("dashboard/")] == []
