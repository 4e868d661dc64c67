"""Does a chart of several policy histories say whose each pin, each line of its key and each strip of eras is?"""

import datetime as dt
import html
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.alt_texts import line_text
from dashboard.export.citation import about
from dashboard.export.policy_rows import milestone_rows
from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.pair import pair_figure
from dashboard.figures.charts.panels import panels_figure
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.parts.pin_key import pin_key
from dashboard.figures.parts.pin_lanes import pin_lanes
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.histories import grouped, named_histories
from dashboard.views.loading import Loader
from dashboard.views.pair import views_of
from dashboard.views.selection import Selection
from dashboard.views.view import View
from tests.drawing import layout_of, traces
from tests.own import pasted

ShowBoth = Callable[..., View]
OWN = pasted("2005-05-08,Mine\n")
OTHERS = ("USA", "DEU", "JPN", "KOR", "IND", "EUU")
EACH = 25
SINCE_1949 = (dt.date(1949, 1, 1), dt.date(2026, 12, 31))


def beside(catalogue: Catalogue, *subjects: str) -> Catalogue:
    """Return a catalogue with made-up histories of other subjects beside the one in focus, all of them chosen."""
    known = catalogue.history
    histories = {known.id: known}
    for subject in subjects:
        own = {"policy": f"of-{subject.lower()}"}
        milestones = [
            found.model_copy(
                update={
                    **own,
                    "id": f"{subject}-{number}",
                    "title": f"{subject} act {number}",
                    "date": found.date - dt.timedelta(days=100),
                }
            )
            for number, found in enumerate(list(known.milestones.values())[-EACH:], start=1)
        ]
        called = {**own, "name": f"{subject} era", "short_name": f"Stretch of {subject}"}
        eras = {name: era.model_copy(update=called) for name, era in known.eras.items()}
        records = {"milestones": {one.id: one for one in milestones}, "eras": eras, "targets": {}}
        histories[own["policy"]] = known.model_copy(update={"id": own["policy"], "subject": subject, **records})
    return replace(catalogue, histories=histories).focused(*histories)


@pytest.fixture(scope="module")
def both(shipped_catalogue: Catalogue) -> Catalogue:
    return beside(shipped_catalogue, "USA")


@pytest.fixture(scope="module")
def show_both(shipped_cache: Cache, both: Catalogue) -> ShowBoth:
    def view(*economies: str, **asked: Any) -> View:  # noqa: ANN401 - any field of a selection
        selection = Selection(indicator="gdp-growth", economies=economies, **asked)
        return chart_view(Loader(shipped_cache.store, both), selection)

    return view


def texts(figure: go.Figure) -> list[str]:
    """Return what is written into a figure, note by note, without its looks."""
    return [
        html.unescape(re.sub("<[^>]+>", "", str(note.text).replace("<br>", "\n")))
        for note in layout_of(figure).annotations
    ]


def pins_of(figure: go.Figure) -> Any:  # noqa: ANN401 - plotly's own trace
    return next(trace for trace in traces(figure) if trace.name == "Milestones")


@pytest.mark.parametrize("width", [245.0, 640.0, 1100.0, 2050.0])
@pytest.mark.parametrize("more", [1, len(OTHERS)])
def test_pins_and_words_of_several_histories_touch_no_other_and_stay_inside(
    shipped_catalogue: Catalogue, width: float, more: int
) -> None:
    catalogue = beside(shipped_catalogue, *OTHERS[:more])
    known = sorted(catalogue.milestones.values(), key=lambda one: one.date)
    inside = [one for one in known if SINCE_1949[0] <= one.date]
    time = TimeScale(*SINCE_1949, width)
    lanes = pin_lanes(inside, ["gdp-growth"], time, histories=named_histories(catalogue))
    assert len(inside) > EACH * (more + 1)
    assert sum(pin.count for row in lanes.rows for pin in row.pins) == len(inside)
    placed = [(row.base + pin.lane, pin) for row in lanes.rows for pin in row.pins]
    assert {lane for lane, _ in placed} == set(range(lanes.count))
    for lane in range(lanes.count):
        shown = sorted((pin for at, pin in placed if at == lane), key=lambda pin: pin.left)
        assert all(left.right <= right.left + 1e-6 for left, right in pairwise(shown))
        assert all(pin.left >= -1e-6 and pin.right <= width + 1e-6 for pin in shown)


