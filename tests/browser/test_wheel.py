"""Does an installed wheel do all that a checkout does, from an empty folder and without the project beside it?"""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboard import __version__
from dashboard.settings import PROJECT
from tests.browser.conftest import OpenPage
from tests.replay import ReplayServer
from tests.server import Served, running

Finished = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it into a new environment beside this one's libraries, and give its programs."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")
    offline = ("--quiet", "--no-deps", "--no-index")
    _do(*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", str(folder), str(PROJECT))
    _do(sys.executable, "-m", "venv", "--without-pip", str(folder / "venv"))
    home = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    python = Path(sysconfig.get_path("scripts", "venv", vars=home)) / Path(sys.executable).name
    # a folder named in a .pth file lends its libraries, but not the editable project that its own .pth files name
    here = sysconfig.get_paths()
    lent = "\n".join(dict.fromkeys((here["purelib"], here["platlib"])))
    (Path(sysconfig.get_path("purelib", "venv", vars=home)) / "lent.pth").write_text(lent)
    (wheel,) = folder.glob("eraline-*.whl")
    _do(*pip, "--python", str(python), "install", *offline, str(wheel))
    return python.parent


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def environment(database: Path, **more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**inherited, "ERALINE_DATABASE_URL": f"sqlite:///{database}", **more}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache") / "eraline.db"


@pytest.fixture(scope="module")
def server(bin_folder: Path, tmp_path_factory: pytest.TempPathFactory, empty: Path) -> Iterator[Served]:
    command = (str(bin_folder / "eraline"), "serve", "--port")
    with running(tmp_path_factory.mktemp("served"), command=command, cwd=empty) as served:
        yield served


def eraline(bin_folder: Path, cwd: Path, database: Path, *words: str, **more: str) -> Finished:
    done = subprocess.run(
        [str(bin_folder / "eraline"), *words],
        cwd=cwd,
        env=environment(database, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_it_is_the_installed_package_that_runs_and_knows_its_version(bin_folder: Path, empty: Path) -> None:
    script = "import dashboard, dashboard.settings as s; print(dashboard.__file__); print(s.DATA)"
    told = subprocess.run(
        [str(bin_folder / "python"), "-c", script],
        cwd=empty,
        env=environment(bin_folder / "unused.db"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert all(Path(place).is_relative_to(bin_folder.parent) for place in told), told


def test_its_commands_run_in_an_empty_folder(bin_folder: Path, empty: Path, database: Path) -> None:
    version = eraline(bin_folder, empty, database, "--version")
    assert (version.returncode, version.stdout) == (0, f"eraline {__version__}\n")
    checked = eraline(bin_folder, empty, database, "check")
    assert checked.returncode == 0, checked.stderr
    status = eraline(bin_folder, empty, database, "status", "--json")
    assert status.returncode == 0, status.stderr
    assert len(json.loads(status.stdout)) > 50
    exported = eraline(
        bin_folder, empty, database, "export", "--indicator", "gdp-growth", "--economy", "CHN", "--format", "csv"
    )
    assert exported.returncode == 0, exported.stderr
    assert exported.stdout.startswith("indicator,economy,period,value,unit,source,vintage\ngdp-growth,CHN,")
    report = eraline(bin_folder, empty, database, "evidence", "--html")
    assert report.returncode == 0, report.stderr
    assert report.stdout.startswith("<!")
    # nothing is left behind where the commands ran
    assert list(empty.iterdir()) == []


def test_it_refreshes_from_its_providers(bin_folder: Path, empty: Path, database: Path) -> None:
    with ReplayServer() as replay:
        done = eraline(bin_folder, empty, database, "refresh", "--indicator", "solar-capacity", **replay.environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_serves_pages_data_and_maps(server: Served) -> None:
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        assert client.get("/health").json()["status"] == "ok"
        assert client.get("/_stcore/health").text == "ok"
        assert client.get("/api/v1/eras").json()
        assert client.get("/land/world_110m.json").json()


def test_a_page_of_it_draws_its_charts(server: Served, open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=gdp-growth", url=server.url)
    assert page.locator(".js-plotly-plot .main-svg").count() > 0


def test_the_settings_of_the_checkout_hold_for_the_installed_server(server: Served, bin_folder: Path) -> None:
    # what Streamlit finds beside its script, whatever folder it runs in
    (installed,) = bin_folder.parent.glob("**/dashboard/resources/.streamlit/config.toml")
    assert installed.read_bytes() == (PROJECT / ".streamlit" / "config.toml").read_bytes()
    # the greeting names one URL because that file says which: without it there would be a local and a network one
    assert "URL: http://localhost:" in server.log.read_text().replace("Local URL", "")


def test_a_bad_setting_keeps_it_from_starting(bin_folder: Path, empty: Path, database: Path) -> None:
    done = eraline(bin_folder, empty, database, "serve", ERALINE_REFRESH="everybody")
    assert done.returncode == 2
    assert done.stderr.startswith("eraline: ERALINE_REFRESH cannot be used")
