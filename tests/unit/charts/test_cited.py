"""Does a chart say in one line what changed since it was cited, and draw what was known then under the newest?"""

import datetime as dt

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.cited import since_sentence
from dashboard.charts.cited_kinds import sentences
from dashboard.charts.extracts import extract
from dashboard.charts.kind import Built, ChartRequest
from dashboard.charts.lines import build
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

THEN = dt.date(2026, 7, 13)
OTHERWISE = "count in another definition, unit or base year, which is not a revision."
Values = dict[str, dict[int, float]]


def built(catalogue: Catalogue, then: Values, now: Values, *, definition: str = "", both: bool = False) -> Built:
    store = stored(then, now, definition)
    economies = tuple(dict.fromkeys([*then, *now]))
    selection = Selection("gdp-growth", economies, cited=THEN if both else None, as_of=None if both else THEN)
    found = build(ChartRequest(Loader(store, catalogue), selection, selection.economies or ()))
    assert isinstance(found, Built)
    return found


def stored(then: Values, now: Values, definition: str = "") -> Store:
    store = Store(open_database(MEMORY_URL)[0])
    for year, values, words in ((2026, then, definition), (2027, now, "")):
        rows = [(code, f"{period}-01-01", value) for code, points in values.items() for period, value in points.items()]
        frame = pd.DataFrame(rows, columns=["economy", "period", "value"])
        observations = frame.assign(period=frame["period"].astype("datetime64[s]"))
        moment = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
        store.commit([Release("gdp-growth", moment, f"of {year}", observations, definition=words)])
    return store


@pytest.mark.parametrize(
    ("then", "now", "definition", "said"),
    [
        (
            {"CHN": {2021: 8.45, 2022: 2.99, 2023: 5.41}},
            {"CHN": {2021: 8.45, 2022: 3.02, 2023: 5.55, 2024: 5.01}},
            "",
            "2 of 3 values revised, 1 added since 13 July 2026; largest: 2023, 5.41 % → 5.55 %.",
        ),
        (
            {"CHN": {2023: 5.41}, "USA": {2023: 2.55}},
            {"CHN": {2023: 5.51}, "USA": {2023: 2.95}},
            "",
            "2 of 2 values revised since 13 July 2026; largest: United States 2023, 2.55 % → 2.95 %.",
        ),
        (
            {"CHN": {2022: 2.99, 2023: 5.41}},
            {"CHN": {2022: 2.99}},
            "",
            "1 value withdrawn since 13 July 2026.",
        ),
        (
            {"CHN": {2022: 2.99, 2023: 5.41}},
            {"CHN": {2022: 2.99, 2023: 5.41}},
            "",
            "Unchanged since 13 July 2026: 2 values, all the same.",
        ),
        (
            {"CHN": {2022: 2.99, 2023: 5.41}},
            {"CHN": {2022: 3.99, 2023: 6.41, 2024: 7.01}},
            "at market prices",
            f"1 value added since 13 July 2026. 2 of 2 values now {OTHERWISE}",
        ),
    ],
)
def test_one_line_says_what_changed(
    catalogue: Catalogue, then: Values, now: Values, definition: str, said: str
) -> None:
    [cited] = built(catalogue, then, now, definition=definition).cited
    assert since_sentence(cited) == said


THEN_VALUES: Values = {"CHN": {2022: 2.99, 2023: 5.41}, "USA": {2022: 1.94}}
NOW_VALUES: Values = {"CHN": {2022: 2.99, 2023: 5.44, 2024: 5.01}, "USA": {2022: 1.94}}


def test_both_are_drawn_the_cited_thin_and_under_the_newest(catalogue: Catalogue) -> None:
    chart = built(catalogue, THEN_VALUES, NOW_VALUES, both=True)
    traces = [trace for trace in chart.draw("light", Sheet(1280)).to_plotly_json()["data"] if "mode" in trace]
    names = [trace["name"] for trace in traces]
    # only of what changed
    assert "United States, 13 July 2026" not in names
    earlier, newest = (traces[names.index(name)] for name in ("China, 13 July 2026", "China"))
    assert names.index("China, 13 July 2026") < names.index("China")
    assert earlier["line"]["width"] < newest["line"]["width"]
    assert list(earlier["y"]) == [2.99, 5.41]
    # a revision that the usual decimals would round away shows in the hover
    assert (earlier["customdata"][1], newest["customdata"][1]) == ("5.41 %", "5.44 %")
    text = str(chart.draw("light", Sheet(1280)).to_plotly_json()["layout"])
    assert "Thin dotted line: as known on 13 July 2026." in text
    assert "Thin dotted lines show what was known on 13 July 2026." in chart.alt
    assert "1 of 3 values revised, 1 added since 13 July 2026" in chart.alt


def test_table_and_rows_have_both(catalogue: Catalogue) -> None:
    chart = built(catalogue, THEN_VALUES, NOW_VALUES, both=True)
    assert "China, 13 July 2026" in chart.table().columns
    rows = chart.rows()
    own = rows[rows["economy"] == "CHN"].set_index("period")
    assert own["value"].tolist() == [2.99, 5.44, 5.01]
    assert own["cited_value"].tolist()[:2] == [2.99, 5.41]
    assert own["change"].tolist() == ["", "revised", "added"]
    assert own["cited_vintage"].tolist() == ["2026-01-01", "2026-01-01", ""]


def test_what_counts_otherwise_is_not_drawn_on_one_axis(catalogue: Catalogue) -> None:
    now = {"CHN": {2022: 300.0, 2023: 550.0}}
    chart = built(catalogue, {"CHN": {2022: 2.9, 2023: 5.4}}, now, definition="at market prices", both=True)
    names = [trace.get("name") for trace in chart.draw("light", Sheet(1280)).to_plotly_json()["data"]]
    assert "China, 13 July 2026" not in names
    assert any("is not drawn for China" in note for note in chart.notes)


@pytest.mark.parametrize("layout", ["tidy", "wide"])
def test_a_file_has_what_was_cited_beside_what_is_known_now(catalogue: Catalogue, layout: str) -> None:
    store = stored({"CHN": {2022: 2.99, 2023: 5.41}}, {"CHN": {2022: 3.01}})
    asked = {"indicator": ["gdp-growth"], "economy": ["CHN"], "cited": [THEN.isoformat()], "layout": [layout]}
    found = extract(asked, store, catalogue)
    assert THEN.isoformat() in found.name
    rows = found.rows.set_index("period")
    now, then = ("CHN", "CHN_cited") if layout == "wide" else ("value", "cited_value")
    assert rows[then].tolist() == [2.99, 5.41]
    assert rows[now].tolist()[0] == 3.01
    # what was withdrawn is still told
    assert pd.isna(rows[now].tolist()[1])


def test_several_indicators_share_one_line(catalogue: Catalogue) -> None:
    first, same = (built(catalogue, THEN_VALUES, now).cited[0] for now in (NOW_VALUES, THEN_VALUES))
    assert sentences([first, same]) == (
        "Values changed since 13 July 2026: GDP (1 of 3 revised, 1 added); the others are unchanged."
    )
    assert sentences([same, same]) == "Unchanged since 13 July 2026: all values of 2 indicators are the same."
