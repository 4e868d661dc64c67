"""Points of a selection: the economies shown, their observations transformed, within the years asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from dashboard.analysis.eras import era_of
from dashboard.analysis.transforms import TRANSFORMS, Given, TransformSpec
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import POPULATION, Break, Indicator
from dashboard.store.records import Vintage, distinct
from dashboard.views.break_notes import BreakNote
from dashboard.views.left_out import LeftOut, left_out, without_inputs
from dashboard.views.loading import Loader, Observations
from dashboard.views.selection import Selection

# notes on how groups of economies are counted would bury what is said of a chart of everybody
_FEW: Final = 12
_SHOWN_BY_DEFAULT: Final = 5


@dataclass(frozen=True, eq=False)
class Points:
    """What is drawn of a selection: `points` as a View's, before any provisional mark; `economies` those asked for.

    `observations` are those of the indicator before the transform, `break_notes` what is to be known of breaks. Those
    `left_out` have figures behind what is shown and none of it.
    """

    economies: tuple[str, ...]
    observations: Observations
    points: pd.DataFrame
    subtitle: str
    vintages: tuple[Vintage, ...]
    notes: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    break_notes: tuple[BreakNote, ...]


@dataclass(frozen=True)
class _Span:
    """The economies, eras and years that a selection shows."""

    selection: Selection
    catalogue: Catalogue
    economies: tuple[str, ...]
    frequency: Frequency

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the part of a frame that lies inside, in order, with its eras."""
        selection, period = self.selection, frame["period"]
        era = era_of(period, self.frequency, self.catalogue.eras.values())
        rows = pd.Index(self.economies).get_indexer(pd.Index(frame["economy"]))
        kept = rows >= 0
        if selection.eras:
            kept &= era.isin(selection.eras).to_numpy()
        if selection.first_year is not None:
            kept &= (period.dt.year >= selection.first_year).to_numpy()
        if selection.last_year is not None:
            kept &= (period.dt.year <= selection.last_year).to_numpy()
        order = np.lexsort((period.to_numpy(), rows))
        return frame.assign(era=era).iloc[order[kept[order]]].reset_index(drop=True)


def within(frame: pd.DataFrame, selection: Selection, catalogue: Catalogue, frequency: Frequency) -> pd.DataFrame:
    """Return the rows of a frame of economies and periods that lie in the eras and years of a selection."""
    codes = tuple(frame["economy"].unique().tolist())
    return _Span(selection, catalogue, codes, frequency).of(frame)[frame.columns]


def points_of(loader: Loader, selection: Selection) -> Points:
    """Return the points of a selection; NoObservations where the store has none of its indicator as of its day."""
    catalogue, spec = loader.catalogue, TRANSFORMS[selection.transform]
    economies, found = _asked(loader, selection, spec)
    entry, span = found.indicator, _Span(selection, catalogue, economies, found.indicator.frequency)
    breaks, vintages, people = _breaks_before(catalogue, selection), found.vintages, None
    if spec.needs_population:
        wanted = found.observations["economy"].unique().tolist()
        people = loader.observations(POPULATION, economies=wanted, as_of=selection.as_of)
        vintages = distinct((*vintages, *people.vintages))
    population = None if people is None else people.observations
    shown = span.of(found.observations)
    base = selection.base_year if spec.of_selection else None
    made = spec.apply(Given(entry, _given(found, shown, economies, spec, base), breaks, population, base))
    points = shown if made.frame is found.observations else span.of(made.frame)
    compared = _compared(points, shown, spec, base)
    reasons = _without(shown, points, made.without or spec.without) | _without_inputs(loader, span, entry, shown)
    known = {code: economy for code, economy in catalogue.economies.items() if code != WORLD or not spec.needs_world}
    left = left_out({code: why for code, why in reasons.items() if code in known}, known)
    broken = _break_notes(compared, view_breaks(catalogue, selection), entry.flags)
    notes = tuple(one.note for one in left)
    return Points(economies, found, points, made.subtitle or spec.subtitle, vintages, notes, left, broken)


