"""Doubt a release that is well-formed and cannot be true beside the one stored: a mistake of whoever sent it.

The bounds lie between what providers have really revised and what faults do to a release: the releases of the past pass
(tests/data/test_past_releases.py replays them), and every kind of planted fault is held.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
import pandas as pd

from dashboard.refresh.side_by_side import Marks, Numbers, Pair, close, in_any, medians, numbers, powers
from dashboard.store.doubts import Doubt, Kind

# so many powers of ten are another unit and no revision: a tenth less, for what is revised at the same time
_POWER: Final = 0.9
# of a single value, which may be revised by much where it is small
_POWERS_OF_ONE: Final = 2.95
# growth and balances are near zero one year and far from it the next
_POWERS_OF_SIGNED: Final = 1.5
_MOST_POWERS: Final = 300.0
_FEW: Final = 5
_RUN: Final = 3
_ENOUGH: Final = 24
# a period that fewer of the economies have is a beginning
_A_PART: Final = 0.25
_MOST: Final = 0.8
_LAGS: Final = (1, -1, 2, -2)
# of an economy's largest value and of what is usual in its period: what is smaller may be printed as zero
_OF_LARGEST, _OF_TYPICAL = 0.05, 0.05


@dataclass(frozen=True)
class Character:
    """What may be expected of a series: `signed` where values below zero are nothing odd, `same` definition or not."""

    signed: bool = False
    same: bool = True
    may_shrink: bool = False


Check = Callable[[Pair, Character], Iterator[Doubt]]


def doubts(before: pd.DataFrame, now: pd.DataFrame, character: Character = Character()) -> tuple[Doubt, ...]:
    """Return why a release cannot be what it claims to be beside the one before it; nothing where there was none.

    Both have economy (str), period (datetime64, start of the period) and value (float64, finite), no point twice.
    """
    return () if before.empty or now.empty else doubts_of(Pair.of(before, now), character)


def doubts_of(pair: Pair, character: Character = Character()) -> tuple[Doubt, ...]:
    """Return why the new release of a pair cannot be what it claims to be."""
    # numbers at the end of their range are as good as any, and never a warning
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        found = [doubt for check in CHECKS for doubt in check(pair, character)]
        # whatever else is odd says it better
        for check in (_jump, _revised):
            found = found or list(check(pair, character))
        return tuple(found)


def _unit(pair: Pair, character: Character) -> Iterator[Doubt]:
    told = int((~np.isnan(pair.moved)).sum())
    bound = _POWER if told >= _FEW else _POWERS_OF_ONE
    if character.same and abs(pair.shift) >= bound:
        yield Doubt(kind=Kind.UNIT, factor=_factor(pair.shift))


def _economy_scale(pair: Pair, _character: Character) -> Iterator[Doubt]:
    far = _far_economies(pair)
    if far.any():
        factors = medians(pair.apart, 1, _RUN)[far]
        yield Doubt(kind=Kind.ECONOMY_SCALE, economies=pair.names(far), factor=_factor(np.median(factors + pair.shift)))


def _far_economies(pair: Pair) -> Marks:
    """Tell of which economies typical value and sum are both powers of ten away, while the others' are not."""
    typical = medians(pair.apart, 1, _RUN)
    told = ~np.isnan(pair.moved)
    sums = [np.where(told, np.abs(values), 0).sum(axis=1) for values in (pair.before, pair.now)]
    whole = np.nan_to_num(powers(*sums)) - pair.shift
    # what grows a thousandfold has a usual size in each period, and none of all
    large = np.maximum(*sums) > _OF_TYPICAL * (told * pair.usual).sum(axis=1)
    return (np.minimum(np.abs(typical), np.abs(whole)) >= _POWER) & (typical * whole > 0) & large


def _stretch_scale(pair: Pair, _character: Character) -> Iterator[Doubt]:
    typical = medians(pair.apart, 0, _FEW)
    columns = np.abs(typical) >= _POWER
    if columns.any():
        factor = _factor(np.median(typical[columns]) + pair.shift)
        yield Doubt(kind=Kind.STRETCH_SCALE, factor=factor, **pair.span(columns))
        return
    far = _far_economies(pair)
    exact = (np.abs(pair.apart) >= _POWER) & (np.abs(pair.apart - np.round(pair.apart)) <= 0.5 * (1 - _POWER))
    exact &= _is_large(pair)
    for row in numbers((exact.sum(axis=1) >= _RUN) & ~far):
        run = _longest_run(exact[row], pair.both[row])
        if run.sum() >= _RUN:
            factor = _factor(np.median(pair.apart[row][run]) + pair.shift)
            yield Doubt(kind=Kind.STRETCH_SCALE, economies=pair.named([row]), factor=factor, **pair.span(run))


