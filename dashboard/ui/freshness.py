"""Show how fresh what is drawn is: shipped, grown old, failed to be renewed, or older than a release held back."""

from collections.abc import Sequence

import streamlit as st

from dashboard import formatting
from dashboard.catalogue.described import UNCHECKED
from dashboard.catalogue.indicators import Tier
from dashboard.store.as_of import in_words
from dashboard.store.pending import PendingReleases
from dashboard.store.status import Status, derived_status, doubted, stored_status
from dashboard.ui.context import Page
from dashboard.ui.plain import plain
from dashboard.views.view import View


def show(page: Page, views: Sequence[View]) -> None:
    """Show a badge where what is drawn is not fresh from its source, or a newer release of it is held back."""
    if any(view.indicator.tier is Tier.CATALOGUED for view in views):
        st.badge(UNCHECKED.rstrip("."), icon=":material/travel_explore:", color="gray")
    as_of = views[0].selection.as_of
    if any(view.indicator.tier is Tier.CUSTOM for view in views):
        st.badge(
            "Your own series, in this session alone: not checked by Eraline", icon=":material/person:", color="gray"
        )
        return
    if as_of is not None:
        released = {vintage.day for view in views for vintage in view.vintages}
        # several releases have several days, which each chart's provenance names
        which = f": release {released.pop()}" if len(released) == 1 else ""
        st.badge(f"As known on {in_words(as_of)}{which}", icon=":material/history:", color="violet")
        return
    _of_stored(_poorest(page, views), views)


def _of_stored(poorest: Status, views: Sequence[View]) -> None:
    if poorest.state == "unavailable":
        return
    figures = _reach(poorest, views)
    if poorest.pending:
        _badge(f"A newer release is held back: {figures}", "pending", "orange")
    elif poorest.error:
        _badge(f"The last refresh failed: {figures}", "sync_problem", "orange")
    elif poorest.state == "cached":
        _badge(f"Not refreshed lately: {figures}", "schedule", "orange")
    elif poorest.state == "snapshot":
        _badge(f"Shipped with Eraline: {figures}", "inventory_2", "blue")


def _badge(text: str, icon: str, colour: str) -> None:
    # Streamlit's own escapes square brackets and nothing else, also those that are escaped
    st.markdown(f":{colour}-badge[:material/{icon}: {plain(text)}]")


def _reach(status: Status, views: Sequence[View]) -> str:
    """Return how far figures reach and when they were released: Solar capacity to 2025; released 28 July 2026."""
    shown = {view.indicator.id for view in views}
    name = views[0].indicator.short_name if len(shown) == 1 else "figures"
    vintages = [vintage for view in views for vintage in view.vintages if vintage.date == status.vintage]
    verb = "seen" if any(vintage.dated == "seen on" for vintage in vintages) else "released"
    oldest = len(shown) > 1
    since = f"{'oldest ' if oldest else ''}{verb} {formatting.day(status.vintage, 'day')}" if status.vintage else ""
    until = f" to {status.last.year}" if status.last and not oldest else ""
    return f"{name}{until}; {since}" if since else f"{name}{until}"


def _poorest(page: Page, views: Sequence[View]) -> Status:
    vintages = {vintage.indicator: vintage for view in views for vintage in view.vintages}
    spans = page.known("spans of some", lambda: page.store.spans(vintages), *vintages)
    attempts = page.known("attempts", page.store.attempts, page.edition.attempt)
    waiting = page.known("waiting", PendingReleases.of(page.cache.store).waiting, page.edition.attempt)
    found = [
        stored_status(
            name,
            page.catalogue.indicator(name).source,
            vintage,
            spans.get(name),
            attempts.get(name),
            now=page.edition.now,
            pending=doubted(waiting, name),
        )
        for name, vintage in vintages.items()
    ]
    first = views[0].indicator
    return derived_status(first.id, first.source, found)