def test_each_history_has_lanes_and_a_shape_of_its_own_the_first_on_top(show_both: ShowBoth) -> None:
    figure = line_figure(show_both("CHN", "USA"), width=720)
    pins = pins_of(figure)
    looks: dict[str, tuple[set[str], list[float]]] = {"CN": (set(), []), "US": (set(), [])}
    for (_, count, ids), label, mark, y in zip(pins.customdata, pins.text, pins.marker.symbol, pins.y, strict=True):
        [letters] = {"US" if name.startswith("USA-") else "CN" for name in ids.split(",")}
        looks[letters][0].add(mark)
        looks[letters][1].append(y)
        # one that stands for several is a plate without a shape
        assert count == 1 or label.startswith(f"{letters} ")
    (first, above), (second, below) = looks.values()
    assert (len(first), len(second), first & second) == (1, 1, set())
    assert min(above) > max(below)
    assert {"CN", "US"} <= set(texts(figure))


def test_a_pin_that_is_pointed_at_says_first_whose_it_is(show_both: ShowBoth) -> None:
    pins = pins_of(line_figure(show_both("CHN", "USA"), width=720))
    for told, count, ids in pins.customdata:
        name = "United States (US)" if ids.startswith("USA-") else "China (CN)"
        assert re.match(rf"{re.escape(name)}, \d+{'' if count == 1 else '–'}", told)


