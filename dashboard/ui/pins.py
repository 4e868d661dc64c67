"""Choose a milestone from a chart: its pins can be clicked, and so can the key that says what their numbers mean."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components import v2

from dashboard.catalogue import wording
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.figures.parts.pin_lanes import mark_of
from dashboard.ui.context import Page
from dashboard.ui.shaped import shaped
from dashboard.views.histories import MilestoneGroup, ShownHistory, grouped

_HERE: Final = Path(__file__).parent
_key = v2.component("eraline_key", css=(_HERE / "key.css").read_text("utf-8"), js=(_HERE / "key.js").read_text("utf-8"))


def key_to_pins(
    page: Page,
    milestones: Sequence[Milestone],
    indicators: Sequence[str],
    *,
    histories: Sequence[ShownHistory] = (),
    height: int | None = None,
) -> None:
    """Show what the numbered pins stand for; those that name an indicator shown stand out, a click chooses one.

    Where several `histories` are chosen, the milestones of each stand under its name. With a height in pixels the list
    scrolls in its own box, to the milestone chosen.
    """
    if not milestones:
        return
    key = page.key("key")

    def on_chosen() -> None:
        chosen = shaped(key, "chosen", str) or ""
        _choose(page, "" if chosen == page.read().milestone else chosen)

    groups = [_group(page, group, indicators) for group in grouped(milestones, histories)]
    _key(data={"groups": groups, "height": height}, key=key, on_chosen_change=on_chosen)


def _group(page: Page, group: MilestoneGroup, indicators: Sequence[str]) -> dict[str, Any]:
    """Return what the key shows of one history's milestones; no heading where there is no other history."""
    whose = group.whose
    return {
        "heading": whose.titled if whose else "",
        "mark": mark_of(whose),
        "items": [
            {
                "id": found.id,
                "number": f"{whose.letters} {number}" if whose else str(number),
                "when": wording.when(found),
                "title": found.title,
                "native": found.native_title,
                "lang": page.catalogue.language_of(found),
                "strong": found.concerns(indicators),
                "own": found.kind is MilestoneKind.OWN,
                "chosen": found.id == page.selection.milestone,
            }
            for number, found in enumerate(group.milestones, start=1)
        ],
    }


def on_click(page: Page) -> Any:  # noqa: ANN401 - Streamlit's own callback
    """Return what a click on the page's chart does: the milestone of the pin is chosen, of a joined pin the next."""

    def clicked() -> None:
        chart = st.session_state.get(page.key("chart"))
        if chart is None:
            # a click on a chart that another has replaced meanwhile
            return
        points = points_of(chart)
        ids = next((found for point in points if (found := _ids(point))), None)
        now = page.read().milestone
        last = page.key("last-pin")
        if ids is None:
            # plotly takes a second click on a pin back: it closes the card, or opens it again where it was closed
            ids = st.session_state.get(last, []) if not points and not now else []
        st.session_state[last] = ids
        _choose(page, _next(ids, now))

    return clicked


def points_of(chart: object) -> list[Any]:
    """Return the points that are chosen on a chart; whatever a browser says of them comes as it is."""
    match chart:
        case {"selection": {"points": [*points]}}:
            return points
        case _:
            return []


def _ids(point: object) -> list[str]:
    """Return the milestones of a clicked point, none where it is a value's."""
    match point:
        case {"customdata": [_, _, str(ids)]}:
            return ids.split(",")
        case _:
            return []


def _next(ids: Sequence[str], now: str) -> str:
    if now in ids:
        place = ids.index(now) + 1
        return ids[place] if place < len(ids) else ""
    return ids[0] if ids else ""


def _choose(page: Page, milestone: str) -> None:
    page.write(replace(page.read(), milestone=milestone))
