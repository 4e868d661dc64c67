"""Is every mistake in the files of earlier releases named by file, line and field, and never a traceback?"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard.errors import HistoryError
from dashboard.store.history_check import history_mistakes
from dashboard.store.history_files import Earlier, read_changes, read_releases

HEADER = "indicator,date,dated,release,rows,changes,kind,definition,covers,economies,remark,licence,url\n"
SUCCESSORS = {"gdp": dt.date(2026, 1, 1)}
ECONOMIES = ("CHN", "USA", "ROU", "COD", "TLS")
FORMER = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS"}
CHANGES = """release,economy,period,value
2013-12-21,CHN,2010,5.93
2013-12-21,USA,2010,14.96
2014-05-03,CHN,2010,5.94
2014-05-03,CHN,2011,7.3
2014-05-03,USA,2010,
"""


def row(day: str, changes: int, **other: str) -> str:
    cells = {
        "indicator": "gdp",
        "date": day,
        "dated": "seen on",
        "release": f"WDI of {day}",
        "rows": "2",
        "changes": str(changes),
        "kind": "",
        "definition": "",
        "covers": "",
        "economies": "2",
        "remark": "",
        "licence": "CC BY 4.0",
        "url": "https://example.org/gdp.csv",
    } | other
    return ",".join(cells.values()) + "\n"


RELEASES = HEADER + row("2013-12-21", 2) + row("2014-05-03", 3, dated="published")
Write = Callable[..., Path]


@pytest.fixture
def shipped(tmp_path: Path) -> Write:
    def write(releases: str = RELEASES, changes: str = CHANGES) -> Path:
        folder = tmp_path / "history"
        folder.mkdir(exist_ok=True)
        (folder / "releases.csv").write_text(releases, encoding="utf-8")
        (folder / "gdp.csv").write_text(changes, encoding="utf-8")
        return tmp_path

    return write


def found(folder: Path) -> list[str]:
    return [str(mistake) for mistake in history_mistakes(folder, SUCCESSORS, ECONOMIES, FORMER)]


def earlier(folder: Path) -> Earlier:
    return read_changes(folder, read_releases(folder)["gdp"])


def test_releases_and_changes_are_read(shipped: Write) -> None:
    folder = shipped()
    assert found(folder) == []
    first, second = read_releases(folder)["gdp"]
    assert (first.date, first.dated, second.dated) == (dt.date(2013, 12, 21), "seen on", "published")
    changes = earlier(folder).changes
    assert changes["number"].tolist() == [0, 0, 1, 1, 1]
    assert changes["period"].iloc[0] == pd.Timestamp("2010-01-01")
    assert changes["value"].tolist()[:4] == [5.93, 14.96, 5.94, 7.3]
    assert changes["value"].isna().tolist() == [False, False, False, False, True]


def test_a_snapshot_may_have_no_history(tmp_path: Path) -> None:
    assert read_releases(tmp_path) == {}
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("releases", "said"),
    [
        (
            HEADER + row("2014-05-03", 3) + row("2013-12-21", 2),
            "releases.csv: line 3: date: the release of 2013-12-21 of gdp comes after its successor of 2014-05-03",
        ),
        (
            HEADER + row("2013-12-21", 2) + row("2013-12-21", 3),
            "history/releases.csv: line 3: date: gdp has two releases of 2013-12-21",
        ),
        (HEADER + row("yesterday", 2), "history/releases.csv: line 2: date: Input should be a valid date"),
        (HEADER + row("2013-12-21", 2, dated="known"), "line 2: dated: Input should be 'published' or 'seen on'"),
        (HEADER + row("2013-12-21", 2, kind="revised"), "line 2: kind: Input should be"),
        (HEADER + row("2013-12-21", 2, covers="everything"), "line 2: covers: String should match"),
        (HEADER + row("2013-12-21", 2, url="a friend"), "line 2: url: String should match"),
        (HEADER + "gdp,2013-12-21\n", "history/releases.csv: line 2: dated:"),
        (HEADER + row("2013-12-21", 2).strip() + ",more\n", "line 2: beyond the last column"),
        (
            HEADER + row("2013-12-21", 2) + row("2026-01-01", 3),
            "releases.csv: gdp 2026-01-01: date: is not before its successor in the snapshot, which is of 2026-01-01",
        ),
        (
            RELEASES + row("2013-12-21", 2, indicator="unheard-of"),
            "releases.csv: unheard-of: indicator: the indicator is not in the catalogue",
        ),
    ],
)
def test_a_mistake_in_the_table_is_named(shipped: Write, releases: str, said: str) -> None:
    assert said in "\n".join(found(shipped(releases)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2013-12-21,USA", "2014-05-03,USA", "gdp.csv: release: has 1 lines of the release of 2013-12-21"),
        ("2013-12-21,CHN", "2014-05-03,CHN", "line 3: release: 2013-12-21 comes after 2014-05-03; the oldest release"),
        ("2013-12-21,CHN", "2012-12-21,CHN", "line 2: release: '2012-12-21' is not a release in releases.csv"),
        (
            "2014-05-03,USA,2010,\n",
            "",
            "gdp.csv: release: has 2 lines of the release of 2014-05-03; releases.csv says 3",
        ),
        ("CHN,2010,5.93", "chn,2010,5.93", "line 2: economy: 'chn' is no code of an economy"),
        ("CHN,2010,5.93", "ROM,2010,5.93", "gdp.csv: line 2: economy: names 'ROM', which is ROU now"),
        ("CHN,2010,5.93", "ZAR,2010,5.93", "gdp.csv: line 2: economy: names 'ZAR', which is COD now"),
        ("CHN,2010,5.93", "TMP,2010,5.93", "gdp.csv: line 2: economy: names 'TMP', which is TLS now"),
        ("CHN,2010,5.93", "XYZ,2010,5.93", "gdp.csv: line 2: economy: names 'XYZ', which is not in the catalogue"),
        ("CHN,2011,7.3", "CHN,11,7.3", "line 5: period: '11' cannot be read"),
        ("CHN,2010,5.93", "CHN,soon,5.93", "line 2: period: 'soon' cannot be read"),
        ("CHN,2011,7.3", "CHN,2011,seven", "line 5: value: 'seven' cannot be read"),
        ("CHN,2011,7.3", "CHN,2011,inf", "line 5: value: 'inf' cannot be read"),
        ("CHN,2011,7.3", "CHN,2010,7.3", "line 5: period: the release has this economy and period twice"),
        ("CHN,2011,7.3", "CHN,2011,", "line 5: value: takes away a value that no release before has"),
        ("release,economy", "vintage,economy", "gdp.csv: has the columns vintage, economy, period, value"),
    ],
)
def test_a_mistake_in_a_file_is_named(shipped: Write, old: str, new: str, said: str) -> None:
    assert old in CHANGES
    assert said in "\n".join(found(shipped(changes=CHANGES.replace(old, new, 1))))


def test_a_file_that_is_missing_empty_or_not_named_is_said(shipped: Write) -> None:
    folder = shipped()
    (folder / "history/gdp.csv").rename(folder / "history/rd.csv")
    assert found(folder) == [
        "snapshot/history/gdp.csv: cannot be read: No such file or directory",
        "snapshot/history/rd.csv: releases.csv does not name this file",
    ]
    (folder / "history/gdp.csv").write_text("")
    assert "gdp.csv: is not a table" in found(folder)[0]
    (folder / "history/gdp.csv").write_bytes(b"\xff\xfe")
    assert "gdp.csv: cannot be read: is not text in UTF-8" in found(folder)[0]
    (folder / "history/gdp.csv").write_text("release,economy,period,value\n")
    assert "has 0 lines of the release of 2013-12-21" in found(folder)[0]


def test_what_cannot_be_used_is_refused_and_not_guessed(shipped: Write) -> None:
    with pytest.raises(HistoryError, match="two releases of 2013-12-21"):
        read_releases(shipped(HEADER + row("2013-12-21", 2) + row("2013-12-21", 3)))
    with pytest.raises(HistoryError, match="'seven' cannot be read"):
        earlier(shipped(changes=CHANGES.replace("7.3", "seven")))
