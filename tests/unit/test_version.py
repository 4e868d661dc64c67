"""Does the version stand in one place, and do all others that name it agree?"""

import re
import tomllib

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
