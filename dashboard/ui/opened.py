"""Remember in the session what a button opened: whether it is open still, and how often it was."""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Opened:
    """Something that a button opens from within something that then closes; `name` begins the keys of both facts."""

    name: str

    @property
    def is_open(self) -> bool:
        """Tell whether it is open."""
        return st.session_state.get(f"{self.name}-open", False)

    @property
    def turn(self) -> int:
        """Return how often it was opened: what it was opened from closes by another key."""
        return st.session_state.get(f"{self.name}-turn", 0)

    def open(self) -> None:
        """Open it."""
        st.session_state[f"{self.name}-turn"] = self.turn + 1
        st.session_state[f"{self.name}-open"] = True

    def close(self) -> None:
        """Close it."""
        st.session_state[f"{self.name}-open"] = False
