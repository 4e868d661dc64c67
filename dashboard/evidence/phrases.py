"""Write the numbers of an analysis: values, differences, slopes, ranks, spans of years, and why there is none."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dashboard import formatting
from dashboard.analysis.coverage import MIN_COVERAGE
from dashboard.analysis.eras import COMPOUNDS
from dashboard.analysis.reasons import Cause, Reason
from dashboard.catalogue.checks import Direction
from dashboard.catalogue.indicators import Indicator

_SUFFIXES: Final = {1: "st", 2: "nd", 3: "rd"}
_TEENS: Final = (11, 12, 13)


def value(indicator: Indicator, amount: float) -> str:
    """Return a value or a mean of values with its unit: 6.1 %, US$ 28 billion."""
    return formatting.quantity(amount, indicator.unit_short, indicator.decimals)


def difference(indicator: Indicator, amount: float) -> str:
    """Return a difference with its sign: +1.2 pp, and +12.3 % where values are compared in logarithms."""
    decimals = max(1, indicator.decimals)
    if indicator.kind in COMPOUNDS:
        return formatting.change_pct(amount, 1)
    return formatting.difference(amount, indicator.unit_short, decimals)


def points(indicator: Indicator, amount: float) -> str:
    """Return a difference of values as published with its sign and unit: +1.2 pp, −3.1 GW."""
    return formatting.difference(amount, indicator.unit_short, max(1, indicator.decimals))


def above(indicator: Indicator, amount: float) -> str:
    """Return how far a value lies above another, with a minus where below: 1.0 points, −0.5 points."""
    unit = "points" if indicator.unit_short == "%" else indicator.unit_short
    return formatting.quantity(amount, unit, max(1, indicator.decimals))


def size(indicator: Indicator, amount: float) -> str:
    """Return a difference without its sign: 1.2 points, 3.1 GW."""
    return above(indicator, abs(amount))


def inside(indicator: Indicator) -> str:
    """Return an indicator's short name as it stands inside a sentence: high-tech exports, GDP growth."""
    name = indicator.short_name
    return name if name[1:2].isupper() or not name[1:2].isalpha() else f"{name[0].lower()}{name[1:]}"


def opening(indicator: Indicator) -> str:
    """Return an indicator's name as a sentence opens with it: the short one where the name has a comma."""
    return indicator.short_name if "," in indicator.name else indicator.name


def coverage(n: int, years: int) -> str:
    """Return in brackets how many years of a span have values; "" of a single year, and of all of them."""
    return f" ({n} of {years} years)" if years > 1 and n < years else ""


def rank_of(rank: float) -> str:
    """Return a rank that is a threshold, as people write it: 3rd."""
    return ordinal(round(rank))


def slope(indicator: Indicator, amount: float) -> str:
    """Return a slope with its sign: +0.08 pp a year, +7.2 % a year."""
    if indicator.kind in COMPOUNDS:
        return f"{formatting.change_pct(amount, 1)} a year"
    return f"{formatting.difference(amount, indicator.unit_short, max(2, indicator.decimals))} a year"


def slope_difference(indicator: Indicator, amount: float) -> str:
    """Return a change of slopes with its sign: +0.08 pp a year, +1.4 points of growth a year."""
    if indicator.kind in COMPOUNDS:
        return f"{formatting.difference(amount, 'points of growth', 1)} a year"
    return slope(indicator, amount)


def ordinal(rank: int) -> str:
    """Return a rank as people write it: 1st, 2nd, 11th."""
    suffix = "th" if rank % 100 in _TEENS else _SUFFIXES.get(rank % 10, "th")
    return f"{rank}{suffix}"


def years(span: tuple[int, int]) -> str:
    """Return a span of years: 2008–2012, or one year."""
    return formatting.spell(*span)


def movement(direction: Direction) -> str:
    """Return which way a change goes, as a noun."""
    return "rise" if direction == "up" else "fall"


def percent(share: float) -> str:
    """Return a share from 0 to 1 in percent."""
    return f"{formatting.number(share * 100, 0)} %"


def too_short(found: Reason | None) -> str:
    """Return the sentence that stands where a number cannot be computed: not due, values that stop, or too short."""
    if found is not None and found.cause in ENDED:
        text = reason(found)
        return f"{formatting.sentence(text)}."
    return f"Too short to say: {reason(found)}."


def reason(found: Reason | None) -> str:
    """Return why a number cannot be computed, as the end of a sentence; "" of none."""
    return "" if found is None else _REASONS[found.cause](found)


def cell_reason(found: Reason | None, missing: Sequence[int] = ()) -> str:
    """Return why a number cannot be computed, as the text of a table's cell; "" of none.

    `missing` are the years without a value, for a reason that does not name them all.
    """
    if found is None:
        return ""
    gap = f"none for {year_list(missing)}" if missing else ""
    if gap and found.cause is Cause.THIN_THIRD:
        # one gap, and not the years of the third beside those without a value
        lacking = "all" if not found.n else f"{found.of - found.n} of the"
        return f"{gap}, {lacking} {found.of} years of the {found.what} third among them"
    text = _breaks(found) if found.cause is Cause.SERIES_BREAK else reason(found)
    return f"{text}; {gap}" if gap else text


