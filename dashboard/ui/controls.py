"""Choose what a chart shows: the controls that pages share, each of which writes the address."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dashboard.catalogue import wording
from dashboard.catalogue.indicators import THEME_NAMES, Indicator, Transform
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import SUBJECT, Era, MilestoneKind
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.charts.kind import MOST_ECONOMIES, Control
from dashboard.ui import state, widgets
from dashboard.views.chart import usual_scale
from dashboard.views.selection import Selection

_NARROW_PX: Final = 900
_FIRST_DAY: Final = dt.date(2000, 1, 1)
_TRANSFORM_NAMES: Final = {
    Transform.LEVEL: "As published",
    Transform.CHANGE: "Change on the year before",
    Transform.GROWTH: "Growth on the year before, %",
    Transform.INDEX: "Index, common start = 100",
    Transform.SHARE: "Share of the world, %",
    Transform.PER_CAPITA: "Per head of population",
    Transform.ROLLING_MEAN: "Five-year rolling mean",
}
Change = Callable[[Selection, Any], Selection]


def control_bar(
    catalogue: Catalogue,
    selection: Selection,
    available: frozenset[str],
    *,
    page: str,
    views: Sequence[str] = (),
    with_eras: bool = True,
    most: int = MOST_ECONOMIES,
) -> None:
    """Show every control of a chart of one indicator; `available` are the economies that have figures.

    At most `most` economies can be chosen. A page that redraws its chart alone on an era click shows the eras itself.
    """
    bar = _Bar(catalogue, selection, page, tuple(views))
    first, second = st.columns([2, 3], gap="medium")
    with first:
        indicator_choice(catalogue, selection, page=page, views=views)
    with second:
        bar.economies(available, most)
    if with_eras:
        era_filter(catalogue, selection, page=page, views=views)
    with st.expander(_more_label(selection), icon=":material/tune:", key=f"{page}-more"):
        columns = st.columns([2, 2, 4, 3, 3], gap="medium")
        with columns[0]:
            bar.year("From", "first_year")
        with columns[1]:
            bar.year("To", "last_year")
        with columns[2]:
            bar.transform()
        with columns[3]:
            bar.scale()
        with columns[4]:
            bar.as_of()
        bar.events()


def indicator_choice(catalogue: Catalogue, selection: Selection, *, page: str, views: Sequence[str] = ()) -> None:
    """Show the indicators to choose from, by theme."""
    themes, key = list(THEME_NAMES), f"{page}-indicator"
    indicators = catalogue.indicators
    by_theme = sorted(indicators.values(), key=lambda entry: themes.index(entry.theme))

    def change(now: Selection, indicator: str) -> Selection:
        fits = now.transform in catalogue.indicator(indicator).transforms
        return replace(now, indicator=indicator, transform=now.transform if fits else Transform.LEVEL, scale=None)

    st.selectbox(
        "Indicator",
        [entry.id for entry in by_theme],
        format_func=lambda name: f"{indicators[name].name} · {THEME_NAMES[indicators[name].theme]}",
        key=state.show(key, selection.indicator),
        on_change=state.changing(catalogue, key, change, views),
        help="Type to search.",
    )


def economy_choice(catalogue: Catalogue, selection: Selection, *, page: str) -> None:
    """Show the economies to choose one from."""
    key = f"{page}-one-economy"
    st.selectbox(
        "Economy",
        list(catalogue.economies),
        format_func=lambda code: catalogue.economies[code].name,
        key=state.show(key, selection.economies[0] if selection.economies else SUBJECT),
        on_change=state.changing(catalogue, key, lambda now, code: replace(now, economies=(code,))),
    )


def day_choice(catalogue: Catalogue, selection: Selection, days: Sequence[dt.date], *, page: str) -> None:
    """Show the days of earlier vintages to choose one from, the newest first; none chosen means the newest."""
    key = f"{page}-as-of"
    st.selectbox(
        "As published on",
        list(days),
        index=None,
        placeholder=str(days[0]) if days else "no earlier vintage",
        disabled=not days,
        key=state.show(key, selection.as_of if selection.as_of in days else None),
        on_change=state.changing(catalogue, key, state.field("as_of")),
    )


def era_filter(catalogue: Catalogue, selection: Selection, *, page: str, views: Sequence[str] = ()) -> None:
    """Show the eras to choose from; none chosen means all of them."""
    key, narrow = f"{page}-era", (widgets.page_width() or _NARROW_PX) < _NARROW_PX
    st.pills(
        "Eras",
        list(catalogue.eras),
        selection_mode="multi",
        format_func=lambda name: catalogue.eras[name].short_name if narrow else era_label(catalogue.eras[name]),
        key=state.show(key, list(selection.eras)),
        on_change=state.changing(catalogue, key, state.field("eras"), views),
        wrap=True,
        help="None chosen means all of them.",
    )


def year_choice(
    catalogue: Catalogue, selection: Selection, label: str, name: str, *, page: str, views: Sequence[str] = ()
) -> None:
    """Show the first or the last year of the range, as `name` says, to be typed."""
    key = f"{page}-{name}"
    st.number_input(
        label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        step=1,
        placeholder="year",
        key=state.show(key, getattr(selection, name)),
        on_change=state.changing(catalogue, key, _year_change(name), views),
    )


def chart_control(catalogue: Catalogue, control: Control, *, page: str, views: Sequence[str] = ()) -> None:
    """Show a choice that one kind of chart needs."""
    key = f"{page}-{control.attribute}"
    on_change = state.changing(catalogue, key, state.field(control.attribute), views)
    if control.is_slider:
        st.select_slider(
            control.label,
            list(control.options),
            format_func=control.options.__getitem__,
            key=state.show(key, control.value),
            on_change=on_change,
            help=control.help or None,
        )
        return
    st.selectbox(
        control.label,
        list(control.options),
        format_func=control.options.__getitem__,
        key=state.show(key, control.value),
        on_change=on_change,
        help=control.help or None,
    )


def kind_filter(catalogue: Catalogue, selection: Selection, *, page: str, views: Sequence[str] = ()) -> None:
    """Show the kinds of milestone to choose from; the reader's own events are one where there are any."""
    key, offered = f"{page}-events", kinds_offered(selection)

    def change(now: Selection, chosen: Sequence[MilestoneKind]) -> Selection:
        # what is not offered cannot be switched off
        kept = [kind for kind in now.events if kind not in offered]
        return replace(now, events=tuple(kind for kind in MilestoneKind if kind in (*chosen, *kept)))

    st.pills(
        "Milestones shown",
        offered,
        selection_mode="multi",
        format_func=wording.KIND_NAMES.__getitem__,
        key=state.show(key, [kind for kind in selection.events if kind in offered]),
        on_change=state.changing(catalogue, key, change, views),
        wrap=True,
    )


