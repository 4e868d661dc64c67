"""Draw a part of a page alone: a click in it draws nothing else anew."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Final, ParamSpec

import streamlit as st

P = ParamSpec("P")
_INSIDE: Final = ContextVar("inside", default=False)


def alone(draw: Callable[P, None]) -> Callable[P, None]:
    """Return a function that draws a part which runs alone, or with the part that it lies in.

    Never one in another: where the outer one is begun anew before all of it was sent, Streamlit drops what is left of
    it but sends what is left of the inner one, and the browser, which has no place for that, takes the whole page down.
    """

    @st.fragment
    @wraps(draw)
    def part(*args: P.args, **kwargs: P.kwargs) -> None:
        outside = _INSIDE.set(True)
        try:
            draw(*args, **kwargs)
        finally:
            _INSIDE.reset(outside)

    @wraps(draw)
    def shown(*args: P.args, **kwargs: P.kwargs) -> None:
        (draw if _INSIDE.get() else part)(*args, **kwargs)

    return shown
