"""Is a query parameter one entry? One more is read, written, accepted by the API and named in `--help`."""

from collections.abc import Iterator, Sequence

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api.routes import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli import main
from dashboard.store.opening import Cache
from dashboard.views.parameter_readers import Context
from dashboard.views.parameters import PARAMETERS, Parameter, page_keys, script_keys
from dashboard.views.query import Query, understood
from dashboard.views.selection import Selection, query_of, read_selection


def _read(query: Query, _at: Context) -> str:
    return query.one("mood", lambda text: text.upper(), "")


MOOD = Parameter("mood", "search", _read, is_data=True, metavar="MOOD", help="how it feels")


@pytest.fixture
def one_more() -> Iterator[None]:
    # it fills the field of another, for a selection has no field for it
    before = dict(PARAMETERS)
    del PARAMETERS["search"]
    PARAMETERS[MOOD.key] = MOOD
    yield
    # all of it anew: a key that is put back alone comes last, and the order is part of what others answer
    PARAMETERS.clear()
    PARAMETERS.update(before)


@pytest.mark.usefixtures("one_more")
def test_one_more_parameter_is_read_and_written(catalogue: Catalogue) -> None:
    reading = read_selection({"mood": ["glad"]}, catalogue)
    assert (reading.problems, reading.selection.search) == ((), "GLAD")
    assert query_of(reading.selection)["mood"] == "GLAD"
    assert "mood" in page_keys()


@pytest.mark.usefixtures("one_more")
def test_one_more_parameter_is_accepted_by_the_api(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    client = TestClient(Starlette(routes=routes(lambda: shipped_cache, lambda: shipped_catalogue)))
    asked = {"indicator": "rd-spending", "economy": "CHN", "mood": "glad"}
    assert client.get("/api/v1/observations.json", params=asked).status_code == 200
    refused = client.get("/api/v1/observations.json", params={"nothing": "1"}).json()["error"]
    assert "mood" in refused["allowed"]


@pytest.mark.usefixtures("one_more")
def test_one_more_parameter_is_an_option_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    told = capsys.readouterr().out
    assert "--mood MOOD" in told
    assert "how it feels" in told


ODD = (
    {"indicator": ["rd-spending"], "amp;economy": ["KOR"], "amp;era": ["innovation-driven"]},
    {"indicator": ["rd-spending"], "amp;amp;economy": ["KOR"], "Era": ["innovation-driven"]},
    {"Indicator": ["rd-spending"], "Economy": ["KOR"], "ERA": ["innovation-driven"]},
    {"series": ["rd-spending"], "country": ["KOR"], "era": ["innovation-driven"]},
)


@pytest.mark.parametrize("query", ODD, ids=str)
def test_an_odd_key_is_understood(query: dict[str, Sequence[str]], catalogue: Catalogue) -> None:
    reading = read_selection(query, catalogue)
    assert reading.problems == ()
    assert reading.selection == Selection("rd-spending", ("KOR",), ("innovation-driven",))


def test_synonyms_of_years_are_understood(catalogue: Catalogue) -> None:
    selection = read_selection({"start": ["2015"], "End": ["2020"]}, catalogue).selection
    assert (selection.first_year, selection.last_year) == (2015, 2020)


def test_a_synonym_beside_the_key_itself_is_named_and_does_not_count(catalogue: Catalogue) -> None:
    reading = read_selection({"economy": ["CHN"], "country": ["KOR"]}, catalogue)
    assert reading.selection.economies == ("CHN",)
    assert [problem.message for problem in reading.problems] == ['"country" says economy once more; once is enough.']


def test_a_key_of_somebody_else_stays_what_it_is(catalogue: Catalogue) -> None:
    assert understood("utm_source", script_keys()) == "utm_source"
    assert read_selection({"utm_source": ["x"], "embed": ["true"]}, catalogue).problems == ()


@pytest.mark.parametrize(
    "query",
    ["indicator=rd-spending&amp;economy=KOR&from=2015", "Indicator=rd-spending&Economy=KOR&start=2015"],
)
def test_the_api_understands_the_same(query: str, shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    client = TestClient(Starlette(routes=routes(lambda: shipped_cache, lambda: shipped_catalogue)))
    plain = client.get("/api/v1/observations.csv?indicator=rd-spending&economy=KOR&from=2015")
    assert plain.status_code == 200
    assert client.get(f"/api/v1/observations.csv?{query}").text == plain.text
    both = client.get("/api/v1/observations.csv?indicator=rd-spending&from=2015&start=2016")
    assert both.json()["error"]["code"] == "repeated-key"
