"""Does an edition that is replaced become an earlier release of what it changed, beside those that are there?"""

import datetime as dt
from pathlib import Path

import pytest

from dashboard.catalogue.frequency import Frequency
from dashboard.store.history_files import read_changes, read_releases
from dashboard.store.history_writing import Replaced, with_replaced
from dashboard.store.snapshot import Entry, SnapshotObservations
from tests.contract.made_up import Figures, frame, indicator, year

HEAD = "indicator,date,dated,release,rows,changes,kind,definition,covers,economies,remark,licence,url"
GROWTH = "growth,2024-05-01,seen on,May 2024,2,2,,,,2,,CC0,https://example.org/2024"
TRADE = "trade,2024-06-01,published,June 2024,1,1,,,,1,,CC0,https://example.org/2024"
FIRST = "release,economy,period,value\n2024-05-01,CHN,2000,8.4\n2024-05-01,USA,2000,4.1\n"
ONE: Figures = {("CHN", year(2000)): 8.4}
BOTH: Figures = {**ONE, ("USA", year(2000)): 4.1}


def entry(name: str = "growth", **fields: object) -> Entry:
    usual = {"id": name, "release": "May 2025", "published": "2025-05-01", "rows": 1, "sha256": "0" * 64}
    return Entry.model_validate(usual | {"dated": "seen on"} | fields)


def replaced(figures: Figures, name: str = "growth", **fields: object) -> Replaced:
    shipped = SnapshotObservations(entry(name, **fields), frame(figures))
    return Replaced(indicator(name), shipped, entry(name, release="May 2026"))


