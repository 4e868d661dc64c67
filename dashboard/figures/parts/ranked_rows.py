"""Lay out the rows of a ranking: which of them are drawn, and how high each stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, Final

from dashboard.figures.parts.notes import SMALL_PX, Shape, text_note
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Palette
from dashboard.views.comparison import Ranking

_ROW_PX: Final = 21
_LEAST_ROW_PX: Final = 15
# where there is more room than rows: higher ones would stand apart from their names
_MOST_ROW_PX: Final = 28
_APART_PX: Final = 10
# what title, subtitle, source and the axis of the years take at most
_AROUND_PX: Final = 112
# a ranking of more is folded to its ends, the subject's neighbours and the economies chosen
_MOST_ROWS: Final = 40
# how many rows of the top and of the bottom are drawn, where there is no room for more that are not low
_ENDS: Final = ((12, 8), (10, 6), (8, 4), (6, 3), (4, 2))
# which share of more rows is of the top
_TOP: Final = 0.6
_NEAR: Final = 2


@dataclass(frozen=True)
class Rows:
    """Which rows of a ranking are drawn, counted from 0, how many for reference follow them, and how high each is."""

    drawn: tuple[int, ...]
    reference: int
    each: float

    @cached_property
    def heights(self) -> list[float]:
        """Return the middle of each row in pixels; where rows are left out there is room for a line that says so."""
        gaps = accumulate(int(after != before + 1) for before, after in pairwise(self.drawn))
        return [self.each * (place + gap + 0.5) for place, gap in enumerate([0, *gaps][: len(self.drawn)])]

    @cached_property
    def below(self) -> list[float]:
        """Return the middle of each row for reference in pixels."""
        start = self.heights[-1] + _APART_PX if self.heights else -self.each / 2
        return [start + (row + 1) * self.each for row in range(self.reference)]

    @property
    def height(self) -> float:
        """Return how many pixels all rows take."""
        return (self.below or self.heights)[-1] + self.each / 2

    def filling(self, body: float) -> "Rows":
        """Return the rows as high as a plot of so many pixels has room for, so that they end at its foot unless few."""
        lines = _lines(self.drawn) + self.reference
        room = body - (_APART_PX if self.reference else 0)
        return replace(self, each=max(self.each, min(_MOST_ROW_PX, room / lines))) if lines else self

    def folds(self, start: float, shades: Palette) -> list[Shape]:
        """Return what is written where rows are left out, right of a share of the paper: how many they are."""
        gaps = [
            (self.heights[place + 1] - self.each, after - before - 1)
            for place, (before, after) in enumerate(pairwise(self.drawn))
            if after != before + 1
        ]
        small: dict[str, Any] = {"size": SMALL_PX, "colour": shades.muted, "anchor": "left", "xref": "paper"}
        return [
            text_note(f"· · ·  {count} more  · · ·", x=start, y=y, xshift=4, yref="y", **small) for y, count in gaps
        ]


def rows_on(ranking: Ranking, chosen: Sequence[str], sheet: Sheet) -> Rows:
    """Return the rows of a ranking that a sheet has room for, lower ones where it is low, more where it is high."""
    count = len(ranking.reference)
    if sheet.height is None:
        return Rows(shown_rows(ranking, chosen), count, _ROW_PX)
    room = sheet.height - _AROUND_PX - (_APART_PX if count else 0)
    most = int(room // _LEAST_ROW_PX) - count
    whole = tuple(range(len(ranking.ranked)))
    roomy = int(room // _ROW_PX) - count
    ways = [
        *((_ends(rows), roomy) for rows in range(roomy, sum(_ENDS[0]), -1)),
        *((ends, most) for ends in _ENDS),
    ]
    fitting = (rows for ends, fit in ways if _lines(rows := shown_rows(ranking, chosen, ends)) <= fit)
    drawn = whole if len(whole) <= most else next(fitting, shown_rows(ranking, chosen, _ENDS[-1]))
    return Rows(drawn, count, max(_LEAST_ROW_PX, min(_ROW_PX, room / (_lines(drawn) + count))))


def _ends(rows: int) -> tuple[int, int]:
    """Return how many of so many rows are of the top and of the bottom."""
    top = round(_TOP * rows)
    return top, rows - top


def shown_rows(ranking: Ranking, chosen: Sequence[str], ends: tuple[int, int] | None = None) -> tuple[int, ...]:
    """Return which rows of a ranking are drawn, counted from 0: all of a short one unless `ends` are given.

    Of a long one its first and last ones, the subject and its neighbours, and the economies chosen. Where one row alone
    would be left out, it is drawn.
    """
    codes = ranking.ranked["economy"].tolist()
    if ends is None and len(codes) <= _MOST_ROWS:
        return tuple(range(len(codes)))
    top, bottom = ends or _ENDS[0]
    kept = {*range(min(top, len(codes))), *range(max(0, len(codes) - bottom), len(codes))}
    for row, code in enumerate(codes):
        if code == ranking.view.subject:
            kept.update(range(max(0, row - _NEAR), min(len(codes), row + _NEAR + 1)))
        elif code in chosen:
            kept.add(row)
    alone = {row for row in range(len(codes)) if row not in kept and {row - 1, row + 1} <= kept}
    return tuple(sorted(kept | alone))


def _lines(drawn: Sequence[int]) -> int:
    return len(drawn) + sum(after != before + 1 for before, after in pairwise(drawn))
