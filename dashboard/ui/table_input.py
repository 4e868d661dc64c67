"""Take a table from the user: a file, or text pasted from a spreadsheet; and ask which letters it holds."""

from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from dashboard import formatting
from dashboard.catalogue.user_dates import DateColumn, Order, Span, read_dates
from dashboard.catalogue.user_tables import MOST_BYTES, UserTable, read_pasted, read_table
from dashboard.catalogue.user_text import GUESSED, Encoding
from dashboard.errors import Unusable, UnusableTable
from dashboard.ui.widgets import plain

_KINDS: Final = ("csv", "tsv", "txt", "tab", "xlsx", "xlsm", "xls", "ods", "zip")


@dataclass(frozen=True)
class TableInput:
    """The boxes of one panel; `name` begins the keys of them all.

    A file goes before what is pasted. What was taken is cleared, so that it is not taken twice.
    """

    name: str

    def show(self, example: str) -> None:
        """Show the box for a file and the one for pasted text."""
        st.file_uploader(
            "A file", type=list(_KINDS), key=self._file, max_upload_size=MOST_BYTES // 1_000_000, on_change=self._anew
        )
        st.text_area("Or pasted here", placeholder=example, key=self._text, height=90, on_change=self._anew)

    def table(self) -> UserTable | None:
        """Return the table that is in the boxes, None while they are empty; UnusableTable if it is none."""
        file = file_of(self._file)
        if file is not None:
            return read_table(file.getvalue(), st.session_state.get(self._letters))
        text: str = st.session_state.get(self._text, "")
        return read_pasted(text) if text else None

    def expected(self) -> UserTable:
        """Return the table that is in the boxes; UnusableTable if there is none."""
        table = self.table()
        if table is None:
            raise UnusableTable(Unusable.EMPTY)
        return table

    def ask_letters(self, table: UserTable) -> None:
        """Let the user choose an encoding where it had to be guessed."""
        ask_letters(table, self._letters)

    def clear(self) -> None:
        """Empty the box whose table was taken; to be called before it is shown again."""
        if st.session_state.get(self._file) is None:
            st.session_state[self._text] = ""
        # a box for files forgets its file with its key alone
        st.session_state[self._turn] = st.session_state.get(self._turn, 0) + 1
        self._anew()

    def _anew(self) -> None:
        st.session_state.pop(self._letters, None)

    @property
    def _turn(self) -> str:
        return f"{self.name}-turn"

    @property
    def _file(self) -> str:
        return f"{self.name}-file-{st.session_state.get(self._turn, 0)}"

    @property
    def _text(self) -> str:
        return f"{self.name}-text"

    @property
    def _letters(self) -> str:
        return f"{self.name}-letters"


def file_of(key: str) -> UploadedFile | None:
    """Return the file in a box; UnusableTable for one that the browser still shows and the server has no more."""
    file = st.session_state.get(key)
    if isinstance(file, DeletedFile):
        raise UnusableTable(Unusable.GONE)
    return file if isinstance(file, UploadedFile) else None


def ask_letters(table: UserTable, key: str) -> None:
    """Let the user choose an encoding where that of a table had to be guessed."""
    if table.guessed and table.encoding:
        st.session_state[key] = table.encoding
        st.selectbox("Letters of the file", GUESSED, key=key, format_func=lambda encoding: Encoding(encoding).label)


def ask_order(dates: DateColumn, key: str) -> None:
    """Ask which comes first, day or month, where a date has two readings and no other row settles it."""
    if not (dates.unsettled or (dates.settled and key in st.session_state)):
        return
    text = dates.unsettled or dates.settled
    meant = {order: _first_day(text, order) for order in Order}
    st.radio(
        f"Which day is {plain(text)}?", list(Order), key=key, index=None, format_func=meant.__getitem__, horizontal=True
    )


def _first_day(text: str, order: Order) -> str:
    [cell] = read_dates([text], order).cells
    return formatting.day(cell.first.start, "day") if isinstance(cell, Span) else text
