"""Remember in the session what a button opened: whether it is open still, and how often it was."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

# Streamlit shows one dialog at a time, and an exception where a page has two
DIALOGS: Final = "dialog"


@dataclass(frozen=True)
class Opened:
    """Something that a button opens from within something that then closes; `name` begins the keys of both facts.

    Of those that share a `place` one is open at a time, the last that was opened.
    """

    name: str
    place: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether it is open."""
        return st.session_state.get(self._key) == self.name

    @property
    def turn(self) -> int:
        """Return how often it was opened: what it was opened from closes by another key."""
        return st.session_state.get(f"{self.name}-turn", 0)

    def open(self) -> None:
        """Open it."""
        st.session_state[f"{self.name}-turn"] = self.turn + 1
        st.session_state[self._key] = self.name

    def close(self) -> None:
        """Close it."""
        if self.is_open:
            st.session_state[self._key] = ""

    @property
    def _key(self) -> str:
        return f"{self.place or self.name}-open"
