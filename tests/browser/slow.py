"""Run Streamlit as a slow machine does: each change that a control makes takes a while before it is made."""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from streamlit.web import cli

from dashboard.ui import told

P = ParamSpec("P")
SECONDS = 0.25


def slowly(whole: Callable[[Callable[P, None]], Callable[P, None]]) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Return the same way to make a change whole, for changes that take longer."""

    def slower(change: Callable[P, None]) -> Callable[P, None]:
        @wraps(change)
        def changed(*args: P.args, **kwargs: P.kwargs) -> None:
            time.sleep(SECONDS)
            change(*args, **kwargs)

        return whole(changed)

    return slower


if __name__ == "__main__":
    told.whole = slowly(told.whole)
    cli.main()
