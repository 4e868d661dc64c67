"""Is the registry of policy histories whole in every form that it is taken away in, and is it read back as it was?"""

import csv
import io
import json
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api.routes import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.loading import load_catalogue
from dashboard.catalogue.user_history import history_of
from dashboard.cli import main
from dashboard.errors import CatalogueError
from dashboard.export.registry import TABLES, history_toml, registry_archive
from dashboard.settings import DATA
from dashboard.store.opening import Cache

ROUTE = "/api/v1/policies/registry"


@pytest.fixture(scope="module")
def whole(shipped_catalogue: Catalogue) -> Catalogue:
    return shipped_catalogue.focused(*shipped_catalogue.histories)


@pytest.fixture(scope="module")
def client(shipped_cache: Cache, shipped_catalogue: Catalogue) -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: shipped_cache, lambda: shipped_catalogue)))


def _count(catalogue: Catalogue) -> int:
    return sum(len(getattr(history, table)) for history in catalogue.histories.values() for table in TABLES.values())


def test_the_archive_unpacked_is_read_as_what_it_was_written_from(whole: Catalogue, tmp_path: Path) -> None:
    content = registry_archive(whole)
    assert content == registry_archive(whole)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    licence = (tmp_path / "policy/LICENCE.txt").read_text("utf-8")
    assert "https://creativecommons.org/licenses/by/4.0/" in licence
    # without the project's own histories under it, so that nothing of them can fill in what is missing
    for table in (DATA / "world").iterdir():
        (tmp_path / "world").mkdir(exist_ok=True)
        (tmp_path / "world" / table.name).symlink_to(table)
    read = load_catalogue(tmp_path)
    assert read.histories == whole.histories
    assert read.registry == whole.registry


def _renamed(history: PolicyHistory, policy: str) -> Mapping[str, Any]:
    told: dict[str, Any] = {**history.model_dump(mode="json"), "id": policy}
    records = [record for table in TABLES.values() for record in told[table].values()]
    for record in records:
        record.update({"policy": policy} if "policy" in record else {})
    return told


def test_each_history_as_toml_is_one_that_a_user_can_bring(whole: Catalogue) -> None:
    for name, history in whole.histories.items():
        others = {other: known for other, known in whole.histories.items() if other != name}
        text = history_toml(history, whole.registry)
        assert text.startswith("# Eraline registry of policy histories, version ")
        read = history_of(text, replace(whole, histories=others, policies=tuple(others)))
        assert _renamed(read, name) == _renamed(history, name)


def test_the_route_gives_all_or_what_is_named(client: TestClient, whole: Catalogue) -> None:
    told = client.get(f"{ROUTE}.json").json()
    assert whole.registry is not None
    assert (told["version"], told["licence"]) == (whole.registry.version, "CC BY 4.0")
    assert {history["id"] for history in told["histories"]} == set(whole.histories)
    assert [history["id"] for history in client.get(f"{ROUTE}?policy=china").json()["histories"]] == ["china"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{ROUTE}.csv").text)))
    assert len(rows) == _count(whole)
    assert {row["record"] for row in rows} == set(TABLES)
    own = client.get(f"{ROUTE}.toml?policy=china")
    assert list(tomllib.loads(own.text)) == ["history", "era", "milestone", "target", "claim"]
    refused = client.get(f"{ROUTE}.toml")
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "policy")


def test_the_command_lists_and_writes(whole: Catalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policies"]) == 0
    listed = capsys.readouterr().out
    assert all(f"{name} " in listed for name in whole.histories)
    file = tmp_path / "china.json"
    assert main(["policies", "--policy", "china", "--format", "json", "-o", str(file)]) == 0
    assert len(json.loads(file.read_text("utf-8"))["histories"]) == 1
    assert main(["policies", "--format", "toml"]) == 2
    assert "one policy history" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("laid_over", "said"),
    [
        (
            '[[comparisons]]\nlabel = "Two"\nindicator = "rd-spending"\nmilestones = ["atlantis", "mu"]',
            "names atlantis, which there is none of",
        ),
        ('version = "0.0.1"', "is not that of the newest change"),
    ],
)
def test_what_the_registry_says_is_checked(laid_over: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy/registry.toml").write_text(laid_over, "utf-8")
    with pytest.raises(CatalogueError, match=said):
        load_catalogue(DATA, tmp_path)
