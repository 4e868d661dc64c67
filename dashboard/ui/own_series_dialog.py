"""Take in a user's own series: show how its table is understood, ask what it leaves open, name it and draw it."""

from dataclasses import replace
from typing import Final, NamedTuple

import streamlit as st

from dashboard.analysis.transforms import LEVEL
from dashboard.catalogue.indicators import KIND_NAMES, Kind
from dashboard.catalogue.user_indicator import Said, suggested
from dashboard.catalogue.user_numbers import Mark, read_numbers
from dashboard.catalogue.user_series import MOST_OBSERVATIONS, Choice, SeriesReading, names_in, series_of
from dashboard.catalogue.user_series_wording import not_observed, series_notes, understood
from dashboard.errors import UnusableTable
from dashboard.ui import economy_picker, own_series
from dashboard.ui.context import Page
from dashboard.ui.opened import DIALOGS, Opened
from dashboard.ui.table_input import TableInput, ask_order
from dashboard.ui.widgets import plain
from dashboard.views.selection import Selection

_INPUT: Final = TableInput("series")
DIALOG: Final = Opened("series", DIALOGS)
_ECONOMY: Final = "series-economy"
_SERIES: Final = "series-chosen"
_MARK: Final = "series-mark"
_ORDER: Final = "series-order"
_NAMED: Final = 8
_SHOWN: Final = 200
_EXAMPLE: Final = "Country,2021,2022,2023\nChina,8.4,3.0,5.2\nUnited States,6.1,2.5,2.9"


class _Boxes(NamedTuple):
    """The keys of the boxes that say what a series is."""

    name: str
    unit: str
    kind: str


def offer(page: Page) -> None:
    """Show the button that opens the dialog."""
    st.button(
        "Your own series",
        icon=":material/upload_file:",
        key=page.key("own-series"),
        on_click=DIALOG.open,
        width="stretch",
        help="Draw a CSV or XLSX of yours like any other indicator.",
    )


def show_if_open(page: Page) -> None:
    """Show the dialog once it was opened."""
    if DIALOG.is_open:
        _dialog(page)


@st.dialog("Your own series", width="large", on_dismiss=DIALOG.close)
def _dialog(page: Page) -> None:
    if not DIALOG.is_open:
        # the series was taken: the page shows it
        st.rerun()
    st.caption(
        "A table of values by economy and year, quarter or month, as CSV, XLSX or pasted from a spreadsheet: tidy or "
        "wide, economies by name or code. Downloads of the World Bank and of Our World in Data are read as they are. "
        f"Up to {MOST_OBSERVATIONS:,} observations. It stays in this session: it is stored nowhere, and no link can "
        "carry it."
    )
    _INPUT.show(_EXAMPLE)
    try:
        table = _INPUT.table()
        reading = series_of(table, names_in(page.catalogue), _choice()) if table else None
    except UnusableTable as exc:
        st.warning(plain(str(exc)), icon=":material/warning:")
    else:
        if reading is not None:
            _taken_for(page, reading)
    _listed(page)


def _choice() -> Choice:
    return Choice(
        economy=st.session_state.get(_ECONOMY) or "",
        series=st.session_state.get(_SERIES) or "",
        mark=st.session_state.get(_MARK),
        order=st.session_state.get(_ORDER),
    )


def _taken_for(page: Page, reading: SeriesReading) -> None:
    """Show how a table is understood, ask what it leaves open, and take it."""
    _INPUT.ask_letters(reading.table)
    _ask(page, reading)
    st.info(plain(understood(reading)), icon=":material/visibility:")
    for note in series_notes(reading):
        st.caption(plain(note))
    _problems(reading)
    if reading.observations.empty:
        return
    _rows(page, reading)
    boxes = _describe(reading)
    if own_series.is_full():
        st.warning(f"{own_series.MOST_SERIES} series are the most of one session; remove one first.")
    st.button(
        "Draw this series",
        key="series-add",
        disabled=own_series.is_full(),
        on_click=lambda: _add(page, reading, boxes),
    )


