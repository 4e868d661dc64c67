"""Decide who may refresh the figures, or have new series fetched, from the page."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

from dashboard.settings import Settings


def may_refresh(settings: Settings) -> bool:
    """Tell whether this user may: nobody, users of a server on loopback, or those who have logged in."""
    if settings.refresh == "auth":
        return bool(st.user.get("is_logged_in", False))
    return settings.refresh == "local" and is_served_here()


def is_served_here() -> bool:
    """Tell whether the page is served by the user's own machine, to it alone."""
    # the server's own address cannot be made up by a user; the browser's tells of a proxy in front of it
    return is_loopback(st.get_option("server.address")) and is_loopback(urlsplit(st.context.url or "").hostname)


def is_loopback(host: str | None) -> bool:
    """Tell whether a host's name or number is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
