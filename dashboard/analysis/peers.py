"""Find an economy's peers: those nearest to it by a measure of size, in one year, as multiples count."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dashboard.analysis.comparators import full_year
from dashboard.analysis.panel import Panel

HOW_MANY: Final = 10
# logarithms of a ratio and of its inverse differ in the last of their digits
_DIGITS: Final = 9


@dataclass(frozen=True)
class Peers:
    """The economies nearest to another, the nearest first, and the year in which they are; no year where none are."""

    codes: tuple[str, ...]
    year: int | None


def peers(panel: Panel, subject: str, candidates: Iterable[str], count: int = HOW_MANY) -> Peers:
    """Return the economies whose values are the nearest to the subject's, as ratios.

    The year is the newest in which the subject has a value and 80 % as many candidates as in the fullest year do. Half
    as large and twice as large are equally near; what is not above zero is no peer.
    """
    others = [code for code in dict.fromkeys(candidates) if code != subject and code in panel.columns]
    year = full_year(panel, [subject, *others], holds=subject)
    if year is None:
        return Peers((), None)
    row = panel.values[year - panel.first]
    own = float(row[panel.columns[subject]])
    sizes = {code: float(row[panel.columns[code]]) for code in others}
    usable = {code: size for code, size in sizes.items() if size > 0}
    if own <= 0 or not usable:
        return Peers((), None)
    # equally near ones in the order of their codes, so that nothing hangs on the order of a file
    ordered = sorted(usable, key=lambda code: (round(abs(math.log(usable[code] / own)), _DIGITS), code))
    return Peers(tuple(ordered[:count]), year)
