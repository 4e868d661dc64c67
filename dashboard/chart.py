"""What does a chart show? Turns a selection and the store's figures into one frozen View that everybody draws from."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import pandas as pd

from dashboard import transform as tf
from dashboard.analysis.eras import era_of, era_statistics, middle
from dashboard.catalogue import Catalogue
from dashboard.model import (
    POPULATION,
    SUBJECT,
    WORLD,
    Economy,
    Era,
    Frequency,
    Indicator,
    Kind,
    Milestone,
    Scale,
    Target,
    Transform,
    Vintage,
    resulting_kind,
)
from dashboard.selection import DEFAULT_ECONOMIES, Selection
from dashboard.store import Store

_SHOWN_BY_DEFAULT: Final = 5


@dataclass(frozen=True)
class Figures:
    """An indicator's figures for every economy, before any transform, with the vintages that they come from."""

    indicator: Indicator
    observations: pd.DataFrame
    vintages: tuple[Vintage, ...]

    @property
    def vintage(self) -> Vintage:
        """Return the newest of the vintages."""
        return max(self.vintages, key=lambda vintage: vintage.published)


@dataclass(frozen=True, eq=False)
class View:
    """All that a chart, its table, its downloads and its words are made from.

    `points` has economy (str), period (datetime64[s]), value (float64) and era (str, missing outside of eras), ordered
    as `economies` is and by period. `axis` is the first and last day of the time axis.
    """

    selection: Selection
    indicator: Indicator
    kind: Kind
    unit: str
    unit_short: str
    subtitle: str
    scale: Scale
    points: pd.DataFrame
    economies: tuple[Economy, ...]
    absent: tuple[Economy, ...]
    eras: tuple[Era, ...]
    milestones: tuple[Milestone, ...]
    targets: tuple[Target, ...]
    axis: tuple[dt.date, dt.date]
    vintages: tuple[Vintage, ...]
    notes: tuple[str, ...]

    @property
    def vintage(self) -> Vintage:
        """Return the newest vintage that the figures come from."""
        return max(self.vintages, key=lambda vintage: vintage.published)

    @property
    def frequency(self) -> Frequency:
        """Return how often there is a figure."""
        return self.indicator.frequency

    @property
    def years(self) -> tuple[int, int]:
        """Return the first and last year drawn; the axis's own where nothing is."""
        if self.points.empty:
            return self.axis[0].year, self.axis[1].year
        periods = self.points["period"]
        return int(periods.min().year), int(periods.max().year)

    def series(self, economy: str) -> pd.DataFrame:
        """Return one economy's points."""
        return self.points[self.points["economy"] == economy]


def load_figures(
    store: Store,
    catalogue: Catalogue,
    indicator: str,
    *,
    economies: Sequence[str] | None = None,
    as_of: dt.date | None = None,
) -> Figures:
    """Return an indicator's figures, derived ones computed; NoFigures where the store has none as of the day."""
    entry = catalogue.indicator(indicator)
    if entry.derived is None:
        vintage = store.vintage(indicator, as_of)
        observed = store.observations(vintage, economies)
        return Figures(entry, tf.without_uncollected(observed, entry.not_collected), (vintage,))
    wanted = economies if economies is None or entry.derived.op != "share_of_world" else [*economies, WORLD]
    inputs = [load_figures(store, catalogue, name, economies=wanted, as_of=as_of) for name in entry.derived.inputs]
    computed = tf.derive(entry.derived, [figures.observations for figures in inputs], entry.frequency)
    vintages = {vintage.id: vintage for figures in inputs for vintage in figures.vintages}
    return Figures(entry, computed, tuple(vintages.values()))


