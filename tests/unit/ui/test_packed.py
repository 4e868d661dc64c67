"""Are scripts and styles sent compressed, each compressed once?"""

from pathlib import Path

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.testclient import TestClient

from dashboard.ui.packed import Packed

SCRIPT = "const drawn = 1;\n" * 400
FOR_EVER = {"Cache-Control": "public, immutable, max-age=31536000"}


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def client(tmp_path: Path, asked: list[str]) -> TestClient:
    (tmp_path / "script.js").write_text(SCRIPT, "utf-8")

    def file(request: Request) -> Response:
        asked.append(request.path_params["name"])
        match request.path_params["name"]:
            case "script.js" | "letters.woff2":
                return FileResponse(tmp_path / "script.js", headers=FOR_EVER)
            case "new.js":
                return FileResponse(tmp_path / "script.js", headers={"Cache-Control": "no-cache"})
            case _:
                return PlainTextResponse("not here" * 100, 404, FOR_EVER)

    app = Router([Route("/under/static/js/{name}", file), Route("/under/other/{name}", file)])
    return TestClient(Packed(app, base="/under"))


def get(client: TestClient, name: str, **headers: str) -> httpx2.Response:
    return client.get(f"/under/static/js/{name}", headers={"Accept-Encoding": "gzip, br", **headers})


def test_a_script_is_compressed_once_and_is_the_same_script(client: TestClient, asked: list[str]) -> None:
    first, second = get(client, "script.js"), get(client, "script.js")
    assert (first.text, second.text) == (SCRIPT, SCRIPT)
    assert asked == ["script.js"]
    for answer in (first, second):
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
        assert answer.headers["cache-control"] == FOR_EVER["Cache-Control"]
        assert "accept-encoding" in answer.headers["vary"].lower()


def test_who_cannot_read_it_or_wants_a_part_gets_the_file_itself(client: TestClient) -> None:
    get(client, "script.js")
    for headers in ({"Accept-Encoding": "identity"}, {"Range": "bytes=0-99"}):
        answer = get(client, "script.js", **headers)
        assert "content-encoding" not in answer.headers
        assert answer.text == (SCRIPT[:100] if "Range" in headers else SCRIPT)


def test_who_has_it_is_told_that_it_has_not_changed_and_no_packed_file_is_taken_for_the_other(
    client: TestClient,
) -> None:
    packed, plain = (get(client, "script.js", **{"Accept-Encoding": form}).headers["etag"] for form in ("gzip", "br"))
    assert packed != plain
    answer = get(client, "script.js", **{"If-None-Match": packed})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", packed)
    assert get(client, "script.js", **{"If-None-Match": plain}).text == SCRIPT


@pytest.mark.parametrize("name", ["new.js", "missing.js", "letters.woff2"])
def test_what_can_change_or_is_none_or_is_packed_in_itself_is_the_apps_own(
    client: TestClient, asked: list[str], name: str
) -> None:
    answers = [get(client, name) for _ in range(2)]
    assert asked == [name, name]
    assert not any("content-encoding" in answer.headers for answer in answers)
