"""Do programs that talk for people get bounded answers that say where they come from?"""

import io
from typing import Any

import anyio
import pytest
from mcp import Client
from PIL import Image

from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli import main
from dashboard.cli.mcp_server import server
from dashboard.cli.tools import MOST_FOUND, Tools
from dashboard.errors import SelectionError
from dashboard.store.opening import Cache


@pytest.fixture(scope="module")
def tools(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Tools:
    return Tools(shipped_cache.store, shipped_catalogue)


def asked(tools: Tools, name: str, **words: Any) -> Any:  # noqa: ANN401 - whatever a tool takes
    """Return what a client of the protocol gets."""

    async def ask() -> Any:  # noqa: ANN401 - as above
        async with Client(server(tools, "1", "")) as client:
            return await client.call_tool(name, words)

    return anyio.run(ask)


def test_every_tool_says_what_it_is_for(tools: Tools) -> None:
    async def ask() -> Any:  # noqa: ANN401 - the library's own
        async with Client(server(tools, "1", "")) as client:
            return (await client.list_tools()).tools

    found = anyio.run(ask)
    assert [tool.name for tool in found] == list(tools.offered)
    assert all(tool.description.endswith(".") for tool in found)


def test_observations_come_with_licence_and_citation(tools: Tools) -> None:
    answer = asked(tools, "observations", indicator="rd-spending", economies="China,KOR", from_year=2018)
    assert not answer.is_error
    found = answer.structured_content
    assert {row["economy"] for row in found["rows"]} == {"CHN", "KOR"}
    assert {"Licence", "Citation", "Vintage"} <= set(found["about"])


def test_of_whom_values_are_is_said_where_no_economy_was_named(tools: Tools) -> None:
    for economies in ("", " "):
        found = tools.observations("rd-spending", economies=economies, from_year=2018)
        assert {row["economy"] for row in found["rows"]} == {"CHN"}
        assert found["note"] == "No economy was named: these are values of China alone."
    assert tools.observations("rd-spending", economies="KOR", from_year=2018)["note"] is None


def test_what_a_tool_does_not_take_is_refused_and_changes_no_answer(tools: Tools) -> None:
    answer = asked(tools, "observations", indicator="rd-spending", economy="KOR")
    assert answer.is_error
    assert 'observations takes no "economy", but indicator, economies, from_year' in answer.content[0].text
    assert asked(tools, "observation", indicator="rd-spending").content[0].text == "Unknown tool: observation"


def test_a_stated_number_is_checked(tools: Tools) -> None:
    found = tools.check_number("rd-spending", "China", 2020, "99.9")
    assert found["outcome"] == "never-released"
    assert found["value_now"] > 2
    assert found["licence"]


def test_what_is_asked_too_widely_or_wrongly_is_told_so(tools: Tools) -> None:
    with pytest.raises(SelectionError, match="name fewer"):
        tools.observations("gdp", economies=",".join(tools.catalogue.economies))
    answer = asked(tools, "describe", indicator="rd-spendin")
    assert answer.is_error
    assert "No indicator is called" in answer.content[0].text
    with pytest.raises(SelectionError, match="a day that has not come yet"):
        tools.observations("gdp", as_of="2099-01-01")


def test_answers_are_bounded_and_name_their_sources(tools: Tools) -> None:
    assert 0 < len(tools.search("solar")["results"]) <= MOST_FOUND
    assert tools.describe("rd-spending")["licence"]
    found = tools.milestones(from_year=2001, to_year=2002)["milestones"]
    assert found
    assert all(record["sources"] for record in found)


def test_a_chart_is_a_picture(tools: Tools) -> None:
    answer = asked(tools, "chart", query="indicator=rd-spending&economy=CHN,KOR")
    assert answer.content[0].mime_type == "image/png"


@pytest.mark.parametrize(
    "link",
    [
        "?indicator=rd-spending&economy=CHN,KOR",
        "https://example.org/explore?indicator=rd-spending&economy=CHN,KOR",
        "/explore?economy=CHN,KOR&indicator=rd-spending&embed=true",
    ],
)
def test_a_whole_link_draws_what_its_query_draws(tools: Tools, link: str) -> None:
    assert tools.chart(link) == tools.chart("indicator=rd-spending&economy=CHN,KOR")


def test_a_link_is_drawn_as_its_page_draws_it(tools: Tools) -> None:
    ranking = tools.chart("view=ranking&indicator=rd-spending&year=2020")
    assert tools.chart("https://example.org/compare?view=ranking&indicator=rd-spending&year=2020") == ranking
    assert tools.chart("https://example.org/explore?view=ranking&indicator=rd-spending&year=2020") != ranking


def test_the_link_of_a_picture_draws_that_picture(tools: Tools) -> None:
    link = "https://example.org/api/v1/chart.png?page=compare&view=ranking&indicator=rd-spending&year=2020"
    narrow = Image.open(io.BytesIO(tools.chart(f"{link}&width=600")))
    assert narrow.width == 600
    assert tools.chart(link) != tools.chart(link.replace("page=compare&view=ranking", "page=explore"))
    with pytest.raises(SelectionError, match="width"):
        tools.chart(f"{link}&width=6")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("indicatr=rd-spending", 'No key is called "indicatr"'),
        ("https://example.org/nothing?indicator=rd-spending", '"nothing" has no chart'),
        ("https://example.org]/explore?indicator=rd-spending", "is no link"),
    ],
)
def test_no_other_chart_is_drawn_in_place_of_one_that_is_not_understood(tools: Tools, query: str, said: str) -> None:
    with pytest.raises(SelectionError, match=said):
        tools.chart(query)


def test_an_expression_is_answered_as_everywhere(tools: Tools) -> None:
    assert tools.describe("gdp/population")["unit"] == "current US$ per person"
    rows = tools.observations("gdp/population", from_year=2020)["rows"]
    assert {row["indicator"] for row in rows} == {"gdp/population"}
    with pytest.raises(SelectionError, match="computed by Eraline"):
        tools.check_number("gdp/population", "CHN", 2020, "1")
    assert tools.chart("indicator=gdp/population&economy=CHN")


def test_without_the_library_the_command_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("dashboard.cli.mcp.find_spec", {}.get)
    assert main(["mcp"]) == 1
    assert "eraline[mcp]" in capsys.readouterr().err
