"""Say beside a check's number what other economies have: a median or the largest, how many count too."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dashboard.analysis.levels import Others
from dashboard.analysis.ranks import MIN_ECONOMIES
from dashboard.catalogue.checks import CONTEXT, ThresholdCheck
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Indicator, Kind

# a median of this part of the own change makes some of it world-wide, of the other most
_PART, _MOST = 0.2, 0.5
_WORLD: Final = "share_of_world"


def names_largest(indicator: Indicator) -> bool:
    """Tell whether the largest other economy says more than a median: of amounts, and of shares of the world."""
    return indicator.kind is Kind.LEVEL or (indicator.derived is not None and indicator.derived.op == _WORLD)


def beside(
    others: Others | None, indicator: Indicator, economies: Mapping[str, Economy], write: Callable[[float], str]
) -> str:
    """Return what other economies have, as a sentence ends; `write` writes a number of the measure."""
    if others is None or others.median is None:
        return f"; too few other economies ({len(others.values) if others else 0}) have figures for a median"
    older = f", {others.older} of them with a figure up to three years older" if others.older else ""
    if names_largest(indicator):
        top = max(others.values, key=lambda entry: entry.value)
        among = f" among {len(others.values)}{older}" if older else ""
        return f"; the largest other{among} had {write(top.value)} ({economies[top.economy].short_name})"
    return f"; the median of {len(others.values)} other economies was {write(others.median)}{older}"


def count_too(check: ThresholdCheck, values: Sequence[float]) -> str:
    """Return how many others would count in favour by the threshold alone, as a sentence ends; "" of too few."""
    if check.role == CONTEXT or check.supports is None or len(values) < MIN_ECONOMIES:
        return ""
    sign = 1 if check.better == "up" else -1
    count = sum(sign * value >= sign * check.supports for value in values)
    if count in (0, len(values)):
        return f"; {'none' if not count else 'all'} of the {len(values)} would count in favour too"
    return f"; {count} of the {len(values)} would count in favour too"


def world_wide(own: float | None, median: float | None) -> str:
    """Return how much of a change was world-wide, as a sentence ends: their median moved likewise."""
    if not own or median is None or own * median <= 0:
        return ""
    share = median / own
    part = "most" if share >= _MOST else "part" if share >= _PART else ""
    return f", so {part} of the {'rise' if own > 0 else 'fall'} was world-wide" if part else ""
