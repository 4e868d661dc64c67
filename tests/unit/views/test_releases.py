"""Is the first release told from the newest, and never across definitions?"""

import datetime as dt

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import Economy
from dashboard.store.as_of import AsOf
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from dashboard.store.records import Dated, Vintage
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.releases import apart, changed, covers, first_and_latest, known_on, notes, standing, unit_of
from dashboard.views.selection import Selection


def frame(values: dict[int, float]) -> pd.DataFrame:
    periods = pd.to_datetime([f"{year}-01-01" for year in values]).astype("datetime64[s]")
    return pd.DataFrame({"economy": "CHN", "period": periods, "value": list(values.values())})


def vintage(**fields: object) -> Vintage:
    usual: dict[str, object] = {
        "id": 1,
        "indicator": "gdp",
        "published": dt.datetime(2016, 12, 14, tzinfo=dt.UTC),
        "release": "WDI",
        **dict.fromkeys(("rows", "added", "revised", "withdrawn"), 1),
        "origin": "history",
    }
    return Vintage.model_validate(usual | fields)


@pytest.fixture
def store() -> Store:
    return Store(open_database(MEMORY_URL)[0])


def commit(store: Store, day: str, values: dict[int, float], definition: str = "", dated: Dated = "seen on") -> None:
    moment = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    store.commit([Release("gdp", moment, day, frame(values), definition=definition, dated=dated)])


def test_the_first_release_of_each_period_is_found_and_what_it_became(store: Store, catalogue: Catalogue) -> None:
    commit(store, "2012-01-01", {2009: 5.01, 2010: 5.91, 2011: 7.21})
    commit(store, "2013-01-01", {2010: 6.01, 2011: 7.21, 2012: 8.22}, dated="published")
    commit(store, "2014-01-01", {2010: 6.11, 2011: 7.2134, 2012: 8.22})
    found = first_and_latest(Loader(store, catalogue), "gdp", catalogue.economies["CHN"])
    rows = found.frame.assign(year=found.frame["period"].dt.year)
    assert rows["year"].tolist() == [2009, 2010, 2011, 2012]
    assert rows["first"].tolist() == [5.01, 5.91, 7.21, 8.22]
    # one was withdrawn
    assert rows["latest"].isna().tolist() == [True, False, False, False]
    assert rows["latest"].tolist()[1:] == [6.11, 7.2134, 8.22]
    assert rows["revisions"].tolist() == [0, 2, 0, 0]
    assert rows["first_dated"].tolist() == ["seen on", "seen on", "seen on", "published"]
    assert rows["first_release"].dt.year.tolist() == [2012, 2012, 2012, 2013]
    assert rows["change_pct"].tolist()[1] == pytest.approx(100 * 0.2 / 5.91)
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("day", "latest", "revisions"),
    [
        (dt.date(2012, 12, 31), [5.01, 5.91, 7.21], [0, 0, 0]),
        (dt.date(2013, 1, 1), [None, 6.01, 7.21, 8.22], [0, 1, 0, 0]),
        (dt.datetime(2013, 12, 31, tzinfo=dt.UTC), [None, 6.01, 7.21, 8.22], [0, 1, 0, 0]),
        (dt.date(2014, 1, 1), [None, 6.11, 7.2134, 8.22], [0, 2, 0, 0]),
    ],
)
def test_the_newest_is_that_of_a_day(
    day: AsOf, latest: list[float | None], revisions: list[int], store: Store, catalogue: Catalogue
) -> None:
    commit(store, "2012-01-01", {2009: 5.01, 2010: 5.91, 2011: 7.21})
    commit(store, "2013-01-01", {2010: 6.01, 2011: 7.21, 2012: 8.22})
    commit(store, "2014-01-01", {2010: 6.11, 2011: 7.2134, 2012: 8.22})
    rows = first_and_latest(Loader(store, catalogue), "gdp", catalogue.economies["CHN"], day).frame
    assert [None if pd.isna(value) else value for value in rows["latest"].tolist()] == latest
    assert rows["revisions"].tolist() == revisions
    early = first_and_latest(Loader(store, catalogue), "gdp", catalogue.economies["CHN"], dt.date(2011, 1, 1))
    assert early.frame.empty


