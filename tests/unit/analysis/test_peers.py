"""Peers are those nearest to an economy as multiples count, in its newest full year."""

import pandas as pd

from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.peers import Peers, peers
from dashboard.catalogue.indicators import Kind


def panel(values: dict[str, dict[int, float]]) -> Panel:
    rows = [(code, f"{year}-01-01", value) for code, series in values.items() for year, value in series.items()]
    frame = pd.DataFrame(rows, columns=["economy", "period", "value"])
    return panel_of(frame.assign(period=frame["period"].astype("datetime64[s]")), Kind.LEVEL)


SIZES = {"CHN": 100.0, "AAA": 50.0, "BBB": 190.0, "CCC": 1000.0, "DDD": 95.0, "EEE": 10.0}


def test_half_as_large_and_twice_as_large_are_equally_near() -> None:
    known = panel({code: {2020: size} for code, size in SIZES.items()})
    assert peers(known, "CHN", SIZES, 3) == Peers(("DDD", "BBB", "AAA"), 2020)


def test_only_candidates_are_peers_and_nobody_is_its_own() -> None:
    known = panel({code: {2020: size} for code, size in SIZES.items()})
    assert peers(known, "CHN", ["CHN", "CCC", "EEE", "ZZZ"]).codes == ("CCC", "EEE")


def test_a_year_that_few_have_or_the_subject_lacks_is_not_the_year_of_peers() -> None:
    known = panel(
        {code: {2019: size, 2020: size} for code, size in SIZES.items()} | {"CHN": {2018: 100.0, 2019: 100.0}}
    )
    assert peers(known, "CHN", SIZES, 1).year == 2019
    assert peers(panel({"AAA": {2020: 1.0}}), "CHN", SIZES) == Peers((), None)


def test_what_is_not_above_zero_is_no_peer() -> None:
    known = panel({"CHN": {2020: 1.0}, "AAA": {2020: 0.0}, "BBB": {2020: -1.0}, "CCC": {2020: 5.0}})
    assert peers(known, "CHN", SIZES).codes == ("CCC",)
    assert peers(panel({"CHN": {2020: -1.0}, "CCC": {2020: 5.0}}), "CHN", SIZES) == Peers((), None)
