"""Say of each release that waits for a decision why it was held back, and show one economy then and now."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Indicator
from dashboard.errors import NoObservations, NothingPending
from dashboard.figures.charts.then_now import Stretch, ThenNow, stretches
from dashboard.figures.parts.series import runs_of
from dashboard.store.doubt_words import in_words
from dashboard.store.observations import Store
from dashboard.store.pending import PendingReleases
from dashboard.store.records import Pending


@dataclass(frozen=True)
class HeldBackRelease:
    """A release that waits: of what, why in one sentence, what it is in another, and an economy in both releases.

    Its digest tells it from another one that takes its place.
    """

    indicator: Indicator
    why: str
    what: str
    picture: ThenNow | None
    digest: str


def held_back(catalogue: Catalogue, store: Store) -> tuple[HeldBackRelease, ...]:
    """Return every release that waits for a decision, the one fetched first at the front."""
    return tuple(_each(catalogue, store))


def _each(catalogue: Catalogue, store: Store) -> Iterator[HeldBackRelease]:
    names = {code: economy.short_name for code, economy in catalogue.economies.items()}
    for pending in PendingReleases.of(store).waiting().values():
        # what has left the catalogue since is no longer asked for
        if pending.indicator not in catalogue.indicators:
            continue
        indicator = catalogue.indicator(pending.indicator)
        day = formatting.day(pending.fetched.date(), "day")
        what = f"{pending.rows:,} values, fetched on {day}: {pending.release}"
        picture = _picture(catalogue, store, indicator, pending)
        yield HeldBackRelease(indicator, in_words(pending.doubts, names), what, picture, pending.digest)


def _picture(catalogue: Catalogue, store: Store, indicator: Indicator, pending: Pending) -> ThenNow | None:
    try:
        then = store.observations(store.vintage(indicator.id))
        now = PendingReleases.of(store).observations(indicator.id)
    except (NoObservations, NothingPending):
        # somebody decided meanwhile
        return None
    code = _telling(catalogue, pending, then, now)
    economy = catalogue.economies.get(code)
    breaks = [known.start for known in catalogue.breaks(indicator.id) if known.economy == code]
    return ThenNow(
        f"{indicator.short_name}, {economy.short_name if economy else code} ({indicator.unit_short or indicator.unit})",
        _line(then, code, indicator, breaks),
        _line(now, code, indicator, breaks),
        indicator.decimals,
    )


def _telling(catalogue: Catalogue, pending: Pending, then: pd.DataFrame, now: pd.DataFrame) -> str:
    """Return the economy that shows best what is doubted: one that is named, else the subject, else the fullest."""
    stored = then["economy"].value_counts()
    named = [code for doubt in pending.doubts for code in doubt.economies]
    for code in [*named, catalogue.subject.id]:
        if code in stored.index:
            return code
    return str(stored.index[0] if len(stored) else now["economy"].iloc[0])


def _line(frame: pd.DataFrame, code: str, indicator: Indicator, breaks: Sequence[dt.date]) -> tuple[Stretch, ...]:
    own = frame[frame["economy"] == code].sort_values("period")
    runs = runs_of(own, indicator.frequency, indicator.drawn_at, {code: breaks})
    return stretches(runs[code]) if code in runs else ()
