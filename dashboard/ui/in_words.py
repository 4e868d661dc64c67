"""Say in Eraline's own words what went wrong while a page, or what runs alone of one, was made."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

import streamlit as st

from dashboard.errors import EralineError
from dashboard.ui.plain import plain


@contextmanager
def told_in_words() -> Generator[None]:
    """Show a fault that Eraline knows as a sentence in place of what it cut short.

    Only the others need a traceback, which Streamlit logs. A fragment needs it too: its faults reach no further.
    """
    try:
        yield
    except EralineError as exc:
        logging.getLogger("eraline").error("%s", exc.whole)  # noqa: TRY400
        # a catalogue has a mistake a line
        st.error("  \n".join(map(plain, str(exc).splitlines())), icon=":material/error:")
