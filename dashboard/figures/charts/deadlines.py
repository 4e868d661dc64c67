"""Draw what became of targets: one mark for each at its deadline, in a lane of its economy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.analysis.target_outcomes import TargetState
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.ticks import year_ticks
from dashboard.figures.parts.axes import base_axis, hidden_axis
from dashboard.figures.parts.frame import Frame, comparison_frame
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape, escaped, text_note
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode, Palette, palette

_DOT_PX: Final = 9
_STEP_PX: Final = 12
_HEAD_PX: Final = 30
_GAP_PX: Final = 14
_KEY_PX: Final = 22
_KEY_TEXT_PX: Final = 14
_SIDE_PX: Final = 9
_HOVER_PX: Final = 380
# a chart of one year is as wide as one of several
_LEAST_YEARS: Final = 10


@dataclass(frozen=True)
class Promise:
    """One target as it is drawn: the year of its deadline, what became of it, and what a hover says, line by line."""

    year: int
    state: TargetState
    said: tuple[str, ...]


@dataclass(frozen=True)
class Lane:
    """The targets of one economy, and what is said of them together, from the longest wording to the shortest."""

    name: str
    wordings: tuple[str, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class _Look:
    """How targets of some states are drawn, and what the key says of them."""

    name: str
    symbol: str
    role: str
    size: int = _DOT_PX


_MET: Final = _Look("met", "circle", "focus")
_MISSED: Final = _Look("missed", "x", "shock")
_NOT_DUE: Final = _Look("not due yet", "circle-open", "muted")
_NOT_JUDGED: Final = _Look("cannot be judged", "diamond", "faint", _DOT_PX - 3)
# in the order of the key, and of marks of one year from the bottom
_LOOKS: Final = (_MET, _MISSED, _NOT_DUE, _NOT_JUDGED)
_OF_STATES: Final = {
    TargetState.MET: _MET,
    TargetState.MET_EARLY: _MET,
    TargetState.MISSED: _MISSED,
    TargetState.NOT_DUE: _NOT_DUE,
}


def deadlines_figure(
    title: str, lanes: Sequence[Lane], now: int, note: str, *, mode: Mode = "light", sheet: Sheet | None = None
) -> Figure:
    """Return the targets of each lane by deadline; a dotted line is drawn at the year `now`, the note stands below."""
    shades, sheet = palette(mode), sheet or Sheet()
    time = _Time.of(lanes, sheet.room - 2 * _SIDE_PX)
    stacks = [_stacked(lane, time) for lane in lanes]
    key = _key_rows(sheet.room - 2 * _SIDE_PX)
    tall = [_HEAD_PX + _STEP_PX * max(len(column) for column in stack.values()) + _GAP_PX for stack in stacks]
    needed = _KEY_PX * len(key) + sum(tall)
    shared = f" Those of {time.step} years share a column." if time.step > 1 else ""
    said = f"One mark per target, at the year of its deadline.{shared} Dotted: {now}."
    frame = comparison_frame(title, said, [], sheet=sheet, body=(needed, needed), sides=(_SIDE_PX, _SIDE_PX), note=note)
    # what a card has more room than the lanes need goes between them
    spare = (frame.body - needed) / len(lanes)
    floors = [_KEY_PX * len(key) + sum(tall[: row + 1]) + spare * (row + 0.5) - _GAP_PX for row in range(len(lanes))]
    placed = list(_placed(stacks, floors, time))
    return drawn_as_is(
        [*_key_marks(key, time, frame, shades), *(_marks(look, placed, shades) for look in _LOOKS)],
        frame.layout(
            shades,
            annotations=[
                *frame.words(shades),
                *_key_words(key, frame, shades),
                *_names(lanes, tall, floors, frame, shades),
            ],
            shapes=[*_floors(floors, frame, shades), _now_line(now, key, frame, shades)],
            xaxis=_time_axis(time, frame, shades),
            yaxis=hidden_axis([0, 1], [frame.body, 0]),
        ),
    )


@dataclass(frozen=True)
class _Time:
    """The years of the axis, in columns of so many years that marks beside each other keep apart."""

    first: int
    last: int
    step: int

    @classmethod
    def of(cls, lanes: Sequence[Lane], room: float) -> "_Time":
        years = [promise.year for lane in lanes for promise in lane.promises]
        first, last = min(years), max(*years, min(years) + _LEAST_YEARS)
        step = 1
        while room / ((last - first) / step + 1) < _STEP_PX:
            step += 1
        return cls(first, last, step)

    @property
    def ends(self) -> tuple[float, float]:
        return self.first - self.step / 2, self.last + self.step / 2

    def column(self, year: int) -> int:
        return (year - self.first) // self.step

    def middle(self, column: int) -> float:
        return self.first + column * self.step + (self.step - 1) / 2

    def at(self, share: float) -> float:
        """Return the year at a share of the plot's width."""
        low, high = self.ends
        return low + share * (high - low)


_Stack = Mapping[int, Sequence[Promise]]


def _stacked(lane: Lane, time: _Time) -> _Stack:
    columns: dict[int, list[Promise]] = {}
    for promise in sorted(lane.promises, key=lambda promise: (_LOOKS.index(_look(promise)), promise.year)):
        columns.setdefault(time.column(promise.year), []).append(promise)
    return columns


