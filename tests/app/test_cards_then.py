"""Does a milestone's card lead to what was known when it was announced, where a release of then is stored?"""

from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.settings import SNAPSHOT
from dashboard.store.history_files import read_releases
from tests.app.conftest import said
from tests.pages import OpenPage


def links(app: AppTest) -> list[str]:
    return [link.proto.query_string for link in app.get("page_link")]


def test_a_milestone_with_a_release_of_its_time_links_to_it(open_page: OpenPage, shipped_catalogue: Catalogue) -> None:
    stored = read_releases(SNAPSHOT)
    first = {name: releases[0].date for name, releases in stored.items()}
    milestone = next(
        entry
        for entry in shipped_catalogue.milestones.values()
        if any(name in first and 0 <= (entry.date - first[name]).days <= 366 for name in entry.indicators)
    )
    app = open_page("explore", {"milestone": milestone.id})
    assert "As known when it was announced" in said(app)
    assert any(f"as_of={milestone.date}" in link for link in links(app))


def test_one_from_before_all_releases_has_none(open_page: OpenPage, shipped_catalogue: Catalogue) -> None:
    milestone = next(entry for entry in shipped_catalogue.milestones.values() if entry.date.year < 2000)
    app = open_page("explore", {"milestone": milestone.id})
    assert "As known when it was announced" not in said(app)