def default_economies(found: Observations, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the economies shown when none are named: the subjects and usual comparators that have observations."""
    available = set(found.observations["economy"].unique())
    usual = [code for code in catalogue.usual_economies if code in available]
    others = [code for code in catalogue.economies if code in available and code not in usual]
    # of more histories than are usual each has its subject drawn
    most = max(_SHOWN_BY_DEFAULT, len(catalogue.policies))
    return tuple((usual if len(usual) > 1 else [*usual, *others])[:most])


def view_breaks(catalogue: Catalogue, selection: Selection) -> tuple[Break, ...]:
    """Return the series breaks behind what a selection shows: the indicator's, and those of what it is divided by."""
    return _with_divisor(catalogue, selection, catalogue.breaks_behind(selection.indicator))


def dividing_breaks(catalogue: Catalogue, selection: Selection) -> tuple[Break, ...]:
    """Return those of them that what a selection shows is not compared across."""
    # a difference leaves out the year of a break; whatever else is drawn can differ by the break alone
    return () if TRANSFORMS[selection.transform].is_difference else _breaks_before(catalogue, selection)


def _breaks_before(catalogue: Catalogue, selection: Selection) -> tuple[Break, ...]:
    """Return those that are not compared across before a transform is applied."""
    return _with_divisor(catalogue, selection, catalogue.breaks(selection.indicator))


def _with_divisor(catalogue: Catalogue, selection: Selection, found: tuple[Break, ...]) -> tuple[Break, ...]:
    spec = TRANSFORMS[selection.transform]
    if spec.needs_world:
        return tuple(catalogue.world_breaks(found))
    return (*found, *catalogue.breaks(POPULATION)) if spec.needs_population else found


def _asked(loader: Loader, selection: Selection, spec: TransformSpec) -> tuple[tuple[str, ...], Observations]:
    """Return the economies to show, the usual ones where none are named, and no more observations than they take."""

    def load(economies: Iterable[str] | None) -> Observations:
        if economies is not None and spec.needs_world:
            economies = [*economies, WORLD]
        return loader.observations(selection.indicator, economies=economies, as_of=selection.as_of)

    if selection.economies is not None:
        return tuple(dict.fromkeys(selection.economies)), load(selection.economies)
    found = load(loader.catalogue.usual_economies)
    usual = default_economies(found, loader.catalogue)
    if len(usual) > 1:
        return usual, found
    found = load(None)
    return default_economies(found, loader.catalogue), found


def _given(
    found: Observations, shown: pd.DataFrame, economies: Sequence[str], spec: TransformSpec, base: int | None
) -> pd.DataFrame:
    """Return what a transform is applied to: whole series, unless an index starts in what is shown."""
    if not spec.of_selection:
        return found.observations
    return shown if base is None else found.of(economies).observations


def _without(shown: pd.DataFrame, points: pd.DataFrame, why: str) -> dict[str, str]:
    """Return why the economies have no points that have figures in the years shown."""
    drawn = set(points["economy"].unique())
    return {code: why for code in shown["economy"].unique().tolist() if code not in drawn}


def _without_inputs(loader: Loader, span: _Span, entry: Indicator, shown: pd.DataFrame) -> dict[str, str]:
    """Return why the economies have nothing computed that have figures of some inputs in the years shown."""
    inputs = entry.derived.inputs if entry.derived else ()
    seen = set(shown["economy"].unique())
    missing = [code for code in span.economies if code not in seen]
    # what is computed of one series has all that it needs
    if not missing or len(inputs) < 2:  # noqa: PLR2004
        return {}
    loaded = [loader.observations(name, economies=missing, as_of=span.selection.as_of) for name in inputs]
    known = [(found.indicator, set(span.of(found.observations)["economy"].unique())) for found in loaded]
    return without_inputs(known, missing)


def _compared(
    points: pd.DataFrame, shown: pd.DataFrame, spec: TransformSpec, base: int | None
) -> Mapping[str, tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the first and last period that the points of each economy compare."""
    seen = shown if spec.of_selection or spec.years_back else points
    spans = seen.groupby("economy", sort=False)["period"].agg(["min", "max"])
    back, based = pd.DateOffset(years=spec.years_back), () if base is None else (pd.Timestamp(base, 1, 1),)
    return {
        code: (min((first - back, *based)), max((last, *based))) for code, first, last in spans.itertuples(name=None)
    }


def _break_notes(
    spans: Mapping[str, tuple[pd.Timestamp, pd.Timestamp]], breaks: Sequence[Break], flags: Sequence[Break]
) -> tuple[BreakNote, ...]:
    """Return what is to be known of series breaks inside what is compared, and of flags where few economies are."""
    told = [
        *((known, "Series break in {}: {}", True) for known in sorted(breaks, key=lambda known: known.start)),
        *((known, "Read {} with care: {}", False) for known in (flags if len(spans) <= _FEW else ())),
    ]
    inside = (
        (known, said.format(known.when, known.note), divides)
        for known, said, divides in told
        if known.economy in spans and spans[known.economy][0] < pd.Timestamp(known.start) <= spans[known.economy][1]
    )
    return tuple(BreakNote(known.economy, known.year, said, divides) for known, said, divides in inside)
