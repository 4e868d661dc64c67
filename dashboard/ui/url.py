"""Read and write the query of the URL, of which a browser hears a little later than it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

import streamlit as st

Query = dict[str, list[str]]
# the widget that watches the browser's line, and its history
WATCH: Final = "connection"
# where the session keeps which page is shown
PAGE: Final = "page-shown"
_AHEAD: Final = "url-ahead"
# the longest that a browser may take to hear, and a server to come to what it said before
_LONGEST_SECONDS: Final = 10.0


@dataclass(frozen=True)
class _Ahead:
    """What was written, and what a browser says instead as long as it has not heard of it.

    `backs` is how often its user had gone back by then: who goes back means what the URL says.
    """

    where: tuple[str, str]
    written: Query
    before: tuple[Query, ...]
    backs: int
    since: float

    @property
    def holds(self) -> bool:
        """Tell whether the browser may be behind still."""
        in_time = monotonic() - self.since < _LONGEST_SECONDS
        return in_time and (self.where, self.backs) == (_where(), _backs())


def read() -> Query:
    """Return every value of every parameter: those last written, where a browser has not heard of them.

    Two controls used within one round trip both come with the URL of before: the second would undo the first.
    """
    said = _said()
    ahead = _ahead()
    if ahead is None or said not in ahead.before:
        return said
    st.query_params.from_dict(ahead.written)
    return ahead.written


def write(words: Mapping[str, str | Sequence[str]]) -> None:
    """Put parameters into the URL in place of all that it has."""
    ahead, said = _ahead(), _said()
    written = {key: [value] if isinstance(value, str) else list(value) for key, value in words.items()}
    earlier = (*ahead.before, ahead.written) if ahead else ()
    before = tuple(query for query in (*earlier, said) if query != written)
    st.session_state[_AHEAD] = _Ahead(_where(), written, before, _backs(), monotonic())
    st.query_params.from_dict(words)


def _said() -> Query:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _ahead() -> _Ahead | None:
    ahead = st.session_state.get(_AHEAD)
    return ahead if ahead is not None and ahead.holds else None


def _where() -> tuple[str, str]:
    return (st.context.url or "").split("?")[0], st.session_state.get(PAGE, "")


def _backs() -> int:
    return st.session_state.get(WATCH, {}).get("backs") or 0
