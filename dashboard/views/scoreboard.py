"""Read what became of the targets of policy histories, and by which stored release that was first known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from dashboard.analysis.target_outcomes import TargetOutcome, TargetState, without_series
from dashboard.analysis.target_releases import Knowledge, Told, knowledge
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Target
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.errors import NoObservations
from dashboard.store.as_of import AsOf, last_moment
from dashboard.store.records import Vintage
from dashboard.views.loading import Loader, Observations
from dashboard.views.selection import Selection
from dashboard.views.targets import outcomes, outcomes_without

EVERYTHING: Final = Selection()
# the query parameters that choose among the targets of the histories chosen; the years are those of deadlines
CHOSEN_BY: Final = ("about", "economy", "from", "to")
# what an earlier release can have told otherwise
_JUDGED = (TargetState.MET, TargetState.MET_EARLY, TargetState.MISSED)


@dataclass(frozen=True)
class Scored:
    """One target with its indicator (None: no series), what became of it, and by which release that was known."""

    target: Target
    indicator: Indicator | None
    outcome: TargetOutcome
    known: Knowledge
    vintages: tuple[Vintage, ...] = ()


def scoreboard(loader: Loader, selection: Selection = EVERYTHING) -> tuple[Scored, ...]:
    """Return what became of the targets that a selection asks for, in the order of their histories."""
    asked = targets_asked(loader.catalogue, selection)
    found: dict[str, Scored] = {}
    for name, targets in _by_indicator(asked).items():
        scored = _without_series(targets) if name is None else _of_series(loader, name, targets, selection.as_of)
        found.update((entry.target.id, entry) for entry in scored)
    return tuple(found[target.id] for target in asked)


def targets_asked(catalogue: Catalogue, selection: Selection) -> tuple[Target, ...]:
    """Return the targets of the histories chosen: of an indicator, of economies, with deadlines from year to year."""
    first, last = selection.first_year or FIRST_YEAR, selection.last_year or LAST_YEAR
    return tuple(
        target
        for target in catalogue.targets.values()
        if selection.about in ("", target.indicator)
        and (selection.economies is None or target.economy in selection.economies)
        and first <= target.last_year <= last
    )


def _by_indicator(asked: Iterable[Target]) -> Mapping[str | None, Sequence[Target]]:
    grouped: dict[str | None, list[Target]] = {}
    for target in asked:
        grouped.setdefault(target.indicator, []).append(target)
    return grouped


def _without_series(targets: Iterable[Target]) -> Iterable[Scored]:
    return (Scored(target, None, without_series(target), Knowledge(0)) for target in targets)


def _of_series(loader: Loader, name: str, targets: Sequence[Target], as_of: AsOf | None) -> Iterable[Scored]:
    indicator = loader.catalogue.indicator(name)
    codes = {target.economy for target in targets}
    try:
        newest = loader.observations(name, economies=codes, as_of=as_of)
    except NoObservations:
        without = outcomes_without(indicator, targets, as_of)
        return [Scored(target, indicator, without[target.id], Knowledge(0)) for target in targets]
    now = outcomes(newest, targets, as_of)
    judged = [target for target in targets if now[target.id].state in _JUDGED]
    told = _told(loader, name, judged, as_of) if judged else {}
    return [
        Scored(target, indicator, now[target.id], knowledge(told.get(target.id, ())), newest.vintages)
        for target in targets
    ]


def _told(loader: Loader, name: str, targets: Sequence[Target], as_of: AsOf | None) -> dict[str, list[Told]]:
    """Return by target what each release of its series told, oldest first."""
    codes = {target.economy for target in targets}
    told: dict[str, list[Told]] = {target.id: [] for target in targets}
    for moment, vintages in _moments(loader, name, as_of):
        try:
            then = loader.observations(name, economies=codes, as_of=moment)
        except NoObservations:
            # one of several inputs came later
            continue
        if _counts_otherwise(then):
            continue
        day = max(vintage.date for vintage in vintages)
        for target, outcome in outcomes(then, targets, moment).items():
            told[target].append(Told(day, outcome.met))
    return told


def _moments(loader: Loader, name: str, as_of: AsOf | None) -> Iterable[tuple[AsOf, tuple[Vintage, ...]]]:
    """Yield the instants at which anything new was known of an indicator, with what was released then."""
    bases = loader.catalogue.base_inputs(name)
    released = [vintage for base in bases for vintage in loader.store.history(base)]
    if as_of is not None:
        released = [vintage for vintage in released if vintage.published <= last_moment(as_of)]
    released.sort(key=lambda vintage: vintage.published)
    for moment, vintages in groupby(released, key=lambda vintage: vintage.published):
        yield moment, tuple(vintages)


def _counts_otherwise(found: Observations) -> bool:
    """Tell whether a release counts in another definition than today's: what it changed is no revision."""
    return any(vintage.definition for vintage in found.vintages)
