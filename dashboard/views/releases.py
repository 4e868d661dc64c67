"""Compare what releases of an indicator said of one economy: the first against the newest, and any against the newest.

Only releases in the newest one's definition are compared: another base year or classification is no revision.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import Economy
from dashboard.store.as_of import AsOf, last_moment
from dashboard.store.changes import REDRAWN, Change, kinds
from dashboard.store.records import COUNTRIES, Vintage
from dashboard.views.loading import Loader

COLUMNS: Final = (
    *("economy", "period", "first", "first_release", "first_dated", "latest", "latest_release", "latest_dated"),
    *("change", "change_pct", "revisions"),
)

# annual series have a release a year and are not all stored: an older one no longer tells what was known
_OF_THAT_TIME: Final = dt.timedelta(days=548)
# how a unit with a base year begins
_REBASED: Final = "constant "


@dataclass(frozen=True, eq=False)
class FirstAndLatest:
    """What was first said of each period, and what is said now.

    `frame` has COLUMNS: economy (str), period (datetime64[s]), first and latest (float64; latest NaN where it was
    withdrawn), their releases (datetime64[s], day) and how those days are known (str), change and change_pct (float64,
    in percent of the first), revisions (int64; of a value in one definition, more decimals not counted), by period.
    `left_out` are the releases that count in another definition, oldest first.
    """

    frame: pd.DataFrame
    left_out: tuple[Vintage, ...]


def covers(vintage: Vintage, economy: Economy) -> bool:
    """Tell whether a release has an economy at all."""
    words = [word for word in vintage.covers.split(",") if word]
    named = [word for word in words if not word.startswith("-")]
    if f"-{economy.id}" in words:
        return False
    return not named or economy.id in named or (COUNTRIES in named and not economy.aggregate)


def standing(history: Iterable[Vintage], vintage: Vintage, economy: Economy) -> Vintage:
    """Return the release that an economy's values are from when a vintage is the newest: the last that has it."""
    known = [entry for entry in history if entry.published <= vintage.published and covers(entry, economy)]
    return known[-1] if known else vintage


def known_on(loader: Loader, indicators: Iterable[str], day: dt.date) -> dict[str, Vintage]:
    """Return by indicator the newest release of a day, of those that have one of that time; of inputs, the oldest."""
    known: dict[str, Vintage] = {}
    for name in indicators:
        found = loader.vintages([name], as_of=day)
        if len(found) < len(loader.catalogue.base_inputs(name)):
            continue
        oldest = min(found, key=lambda vintage: vintage.published)
        if day - oldest.date <= _OF_THAT_TIME:
            known[name] = oldest
    return known


def first_and_latest(loader: Loader, indicator: str, economy: Economy, as_of: AsOf | None = None) -> FirstAndLatest:
    """Return what the first release of each period said of an economy, and what the newest says; nothing if REDRAWN.

    The newest is that of now, or of a day or an instant.
    """
    end = None if as_of is None else last_moment(as_of)
    history = [one for one in loader.store.history(indicator) if end is None or one.published <= end]
    own = [vintage for vintage in history if covers(vintage, economy)]
    if not own or economy.id in REDRAWN:
        return FirstAndLatest(pd.DataFrame(columns=list(COLUMNS)), ())
    alike = [vintage for vintage in own if vintage.definition == own[-1].definition]
    said = _said(_until(loader.store.lifetimes(indicator, [economy.id]), end), alike)
    if said.empty:
        return FirstAndLatest(pd.DataFrame(columns=list(COLUMNS)), ())
    # sorted by period and since
    first, last = (said.drop_duplicates("period", keep=end).set_index("period") for end in ("first", "last"))
    latest = last["value"].where(last["until"].isna())
    frame = pd.DataFrame(
        {
            "economy": economy.id,
            "period": first.index,
            "first": first["value"].to_numpy(),
            "first_release": first["release"].to_numpy(),
            "first_dated": first["dated"].to_numpy(),
            "latest": latest.to_numpy(),
            "latest_release": np.datetime64(own[-1].date, "s"),
            "latest_dated": own[-1].dated,
            "change": (latest - first["value"]).to_numpy(),
            "change_pct": (100 * (latest - first["value"]) / first["value"].abs().replace(0, np.nan)).to_numpy(),
            "revisions": _revisions(said).reindex(first.index, fill_value=0).to_numpy(),
        }
    )
    return FirstAndLatest(frame, tuple(vintage for vintage in own if vintage not in alike))


