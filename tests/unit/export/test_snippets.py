"""Do the snippets of a data link read its rows?"""

import csv
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dashboard.export.snippets import SNIPPETS

ROWS = "economy,value\nCHN,1.5\nUSA,2.25\n"
QUERY = "/rows.csv?economy=CHN,USA&search=%27a%22"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Give the URL of a table, answered only at its very query."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == QUERY else 404)
            self.end_headers()
            self.wfile.write(ROWS.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{QUERY}"
    server.shutdown()
    server.server_close()


def test_the_python_snippet_runs(url: str) -> None:
    program = SNIPPETS["python"].of(url, "rows") + "\nprint(rows.to_csv(index=False), end='')"
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert ran.stdout == ROWS


def test_the_curl_snippet_runs(url: str, tmp_path: Path) -> None:
    assert shutil.which("curl"), "curl is missing: install it"
    subprocess.run(["sh", "-c", SNIPPETS["curl"].of(url, "my_rows")], check=True, cwd=tmp_path, timeout=60)
    with (tmp_path / "my_rows.csv").open() as file:
        assert [row["value"] for row in csv.DictReader(file)] == ["1.5", "2.25"]


def test_the_r_snippet_runs(url: str) -> None:
    assert shutil.which("Rscript"), "R is missing: install r-base-core"
    program = SNIPPETS["r"].of(url, "rows") + "\nwrite.csv(rows, row.names = FALSE, quote = FALSE)"
    ran = subprocess.run(["Rscript", "-e", program], check=True, capture_output=True, text=True, timeout=60)
    assert ran.stdout == ROWS


def test_what_no_test_runs_is_told_so() -> None:
    run = {"curl", "python", "r"}
    assert {name for name, snippet in SNIPPETS.items() if snippet.is_run} == run
    assert {name for name, snippet in SNIPPETS.items() if "tests of every release run it" in snippet.advice} == run
    assert {name for name, snippet in SNIPPETS.items() if "do not run it" in snippet.advice} == {*SNIPPETS} - run - {
        "url"
    }


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_snippet_holds_the_whole_url(name: str) -> None:
    assert "https://example.org/x.csv?a=b,c" in SNIPPETS[name].of("https://example.org/x.csv?a=b,c", "rows")


@pytest.mark.parametrize("hostile", ["https://example.org/?'", 'https://example.org/?"', "https://example.org/?`id`"])
def test_what_would_end_a_string_is_refused(hostile: str) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        SNIPPETS["curl"].of(hostile, "rows")