def test_a_low_chart_of_many_histories_is_as_high_as_its_plot_needs(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    every = beside(shipped_catalogue, *OTHERS)
    asked = Selection(indicator="gdp-growth", economies=("CHN", "USA"), strips="all")
    layout = layout_of(line_figure(chart_view(Loader(shipped_cache.store, every), asked), width=345, height=480))
    body = layout.height - layout.margin.t - layout.margin.b
    assert layout.yaxis.domain[1] * body == pytest.approx(120)
    assert layout.yaxis.domain[1] < layout.yaxis2.domain[0] < layout.yaxis2.domain[1] < 1


def test_targets_of_several_economies_are_in_the_colours_of_their_lines(shipped_cache: Cache, both: Catalogue) -> None:
    known = next(
        one for one in both.histories["china"].targets.values() if one.indicator == "gdp-growth" and one.is_set
    )
    own = known.model_copy(update={"id": "of-usa", "policy": "of-usa", "economy": "USA"})
    second = both.histories["of-usa"].model_copy(update={"targets": {"of-usa": own}})
    catalogue = replace(both, histories={**both.histories, "of-usa": second})
    view = chart_view(
        Loader(shipped_cache.store, catalogue), Selection(indicator="gdp-growth", economies=("CHN", "USA"))
    )
    figure = line_figure(view, width=1280)
    drawn = {trace.name: trace for trace in traces(figure)}
    colours = zip(view.targets, drawn["Target"].marker.color, strict=True)
    shown: dict[str, Any] = {target.economy: colour for target, colour in colours}
    assert shown == {"CHN": drawn["China"].line.color, "USA": drawn["United States"].line.color}
    assert any(text.startswith("United States, ") for text in drawn["Target"].customdata)
    assert any("each in its economy's colour" in text.replace("\n", " ") for text in texts(figure))


def test_the_user_s_own_events_have_lanes_and_a_heading_of_their_own(show_both: ShowBoth) -> None:
    view = show_both("CHN", "USA", own=OWN)
    figure = line_figure(view, width=1280, more_at="")
    assert "You" in texts(figure)
    assert [group.whose.titled for group in grouped(view.milestones, view.histories) if group.whose] == [
        *("China (CN)", "United States (US)", "Added by you"),
    ]
    assert any("Added by you" in text for text in texts(figure))


def test_one_history_has_neither_letters_nor_headings(shipped_cache: Cache, both: Catalogue) -> None:
    asked = Selection(indicator="gdp-growth", economies=("CHN", "USA"), own=OWN, strips="all")
    alone = chart_view(Loader(shipped_cache.store, both.focused("china")), asked)
    figure = line_figure(alone, width=720, more_at="")
    assert not {"CN", "US", "You", "China (CN)"} & set(texts(figure))
    assert pins_of(figure).marker.symbol is None
    assert not alone.strips
    assert alone.whose_policy == alone.whose_eras == ""


def test_the_key_of_a_picture_has_a_list_for_each_history_and_no_heading_without_one(both: Catalogue) -> None:
    known = sorted(both.milestones.values(), key=lambda one: one.date)[-40:]
    histories = named_histories(both)
    for room in (345, 700, 1260):
        for most in range(80, 700, 14):
            key = pin_key(known, [], room, more_at="", most=most, histories=histories)
            entries = [entry for column in key.columns for entry in column]
            assert not any(column[-1].is_heading for column in key.columns if column)
            shown = sum(not entry.is_heading for entry in entries)
            assert (f"and {len(known) - shown} more" in key.more) == (shown < len(known))
    entries = [entry for column in pin_key(known, [], 700, more_at="", histories=histories).columns for entry in column]
    headings = [at for at, entry in enumerate(entries) if entry.is_heading]
    assert [entries[at].lines for at in headings] == [("China (CN)",), ("United States (US)",)]
    assert [entries[at + 1].number for at in headings] == [1, 1]


def test_eras_of_further_histories_have_a_strip_only_where_they_are_asked_for(
    show_both: ShowBoth, shipped_cache: Cache, both: Catalogue
) -> None:
    plain, whole = (line_figure(show_both("CHN", "USA", strips=strips), width=1280) for strips in ("", "all"))
    assert not any("USA era" in text for text in texts(plain))
    told = texts(whole)
    assert "United States: USA era" in told
    assert any(text.startswith("China: ") for text in told)
    assert told.count("US") == texts(plain).count("US") + 1
    pair = Selection(indicator="gdp-growth", second="rd-spending", economies=("CHN", "USA"), strips="all")
    both_views = views_of(Loader(shipped_cache.store, both), pair)
    assert any("USA era" in text for text in texts(pair_figure(both_views, sheet=Sheet(1280))))


def test_whose_eras_and_milestones_surround_others_is_said_on_chart_and_in_words(show_both: ShowBoth) -> None:
    said = {
        ("CHN", "USA"): "",
        ("CHN",): "Milestones of the United States' policy",
        ("USA",): "Eras and milestones of China's policy",
        ("DEU",): "Eras and milestones of China's policy; milestones of the United States' policy",
    }
    for economies, expected in said.items():
        view = show_both(*economies)
        assert view.whose_policy == expected
        assert view.whose_eras == "of China's policy"
        assert (f"{expected} are marked." in line_text(view)) == bool(expected)
        assert any(expected in text.replace("\n", " ") for text in texts(line_figure(view, width=2200)))
    strips = show_both("DEU", strips="all", events=())
    assert strips.whose_policy == "Eras of China's and the United States' policy"


def test_an_alternative_text_counts_the_milestones_of_each_history(show_both: ShowBoth) -> None:
    view = show_both("CHN", "USA")
    counts = [len(group.milestones) for group in grouped(view.milestones, view.histories)]
    told = line_text(view)
    assert "The eras are those of China's policy." in told
    assert f"China (CN): {counts[0]} milestones are marked" in told
    assert f"United States (US): {counts[1]} milestones are marked" in told


def test_milestones_of_one_history_can_be_hidden_while_it_stays_chosen(show_both: ShowBoth) -> None:
    view = show_both("CHN", "USA", events_of=("of-usa",), own=OWN, strips="all")
    assert {milestone.policy for milestone in view.milestones} == {"of-usa", ""}
    assert [history.policy for history in view.histories] == ["china", "of-usa"]
    assert view.strips


def test_the_sheet_of_milestones_says_whose_each_is(show_both: ShowBoth) -> None:
    rows = milestone_rows([show_both("CHN", "USA", own=OWN)])
    found = {(row["policy"], row["economy"]) for _, row in rows.iterrows()}
    assert found == {("china", "CHN"), ("of-usa", "USA"), ("", "")}


def test_what_is_said_of_a_file_s_rows_names_the_histories_around_them(show_both: ShowBoth) -> None:
    said = dict(about(show_both("CHN", "USA"), ""))
    assert said["Policy histories"] == "China (CN) and United States (US); eras are those of China's policy"


def test_two_histories_of_one_economy_have_letters_and_names_of_their_own(both: Catalogue) -> None:
    known = both.histories["china"]
    second = known.model_copy(update={"id": "another", "name": "China: another reading"})
    catalogue = replace(both, histories={**both.histories, "another": second}).focused("china", "of-usa", "another")
    told = named_histories(catalogue)
    assert [history.letters for history in told] == ["CN", "US", "CNb"]
    assert [history.name for history in told] == [known.name, "United States", "China: another reading"]


@pytest.mark.parametrize(("width", "is_told"), [(335, True), (1280, False)])
def test_a_strip_with_room_for_few_names_is_told_in_words_under_the_chart(
    show_both: ShowBoth, width: int, *, is_told: bool
) -> None:
    view = show_both("CHN", "USA", strips="all")
    pair = [view, show_both("CHN", "USA", strips="all")]
    eras = view.histories[1].eras
    said = f"US eras: {', '.join(era.short_name for era in eras)}."
    pins = {"milestones": view.milestones, "histories": view.histories}
    shown: dict[str, Any] = {"span": view.axis, "eras": view.eras, **pins}
    figures = (
        line_figure(view, width=width),
        pair_figure(pair, sheet=Sheet(width)),
        panels_figure(pair, **shown, sheet=Sheet(width)),
        panels_figure(pair, **shown, sheet=Sheet(width, titled=False)),
    )
    assert [said in " ".join(texts(figure)).replace("\n", " ") for figure in figures] == [is_told] * len(figures)
    assert said not in " ".join(texts(line_figure(show_both("CHN", "USA"), width=width)))
