"""Does the replay server speak as the World Bank does, its oddities among the rest?"""

import pytest

from tests.contract.replay.conftest import DATA, GDP, RESEARCH, get
from tests.replay import ReplayServer


def test_lists_print_the_size_of_a_page_as_a_string_and_data_as_a_number(replay: ReplayServer) -> None:
    assert get(replay, "/en/country/all?format=json&per_page=1000").json()[0]["per_page"] == "1000"
    assert get(replay, f"/en/sources/2/series/{GDP}/metadata?format=json").json()["per_page"] == "5000"
    assert get(replay, DATA).json()["per_page"] == 50
    assert get(replay, f"/country/CHN/indicator/{GDP}?format=json").json()[0]["per_page"] == 50


def test_an_answer_has_a_row_for_every_economy_and_year_with_null_for_what_is_missing(replay: ReplayServer) -> None:
    document = get(replay, f"/en/sources/2/series/{RESEARCH}/country/all/time/all?format=json&per_page=30000").json()

    rows = document["source"]["data"]
    assert document["total"] == len(rows) == 66 * (len(replay.catalogue.economies) + 2)
    assert sum(row["value"] is None for row in rows) > len(replay.figures(RESEARCH))


def test_pages_end_where_they_should(replay: ReplayServer) -> None:
    path = f"/en/sources/2/series/{GDP}/country/CHN/time/all?format=json&per_page=40&page="

    pages = [get(replay, f"{path}{number}").json() for number in (1, 2, 3)]

    assert [len(page["source"]["data"]) for page in pages] == [40, 26, 0]
    assert {(page["total"], page["pages"], page["lastupdated"]) for page in pages} == {(66, 2, "2026-11-23")}


@pytest.mark.parametrize(
    "path",
    [
        "/en/sources/2/series/NOT.A.CODE/country/all/time/all",
        f"/en/sources/2/series/{GDP}/country/ZZZ/time/all",
        f"/en/sources/2/series/{GDP}/country/all/time/YR1859",
        f"/en/sources/2/series/{GDP};NOT.A.CODE/country/all/time/all",
    ],
)
def test_whatever_is_not_there_is_xml_with_a_byte_order_mark_at_200(replay: ReplayServer, path: str) -> None:
    answer = get(replay, f"{path}?format=json")

    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf<?xml")
    assert b'<wb:message id="160" key="Data not found.">' in answer.content


def test_a_bare_year_is_let_pass_beside_a_valid_one(replay: ReplayServer) -> None:
    answer = get(replay, f"/en/sources/2/series/{GDP}/country/CHN/time/1859;YR1960?format=json")

    assert answer.json()["total"] == 1


@pytest.mark.parametrize("path", [f"/country/ZZZ/indicator/{GDP}", "/country/CHN/indicator/NOT.A.CODE", "/nothing"])
def test_the_classic_form_says_no_as_json(replay: ReplayServer, path: str) -> None:
    assert get(replay, f"{path}?format=json").json()[0]["message"][0]["id"] == "120"


def test_the_classic_form_takes_two_letters_three_letters_and_a_span_of_years(replay: ReplayServer) -> None:
    head, rows = get(replay, f"/countries/CN;usa/indicators/{GDP}?date=2019%3A2020&format=json").json()

    assert head["total"] == 4
    assert {(row["countryiso3code"], row["country"]["id"], row["date"]) for row in rows} == {
        (three, two, year) for three, two in (("CHN", "CN"), ("USA", "US")) for year in ("2019", "2020")
    }


def test_too_long_a_path_is_a_web_page_under_400(replay: ReplayServer) -> None:
    answer = get(replay, f"/en/sources/2/series/{';'.join([GDP] * 120)}/country/all/time/all?format=json")

    assert (answer.status_code, answer.reason) == (400, "Request Error")
    assert b"<html>" in answer.content


def test_no_json_comes_unless_it_is_asked_for(replay: ReplayServer) -> None:
    assert get(replay, "/en/country/all").headers["Content-Type"].startswith("application/xml")
