"""Say what surrounds the series of a chart: its time axis, and the eras, milestones and targets that lie on it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard.analysis.eras import years_of
from dashboard.analysis.transforms import LEVEL
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.folding import folded, singular
from dashboard.catalogue.frequency import Frequency, Moment, middle_of_year
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.policy import Era, Milestone, MilestoneKind, Target
from dashboard.catalogue.recessions import Chronology
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.views.parameter_readers import RECESSIONS
from dashboard.views.selection import Selection
from dashboard.views.shown import CONCERNED

Axis = tuple[dt.date, dt.date]
_AIR_SHARE: Final = 0.013


def eras_in(catalogue: Catalogue, axis: Axis) -> tuple[Era, ...]:
    """Return the eras of the history in focus that a time axis overlaps."""
    return eras_of(catalogue.history, axis)


def eras_of(history: PolicyHistory, axis: Axis) -> tuple[Era, ...]:
    """Return the eras of a history that a time axis overlaps."""
    first, last = axis
    return tuple(era for era in history.eras.values() if era.start <= last and (era.end or last) > first)


def recessions_in(
    catalogue: Catalogue, selection: Selection, drawn: Iterable[str], axis: Axis
) -> tuple[Chronology, ...]:
    """Return the chronologies of recessions to shade: where asked for, those of the economies drawn on the axis."""
    if selection.bands != RECESSIONS:
        return ()
    codes = tuple(drawn)
    return tuple(known for known in catalogue.recessions.values() if known.is_shown_with(codes) and known.spans(*axis))


def targets_in(catalogue: Catalogue, selection: Selection, asked: Sequence[str]) -> tuple[Target, ...]:
    """Return the targets to draw over what is asked: those of the subjects, set for values as published."""
    subjects = dict.fromkeys(history.subject for history in catalogue.chosen_histories)
    drawn = [code for code in subjects if code in asked]
    if selection.transform != LEVEL or not drawn:
        return ()
    eras = [catalogue.eras[name] for name in selection.eras]
    first, last = selection.first_year or 0, selection.last_year or dt.MAXYEAR

    def shown(target: Target) -> bool:
        inside = first <= target.last_year <= last
        deadline = middle_of_year(target.last_year)
        # a change over several years has no height among the values themselves
        is_level = target.is_set and target.basis != "change"
        return is_level and inside and (not eras or any(era.holds(deadline) for era in eras))

    targets = [target for code in drawn for target in catalogue.targets_of(selection.indicator, code)]
    return tuple(target for target in targets if shown(target))


def time_axis(
    points: pd.DataFrame,
    frequency: Frequency,
    targets: Sequence[Target],
    selection: Selection,
    catalogue: Catalogue,
    *,
    at: Moment = Moment.MIDDLE,
) -> Axis:
    """Return the first and last day drawn: whole periods, the years of targets, an era from the day it starts.

    What is drawn at the end of its period has some air behind it, so that the last dot is seen whole.
    """
    eras = [era for era in catalogue.eras.values() if not selection.eras or era.id in selection.eras]
    if points.empty:
        return _empty_axis(eras, selection)
    deadlines = [target.last_year for target in targets]
    first = min([points["period"].min().date(), *(dt.date(year, 1, 1) for year in deadlines)])
    last = max([frequency.end(points["period"].max()), *(dt.date(year, 12, 31) for year in deadlines)])
    if selection.first_year is None and frequency is Frequency.ANNUAL:
        # the milestone that opens an era may lie in the year before the era's first value
        first = min([first, *(era.start for era in eras if years_of(era, FIRST_YEAR, LAST_YEAR)[0] == first.year)])
    air = (last - first) * _AIR_SHARE if at is Moment.END else dt.timedelta()
    return first, last + air


def _empty_axis(eras: Sequence[Era], selection: Selection) -> Axis:
    first = selection.first_year or min(era.start.year for era in eras)
    last = selection.last_year or max((era.end or era.start).year for era in eras)
    return dt.date(min(first, last), 1, 1), dt.date(max(first, last), 12, 31)


def milestones_in(
    catalogue: Catalogue, selection: Selection, axis: Axis, indicators: Sequence[str] = ()
) -> tuple[Milestone, ...]:
    """Return the milestones asked for that lie on a time axis, by date; the user's own among them.

    `indicators` are those shown, unless the one selected is.
    """
    known = (*catalogue.milestones.values(), *selection.own)
    inside = [m for m in known if axis[0] <= m.date <= axis[1]]
    shown = [m for m in inside if _is_asked_for(m, selection, indicators or (selection.indicator,))]
    return tuple(sorted(_each_shock_once(shown), key=lambda milestone: milestone.date))


def _is_asked_for(milestone: Milestone, selection: Selection, indicators: Sequence[str]) -> bool:
    if milestone.kind not in selection.events:
        return False
    # what a user added is of no history
    if selection.events_of and milestone.policy and milestone.policy not in selection.events_of:
        return False
    # what a user added names no indicator, and is there to be seen
    concerns = milestone.kind is MilestoneKind.OWN or milestone.concerns(indicators)
    return concerns or CONCERNED not in selection.events


def _each_shock_once(milestones: Iterable[Milestone]) -> Iterable[Milestone]:
    """Return milestones without the shocks that an earlier of several histories tells, on one day under one name."""
    once: dict[object, Milestone] = {}
    for milestone in milestones:
        is_shock = milestone.kind is MilestoneKind.EXTERNAL
        once.setdefault((milestone.date, milestone.short_title) if is_shock else milestone.id, milestone)
    return once.values()


def whole_axis(catalogue: Catalogue, own: Sequence[Milestone], today: dt.date) -> Axis:
    """Return the whole years from the first era, milestone or event of the user's to the last of them, or today."""
    known = (*catalogue.milestones.values(), *own)
    eras = [era for history in catalogue.chosen_histories for era in history.eras.values()]
    first = min(day.year for day in (*(era.start for era in eras), *(m.date for m in known)))
    last = max(day.year for day in (today, *(m.end or m.date for m in known)))
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def milestones_found(catalogue: Catalogue, selection: Selection, axis: Axis) -> tuple[Milestone, ...]:
    """Return the milestones asked for that reach into a time axis and mention what is searched for.

    A shock that several policy histories tell is one of each: each has a lane of its own.
    """
    first, last = axis
    known = (*catalogue.milestones.values(), *selection.own)
    inside = [m for m in known if m.date <= last and (m.end or m.date) >= first]
    asked = [m for m in inside if _is_asked_for(m, selection, (selection.indicator,))]
    shown = [m for m in asked if mentions(m, selection.search)]
    return tuple(sorted(shown, key=lambda milestone: milestone.date))


def mentions(milestone: Milestone, search: str) -> bool:
    """Tell whether a milestone mentions every word of a search, in any of its texts or in its date."""
    wanted = singular(folded(search)).split()
    return not wanted or all(word in _searched(_told(milestone)) for word in wanted)


def _told(milestone: Milestone) -> str:
    titles = (milestone.title, milestone.short_title, milestone.native_title, milestone.summary)
    return " ".join((*titles, milestone.document, milestone.issuer, wording.dates(milestone)))


@lru_cache(maxsize=2_048)
def _searched(text: str) -> str:
    return singular(folded(text))
