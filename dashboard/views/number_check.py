"""Check a number that somebody states against every release of a value: whether one said it, and what is said now."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.user_numbers import MINUS
from dashboard.errors import SelectionError
from dashboard.store.records import Vintage
from dashboard.views.loading import Loader

# a binary fraction may lie this much beside the decimal one
_NOISE: Final = Decimal("1e-9")
_FINEST: Final = 6
# commas part thousands or they are none of the number's: who means 2.56 by 2,56 is asked, not told that it is 256
_NUMBER: Final = re.compile(
    r"[+-]?(?=\.?\d)(?:[1-9]\d{0,2}(?:,\d{3})+|\d*)(?:\.\d*)?(?:e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE
)


class NumberOutcome(StrEnum):
    """What the releases say of a number."""

    NOW = "as-released-now"
    BEFORE = "as-released-before"
    NEVER = "never-released"
    NO_VALUE = "no-value"


@dataclass(frozen=True)
class NumberCheck:
    """A number as it was stated, the releases that said it, and the value now, None where there is none any more.

    `first` is the oldest of the releases that said it one after another, the last such row of them; `until` is the day
    of the one that said something else, None where the newest still says it.
    """

    indicator: Indicator
    economy: Economy
    year: int
    stated: Decimal
    newest: Vintage
    outcome: NumberOutcome = NumberOutcome.NO_VALUE
    value: float | None = None
    first: Vintage | None = None
    until: dt.date | None = None

    @property
    def sentence(self) -> str:
        """Return what was found, in words."""
        name, whose = formatting.within_sentence(self.indicator.name), f"{self.economy.told} in {self.year}"
        # 4.95 is not told to be 5.0 by now: as many decimals as were stated show why not
        unit, decimals = self.indicator.unit_short, max(self.indicator.decimals, min(_decimals(self.stated), _FINEST))
        now = "has no value" if self.value is None else f"is {formatting.quantity(self.value, unit, decimals, finer=2)}"
        # to the digits that were stated, which 5,930,000,000,000 for 5.93e12 would pass over
        stated = formatting.signed(float(self.stated), f"{abs(self.stated):,}".lower().replace("e+", "e"))
        today = f"In the newest release ({self.newest.date.isoformat()}) it {now}."
        if self.outcome is NumberOutcome.NO_VALUE:
            return f"No release that Eraline has holds a value of {name} for {whose}."
        if self.first is None:
            return f"No release that Eraline has gives {stated} for {name} of {whose}. {today}"
        said = f"{stated} for {name} of {whose} is what the release of {self.first.date.isoformat()} gave"
        if self.outcome is NumberOutcome.NOW:
            return f"{said}, and the newest still gives. {today}"
        return f"{said}, until {self.until}. {today}"


def check_number(loader: Loader, indicator: str, economy: str, year: int, number: str) -> NumberCheck:
    """Return which releases gave a number for a year, to as many digits as it has, and what the newest gives.

    SelectionError for a number that is none, and for an indicator that is computed or not annual; NoObservations where
    nothing is stored.
    """
    entry, stated = _annual(loader, indicator), _decimal(number)
    newest, history = loader.store.vintage(indicator), loader.store.history(indicator)
    lives = loader.store.lifetimes(indicator, [economy])
    lives = lives[lives["period"].dt.year == year]
    holding = lives[lives["until"].isna()]
    value = None if holding.empty else float(holding["value"].iloc[0])
    found = partial(NumberCheck, entry, loader.catalogue.economies[economy], year, stated, newest)
    if lives.empty:
        return found()
    said = lives.loc[[_is_said(one, stated) for one in lives["value"]]]
    if said.empty:
        return found(NumberOutcome.NEVER, value)
    # a frame's instants are in UTC without saying so
    since = _begins(said).tz_localize("UTC").to_pydatetime()
    first = next(vintage for vintage in history if vintage.published == since)
    until = said["until"].iloc[-1]
    is_over = not pd.isna(until)
    return found(
        NumberOutcome.BEFORE if is_over else NumberOutcome.NOW, value, first, until.date() if is_over else None
    )


def _begins(said: pd.DataFrame) -> Any:  # noqa: ANN401 - a timestamp of pandas
    """Return since when the last of some values were said one after another, without another between them."""
    since = said["since"].iloc[-1]
    for begun, until in zip(said["since"].tolist()[-2::-1], said["until"].tolist()[-2::-1], strict=True):
        if until != since:
            break
        since = begun
    return since


def _annual(loader: Loader, indicator: str) -> Indicator:
    entry = loader.catalogue.indicator(indicator)
    if entry.derived is not None:
        message = f"{entry.name} is computed by Eraline; ask for what it is computed from."
        allowed = loader.catalogue.base_inputs(indicator)
        raise SelectionError("indicator-is-computed", message, field="indicator", allowed=allowed)
    if entry.frequency is not Frequency.ANNUAL:
        message = f"{entry.name} is {entry.frequency}; only annual values can be checked."
        raise SelectionError("indicator-not-annual", message, field="indicator")
    return entry


def _decimal(text: str) -> Decimal:
    plain = text.strip().removesuffix("%").strip().translate(MINUS)
    if not _NUMBER.fullmatch(plain):
        told = "in the unit of the indicator, with a point before the decimals"
        message = f"{formatting.quoted(text)} is not a number: write 2.40, 1,234.5 or 17.8e12, {told}."
        raise SelectionError("bad-number", message, field="number")
    return Decimal(plain.replace(",", ""))


def _decimals(stated: Decimal) -> int:
    return max(0, -int(stated.as_tuple().exponent))


def _is_said(value: float, stated: Decimal) -> bool:
    """Tell whether a value rounds to a number at its last digit."""
    exponent = stated.as_tuple().exponent
    half = Decimal(5).scaleb(int(exponent) - 1)
    return abs(Decimal(value) - stated) <= half + abs(stated) * _NOISE
