"""Read and write the query of the URL, of which a browser hears a little later than it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from dashboard.ui.shaped import lasting

Query = dict[str, list[str]]
# the widget that watches the browser's line, and its history
WATCH: Final = "connection"
# where the session keeps which page is shown
PAGE: Final = "page-shown"
_PATH: Final = "path-shown"
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
    backs: object
    since: float

    @property
    def is_recent(self) -> bool:
        """Tell whether it was written within the time that a browser may take to hear."""
        return monotonic() - self.since < _LONGEST_SECONDS

    @property
    def holds(self) -> bool:
        """Tell whether the browser may be behind still."""
        return self.is_recent and (self.where, self.backs) == (_where(), _backs())


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


def query_of(words: Mapping[str, str | Sequence[str]]) -> Query:
    """Return parameters as they are read again: every value of each in a list."""
    return {key: [value] if isinstance(value, str) else list(value) for key, value in words.items()}


def write(words: Mapping[str, str | Sequence[str]]) -> None:
    """Put parameters into the URL in place of all that it has."""
    ahead, said = _ahead(), _said()
    written = query_of(words)
    earlier = (*ahead.before, ahead.written) if ahead else ()
    before = tuple(query for query in (*earlier, said) if query != written)
    st.session_state[_AHEAD] = _Ahead(_where(), written, before, _backs(), monotonic())
    st.query_params.from_dict(words)


def leave() -> None:
    """Forget what was written, for a page that is opened with a query of its own: nothing of before holds there."""
    st.session_state.pop(_AHEAD, None)


def arrive(page: str) -> None:
    """Note which page is shown, and where."""
    ahead = st.session_state.get(_AHEAD)
    if ahead is not None and ahead.where[0] != _path() and ahead.is_recent and ahead.backs == _backs():
        # what the page before wrote may reach the browser only now, on this one; who went back has heard of it
        st.query_params.from_dict(_said())
    st.session_state[PAGE], st.session_state[_PATH] = page, _path()


def is_left(page: str) -> bool:
    """Tell whether the browser is on its way from a page to another, of which nothing was drawn yet."""
    return st.session_state.get(PAGE) == page and st.session_state.get(_PATH) != _path()


def is_unheard(written: Query) -> bool:
    """Tell whether what began this run was said before the browser heard of what was written."""
    ahead, said = _ahead(), _began_with()
    if ahead is None or said not in ahead.before:
        return False
    course = (*ahead.before, ahead.written)
    return written in course and _last(course, said) < _last(course, written)


def _last(course: Sequence[Query], query: Query) -> int:
    return max(place for place, one in enumerate(course) if one == query)


def _began_with() -> Query:
    """Return the query that a browser sent with what began this run, whatever was written since."""
    ctx = get_script_run_ctx()
    if ctx is None:
        return _said()
    with ctx.session_state.query_params() as params:
        # Streamlit's own reading of it changes with each writing
        return dict(params._initial_query_params)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def _said() -> Query:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _ahead() -> _Ahead | None:
    ahead = st.session_state.get(_AHEAD)
    return ahead if ahead is not None and ahead.holds else None


def _where() -> tuple[str, str]:
    return _path(), st.session_state.get(PAGE, "")


def _path() -> str:
    return (st.context.url or "").split("?")[0]


def _backs() -> object:
    return lasting(WATCH, "backs")
