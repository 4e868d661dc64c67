"""Choose what a chart shows: the controls that pages share, each of which writes the URL."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from dashboard.analysis.transforms import LEVEL, TRANSFORMS, transforms_of
from dashboard.catalogue import wording
from dashboard.catalogue.indicators import KIND_NAMES, Indicator, Kind, Scale, Tier
from dashboard.catalogue.policy import Era, MilestoneKind
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.charts.kind import ChartKind
from dashboard.store.as_of import day_of
from dashboard.ui import economy_picker, own_series_dialog, search_box, state, widgets
from dashboard.ui.context import Change, Page
from dashboard.views.among import with_peers
from dashboard.views.chart import usual_scale
from dashboard.views.selection import Selection
from dashboard.views.shown import CONCERNED, NONE, Shown

# narrower ones have no room for the years of all eras in one row
_NARROW_PX: Final = 1150
_FIRST_DAY: Final = dt.date(2000, 1, 1)


def control_bar(page: Page, available: frozenset[str], kind: ChartKind) -> None:
    """Show in one row what a chart of one indicator can be asked for; `available` are the economies with observations.

    What makes no difference to a kind of chart is not shown.
    """
    first, second, third = st.columns([8, 13, 4], gap="small")
    with first:
        indicator_choice(page, labelled=False)
    with second:
        _economies(page, available, kind.most_economies)
    with third:
        _options(page, kind)
    own_series_dialog.show_if_open(page)


def _options(page: Page, kind: ChartKind) -> None:
    """Show the button behind which everything else is chosen; it says how much of that is."""
    count = options_set(page.selection)
    label = f"Options ({count})" if count else "Options"
    with st.popover(
        label, icon=":material/tune:", key=page.key(f"options-{own_series_dialog.turn()}"), width="stretch"
    ):
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
            kind_filter(page)
        own_series_dialog.offer(page)


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
    st.selectbox(
        "Economy",
        list(known),
        format_func=lambda code: economy_picker.label(page.catalogue, code, chosen=(shown,), available=None),
        filter_mode="contains",
        **page.bind(name, shown, lambda now, code: replace(now, economies=(code,))),
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
        **page.bind("as-of", asked if asked in days else None, state.field("as_of")),
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
        format_func=lambda name: eras[name].short_name if narrow else era_label(eras[name]),
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


def kind_filter(page: Page, *, about_indicator: bool = True) -> None:
    """Show which milestones to choose from where a page shows an indicator, and which kinds of them.

    Custom events are a kind where there are any.
    """
    offered = kinds_offered(page.selection)

    def change(now: Selection, chosen: Sequence[MilestoneKind]) -> Selection:
        # what is not offered cannot be switched off
        kept: list[Shown] = [kind for kind in now.events if kind not in offered]
        return replace(now, events=with_kinds(now.events, (*chosen, *kept)))

    if about_indicator or CONCERNED in page.selection.events:
        _which_milestones(page)
    st.pills(
        "Kinds of milestone",
        offered,
        selection_mode="multi",
        format_func=wording.KIND_NAMES.__getitem__,
        **page.bind("events", [kind for kind in page.selection.events if kind in offered], change),
        wrap=True,
    )


def _which_milestones(page: Page) -> None:
    """Show the one choice that hides all milestones or keeps those that concern the indicator."""
    now = page.selection.events
    # kinds that nobody can choose here are none
    some = any(kind in now for kind in kinds_offered(page.selection))
    shown = (CONCERNED if CONCERNED in now else "all") if some else NONE
    choices: dict[str, tuple[str, tuple[Shown, ...]]] = {
        "all": ("All", tuple(MilestoneKind)),
        CONCERNED: (f"About {_indicator(page).short_name}", (*MilestoneKind, CONCERNED)),
        NONE: ("None", ()),
    }
    st.segmented_control(
        "Milestones",
        list(choices),
        format_func=lambda name: choices[name][0],
        required=True,
        **page.bind("milestones", shown, lambda now, name: replace(now, events=choices[name][1])),
    )


def with_kinds(events: Sequence[Shown], kinds: Sequence[Shown]) -> tuple[Shown, ...]:
    """Return what is shown of milestones with these kinds instead, in their usual order."""
    chosen = tuple(kind for kind in MilestoneKind if kind in kinds)
    return (*chosen, CONCERNED) if CONCERNED in events else chosen


def kinds_offered(selection: Selection) -> list[MilestoneKind]:
    """Return the kinds of milestone that there can be on a chart."""
    return [kind for kind in MilestoneKind if kind is not MilestoneKind.OWN or selection.own]


def era_label(era: Era) -> str:
    """Return an era as its filter names it, with its years."""
    return f"{era.name} {era.start.year}–{'' if era.end is None else _last_year(era)}"


def _economies(page: Page, available: frozenset[str], most: int) -> None:
    # a URL may name more than fit
    chosen = list(page.selection.economies or ())[:most]

    def change(now: Selection, picks: Sequence[str]) -> Selection:
        asked = {"economy": picks, "policy": [page.catalogue.policy]}
        return replace(now, economies=economy_picker.picked(with_peers(page.store, page.catalogue, asked), picks))

    st.multiselect(
        "Economies",
        economy_picker.picks(page.catalogue),
        format_func=lambda pick: economy_picker.label(page.catalogue, pick, chosen=chosen, available=available),
        **page.bind("economy", chosen, change),
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
    some = CONCERNED in selection.events or any(kind not in selection.events for kind in kinds_offered(selection))
    years = selection.first_year or selection.last_year
    return sum(map(bool, (years, selection.transform != LEVEL, selection.scale, selection.as_of, some)))


def _label(shown: bool) -> Literal["visible", "collapsed"]:  # noqa: FBT001 - its only question
    return "visible" if shown else "collapsed"


def _last_year(era: Era) -> int:
    # an era that ends with a year is named by that year, not by the day after
    end = era.end
    return 0 if end is None else (end.year - 1 if (end.month, end.day) == (1, 1) else end.year)
