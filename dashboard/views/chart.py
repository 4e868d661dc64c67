"""Say what a chart shows: a selection and the store's figures become one frozen View that everybody draws from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from dashboard.analysis import transforms
from dashboard.analysis.eras import era_of, era_statistics
from dashboard.analysis.panel import panel_of
from dashboard.catalogue import wording
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import (
    POPULATION,
    Break,
    Indicator,
    Kind,
    Provisional,
    Scale,
    Transform,
    resulting_kind,
)
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import Target
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.views.loading import Observations, distinct_vintages, load_observations
from dashboard.views.selection import Selection
from dashboard.views.target_outcomes import target_outcomes
from dashboard.views.time_axis import eras_in, milestones_in, targets_in, time_axis
from dashboard.views.view import View

_SHOWN_BY_DEFAULT: Final = 5


def chart_view(store: Store, catalogue: Catalogue, selection: Selection, held: Observations | None = None) -> View:
    """Return the view of a selection; NoObservations where the store has none of its indicator as of its day.

    `held` are all figures of that indicator as of that day, where they have been loaded before.
    """
    asked, figures = _asked(store, catalogue, selection, held)
    entry, breaks = figures.indicator, view_breaks(catalogue, selection)
    made, subtitle, vintages = _transformed(store, catalogue, figures, selection)
    points = _inside(made, entry.frequency, selection, catalogue, asked)
    notes = _break_notes(points, breaks)
    if selection.transform is Transform.INDEX:
        points, subtitle = _indexed(points, entry, breaks, notes, catalogue)
    provisional = tuple(
        known
        for known in catalogue.provisional_in((vintage.indicator, vintage.date) for vintage in vintages)
        if _is_among(known, points)
    )
    notes.extend(f"Provisional: {known.note}" for known in provisional)
    drawn = set(points["economy"])
    # the world is the whole of its own shares and no figure is wanted of it
    wanted = [code for code in asked if selection.transform is not Transform.SHARE or code != WORLD]
    targets = targets_in(catalogue, selection, asked)
    axis = time_axis(points, entry.frequency, targets, selection, catalogue)
    unit, unit_short = _unit(entry, selection.transform)
    return View(
        selection=replace(selection, economies=asked),
        indicator=entry,
        kind=resulting_kind(entry.kind, selection.transform),
        unit=unit,
        unit_short=unit_short,
        subtitle=subtitle,
        scale=_scale(selection, entry, points, notes),
        points=points,
        economies=tuple(catalogue.economies[code] for code in asked if code in drawn),
        absent=tuple(catalogue.economies[code] for code in wanted if code not in drawn),
        eras=eras_in(catalogue, axis),
        milestones=milestones_in(catalogue, selection, axis),
        targets=targets,
        outcomes=_outcomes(figures, targets, catalogue.history.subject),
        axis=axis,
        subject=catalogue.history.subject,
        vintages=vintages,
        notes=tuple(notes),
        provisional=provisional,
    )


def _outcomes(figures: Observations, targets: Sequence[Target], subject: str) -> dict[str, str]:
    if not targets or figures.indicator.frequency is not Frequency.ANNUAL:
        return {}
    own = figures.observations[figures.observations["economy"] == subject]
    return target_outcomes(panel_of(own, figures.indicator.kind), figures.indicator, targets)


def default_economies(figures: Observations, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the economies shown when none are named: the subject and its usual comparators that have figures."""
    available = set(figures.observations["economy"])
    usual = [code for code in catalogue.history.usual_economies if code in available]
    others = [code for code in catalogue.economies if code in available and code not in usual]
    return tuple((usual if len(usual) > 1 else [*usual, *others])[:_SHOWN_BY_DEFAULT])


def usual_scale(entry: Indicator, transform: Transform) -> Scale:
    """Return the scale on which an indicator is drawn unless another is asked for."""
    return entry.scale if transform in _KEEP_SCALE else "linear"


def view_breaks(catalogue: Catalogue, selection: Selection) -> tuple[Break, ...]:
    """Return the level breaks of what a selection shows: the indicator's, and those of what it is divided by."""
    found = catalogue.breaks(selection.indicator)
    if selection.transform is Transform.SHARE:
        return tuple(catalogue.world_breaks(found))
    return (*found, *catalogue.breaks(POPULATION)) if selection.transform is Transform.PER_CAPITA else found


