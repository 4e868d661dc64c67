"""Decide who may refresh the figures, or have new series fetched, from the page."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard.settings import Settings

# the outermost app puts it there for a user of this machine, and takes it away from everybody else
OWN_MACHINE: Final = "Eraline-Own-Machine"


def may_refresh(settings: Settings) -> bool:
    """Tell whether this user may refresh, stop a refresh, and accept or refuse a release that is held back.

    Nobody may where it is off; where it is local, users of this machine; where it is by login, those of the list.
    """
    if settings.refresh == "auth":
        return is_listed(user(), settings.refresh_users)
    return settings.refresh == "local" and is_own_user()


def is_own_user() -> bool:
    """Tell whether the user sits at the machine that serves the page, with no proxy in between."""
    return OWN_MACHINE in st.context.headers


def user() -> Mapping[str, object]:
    """Return what the provider of a login says of this user, nothing where nobody has logged in."""
    return dict(st.user.to_dict())


def is_listed(told: Mapping[str, object], users: tuple[str, ...]) -> bool:
    """Tell whether somebody has logged in with an address of a list, which the provider has verified.

    What stands before the @ must be the same letter by letter, as the provider spells it; the domain in any case.
    """
    address = told.get("email")
    if told.get("is_logged_in") is not True or told.get("email_verified") is not True or not isinstance(address, str):
        return False
    return spelled(address) in map(spelled, users)


def spelled(address: str) -> tuple[str, str]:
    """Return an address as what is before and after its last @, the domain in small letters."""
    name, _, domain = address.rpartition("@")
    return name, domain.lower()
