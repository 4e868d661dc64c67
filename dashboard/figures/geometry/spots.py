"""Place milestones in the lanes of the timeline: marks and words in rows, none over another."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.extents import Extent, Side, is_free
from dashboard.figures.geometry.scales import TimeScale

ROW_PX: Final = 17
MARK_PX: Final = 10
LABEL_PX: Final = 11
LANE_AIR_PX: Final = 8
# a row's words are kept off the plot's edge and off each other
_LABEL_GAP_PX: Final = 5
_APART_PX: Final = 7
# a full title may take this share of the plot; a longer one gives way to its short form
_TITLE_SHARE: Final = 0.35
_CUT_CHARACTERS: Final = 18
_MOST_ROWS: Final = 18
_FEWEST_ROWS: Final = 8


@dataclass(frozen=True)
class Spot:
    """A milestone's place in its lane: its row from the top, its mark from `left` to `right` in pixels, its words.

    The words stand on the mark's `side` and take `reach` pixels; where there is no room for any they are "".
    """

    milestone: Milestone
    row: int
    left: float
    right: float
    words: str = ""
    side: Side = "right"
    reach: float = 0

    @property
    def extent(self) -> Extent:
        """Return the left and right edge of mark and words together."""
        return (self.left - self.reach, self.right) if self.side == "left" else (self.left, self.right + self.reach)


@dataclass(frozen=True)
class Lane:
    """Milestones of one kind, or of one policy history; `top` is how far the lane lies under the first one's top.

    Above its rows `head` is what its name takes, and `strip` what the history's eras do.
    """

    of: MilestoneKind | str
    name: str
    spots: tuple[Spot, ...]
    top: float
    head: float
    strip: float = 0

    @property
    def height(self) -> float:
        """Return how many pixels the lane takes."""
        return self.head + self.strip + (1 + max(spot.row for spot in self.spots)) * ROW_PX + LANE_AIR_PX

    def y(self, row: int) -> float:
        """Return how far a row's middle lies under the top of all lanes."""
        return self.top + self.head + self.strip + (row + 0.5) * ROW_PX + LANE_AIR_PX / 2

    @property
    def name_y(self) -> float:
        """Return how far the middle of its name lies under the top of all lanes: above its rows, or beside them."""
        if self.strip:
            return self.top + (self.head or self.strip) / 2
        return self.top + (self.head or ROW_PX) / 2 + LANE_AIR_PX / 2


def kind_lanes(
    milestones: Sequence[Milestone],
    time: TimeScale,
    names: Mapping[MilestoneKind, str],
    *,
    selected: str = "",
    head: float = 0,
) -> tuple[Lane, ...]:
    """Return a lane for each kind that has milestones, one under the other."""
    lanes: list[Lane] = []
    for kind in MilestoneKind:
        of_kind = [milestone for milestone in milestones if milestone.kind is kind]
        if of_kind:
            top = lanes[-1].top + lanes[-1].height if lanes else 0
            lanes.append(Lane(kind, names[kind], place_spots(of_kind, time, selected=selected), top, head))
    return tuple(lanes)


def history_lanes(
    milestones: Sequence[Milestone],
    time: TimeScale,
    names: Mapping[str, str],
    *,
    selected: str = "",
    head: float = 0,
    strip: float = 0,
) -> tuple[Lane, ...]:
    """Return a lane for each policy history that has milestones, one under the other, the user's own events last.

    `names` are what the histories are called by their ids, and the user's own by "". Words are short, and
    in the fewer rows the more lanes there are.
    """
    lanes: list[Lane] = []
    most = max(_FEWEST_ROWS, _MOST_ROWS - 2 * len(names))
    for policy, name in names.items():
        found = [milestone for milestone in milestones if milestone.policy == policy]
        if found:
            top = lanes[-1].top + lanes[-1].height if lanes else 0
            spots = place_spots(found, time, selected=selected, most_rows=most, is_brief=True)
            lanes.append(Lane(policy, name, spots, top, head, strip if policy else 0))
    return tuple(lanes)


def place_spots(
    milestones: Sequence[Milestone],
    time: TimeScale,
    *,
    selected: str = "",
    most_rows: int = _MOST_ROWS,
    is_brief: bool = False,
) -> tuple[Spot, ...]:
    """Return where a lane's milestones go: the weightiest first, each in the first row that has room for its words.

    Where none has, the words are shortened, then left out; marks without a free row share one below the others.
    Words take the first `most_rows` rows alone. `is_brief` begins with the short titles.
    """
    rows: list[list[Extent]] = [[] for _ in range(_MOST_ROWS)]
    spots: list[Spot] = []
    for milestone in sorted(milestones, key=lambda found: (found.id != selected, found.weight, found.date, found.id)):
        left, right = _mark(milestone, time)
        wordings = _wordings(milestone, 0 if is_brief else time.width * _TITLE_SHARE, bold=milestone.id == selected)
        ways = _ways(Spot(milestone, 0, left, right), wordings, time.width, most_rows)
        spot = next((way for way in ways if is_free(way.extent, rows[way.row], _APART_PX)), None)
        if spot is None:
            spots.append(Spot(milestone, _MOST_ROWS, left, right))
        else:
            rows[spot.row].append(spot.extent)
            spots.append(spot)
    taken = sorted({spot.row for spot in spots})
    placed = [replace(spot, row=taken.index(spot.row)) for spot in spots]
    return tuple(sorted(placed, key=lambda spot: (spot.milestone.date, spot.milestone.id)))


def _mark(milestone: Milestone, time: TimeScale) -> Extent:
    """Return the edges of a mark, and of the bar that a span draws from it, as far as they lie on the axis."""
    start = time.px(max(milestone.date, time.first))
    end = time.px(min(milestone.end or milestone.date, time.last))
    return max(0.0, start - MARK_PX / 2), min(time.width, max(start + MARK_PX / 2, end))


def _wordings(milestone: Milestone, room: float, *, bold: bool) -> Mapping[str, float]:
    """Return what a milestone may be called with the pixels that each takes, the longest first."""
    title, short = milestone.title, milestone.short_title
    cut = textwrap.shorten(short, _CUT_CHARACTERS, placeholder="…")
    wordings = [
        *([title] if typeset.width(title, LABEL_PX, bold=bold) <= room else []),
        short,
        *([cut] if cut != "…" else []),
    ]
    return {words: typeset.width(words, LABEL_PX, bold=bold) for words in wordings}


def _ways(bare: Spot, wordings: Mapping[str, float], width: float, most_rows: int) -> Iterator[Spot]:
    """Yield the ways to draw a spot, the best first: the longest words in the highest row, to the right of the mark."""
    for words, words_px in wordings.items():
        reach = _LABEL_GAP_PX + words_px
        for row in range(most_rows):
            for side in ("right", "left"):
                way = replace(bare, row=row, words=words, side=side, reach=reach)
                if way.extent[0] >= 0 and way.extent[1] <= width:
                    yield way
    yield from (replace(bare, row=row) for row in range(_MOST_ROWS))
