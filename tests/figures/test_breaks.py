"""No line leads across a series break, on no chart: a reader compares what a line joins."""

import datetime as dt
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import Frequency
from dashboard.charts.alt_texts import line_text
from dashboard.charts.kind import Built
from dashboard.charts.registry import CHART_KINDS, request_for
from dashboard.figures.charts.grid import MOST_PANELS
from dashboard.figures.charts.spark import Spark, spark_svg, trend_image
from dashboard.figures.charts.then_now import ThenNow, stretches, then_now_image
from dashboard.figures.parts.captions import interrupted
from dashboard.figures.parts.series import runs_of
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show

# China's researchers are counted by another definition from 2009 on
BROKEN, YEAR = "researchers", 2009
JOINED = {
    "explore": Selection(BROKEN, ("CHN", "KOR"), first_year=2000),
    "two-panels": Selection("rd-spending", ("CHN", "KOR"), second=BROKEN, first_year=2000),
    "lines": Selection(BROKEN, ("CHN", "KOR"), view="lines", first_year=2000),
    "multiples": Selection(BROKEN, ("CHN", "KOR"), view="multiples", first_year=2000),
    "ranking": Selection(BROKEN, ("KOR", "CHN"), view="ranking", year=2015),
    "scatter": Selection("rd-spending", ("CHN", "KOR"), view="scatter", against=BROKEN, year=2014),
    "overlay": Selection(BROKEN, ("CHN",), view="overlay"),
    "largest": Selection("manufactures-exports", view="multiples"),
    "first-release": Selection(BROKEN, ("CHN",), view="first-release"),
}
# lines of what does not break there
OTHERS = ("Korea", "D spending")
KIND_OF = {"two-panels": "explore", "overlay": "timeline", "largest": "multiples"}
Build = Callable[[str], Built]


@pytest.fixture
def build(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Build:
    def built(name: str) -> Built:
        kind = CHART_KINDS[KIND_OF.get(name, name)]
        found = kind.build(request_for(kind, Loader(shipped_cache.store, shipped_catalogue), JOINED[name]))
        assert isinstance(found, Built)
        return found

    return built


def drawn(built: Built) -> Any:  # noqa: ANN401 - a figure of plotly
    return built.draw("light", Sheet(900, 560))


def joined(figure: Any) -> Iterator[tuple[int, int]]:  # noqa: ANN401 - a figure of plotly
    """Yield the years, two by two, that lines of China join."""
    for trace in traces(figure):
        is_line = trace.type == "scatter" and trace.mode in ("lines", "lines+markers")
        if is_line and not any(other in str(trace.name) for other in OTHERS):
            values, years = pd.Series(list(trace.y), dtype="float64"), years_of(trace)
            yield from (
                (years[place - 1], years[place])
                for place in range(1, len(years))
                if values[place - 1 : place + 1].notna().all()
            )


def years_of(trace: Any) -> list[int]:  # noqa: ANN401 - a trace of plotly
    if trace.x is None:
        return [int(trace.x0[:4]) + place for place in range(len(trace.y))]
    return [int(str(cell)[:4]) for cell in (trace.customdata if "trail" in str(trace.name) else trace.x)]


@pytest.mark.parametrize("name", [name for name in JOINED if name != "largest"])
def test_no_line_leads_across_a_series_break(name: str, build: Build) -> None:
    found = set(joined(drawn(build(name))))
    assert {last < YEAR for _, last in found} | {first < YEAR for first, _ in found} == {True, False}
    assert [(first, last) for first, last in found if first < YEAR <= last] == []


def test_a_chart_says_where_its_lines_are_interrupted(build: Build) -> None:
    words = " ".join(str(note.text) for note in layout_of(drawn(build("explore"))).annotations)
    assert "Interrupted where the series breaks: China 2009." in words.replace("<br>", " ")


def test_breaks_of_several_economies_are_told_apart_where_one_has_several(view_of: Show) -> None:
    view = view_of("manufactures-exports", economies=("CHN", "NLD"))
    assert interrupted([view]) == "Interrupted where the series breaks: China 1985, 1987 and 1992; Netherlands 1963."
    narrow = replace(view, breaks=tuple(known for known in view.breaks if known.year in (1963, 1985)))
    assert interrupted([narrow]) == "Interrupted where the series breaks: China 1985 and Netherlands 1963."


def test_a_line_leads_on_where_the_break_lies_outside_of_what_is_shown(view_of: Show) -> None:
    assert view_of(BROKEN, economies=("CHN",), first_year=YEAR).interruptions == {}
    assert view_of(BROKEN, economies=("KOR",)).interruptions == {}


def test_an_alternative_text_takes_its_extremes_from_after_the_break(view_of: Show) -> None:
    text = line_text(view_of(BROKEN, economies=("CHN",), first_year=2005, last_year=2012))
    assert "China, since the series break in 2009: latest" in text
    assert "lowest 861 per million in 2009" in text


def test_an_alternative_text_compares_no_ranks_across_the_break(build: Build) -> None:
    told = build("ranking").alt.partition("ranks over time: ")[2]
    assert re.fullmatch(r"China, since the series break in 2009, \d+ of \d+ in 2009 and \d+ of \d+ in 20\d\d\.", told)


def test_a_month_may_be_the_first_of_a_new_definition() -> None:
    months = pd.date_range("2018-06-01", "2018-11-01", freq="MS", unit="s")
    points = pd.DataFrame({"economy": "VEN", "period": months, "value": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]})
    run = runs_of(points, Frequency.MONTHLY, interruptions={"VEN": [dt.date(2018, 9, 1)]})["VEN"]
    assert run.observations == [1.0, 2.0, 3.0, None, 4.0, 5.0, 6.0]
    assert [day[:7] for day in run.days][2:5] == ["2018-08", "2018-09", "2018-09"]


