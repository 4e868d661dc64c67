"""Does the timeline of several policy histories say of everything whose it is, wherever it is read?"""

from collections.abc import Mapping
from typing import Any

import feedparser
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import Built, ChartRequest
from dashboard.charts.pictures import scene_of
from dashboard.charts.timeline import Timeline, lanes, timeline
from dashboard.cli.tools import Tools
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import read_selection
from tests.pages import OpenPage, as_read
from tests.policy.test_second_history import said

BOTH = "china,german-energy"
GERMAN = {"eeg-2000", "exit-2011"}


def scene(catalogue: Catalogue, cache: Cache, **asked: str) -> Timeline:
    selection = read_selection({key: [value] for key, value in asked.items()}, catalogue).selection
    return timeline(ChartRequest(Loader(cache.store, catalogue.focused(*selection.policies)), selection))


def built(catalogue: Catalogue, cache: Cache, **asked: str) -> Built:
    found = lanes(scene(catalogue, cache, **asked))
    assert isinstance(found, Built)
    return found


def test_alternative_text_table_rows_and_file_name_say_whose(catalogue: Catalogue, shipped_cache: Cache) -> None:
    found = built(catalogue, shipped_cache, policy=BOTH, to="2026")
    assert found.title == "Policy milestones of China and Germany: energy"
    assert found.alt.startswith("Policy milestones of China and Germany: energy, from 1861 to 2026, one lane for each.")
    assert "Germany: energy: 2 milestones, the first 1 April 2000, Renewable Energy Sources Act." in found.alt
    assert "Eras of Germany: energy: Feed-in law from 1991 and Nuclear exit from 2011." in found.alt
    assert found.name == "eraline_milestones_china-german-energy_1861-2026"
    table = found.table()
    assert set(table.loc[table["Title"] == "Exit from nuclear power", "Economy"]) == {"Germany"}
    assert "Native title" in table.columns
    rows = found.rows()
    assert set(rows.loc[rows["id"].isin(GERMAN), "policy"]) == {"german-energy"}


def test_one_history_is_told_as_ever(catalogue: Catalogue, shipped_cache: Cache) -> None:
    found = built(catalogue, shipped_cache, to="2026")
    assert found.name == "eraline_milestones_1861-2026"
    assert found.alt.startswith("Timeline from 1861 to 2026. Milestones: ")
    assert "Chinese title" in found.table().columns
    assert "Economy" not in found.table().columns
    other = built(catalogue, shipped_cache, policy="german-energy", to="2026")
    assert other.name == "eraline_milestones_german-energy_1991-2026"


def test_a_file_names_no_more_histories_than_one_would_read(catalogue: Catalogue, shipped_cache: Cache) -> None:
    every = list(catalogue.histories)
    catalogue = catalogue.focused(*every, *every[:1])
    found = scene(catalogue, shipped_cache, policy=",".join([*every]), to="2026")
    assert ("-more_" in found.name) == (len(every) > 3)


def test_a_picture_of_the_page_has_the_names_of_both(catalogue: Catalogue, shipped_cache: Cache) -> None:
    found = scene_of({"policy": [BOTH]}, shipped_cache.store, catalogue, "timeline")
    assert found.title == "Policy milestones of China and Germany: energy"


def _links(page: Any) -> Mapping[str, str]:  # noqa: ANN401 - AppTest has no type of its own for links
    return {as_read(link.proto.label): link.proto.query_string for link in page.get("page_link")}


def test_the_page_tells_whose_a_milestone_is_and_leads_to_its_economy(open_page: OpenPage) -> None:
    app = open_page("timeline", {"policy": BOTH, "milestone": "exit-2011"})
    assert not app.exception
    assert "Strategy · Germany" in said(app)
    assert '<span lang="de"' in said(app)
    assert "2011 Nuclear exit (Germany: energy)" in app.selectbox(key="timeline-milestone").options
    led = [query for query in _links(app).values() if "electricity-nuclear" in query]
    assert led
    assert all("policy=german-energy%2Cchina" in query or "policy=german-energy,china" in query for query in led)


def test_a_search_leads_to_what_it_finds_in_other_histories(open_page: OpenPage) -> None:
    app = open_page("timeline", {"search": "tariffs for twenty years"})
    label, query = next((label, query) for label, query in _links(app).items() if label.startswith("Found in other"))
    assert label == "Found in other policy histories too: Germany: energy 1"
    assert "german-energy" in query
    assert "search=tariffs" in query
    assert not [label for label in _links(open_page("timeline")) if label.startswith("Found in other")]


def test_a_feed_has_the_milestones_of_the_histories_named_or_of_all(client: TestClient) -> None:
    every, german = (
        feedparser.parse(client.get(f"/feed.xml{asked}").content) for asked in ("", "?policy=german-energy")
    )

    def told(feed: Any) -> set[str]:  # noqa: ANN401 - feedparser has no types
        return {entry.id.split("milestone/")[1].split("/")[0] for entry in feed.entries if "milestone/" in entry.id}

    assert told(german) == {"german-energy"}
    assert {"china"} < told(every)
    assert german.feed.title == "Eraline: releases, revisions and milestones of Germany: energy"
    assert every.feed.id != german.feed.id
    assert client.get("/feed.xml?policy=atlantis").status_code == 404


def test_a_program_is_told_whose_each_milestone_is(catalogue: Catalogue, shipped_cache: Cache) -> None:
    found = Tools(shipped_cache.store, catalogue).milestones(from_year=2000, to_year=2001, policy=BOTH)["milestones"]
    assert {(row["policy"], row["economy"]) for row in found} == {("china", "China"), ("german-energy", "Germany")}
    assert [row["date"] for row in found] == sorted(row["date"] for row in found)


def test_the_routes_milestones_are_filtered_by_economy(client: TestClient) -> None:
    asked = {"policy": BOTH, "events_of": "german-energy", "to": "2026"}
    assert {row["id"] for row in client.get("/api/v1/milestones", params=asked).json()} == GERMAN