def history(folder: Path, *rows: str, **files: str) -> Path:
    (folder / "history").mkdir()
    (folder / "history" / "releases.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    for name, text in files.items():
        (folder / "history" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Give a snapshot with one earlier release of growth and one of trade."""
    return history(
        tmp_path, GROWTH, TRADE, growth=FIRST, trade="release,economy,period,value\n2024-06-01,CHN,2000,1.5\n"
    )


def text_of(folder: Path, edition: Replaced) -> dict[str, str]:
    return {name: content.decode() for name, content in with_replaced(folder, [edition]).items()}


def test_the_first_release_of_a_history_is_all_that_its_edition_has(tmp_path: Path) -> None:
    found = text_of(tmp_path, replaced(BOTH))
    assert found == {
        "history/growth.csv": "release,economy,period,value\n2025-05-01,CHN,2000,8.4\n2025-05-01,USA,2000,4.1\n",
        "history/releases.csv": (
            f"{HEAD}\ngrowth,2025-05-01,seen on,May 2025,2,2,,,,2,,CC BY 4.0,https://example.org/\n"
        ),
    }


def test_a_later_one_is_what_it_changed_and_stands_behind_its_own(told: Path) -> None:
    figures = {("CHN", year(2000)): 8.5, ("CHN", year(2001)): 8.0}
    found = text_of(told, replaced(figures))
    assert found["history/growth.csv"] == (
        f"{FIRST}2025-05-01,CHN,2000,8.5\n2025-05-01,CHN,2001,8\n2025-05-01,USA,2000,\n"
    )
    row = "growth,2025-05-01,seen on,May 2025,2,3,,,,1,,CC BY 4.0,https://example.org/"
    assert found["history/releases.csv"] == f"{HEAD}\n{GROWTH}\n{row}\n{TRADE}\n"


def test_what_is_written_is_read_as_what_stood_and_what_came(told: Path) -> None:
    for name, content in with_replaced(told, [replaced({("CHN", year(2000)): 8.5})]).items():
        (told / name).write_bytes(content)
    releases = read_releases(told)["growth"]
    assert [release.date for release in releases] == [dt.date(2024, 5, 1), dt.date(2025, 5, 1)]
    assert read_changes(told, releases).changes["value"].fillna(-1.0).tolist() == [8.4, 4.1, 8.5, -1.0]
    # and one more says what it changed against the last alone
    later = replaced({("CHN", year(2000)): 8.5, ("USA", year(2000)): 4.2}, published="2025-06-01")
    assert text_of(told, later)["history/growth.csv"].splitlines()[5:] == ["2025-06-01,USA,2000,4.2"]


@pytest.mark.parametrize("day", ["2024-04-30", "2024-05-01"])
def test_one_that_is_not_newer_adds_nothing(told: Path, day: str) -> None:
    assert with_replaced(told, [replaced(ONE, published=day)]) == {}


def test_one_that_changes_nothing_adds_nothing(told: Path) -> None:
    assert with_replaced(told, [replaced(BOTH)]) == {}
    assert with_replaced(told, []) == {}


def test_of_several_those_that_add_something_are_written(told: Path) -> None:
    found = with_replaced(told, [replaced(BOTH), replaced({("CHN", year(2000)): 2.5}, "trade")])
    assert sorted(found) == ["history/releases.csv", "history/trade.csv"]


def test_economies_that_no_history_has_stay_out(told: Path) -> None:
    found = text_of(told, replaced({**ONE, ("USA", year(2000)): 5.5, ("FRA", year(2000)): 1.5}, "new"))
    assert found["history/new.csv"].splitlines()[1:] == ["2025-05-01,CHN,2000,8.4", "2025-05-01,USA,2000,5.5"]
    assert ",2,2,,,,2," in found["history/releases.csv"].splitlines()[-1]


@pytest.mark.parametrize(
    ("before", "after", "former"),
    [
        ("constant 2010 US$", "constant 2015 US$", "constant 2010 US$"),
        ("constant 2010 US$", "", "constant 2010 US$"),
        ("constant 2010 US$", "constant 2010 US$", ""),
        ("", "constant 2015 US$", ""),
        ("", "", ""),
    ],
)
def test_what_counted_as_the_edition_did_counts_in_its_unit_once_that_is_not_todays(
    told: Path, before: str, after: str, former: str
) -> None:
    same = replaced({("CHN", year(2000)): 8.5}, unit=before)
    edition = Replaced(same.indicator, same.shipped, entry(unit=after))
    assert edition.former_unit == former
    rows = [line.split(",") for line in text_of(told, edition)["history/releases.csv"].splitlines()[1:3]]
    assert [row[7] for row in rows] == [former] * 2


def test_an_edition_after_one_in_another_definition_is_rebased_and_ends_what_it_does_not_have(tmp_path: Path) -> None:
    folder = history(tmp_path, GROWTH.replace("2,2,,,", "2,2,rebased,old US$,", 1), growth=FIRST)
    found = text_of(folder, replaced({("CHN", year(2001)): 8.5}))
    # China lost a value, which it withdrew; the United States are not in it
    assert found["history/growth.csv"].splitlines()[3:] == [
        "2025-05-01,CHN,2000,",
        "2025-05-01,CHN,2001,8.5",
        "2025-05-01,USA,2000,ends",
    ]
    kinds = [line.split(",")[6:8] for line in found["history/releases.csv"].splitlines()[1:]]
    assert kinds == [["rebased", "old US$"], ["rebased", ""]]


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": "https://example.org/a file"}, "https://example.org/a%20file"),
        ({"repository": "owner/name", "path": "a.csv"}, "https://github.com/owner/name/blob/HEAD/a.csv"),
        (
            {"repository": "owner/name", "path": "a b.csv", "commit": "0123abc"},
            "https://github.com/owner/name/blob/0123abc/a%20b.csv",
        ),
        ({"repository": "owner/name"}, "https://example.org/"),
        ({"path": "a.csv"}, "https://example.org/"),
        ({"repository": "owner/name", "path": "a.csv", "url": "https://example.org/b"}, "https://example.org/b"),
    ],
)
def test_a_release_says_where_its_file_was_had(tmp_path: Path, fields: dict[str, str], url: str) -> None:
    row = text_of(tmp_path, replaced(ONE, **fields))["history/releases.csv"].splitlines()[1]
    assert row.split(",")[-1] == url


def test_months_are_written_as_months(tmp_path: Path) -> None:
    monthly = SnapshotObservations(entry(), frame({("CHN", dt.date(2000, 2, 1)): 8.4}), Frequency.MONTHLY)
    found = text_of(tmp_path, Replaced(indicator("growth"), monthly, entry()))
    assert found["history/growth.csv"].splitlines()[1] == "2025-05-01,CHN,2000-02,8.4"
