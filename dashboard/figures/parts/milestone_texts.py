"""Say what a milestone's mark or pin tells when it is pointed at."""

from collections.abc import Sequence
from typing import Final

from dashboard.catalogue import wording
from dashboard.catalogue.policy import Milestone
from dashboard.figures.geometry import typeset
from dashboard.figures.parts.notes import TEXT_PX, escaped

_MOST_HOVERED: Final = 12
_HOVER_PX: Final = 330


def told(milestone: Milestone) -> str:
    """Return what a milestone's mark says when it is pointed at: date, titles, summary and source."""
    source = milestone.sources[0]
    by = f", {source.publisher}" if source.publisher else ""
    paragraphs = [
        ("<b>{}</b>", f"{wording.when(milestone)}: {milestone.title}"),
        ("{}", milestone.native_title),
        ("{}", milestone.summary),
        ("<i>{}</i>", f"Source: {source.title}{by}"),
    ]
    return "<br>".join(
        form.format("<br>".join(escaped(line) for line in typeset.wrapped(text, _HOVER_PX, TEXT_PX)))
        for form, text in paragraphs
        if text
    )


def group_told(milestones: Sequence[Milestone], whose: str = "") -> str:
    """Return what a pin says when it is pointed at: one milestone whole, several by date and title.

    Among pins of several histories the first line is `whose` it is, with its number.
    """
    of = [escaped(whose)] if whose else []
    if len(milestones) == 1:
        return "<br>".join([*of, told(milestones[0])])
    shown = [f"<b>{wording.when(found)}</b>: {escaped(found.title)}" for found in milestones[:_MOST_HOVERED]]
    more = len(milestones) - len(shown)
    head = f"<b>{len(milestones)} milestones</b>"
    return "<br>".join([*of, head, *shown, *([f"and {more} more"] if more else [])])