def year_list(known: Sequence[int]) -> str:
    """Return years as people write them, runs drawn together: 1990 and 1994–1996."""
    return formatting.listing(formatting.spells(known))


def _broken(found: Reason, where: str = "") -> str:
    """Return in which years a series breaks, and where these lie: a series break in 1990 lies inside the windows."""
    is_one = len(found.years) == 1
    what = f"a {_breaks(found)}" if is_one else _breaks(found)
    return f"{what} {'lies' if is_one else 'lie'} {where}" if where else what


def _breaks(found: Reason) -> str:
    # two years that follow one another are two breaks and no span
    listed = formatting.listing([str(year) for year in found.years])
    return f"series {'break' if len(found.years) == 1 else 'breaks'} in {listed}"


def _fitting_dates(found: Reason) -> str:
    fits = {0: "no date", 1: "only one date"}.get(found.n, f"only {found.n} dates")
    return f"the comparison fits at {fits}"


def _none_after(found: Reason) -> str:
    [first, *last] = found.years
    return f"there is no figure {formatting.during(first, last[0]) if last else f'from {first} on'}"


def _gaps(found: Reason) -> str:
    before, after = map(years, found.spans)
    return f"the windows {before} and {after} lack figures for {year_list(found.years)}"


def _too_few(found: Reason) -> str:
    if found.n == found.of:
        return f"{formatting.count(found.n, 'year')} with values, and it takes at least {found.least}"
    return f"{found.n} of {found.of} years have values, and it takes at least {found.least}"


def _thin_third(found: Reason) -> str:
    [third] = found.spans
    if not found.n:
        return f"none of the {found.of} years in {years(third)} has a value"
    return f"only {found.n} of {found.of} years in {years(third)} have values"


# not too short, but not there yet or there no longer
ENDED: Final = (Cause.NOT_DUE, Cause.FIGURES_STOP)
_REASONS: Final[Mapping[Cause, Callable[[Reason], str]]] = {
    Cause.NO_DATA: lambda _: "there are no figures of the economy",
    Cause.CONSTANT: lambda _: "the series does not vary",
    Cause.YEARS_MISSING: lambda found: f"no values for {year_list(found.years)}",
    Cause.TOO_FEW: _too_few,
    Cause.TOO_SPARSE: lambda found: (
        f"{found.n} of {found.of} years have values, under {formatting.quantity(100 * MIN_COVERAGE, '%', 0)}"
    ),
    Cause.THIN_THIRD: _thin_third,
    Cause.GAPS_IN_SPAN: lambda found: f"only {found.n} of the last {found.of} years have values",
    Cause.NO_FULL_YEAR: lambda _: "the economy and most others never have values for the same year",
    Cause.TOO_FEW_POSITIVE: lambda found: f"fewer than {found.least} values above zero",
    Cause.ERA_UNUSABLE: lambda found: f"{found.era}: {reason(found.because)}",
    Cause.SERIES_BREAK: _broken,
    Cause.BREAK_BETWEEN_ERAS: lambda found: _broken(found, "between the eras"),
    Cause.BREAK_IN_WINDOWS: lambda found: _broken(found, "inside the windows"),
    Cause.BREAK_IN_BASE: lambda found: _broken(found, "inside the base"),
    Cause.SHORT_STRETCH: lambda found: (
        f"its longest stretch without a gap has {formatting.count(found.n, 'figure')}, not ten"
    ),
    Cause.NARROW_WINDOWS: lambda found: f"a {found.what} takes windows of at least {found.least} years, not {found.n}",
    Cause.GAPS_IN_WINDOWS: _gaps,
    Cause.GAPS_IN_BASE: lambda found: f"the base lacks figures for {year_list(found.years)}",
    Cause.NONE_AFTER: _none_after,
    Cause.TOO_FEW_DATES: _fitting_dates,
    Cause.TOO_FEW_OTHERS: lambda found: (
        f"too few economies: {formatting.count(found.n, 'other has', 'others have')} figures for the same years, "
        f"and it takes {found.least}"
    ),
    Cause.TOO_FEW_RANKED: lambda found: (
        f"too few economies: {formatting.count(found.n, 'has', 'have')} figures, and it takes {found.least}"
    ),
    Cause.NO_STEADY_RATE: lambda _: "no steady rate",
    Cause.TOO_FEW_DIFFERENCES: lambda found: f"fewer than {found.least} yearly differences outside the windows",
    Cause.EVEN_STEPS: lambda _: "the rest of the series moves by the same step every year",
    Cause.NO_YEAR_WITH_TARGET: lambda _: "no year of the span has a target and a figure",
    Cause.NO_YEAR_WITH_VALUE: lambda _: "no year of the span has a figure",
    Cause.NO_DEADLINE_REACHED: lambda _: "no year of the span has a deadline that figures reach",
    Cause.TOO_FEW_TARGETS: lambda found: (
        f"{formatting.count(found.n, 'year')} had a target and an outcome, and it takes {found.least}"
    ),
    Cause.NOT_DUE: lambda found: f"not due until {found.years[0]}; figures end in {found.years[1]}",
    Cause.FIGURES_STOP: lambda found: f"the figures stop in {found.years[0]}",
}
