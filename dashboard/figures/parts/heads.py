"""Write beside strips and lanes whose they are, where a chart has those of several policy histories."""

from collections.abc import Sequence
from typing import Final

from dashboard.figures.geometry import typeset
from dashboard.figures.parts.notes import SMALL_PX, Shape, escaped, text_note
from dashboard.figures.theme import Palette
from dashboard.views.histories import OWN_LETTERS, ShownHistory

_GAP_PX: Final = 6


def heads_px(histories: Sequence[ShownHistory]) -> float:
    """Return how many pixels beside the plot the letters of several histories take; 0 where there is one."""
    if len(histories) < 2:  # noqa: PLR2004 - one has no other to be told from
        return 0
    texts = [OWN_LETTERS, *(history.letters for history in histories)]
    return typeset.widest(texts, SMALL_PX, bold=True) + _GAP_PX + 4


def head_note(letters: str, y: float, shades: Palette, *, yref: str = "paper") -> Shape:
    """Return letters left of the plot, in line with what is theirs."""
    return text_note(
        f"<b>{escaped(letters)}</b>",
        x=0,
        y=y,
        size=SMALL_PX,
        colour=shades.muted,
        anchor="right",
        xref="paper",
        yref=yref,
        xshift=-_GAP_PX,
    )
