"""Two indicators of one selection: read from a link, each with a view, on one time axis."""

from collections.abc import Callable

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.observations import Store
from dashboard.views.loading import Loader
from dashboard.views.pair import share_axis, views_of, whole_scale
from dashboard.views.selection import Reading, Selection, query_of, read_selection
from dashboard.views.view import View
from tests.unit.views.conftest import ids, points

Pair = Callable[..., tuple[View, View]]


@pytest.fixture
def pair(store: Store, catalogue: Catalogue) -> Pair:
    """Return the two views of a selection given by its fields."""

    def shown(first: str, second: str, **fields: object) -> tuple[View, View]:
        asked = Selection(first, second=second, **{"economies": ("CHN", "USA"), **fields})  # pyright: ignore[reportArgumentType]
        one, two = views_of(Loader(store, catalogue), asked)
        return one, two

    return shown


def read(catalogue: Catalogue, **query: str) -> Reading:
    return read_selection({key.rstrip("_"): [value] for key, value in query.items()}, catalogue)


def test_a_link_names_a_second_indicator_and_brings_it_back(catalogue: Catalogue) -> None:
    reading = read(catalogue, indicator="gdp", with_="population")
    assert (reading.problems, reading.selection.second) == ((), "population")
    assert query_of(reading.selection) == {"indicator": "gdp", "with": "population", "transform": "level"}


@pytest.mark.parametrize(
    ("second", "code"), [("gdp", "repeated-indicator"), ("<b>", "unknown-indicator"), ("x" * 9000, "too-long")]
)
def test_a_second_indicator_that_is_none_is_left_out_and_said(catalogue: Catalogue, second: str, code: str) -> None:
    reading = read(catalogue, indicator="gdp", with_=second)
    assert reading.selection == Selection("gdp")
    assert [(problem.code, problem.field) for problem in reading.problems] == [(code, "with")]


def test_one_indicator_has_one_view(store: Store, catalogue: Catalogue) -> None:
    assert len(views_of(Loader(store, catalogue), Selection("gdp"))) == 1


def test_both_have_one_time_axis_and_what_lies_on_it_also_where_their_frequencies_differ(pair: Pair) -> None:
    one, two = pair("exchange-rate", "gdp-growth", events=())
    assert (one.frequency, two.frequency) == ("monthly", "annual")
    assert one.axis == two.axis
    # growth begins in 1961 and has a target for 2016; rates are of 2011 to 2014
    assert one.axis[0].year == 1961
    assert ids(one.eras) == ids(two.eras) != []
    assert ids(two.targets)
    assert not one.targets


def test_the_second_is_of_the_first_one_s_usual_economies(pair: Pair) -> None:
    one, two = pair("gdp", "population", economies=None)
    assert two.selection.economies == one.selection.economies
    assert "WLD" in [economy.id for economy in one.economies]
    assert [economy.id for economy in two.absent] == ["WLD"]


def test_milestones_that_concern_either_are_shown(
    store: Store, catalogue: Catalogue, retold: Callable[..., Catalogue]
) -> None:
    known = catalogue.milestones
    named = {**known, "plan-2015": known["plan-2015"].model_copy(update={"indicators": ("population",)})}
    told = retold(catalogue, milestones=named)
    asked = Selection("gdp", ("CHN",), second="population", events=(*Selection().events, "concerned"))
    one, two = views_of(Loader(store, told), asked)
    assert ids(one.milestones) == ids(two.milestones) == ["plan-2015"]


def test_a_transform_holds_for_both_where_it_fits_both(pair: Pair) -> None:
    one, two = pair("gdp", "population", transform="growth")
    assert points(one)[1961] == pytest.approx(10)
    assert points(two)[1961] == pytest.approx(0)
    assert not share_axis((one, two))


def test_a_transform_that_fits_the_first_alone_leaves_the_second_as_published_and_says_so(pair: Pair) -> None:
    one, two = pair("gdp", "gdp-growth", transform="growth")
    assert (points(one)[1961], points(two)[1961]) == (pytest.approx(10), 8)
    assert two.notes[0].startswith("GDP is shown as published: the transform")
    index, level = pair("gdp", "gdp-growth", transform="index")
    assert not share_axis((index, level))
    assert level.notes[0] == "GDP is shown as published in a panel of its own: a percentage change is not indexed."


def test_two_indices_start_in_the_first_year_that_both_have(pair: Pair) -> None:
    one, two = pair("gdp", "exchange-rate", transform="index", economies=("CHN",))
    assert share_axis((one, two))
    assert points(one)[2011] == 100
    assert two.points["value"].iloc[0] == 100
    assert one.selection.base_year == two.selection.base_year == 2011


def test_two_indices_have_the_base_year_that_is_asked_for(pair: Pair) -> None:
    one, two = pair("gdp", "population", transform="index", base_year=1990)
    assert (one.subtitle, two.subtitle) == ("Index, 1990 = 100",) * 2
    assert points(one)[1990] == points(two)[1990] == 100


def test_a_scale_is_spelled_where_both_have_the_same(pair: Pair) -> None:
    views = pair("gdp", "population")
    assert [view.scale for view in views] == ["log", "linear"]
    assert whole_scale(views, views[0].selection).scale is None
    same = pair("gdp", "population", scale="log")
    assert whole_scale(same, Selection()).scale == "log"
