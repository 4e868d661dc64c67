"""Choose what a chart shows: the controls that pages share, each of which writes the URL."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from dashboard import formatting
from dashboard.analysis.transforms import LEVEL, TRANSFORMS, transforms_of
from dashboard.catalogue import wording
from dashboard.catalogue.indicators import KIND_NAMES, Indicator, Kind, Scale, Tier
from dashboard.catalogue.policy import Era
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.charts.kind import ChartKind
from dashboard.store.as_of import day_of
from dashboard.ui import (
    economy_picker,
    milestone_filter,
    own_series_dialog,
    search_box,
    second_indicator,
    state,
    widgets,
)
from dashboard.ui.context import Change, Page
from dashboard.views.among import with_peers
from dashboard.views.chart import usual_scale
from dashboard.views.parameter_readers import RECESSIONS
from dashboard.views.selection import Selection
from dashboard.views.shown import CONCERNED

# narrower ones have no room for the years of all eras in one row
_NARROW_PX: Final = 1150
_FIRST_DAY: Final = dt.date(2000, 1, 1)


def control_bar(page: Page, available: frozenset[str], kind: ChartKind) -> None:
    """Show in one row what a chart of one indicator can be asked for; `available` are the economies with observations.

    What makes no difference to a kind of chart is not shown.
    """
    has_second = kind.has_second and second_indicator.is_shown(page)
    first, *second, third, fourth = st.columns([6, 6, 9, 4] if has_second else [8, 13, 4], gap="small")
    with first:
        indicator_choice(page, labelled=False)
    for column in second:
        with column:
            second_indicator.choice(page)
    with third:
        _economies(page, available, kind.most_economies)
    with fourth:
        _options(page, kind)
    own_series_dialog.show_if_open(page)


def _options(page: Page, kind: ChartKind) -> None:
    """Show the button behind which everything else is chosen; it says how much of that is."""
    count = options_set(page.selection)
    label = f"Options ({count})" if count else "Options"
    turn = own_series_dialog.DIALOG.turn + second_indicator.BOX.turn
    with st.popover(label, icon=":material/tune:", key=page.key(f"options-{turn}"), width="stretch"):
        first, last = st.columns(2, gap="small")
        with first:
            year_choice(page, "From", "first_year")
        with last:
            year_choice(page, "To", "last_year")
        _kind(page)
        _transform(page)
        if kind.has_scale:
            _scale(page, kind.default_scale)
        as_of_choice(page)
        if kind.has_pins:
            milestone_filter.kind_filter(page)
            milestone_filter.strip_choice(page)
            recession_choice(page)
        first, *second = st.columns(2 if kind.has_second and not second_indicator.is_shown(page) else 1, gap="small")
        with first:
            own_series_dialog.offer(page)
        for column in second:
            with column:
                second_indicator.offer(page)


def _kind(page: Page) -> None:
    """Show what sort of quantity a series is taken for that nobody has curated."""
    indicator = page.catalogue.indicator(page.selection.indicator)
    if indicator.tier is not Tier.CATALOGUED:
        return

    def change(now: Selection, kind: Kind) -> Selection:
        return replace(now, kind=kind, transform=LEVEL)

    st.selectbox(
        "Kind of quantity",
        tuple(Kind),
        format_func=lambda kind: KIND_NAMES[kind].capitalize(),
        help="Eraline's guess from unit and name; what it is settles the transforms that make sense.",
        **page.bind("kind", indicator.kind, change),
    )


def indicator_choice(page: Page, *, labelled: bool = True) -> None:
    """Show the indicator, to be exchanged for another by name, code or synonym."""

    def on_pick(indicator: str) -> None:
        page.write(state.with_indicator(page.read(), indicator, page.catalogue))

    shown = _indicator(page)
    search_box.pick(
        "Indicator", key=page.key("indicator"), shown=(shown.id, shown.name), on_pick=on_pick, labelled=labelled
    )


def economy_choice(page: Page, *, name: str = "one-economy") -> None:
    """Show the economies to choose one from."""
    known, named = page.catalogue.economies, page.selection.economies
    shown = named[0] if named else page.catalogue.history.subject

    def change(now: Selection, pick: str) -> Selection:
        return replace(now, economies=economy_picker.picked(page.catalogue, [pick]))

    labelled = page.made(
        "economies to choose from", lambda: economy_picker.labels(page.catalogue, known, (shown,), available=None)
    )
    st.selectbox(
        "Economy",
        list(labelled),
        format_func=labelled.__getitem__,
        filter_mode="contains",
        **page.bind(name, shown, change, renames=True),
    )


def day_choice(page: Page, days: Sequence[dt.date]) -> None:
    """Show the days of earlier vintages to choose one from, the newest first; none chosen means the newest."""
    asked = page.selection.as_of and day_of(page.selection.as_of)
    st.selectbox(
        "Release of",
        list(days),
        index=None,
        placeholder=str(days[0]) if days else "no earlier release",
        disabled=not days,
        # a day of a release that is offered no more is none
        **page.bind(
            "as-of",
            asked if asked in days else None,
            lambda now, day: replace(now, as_of=day if day in days else None),
        ),
    )


def recession_choice(page: Page) -> None:
    """Show whether recessions are shaded."""
    known = page.catalogue.recessions
    if not known:
        return

    def change(now: Selection, shaded: bool) -> Selection:  # noqa: FBT001 - what a toggle says
        return replace(now, bands=RECESSIONS if shaded else "")

    named = wording.recessions(known.values(), page.catalogue.economies)
    st.toggle(
        "Shade recessions",
        **page.bind("recessions", page.selection.bands == RECESSIONS, change),
        help=f"Dated by committees: {widgets.plain(named)}. Of other economies there are none.",
    )


def as_of_choice(page: Page, verb: str = "Draws the chart from") -> None:
    """Show the day whose observations are read; empty means now."""
    asked, today = page.selection.as_of and day_of(page.selection.as_of), dt.datetime.now(dt.UTC).date()
    st.date_input(
        "As known on",
        # without a value of None Streamlit lets nobody empty it again
        value=None,
        max_value=today,
        min_value=_FIRST_DAY,
        format="YYYY-MM-DD",
        # a link may name a day that this control cannot show; the note under the chart says which one holds
        **page.bind("as_of", asked if asked and _FIRST_DAY <= asked <= today else None),
        help=f"{verb} the figures stored at the end of that day. Leave it empty for the latest.",
    )


def era_filter(page: Page, *, labelled: bool = True, brief: bool = False) -> None:
    """Show the eras to choose from, in `brief` or where they have little room without years; none means all of them."""
    eras, narrow = page.catalogue.eras, brief or (widgets.page_width() or _NARROW_PX) < _NARROW_PX
    st.pills(
        "Eras",
        list(eras),
        selection_mode="multi",
        format_func=lambda name: widgets.plain(eras[name].short_name if narrow else era_label(eras[name])),
        **page.bind("era", list(page.selection.eras), state.field("eras")),
        wrap=True,
        help="None chosen means all of them." if labelled else None,
        label_visibility=_label(labelled),
    )


def year_choice(page: Page, label: str, name: str) -> None:
    """Show the first or the last year of the range, as `name` says, to be typed."""
    st.number_input(
        label,
        # without it Streamlit takes an emptied field for the least year
        value=None,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        step=1,
        placeholder="year",
        **page.bind(name, getattr(page.selection, name), _year_change(name)),
    )


def era_label(era: Era) -> str:
    """Return an era as its filter names it, with its years."""
    return f"{era.name} {formatting.spell(era.start.year, _last_year(era) or '')}"


def _economies(page: Page, available: frozenset[str], most: int) -> None:
    # a URL may name more than fit
    chosen = list(page.selection.economies or ())[:most]

    def change(now: Selection, picks: Sequence[str]) -> Selection:
        asked = {"economy": picks, "policy": page.catalogue.policies}
        return replace(now, economies=economy_picker.picked(with_peers(page.store, page.catalogue, asked), picks))

    def labels() -> dict[str, str]:
        return economy_picker.labels(page.catalogue, economy_picker.picks(page.catalogue), chosen, available=available)

    labelled = page.made("economies to pick", labels)
    st.multiselect(
        "Economies",
        list(labelled),
        format_func=labelled.__getitem__,
        **page.bind("economy", chosen, change, renames=True),
        max_selections=most,
        select_all=False,
        filter_mode="contains",
        placeholder="Name, code or group",
        wrap=False,
        label_visibility="collapsed",
    )


def _transform(page: Page) -> None:
    st.selectbox(
        "Transform",
        [spec.id for spec in transforms_of(_indicator(page))],
        format_func=lambda name: TRANSFORMS[name].label,
        **page.bind("transform", page.selection.transform),
    )
    if TRANSFORMS[page.selection.transform].of_selection:
        year_choice(page, "Year at which it is 100", "base_year")


def _scale(page: Page, usual: Scale | None) -> None:
    shown = page.selection.scale or usual or usual_scale(_indicator(page), page.selection.transform)
    st.segmented_control(
        "Scale", ["linear", "log"], format_func=str.capitalize, required=True, **page.bind("scale", shown)
    )


def _indicator(page: Page) -> Indicator:
    return page.catalogue.indicator(page.selection.indicator)


def _year_change(name: str) -> Change:
    def change(selection: Selection, year: int | None) -> Selection:
        changed = replace(selection, **{name: year})
        first, last = changed.first_year, changed.last_year
        if first is not None and last is not None and first > last:
            # a range typed backwards: the year just given holds, the other one goes
            return replace(changed, **{"last_year" if name == "first_year" else "first_year": None})
        return changed

    return change


def options_set(selection: Selection) -> int:
    """Return how many of the choices behind the Options button a selection makes."""
    some = CONCERNED in selection.events or any(
        kind not in selection.events for kind in milestone_filter.kinds_offered(selection)
    )
    years, of = selection.first_year or selection.last_year, selection.events_of or selection.strips
    chosen = years, selection.transform != LEVEL, selection.scale, selection.as_of, some, of, selection.bands
    return sum(map(bool, chosen))


def _label(shown: bool) -> Literal["visible", "collapsed"]:  # noqa: FBT001 - its only question
    return "visible" if shown else "collapsed"


def _last_year(era: Era) -> int:
    # an era that ends with a year is named by that year, not by the day after
    end = era.end
    return 0 if end is None else (end.year - 1 if (end.month, end.day) == (1, 1) else end.year)
