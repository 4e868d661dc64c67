"""Points of a selection: the economies shown, their observations transformed, within the years asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from dashboard.analysis.eras import era_of
from dashboard.analysis.transforms import TRANSFORMS, Given, TransformSpec
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.indicators import POPULATION, Break
from dashboard.store.records import Vintage
from dashboard.views.loading import Loader, Observations, distinct_vintages
from dashboard.views.selection import Selection

# notes on how groups of economies are counted would bury what is said of a chart of everybody
_FEW: Final = 12
_SHOWN_BY_DEFAULT: Final = 5


@dataclass(frozen=True, eq=False)
class Points:
    """What is drawn of a selection: `points` as a View's, before any provisional mark; `economies` those asked for.

    `observations` are those of the indicator before the transform.
    """

    economies: tuple[str, ...]
    observations: Observations
    points: pd.DataFrame
    subtitle: str
    vintages: tuple[Vintage, ...]
    notes: tuple[str, ...]


def points_of(loader: Loader, selection: Selection) -> Points:
    """Return the points of a selection; NoObservations where the store has none of its indicator as of its day."""
    catalogue, spec = loader.catalogue, TRANSFORMS[selection.transform]
    economies, found = _asked(loader, selection, spec)
    breaks, vintages, people = view_breaks(catalogue, selection), found.vintages, None
    if spec.needs_population:
        wanted = found.observations["economy"].unique().tolist()
        people = loader.observations(POPULATION, economies=wanted, as_of=selection.as_of)
        vintages = distinct_vintages((*vintages, *people.vintages))
    population = None if people is None else people.observations
    if spec.of_selection:
        points = _inside(found.observations, found, selection, catalogue, economies)
        notes = _break_notes(points, breaks, found.indicator.flags)
        made = spec.apply(Given(found.indicator, points, breaks, population, selection.base_year))
        values = made.frame[["economy", "period", "value"]]
        kept = points.drop(columns="value").merge(values, on=["economy", "period"], how="inner")
    else:
        made = spec.apply(Given(found.indicator, found.observations, breaks, population))
        points = kept = _inside(made.frame, found, selection, catalogue, economies)
        notes = _break_notes(points, breaks, found.indicator.flags)
    drawn = set(kept["economy"].unique())
    left_out = [code for code in points["economy"].unique().tolist() if code not in drawn]
    if left_out and made.without:
        named = wording.names([catalogue.economies[code] for code in left_out])
        notes.append(f"{made.without}: {named}.")
    return Points(economies, found, kept, made.subtitle or spec.subtitle, vintages, tuple(notes))


def default_economies(found: Observations, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the economies shown when none are named: the subjects and usual comparators that have observations."""
    available = set(found.observations["economy"].unique())
    usual = [code for code in catalogue.usual_economies if code in available]
    others = [code for code in catalogue.economies if code in available and code not in usual]
    # of more histories than are usual each has its subject drawn
    most = max(_SHOWN_BY_DEFAULT, len(catalogue.policies))
    return tuple((usual if len(usual) > 1 else [*usual, *others])[:most])


def view_breaks(catalogue: Catalogue, selection: Selection) -> tuple[Break, ...]:
    """Return the series breaks of what a selection shows: the indicator's, and those of what it is divided by."""
    found, spec = catalogue.breaks(selection.indicator), TRANSFORMS[selection.transform]
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


def _inside(
    frame: pd.DataFrame, found: Observations, selection: Selection, catalogue: Catalogue, asked: Sequence[str]
) -> pd.DataFrame:
    era = era_of(frame["period"], found.indicator.frequency, catalogue.eras.values())
    rows = pd.Index(asked).get_indexer(pd.Index(frame["economy"]))
    kept = rows >= 0
    if selection.eras:
        kept &= era.isin(selection.eras).to_numpy()
    if selection.first_year is not None:
        kept &= (frame["period"].dt.year >= selection.first_year).to_numpy()
    if selection.last_year is not None:
        kept &= (frame["period"].dt.year <= selection.last_year).to_numpy()
    order = np.lexsort((frame["period"].to_numpy(), rows))
    return frame.assign(era=era).iloc[order[kept[order]]].reset_index(drop=True)


def _break_notes(points: pd.DataFrame, breaks: Sequence[Break], flags: Sequence[Break]) -> list[str]:
    """Return what is to be known of series breaks inside the years drawn, and of flags where few economies are."""
    if not breaks and not flags:
        return []
    spans = points.groupby("economy", sort=False)["period"].agg(["min", "max"])
    few = len(spans) <= _FEW
    told = [
        *((known, f"Series break in {known.year}: {known.note} Nothing is compared across it.") for known in breaks),
        *((known, f"Read {known.year} with care: {known.note}") for known in (flags if few else ())),
    ]
    years = {code: (first.year, last.year) for code, first, last in spans.itertuples(name=None)}
    return [
        note
        for known, note in told
        if known.economy in years and years[known.economy][0] < known.year <= years[known.economy][1]
    ]
