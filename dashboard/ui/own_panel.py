"""Take in custom events, show before they are added how they were understood, and list those that there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import formatting
from dashboard.catalogue import user_wording, wording
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.user_event_tables import EventReading, events_of
from dashboard.catalogue.user_events import MOST_EVENTS, MOST_LINK_LETTERS, fit_beside, fit_link, joined
from dashboard.errors import UnusableTable
from dashboard.export.table import Table
from dashboard.export.tables import records_table
from dashboard.ui import downloads, milestone_filter
from dashboard.ui.context import Page
from dashboard.ui.table_input import TableInput, ask_order
from dashboard.ui.widgets import plain

_INPUT: Final = TableInput("own")
_ORDER: Final = "own-order"
_DONE: Final = "own-done"
_NAMED: Final = 10
_EXAMPLE: Final = "2015-05-08, My event\n2016 to 2020, A longer one"


@dataclass(frozen=True)
class _Done:
    """What came of the last try: how many events were added, or why none was, and what to look at again."""

    added: int = 0
    refusal: str = ""
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def own_panel(page: Page) -> None:
    """Show the way to add events, how they are understood or what came of them, and the events that there are."""
    own = page.selection.own
    label = f"Your own events ({len(own)})" if own else "Add your own events"
    with st.expander(label, icon=":material/add_circle:", key="own-panel"):
        st.caption(
            "One row per event with its date and title: CSV, XLSX, or pasted from a spreadsheet. Dates as you write "
            "them: 2015, 2015-Q3, March 2015, 14.7.2015, 1861 to 1895. "
            f"Up to {MOST_EVENTS} events are shown on every chart of this session, and kept nowhere else."
        )
        _INPUT.show(_EXAMPLE)
        st.button("Add these", on_click=lambda: _add(page), key="own-add")
        _understood()
        if own:
            _listed(own)
            with st.container(horizontal=True, gap="small"):
                downloads.take_away(downloads.offer("Your own events", lambda: _file(own)), key="own-take")
                st.button(
                    "Remove all of them",
                    icon=":material/delete:",
                    on_click=lambda: _remove(page),
                    key="own-remove",
                )


def link_note(own: Sequence[Milestone]) -> str:
    """Return what to know of a link besides one's own events: whether it carries them."""
    if not own:
        return ""
    if fit_link(own):
        return "The link carries your own events."
    return (
        f"The link does not carry your own events: with more than {MOST_LINK_LETTERS:,} characters they are too long "
        "for it and stay in this session."
    )


def _add(page: Page) -> None:
    selection = page.read()
    try:
        reading = events_of(_INPUT.expected(), st.session_state.get(_ORDER))
    except UnusableTable as exc:
        st.session_state[_DONE] = _Done(refusal=str(exc))
        return
    done = _done(reading)
    if reading.dates.unsettled:
        # what is asked stands where the rows would
        done = replace(done, refusal="First say what comes first in these dates, the day or the month.")
    elif not fit_beside(selection.own, reading.events):
        done = replace(done, refusal=f"With these there would be more than {MOST_EVENTS} events of your own.")
    elif reading.events:
        done = replace(done, added=len(reading.events))
        # whoever adds events wants to see them, whatever kinds were shown before
        shown = milestone_filter.with_kinds(selection.events, (*selection.events, MilestoneKind.OWN))
        page.write(replace(selection, own=joined(selection.own, reading.events), events=shown))
        _INPUT.clear()
        st.session_state.pop(_ORDER, None)
    st.session_state[_DONE] = done


def _done(reading: EventReading) -> _Done:
    return _Done(
        notes=user_wording.event_notes(reading), problems=tuple(map(user_wording.row_problem, reading.problems))
    )


def _remove(page: Page) -> None:
    st.session_state.pop(_DONE, None)
    page.write(replace(page.read(), own=(), milestone=""))


def _understood() -> None:
    """Show what came of the last try, or how what is in the boxes is understood."""
    done: _Done | None = st.session_state.pop(_DONE, None)
    try:
        table = _INPUT.table()
        reading = events_of(table, st.session_state.get(_ORDER)) if table else None
    except UnusableTable as exc:
        reading = None
        if done is None:
            _notes(_Done(), plain(str(exc)))
    if reading is not None:
        _INPUT.ask_letters(reading.table)
        ask_order(reading.dates, _ORDER)
        if done is None:
            _preview(reading)
    if done is not None:
        _outcome(done)


def _preview(reading: EventReading) -> None:
    count = formatting.count(len(reading.events), "event")
    if reading.events:
        st.info(f"{count} understood, to be added with “Add these”.", icon=":material/visibility:")
        _table(reading.events, "Events understood")
    done = _done(reading)
    _notes(
        done, "These rows could not be read." if reading.events else "No row could be read.", quiet=not done.problems
    )


def _outcome(done: _Done) -> None:
    if done.added:
        st.success(f"{formatting.count(done.added, 'event')} added.", icon=":material/check:")
        _notes(done, "These rows could not be read; the others were.", quiet=not done.problems)
    else:
        _notes(done, f"Nothing was added. {plain(done.refusal)}".strip())


def _notes(done: _Done, head: str, *, quiet: bool = False) -> None:
    for note in done.notes:
        st.warning(plain(note), icon=":material/translate:")
    if not quiet:
        lines = [f"- {plain(problem)}" for problem in done.problems[:_NAMED]]
        more = len(done.problems) - _NAMED
        if more > 0:
            lines.append(f"- {more} more rows could not be read.")
        st.warning("\n".join([head, *lines]), icon=":material/warning:")


def _listed(own: Sequence[Milestone]) -> None:
    note = link_note(own)
    if not fit_link(own):
        st.info(plain(note), icon=":material/link_off:")
    _table(own, "Your own events")


def _file(own: Sequence[Milestone]) -> Table:
    """Return the events as they can be brought again: their dates and titles."""
    records = [{"date": wording.when(event), "title": event.title} for event in own]
    return records_table(records, "eraline_own-events", title="Your own events")


def _table(events: Sequence[Milestone], alt: str) -> None:
    st.dataframe(
        pd.DataFrame({"Date": [wording.when(event) for event in events], "Title": [event.title for event in events]}),
        hide_index=True,
        height="content" if len(events) <= _NAMED else 300,
        alt=alt,
    )
