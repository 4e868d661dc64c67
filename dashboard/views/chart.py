"""Make the one frozen View of a selection that chart, table, files and words are drawn from."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.analysis.transforms import TRANSFORMS, TransformSpec
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import WORLD, Economy
from dashboard.catalogue.frequency import Moment
from dashboard.catalogue.indicators import EVERYBODY, CataloguedIndicator, Indicator, Provisional, Scale
from dashboard.catalogue.recessions import Chronology
from dashboard.store.records import Vintage
from dashboard.views import releases
from dashboard.views.histories import histories_on
from dashboard.views.loading import Loader
from dashboard.views.parameter_readers import RECESSIONS
from dashboard.views.points import Points, dividing_breaks, points_of, view_breaks
from dashboard.views.selection import Selection
from dashboard.views.targets import outcomes
from dashboard.views.time_axis import eras_in, milestones_in, recessions_in, targets_in, time_axis
from dashboard.views.view import View


def chart_view(loader: Loader, selection: Selection) -> View:
    """Return the view of a selection; NoObservations where the store has none of its indicator as of its day."""
    catalogue, spec = loader.catalogue, TRANSFORMS[selection.transform]
    found = points_of(loader, selection)
    entry, asked, points = found.observations.indicator, found.economies, found.points
    scale, scale_notes = _scale(selection, entry, points)
    drawn = set(points["economy"].unique())
    targets, at = targets_in(catalogue, selection, asked), Moment.MIDDLE if spec.is_difference else entry.drawn_at
    axis = time_axis(points, entry.frequency, targets, selection, catalogue, at=at)
    unit, unit_short = spec.unit(entry)
    view = View(
        selection=replace(selection, economies=asked),
        indicator=entry,
        kind=spec.resulting_kind(entry.kind),
        unit=releases.unit_of(found.vintages, unit),
        unit_short=unit_short,
        subtitle=found.subtitle,
        scale=scale,
        points=points,
        economies=tuple(catalogue.economies[code] for code in asked if code in drawn),
        absent=_absent(catalogue, found, spec),
        eras=eras_in(catalogue, axis),
        milestones=milestones_in(catalogue, selection, axis),
        targets=targets,
        outcomes=outcomes(found.observations, targets, selection.as_of),
        axis=axis,
        subject=catalogue.history.subject,
        subjects=wording.possessive(catalogue.subject),
        vintages=found.vintages,
        undated=(*found.notes, *_doubts(entry), *releases.notes(found.vintages, catalogue), *scale_notes),
        publisher=catalogue.publisher(entry),
        codes=catalogue.codes(entry),
        provisional=_provisional(catalogue, found.vintages, points),
        break_notes=found.break_notes,
        histories=histories_on(catalogue, axis, selection),
        left_out=found.left_out,
        breaks=view_breaks(catalogue, selection),
        dividing=dividing_breaks(catalogue, selection),
    )
    return _shaded(catalogue, view)


def _absent(catalogue: Catalogue, found: Points, spec: TransformSpec) -> tuple[Economy, ...]:
    """Return the economies asked for that have no observations in what is shown."""
    told = {economy.id for one in found.left_out for economy in one.economies}
    there = {*found.points["economy"].unique(), *told}
    # the world is the whole of its own shares and no value is wanted of it
    wanted = [code for code in found.economies if not spec.needs_world or code != WORLD]
    return tuple(catalogue.economies[code] for code in wanted if code not in there)


def _shaded(catalogue: Catalogue, view: View) -> View:
    """Return a view with the recessions that its selection asks for, and what is to be known of them."""
    drawn = {economy.id for economy in view.economies}
    shaded = recessions_in(catalogue, view.selection, drawn, view.axis)
    return replace(
        view,
        recessions=shaded,
        recessions_named=wording.recessions(shaded, catalogue.economies),
        undated=(*view.undated, *_shading(view.selection, shaded)),
    )


def usual_scale(entry: Indicator, transform: str) -> Scale:
    """Return the scale on which an indicator is drawn unless another is asked for."""
    return entry.scale if TRANSFORMS[transform].keeps_scale else "linear"


def _shading(selection: Selection, shaded: Sequence[Chronology]) -> Iterator[str]:
    if selection.bands == RECESSIONS and not shaded:
        yield "No recessions are shaded: no committee dates those of the economies drawn in these years."
    for known in shaded:
        own = f" {known.note}" if known.note else ""
        yield (
            f"Recessions are those of the {known.full_name}, from the {known.step} after a peak to that of the "
            f"trough.{own}"
        )


def _doubts(entry: Indicator) -> Sequence[str]:
    return entry.doubts if isinstance(entry, CataloguedIndicator) else ()


def _provisional(catalogue: Catalogue, vintages: Sequence[Vintage], points: pd.DataFrame) -> tuple[Provisional, ...]:
    """Return what of the points is preliminary, economy by economy; its own table says more than that of everybody."""
    known = catalogue.provisional_in((vintage.indicator, vintage.date) for vintage in vintages)
    years = points["period"].to_numpy().astype("datetime64[Y]")
    found: list[Provisional] = []
    for year in dict.fromkeys(entry.year for entry in known):
        drawn = list(dict.fromkeys(points.loc[years == np.datetime64(str(year)), "economy"]))
        then = [entry for entry in known if entry.year == year]
        own = [entry for entry in then if entry.economy in drawn]
        rest = [code for code in drawn if code not in {entry.economy for entry in own}]
        shared = next((entry for entry in then if entry.economy == EVERYBODY), None)
        found += [*own, *(shared.model_copy(update={"economy": code}) for code in rest if shared is not None)]
    return tuple(found)


def _scale(selection: Selection, entry: Indicator, points: pd.DataFrame) -> tuple[Scale, tuple[str, ...]]:
    wanted = selection.scale or usual_scale(entry, selection.transform)
    if wanted == "linear" or not (points["value"] <= 0).any():
        return wanted, ()
    note = "Drawn on a linear scale: figures at or below zero have no place on a logarithmic one."
    return "linear", (note,) if selection.scale == "log" else ()