def _longest_run(marks: Marks, seen: Marks) -> Marks:
    """Return the longest stretch of marks, where what was not seen neither counts nor interrupts."""
    places = numbers(seen)
    runs = [list(run) for marked, run in groupby(range(len(places)), lambda place: marks[places[place]]) if marked]
    found = np.zeros_like(marks)
    if runs:
        found[[places[place] for place in max(runs, key=len)]] = True
    return found


def _new_scale(pair: Pair, character: Character) -> Iterator[Doubt]:
    moved = _moved_since(pair) - pair.shift
    bound = _POWERS_OF_SIGNED if character.signed else _POWER
    typical = medians(moved, 0, _FEW)
    columns = np.abs(typical) >= bound
    if columns.any():
        yield Doubt(kind=Kind.NEW_SCALE, factor=_factor(np.median(typical[columns]) + pair.shift), **pair.span(columns))


def _moved_since(pair: Pair) -> Numbers:
    """Return by how many powers of ten each new value differs from the last one before it."""
    last = pd.DataFrame(pair.before).ffill(axis=1).to_numpy()
    return np.where(pair.added, powers(last, pair.now), np.nan)


def _jump(pair: Pair, character: Character) -> Iterator[Doubt]:
    far = np.abs(pair.apart)
    if not character.signed:
        far = np.where(pair.added, np.abs(_moved_since(pair) - pair.shift), far)
    marks = (np.nan_to_num(far) >= _POWERS_OF_ONE) & _is_large(pair)
    if marks.any() and abs(pair.shift) < _POWER:
        rows = in_any(marks, 1)
        yield Doubt(kind=Kind.JUMP, economies=pair.names(rows), share=marks.sum() / marks.size, **pair.span(marks))


def _is_large(pair: Pair) -> Marks:
    """Tell which values are no trifles in their period: those have few digits, and ten times as much is a rounding."""
    return np.fmax(np.abs(pair.before), np.abs(pair.now)) > _OF_TYPICAL * pair.usual


def _negative(pair: Pair, character: Character) -> Iterator[Doubt]:
    if character.signed or np.nanmin(pair.before) < 0 or (~np.isnan(pair.before)).sum() < _FEW:
        return
    marks = pair.now < 0
    if marks.any():
        yield Doubt(kind=Kind.NEGATIVE, economies=pair.names(in_any(marks, 1)), **pair.span(marks))


def _flipped(pair: Pair, _character: Character) -> Iterator[Doubt]:
    told = pair.both & (pair.before != 0)
    marks = told & close(-pair.before, pair.now)
    count = told.sum(axis=1)
    rows = (count >= _FEW) & (marks.sum(axis=1) >= _MOST * count)
    if rows.any():
        yield Doubt(kind=Kind.FLIPPED, economies=_all_or(pair, rows))


def _zeroed(pair: Pair, _character: Character) -> Iterator[Doubt]:
    size = np.where(pair.both, np.abs(pair.before), 0.0)
    large = (size > _OF_LARGEST * size.max(axis=1, keepdims=True)) & (size > _OF_TYPICAL * pair.usual)
    marks = large & (pair.now == 0)
    gone = marks.sum(axis=1)
    rows = (gone >= _FEW) & (gone >= 0.2 * large.sum(axis=1))
    if rows.any():
        yield Doubt(kind=Kind.ZEROED, economies=_all_or(pair, rows), **pair.span(marks[rows]))


def _mistaken(pair: Pair, _character: Character) -> Iterator[Doubt]:
    """Find economies that have another one's values now, and did not before."""
    rows = numbers(pair.changed.sum(axis=1) >= _FEW)
    sources = {row: source for row in rows if (source := _source_of(pair, row)) is not None}
    exchanged = [(one, other) for one, other in sources.items() if sources.get(other) == one and one < other]
    both = {row for couple in exchanged for row in couple}
    for kind, couples in (
        (Kind.EXCHANGED, exchanged),
        (Kind.COPIED, [(row, source) for row, source in sources.items() if row not in both]),
    ):
        if couples:
            yield Doubt(kind=kind, economies=pair.named([row for couple in couples for row in couple]))


def _source_of(pair: Pair, row: int) -> int | None:
    """Return the economy whose values, as they were or are, most changed values of a row are; None for none."""
    where = pair.changed[row]
    values = pair.now[row][where]
    for others in (pair.before[:, where], pair.now[:, where]):
        same = close(others, values) & (values != 0)
        count = same.sum(axis=1)
        count[row] = 0
        best = int(count.argmax())
        if count[best] >= max(_FEW, _MOST * len(values)) and len(np.unique(values[same[best]])) >= _FEW:
            # two aggregates of nearly the same members are revised alike
            were_one = close(pair.before[row], pair.before[best])[where][same[best]]
            return None if were_one.mean() >= 0.5 else best  # noqa: PLR2004 - half of them
    return None


