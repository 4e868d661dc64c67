"""Is a folder laid over data/ merged by the same rules, mistakes named by file, and what it adds seen everywhere?"""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.cli import main
from dashboard.cli.check import inspect
from dashboard.errors import BadSetting, CatalogueError
from dashboard.settings import DATA, read_settings
from dashboard.sources.registry import unknown_providers
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.pages import OpenPage
from tests.policy.overlay import FILES, write_overlay

OWN = "solar-to-wind"


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(DATA, folder)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_what_is_shipped_stays_as_it_is_and_what_is_laid_over_it_comes_after(catalogue: Catalogue) -> None:
    shipped = load_catalogue(DATA)
    assert list(catalogue.indicators)[: len(shipped.indicators)] == list(shipped.indicators)
    assert list(catalogue.indicators)[len(shipped.indicators) :] == [OWN, "own-series"]
    assert catalogue.history == shipped.history


def test_an_own_indicator_and_its_dataset_are_seen_everywhere(
    catalogue: Catalogue, client: TestClient, open_page: OpenPage, shipped_cache: Cache
) -> None:
    view = chart_view(Loader(shipped_cache.store, catalogue), Selection(OWN, ("DEU",)))
    assert view.points["value"].iloc[-1] > 0
    entry = next(row for row in client.get("/api/v1/indicators").json() if row["id"] == OWN)
    assert (entry["dataset"], entry["source_name"], entry["licence"]) == ("own-notes", "Own notes", "Own licence")
    assert entry["citation"] == "Solar relative to wind, computed by Eraline from Own notes"
    assert entry["source_url"] == "https://example.org/installed-solar-pv-capacity"
    assert "own-notes" in [row["id"] for row in client.get("/api/v1/datasets").json()]
    csv = client.get("/api/v1/observations.csv", params={"indicator": OWN, "economy": "DEU"})
    assert "Own notes" in csv.text
    about = open_page("explore", {"indicator": OWN, "view": "about"})
    assert not about.exception
    assert any("Own licence" in piece.value for piece in about.markdown)


def test_an_own_economy_can_be_chosen_and_asked_for(client: TestClient, open_page: OpenPage) -> None:
    assert "ATL" in [row["id"] for row in client.get("/api/v1/economies").json()]
    assert client.get("/api/v1/observations.csv?indicator=gdp&economy=ATL").status_code == 200
    lab = open_page("evidence", {"view": "lab"})
    assert "Atlantis · ATL" in lab.selectbox(key="evidence-economy").options


def test_an_own_milestone_joins_a_shipped_history(tmp_path: Path) -> None:
    folder = tmp_path / "policy/china"
    folder.mkdir(parents=True)
    (folder / "milestones.toml").write_text(
        """
[[milestone]]
id = "own-milestone"
date = 2017-01-01
precision = "year"
title = "Another event"
short_title = "Another event"
native_title = "事件"
kind = "plan"
weight = 3
summary = "It happened."
sources = [{ title = "A book" }]
""",
        encoding="utf-8",
    )
    catalogue = load_catalogue(DATA, tmp_path)
    assert list(catalogue.milestones)[-1] == "own-milestone"
    assert len(catalogue.milestones) == len(load_catalogue(DATA).milestones) + 1