def chart_view(store: Store, catalogue: Catalogue, selection: Selection) -> View:
    """Return the view of a selection; NoFigures where the store has none of its indicator as of its day."""
    entry = catalogue.indicator(selection.indicator)
    figures = load_figures(store, catalogue, entry.id, as_of=selection.as_of)
    asked = selection.economies if selection.economies is not None else default_economies(figures, catalogue)
    made, subtitle, vintages = _transformed(store, catalogue, figures, selection, asked)
    points = _inside(made, entry.frequency, selection, catalogue, asked)
    notes: list[str] = []
    if selection.transform is Transform.INDEX:
        points, subtitle = _indexed(points, entry, notes, catalogue)
    drawn = tuple(catalogue.economies[code] for code in asked if code in set(points["economy"]))
    absent = tuple(catalogue.economies[code] for code in asked if code not in set(points["economy"]))
    targets = _targets(catalogue, selection, asked)
    axis = _axis(points, entry.frequency, targets, selection, catalogue)
    unit, unit_short = _unit(entry, selection.transform)
    return View(
        selection=replace(selection, economies=tuple(asked)),
        indicator=entry,
        kind=resulting_kind(entry.kind, selection.transform),
        unit=unit,
        unit_short=unit_short,
        subtitle=subtitle,
        scale=_scale(selection, entry, points, notes),
        points=points,
        economies=drawn,
        absent=absent,
        eras=tuple(era for era in catalogue.eras.values() if era.start <= axis[1] and (era.end or axis[1]) > axis[0]),
        milestones=_milestones(catalogue, selection, axis),
        targets=targets,
        axis=axis,
        vintages=vintages,
        notes=(*notes, *_break_notes(entry, points)),
    )


