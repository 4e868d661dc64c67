"""Tell what is new as entries of a feed: releases with what they revised, and milestones."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.policy import Milestone
from dashboard.store.as_of import write_as_of
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.views.selection import Selection

_TICK: Final = dt.timedelta(microseconds=1)
_MOST_RELEASES: Final = 100
_MOST_MILESTONES: Final = 100


@dataclass(frozen=True)
class News:
    """One entry: its id among all of this server, never another's; `page` and `selection` show what it tells of."""

    id: str
    title: str
    summary: str
    updated: dt.datetime
    categories: tuple[str, ...]
    page: str
    selection: Selection


def news(
    catalogue: Catalogue, store: Store, indicator: str, histories: Iterable[PolicyHistory], *, now: dt.datetime
) -> tuple[News, ...]:
    """Return what is new, the newest first: of one indicator all its releases, of everything each one's newest.

    Milestones are those of the policy histories until now, or those that concern the indicator.
    """
    told_of = _all_of(catalogue.base_inputs(indicator), store) if indicator else _newest_of_each(store)
    firsts = {vintage.id for vintage in store.first_vintages().values()}
    releases = [
        _release(catalogue, vintage, is_first=vintage.id in firsts)
        for vintage in told_of
        if vintage.is_changed and vintage.indicator in catalogue.indicators
    ]
    told = [
        _milestone(history, milestone)
        for history in histories
        for milestone in history.milestones.values()
        if _day(milestone) <= now and (not indicator or milestone.concerns([indicator]))
    ]
    kept = (*_newest(releases, _MOST_RELEASES), *_newest(told, _MOST_MILESTONES))
    return tuple(_newest(kept, len(kept)))


def _newest(found: Sequence[News], most: int) -> list[News]:
    return sorted(found, key=lambda entry: (entry.updated, entry.id), reverse=True)[:most]


def _all_of(names: Iterable[str], store: Store) -> Iterator[Vintage]:
    for name in names:
        yield from store.history(name)


def _newest_of_each(store: Store) -> Iterator[Vintage]:
    """Yield the newest vintage of each indicator that changed anything."""
    for name, vintage in store.vintages().items():
        # a history is asked for where a refresh found nothing new
        changed = [vintage] if vintage.is_changed else [one for one in store.history(name) if one.is_changed]
        yield from changed[-1:]


def _release(catalogue: Catalogue, vintage: Vintage, *, is_first: bool) -> News:
    entry, counts = catalogue.indicator(vintage.indicator), _counts(vintage)
    # the chart of the release over what was known before it
    before = None if is_first else vintage.published - _TICK
    return News(
        id=f"release/{vintage.indicator}/{write_as_of(vintage.published)}",
        title=formatting.one_line(f"{entry.name}: {vintage.release}"),
        summary=formatting.one_line(f"{counts}, {vintage.day}. Source: {entry.source_name}. {entry.licence}."),
        updated=vintage.published,
        categories=("release", *(["revision"] if vintage.revised else [])),
        page="explore",
        selection=Selection(vintage.indicator, as_of=vintage.published, cited=before),
    )


def _counts(vintage: Vintage) -> str:
    """Return what a release changed: 97 values revised, 22 added."""
    told = {
        "revised": vintage.revised,
        "added": vintage.added,
        "withdrawn": vintage.withdrawn,
        "counted in another definition": vintage.redefined,
    }
    parts = [f"{number:,} {word}" for word, number in told.items() if number]
    return f"Values: {', '.join(parts)}"


def _milestone(history: PolicyHistory, milestone: Milestone) -> News:
    issuer = f" ({milestone.issuer})" if milestone.issuer else ""
    return News(
        id=f"milestone/{history.id}/{milestone.id}",
        title=formatting.one_line(f"{history.name}: {milestone.title}"),
        summary=formatting.one_line(f"{wording.when(milestone)}{issuer}. {milestone.summary}"),
        updated=_day(milestone),
        categories=("milestone",),
        page="timeline",
        selection=Selection(milestone=milestone.id, policies=(history.id,)),
    )


def _day(milestone: Milestone) -> dt.datetime:
    return dt.datetime.combine(milestone.date, dt.time(), tzinfo=dt.UTC)
