"""A ranking draws each value as long as it is, in order, with the subject marked and groups apart."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.charts.ranking import ranking_figure
from dashboard.figures.geometry import typeset
from dashboard.figures.parts.rank_panel import RANK_PANEL_PX
from dashboard.figures.parts.ranked_rows import rows_on, shown_rows
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import palette
from dashboard.views import comparison
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show

Rank = Callable[..., comparison.Ranking]
MANY = ("CHN", "USA", "JPN", "KOR", "DEU", "GBR", "FRA", "ITA", "IND", "BRA", "WLD")


@pytest.fixture(scope="session")
def ranked(view_of: Show) -> Rank:
    def ranking(indicator: str, year: int | None = None, **asked: object) -> comparison.Ranking:
        found = comparison.ranking(comparison.yearly(view_of(indicator, economies=MANY, **asked)), year)
        assert found is not None
        return found

    return ranking


def test_bars_are_as_long_as_their_figures_and_fall_from_the_top(ranked: Rank) -> None:
    ranking = ranked("rd-spending", 2020)
    bars = traces(ranking_figure(ranking, width=1280))[0]
    count = len(ranking.ranked)
    assert bars.type == "bar"
    assert list(bars.x[:count]) == ranking.ranked["value"].tolist() == sorted(bars.x[:count], reverse=True)
    assert all(upper < lower for upper, lower in pairwise(bars.y))


def test_every_figure_is_written_at_its_bar(ranked: Rank) -> None:
    ranking = ranked("gdp-growth", 2024)
    texts = [note.text for note in layout_of(ranking_figure(ranking, width=1280)).annotations]
    assert "<b>China</b>" in texts
    assert "<b>5.0 %</b>" in texts
    for code in ranking.ranked["economy"]:
        assert any(ranking.economies[code].short_name in text for text in texts)


def test_the_subject_is_in_the_accent_and_the_chosen_in_colours_of_their_own(ranked: Rank) -> None:
    ranking = ranked("gdp-growth", 2024)
    bars = traces(ranking_figure(ranking, ("USA",), width=1280))[0]
    colours = dict(zip(ranking.ranked["economy"], bars.marker.color, strict=False))
    assert colours["CHN"] == palette("light").accent
    assert colours["USA"] not in (palette("light").accent, palette("light").faint)
    assert colours["JPN"] == palette("light").faint


def test_bars_start_from_zero_and_leave_room_for_what_is_written_on_both_sides(ranked: Rank) -> None:
    ranking = ranked("external-balance", 2022)
    figure = ranking_figure(ranking, width=320)
    low, high = layout_of(figure).xaxis.range
    values = ranking.ranked["value"]
    assert low < min(0, values.min())
    assert high > values.max()


def test_groups_that_hold_the_others_are_told_in_figures_alone(ranked: Rank) -> None:
    ranking = ranked("gdp", 2024)
    figure = ranking_figure(ranking, width=1280)
    assert traces(figure)[0].x[-1] == 0
    assert any("tn" in note.text for note in layout_of(figure).annotations)
    assert layout_of(figure).xaxis.range[1] < 2 * ranking.ranked["value"].max()


def test_a_logarithmic_scale_has_dots_for_bars(ranked: Rank) -> None:
    ranking = ranked("gdp", 2024, scale="log")
    marks = traces(ranking_figure(ranking, width=1280))[0]
    assert (marks.type, marks.mode) == ("scatter", "markers")


def test_ranks_over_time_are_those_of_the_subject_and_its_neighbours(ranked: Rank) -> None:
    ranking = ranked("gdp", 2024)
    wide, narrow = (traces(ranking_figure(ranking, width=width))[1:] for width in (1280, 320))
    assert [trace.name for trace in wide][-1] == "China"
    assert (len(wide), len(narrow)) == (5, 3)
    own = ranking.ranks[ranking.ranks["economy"] == "CHN"].set_index("year")["rank"]
    drawn = dict(zip(wide[-1].x, wide[-1].y, strict=True))
    assert drawn[2010] == own[2010] == 2


def test_ranks_stand_beside_the_bars_where_there_is_room_and_under_them_where_not(ranked: Rank) -> None:
    ranking = ranked("gdp", 2024)
    beside, under = (layout_of(ranking_figure(ranking, width=width)) for width in (1280, 320))
    assert beside.xaxis2.domain[0] > beside.xaxis.domain[1]
    assert under.yaxis2.domain[1] < under.yaxis.domain[0]


def test_what_is_drawn_as_is_passes_plotlys_own_check(ranked: Rank) -> None:
    figure = ranking_figure(ranked("gdp", 2024), ("USA",), width=1280)
    assert go.Figure(figure.to_dict()).to_dict()["data"] == figure.to_dict()["data"]


def long_ranking(ranked: Rank, count: int, subject: int) -> comparison.Ranking:
    """Return a made-up ranking of so many economies, the subject in a row."""
    known = ranked("gdp-growth", 2024)
    entry = known.economies["USA"]
    codes = [f"{chr(65 + row // 26)}{chr(65 + row % 26)}X" for row in range(count)]
    codes[subject] = known.view.subject
    economies = tuple(entry.model_copy(update={"id": code, "name": code, "short_name": code}) for code in codes)
    values = [float(count - row) for row in range(count)]
    rows = {"economy": codes, "value": values, "year": known.year, "rank": range(1, count + 1)}
    nobody = known.reference.iloc[:0]
    view = replace(known.view, economies=economies)
    return replace(known, view=view, ranked=pd.DataFrame(rows), reference=nobody, ranks=known.ranks.iloc[:0])


@given(count=st.integers(1, 217), subject=st.integers(0, 216), chosen=st.sets(st.integers(0, 216), max_size=10))
def test_a_long_ranking_shows_its_ends_the_subject_and_the_chosen(
    ranked: Rank, count: int, subject: int, chosen: set[int]
) -> None:
    ranking = long_ranking(ranked, count, subject % count)
    codes = ranking.ranked["economy"].tolist()
    rows = shown_rows(ranking, [codes[row] for row in chosen if row < count])
    assert {0, count - 1, subject % count, *(row for row in chosen if row < count)} <= set(rows)
    assert list(rows) == sorted(set(rows))
    assert len(rows) <= 60
    assert all(after - before != 2 for before, after in pairwise(rows))


def test_what_is_left_out_of_a_ranking_is_counted_where_it_would_stand(ranked: Rank) -> None:
    ranking = long_ranking(ranked, 200, 100)
    figure = ranking_figure(ranking, (), width=1280)
    bars, texts = traces(figure)[0], [note.text for note in layout_of(figure).annotations]
    assert "· · ·  86 more  · · ·" in texts
    assert any("175 economies in between are left out" in text for text in texts)
    assert len(bars.x) == 25
    assert all(below - above >= 20 for above, below in pairwise(bars.y))


def test_ranks_over_the_years_are_those_of_the_economies_chosen(ranked: Rank) -> None:
    figure = ranking_figure(ranked("gdp-growth", 2024), ("USA", "BRA"), width=1280)
    lines = {trace.name for trace in traces(figure) if trace.xaxis == "x2"}
    assert lines == {"China", "United States", "Brazil"}


@pytest.mark.parametrize("width", [343, 720, 1280])
def test_a_value_of_an_earlier_year_never_reaches_the_name_before_it(ranked: Rank, width: int) -> None:
    ranking = ranked("gdp-growth")
    lowest = ranking.ranked.index[-1]
    old = ranking.ranked.assign(year=ranking.ranked["year"].where(ranking.ranked.index != lowest, ranking.year - 1))
    old.loc[lowest, "value"] = -7.1
    figure = ranking_figure(replace(ranking, ranked=old), (), width=width)
    axis = layout_of(figure).xaxis
    per_px = (axis.range[1] - axis.range[0]) / (
        (axis.domain[1] - axis.domain[0]) * (width - layout_of(figure).margin.l - layout_of(figure).margin.r)
    )
    [value] = [note for note in layout_of(figure).annotations if note.text.endswith(f"({ranking.year - 1})")]
    start = (value.x - axis.range[0]) / per_px + value.xshift - typeset.width(value.text, 12)
    assert start >= 0


def test_a_very_high_sheet_has_more_rows_and_none_of_them_low(ranked: Rank) -> None:
    ranking = long_ranking(ranked, 200, 100)
    usual, high = (rows_on(ranking, (), Sheet(3600, height)) for height in (600, 1900))
    assert len(usual.drawn) < len(high.drawn)
    assert high.each > usual.each
    assert high.height < 1900


@pytest.mark.parametrize("height", [700, 1000, 1300, 1900])
def test_no_room_is_left_for_more_than_two_rows(ranked: Rank, height: int) -> None:
    rows = rows_on(long_ranking(ranked, 200, 100), (), Sheet(3600, height))
    # beside what stands above and below them on a whole sheet, and apart from those for reference
    assert 112 <= height - rows.height < 112 + 10 + 2 * 21


@pytest.mark.parametrize("height", [420, 560, 900])
def test_a_ranking_of_all_fits_a_sheet_of_a_given_height(ranked: Rank, height: int) -> None:
    ranking = long_ranking(ranked, 200, 100)
    figure = ranking_figure(ranking, (), width=1280, height=height)
    assert layout_of(figure).height <= height + 1
    assert all(below - above >= 15 for above, below in pairwise(traces(figure)[0].y))


@pytest.mark.parametrize("height", [560, 700, 900, 1300, 1900])
@pytest.mark.parametrize("count", [4, 20, 200])
def test_rows_beside_ranks_over_time_end_where_these_do(ranked: Rank, count: int, height: int) -> None:
    ranking = replace(long_ranking(ranked, count, count // 2), ranks=ranked("gdp-growth", 2024).ranks)
    layout = layout_of(ranking_figure(ranking, (), width=1280, height=height))
    body = layout.height - layout.margin.t - layout.margin.b
    # a few rows are as high as they may be, and the ranks need their own height beside them
    assert layout.yaxis.domain[0] * body < 1 or body == RANK_PANEL_PX
    assert layout.yaxis2.domain[0] == pytest.approx(0)


def test_a_bar_of_an_earlier_year_says_which(ranked: Rank) -> None:
    ranking = ranked("rd-spending", 2022)
    older = ranking.older
    assert older
    bars = traces(ranking_figure(ranking, width=1280))[0]
    names = {code: ranking.economies[code].name for code in older}
    told = {name: text for name, text, _ in bars.customdata}
    assert all(f"({year})" in told[names[code]] for code, year in older.items() if names[code] in told)
    assert f"({ranking.year})" not in " ".join(told.values())