def default_economies(figures: Figures, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the economies shown when none are named: China and the usual comparators that have figures."""
    available = set(figures.observations["economy"])
    usual = [code for code in DEFAULT_ECONOMIES if code in available]
    others = [code for code in catalogue.economies if code in available and code not in usual]
    return tuple((usual if len(usual) > 1 else [*usual, *others])[:_SHOWN_BY_DEFAULT])


def era_table(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """Return the statistics of what is drawn, by economy and era; the columns of `era_statistics`."""
    annual = view.points if view.frequency == "annual" else tf.annual_means(view.points)
    eras = [catalogue.eras[name] for name in view.selection.eras] or list(catalogue.eras.values())
    first, last = view.selection.first_year, view.selection.last_year
    newest = int(annual["period"].dt.year.max()) if not annual.empty else view.years[1]
    # breaks are spent where the transform has cut the series there already
    breaks = view.indicator.breaks if view.selection.transform in _UNCUT else ()
    order = {economy.id: place for place, economy in enumerate(view.economies)}
    table = era_statistics(
        annual.sort_values("economy", key=lambda codes: codes.map(order), kind="stable"),
        view.kind,
        eras,
        (first or catalogue_start(catalogue), min(last or newest, newest)),
        breaks,
    )
    return table


def catalogue_start(catalogue: Catalogue) -> int:
    """Return the first year of the first era."""
    return min(era.start.year for era in catalogue.eras.values())


_UNCUT: Final = (Transform.LEVEL, Transform.SHARE, Transform.PER_CAPITA)


def _transformed(
    store: Store, catalogue: Catalogue, figures: Figures, selection: Selection, asked: Sequence[str]
) -> tuple[pd.DataFrame, str, tuple[Vintage, ...]]:
    entry, kept = figures.indicator, {*asked, WORLD}
    frame = figures.observations[figures.observations["economy"].isin(kept)].reset_index(drop=True)
    match selection.transform:
        case Transform.GROWTH:
            return tf.growth_pct(frame, entry.frequency, entry.breaks), "Growth on the year before", figures.vintages
        case Transform.CHANGE:
            return tf.change(frame, entry.frequency, entry.breaks), "Change on the year before", figures.vintages
        case Transform.ROLLING_MEAN:
            words = f"Mean of the last {tf.ROLLING_YEARS} years"
            return tf.rolling_mean(frame, entry.frequency, entry.breaks), words, figures.vintages
        case Transform.SHARE:
            return tf.share_of_world(frame), "Share of the world", figures.vintages
        case Transform.PER_CAPITA:
            people = load_figures(store, catalogue, POPULATION, economies=tuple(kept), as_of=selection.as_of)
            vintages = (*figures.vintages, *people.vintages)
            return tf.per_capita(frame, people.observations), "Per head of population", vintages
        case _:
            return frame, "", figures.vintages


def _inside(
    frame: pd.DataFrame, frequency: Frequency, selection: Selection, catalogue: Catalogue, asked: Sequence[str]
) -> pd.DataFrame:
    place = {code: number for number, code in enumerate(asked)}
    points = frame[frame["economy"].isin(asked)]
    points = points.assign(era=era_of(points["period"], frequency, catalogue.eras.values()))
    years = points["period"].dt.year
    if selection.eras:
        points = points[points["era"].isin(selection.eras)]
    if selection.first_year is not None:
        points = points[years.reindex(points.index) >= selection.first_year]
    if selection.last_year is not None:
        points = points[years.reindex(points.index) <= selection.last_year]
    return points.sort_values(
        ["economy", "period"],
        key=lambda column: column.map(place) if column.name == "economy" else column,
        ignore_index=True,
    )


def _indexed(
    points: pd.DataFrame, entry: Indicator, notes: list[str], catalogue: Catalogue
) -> tuple[pd.DataFrame, str]:
    base = tf.base_period(points)
    if base is None:
        return points.iloc[:0], "Index"
    label = period_label(base, entry.frequency)
    rebased = tf.index_100(points, base, entry.frequency, entry.breaks)
    kept = points.drop(columns="value").merge(rebased, on=["economy", "period"], how="inner")
    left_out = [code for code in dict.fromkeys(points["economy"]) if code not in set(kept["economy"])]
    if left_out:
        names = ", ".join(catalogue.economies[code].name for code in left_out)
        notes.append(f"No figure above zero at {label}, so no index: {names}.")
    return kept, f"Index, {label} = 100"


def _scale(selection: Selection, entry: Indicator, points: pd.DataFrame, notes: list[str]) -> Scale:
    own = entry.scale if selection.transform in _UNCUT else "linear"
    wanted = selection.scale or own
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
        Transform.PER_CAPITA: (f"{entry.unit} per head", f"{entry.unit_short} per head".strip()),
        Transform.CHANGE: ("percentage points", "pp") if percentage else (entry.unit, entry.unit_short),
    }
    return units.get(transform, (entry.unit, entry.unit_short))


def _targets(catalogue: Catalogue, selection: Selection, asked: Sequence[str]) -> tuple[Target, ...]:
    if selection.transform is not Transform.LEVEL or SUBJECT not in asked:
        return ()
    eras = [catalogue.eras[name] for name in selection.eras]
    first, last = selection.first_year or 0, selection.last_year or dt.MAXYEAR

    def shown(target: Target) -> bool:
        inside = first <= target.last_year <= last
        deadline = dt.date(target.last_year, 7, 1)
        return target.is_set and inside and (not eras or any(era.holds(deadline) for era in eras))

    return tuple(target for target in catalogue.targets_of(selection.indicator) if shown(target))


def _axis(
    points: pd.DataFrame,
    frequency: Frequency,
    targets: Sequence[Target],
    selection: Selection,
    catalogue: Catalogue,
) -> tuple[dt.date, dt.date]:
    if points.empty:
        chosen = [catalogue.eras[name] for name in selection.eras]
        starts = [era.start.year for era in chosen] or [1960]
        ends = [(era.end or dt.date(2026, 1, 1)).year for era in chosen] or [2026]
        return dt.date(selection.first_year or min(starts), 1, 1), dt.date(selection.last_year or max(ends), 12, 31)
    years = middle(points["period"], frequency).dt.year
    last = max([int(years.max()), *(target.last_year for target in targets)])
    return dt.date(int(years.min()), 1, 1), dt.date(last, 12, 31)


def _milestones(catalogue: Catalogue, selection: Selection, axis: tuple[dt.date, dt.date]) -> tuple[Milestone, ...]:
    shown = [m for m in catalogue.milestones.values() if m.kind in selection.events and axis[0] <= m.date <= axis[1]]
    return tuple(sorted(shown, key=lambda milestone: milestone.date))


def _break_notes(entry: Indicator, points: pd.DataFrame) -> list[str]:
    notes: list[str] = []
    for code, known in groupby(entry.breaks, key=lambda found: found.economy):
        years = points.loc[points["economy"] == code, "period"].dt.year
        notes.extend(
            f"Level break in {item.year}: {item.note}"
            for item in known
            if not years.empty and years.min() < item.year <= years.max()
        )
    return notes


def period_label(period: pd.Timestamp | dt.date, frequency: Frequency) -> str:
    """Return a period as people write it: 1979, or 1979-03."""
    return f"{period.year}" if frequency == "annual" else f"{period.year}-{period.month:02d}"