def _shifted(pair: Pair, _character: Character) -> Iterator[Doubt]:
    count = pair.changed.sum(axis=1)
    for lag in _LAGS:
        moved = np.full_like(pair.before, np.nan)
        if lag > 0:
            moved[:, lag:] = pair.before[:, :-lag]
        else:
            moved[:, :lag] = pair.before[:, -lag:]
        marks = pair.changed & close(moved, pair.now) & (pair.now != 0)
        rows = (marks.sum(axis=1) >= _FEW) & (marks.sum(axis=1) >= 0.5 * count)
        rows[rows] = [len(np.unique(pair.now[row][marks[row]])) >= _RUN for row in numbers(rows)]
        if rows.any():
            yield Doubt(kind=Kind.SHIFTED, economies=_all_or(pair, rows), steps=lag)
            return


def _constant(pair: Pair, _character: Character) -> Iterator[Doubt]:
    enough = pair.both.sum(axis=1) >= _FEW
    low, high = (np.where(pair.both, pair.now, end) for end in (np.inf, -np.inf))
    rows = enough & (low.min(axis=1) == high.max(axis=1)) & (low.min(axis=1) != 0)
    rows[rows] = [len(np.unique(pair.before[row][pair.both[row]])) >= _RUN for row in numbers(rows)]
    if rows.any():
        yield Doubt(kind=Kind.CONSTANT, economies=_all_or(pair, rows), value=float(low[rows].min()))


def _filler(pair: Pair, _character: Character) -> Iterator[Doubt]:
    new = pair.now[pair.changed | pair.added]
    low, high = np.nanmin(pair.before), np.nanmax(pair.before)
    # a share may reach its hundred; what means nothing lies far from all that does
    beyond = new[(new < low - (high - low)) | (new > high + (high - low))]
    values, counts = np.unique(beyond[beyond != 0], return_counts=True)
    if len(values) and counts.max() >= _FEW:
        value = float(values[counts.argmax()])
        rows = in_any(pair.now == value, 1)
        yield Doubt(kind=Kind.FILLER, economies=_all_or(pair, rows), value=value)


def _rounded(pair: Pair, _character: Character) -> Iterator[Doubt]:
    before, now = pair.before[pair.both], pair.now[pair.both]
    if len(now) < _ENOUGH:
        return
    had, has = (float((values != np.round(values)).mean()) for values in (before, now))
    if had > 0.3 and has < 0.05:  # noqa: PLR2004 - a third had decimals, next to none has
        yield Doubt(kind=Kind.ROUNDED, share=had)


def _periods_gone(pair: Pair, character: Character) -> Iterator[Doubt]:
    had, has = ((~np.isnan(values)).sum(axis=0) for values in (pair.before, pair.now))
    # a provider begins later where only a few economies were told of
    columns = (had >= max(_FEW, _A_PART * had.max())) & (has <= 0.1 * had)
    if columns.any() and not character.may_shrink:
        yield Doubt(kind=Kind.PERIODS_GONE, steps=len(numbers(columns)), **pair.span(columns))


def _revised(pair: Pair, character: Character) -> Iterator[Doubt]:
    # zeros that stay tell nothing
    told = pair.both & ((pair.before != 0) | (pair.now != 0))
    before, now = pair.before[told], pair.now[told]
    if not character.same or len(now) < _ENOUGH:
        return
    size = np.abs(now - before) / np.maximum(np.abs(before), np.abs(now))
    some, much = float((size > 0.01).mean()), float((size > 0.1).mean())  # noqa: PLR2004 - by a hundredth, by a tenth
    if some > 0.9 or much > 0.5:  # noqa: PLR2004 - nearly all, more than half
        yield Doubt(kind=Kind.REVISED, share=some)


def _factor(power: float) -> float:
    # what is beyond the range of numbers is no less odd
    return 10.0 ** min(max(float(power), -_MOST_POWERS), _MOST_POWERS)


def _all_or(pair: Pair, rows: Marks) -> tuple[str, ...]:
    """Return the economies concerned, none where those are nearly all."""
    told = pair.both.any(axis=1)
    return () if rows.sum() > 1 and rows.sum() >= _MOST * told.sum() else pair.names(rows)


# the most telling first: a sentence has room for a few
CHECKS: Final[Sequence[Check]] = (
    _unit,
    _mistaken,
    _shifted,
    _economy_scale,
    _stretch_scale,
    _new_scale,
    _negative,
    _flipped,
    _zeroed,
    _constant,
    _filler,
    _rounded,
    _periods_gone,
)
