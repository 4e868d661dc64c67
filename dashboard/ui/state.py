"""Keep a page's state in the URL: controls show what it says and write it when they change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dashboard.analysis.transforms import LEVEL, TRANSFORMS
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.ui import new_series, own_histories, own_series, url
from dashboard.views.links import query_text
from dashboard.views.parameters import going_along, page_keys
from dashboard.views.query import understood
from dashboard.views.selection import Reading, Selection, focused, policies_in, query_of, read_selection

# the one thing that outlives a URL: another page's does not name the user's events, and a long list fits none
_OWN: Final = "own-events"
# the navigation's links name pages alone: what the last one showed is kept beside them
_KEPT: Final = "selection-kept"
Words = Mapping[str, str | list[str]]


def catalogue(query: url.Query | None = None) -> Catalogue:
    """Return the catalogue with what a query names and what is the session's own, focused as it says.

    Where there is no query it is that of the URL.
    """
    query = url.read() if query is None else query
    return focused(own_histories.widened(widened(query)), policies_in(query))


def widened(query: url.Query) -> Catalogue:
    """Return the catalogue with the series that a query names and the session's own, focused on nothing."""
    return own_series.widened(new_series.named(query))


def current(catalogue: Catalogue, views: Sequence[str] = ()) -> Reading:
    """Return what the URL asks for; custom events that it brings stay for the session."""
    reading = read_selection(url.read(), catalogue, views=views, own=own_events())
    st.session_state[_OWN] = reading.selection.own
    return reading


def own_events() -> tuple[Milestone, ...]:
    """Return the custom events of the session."""
    return st.session_state.get(_OWN, ())


def write(selection: Selection) -> None:
    """Put a selection into the URL, and custom events into the session."""
    st.session_state[_OWN] = selection.own
    url.write(query_of(selection))


def remember(selection: Selection, catalogue: Catalogue, *, keeps_selection: bool) -> None:
    """Keep of what a page shows what the navigation's links carry to the next.

    A page that keeps no selection leaves what the one before has shown, with its own choice of policy histories.
    """
    if not keeps_selection:
        before = with_policies(kept(), selection.policies, catalogue)
        selection = replace(before, **_going_along(selection, with_selection=False))
    st.session_state[_KEPT] = carried(selection)


def kept() -> Selection:
    """Return what the last pages left to the next."""
    return st.session_state.get(_KEPT, Selection())


def carried(selection: Selection, *, with_selection: bool = True) -> Selection:
    """Return what of a selection goes from page to page, to one that shows a selection or to any."""
    return Selection(**_going_along(selection, with_selection=with_selection))


def _going_along(selection: Selection, *, with_selection: bool) -> dict[str, Any]:
    return {name: getattr(selection, name) for name in going_along(with_selection=with_selection)}


def with_indicator(selection: Selection, indicator: str, catalogue: Catalogue) -> Selection:
    """Return a selection with another indicator, and a transform that makes sense of it."""
    known = catalogue.indicators.get(indicator)
    fits = known is not None and TRANSFORMS[selection.transform].fits(known)
    transform, second = selection.transform if fits else LEVEL, selection.second
    return replace(
        selection,
        indicator=indicator,
        transform=transform,
        scale=None,
        # the second may come to stand alone, and then it is no second one
        second="" if second == indicator else second,
    )


def with_policies(selection: Selection, policies: Sequence[str], catalogue: Catalogue) -> Selection:
    """Return a selection with other policy histories, the first in focus, without what names nothing in them.

    Where another history comes into focus its subject takes the place of the one before, among economies that were
    chosen; the usual ones become those of the new history.
    """
    # what the session had may be gone: a browser that comes back after a restart still names it
    policies = [name for name in policies if name in catalogue.histories] or selection.policies
    before, after = catalogue.focused(*selection.policies), catalogue.focused(*policies)
    stays = before.policy == after.policy
    known = {*after.milestones, *(event.id for event in selection.own)}
    return replace(
        selection,
        policies=tuple(policies),
        eras=selection.eras if stays else (),
        economies=selection.economies if stays else _economies_in(selection.economies, before, after),
        milestone=selection.milestone if selection.milestone in known else "",
        among=selection.among if selection.among in after.comparisons else "",
    )


def _economies_in(codes: tuple[str, ...] | None, before: Catalogue, after: Catalogue) -> tuple[str, ...] | None:
    if codes is None or set(codes) == set(before.history.usual_economies):
        return None
    old, new = before.subject.id, after.subject.id
    return codes if new in codes else tuple(new if code == old else code for code in codes)


def arrive(page: str, *, keeps_selection: bool) -> None:
    """Note which page is shown; one reached by a link that says nothing goes on from what the last one showed."""
    came_from, left = st.session_state.get(url.PAGE), carried(kept(), with_selection=keeps_selection)
    url.arrive(page)
    says_nothing = not any(understood(key, page_keys()) in page_keys() for key in url.read())
    if came_from not in (None, page) and says_nothing and left != Selection():
        write(replace(left, own=own_events()))


def field(name: str) -> Callable[[Selection, Any], Selection]:
    """Return a change of one field of a selection."""
    return lambda selection, value: replace(selection, **{name: tuple(value) if isinstance(value, list) else value})


def link(selection: Selection, write: Callable[[Selection], Words] = query_of) -> str:
    """Return the URL that restores a selection on this page; "" where none can, for it draws the user's own series.

    `write` says which parameters it has.
    """
    if own_series.own_series().keys() & {selection.indicator, selection.against, selection.second}:
        return ""
    here = (st.context.url or "").split("?")[0]
    return f"{here}?{query_text(write(selection))}"
