"""The timeline is whole and legible: every milestone marked once, no words over others, none cut off."""

import datetime as dt
import html
import json
from itertools import combinations
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import Interval
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.user_history import Told, history_of_table
from dashboard.catalogue.user_tables import read_pasted
from dashboard.figures.charts.timeline import timeline_figure
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.geometry.spots import LABEL_PX, MARK_PX, Spot, place_spots
from dashboard.figures.parts.era_strip import stretches_of
from dashboard.views.selection import Selection
from dashboard.views.time_axis import Axis, milestones_found
from tests.drawing import layout_of, traces
from tests.draws import draws
from tests.figures.conftest import Show
from tests.own import pasted

WIDTHS = (320, 375, 560, 768, 1024, 1280, 1600, 2200, 3840)
WHOLE = (dt.date(1861, 1, 1), dt.date(2026, 12, 31))
RANGES = (
    WHOLE,
    (dt.date(1949, 1, 1), dt.date(2026, 12, 31)),
    (dt.date(2015, 1, 1), dt.date(2026, 12, 31)),
    (dt.date(2024, 1, 1), dt.date(2026, 12, 31)),
    (dt.date(2015, 1, 1), dt.date(2015, 12, 31)),
)
NAMES = {kind: kind.value.capitalize() for kind in MilestoneKind}
BUSY = pasted("".join(f"{1990 + place // 12}-{place % 12 + 1:02d},Event number {place}\n" for place in range(200)))


def drawn(
    catalogue: Catalogue,
    axis: Axis = WHOLE,
    *,
    own: tuple[Milestone, ...] = (),
    **more: Any,  # noqa: ANN401
) -> tuple[tuple[Milestone, ...], go.Figure]:
    found = milestones_found(catalogue, Selection(own=own), axis)
    return found, timeline_figure(found, catalogue.history, axis, kind_names=NAMES, **more)


def marks(figure: go.Figure) -> dict[str, str]:
    """Return what each mark tells, by its milestone's id."""
    drawn = (trace for trace in traces(figure) if trace.name in NAMES.values())
    return {name: told for trace in drawn for told, _, name in trace.customdata}


def boxes(figure: go.Figure, width: int) -> list[tuple[str, float, float, float, float]]:
    """Return left, right, top and bottom of each text beside a mark, in pixels of the plot."""
    plot = width - layout_of(figure).margin.l - layout_of(figure).margin.r
    start, end = (dt.datetime.fromisoformat(day) for day in layout_of(figure).xaxis.range)
    found: list[tuple[str, float, float, float, float]] = []
    for trace in traces(figure):
        if not trace.name.endswith(", in words"):
            continue
        for day, y, text, place in zip(trace.x, trace.y, trace.text, trace.textposition, strict=True):
            x = (dt.datetime.fromisoformat(day) - start) / (end - start) * plot
            bold = text.startswith("<b>")
            shown = html.unescape(text.removeprefix("<b>").removesuffix("</b>"))
            reach = typeset.width(shown, LABEL_PX, bold=bold)
            gap = MARK_PX / 2 + 3
            left = x + gap if place == "middle right" else x - gap - reach
            found.append((text, left, left + reach, y - LABEL_PX / 2, y + LABEL_PX / 2))
    return found