def _ask(page: Page, reading: SeriesReading) -> None:
    if not reading.names_economies:
        known = page.catalogue.economies
        st.selectbox(
            "The table names no economy. Which one is it of?",
            list(known),
            index=None,
            key=_ECONOMY,
            format_func=lambda code: economy_picker.label(page.catalogue, code, chosen=(), available=None),
            filter_mode="contains",
        )
    if len(reading.series) > 1:
        st.selectbox("The table holds several series. Which one?", reading.series, key=_SERIES)
    if text := reading.numbers.doubtful:
        st.session_state[_MARK] = reading.numbers.mark
        meant = {mark: _number(text, mark) for mark in Mark}
        st.radio(f"How much is {plain(text)}?", list(Mark), key=_MARK, format_func=meant.__getitem__, horizontal=True)
    ask_order(reading.dates, _ORDER)


def _number(text: str, mark: Mark) -> str:
    [value] = read_numbers([text], mark).values
    return text if value is None else f"{value:,.15g}"


def _problems(reading: SeriesReading) -> None:
    if not reading.problems:
        return
    lines = [f"- {plain(not_observed(problem))}" for problem in reading.problems[:_NAMED]]
    more = len(reading.problems) - _NAMED
    if more > 0:
        lines.append(f"- {more} more kinds of cells could not be read.")
    st.warning("\n".join(["These cells could not be read.", *lines]), icon=":material/warning:")


def _rows(page: Page, reading: SeriesReading) -> None:
    frame = reading.observations.head(_SHOWN)
    known = page.catalogue.economies
    st.dataframe(
        {
            "Economy": [known[code].short_name for code in frame["economy"]],
            reading.frequency.period.capitalize(): reading.frequency.written(frame["period"]).tolist(),
            "Value": frame["value"].tolist(),
        },
        hide_index=True,
        height=180,
        alt="Observations understood",
    )


def _describe(reading: SeriesReading) -> _Boxes:
    """Ask what the series is called, its unit, and what sort of quantity it is; return the keys of the boxes."""
    guess, kinds = suggested(reading), list(Kind)
    # another table has boxes of its own, with what it suggests in them
    boxes = _Boxes(*(f"series-{box}-{guess.name}" for box in ("name", "unit", "kind")))
    first, second = st.columns([2, 1], gap="small")
    with first:
        st.text_input("Name", value=guess.name, key=boxes.name, max_chars=120)
    with second:
        st.text_input("Unit", value=guess.unit, key=boxes.unit, max_chars=60, placeholder="%, US$, people")
    st.selectbox(
        "Kind of quantity",
        kinds,
        index=kinds.index(guess.kind),
        key=boxes.kind,
        format_func=lambda kind: KIND_NAMES[kind].capitalize(),
    )
    return boxes


def _add(page: Page, reading: SeriesReading, boxes: _Boxes) -> None:
    words = st.session_state
    added = own_series.add(Said(words[boxes.name], words[boxes.unit], words[boxes.kind]), reading)
    _INPUT.clear()
    _draw(page, added)


def _draw(page: Page, name: str) -> None:
    """Show a series in place of the indicator, with the economies drawn where it has them all."""
    now, has = page.read(), own_series.own_series()[name].brought.observations["economy"]
    drawn = now.economies if set(now.economies or ()) <= set(has) else None
    page.write(Selection(name, economies=drawn or None, policies=now.policies, own=now.own, events=now.events))
    DIALOG.close()


def _listed(page: Page) -> None:
    """Show the series of the session, each with a way to draw and to remove it."""
    kept = own_series.own_series()
    if kept:
        st.markdown("**Series of this session**")
    for name, series in kept.items():
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(plain(f"{series.indicator.name}, {series.indicator.unit}"))
            st.button(
                "Draw", icon=":material/show_chart:", key=f"series-draw-{name}", on_click=_draw, args=(page, name)
            )
            st.button(
                "Remove",
                icon=":material/delete:",
                key=f"series-remove-{name}",
                on_click=_remove,
                args=(page, name),
            )


def _remove(page: Page, name: str) -> None:
    now = page.read()
    own_series.remove(name)
    if now.indicator == name:
        page.write(replace(now, indicator=Selection().indicator, transform=LEVEL, scale=None))
    elif now.second == name:
        page.write(replace(now, second=""))
