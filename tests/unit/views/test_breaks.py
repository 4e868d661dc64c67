"""Is only compared what can be compared, and said what was left out?"""

from dataclasses import replace
from typing import Any

import pytest

from dashboard.analysis.reasons import Cause, Reason
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Break
from dashboard.charts.alt_texts import line_text
from dashboard.charts.eras import thin_eras_sentence
from dashboard.store.observations import Store
from dashboard.views.chart import chart_view
from dashboard.views.era_table import era_table
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View
from tests.unit.views.conftest import REFORM, Show, points


def test_nothing_is_compared_across_a_level_break_and_a_note_says_why(show: Show) -> None:
    for transform in ("growth", "change"):
        view = show("broken", economies=("CHN", "USA"), transform=transform)
        assert 2009 not in points(view)
        assert 2009 in points(view, "USA")
    view = show("broken", economies=("CHN", "USA"), transform="index")
    assert max(points(view)) == 2008
    assert view.notes == ("Series break in 2009: A wider definition. Nothing is compared across it.",)


def test_a_break_outside_of_what_is_shown_is_not_mentioned(show: Show) -> None:
    assert show("broken", economies=("USA",)).notes == ()
    assert show("broken", economies=("CHN",), first_year=2009).notes == ()
    assert show("broken", economies=("CHN",), last_year=2008).notes == ()
    assert len(show("broken", economies=("CHN",), first_year=2008, last_year=2009).notes) == 1


def test_what_is_computed_from_a_broken_series_is_broken_there_too(show: Show, catalogue: Catalogue) -> None:
    view = show("twice-broken", economies=("CHN", "USA"))
    table = era_table(view, catalogue).set_index(["economy", "era"])
    assert table.loc[("CHN", REFORM), "reason"] == Reason(Cause.SERIES_BREAK, years=(2009,))
    assert table.loc[("USA", REFORM), "reason"] != Reason(Cause.SERIES_BREAK, years=(2009,))


def test_a_change_is_missing_at_a_break_and_compared_on_both_sides_of_it(show: Show, catalogue: Catalogue) -> None:
    """Whether the provider's series is changed by a transform or by an indicator: both give one table and one text."""
    asked = {"economies": ("CHN",), "first_year": 2001}
    made, derived = show("broken", **asked, transform="change"), show("solar-additions", **asked)
    for view in (made, derived):
        assert 2009 not in points(view)
        assert points(view)[2010] == 1
        assert len(view.notes) == 1
        assert view.newest_break("CHN") is None
        assert view.interruptions.keys() == {"CHN"}
        assert "since the series break" not in line_text(view)
    tables = [era_table(view, catalogue).set_index("era")["reason"] for view in (made, derived)]
    assert [found[REFORM] for found in tables] == [None, None]


def test_a_note_that_two_economies_share_is_said_once(show: Show) -> None:
    view = show("world-broken", economies=("CHN",), transform="share")
    twice = replace(view, break_notes=(*view.break_notes, replace(view.break_notes[0], economy="USA")))
    assert twice.notes == ("Series break in 2015: More members. Nothing is compared across it.",)


def test_an_era_that_a_break_divides_is_not_said_to_lack_values(show: Show, catalogue: Catalogue) -> None:
    view = show("broken", economies=("CHN",))
    gap = replace(view, points=view.points[view.points["period"].dt.year != 2005])
    table = era_table(gap, catalogue).set_index("era")
    assert table.loc[REFORM, "reason"] == Reason(Cause.SERIES_BREAK, years=(2009,))
    assert 2005 in table["missing"].loc[REFORM]
    assert "Reform" not in thin_eras_sentence(gap, catalogue)


def test_what_is_computed_from_a_broken_series_grows_on_either_side_of_the_break(show: Show) -> None:
    for transform in ("growth", "change"):
        view = show("twice-broken", economies=("CHN",), transform=transform)
        assert set(range(2001, 2021)) - points(view).keys() == {2009}
    smooth = show("twice-broken", economies=("CHN",), transform="rolling-mean")
    assert points(smooth).keys() == {*range(2004, 2009), *range(2013, 2021)}


def test_a_break_in_the_count_of_people_is_one_in_figures_per_head(show: Show, catalogue: Catalogue) -> None:
    view = show("gdp", economies=("CHN", "USA"), transform="per-capita")
    assert view.notes == ("Series break in 1990: A census. Nothing is compared across it.",)
    table = era_table(view, catalogue).set_index(["economy", "era"])
    assert table.loc[("USA", REFORM), "reason"] == Reason(Cause.SERIES_BREAK, years=(1990,))
    assert table.loc[("CHN", REFORM), "reason"] is None


def test_a_break_in_the_worlds_row_breaks_every_share_of_it(show: Show, catalogue: Catalogue) -> None:
    for view in (
        show("world-share", economies=("CHN",)),
        show("world-broken", economies=("CHN",), transform="share"),
    ):
        assert points(view)[2010] == pytest.approx(10)
        assert view.notes == ("Series break in 2015: More members. Nothing is compared across it.",)
        assert era_table(view, catalogue).set_index("era").loc["innovation-driven", "reason"] == Reason(
            Cause.SERIES_BREAK, years=(2015,)
        )


def test_zeros_that_mean_not_collected_are_never_divided_by(show: Show) -> None:
    assert points(show("uncollected", economies=("CHN",))) == {1994: 5, 1995: 0}
    assert points(show("ratio", economies=("CHN",))) == {1994: 88}


def test_a_flag_is_said_where_it_is_drawn_and_compared_across(store: Store, catalogue: Catalogue) -> None:
    flagged = catalogue.indicators["gdp"].model_copy(
        update={"flags": (Break(economy="CHN", year=2021, note="A member enters."),)}
    )
    known = replace(catalogue, indicators={**catalogue.indicators, "gdp": flagged})

    def drawn(**asked: Any) -> View:  # noqa: ANN401 - any field of a selection
        return chart_view(Loader(store, known), Selection("gdp", **asked))

    plain = chart_view(Loader(store, catalogue), Selection("gdp", economies=("CHN",), transform="growth"))
    growth = drawn(economies=("CHN",), transform="growth")
    assert "Read 2021 with care: A member enters." in growth.notes
    assert growth.points.equals(plain.points)
    assert not any("with care" in note for note in drawn(economies=("USA",)).notes)
    assert not any("with care" in note for note in drawn(economies=("CHN",), first_year=2022).notes)
