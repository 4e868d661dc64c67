"""Read what a component of ours tells by the shape that it has; anybody can send another."""

from functools import lru_cache
from typing import Any, TypeVar

import streamlit as st
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


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


# a shape for each kind of event, and the code has few
@lru_cache(maxsize=64)
def _adapter(shape: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - any type that pydantic knows
    return TypeAdapter(shape)