def test_a_value_alone_between_two_breaks_has_a_dot() -> None:
    years = pd.to_datetime([f"{year}-01-01" for year in range(1993, 1998)]).astype("datetime64[s]")
    points = pd.DataFrame({"economy": "BRA", "period": years, "value": [1.0, 2.0, 3.0, 4.0, 5.0]})
    run = runs_of(points, Frequency.ANNUAL, interruptions={"BRA": [dt.date(1994, 1, 1), dt.date(1995, 1, 1)]})["BRA"]
    marked = [day[:4] for day, size in zip(run.days, run.sizes, strict=True) if size]
    # the first stands alone before the breaks, and the last is where the line's name begins
    assert marked == ["1993", "1994", "1997"]


def test_a_small_picture_is_interrupted_and_tells_its_extremes_from_after_the_break() -> None:
    spark = Spark(((2007, 9.0), (2008, 1.0), (2009, 5.0), (2010, 6.0)), "China", "6", breaks=(YEAR,))
    assert spark_svg(spark, ()).count("<polyline") == 2
    assert spark.alt.endswith("since the series break in 2009 lowest in 2009, highest in 2010.")


def test_the_bare_line_of_a_tile_is_interrupted_at_a_break_and_over_a_year_without_a_value() -> None:
    image = trend_image(((2006, 9.0), (2007, 8.0), (2008, 1.0), (2009, 5.0), (2012, 6.0)), (YEAR,))
    drawn = b64decode(image.partition("base64,")[2].partition('"')[0]).decode()
    lines = [line.split() for line in re.findall(r'points="([^"]*)"', drawn)]
    # years lie where they are, and one alone is drawn as a dot
    assert [[float(point.partition(",")[0]) for point in line] for line in lines] == [
        [0, pytest.approx(16.67), pytest.approx(33.33)],
        [50, 50],
        [100, 100],
    ]


def test_a_scatter_tells_of_the_breaks_of_both_its_indicators(build: Build) -> None:
    assert any(note.startswith("Researchers: series break in 2009: China") for note in build("scatter").notes)


def test_small_multiples_tell_of_the_breaks_of_those_they_show(build: Build) -> None:
    largest = build("largest")
    said = " ".join(largest.notes)
    assert "Series break in 1985: China" in said
    # the Netherlands and Singapore break too, and are not among the thirty
    assert "Netherlands" not in said
    assert said.count("Nothing is compared across") == 1
    # what is cited and told of files is of those shown, too
    assert [len(view.economies) for view in largest.views] == [MOST_PANELS]
    words = " ".join(str(note.text) for note in layout_of(drawn(largest)).annotations).replace("<br>", " ")
    assert "Interrupted where the series breaks: China 1985, 1987 and 1992." in words


def test_a_release_held_back_is_drawn_in_stretches_without_gap_or_break() -> None:
    years = [2000, 2001, 2003, 2004, 2005, 2006]
    points = pd.DataFrame(
        {"economy": "CHN", "period": pd.to_datetime([f"{year}-01-01" for year in years]), "value": [1.0] * len(years)}
    )
    run = runs_of(points, Frequency.ANNUAL, interruptions={"CHN": (dt.date(2006, 1, 1),)})["CHN"]
    parts = stretches(run)
    assert [[day.year for day, _ in part] for part in parts] == [[2000, 2001], [2003, 2004, 2005], [2006]]
    picture = ThenNow("Researchers, China", parts, ())
    assert picture.alt == "Researchers, China: stored, 1.0 in 2000 and 1.0 in 2006; held back, no values."
    image = then_now_image(picture)
    drawn = b64decode(image.partition("base64,")[2].partition('"')[0]).decode()
    assert drawn.count("<polyline") == 2