def _until(lifetimes: pd.DataFrame, end: dt.datetime | None) -> pd.DataFrame:
    """Return the values that were known by a moment; what took their place afterwards had not come yet."""
    if end is None:
        return lifetimes
    moment = np.datetime64(end.astimezone(dt.UTC).replace(tzinfo=None), "us")
    known = lifetimes[lifetimes["since"] <= moment]
    return known.assign(until=known["until"].mask(known["until"] > moment))


def _said(lifetimes: pd.DataFrame, alike: Sequence[Vintage]) -> pd.DataFrame:
    """Return the values that releases in one definition gave, with the first of them that did."""
    moments = np.array([vintage.published.replace(tzinfo=None) for vintage in alike], dtype="datetime64[us]")
    # of those that came while a value was the one known, the first
    number = np.searchsorted(moments, lifetimes["since"].to_numpy(dtype="datetime64[us]"))
    until = lifetimes["until"].fillna(pd.Timestamp.max.floor("us")).to_numpy(dtype="datetime64[us]")
    within = number < np.searchsorted(moments, until)
    kept, of = lifetimes[within], number[within]
    return kept.assign(
        release=np.array([vintage.date for vintage in alike], dtype="datetime64[s]")[of],
        dated=np.array([vintage.dated for vintage in alike], dtype=object)[of],
    )


def _revisions(said: pd.DataFrame) -> "pd.Series[Any]":
    """Return by period how often a value gave way to another one, more decimals not counted."""
    pairs = said.assign(before=said.groupby("period")["value"].shift()).rename(columns={"value": "after"})
    pairs = pairs[pairs["before"].notna() & pairs["before"].ne(pairs["after"])]
    counted: list[pd.Series[Any]] = []
    for _, together in pairs.groupby("release"):
        then, now = (together[["economy", "period"]].assign(value=together[side]) for side in ("before", "after"))
        is_revised = kinds(together, then, now).eq(Change.REVISED)
        counted.append(together.loc[is_revised, "period"])
    if not counted:
        return pd.Series(dtype="int64")
    return pd.concat(counted).value_counts()


def changed(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return economy, period, value_then and value_now where two releases in one definition differ.

    What only has more decimals in one of them is no difference.
    """
    both = then.merge(now, on=["economy", "period"], how="outer", suffixes=("_then", "_now"))
    differs = both[both["value_then"].ne(both["value_now"]) & ~(both["value_then"].isna() & both["value_now"].isna())]
    told = kinds(differs.rename(columns={"value_then": "before", "value_now": "after"}), then, now)
    return differs[told.ne(Change.REPRINTED)]


def apart(vintage: Vintage, catalogue: Catalogue) -> str:
    """Return what sets a release apart from others of its indicator: its definition, what it has; "" for nothing."""
    parts = [vintage.definition, _whom(vintage, catalogue), vintage.remark]
    return "; ".join(dict.fromkeys(part for part in parts if part))


def notes(vintages: Iterable[Vintage], catalogue: Catalogue) -> list[str]:
    """Return what is to be said below a chart of releases that count otherwise than today's, or have but a part."""
    said: list[str] = []
    for vintage in vintages:
        name = catalogue.indicator(vintage.indicator).short_name
        if vintage.definition:
            said.append(f"{name}: the release {vintage.day} counts otherwise than today's ({vintage.definition}).")
        if whom := _whom(vintage, catalogue):
            said.append(f"{name}: the release {vintage.day} has {whom}; all others are as released before.")
    return said


def unit_of(vintages: Sequence[Vintage], unit: str) -> str:
    """Return the unit that values are in: another base year where their release has one, else the indicator's own."""
    definition = vintages[0].definition if len(vintages) == 1 else ""
    return definition if definition.startswith(_REBASED) and unit.startswith(_REBASED) else unit


def _whom(vintage: Vintage, catalogue: Catalogue) -> str:
    words = [word for word in vintage.covers.split(",") if word]
    absent = [catalogue.economies[word[1:]].name for word in words if word[1:] in catalogue.economies]
    named = [catalogue.economies[word].name for word in words if word in catalogue.economies]
    whom = "countries, no aggregates" if COUNTRIES in words else f"{formatting.listing(named)} only" if named else ""
    without = f"no figures of {formatting.listing(absent)}" if absent else ""
    return " and ".join(part for part in (whom, without) if part)
