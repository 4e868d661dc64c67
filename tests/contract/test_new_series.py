"""Can a series that nobody has curated be asked for at every door, once however many ask, and refused in a sentence?"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard import cli
from dashboard.api.routes import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.described import decimals_of
from dashboard.catalogue.indicators import Kind, Tier
from dashboard.catalogue.loading import load_catalogue
from dashboard.errors import SeriesNotAllowed, SeriesNotHad
from dashboard.export.names import view_name
from dashboard.refresh.first_use import NEW_SERIES, check_allowed
from dashboard.refresh.run import refresh
from dashboard.refresh.validation import Accepted
from dashboard.settings import DATA, Settings
from dashboard.sources.registry import sources
from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import read_selection
from dashboard.views.series import ready
from dashboard.views.stored import with_stored
from tests.replay import ReplayServer, faults
from tests.replay.figures import few, with_uncurated
from tests.replay.server import Fault
from tests.shipped import FirstStart

EXPORTS, GROWTH = "wb:NE.EXP.GNFS.ZS.NEW", "wb:NY.GDP.MKTP.KD.ZG"
SOLAR, RATE = "owid:installed-solar-pv-capacity-new", "fred:EXCHUS"


@pytest.fixture(scope="module")
def replay() -> Iterator[ReplayServer]:
    with ReplayServer(with_uncurated(few(others=0))) as server:
        yield server


@pytest.fixture
def told(replay: ReplayServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """Let the environment lead to the replayed providers."""
    for name, value in replay.environment.items():
        monkeypatch.setenv(name, value)
    replay.requests.clear()
    yield replay.environment
    replay.clear_faults()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(DATA)


@pytest.fixture
def kept(sqlite_url: str) -> Store:
    """Give an empty store; what no engine does in its own way is tried on one."""
    return Store(open_database(sqlite_url)[0])


@pytest.fixture
def filled_url(first_start: FirstStart, tmp_path: Path) -> str:
    """Give the URL of a database that a command or a page need not fill first."""
    return first_start.copy(tmp_path / "filled.db")


def query(**words: str) -> dict[str, list[str]]:
    return {key: [value] for key, value in words.items()}


def asked_for(replay: ReplayServer, code: str) -> int:
    return sum(f"/series/{code}/country/all" in request.path for request in replay.requests)


def anybody(_series: object) -> None:
    """Let everybody have new series fetched."""


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", [EXPORTS, SOLAR, RATE])
def test_a_series_is_fetched_when_it_is_first_asked_for_and_stored_like_any_other(
    kept: Store, catalogue: Catalogue, name: str
) -> None:
    asked = query(indicator=name, economy="CHN,USA")
    widened = ready(catalogue, kept, asked, anybody)
    selection = read_selection(asked, widened).selection
    view = chart_view(Loader(kept, widened), selection)
    assert view.indicator.id == name
    assert view.indicator.tier is Tier.CATALOGUED
    assert not view.points.empty
    assert kept.vintage(name).origin == "live"
    # a refresh renews it with the others
    known = with_stored(catalogue, kept)
    outcome = refresh(known, kept, sources(Settings()), indicators=[name])
    assert outcome.unchanged == (name,)


@pytest.mark.usefixtures("told")
def test_those_who_ask_at_once_ask_the_provider_once(store: Store, catalogue: Catalogue, replay: ReplayServer) -> None:
    def ask(_turn: int) -> Catalogue:
        return ready(catalogue, store, query(indicator=EXPORTS), anybody)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(ask, range(6)))
    assert all(EXPORTS in widened.indicators for widened in found)
    assert asked_for(replay, "NE.EXP.GNFS.ZS.NEW") == 1
    assert len(store.history(EXPORTS)) == 1


@pytest.mark.usefixtures("told")
def test_what_is_curated_is_found_by_its_providers_code_and_address(
    kept: Store, catalogue: Catalogue, replay: ReplayServer
) -> None:
    for name in (GROWTH, "https://data.worldbank.org/indicator/NY.GDP.MKTP.KD.ZG?locations=CN"):
        widened = ready(catalogue, kept, query(indicator=name), anybody)
        reading = read_selection(query(indicator=name), widened)
        assert (reading.selection.indicator, reading.problems) == ("gdp-growth", ())
    assert not replay.requests


@pytest.mark.usefixtures("told")
def test_the_kind_is_the_users_to_set(kept: Store, catalogue: Catalogue) -> None:
    guessed = ready(catalogue, kept, query(indicator=EXPORTS), anybody)
    assert guessed.indicator(EXPORTS).kind is Kind.SHARE
    asked = query(indicator=EXPORTS, kind="index")
    widened = ready(catalogue, kept, asked, anybody)
    assert widened.indicator(EXPORTS).kind is Kind.INDEX
    assert read_selection(asked, widened).selection.kind is Kind.INDEX
    (problem,) = read_selection(query(indicator="gdp-growth", kind="index"), catalogue).problems
    assert problem.field == "kind"


@pytest.mark.usefixtures("told")
def test_a_code_that_nobody_has_is_one_sentence_and_leaves_nothing(kept: Store, catalogue: Catalogue) -> None:
    with pytest.raises(SeriesNotHad, match=r"wb:NO\.SUCH\.CODE could not be fetched: World Bank: has no such figures"):
        ready(catalogue, kept, query(indicator="wb:NO.SUCH.CODE"), anybody)
    assert kept.descriptions() == {}
    assert kept.attempts() == {}
    assert kept.vintages() == {}


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("fault", [faults.status(500), faults.truncated()], ids=["no answer", "half an answer"])
def test_a_network_that_breaks_half_way_leaves_nothing(
    kept: Store, catalogue: Catalogue, replay: ReplayServer, fault: Fault
) -> None:
    replay.fault(fault, path="/series/")
    with pytest.raises(SeriesNotHad, match="try again later"):
        ready(catalogue, kept, query(indicator=EXPORTS), anybody)
    assert kept.vintages() == {}


@pytest.mark.usefixtures("told")
def test_millions_in_place_of_ones_are_held_back_until_they_are_accepted(
    kept: Store, catalogue: Catalogue, replay: ReplayServer
) -> None:
    ready(catalogue, kept, query(indicator=EXPORTS), anybody)
    known, code = with_stored(catalogue, kept), EXPORTS.removeprefix("wb:")
    old = replay.figures(code)
    replay.revise(code, {point: value / 1e6 for point, value in old.items()})
    try:
        outcome = refresh(known, kept, sources(Settings()), indicators=[EXPORTS], accepted=Accepted(shrinkage=True))
        assert "as if the unit had changed" in outcome.pending[EXPORTS]
        outcome = refresh(known, kept, sources(Settings()), indicators=[EXPORTS], accepted=Accepted(unit=True))
        assert not outcome.failed
    finally:
        replay.revise(code, old)


@pytest.mark.usefixtures("told")
def test_another_unit_is_held_back_until_it_is_accepted(
    kept: Store, catalogue: Catalogue, replay: ReplayServer
) -> None:
    ready(catalogue, kept, query(indicator=EXPORTS), anybody)
    known = with_stored(catalogue, kept)
    before = kept.vintage(EXPORTS)
    replay.reword("NE.EXP.GNFS.ZS.NEW", "constant 2015 US$")
    try:
        outcome = refresh(known, kept, sources(Settings()), indicators=[EXPORTS])
        reason = outcome.failed[EXPORTS]
        assert "the source's unit is 'constant 2015 US$' now and was '% of GDP'" in reason
        assert "--accept-unit" in reason
        assert kept.vintage(EXPORTS) == before
        outcome = refresh(known, kept, sources(Settings()), indicators=[EXPORTS], accepted=Accepted(unit=True))
        assert not outcome.failed
        assert kept.descriptions()[EXPORTS].unit == "constant 2015 US$"
    finally:
        replay.reword("NE.EXP.GNFS.ZS.NEW", "")


@pytest.mark.parametrize(
    ("allowed", "user", "words"),
    [
        ("off", "here", "ERALINE_CATALOGUED=on"),
        ("local", "elsewhere", "ERALINE_CATALOGUED=on"),
        (("wb:A.B",), "here", "its list alone: wb:A.B"),
    ],
)
def test_a_server_can_refuse_to_fetch(allowed: object, user: str, words: str) -> None:
    settings = Settings().model_copy(update={"catalogued": allowed})
    with pytest.raises(SeriesNotAllowed, match=words):
        check_allowed(settings, [EXPORTS], client="192.0.2.1", is_local=user == "here")


def test_a_user_has_so_many_new_series_an_hour() -> None:
    settings = Settings().model_copy(update={"catalogued": "on"})
    for number in range(NEW_SERIES.most):
        check_allowed(settings, [f"wb:A.{number}"], client="192.0.2.77", is_local=False)
    with pytest.raises(SeriesNotAllowed, match="an hour"):
        check_allowed(settings, ["wb:ONE.MORE"], client="192.0.2.77", is_local=False)
    check_allowed(settings, ["wb:ONE.MORE"], client="192.0.2.78", is_local=False)


@pytest.fixture
def client(kept: Store, catalogue: Catalogue) -> TestClient:
    app = Starlette(routes=routes(lambda: Cache(kept, ()), lambda: catalogue))
    return TestClient(app, base_url="http://127.0.0.1:8501", client=("127.0.0.1", 50_000))


@pytest.mark.usefixtures("told")
def test_the_data_routes_fetch_it_and_list_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_CATALOGUED", "on")
    answer = client.get("/api/v1/observations.json", params={"indicator": EXPORTS, "economy": "CHN"})
    assert answer.status_code == 200
    assert {row["indicator"] for row in answer.json()} == {EXPORTS}
    assert EXPORTS in [entry["id"] for entry in client.get("/api/v1/indicators").json()]
    assert EXPORTS in [entry["indicator"] for entry in client.get("/api/v1/status").json()]
    assert client.get("/api/v1/vintages", params={"indicator": EXPORTS}).json()[0]["indicator"] == EXPORTS


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("setting", "name", "status", "code"),
    [
        ("off", EXPORTS, 403, "series-not-allowed"),
        # whoever asks may stand behind a proxy on this machine
        ("local", EXPORTS, 403, "series-not-allowed"),
        ("on", "wb:NO.SUCH.CODE", 502, "series-unavailable"),
        ("on", "wb:<b>x</b>", 404, "unknown-indicator"),
        ("on", "wb:" + "A" * 1_900, 404, "unknown-indicator"),
        ("on", "oecd:GDP", 404, "unknown-indicator"),
    ],
)
def test_the_data_routes_refuse_in_json(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, setting: str, name: str, status: int, code: str
) -> None:
    monkeypatch.setenv("ERALINE_CATALOGUED", setting)
    answer = client.get("/api/v1/observations.json", params={"indicator": name})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.usefixtures("told")
def test_commands_fetch_it_too(
    filled_url: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("ERALINE_DATABASE_URL", filled_url)
    assert cli.main(["export", "--indicator", EXPORTS, "--economy", "CHN", "--format", "csv"]) == 0
    said = capsysbinary.readouterr()
    assert b"Fetching wb:NE.EXP.GNFS.ZS.NEW from World Bank" in said.err
    assert said.out.splitlines()[1].startswith(b"wb:NE.EXP.GNFS.ZS.NEW,CHN,")
    assert cli.main(["status"]) == 0
    assert b"wb:NE.EXP.GNFS.ZS.NEW" in capsysbinary.readouterr().out
    assert cli.main(["refresh", "--indicator", EXPORTS]) == 0
    assert b"1 unchanged" in capsysbinary.readouterr().out
    assert cli.main(["refresh", "--indicator", SOLAR]) == 0
    assert b"1 fresh" in capsysbinary.readouterr().out
    assert cli.main(["refresh", "--indicator", "oecd:GDP"]) == 2


@pytest.mark.usefixtures("told")
def test_a_ratio_of_a_new_series_is_fetched_computed_and_cites_both(kept: Store, catalogue: Catalogue) -> None:
    name = f"{EXPORTS}/{SOLAR}"
    asked = query(indicator=f"{EXPORTS} / {SOLAR}", economy="CHN,USA")
    widened = ready(catalogue, kept, asked, anybody)
    reading = read_selection(asked, widened)
    assert (reading.selection.indicator, reading.problems) == (name, ())
    view = chart_view(Loader(kept, widened), reading.selection)
    assert {vintage.indicator for vintage in view.vintages} == {EXPORTS, SOLAR}
    # as many decimals as the typical value needs for three digits
    assert view.indicator.decimals == decimals_of(view.points["value"].to_numpy(dtype="float64"))
    assert ":" not in view_name(view)
    assert "/" not in view_name(view)
    # what it is written as reads back
    assert read_selection({"indicator": [name]}, widened).selection.indicator == name


def test_what_does_not_go_together_is_refused_in_a_sentence(kept: Store, catalogue: Catalogue) -> None:
    asked = query(indicator="gdp plus population")
    (problem,) = read_selection(asked, ready(catalogue, kept, asked, anybody)).problems
    assert "only a ratio (/) of them makes sense" in problem.message


@pytest.fixture
def page(filled_url: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("ERALINE_DATABASE_URL", filled_url)
    monkeypatch.setenv("ERALINE_CATALOGUED", "on")
    st.cache_resource.clear()
    return AppTest.from_string("from dashboard.ui.page import explore\nexplore.render()", default_timeout=60)


@pytest.mark.usefixtures("told")
def test_a_page_draws_it_and_says_that_nobody_has_checked_it(page: AppTest) -> None:
    page.query_params["indicator"] = EXPORTS
    page.run()
    assert not page.exception
    assert not page.warning
    assert any("checked neither" in found.value for found in page.markdown)


@pytest.mark.usefixtures("told")
def test_a_page_says_once_what_cannot_be_had_and_asks_again_when_told_to(page: AppTest, replay: ReplayServer) -> None:
    page.query_params["indicator"] = "wb:NO.SUCH.CODE"
    page.run()
    (warning,) = page.warning
    assert "could not be fetched" in warning.value
    asked = len(replay.requests)
    page.run()
    assert len(replay.requests) == asked
    page.button(key="series-again").click().run()
    assert len(replay.requests) > asked


def test_a_database_of_before_has_no_descriptions(sqlite_url: str) -> None:
    engine, _ = open_database(sqlite_url)
    assert Store(engine).descriptions() == {}
