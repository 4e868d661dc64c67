"""Does the notebook for those who use the data run from top to bottom against a server?"""

from pathlib import Path
from typing import Any, cast

import nbformat
import pytest
from nbclient import NotebookClient

from tests.server import Served

NOTEBOOK = Path(__file__).parents[2] / "docs" / "using-the-data.ipynb"


def test_the_notebook_runs_from_top_to_bottom(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE", served.url)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    ran = cast("dict[str, Any]", NotebookClient(notebook, timeout=60, kernel_name="python3").execute())
    said = [
        "".join(
            str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", "")) for output in cell.outputs
        )
        for cell in ran["cells"]
        if cell.cell_type == "code"
    ]
    assert said[-1].startswith("'No indicator is called")
    assert any("immutable" in text for text in said)
    assert "304" in said


def test_the_notebook_is_kept_without_what_a_run_printed() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert [
        cell for cell in notebook.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)
    ] == []
