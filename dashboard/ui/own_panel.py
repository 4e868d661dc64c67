"""Take in custom events, as a file or as pasted text, and show which there are and which rows were bad."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.user_events import (
    MOST_EVENTS,
    MOST_LINK_LETTERS,
    Reading,
    beside,
    fit_link,
    joined,
    read_file,
    read_text,
)
from dashboard.ui import controls
from dashboard.ui.context import Page
from dashboard.ui.widgets import plain

_FILE: Final = "own-file"
_TEXT: Final = "own-text"
_READ: Final = "own-read"
_NAMED: Final = 10
_EXAMPLE: Final = "2015-05-08, My event\n2019-06, Another one"


def own_panel(page: Page) -> None:
    """Show the way to add events, what came of the last try, and the events that there are."""
    own = page.selection.own
    label = f"Your own events ({len(own)})" if own else "Add your own events"
    with st.expander(label, icon=":material/add_circle:", key="own-panel"):
        st.caption(
            "A CSV with a date and a title a row; a heading date,title,end gives spans. Dates are 2015, 2015-05, "
            f"2015-05-08 or 8.5.2015. Up to {MOST_EVENTS} events are shown on every chart of this session, "
            "and kept nowhere else."
        )
        st.file_uploader("A file", type=["csv", "tsv", "txt"], key=_FILE, on_change=lambda: _take_file(page))
        st.text_area("Or pasted here", placeholder=_EXAMPLE, key=_TEXT, height=90)
        st.button("Add these", on_click=lambda: _take_text(page), key="own-add")
        if _READ in st.session_state:
            _outcome(st.session_state[_READ])
        if own:
            _listed(own)
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


def _take_file(page: Page) -> None:
    file = st.session_state[_FILE]
    # the cross beside a file's name takes it back: what was read from it stays until it is removed
    if file is not None:
        _take(page, read_file(file.getvalue()))


def _take_text(page: Page) -> None:
    _take(page, read_text(st.session_state[_TEXT]))


def _take(page: Page, reading: Reading) -> None:
    selection = page.read()
    reading = beside(selection.own, reading)
    st.session_state[_READ] = reading
    if reading.events:
        # whoever adds events wants to see them, whatever kinds were shown before
        shown = controls.with_kinds(selection.events, (*selection.events, MilestoneKind.OWN))
        page.write(replace(selection, own=joined(selection.own, reading.events), events=shown))


def _remove(page: Page) -> None:
    st.session_state.pop(_READ, None)
    page.write(replace(page.read(), own=(), milestone=""))


def _outcome(reading: Reading) -> None:
    count = len(reading.events)
    if count:
        st.success(f"{formatting.count(count, 'event')} added.", icon=":material/check:")
    for note in reading.notes:
        st.warning(plain(note), icon=":material/translate:")
    if reading.problems:
        lines = [f"- {plain(problem)}" for problem in reading.problems[:_NAMED]]
        more = len(reading.problems) - _NAMED
        if more > 0:
            lines.append(f"- {more} more rows could not be read.")
        head = "These rows could not be read; the others were." if count else "Nothing was added."
        st.warning("\n".join([head, *lines]), icon=":material/warning:")


def _listed(own: Sequence[Milestone]) -> None:
    note = link_note(own)
    if not fit_link(own):
        st.info(plain(note), icon=":material/link_off:")
    st.dataframe(
        pd.DataFrame({"Date": [wording.when(event) for event in own], "Title": [event.title for event in own]}),
        hide_index=True,
        height="content" if len(own) <= _NAMED else 300,
        alt="Your own events",
    )