def _look(promise: Promise) -> _Look:
    return _OF_STATES.get(promise.state, _NOT_JUDGED)


def _placed(stacks: Sequence[_Stack], floors: Sequence[float], time: _Time) -> Iterator[tuple[float, float, Promise]]:
    """Yield each target with the year and the pixels under the top of the body at which it is drawn."""
    for stack, floor in zip(stacks, floors, strict=True):
        for column, promises in stack.items():
            for row, promise in enumerate(promises):
                yield time.middle(column), floor - _STEP_PX * (row + 0.5), promise


def _marks(look: _Look, placed: Sequence[tuple[float, float, Promise]], shades: Palette) -> dict[str, Any]:
    own = [(x, y, promise) for x, y, promise in placed if _look(promise) is look]
    return {
        **_trace(look, [x for x, _, _ in own], [y for _, y, _ in own], shades),
        "customdata": [_hover(promise) for _, _, promise in own],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _trace(look: _Look, x: Sequence[float], y: Sequence[float], shades: Palette) -> dict[str, Any]:
    colour = getattr(shades, look.role)
    edge = {"width": 1.6 if look.symbol.endswith("-open") else 0, "color": colour}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": look.name,
        "x": list(x),
        "y": list(y),
        "marker": {"symbol": look.symbol, "size": look.size, "color": colour, "line": edge, "opacity": 1},
        "cliponaxis": False,
    }


def _hover(promise: Promise) -> str:
    first, *others = promise.said
    lines = [line for text in others if text for line in typeset.wrapped(text, _HOVER_PX, TEXT_PX)]
    return "<br>".join([f"<b>{escaped(first)}</b>", *map(escaped, lines)])


def _key_rows(room: float) -> list[list[tuple[float, _Look]]]:
    """Return the rows of the key: what each mark means, with the pixels at which it starts."""
    rows: list[list[tuple[float, _Look]]] = [[]]
    x = 0.0
    for look in _LOOKS:
        wide = _KEY_TEXT_PX + typeset.width(look.name, SMALL_PX) + 16
        if rows[-1] and x + wide > room:
            rows.append([])
            x = 0.0
        rows[-1].append((x, look))
        x += wide
    return rows


def _key_marks(
    key: Sequence[Sequence[tuple[float, _Look]]], time: _Time, frame: Frame, shades: Palette
) -> Iterator[dict[str, Any]]:
    for row, entries in enumerate(key):
        for x, look in entries:
            at = time.at(frame.x(x + _DOT_PX / 2))
            yield {**_trace(look, [at], [_KEY_PX * (row + 0.5)], shades), "hoverinfo": "skip"}


def _key_words(key: Sequence[Sequence[tuple[float, _Look]]], frame: Frame, shades: Palette) -> list[Shape]:
    return [
        text_note(
            look.name,
            x=frame.x(x + _KEY_TEXT_PX),
            y=frame.y(_KEY_PX * (row + 0.5)),
            size=SMALL_PX,
            colour=shades.muted,
            anchor="left",
            xref="paper",
        )
        for row, entries in enumerate(key)
        for x, look in entries
    ]


def _names(
    lanes: Sequence[Lane], tall: Sequence[float], floors: Sequence[float], frame: Frame, shades: Palette
) -> Iterator[Shape]:
    """Yield what stands above each lane: whose it is, and what is said of it as far as there is room."""
    for lane, height, floor in zip(lanes, tall, floors, strict=True):
        y = frame.y(floor - height + _GAP_PX + _HEAD_PX / 2 - 2)
        wide = typeset.width(lane.name, TEXT_PX, bold=True) + 10
        at: dict[str, Any] = {"y": y, "anchor": "left", "xref": "paper"}
        yield text_note(f"<b>{escaped(lane.name)}</b>", x=0, size=TEXT_PX, colour=shades.ink, **at)
        said = typeset.fitting(lane.wordings, frame.width - wide, SMALL_PX)
        if said:
            yield text_note(escaped(said), x=frame.x(wide), size=SMALL_PX, colour=shades.muted, **at)


def _floors(floors: Sequence[float], frame: Frame, shades: Palette) -> list[Shape]:
    line = {"color": shades.grid, "width": 1}
    across: dict[str, Any] = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "paper", "layer": "below"}
    return [{**across, "y0": frame.y(floor + 3), "y1": frame.y(floor + 3), "line": line} for floor in floors]


def _now_line(now: int, key: Sequence[object], frame: Frame, shades: Palette) -> Shape:
    line = {"color": shades.faint, "width": 1, "dash": "dot"}
    top = frame.y(_KEY_PX * len(key))
    return {
        "type": "line",
        "xref": "x",
        "x0": now,
        "x1": now,
        "yref": "paper",
        "y0": 0,
        "y1": top,
        "line": line,
        "layer": "below",
    }


def _time_axis(time: _Time, frame: Frame, shades: Palette) -> dict[str, Any]:
    years = year_ticks(time.first, time.last, frame.width, TEXT_PX)
    return {
        **base_axis(shades),
        "range": list(time.ends),
        "tickmode": "array",
        "tickvals": list(years),
        "ticktext": [str(year) for year in years],
        "fixedrange": True,
    }