def test_an_own_era_takes_its_place_in_time(tmp_path: Path) -> None:
    folder = tmp_path / "policy/china"
    folder.mkdir(parents=True)
    era = """
[[era]]
id = "between"
name = "Between"
short_name = "Between"
native_name = "之间"
start = 1896-01-01
end = 1949-10-01
summary = "Other governments."
sources = [{ title = "A book" }]
"""
    (folder / "eras.toml").write_text(era, encoding="utf-8")
    assert list(load_catalogue(DATA, tmp_path).eras)[:3] == ["self-strengthening", "between", "planned-economy"]
    (folder / "eras.toml").write_text(era.replace("1949-10-01", "1950-10-01"), encoding="utf-8")
    [only] = mistakes(tmp_path)
    assert "planned-economy" in only
    assert "overlaps" in only


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("world/datasets.toml", "home =", "hom =", "[[dataset]] 1 (own-notes): hom"),
        ("world/indicators.toml", '"own-notes"', '"notes"', "[[indicator]] solar-to-wind: dataset: names 'notes'"),
        ("world/indicators.toml", "decimals = 2", 'decimals = 2\nlicence = "mine"', "licence (its dataset says it)"),
        ("world/economies.toml", "slot = 90", "slot = 1", "[[economy]] ATL: slot"),
        ("policy/german-energy/history.toml", '"DEU"\n', '"XXX"\n', "subject: names 'XXX'"),
        ("policy/german-energy/history.toml", "215gw", "216gw", "sentences.target: names 'solar-2030-216gw'"),
        (
            "policy/german-energy/history.toml",
            'era = "first-law"',
            'era = "new-quality"',
            "sentences.era: names 'new-quality'",
        ),
        ("policy/german-energy/history.toml", "name =", "nom =", "nom"),
        ("policy/german-energy/eras.toml", "start = 2011-06-30", "start = 2010-06-30", "[[era]] phase-out: start"),
        ("policy/german-energy/milestones.toml", '"electricity-nuclear"', '"atoms"', "names 'atoms'"),
        ("policy/german-energy/targets.toml", '"solar-capacity"', '"suns"', "names 'suns'"),
        ("policy/german-energy/claims.toml", '"eeg-2000"', '"made-in-china-2025"', "names 'made-in-china-2025'"),
    ],
)
def test_a_mistake_is_named_with_the_file_that_is_laid_over(
    file: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    found = mistakes(write_overlay(tmp_path, (file, old, new)))
    assert [line for line in found if line.startswith(f"{tmp_path.name}/{file}: ") and said in line], found


CORRECTION = """
[[correction]]
id = "own"
indicator = "gdp"
economy = "CHN"
years = ["{years}"]
value = 1
reason = "It is none."
source = "A release."
"""


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("world/corrections.toml", CORRECTION.format(years="1960"), "own: value"),
        ("world/corrections.toml", CORRECTION.format(years="1977-1960"), "1977-1960 ends before it begins"),
        ("world/indicator.toml", "", "is not read"),
        ("policy/german-energy/target.toml", "nonsense", "is not read"),
        ("policy/claims.csv", "id", "is not read"),
        (
            "policy/registry.toml",
            'comparisons = [{ label = "x", indicator = "nope", milestones = ["eeg-2000", "exit-2011"] }]',
            "[[comparisons]] x: names nope",
        ),
        ("policy/all/history.toml", FILES["policy/german-energy/history.toml"], "policy=all stands for all histories"),
        ("policy/own-energy/history.toml", FILES["policy/german-energy/history.toml"], "own- begins the names"),
    ],
)
def test_what_a_folder_adds_in_vain_or_wrongly_is_named_with_its_own_file(
    file: str, text: str, said: str, tmp_path: Path, narrow_data: Path
) -> None:
    folder = write_overlay(tmp_path)
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text(text, "utf-8")
    found = [str(mistake) for mistake in inspect(narrow_data, folder).mistakes]
    assert [line for line in found if line.startswith(f"{tmp_path.name}/{file}: ") and said in line], found


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("world/datasets.toml", 'provider = "owid"', 'provider = "imf"', "'imf' is not a provider"),
        ("world/economies.toml", "slot = 90", 'slot = 90\nnot_from = ["imf"]', "'imf' is not a provider"),
    ],
)
def test_a_provider_that_nobody_knows_is_named_with_the_file_that_is_laid_over(
    file: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    catalogue = load_catalogue(DATA, write_overlay(tmp_path, (file, old, new)))
    found = [str(mistake) for mistake in unknown_providers(catalogue)]
    assert [line for line in found if line.startswith(f"{tmp_path.name}/{file}: ") and said in line], found


def test_of_a_series_that_is_laid_over_with_another_frequency_the_folder_s_own_file_is_named(
    tmp_path: Path, narrow_data: Path
) -> None:
    folder = write_overlay(tmp_path, ("world/indicators.toml", 'id = "own-series"', 'id = "rd-spending"'))
    file = folder / "world" / "indicators.toml"
    rows = file.read_text("utf-8").rpartition("[[indicator]]")
    file.write_text("".join((*rows[:2], rows[2].replace('"annual"', '"monthly"'))), "utf-8")
    found = [str(mistake) for mistake in inspect(narrow_data, folder).mistakes]
    assert [line for line in found if f"{tmp_path.name}/world/indicators.toml says monthly" in line], found


@pytest.mark.parametrize("name", ["atlantis", "zeta"])
def test_of_two_histories_with_one_id_that_of_the_folder_has_to_change(name: str, tmp_path: Path) -> None:
    folder = write_overlay(tmp_path, ("policy/german-energy/milestones.toml", "exit-2011", "wto-accession"))
    (folder / "policy" / "german-energy").rename(folder / "policy" / name)
    where = f"{tmp_path.name}/policy/{name}/milestones.toml: [[milestone]] wto-accession: id: "
    assert f"{where}is taken by one of the history 'china'" in mistakes(folder)


def test_check_names_what_is_wrong_with_the_folder(
    tmp_path: Path, narrow_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ERALINE_CATALOGUE", str(write_overlay(tmp_path, ("world/economies.toml", '"Atlantis"', '""'))))
    assert main(["check", "--data", str(narrow_data)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert any(line.startswith(f"{tmp_path.name}/world/economies.toml: ") for line in told)
    assert told[-1] == f"The catalogue is read from {narrow_data} and {tmp_path}."


def test_where_the_folder_lies_is_told_to_those_alone_who_run_eraline(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(DATA, write_overlay(tmp_path, ("world/economies.toml", '"Atlantis"', '""')))
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.notes == (f"The catalogue is read from {DATA} and {tmp_path}.",)


def test_a_folder_that_is_none_is_a_bad_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_CATALOGUE", str(tmp_path / "nowhere"))
    with pytest.raises(BadSetting, match="ERALINE_CATALOGUE"):
        read_settings()


def test_an_own_series_without_observations_says_so(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "own-series"})
    assert not app.exception
    assert any("own" in piece.value.lower() for piece in app.info)
