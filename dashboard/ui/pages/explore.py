"""Explore: one indicator, any economies and eras, as an annotated chart, a table and its provenance."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import export, words
from dashboard.catalogue import Catalogue
from dashboard.chart import Figures, View, chart_view, default_economies, era_table, load_figures
from dashboard.errors import NoFigures
from dashboard.figures.line import line_figure
from dashboard.model import THEME_NAMES, MilestoneKind, Transform
from dashboard.selection import FIRST_YEAR, LAST_YEAR, Selection
from dashboard.ui import resources, state, widgets

VIEWS: Final = ("chart", "table", "about")
MOST_ECONOMIES: Final = 10
_TAB_NAMES: Final = {"chart": "Chart", "table": "Table", "about": "About this indicator"}
_TRANSFORM_NAMES: Final = {
    Transform.LEVEL: "As published",
    Transform.CHANGE: "Change on the year before",
    Transform.GROWTH: "Growth on the year before, %",
    Transform.INDEX: "Index, common start = 100",
    Transform.SHARE: "Share of the world, %",
    Transform.PER_CAPITA: "Per head of population",
    Transform.ROLLING_MEAN: "Five-year rolling mean",
}
_KIND_NAMES: Final = {
    MilestoneKind.PLAN: "Plans",
    MilestoneKind.STRATEGY: "Strategies",
    MilestoneKind.SPEECH: "Speeches",
    MilestoneKind.INSTITUTION: "Institutions",
    MilestoneKind.REGULATION: "Regulations",
    MilestoneKind.EXTERNAL: "External shocks",
}
Change = Callable[[Selection, Any], Selection]


def render() -> None:
    """Draw the page that the URL asks for."""
    catalogue, cache = resources.catalogue(), resources.cache()
    reading = state.current(catalogue, VIEWS)
    for note in cache.notes:
        st.warning(widgets.plain(note), icon=":material/database:")
    widgets.problems(reading.problems)
    try:
        figures = load_figures(cache.store, catalogue, reading.selection.indicator, as_of=reading.selection.as_of)
    except NoFigures as exc:
        _controls(catalogue, reading.selection, frozenset())
        st.info(widgets.plain(str(exc)), icon=":material/event_busy:")
        return
    selection = _with_economies(reading.selection, figures, catalogue)
    _controls(catalogue, selection, frozenset(figures.observations["economy"]))
    width = widgets.page_width("explore-width")
    if not selection.economies:
        st.info("Choose at least one economy.", icon=":material/public:")
        return
    view = chart_view(cache.store, catalogue, selection)
    _tabs(catalogue, view, figures, width)


def _with_economies(selection: Selection, figures: Figures, catalogue: Catalogue) -> Selection:
    if selection.economies is None:
        return replace(selection, economies=default_economies(figures, catalogue))
    if len(selection.economies) > MOST_ECONOMIES:
        kept = selection.economies[:MOST_ECONOMIES]
        st.warning(
            f"{len(selection.economies)} economies are too many for one chart; the first {MOST_ECONOMIES} are shown."
        )
        return replace(selection, economies=kept)
    return selection


def _controls(catalogue: Catalogue, selection: Selection, available: frozenset[str]) -> None:
    first, second = st.columns([2, 3], gap="medium")
    by_theme = sorted(catalogue.indicators.values(), key=lambda entry: list(THEME_NAMES).index(entry.theme))
    with first:
        st.selectbox(
            "Indicator",
            [entry.id for entry in by_theme],
            format_func=lambda name: (
                f"{THEME_NAMES[catalogue.indicator(name).theme]} › {catalogue.indicator(name).name}"
            ),
            key=state.show("explore-indicator", selection.indicator),
            on_change=_writes(catalogue, "explore-indicator", _other_indicator(catalogue)),
            help="Type to search.",
        )
    with second:
        st.multiselect(
            "Economies",
            list(catalogue.economies),
            format_func=lambda code: catalogue.economies[code].name + ("" if code in available else " (no figures)"),
            key=state.show("explore-economy", list(selection.economies or ())),
            on_change=_writes(catalogue, "explore-economy", state.field("economies")),
            max_selections=MOST_ECONOMIES,
            select_all=False,
            wrap=False,
        )
    st.pills(
        "Eras",
        list(catalogue.eras),
        selection_mode="multi",
        format_func=lambda name: widgets.era_label(catalogue.eras[name]),
        key=state.show("explore-era", list(selection.eras)),
        on_change=_writes(catalogue, "explore-era", state.field("eras")),
        wrap=False,
        help="None chosen means all of them.",
    )
    with st.expander(_more_label(selection), icon=":material/tune:"):
        _more_controls(catalogue, selection)


def _more_controls(catalogue: Catalogue, selection: Selection) -> None:
    indicator = catalogue.indicator(selection.indicator)
    columns = st.columns([1, 1, 2, 2], gap="medium")
    for column, label, name in ((columns[0], "From", "first_year"), (columns[1], "To", "last_year")):
        key = f"explore-{name}"
        column.number_input(
            label,
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            step=1,
            value=None,
            placeholder="year",
            key=state.show(key, getattr(selection, name)),
            on_change=_writes(catalogue, key, _year_change(name)),
        )
    columns[2].selectbox(
        "Transform",
        list(indicator.transforms),
        format_func=_TRANSFORM_NAMES.__getitem__,
        key=state.show("explore-transform", selection.transform),
        on_change=_writes(catalogue, "explore-transform", state.field("transform")),
    )
    columns[3].segmented_control(
        "Scale",
        ["linear", "log"],
        format_func=str.capitalize,
        required=True,
        key=state.show("explore-scale", selection.scale or indicator.scale),
        on_change=_writes(catalogue, "explore-scale", state.field("scale")),
    )
    st.pills(
        "Milestones shown",
        list(MilestoneKind),
        selection_mode="multi",
        format_func=_KIND_NAMES.__getitem__,
        key=state.show("explore-events", list(selection.events)),
        on_change=_writes(catalogue, "explore-events", state.field("events")),
        wrap=True,
    )


def _more_label(selection: Selection) -> str:
    said = [_TRANSFORM_NAMES[selection.transform]]
    if selection.first_year or selection.last_year:
        said.append(f"{selection.first_year or '…'}–{selection.last_year or '…'}")
    if selection.scale:
        said.append(f"{selection.scale} scale")
    if len(selection.events) < len(MilestoneKind):
        said.append(f"{len(selection.events)} of {len(MilestoneKind)} kinds of milestone")
    return f"Range, transform, scale, milestones: {'; '.join(said)}"


def _writes(catalogue: Catalogue, key: str, change: Change) -> Callable[[], None]:
    return state.changing(catalogue, key, change, VIEWS)


def _other_indicator(catalogue: Catalogue) -> Change:
    def change(selection: Selection, indicator: str) -> Selection:
        fits = selection.transform in catalogue.indicator(indicator).transforms
        transform = selection.transform if fits else Transform.LEVEL
        return replace(selection, indicator=indicator, transform=transform, scale=None)

    return change


def _year_change(name: str) -> Change:
    def change(selection: Selection, year: int | None) -> Selection:
        changed = replace(selection, **{name: year})
        first, last = changed.first_year, changed.last_year
        if first is not None and last is not None and first > last:
            # a range typed backwards: the year just given holds, the other one goes
            return replace(changed, **{"last_year" if name == "first_year" else "first_year": None})
        return changed

    return change


def _tabs(catalogue: Catalogue, view: View, figures: Figures, width: int | None) -> None:
    chosen = view.selection.view or VIEWS[0]
    chart, table, about = st.tabs(
        [_TAB_NAMES[name] for name in VIEWS],
        key=state.show("explore-view", _TAB_NAMES[chosen]),
        on_change=_writes(catalogue, "explore-view", _tab_change),
    )
    with chart:
        _chart_tab(catalogue, view, width)
    with table:
        _table_tab(view)
    with about:
        _about_tab(view)
    _take_away(view, figures)


def _tab_change(selection: Selection, label: str) -> Selection:
    return replace(selection, view=next(name for name, shown in _TAB_NAMES.items() if shown == label))


def _chart_tab(catalogue: Catalogue, view: View, width: int | None) -> None:
    if view.points.empty:
        st.info(widgets.plain(nothing_to_draw(catalogue, view)), icon=":material/search_off:")
    else:
        st.plotly_chart(
            line_figure(view, mode=widgets.mode(), width=width, height=560 if (width or 0) >= 640 else 480),
            theme=None,
            key="explore-chart",
            config={
                "displaylogo": False,
                "responsive": True,
                "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
                "toImageButtonOptions": {
                    "format": "png",
                    "filename": export.file_name(view, "png").removesuffix(".png"),
                    "scale": 2,
                },
            },
            alt=widgets.alt_text(view),
        )
    if view.absent and not view.points.empty:
        widgets.notes([f"No figures in this selection: {words.names(view.absent)}."])
    widgets.notes(view.notes)
    if view.targets:
        with st.expander(f"Targets drawn ({len(view.targets)}): △ at least, ◇ a figure", icon=":material/flag:"):
            widgets.target_list(view.targets)
    if not view.points.empty:
        st.markdown("##### Eras compared")
        _era_table(catalogue, view)
    if view.milestones:
        st.markdown("##### Milestones in the chart")
        widgets.milestone_key(view.milestones, [view.indicator.id])


def nothing_to_draw(catalogue: Catalogue, view: View) -> str:
    """Return in words why a chart would be empty."""
    names = words.names(view.absent) if view.absent else "The economies chosen"
    eras = words.listing([catalogue.eras[name].name for name in view.selection.eras]) if view.selection.eras else ""
    where = f" in {eras}" if eras else " in the years chosen"
    return f"{view.indicator.name} has no figures for {names}{where}. Choose other economies, eras or years."


def _era_table(catalogue: Catalogue, view: View) -> None:
    table = era_table(view, catalogue)
    if table.empty:
        st.caption("No full year of figures falls inside an era.")
        return
    compounds = table["cagr_pct"].notna().any()
    decimals = words.unit_decimals(view.indicator, plain=view.unit == view.indicator.unit)

    def shown(value: float) -> str:
        return "" if pd.isna(value) else words.quantity(float(value), view.unit_short, decimals)

    average = "Growth a year" if compounds else "Mean"
    rows = pd.DataFrame(
        {
            "Economy": [catalogue.economies[code].name for code in table["economy"]],
            "Era": [catalogue.eras[name].name for name in table["era"]],
            average: [
                ("" if pd.isna(row.cagr_pct) else words.quantity(row.cagr_pct, "%", 1))
                if compounds
                else shown(row.mean)
                for row in table.itertuples()
            ],
            "Change": [
                "" if pd.isna(value) else words.difference(float(value), view.unit_short, decimals)
                for value in table["change"]
            ],
            "Lowest": [f"{shown(row.minimum)} ({row.minimum_year})" for row in table.itertuples()],
            "Highest": [f"{shown(row.maximum)} ({row.maximum_year})" for row in table.itertuples()],
            "Years covered": [f"{row.n}/{row.years}" for row in table.itertuples()],
            "Note": table["reason"],
        }
    )
    right = {name: st.column_config.TextColumn(alignment="right") for name in rows.columns[2:7]}
    st.dataframe(rows, hide_index=True, column_config=right, alt="Statistics by economy and era")
    st.caption(
        "Compound growth between the first and last year observed in the era. "
        if compounds
        else "Mean over the years observed in the era. "
    )


def _table_tab(view: View) -> None:
    if view.points.empty:
        st.info("No figures in this selection.", icon=":material/search_off:")
        return
    wide = export.wide(view).rename(columns={economy.id: economy.name for economy in view.economies})
    shown = wide[["period", *(economy.name for economy in view.economies)]]
    if view.frequency == "annual":
        shown = shown.assign(period=shown["period"].str[:4])
    st.caption(f"{widgets.plain(view.indicator.name)}, {widgets.plain(view.subtitle or view.unit)}")
    st.dataframe(
        shown.iloc[::-1].rename(columns={"period": "Period"}),
        hide_index=True,
        height=560,
        column_config={"Period": st.column_config.TextColumn(pinned=True, width="small")},
        alt=f"Table of {view.indicator.name}",
    )


def _about_tab(view: View) -> None:
    entry = view.indicator
    st.markdown(f"#### {widgets.plain(entry.name)}")
    st.markdown(widgets.plain(entry.description))
    first, second = st.columns(2, gap="large")
    with first:
        st.markdown(f"**Unit**  \n{widgets.plain(entry.unit)}")
        st.markdown(f"**Source**  \n[{widgets.plain(entry.source_name)}]({entry.source_url})")
        code = entry.code or ", ".join(entry.codes.values()) or f"computed: {entry.derived.op if entry.derived else ''}"
        st.markdown(f"**Provider's code**  \n{widgets.plain(code)}")
        licence = (
            f"[{widgets.plain(entry.licence)}]({entry.licence_url})"
            if entry.licence_url
            else widgets.plain(entry.licence)
        )
        st.markdown(f"**Licence**  \n{licence}")
    with second:
        for vintage in view.vintages:
            st.markdown(
                f"**Vintage of {widgets.plain(vintage.indicator)}**  \n"
                f"{vintage.date}: {widgets.plain(vintage.release)}, {vintage.rows:,} figures"
            )
        st.markdown(f"**How to cite**  \n{widgets.plain(_citation(view))}")
    if entry.caveats or entry.breaks or entry.not_collected:
        st.markdown("**Handle with care**")
        lines = [*entry.caveats, *(f"{found.economy} {found.year}: {found.note}" for found in entry.breaks)]
        lines += [f"{found.economy} to {found.until}: {found.note}" for found in entry.not_collected]
        st.markdown("\n".join(f"- {widgets.plain(line)}" for line in lines))


def _take_away(view: View, figures: Figures) -> None:
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Chart data (CSV)",
            data=lambda: export.csv_bytes(export.tidy(view), bom=True),
            file_name=export.file_name(view, "csv"),
            mime="text/csv; charset=utf-8",
            icon=":material/download:",
            on_click="ignore",
            disabled=view.points.empty,
            key="explore-download-chart",
        )
        st.download_button(
            "Whole indicator (CSV)",
            data=lambda: export.csv_bytes(export.tidy_figures(figures), bom=True),
            file_name=export.whole_file_name(figures, "csv"),
            mime="text/csv; charset=utf-8",
            icon=":material/database:",
            on_click="ignore",
            key="explore-download-whole",
        )
        with st.popover("Link and citation", icon=":material/link:"):
            st.caption("This link names every choice and the vintage, so that it draws the same chart next year.")
            st.code(_link(view), language=None, wrap_lines=True)
            st.code(_citation(view), language=None, wrap_lines=True)


def _link(view: View) -> str:
    spelt = replace(view.selection, scale=view.scale, as_of=view.selection.as_of or view.vintage.date)
    return state.link(spelt)


def _citation(view: View) -> str:
    return export.citation(view, accessed=dt.datetime.now(dt.UTC).date(), link=_link(view))
