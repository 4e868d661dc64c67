"""Validate fetched observations against their own metadata and the stored vintage."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Indicator, Tier
from dashboard.catalogue.records import FIRST_YEAR
from dashboard.errors import ImplausibleData
from dashboard.formatting import count
from dashboard.refresh.plausibility import Character, doubts
from dashboard.sources.base import Fetched
from dashboard.store.doubt_words import in_words
from dashboard.store.doubts import Doubt, Kind
from dashboard.store.units import base_year, is_same_unit

SHRINKAGE: Final = 0.2

_COLUMNS: Final = ("economy", "period", "value")
_KEY: Final = ["economy", "period"]
_NAMED: Final = 5
# of a series that nobody has curated: more than a provider has of all economies and months is something else
LARGEST: Final = 150_000
_GIVE_THE_UNIT: Final = "if the series is still the right one, give it the new unit in data/world/indicators.toml"
_TAKE_THE_UNIT: Final = "if the series is still the right one, refresh it with --accept-unit"


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """What a person has looked at and takes: that observations have gone, that a series has another unit.

    Who takes a shrinkage takes a unit too, of a series that nobody has curated: a flag of its own came later.
    """

    shrinkage: bool = False
    unit: bool = False


NOTHING_ACCEPTED: Final = Accepted()


@dataclass(frozen=True)
class Stored:
    """What new observations are compared with: those stored, and the unit of the newest fetched ("": none).

    `former` is the unit in which those stored count where the new ones count in another, "" where they do not.
    """

    observations: pd.DataFrame
    unit: str = ""
    former: str = ""


class HeldBack(ImplausibleData):
    """Observations that could be and are doubted: a person decides."""

    def __init__(self, odd: Sequence[Doubt]) -> None:
        super().__init__(in_words(odd))
        self.doubts = tuple(odd)


def validate(
    fetched: Fetched,
    stored: Stored,
    indicator: Indicator,
    catalogue: Catalogue,
    today: dt.date,
    accepted: Accepted = NOTHING_ACCEPTED,
) -> None:
    """Raise ImplausibleData with every reason why observations cannot be, or HeldBack with every doubt about them.

    Observations must have economy (str), period (datetime64) and value (float64); only frames of that shape are
    looked at further. What is accepted lets more than a fifth of the observations go, or all of an economy's, or brings
    another unit, or numbers of another size, of a series that nobody has curated; it waives nothing else.
    """
    reasons = list(_misshapen(fetched.observations))
    if not reasons:
        reasons = [
            *_incomplete(fetched),
            *_too_large(fetched, indicator),
            *_impossible(fetched.observations, catalogue, today),
            *_out_of_step(fetched.observations, indicator.frequency),
            *_of_another_unit(fetched, stored, indicator, accepted=accepted.unit or accepted.shrinkage),
        ]
    if reasons:
        raise ImplausibleData("; ".join(reasons) + ".")
    if odd := tuple(_doubts(stored, fetched.observations, indicator, catalogue, accepted)):
        raise HeldBack(odd)


def _misshapen(frame: pd.DataFrame) -> Iterator[str]:
    if sorted(frame.columns) != sorted(_COLUMNS):
        yield f"the columns are {', '.join(map(str, frame.columns)) or 'none'} and not {', '.join(_COLUMNS)}"
        return
    if not (pd.api.types.is_string_dtype(frame["economy"]) and frame["economy"].notna().all()):
        yield "the economies are not codes"
    if not pd.api.types.is_datetime64_dtype(frame["period"]) or frame["period"].isna().any():
        yield "the periods are not dates"
    if frame["value"].dtype != np.float64:
        yield f"the values are not numbers but {frame['value'].dtype}"


def _incomplete(fetched: Fetched) -> Iterator[str]:
    if fetched.observations.empty:
        yield "the answer holds no figures at all"
    if None not in (fetched.total, fetched.received) and fetched.total != fetched.received:
        yield f"the source said it would send {fetched.total} rows and sent {fetched.received}"


def _too_large(fetched: Fetched, indicator: Indicator) -> Iterator[str]:
    if indicator.tier is Tier.CATALOGUED and len(fetched.observations) > LARGEST:
        yield f"the series has {len(fetched.observations):,} figures, and Eraline takes {LARGEST:,} of one at most"


def _impossible(frame: pd.DataFrame, catalogue: Catalogue, today: dt.date) -> Iterator[str]:
    endless = ~np.isfinite(frame["value"])
    if endless.any():
        found = frame[endless]
        yield f"{count(len(found), 'value is', 'values are')} no finite number, at {_points(found)}"
    unknown = sorted(set(frame["economy"].unique()) - catalogue.economies.keys())
    if unknown:
        yield f"economies that the catalogue does not know: {_some(unknown)}"
    repeated = frame.duplicated(_KEY)
    if repeated.any():
        yield f"more than one figure for the same economy and period, at {_points(frame[repeated])}"
    years = frame["period"].dt.year
    beyond = (years < FIRST_YEAR) | (years > today.year + 1)
    if beyond.any():
        yield f"years outside of {FIRST_YEAR} to {today.year + 1}, at {_points(frame[beyond])}"


def _out_of_step(frame: pd.DataFrame, frequency: Frequency) -> Iterator[str]:
    within = frequency.starts(frame["period"]).to_numpy() != frame["period"].to_numpy()
    if within.any():
        start, series = frequency.period, f"{frequency.adjective} series"
        yield f"periods that do not start with a {start} in {series}, at {_points(frame[within])}"


def _of_another_unit(fetched: Fetched, stored: Stored, indicator: Indicator, *, accepted: bool) -> Iterator[str]:
    now, before = fetched.unit, stored.unit
    if not now.strip():
        return
    if indicator.tier is Tier.CATALOGUED:
        # its own unit is what the provider says now: only the one before can tell of a change
        if before.strip() and not is_same_unit(now, before) and not accepted:
            yield f"the source's unit is '{now}' now and was '{before}'; {_TAKE_THE_UNIT}"
        return
    # whoever changes the catalogue's unit to the source's new one has seen the change
    known = any(is_same_unit(now, unit) for unit in (indicator.unit, indicator.unit_short))
    base, expected = base_year(now), base_year(indicator.unit)
    if before.strip() and not known and not is_same_unit(now, before):
        yield f"the source's unit is '{now}' now and was '{before}'; {_GIVE_THE_UNIT}"
    elif base and expected and base != expected:
        # a new base is a new unit and no revision, also where nothing was fetched before
        yield f"the source's unit is '{now}' and the catalogue's '{indicator.unit}'; {_GIVE_THE_UNIT}"


def _doubts(
    stored: Stored, frame: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, accepted: Accepted
) -> Iterator[Doubt]:
    # what the source never has came from elsewhere: it cannot be withdrawn by it
    lacking = [economy.id for economy in catalogue.economies.values() if indicator.source in economy.not_from]
    before = stored.observations[~stored.observations["economy"].isin(lacking)]
    if indicator.codes:
        before = before[before["economy"].isin(list(indicator.codes))]
    if before.empty:
        return
    if not accepted.shrinkage:
        yield from _shrunk(before, frame, catalogue)
    catalogued = indicator.tier is Tier.CATALOGUED
    yield from doubts(
        before,
        frame,
        Character(
            # of a series that nobody has curated nothing is known
            signed=catalogued or indicator.kind == "growth",
            same=not stored.former and not (catalogued and accepted.unit),
            may_shrink=accepted.shrinkage,
        ),
    )


def _shrunk(before: pd.DataFrame, frame: pd.DataFrame, catalogue: Catalogue) -> Iterator[Doubt]:
    gone = len(before) - len(before.merge(frame, on=_KEY))
    if gone > SHRINKAGE * len(before):
        yield Doubt(kind=Kind.SHRUNK, share=gone / len(before))
    # whoever took an economy out of the catalogue does not miss it
    known = catalogue.economies.keys() & set(before["economy"].unique())
    if vanished := sorted(known - set(frame["economy"].unique())):
        yield Doubt(kind=Kind.ECONOMIES_GONE, economies=tuple(vanished))


def _points(frame: pd.DataFrame) -> str:
    days = frame["period"].dt.strftime("%Y-%m-%d")
    return _some([f"{economy} {day}" for economy, day in zip(frame["economy"], days, strict=True)])


def _some(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
