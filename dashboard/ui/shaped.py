"""Read what a component of ours tells by the shape that it has; anybody can send another."""

from functools import lru_cache
from typing import Any, Final, TypeVar

import streamlit as st
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")
_LAST: Final = "last-told"


def shaped(key: str, event: str, shape: type[T]) -> T | None:
    """Return what the component under a key tells of an event; None where it is nothing, or of another shape."""
    # a component whose page has been left meanwhile is not there any more
    held = st.session_state.get(key)
    said = None if held is None else held.get(event)
    if said is None:
        return None
    try:
        return _adapter(shape).validate_python(said)
    except ValidationError:
        return None


def lasting(key: str, event: str) -> object:
    """Return what the component under a key has told, or what it told last: None where it never did.

    Streamlit forgets all of it on the way to another page that a page itself begins, and the browser, which knows of
    nothing new, does not say it again.
    """
    held, last = st.session_state.get(key), st.session_state.get(_LAST, {})
    said = None if held is None else held.get(event)
    if said is None:
        return last.get((key, event))
    st.session_state[_LAST] = {**last, (key, event): said}
    return said


# a shape for each kind of event, and the code has few
@lru_cache(maxsize=64)
def _adapter(shape: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - any type that pydantic knows
    return TypeAdapter(shape)
