"""Log in to refresh, and out again: by whom Streamlit's secrets name, for a server whose refresh asks for it."""

from collections.abc import Mapping
from typing import Final

import streamlit as st
from streamlit.errors import StreamlitAuthError, StreamlitSecretNotFoundError

from dashboard.settings import Settings
from dashboard.ui import access
from dashboard.ui.widgets import plain

_USUAL: Final = ""
_NOT_SET_UP: Final = (
    "Refreshing asks for a login, which is not set up on this server. Whoever runs it can read how in docs/security.md."
)


def panel(settings: Settings, *, key: str) -> None:
    """Draw who is logged in and the way in or out; nothing where nobody need log in."""
    if settings.refresh != "auth":
        return
    user = access.user()
    if user.get("is_logged_in") is True:
        _logged_in(user, is_allowed=access.may_refresh(settings), key=key)
    else:
        _ways_in(key)


def providers() -> tuple[str, ...]:
    """Return the names of the providers of the secrets, "" of the one without a name; none where nothing is set up."""
    try:
        told = st.secrets["auth"]
    except (KeyError, StreamlitSecretNotFoundError):
        return ()
    named = tuple(str(name) for name, part in told.items() if isinstance(part, Mapping) and "client_id" in part)
    return (*((_USUAL,) if "client_id" in told else ()), *named)


def _ways_in(key: str) -> None:
    found = providers()
    if not found:
        st.caption(_NOT_SET_UP)
    for name in found:
        st.button(
            f"Log in with {plain(name.capitalize())} to refresh" if name else "Log in to refresh",
            icon=":material/login:",
            on_click=_log_in,
            args=(name,),
            key=f"{key}-login-{name}",
        )


def _log_in(name: str) -> None:
    try:
        st.login(name or None)
    except StreamlitAuthError as exc:
        st.error(plain(f"Nobody can log in here: {exc}"), icon=":material/error:")


def _logged_in(user: Mapping[str, object], *, is_allowed: bool, key: str) -> None:
    who = plain(str(user.get("email") or user.get("name") or "somebody whose provider tells no address"))
    rights = "" if is_allowed else ", who may not refresh here"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Logged in as {who}{rights}.", width="content")
        st.button("Log out", icon=":material/logout:", type="tertiary", on_click=st.logout, key=f"{key}-logout")
