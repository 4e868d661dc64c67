"""Choose in the header of every page which policy history it tells, and which others stand beside it."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import ALL_POLICIES, DEFAULT_POLICY
from dashboard.ui import own_histories, state
from dashboard.ui.navigation import PAGES
from dashboard.ui.widgets import plain
from dashboard.views.selection import Selection

# as many as the header has room for
_LETTERS: Final = 22
_IN_FOCUS: Final = "Its eras, claims and Overview are shown."
# the header keeps room for the choice, so that no page moves when it comes
_NO_ROOM: Final = '<style>[data-testid="stApp"] { --policy-width: 0rem !important; }</style>'
_BESIDE: Final = "Their milestones and targets are shown too."

Change = Callable[[Selection, Any], Selection]
# makes a control of that name show a value, and write what a change makes of its new one into the URL
Bind = Callable[[str, object, Change], dict[str, Any]]


def show(page: str, catalogue: Catalogue, bind: Bind) -> None:
    """Show whose policy history a page tells, and behind that all that there are; nothing where there is but one."""
    names = catalogue.history_names
    if st.context.is_embedded:
        return
    if len(names) == 1:
        st.html(_NO_ROOM)
        return
    focus = catalogue.policy

    def change(now: Selection, policies: Sequence[str]) -> Selection:
        found = state.with_policies(now, policies, catalogue)
        views = PAGES[page].views(catalogue.focused(*found.policies))
        return found if found.view in views else replace(found, view="")

    def choose(policies: Sequence[str]) -> None:
        now = state.current(catalogue, PAGES[page].views(catalogue)).selection
        state.write(Selection(now.indicator, policies=tuple(policies) or (DEFAULT_POLICY,)))

    label = plain(_label(names[focus], len(catalogue.policies) - 1))
    # what is chosen changes the label, and the choice stays open
    with (
        st.container(key="policy-choice"),
        st.popover(label, key=f"{page}-policies-{own_histories.DIALOG.turn}", type="tertiary"),
    ):
        st.radio(
            "Policy history",
            list(names),
            format_func=lambda name: plain(names[name]),
            help=_IN_FOCUS,
            **bind(
                "policy",
                focus,
                lambda now, name: change(now, brought_into_focus(name, now.policies)) if name in names else now,
            ),
        )
        _beside(catalogue, names, bind, change)
        own_histories.offer(f"{page}-own-history")
    own_histories.show_if_open(catalogue, choose)


def _beside(
    catalogue: Catalogue,
    names: Mapping[str, str],
    bind: Bind,
    change: Callable[[Selection, Sequence[str]], Selection],
) -> None:
    focus, *beside = catalogue.policies
    others = [name for name in names if name != focus]
    st.pills(
        "Beside it",
        [ALL_POLICIES, *others],
        selection_mode="multi",
        format_func=lambda name: plain(names.get(name, "All")),
        help=_BESIDE,
        wrap=True,
        **bind(
            "beside",
            [*([ALL_POLICIES] if len(beside) == len(others) else []), *beside],
            lambda now, chosen: change(now, (now.policy, *chosen_beside(chosen, others, now.policies[1:]))),
        ),
    )


def chosen_beside(chosen: Sequence[str], others: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """Return the histories beside the first once something was pressed: all of them, if "All" was, or none any more."""
    found = tuple(name for name in chosen if name != ALL_POLICIES)
    had_all, has_all = len(before) == len(others), ALL_POLICIES in chosen
    if has_all and not had_all:
        return tuple(dict.fromkeys((*found, *others)))
    return () if had_all and not has_all else found


def _label(name: str, beside: int) -> str:
    return f"Policy: {textwrap.shorten(name, _LETTERS, placeholder='…')}{f' + {beside}' if beside else ''}"


def about(catalogue: Catalogue) -> None:
    """Show on request what each history chosen tells, who chose its milestones and what the choice leaves out."""
    told = [history for history in catalogue.chosen_histories if history.introduction]
    if not told:
        return
    label = "About this policy history" if len(told) == 1 else "About these policy histories"
    with st.expander(label, icon=":material/info:"):
        for history in told:
            if len(told) > 1:
                st.markdown(f"**{plain(catalogue.history_names[history.id])}**")
            st.markdown(plain(history.introduction))


def brought_into_focus(name: str, policies: Sequence[str]) -> tuple[str, ...]:
    """Return the histories chosen with one in focus: before all others where it is among them, else for the first."""
    others = policies if name in policies else policies[1:]
    return tuple(dict.fromkeys((name, *others)))