def era_table(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """Return the statistics of what is drawn, by economy and era in order of time; the columns of `era_statistics`.

    A year of months is averaged only where all of them lie in one era, so that no filter changes a figure.
    """
    annual = view.points
    if view.frequency is not Frequency.ANNUAL:
        eras_in_year = annual.groupby(["economy", annual["period"].dt.year])["era"].transform("nunique")
        annual = transforms.annual_means(annual[eras_in_year == 1], view.frequency)
    eras = [era for era in catalogue.eras.values() if not view.selection.eras or era.id in view.selection.eras]
    span = view.selection.first_year or FIRST_YEAR, view.selection.last_year or LAST_YEAR
    # growth and change leave out the year of a break; whatever else is drawn can differ by the break alone
    breaks = () if view.selection.transform in _DIFFERENCES else view_breaks(catalogue, view.selection)
    order = {economy.id: place for place, economy in enumerate(view.economies)}
    ordered = annual.sort_values("economy", key=lambda codes: codes.map(order), kind="stable")
    return era_statistics(ordered, view.kind, eras, span, breaks)


_DIFFERENCES: Final = (Transform.GROWTH, Transform.CHANGE)
_KEEP_SCALE: Final = (Transform.LEVEL, Transform.PER_CAPITA, Transform.ROLLING_MEAN)


def _asked(
    store: Store, catalogue: Catalogue, selection: Selection, held: Observations | None
) -> tuple[tuple[str, ...], Observations]:
    """Return the economies to show, the usual ones where none are named, and no more figures than they take."""

    def figures_of(economies: Sequence[str] | None) -> Observations:
        if economies is not None and selection.transform is Transform.SHARE:
            economies = [*economies, WORLD]
        if held is not None:
            return held if economies is None else _of(held, economies)
        return load_observations(store, catalogue, selection.indicator, economies=economies, as_of=selection.as_of)

    if selection.economies is not None:
        return tuple(dict.fromkeys(selection.economies)), figures_of(selection.economies)
    figures = figures_of(catalogue.history.usual_economies)
    usual = default_economies(figures, catalogue)
    if len(usual) > 1:
        return usual, figures
    figures = figures_of(None)
    return default_economies(figures, catalogue), figures


def _of(figures: Observations, economies: Sequence[str]) -> Observations:
    held = figures.observations
    return replace(figures, observations=held[held["economy"].isin(economies)])


def _transformed(
    store: Store, catalogue: Catalogue, figures: Observations, selection: Selection
) -> tuple[pd.DataFrame, str, tuple[Vintage, ...]]:
    entry, frame = figures.indicator, figures.observations
    breaks = catalogue.breaks(entry.id)
    match selection.transform:
        case Transform.GROWTH:
            return transforms.growth_pct(frame, entry.frequency, breaks), "Growth on the year before", figures.vintages
        case Transform.CHANGE:
            return transforms.change(frame, entry.frequency, breaks), "Change on the year before", figures.vintages
        case Transform.ROLLING_MEAN:
            subtitle = f"Mean of the last {transforms.ROLLING_YEARS} years"
            return transforms.rolling_mean(frame, entry.frequency, breaks), subtitle, figures.vintages
        case Transform.SHARE:
            return transforms.share_of_world(frame), "Share of the world", figures.vintages
        case Transform.PER_CAPITA:
            economies = frame["economy"].unique().tolist()
            people = load_observations(store, catalogue, POPULATION, economies=economies, as_of=selection.as_of)
            vintages = distinct_vintages((*figures.vintages, *people.vintages))
            factor = entry.per_head.factor if entry.per_head else 1.0
            return transforms.per_capita(frame, people.observations, factor=factor), "Per head of population", vintages
        case _:
            return frame, "", figures.vintages


def _inside(
    frame: pd.DataFrame, frequency: Frequency, selection: Selection, catalogue: Catalogue, asked: Sequence[str]
) -> pd.DataFrame:
    era, economies = era_of(frame["period"], frequency, catalogue.eras.values()), frame["economy"]
    place = pd.Index(asked).get_indexer(pd.Index(economies))
    kept = place >= 0
    if selection.eras:
        kept &= era.isin(selection.eras).to_numpy()
    if selection.first_year is not None:
        kept &= (frame["period"].dt.year >= selection.first_year).to_numpy()
    if selection.last_year is not None:
        kept &= (frame["period"].dt.year <= selection.last_year).to_numpy()
    order = np.lexsort((frame["period"].to_numpy(), place))
    return frame.assign(era=era).iloc[order[kept[order]]].reset_index(drop=True)


def _indexed(
    points: pd.DataFrame, entry: Indicator, breaks: Sequence[Break], notes: list[str], catalogue: Catalogue
) -> tuple[pd.DataFrame, str]:
    base = transforms.base_period(points)
    if base is None:
        return points.iloc[:0], "Index"
    label = entry.frequency.label(base)
    rebased = transforms.index_100(points, base, entry.frequency, breaks)
    kept = points.drop(columns="value").merge(rebased, on=["economy", "period"], how="inner")
    left_out = [code for code in dict.fromkeys(points["economy"]) if code not in set(kept["economy"])]
    if left_out:
        named = wording.names([catalogue.economies[code] for code in left_out])
        notes.append(f"No figure above zero at {label}, so no index: {named}.")
    return kept, f"Index, {label} = 100"


def _scale(selection: Selection, entry: Indicator, points: pd.DataFrame, notes: list[str]) -> Scale:
    wanted = selection.scale or usual_scale(entry, selection.transform)
    if wanted == "log" and (points["value"] <= 0).any():
        if selection.scale == "log":
            notes.append("Drawn on a linear scale: figures at or below zero have no place on a logarithmic one.")
        return "linear"
    return wanted


def _unit(entry: Indicator, transform: Transform) -> tuple[str, str]:
    percentage = entry.kind in (Kind.SHARE, Kind.GROWTH)
    units = {
        Transform.GROWTH: ("% on the year before", "%"),
        Transform.INDEX: ("index", ""),
        Transform.SHARE: ("% of the world", "%"),
        Transform.PER_CAPITA: _unit_per_head(entry),
        Transform.CHANGE: ("percentage points", "pp") if percentage else (entry.unit, entry.unit_short),
    }
    return units.get(transform, (entry.unit, entry.unit_short))


def _unit_per_head(entry: Indicator) -> tuple[str, str]:
    if entry.per_head is not None:
        return entry.per_head.unit, entry.per_head.unit_short
    return f"{entry.unit} per head", f"{entry.unit_short} per head".strip()


def _break_notes(points: pd.DataFrame, breaks: Sequence[Break]) -> list[str]:
    notes: list[str] = []
    for known in breaks:
        years = points.loc[points["economy"] == known.economy, "period"].dt.year
        if not years.empty and years.min() < known.year <= years.max():
            notes.append(f"Level break in {known.year}: {known.note} Nothing is compared across it.")
    return notes


def _is_among(known: Provisional, points: pd.DataFrame) -> bool:
    years = points["period"].to_numpy().astype("datetime64[Y]")
    return known.economy in set(points.loc[years == np.datetime64(str(known.year)), "economy"])
