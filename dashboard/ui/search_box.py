"""Find anything from the header of every page, and choose an indicator by what it goes by: one element for both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.components import v2

from dashboard.catalogue.history import DEFAULT_POLICY
from dashboard.catalogue.indicators import Tier
from dashboard.ui import resources, state, told, url
from dashboard.ui.navigation import PAGES, PageEntry
from dashboard.ui.policy_choice import brought_into_focus
from dashboard.ui.shaped import shaped
from dashboard.views.findable import Found, findable_indicator
from dashboard.views.search import Outcome
from dashboard.views.search_results import SENTENCES, record
from dashboard.views.search_words import LONGEST
from dashboard.views.selection import query_of, read_selection

_KEY: Final = "search"
_CHOSEN: Final = "search-chosen"
# where an indicator that is found takes the place of the one shown
_DRAWS_INDICATORS: Final = ("explore", "compare")
_HERE: Final = Path(__file__).parent
_box = v2.component(
    "eraline_search", css=(_HERE / "search.css").read_text("utf-8"), js=(_HERE / "search.js").read_text("utf-8")
)
# what a result is called behind its title; a provider's series says that it is one
_KINDS: Final = {
    Found.INDICATOR: "indicator",
    Tier.CATALOGUED: "not checked by Eraline",
    Tier.CUSTOM: "your own",
    Found.ECONOMY: "economy",
    Found.MILESTONE: "milestone",
    Found.ERA: "era",
    Found.CLAIM: "claim",
    Found.PAGE: "page",
}
# what is found in one policy history, and means nothing in another
_OF_A_HISTORY: Final = (Found.MILESTONE, Found.ERA, Found.CLAIM)
_SENTENCES: Final = {
    "nothing": SENTENCES[Outcome.NOTHING],
    "unchecked": SENTENCES[Outcome.NO_CURATED],
    "unreachable": "The server cannot be reached.",
}


@dataclass(frozen=True)
class Chosen:
    """What search.js tells of a result that was chosen; where it is emptied, no `id` and nothing else."""

    id: str
    kind: str = ""
    page: str = ""
    query: str = ""


def header(entry: PageEntry) -> None:
    """Show the search box in the header of a page, and open what was chosen in it."""
    if st.context.is_embedded:
        return

    def on_chosen() -> None:
        chosen = shaped(_KEY, "chosen", Chosen)
        if chosen and chosen.page in PAGES:
            st.session_state[_CHOSEN] = entry.id, chosen
            # whoever goes on to another page before this one is opened finds it there
            _leave_to_next(*destination(entry, chosen))

    with st.container(key="search-box"):
        data = {
            **shared(),
            "label": "Search Eraline",
            "placeholder": "Search",
            "slash": True,
            "found": "What was found",
        }
        _box(key=_KEY, data=data, on_chosen_change=on_chosen)
    _go_on(entry)


@told.whole
def _go_on(entry: PageEntry) -> None:
    """Open what was chosen, from what the page shows by now: another control may have been used since."""
    where, chosen = st.session_state.pop(_CHOSEN, ("", None))
    if where != entry.id:
        return
    page, query = destination(entry, chosen)
    if page == entry.id:
        url.write(query)
    else:
        url.leave()
        st.switch_page(PAGES[page].page(), query_params=query)


def _leave_to_next(page: str, query: state.Words) -> None:
    words = url.query_of(query)
    catalogue = state.catalogue(words)
    selection = read_selection(words, catalogue).selection
    state.remember(selection, catalogue, keeps_selection=PAGES[page].keeps_selection)


def pick(label: str, *, key: str, shown: tuple[str, str], on_pick: Callable[[str], None], **options: Any) -> None:  # noqa: ANN401 - what search.js takes
    """Show an indicator to be exchanged for another; `shown` is its id and name, `on_pick` gets the id chosen."""

    def on_chosen() -> None:
        chosen = shaped(key, "chosen", Chosen)
        if chosen is not None:
            on_pick(chosen.id)

    data = {**shared(), "label": label, "kind": Found.INDICATOR, "found": "Indicators", "placeholder": "Name or code"}
    _box(key=key, data={**data, "id": shown[0], "value": shown[1], **options}, on_chosen_change=on_chosen)


def shared() -> dict[str, Any]:
    """Return what search.js is told wherever it stands."""
    paths = {name: entry.path.removeprefix("/") for name, entry in PAGES.items()}
    shipped, known = resources.catalogue().indicators, state.widened(url.read()).indicators
    # the server's index knows nothing of what one session alone has
    further = [] if known is shipped else [entry for name, entry in known.items() if name not in shipped]
    own = [entry for entry in further if entry.tier in (Tier.CUSTOM, Tier.COMPUTED)]
    return {
        "sentences": _SENTENCES,
        "kinds": _KINDS,
        "paths": paths,
        "longest": LONGEST,
        "own": [record(findable_indicator(entry)) for entry in own],
    }


def destination(entry: PageEntry, chosen: Chosen) -> tuple[str, dict[str, Any]]:
    """Return the page and the query that a result opens: what is shown now stays, but for what was chosen."""
    catalogue = state.catalogue()
    wanted = dict(parse_qsl(chosen.query))
    is_here = entry.keeps_selection and not url.is_left(entry.id)
    now = state.current(catalogue, entry.views(catalogue)).selection if is_here else state.kept()
    if chosen.kind == Found.INDICATOR and entry.id in _DRAWS_INDICATORS:
        return entry.id, {**query_of(state.with_indicator(now, chosen.id, catalogue)), **wanted}
    if chosen.kind in _OF_A_HISTORY:
        now = state.with_policies(now, _with_history(now.policies, chosen.kind, wanted), catalogue)
        wanted.pop("policy", None)
    page = chosen.page
    stays = state.carried(now, with_selection=PAGES[page].keeps_selection)
    if stays.second == wanted.get("indicator"):
        stays = replace(stays, second="")
    return page, {**query_of(stays), **wanted}


def _with_history(policies: Sequence[str], kind: str, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Return the policy histories that show what was found in one: those chosen, if it can be seen among them."""
    policy = wanted.get("policy", DEFAULT_POLICY)
    if policy not in policies:
        return (policy,)
    # milestones are those of all that are chosen, eras and claims those of the first
    return tuple(policies) if kind == Found.MILESTONE else brought_into_focus(policy, policies)