def kinds_offered(selection: Selection) -> list[MilestoneKind]:
    """Return the kinds of milestone that there can be on a chart."""
    return [kind for kind in MilestoneKind if kind is not MilestoneKind.OWN or selection.own]


def era_label(era: Era) -> str:
    """Return an era as its filter names it, with its years."""
    return f"{era.name} {era.start.year}–{'' if era.end is None else _last_year(era)}"


class _Bar:
    """The controls of one chart: each shows what the selection says and writes what it is changed to."""

    def __init__(self, catalogue: Catalogue, selection: Selection, page: str, views: tuple[str, ...]) -> None:
        self._catalogue = catalogue
        self._selection = selection
        self._page = page
        self._views = views

    def economies(self, available: frozenset[str], most: int) -> None:
        known = self._catalogue.economies
        st.multiselect(
            "Economies",
            list(known),
            format_func=lambda code: known[code].name + ("" if code in available else " (no figures)"),
            # an address may name more than fit
            **self._bound("economy", list(self._selection.economies or ())[:most], state.field("economies")),
            max_selections=most,
            select_all=False,
            wrap=False,
        )

    def year(self, label: str, name: str) -> None:
        year_choice(self._catalogue, self._selection, label, name, page=self._page, views=self._views)

    def transform(self) -> None:
        st.selectbox(
            "Transform",
            list(self._chosen.transforms),
            format_func=_TRANSFORM_NAMES.__getitem__,
            **self._bound("transform", self._selection.transform, state.field("transform")),
        )

    def scale(self) -> None:
        shown = self._selection.scale or usual_scale(self._chosen, self._selection.transform)
        st.segmented_control(
            "Scale",
            ["linear", "log"],
            format_func=str.capitalize,
            required=True,
            **self._bound("scale", shown, state.field("scale")),
        )

    def as_of(self) -> None:
        asked = self._selection.as_of
        today = dt.datetime.now(dt.UTC).date()
        st.date_input(
            "As known on",
            max_value=today,
            min_value=_FIRST_DAY,
            format="YYYY-MM-DD",
            # a link may name a day that this control cannot show; the note under the chart says which one holds
            **self._bound("as_of", asked if asked and _FIRST_DAY <= asked <= today else None, state.field("as_of")),
            help="Draws the chart from the figures that were in the cache at the end of that day. Empty means now.",
        )

    def events(self) -> None:
        kind_filter(self._catalogue, self._selection, page=self._page, views=self._views)

    @property
    def _chosen(self) -> Indicator:
        return self._catalogue.indicator(self._selection.indicator)

    def _bound(self, name: str, value: object, change: Change) -> dict[str, Any]:
        key = f"{self._page}-{name}"
        on_change = state.changing(self._catalogue, key, change, self._views)
        return {"key": state.show(key, value), "on_change": on_change}


def _year_change(name: str) -> Change:
    def change(selection: Selection, year: int | None) -> Selection:
        changed = replace(selection, **{name: year})
        first, last = changed.first_year, changed.last_year
        if first is not None and last is not None and first > last:
            # a range typed backwards: the year just given holds, the other one goes
            return replace(changed, **{"last_year" if name == "first_year" else "first_year": None})
        return changed

    return change


def _more_label(selection: Selection) -> str:
    said = [_TRANSFORM_NAMES[selection.transform]]
    if selection.first_year or selection.last_year:
        said.append(f"{selection.first_year or '…'}–{selection.last_year or '…'}")
    if selection.scale:
        said.append(f"{selection.scale} scale")
    if selection.as_of:
        said.append(f"as known on {selection.as_of}")
    offered = kinds_offered(selection)
    shown = [kind for kind in offered if kind in selection.events]
    if len(shown) < len(offered):
        said.append(f"{len(shown)} of {len(offered)} kinds of milestone")
    return f"Range, transform, scale, day, milestones: {'; '.join(said)}"


def _last_year(era: Era) -> int:
    # an era that ends with a year is named by that year, not by the day after
    end = era.end
    return 0 if end is None else (end.year - 1 if (end.month, end.day) == (1, 1) else end.year)
