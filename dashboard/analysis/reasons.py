"""Reasons why a number cannot be computed, as values: a cause and its parameters, worded in a higher room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class Cause(StrEnum):
    """Why a number cannot be computed; the comment names the parameters of `Reason` that come with it."""

    NO_DATA = "no-data"
    CONSTANT = "constant"
    # n, of, years
    YEARS_MISSING = "years-missing"
    # n, of, least
    TOO_FEW = "too-few"
    # n, of
    TOO_SPARSE = "too-sparse"
    # n, of, spans: the third of the span that lacks values; what: which third it is
    THIN_THIRD = "thin-third"
    # n, of
    GAPS_IN_SPAN = "gaps-in-span"
    # no year has 80 % of the economies and the subject
    NO_FULL_YEAR = "no-full-year"
    # least
    TOO_FEW_POSITIVE = "too-few-positive"
    # era, n, of, because
    ERA_UNUSABLE = "era-unusable"
    # years
    SERIES_BREAK = "series-break"
    BREAK_BETWEEN_ERAS = "break-between-eras"
    BREAK_IN_WINDOWS = "break-in-windows"
    BREAK_IN_BASE = "break-in-base"
    # n, least
    SHORT_STRETCH = "short-stretch"
    # what (the statistic), n, least
    NARROW_WINDOWS = "narrow-windows"
    # spans, years
    GAPS_IN_WINDOWS = "gaps-in-windows"
    # years
    GAPS_IN_BASE = "gaps-in-base"
    # years: the first of those that follow; the last as well where others follow beyond reach
    NONE_AFTER = "none-after"
    # n, least
    TOO_FEW_DATES = "too-few-dates"
    TOO_FEW_OTHERS = "too-few-others"
    TOO_FEW_RANKED = "too-few-ranked"
    NO_STEADY_RATE = "no-steady-rate"
    # least
    TOO_FEW_DIFFERENCES = "too-few-differences"
    EVEN_STEPS = "even-steps"
    NO_YEAR_WITH_TARGET = "no-year-with-target"
    NO_YEAR_WITH_VALUE = "no-year-with-value"
    NO_DEADLINE_REACHED = "no-deadline-reached"
    # n, least
    TOO_FEW_TARGETS = "too-few-targets"
    # years: the deadline or the end of a window, the last of the series
    NOT_DUE = "not-due"
    # years: the last of the series, though others of the economy go on
    FIGURES_STOP = "figures-stop"


@dataclass(frozen=True)
class Reason:
    """A cause with its parameters: `n` there are, `of` so many, `least` it takes; years missing, broken or compared."""

    cause: Cause
    n: int = 0
    of: int = 0
    least: int = 0
    years: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    era: str = ""
    what: str = ""
    because: Reason | None = None


NO_DATA = Reason(Cause.NO_DATA)
CONSTANT = Reason(Cause.CONSTANT)
