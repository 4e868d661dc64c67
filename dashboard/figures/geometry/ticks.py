"""Choose round ticks for axes of years and of values."""

import math

from dashboard.figures.geometry import typeset


def year_ticks(first: int, last: int, room: float, size: float) -> tuple[int, ...]:
    """Return the years to write on an axis so that they keep apart."""
    most = max(2, int(room / (typeset.width("2000", size) + 18)))
    step = next((step for step in (1, 2, 5, 10, 20, 25, 50, 100) if (last - first) / step <= most), 200)
    return tuple(year for year in range(first, last + 1) if year % step == 0)


def value_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return the round values inside low..high, by the smallest step of 1, 2 or 5 that leaves `most` or fewer."""
    power = 10.0 ** (math.floor(math.log10((high - low) / most)) - 1)
    for factor in (1, 2, 5, 10, 20, 50, 100, 200):
        step = power * factor
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return tuple(round(step * count, 12) for count in range(first, last + 1))
    return ()


def log_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return powers of ten inside low..high, with their doubles and fives where there is room for them."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        ticks = [10.0**power * factor for power in powers for factor in factors]
        inside = [tick for tick in ticks if low <= tick <= high]
        if len(inside) <= most or factors == (1,):
            return tuple(inside[:: math.ceil(len(inside) / most)] if inside else ())
    return ()
