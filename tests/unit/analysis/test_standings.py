"""Is an economy ranked in the newest full year, or by the medians of a span, and only strictly behind?"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from dashboard.analysis.levels import EconomyValue, Level, Others, Span, Standing
from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.analysis.standings import as_rank, span_standing, standing_now
from dashboard.catalogue.indicators import Break, Kind
from tests.unit.conftest import Frames

CODES = ("CHN", "USA", "JPN", "IND", "KOR", "DEU", "GBR", "FRA")
YEARS = range(2000, 2010)


@pytest.fixture
def share(frame: Frames) -> Callable[..., Panel]:
    def lay(series: Mapping[str, Mapping[int, float]], breaks: tuple[Break, ...] = ()) -> Panel:
        return panel_of(frame(series), Kind.SHARE, breaks)

    return lay


def now(panel: Panel, economy: str = "CHN", direction: str = "up", newest: int = 2020) -> Level:
    others = [code for code in panel.economies if code != economy]
    way = "up" if direction == "up" else "down"
    return standing_now(panel, economy, others, way, everybody=panel.economies, newest=newest)


def test_a_standing_is_the_share_of_the_others_ahead(share: Callable[..., Panel]) -> None:
    held = share({code: {2020: float(place)} for place, code in enumerate(CODES)})
    up, down = now(held, "JPN"), now(held, "JPN", "down")
    assert up.value == pytest.approx(5 / 7)
    assert down.value == pytest.approx(2 / 7)
    assert up.standing is not None
    assert (up.standing.rank, up.standing.economies) == (6, 8)
    assert [entry.economy for entry in up.standing.ranked] == list(CODES[::-1])
    assert up.standing.ahead == CODES[:2:-1]
    assert as_rank(up).value == 6


def test_the_year_is_the_newest_with_most_economies_and_the_subject(share: Callable[..., Panel]) -> None:
    series = {code: {2018: 1.0, 2019: 1.0, 2020: 1.0} for code in (*CODES, "ITA", "ESP")}
    assert now(share(series)).last == 2020
    # three of ten have no value of 2020: not four fifths of the fullest year
    for code in ("USA", "JPN", "IND"):
        series[code] = {2018: 1.0, 2019: 1.0}
    assert now(share(series)).last == 2019
    series["CHN"] = {2018: 1.0, 2020: 1.0}
    assert now(share(series)).last == 2018
    assert now(share(series), "ZZZ").reason == NO_DATA
    assert now(share({code: {2018: 1.0} for code in CODES[1:]} | {"CHN": {2017: 1.0}})).reason == Reason(
        Cause.NO_FULL_YEAR
    )


def test_another_economy_takes_part_with_a_value_of_up_to_three_years_before(share: Callable[..., Panel]) -> None:
    series = {code: {2020: 1.0} for code in (*CODES, "ITA", "ESP")}
    series["USA"], series["JPN"] = {2017: 5.0}, {2016: 9.0}
    found = now(share(series))
    assert found.standing is not None
    assert found.standing.ahead == ("USA",)
    assert (found.standing.economies, found.others.older if found.others else 0) == (9, 1)


def test_a_full_year_long_past_is_no_standing(share: Callable[..., Panel]) -> None:
    held = share({code: {2014: 1.0} for code in CODES})
    assert now(held, newest=2019).value == 0
    assert now(held, newest=2020).reason == Reason(Cause.FIGURES_STOP, years=(2014,))


def test_equals_are_not_ahead(share: Callable[..., Panel]) -> None:
    assert now(share({code: {2020: 1.0} for code in CODES})).value == 0.0


def test_seven_economies_have_no_standing(share: Callable[..., Panel]) -> None:
    found = now(share({code: {2020: 1.0} for code in CODES[:7]}))
    assert (found.value, found.reason) == (None, Reason(Cause.TOO_FEW_RANKED, n=7, least=8))


def test_a_span_is_ranked_by_medians_which_one_deal_cannot_move(share: Callable[..., Panel]) -> None:
    series = {code: dict.fromkeys(YEARS, float(place)) for place, code in enumerate(CODES)}
    series["USA"] = dict.fromkeys(YEARS, 1.0) | {2004: 1000.0}
    found = span_standing(Span(share(series), "FRA", YEARS), CODES[:-1], "up")
    assert found.value == 0.0


def test_economies_that_are_half_covered_or_broken_do_not_stand(share: Callable[..., Panel]) -> None:
    series = {code: dict.fromkeys(YEARS, float(place)) for place, code in enumerate((*CODES, "ITA"))}
    series["USA"] = dict.fromkeys(range(2000, 2005), 99.0)
    found = span_standing(Span(share(series), "CHN", YEARS), (*CODES[1:], "ITA"), "up")
    assert found.standing is not None
    assert found.standing.economies == 8
    assert "USA" not in [entry.economy for entry in found.standing.ranked]
    broken = share(series, (Break(economy="JPN", year=2003, note="New."),))
    assert span_standing(Span(broken, "CHN", YEARS), (*CODES[1:], "ITA"), "up").value is None
    own = span_standing(Span(broken, "JPN", YEARS), CODES[1:], "up")
    assert own.reason == Reason(Cause.SERIES_BREAK, years=(2003,))
    # a standing of one year is not touched by a break
    assert now(broken, "JPN", newest=2009).value is not None


def test_a_standing_is_told_whole_whether_there_is_one_or_not(share: Callable[..., Panel]) -> None:
    held = share({code: {2020: float(place)} for place, code in enumerate(CODES)} | {"ITA": {2019: 3.0}})
    assert now(held, "ZZZ") == Level("standing", 0, 0, None, None, NO_DATA)
    assert now(held, newest=2026) == Level("standing", 1, 1, 2020, 2020, Reason(Cause.FIGURES_STOP, years=(2020,)))
    thin = share({code: {2018: 1.0} for code in CODES[1:]} | {"CHN": {2017: 1.0}})
    assert now(thin) == Level("standing", 0, 0, None, None, Reason(Cause.NO_FULL_YEAR))
    found = now(held, "IND")
    ranked = tuple(
        EconomyValue(code, value) for code, value in zip(_BY_VALUE, (7, 6, 5, 4, 3, 3, 2, 1, 0), strict=True)
    )
    rest = tuple(entry for code in (*CODES, "ITA") for entry in ranked if entry.economy == code != "IND")
    others = Others(tuple(sorted(rest, key=lambda entry: held.columns[entry.economy])), 3.5, older=1)
    assert found == Level("standing", 1, 1, 2020, 2020, None, 0.5, Standing(5, 9, ranked), others)
    assert as_rank(found) == replace(found, measure="rank", value=5.0)
    none = as_rank(now(held, "ZZZ"))
    assert (none.measure, none.value) == ("rank", None)


def test_a_standing_of_a_span_is_told_whole(share: Callable[..., Panel]) -> None:
    held = share({code: {year: float(place) for year in YEARS} for place, code in enumerate((*CODES, "ITA"))})
    found = span_standing(Span(held, "ITA", YEARS), CODES, "down")
    values = tuple(EconomyValue(code, float(place)) for place, code in enumerate((*CODES, "ITA")))
    assert found == Level(
        "standing", 10, 10, 2000, 2009, None, 1.0, Standing(9, 9, values), Others(values[:-1], 3.5, older=0)
    )
    first = span_standing(Span(held, "ITA", YEARS), CODES, "up")
    assert first.standing == Standing(1, 9, values[::-1])


_BY_VALUE = ("FRA", "GBR", "DEU", "KOR", "IND", "ITA", "JPN", "USA", "CHN")
