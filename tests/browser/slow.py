"""Run Streamlit as a slow machine does: it takes a while until a message has its turn, and what it changes is made."""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state.session_state import SessionState
from streamlit.web import cli

P = ParamSpec("P")
T = TypeVar("T")
SECONDS = 0.1


def slower(does: Callable[P, T]) -> Callable[P, T]:
    @wraps(does)
    def slowly(*args: P.args, **kwargs: P.kwargs) -> T:
        time.sleep(SECONDS)
        return does(*args, **kwargs)

    return slowly


if __name__ == "__main__":
    # before and after a run has its message, and before its controls do what they do
    ScriptRunner._install_event_loop = slower(ScriptRunner._install_event_loop)  # pyright: ignore[reportPrivateUsage]
    SessionState._call_callbacks = slower(SessionState._call_callbacks)  # pyright: ignore[reportPrivateUsage]
    cli.main()
