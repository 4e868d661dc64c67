"""Let each use of a control count, however soon the next one comes: its change is made whole, and nothing undoes it.

A browser says what all its controls show whenever one is used, and hears a round trip later what they should show.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from dashboard.ui import url

P = ParamSpec("P")
_UNHEARD: Final = "controls-unheard"


@dataclass(frozen=True)
class _Told:
    """What a control was told, what the browser said instead, and the URL by which it can be seen to have heard."""

    value: object
    said: object
    where: url.Query


def show(key: str, value: object, *, renames: bool = False) -> str:
    """Make a control show a value, and return the control's key.

    A browser that says so itself is told nothing: it may be further by then, and would be brought back. One whose
    control `renames` what is chosen is told of each new choice, for it shows and says it by the name it had before.
    """
    told, says = _told(), _says(key)
    before, said = told.get(key), st.session_state[key] if says else None
    if renames and _is_new(key, value):
        st.session_state[key] = value
    if says and said == value:
        if before is not None:
            st.session_state[_UNHEARD] = {name: one for name, one in told.items() if name != key}
        return key
    if says and (before is None or (before.value, before.said) != (value, said)):
        # noted first: a run can be ended between the two
        st.session_state[_UNHEARD] = {**told, key: _Told(value, said, url.read())}
    st.session_state[key] = value
    return key


def is_stale(key: str) -> bool:
    """Tell whether a control says what it showed before, because the browser has not heard of its new value yet.

    One whose page has been left meanwhile has nothing to say either.
    """
    if key not in st.session_state:
        return True
    told = _told().get(key)
    return told is not None and told.said == st.session_state[key] and url.is_unheard(told.where)


def whole(change: Callable[P, None]) -> Callable[P, None]:
    """Return what a control does when it is used, done to the end: what is asked for meanwhile has its turn after it.

    Streamlit would begin anew in the midst of it, and the control, whose value is known by then, would not be asked.
    """

    @wraps(change)
    def changed(*args: P.args, **kwargs: P.kwargs) -> None:
        with _undisturbed():
            change(*args, **kwargs)

    return changed


@contextmanager
def _undisturbed() -> Generator[None]:
    ctx = get_script_run_ctx()
    requests = ctx.script_requests if ctx else None
    if requests is None or "on_scriptrunner_yield" in vars(requests):
        yield
        return
    # Streamlit asks it, in this thread alone, whether to leave off
    setattr(requests, "on_scriptrunner_yield", lambda: None)  # noqa: B010 - a method of one object
    try:
        yield
    finally:
        delattr(requests, "on_scriptrunner_yield")


def _is_new(key: str, value: object) -> bool:
    """Tell whether a control shows another value than in the run before."""
    name = f"{key}-named"
    before = st.session_state.get(name)
    st.session_state[name] = value
    return before != value


def _told() -> dict[str, Any]:
    return st.session_state.get(_UNHEARD, {})


def _says(key: str) -> bool:
    """Tell whether the message that began this run has a value of a control."""
    ctx = get_script_run_ctx()
    if ctx is None:
        return False
    # Streamlit gives no other way to tell what a browser has said from what it was told
    known = ctx.session_state._state  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    states = known._new_widget_state.states  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return known.get_widget_id_from_key(key) in states
