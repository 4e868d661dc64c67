"""Rank an economy among others: in the newest full year of a series, or by the medians of a span."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from dashboard.analysis.comparators import full_year, newest_values
from dashboard.analysis.levels import EconomyValue, Level, Others, Span, Standing, covering, empty_level, why_stale
from dashboard.analysis.panel import NOISE, Floats, Panel, Years
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.catalogue.checks import Direction

MIN_RANKED: Final = 8


def standing_now(
    panel: Panel,
    economy: str,
    others: Sequence[str],
    direction: Direction,
    *,
    everybody: Collection[str],
    newest: int,
) -> Level:
    """Return the share of other economies ahead in the newest year with 80 % of the economies and the subject.

    `everybody` are the individual economies of all sizes; another economy takes part with its value of that year or of
    the three before. A year more than five years before the economy's `newest` value is too old.
    """
    if not len(panel.observed(economy)[0]):
        return Level("standing", 0, 0, None, None, NO_DATA)
    year = full_year(panel, everybody, economy)
    if year is None:
        return Level("standing", 0, 0, None, None, Reason(Cause.NO_FULL_YEAR))
    reason = why_stale(year, newest)
    empty = Level("standing", 1, 1, year, year, reason)
    if reason:
        return empty
    every, ages = newest_values(panel, year)
    codes = [code for code in others if code in panel.columns]
    return _ranked(empty, Span(panel, economy, range(year, year + 1)), codes, direction, every, ages)


def span_standing(span: Span, others: Sequence[str], direction: Direction) -> Level:
    """Return the share of other economies ahead on the medians of a span: means are made by single large years."""
    empty = empty_level(span, "standing")
    if empty.reason:
        return empty
    inside = span.panel.inside(span.years)
    every = np.full(inside.shape[1], np.nan)
    present = ~np.isnan(inside).all(axis=0)
    every[present] = np.nanmedian(inside[:, present], axis=0)
    return _ranked(empty, span, covering(span, others), direction, every)


def as_rank(level: Level) -> Level:
    """Return a standing with the rank itself as its value."""
    value = None if level.standing is None else float(level.standing.rank)
    return replace(level, measure="rank", value=value)


def _ranked(
    empty: Level,
    span: Span,
    others: Sequence[str],
    direction: Direction,
    every: Floats,
    ages: Years | None = None,
) -> Level:
    columns, economy = span.panel.columns, span.economy
    known = {code: float(every[columns[code]]) for code in (economy, *others) if not np.isnan(every[columns[code]])}
    if len(known) < MIN_RANKED:
        return replace(empty, reason=Reason(Cause.TOO_FEW_RANKED, n=len(known), least=MIN_RANKED))
    sign, own = 1 if direction == "up" else -1, known[economy]
    noise = NOISE * abs(own)
    # ahead only if strictly ahead
    ahead = sum(sign * (value - own) > noise for value in known.values())
    ordered = sorted(known.items(), key=lambda entry: (-sign * entry[1], entry[0] != economy))
    standing = Standing(1 + ahead, len(known), tuple(EconomyValue(*entry) for entry in ordered))
    rest = tuple(EconomyValue(code, value) for code, value in known.items() if code != economy)
    older = 0 if ages is None else sum(int(ages[columns[entry.economy]] > 0) for entry in rest)
    median = float(np.median([entry.value for entry in rest]))
    return replace(empty, value=ahead / (len(known) - 1), standing=standing, others=Others(rest, median, older))
