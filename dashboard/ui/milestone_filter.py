"""Choose which milestones a chart shows: all, those that concern what is drawn, or some kinds of them."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.catalogue import wording
from dashboard.catalogue.policy import MilestoneKind
from dashboard.ui.context import Page
from dashboard.ui.plain import plain
from dashboard.views.histories import named_histories
from dashboard.views.parameter_readers import ALL_STRIPS
from dashboard.views.selection import Selection
from dashboard.views.shown import CONCERNED, NONE, Shown


def kind_filter(page: Page, *, about_indicator: bool = True) -> None:
    """Show which milestones to choose from where a page shows an indicator, and which kinds of them.

    Custom events are a kind where there are any.
    """
    offered = kinds_offered(page.selection)

    def change(now: Selection, chosen: Sequence[MilestoneKind]) -> Selection:
        # what is not offered cannot be switched off
        kept: list[Shown] = [kind for kind in now.events if kind not in offered]
        return replace(now, events=with_kinds(now.events, (*chosen, *kept)))

    if about_indicator or CONCERNED in page.selection.events:
        _which_milestones(page)
    st.pills(
        "Kinds of milestone",
        offered,
        selection_mode="multi",
        format_func=wording.KIND_NAMES.__getitem__,
        **page.bind("events", [kind for kind in page.selection.events if kind in offered], change),
        wrap=True,
    )
    history_filter(page)


def history_filter(page: Page) -> None:
    """Show whose milestones to choose from where several policy histories are chosen.

    One that is switched off stays chosen, with its eras and targets: only its milestones go.
    """
    names = {history.policy: history.name for history in named_histories(page.catalogue)}
    if len(names) > 1:
        st.pills(
            "Milestones of",
            list(names),
            selection_mode="multi",
            format_func=lambda name: plain(names[name]),
            # none chosen means all of them, and all of them is what a link does not say
            **page.bind(
                "events_of",
                list(page.selection.events_of or names),
                lambda now, chosen: replace(now, events_of=() if len(chosen) == len(names) else tuple(chosen)),
            ),
            wrap=True,
            help="The other histories stay chosen. None means all of them.",
        )


def strip_choice(page: Page) -> None:
    """Show whether each of several policy histories has a strip of eras, or the first alone."""
    if len(page.catalogue.policies) > 1:
        st.toggle(
            "A strip of eras for each policy",
            help=f"The bands over the chart, rows and tables stay those of {plain(page.catalogue.subject.told)}.",
            **page.bind(
                "strips",
                page.selection.strips == ALL_STRIPS,
                lambda now, every: replace(now, strips=ALL_STRIPS if every else ""),
            ),
        )


def _which_milestones(page: Page) -> None:
    """Show the one choice that hides all milestones or keeps those that concern the indicator."""
    now = page.selection.events
    # kinds that nobody can choose here are none
    some = any(kind in now for kind in kinds_offered(page.selection))
    shown = (CONCERNED if CONCERNED in now else "all") if some else NONE
    choices: dict[str, tuple[str, tuple[Shown, ...]]] = {
        "all": ("All", tuple(MilestoneKind)),
        CONCERNED: (plain(f"About {_what(page)}"), (*MilestoneKind, CONCERNED)),
        NONE: ("None", ()),
    }
    st.segmented_control(
        "Milestones",
        list(choices),
        format_func=lambda name: choices[name][0],
        required=True,
        **page.bind("milestones", shown, lambda now, name: replace(now, events=choices[name or "all"][1])),
    )


def with_kinds(events: Sequence[Shown], kinds: Sequence[Shown]) -> tuple[Shown, ...]:
    """Return what is shown of milestones with these kinds instead, in their usual order."""
    chosen = tuple(kind for kind in MilestoneKind if kind in kinds)
    return (*chosen, CONCERNED) if CONCERNED in events else chosen


def kinds_offered(selection: Selection) -> list[MilestoneKind]:
    """Return the kinds of milestone that there can be on a chart."""
    return [kind for kind in MilestoneKind if kind is not MilestoneKind.OWN or selection.own]


def _what(page: Page) -> str:
    if page.selection.second:
        return "either indicator"
    return page.catalogue.indicator(page.selection.indicator).short_name
