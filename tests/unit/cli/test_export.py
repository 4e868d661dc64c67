"""Does `export` give the very figures that the data routes send, and name what it cannot follow?"""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api.routes import routes as api_routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.pictures import CARD
from dashboard.cli import main
from dashboard.export import kept
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from tests.observations import by_day

Export = Callable[..., bytes]


@pytest.fixture
def routes(store: Store, shipped_catalogue: Catalogue) -> TestClient:
    cache = Cache(store, ())
    return TestClient(Starlette(routes=api_routes(lambda: cache, lambda: shipped_catalogue)))


@pytest.fixture
def exported(store: Store, capfdbinary: pytest.CaptureFixture[bytes]) -> Export:
    assert store.vintages()

    def run(*words: str) -> bytes:
        code = main(["export", *words])
        output = capfdbinary.readouterr()
        assert (code, output.err) == (0, b"")
        return output.out

    return run


@pytest.fixture
def refused(store: Store, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    assert store.vintages()

    def run(*words: str, code: int = 2) -> str:
        given = main(["export", *words])
        output = capsys.readouterr()
        assert (given, output.out) == (code, "")
        assert "Traceback" not in output.err
        return output.err

    return run


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("--indicator gdp-growth", "indicator=gdp-growth"),
        ("--indicator gdp-growth --economy CHN,USA", "indicator=gdp-growth&economy=CHN,USA"),
        ("--indicator gdp --economy ind --economy CHN --transform growth --from 1990 --to 2000",
         "indicator=gdp&economy=ind&economy=CHN&transform=growth&from=1990&to=2000"),
        ("--indicator gdp-growth --economy CHN --era planned-economy --era new-quality",
         "indicator=gdp-growth&economy=CHN&era=planned-economy&era=new-quality"),
        ("--indicator rd-spending --economy CHN,IND --layout wide",
         "indicator=rd-spending&economy=CHN,IND&layout=wide"),
        ("--indicator exchange-rate --as-of 2026-11-01", "indicator=exchange-rate&as_of=2026-11-01"),
        ("--indicator solar-capacity --transform share", "indicator=solar-capacity&transform=share"),
        ("--indicator gdp-growth --era self-strengthening", "indicator=gdp-growth&era=self-strengthening"),
    ],
)  # fmt: skip
def test_it_is_what_the_data_route_sends(
    exported: Export, routes: TestClient, words: str, query: str, kind: str
) -> None:
    sent = routes.get(f"/api/v1/observations.{kind}?{query}")
    assert sent.status_code == 200
    assert exported(*words.split(), "--format", kind) == sent.content


def test_it_is_written_where_it_is_asked_for(exported: Export, tmp_path: Path) -> None:
    words = ("--indicator", "gdp-growth", "--economy", "CHN", "--format", "csv")
    file = tmp_path / "gdp.csv"
    assert exported(*words, "-o", str(file)) == b""
    assert file.read_bytes() == exported(*words)


def test_a_workbook_holds_the_figures_of_the_store(exported: Export, store: Store, tmp_path: Path) -> None:
    file = tmp_path / "rd.xlsx"
    exported("--indicator", "rd-spending", "--format", "xlsx", "-o", str(file))
    _, *rows = openpyxl.load_workbook(file)["Data"].iter_rows(values_only=True)
    stored = store.observations(store.vintage("rd-spending"))
    expected = by_day(stored)
    assert {(row[1], f"{row[2]:%Y-%m-%d}"): row[3] for row in rows} == expected
    assert len(rows) == len(expected) > 0


@pytest.mark.parametrize("kind", ["zip", "parquet"])
def test_the_whole_store_is_what_the_data_route_sends(
    exported: Export, routes: TestClient, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_folder", lambda: tmp_path)
    # little was known then
    sent = routes.get(f"/api/v1/snapshot.{kind}?as_of=2013-01-01")
    assert sent.status_code == 200
    exported("--all", "--as-of", "2013-01-01", "--format", kind, "-o", str(tmp_path / "whole"))
    assert (tmp_path / "whole").read_bytes() == sent.content


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--all --format csv", "zip or parquet"),
        ("--all --format zip --economy CHN", "economy says nothing of the whole store"),
        ("--format zip", "Name an indicator"),
        ("--all --format zip --as-of 1950-01-01", "as of this day"),
    ],
)
def test_what_the_whole_store_has_no_room_for_is_named(refused: Callable[..., str], words: str, said: str) -> None:
    assert said in refused(*words.split(), code=1 if "1950" in words else 2)


def test_a_workbook_goes_to_a_pipe(exported: Export) -> None:
    content = exported("--indicator", "rd-spending", "--economy", "CHN", "--format", "xlsx")
    assert content.startswith(b"PK")