def test_releases_that_count_otherwise_are_left_out(store: Store, catalogue: Catalogue) -> None:
    commit(store, "2012-01-01", {2010: 5.91, 2011: 7.21}, definition="constant 2005 US$")
    # one value happens to be the same in the new base year
    commit(store, "2016-01-01", {2010: 5.91, 2011: 9.21})
    commit(store, "2020-01-01", {2010: 5.95, 2011: 9.21})
    found = first_and_latest(Loader(store, catalogue), "gdp", catalogue.economies["CHN"])
    assert found.frame["first"].tolist() == [5.91, 9.21]
    assert set(found.frame["first_release"]) == {pd.Timestamp("2016-01-01")}
    assert found.frame["revisions"].tolist() == [1, 0]
    assert [entry.definition for entry in found.left_out] == ["constant 2005 US$"]


def test_nothing_stored_is_an_empty_table(store: Store, catalogue: Catalogue) -> None:
    assert first_and_latest(Loader(store, catalogue), "gdp", catalogue.economies["CHN"]).frame.empty
    commit(store, "2012-01-01", {2010: 5.91})
    other = next(entry for code, entry in catalogue.economies.items() if code != "CHN")
    assert first_and_latest(Loader(store, catalogue), "gdp", other).frame.empty


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("", ["CHN", "VNM", "WLD"]),
        ("countries", ["CHN", "VNM"]),
        ("countries,WLD", ["CHN", "VNM", "WLD"]),
        ("countries,-VNM", ["CHN"]),
        ("-VNM", ["CHN", "WLD"]),
        ("CHN", ["CHN"]),
    ],
)
def test_a_release_covers_what_it_says(text: str, covered: list[str]) -> None:
    def economy(code: str) -> Economy:
        return Economy.model_construct(id=code, name=code, short_name=code, aggregate=code == "WLD", region="Here")

    assert [code for code in ("CHN", "VNM", "WLD") if covers(vintage(covers=text), economy(code))] == covered


def test_an_economy_s_values_are_from_the_last_release_that_has_it(catalogue: Catalogue) -> None:
    whole = vintage(published=dt.datetime(2012, 1, 1, tzinfo=dt.UTC))
    china = vintage(covers="CHN")
    other = next(entry for code, entry in catalogue.economies.items() if code != "CHN")
    assert standing([whole, china], china, catalogue.economies["CHN"]) == china
    assert standing([whole, china], china, other) == whole


def test_more_decimals_are_no_difference() -> None:
    found = changed(frame({2010: 5.91, 2011: 7.21}), frame({2010: 5.9134, 2011: 7.3134}))
    assert found["period"].dt.year.tolist() == [2011]


def test_a_chart_of_another_base_year_says_so_in_its_unit_and_below(store: Store, catalogue: Catalogue) -> None:
    commit(store, "2012-01-01", {2010: 5.91, 2011: 7.21}, definition="constant 2005 US$")
    rebased = vintage(definition="constant 2005 US$", covers="CHN")
    assert unit_of([rebased], "constant 2015 US$") == "constant 2005 US$"
    assert unit_of([rebased], "%") == "%"
    assert unit_of([vintage()], "constant 2015 US$") == "constant 2015 US$"
    assert "counts otherwise than today's (constant 2005 US$)" in notes([rebased], catalogue)[0]
    assert "only; all others are as released before" in notes([rebased], catalogue)[1]
    assert notes([vintage()], catalogue) == []
    assert apart(rebased, catalogue).startswith("constant 2005 US$; ")
    view = chart_view(Loader(store, catalogue), Selection("gdp", ("CHN",)))
    assert any("seen on 1 January 2012" in note for note in view.notes)


def test_only_a_release_of_that_time_tells_what_was_known(store: Store, catalogue: Catalogue) -> None:
    commit(store, "2013-12-21", {2010: 5.91})
    loader = Loader(store, catalogue)
    found = {day: known_on(loader, ["gdp"], dt.date.fromisoformat(day)) for day in ("2013-01-01", "2015-05-08")}
    assert found["2013-01-01"] == {}
    assert found["2015-05-08"]["gdp"].day == "seen on 21 December 2013"
    assert known_on(loader, ["gdp"], dt.date(2016, 1, 1)) == {}