@pytest.mark.parametrize("axis", RANGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_touch_others_or_leave_the_plot(shipped_catalogue: Catalogue, width: int, axis: Axis) -> None:
    found, figure = drawn(shipped_catalogue, axis, width=width, selected="made-in-china-2025")
    texts = boxes(figure, width)
    assert len(texts) > len(found) * 0.8
    plot = width - layout_of(figure).margin.l - layout_of(figure).margin.r
    assert all(left >= 0 and right <= plot for _, left, right, _, _ in texts)
    for one, other in combinations(texts, 2):
        across = min(one[2], other[2]) - max(one[1], other[1])
        down = min(one[4], other[4]) - max(one[3], other[3])
        assert across <= 0 or down <= 0, (one, other)


@pytest.mark.parametrize("width", [320, 1280, 3840])
def test_two_hundred_events_are_all_marked_and_their_words_keep_apart(shipped_catalogue: Catalogue, width: int) -> None:
    found, figure = drawn(shipped_catalogue, own=BUSY, width=width)
    assert len(found) == 200 + len(shipped_catalogue.milestones)
    assert set(marks(figure)) == {milestone.id for milestone in found}
    texts = boxes(figure, width)
    for one, other in combinations(texts, 2):
        apart = one[2] <= other[1] or other[2] <= one[1] or one[4] <= other[3] or other[4] <= one[3]
        assert apart, (one, other)
    assert layout_of(figure).height < 7 * len(found)


dates = st.dates(dt.date(1861, 1, 1), dt.date(2026, 12, 31))


@given(
    found=st.lists(st.tuples(dates, st.integers(0, 4_000), st.integers(1, 60)), max_size=60),
    width=st.integers(250, 3800),
)
@settings(max_examples=draws(40))
def test_whatever_the_dates_and_lengths_no_spot_with_words_touches_another(
    found: list[tuple[dt.date, int, int]], width: int
) -> None:
    rows = [
        f"{day},{'n' * letters} {place},{day + dt.timedelta(days=length)}"
        for place, (day, length, letters) in enumerate(found)
    ]
    events = pasted("\n".join(["date,title,end", *rows])) if rows else ()
    spots = place_spots(events, TimeScale(*WHOLE, width))
    assert sorted(spot.milestone.id for spot in spots) == sorted(event.id for event in events)
    assert spots == place_spots(events, TimeScale(*WHOLE, width))
    for one, other in combinations(spots, 2):
        if one.row == other.row and (one.words or other.words):
            assert one.extent[1] <= other.extent[0] or other.extent[1] <= one.extent[0]
    assert all(spot.extent[0] >= 0 and spot.extent[1] <= width for spot in spots if spot.words)


def test_the_selected_milestone_has_its_words_before_all_others() -> None:
    same = pasted("".join(f"2015-05-08,A title of some length {place}\n" for place in range(40)))

    def chosen(selected: str) -> Spot:
        spots = place_spots(same, TimeScale(*WHOLE, 400), selected=selected)
        return next(spot for spot in spots if spot.milestone.id == same[30].id)

    assert not chosen("").words
    assert chosen(same[30].id).words
    assert chosen(same[30].id).row == 0


def test_every_mark_tells_date_both_titles_summary_and_source(shipped_catalogue: Catalogue) -> None:
    found, figure = drawn(shipped_catalogue, width=1280)
    told = marks(figure)
    assert len(found) == len(told) == len(shipped_catalogue.milestones) > 30
    plan = told["made-in-china-2025"]
    assert plan.startswith("<b>8 May 2015: Made in China 2025</b><br>中国制造2025<br>")
    assert "Source: " in plan


def test_a_span_is_drawn_from_its_first_to_its_last_day(shipped_catalogue: Catalogue) -> None:
    _, figure = drawn(shipped_catalogue, width=1280)
    bars = [(shape.x0, shape.x1) for shape in layout_of(figure).shapes if shape.yref == "y" and shape.xref == "x"]
    assert ("1861-01-01", "1895-12-31") in bars
    assert ("2012-12-07", "2013-12-06") in bars


def test_what_began_before_the_axis_is_marked_at_its_edge(shipped_catalogue: Catalogue) -> None:
    _, figure = drawn(shipped_catalogue, (dt.date(1880, 1, 1), dt.date(1900, 12, 31)), width=768)
    [trace] = [trace for trace in traces(figure) if trace.name == "Strategy"]
    assert list(trace.x) == ["1880-01-01"]
    assert list(trace.marker.symbol) == ["triangle-left"]


def test_the_time_between_two_eras_is_drawn_as_none(shipped_catalogue: Catalogue) -> None:
    stretches = stretches_of(shipped_catalogue.history, WHOLE)
    assert [piece.is_era for piece in stretches] == [True, False, True, True, True, True]
    gap = stretches[1]
    assert (gap.start, gap.end) == (dt.date(1896, 1, 1), dt.date(1949, 10, 1))
    inside = stretches_of(shipped_catalogue.history, (dt.date(1920, 1, 1), dt.date(1930, 12, 31)))
    assert [(piece.is_era, piece.start.year, piece.end.year) for piece in inside] == [(False, 1920, 1930)]


def test_era_names_are_whole_short_or_missing_as_their_plates_allow(shipped_catalogue: Catalogue) -> None:
    def names(width: int) -> set[str]:
        _, figure = drawn(shipped_catalogue, width=width)
        return {note.text for note in layout_of(figure).annotations}

    assert {"Self-Strengthening 自强运动（洋务运动）", "Innovation"} <= names(2200)
    assert "Innovation" not in names(375)
    assert "<i>Interval</i>" in names(375)


def test_markup_in_an_event_is_drawn_as_the_text_that_it_is(shipped_catalogue: Catalogue) -> None:
    own = pasted("2015,<b>bold</b> & <a href='x'>so on</a>\n")
    _, figure = drawn(shipped_catalogue, own=own, width=2200)
    [trace] = [trace for trace in traces(figure) if trace.name == "Own, in words"]
    assert trace.text[0] == "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;a href='x'&gt;so on&lt;/a&gt;"
    told = marks(figure)[own[0].id]
    assert "&lt;b&gt;bold&lt;/b&gt;" in told
    assert "custom event" in told


def test_the_reader_s_own_events_have_a_mark_and_a_colour_of_their_own_and_the_picture_says_so(
    shipped_catalogue: Catalogue,
) -> None:
    own = pasted("2015,Mine\n")
    for mode in ("light", "dark"):
        _, figure = drawn(shipped_catalogue, own=own, width=1280, mode=mode)
        looks = {
            trace.name: (trace.marker.symbol[0], trace.marker.color[0])
            for trace in traces(figure)
            if trace.name in NAMES.values()
        }
        assert len({symbol for symbol, _ in looks.values()}) == len(looks)
        assert [colour for _, colour in looks.values()].count(looks["Own"][1]) == 1
        texts = " ".join(note.text for note in layout_of(figure).annotations)
        assert "1 custom event, not checked" in texts.replace("<br>", " ")


def test_one_indicator_is_drawn_under_the_lanes_on_the_same_time_axis(
    shipped_catalogue: Catalogue, view_of: Show
) -> None:
    view = view_of("rd-spending", economies=("CHN",))
    _, figure = drawn(shipped_catalogue, width=1280, overlay=view)
    line = next(trace for trace in traces(figure) if trace.yaxis == "y2")
    assert [value for value in line.y if value is not None] == view.points["value"].tolist()
    assert layout_of(figure).yaxis2.domain[1] < layout_of(figure).yaxis.domain[0]
    texts = " ".join(note.text for note in layout_of(figure).annotations).replace("<br>", " ")
    assert "China: Research and development spending, % of GDP" in texts
    assert "World Bank, World Development Indicators. Vintage 2026-07-13" in texts


def test_one_cannot_zoom_out_of_what_is_laid_out(shipped_catalogue: Catalogue) -> None:
    axis = layout_of(drawn(shipped_catalogue, RANGES[2], width=1280)[1]).xaxis
    assert (axis.minallowed, axis.maxallowed) == tuple(axis.range)


def test_a_finger_scrolls_past_the_tall_timeline_of_a_narrow_page(shipped_catalogue: Catalogue) -> None:
    narrow, wide = (layout_of(drawn(shipped_catalogue, width=width)[1]) for width in (375, 1280))
    assert (narrow.dragmode, narrow.xaxis.fixedrange) == (False, True)
    assert (wide.dragmode, wide.xaxis.fixedrange) == ("zoom", False)


def test_a_timeline_without_milestones_still_has_its_eras(shipped_catalogue: Catalogue) -> None:
    figure = timeline_figure((), shipped_catalogue.history, WHOLE, kind_names=NAMES, width=1280)
    assert not marks(figure)
    assert "Planned economy 计划经济" in {note.text for note in layout_of(figure).annotations}


def test_the_timeline_is_light_enough_to_send(shipped_catalogue: Catalogue) -> None:
    _, figure = drawn(shipped_catalogue, width=1280)
    assert len(json.dumps(figure.to_plotly_json(), default=str)) < 60_000


def test_the_time_between_two_eras_is_called_what_its_history_calls_it(shipped_catalogue: Catalogue) -> None:
    history = shipped_catalogue.history
    unnamed = history.model_copy(update={"interval": Interval()})
    named = history.model_copy(update={"interval": Interval(name="Long war", short_name="War", native_name="長戰")})
    assert [stretches_of(found, WHOLE)[1].wordings for found in (unnamed, named)] == [
        ("Interval", "Interval", "Interval"),
        ("Long war 長戰", "Long war", "War"),
    ]
    assert stretches_of(named, WHOLE)[1].told.startswith("<b>Long war</b>, 1896–1949")


def test_what_a_user_brought_is_not_said_to_be_of_eralines_catalogue(shipped_catalogue: Catalogue) -> None:
    table = read_pasted("date,title\n2001-02-03,An act\n2010,Another")
    history = history_of_table(table, Told("Mine", "FRA"), shipped_catalogue)
    figure = timeline_figure(tuple(history.milestones.values()), history, WHOLE, kind_names=NAMES)
    [source] = [note.text for note in layout_of(figure).annotations if "Eraline." in str(note.text)]
    assert source == "2 custom events, not checked. Eraline."


def test_a_zoom_outlives_another_width_and_ends_with_other_years(shipped_catalogue: Catalogue) -> None:
    narrow, wide, other = (
        layout_of(drawn(shipped_catalogue, axis, width=width)[1]).xaxis.uirevision
        for axis, width in ((WHOLE, 768), (WHOLE, 1280), (RANGES[1], 1280))
    )
    assert narrow == wide != other