def test_a_workbook_is_kept_from_a_terminal(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "-o" in refused("--indicator", "rd-spending", "--format", "xlsx")


@pytest.mark.parametrize(
    ("words", "said", "allowed"),
    [
        ("--indicator nonsense", 'No indicator is called "nonsense".', "eraline search"),
        ("--indicator gdp-growth --economy CHN,XYZ", 'No economy is called "XYZ".', "eraline search"),
        ("--indicator gdp-growth --era ming", 'No era is called "ming".', "reform-and-opening"),
        ("--indicator gdp-growth --transform per-capita", "makes no sense", "rolling-mean"),
        ("--indicator gdp-growth --transform log", "transform cannot be", "rolling-mean"),
        ("--indicator gdp-growth --layout long", "layout cannot be", "tidy, wide"),
        ("--indicator gdp-growth --economy ,", "names no economy", "eraline search"),
        ("--indicator gdp-growth --from 2000 --to 1990", "runs backwards", ""),
        ("--indicator gdp-growth --from MMXX", "must be a year", ""),
        ("--indicator gdp-growth --as-of yesterday", "must be a day", ""),
        ("--indicator gdp-growth,gdp --view ranking", "goes with one indicator", ""),
        ("--indicator gdp-growth --layout tidy --layout wide", "once is enough", ""),
        ("--indicator gdp-growth,gdp --layout long", "layout cannot be", "tidy, wide"),
        ("--indicator gdp-growth,gdp --layout tidy --layout wide", "once is enough", ""),
        ("--indicator gdp --view First-Release --transform growth", "transform says nothing of the rows", ""),
        ("--indicator gdp --view first-release --transform growth", "transform says nothing of the rows", ""),
        ("--indicator gdp --view ranking --with population", "with says nothing of the rows of ranking", ""),
        ("--indicator gdp --view map --milestone wto-accession", "milestone says nothing of the rows of map", ""),
    ],
)
def test_what_cannot_be_followed_is_named_with_what_would_do(
    refused: Callable[..., str], words: str, said: str, allowed: str
) -> None:
    complaint = refused(*words.split(), "--format", "csv")
    assert said in complaint
    assert allowed in complaint


@pytest.mark.parametrize("ending", ["html", "zip"])
def test_what_holds_a_chart_draws_it_on_the_scale_asked_for(exported: Export, tmp_path: Path, ending: str) -> None:
    def of(scale: str) -> bytes:
        file = tmp_path / f"{scale}.{ending}"
        words = ("--indicator", "rd-spending", "--economy", "CHN", "--scale", scale, "--format", ending)
        exported(*words, "-o", str(file))
        return zipfile.ZipFile(file).read("chart.png") if ending == "zip" else file.read_bytes()

    assert of("log") != of("linear")


@pytest.mark.parametrize("word", ["scale=log", "year=2020", "among=all"])
def test_what_says_nothing_of_rows_is_refused(refused: Callable[..., str], word: str) -> None:
    key, value = word.split("=")
    assert f"{key} says nothing without a view" in refused(
        *("--indicator", "rd-spending", f"--{key}", value, "--format", "csv")
    )


@pytest.mark.parametrize(
    "words",
    ["--indicator gdp-growth", "--indicator gdp-growth --format docx", "--indi gdp --format csv"],
)
def test_bad_usage_exits_with_two(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["export", *words.split()])
    assert exit_.value.code == 2
    assert "usage: eraline" in capsys.readouterr().err


def test_a_day_before_any_release_is_no_figures_and_exit_one(refused: Callable[..., str]) -> None:
    said = refused("--indicator", "gdp-growth", "--as-of", "1999-12-31", "--format", "csv", code=1)
    assert said == (
        "eraline: Eraline's first release of GDP growth was seen on 21 December 2013; nothing was stored before.\n"
    )


def test_a_file_that_cannot_be_written_is_one_line_and_exit_one(refused: Callable[..., str], tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "gdp.csv"
    said = refused("--indicator", "gdp-growth", "--format", "csv", "-o", str(file), code=1)
    assert said == f"eraline: {file} cannot be written: No such file or directory.\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [("ERALINE_HTTP_TIMEOUT", "soon"), ("ERALINE_MAX_CONCURRENCY", "0"), ("ERALINE_DATABASE_URL", "oracle://x")],
)
def test_a_setting_that_cannot_be_used_is_named(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    (line,) = refused("--indicator", "gdp-growth", "--format", "csv", code=2).splitlines()
    assert line.startswith(f"eraline: {name}")


def test_a_chart_is_drawn_without_a_browser(exported: Export) -> None:
    words = ("--indicator", "gdp-growth", "--economy", "CHN")
    drawn = Image.open(io.BytesIO(exported(*words, "--format", "png")))
    assert (drawn.format, drawn.size) == ("PNG", CARD)
    compared = exported(*words, "--view", "ranking", "--format", "svg").decode()
    assert re.search(r">\d+ economies ranked|: \d+ economies ranked", compared)
