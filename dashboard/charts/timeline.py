"""Build the timeline: milestones in lanes under the eras, with one series of the subject under them if asked for."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.policy import Milestone
from dashboard.charts.alt_texts import line_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.errors import NoObservations
from dashboard.export import tables
from dashboard.export.table import Table
from dashboard.figures.charts.timeline import timeline_figure
from dashboard.formatting import quoted
from dashboard.views.chart import chart_view
from dashboard.views.selection import Selection
from dashboard.views.shown import CONCERNED
from dashboard.views.time_axis import Axis, eras_in, milestones_found, whole_axis
from dashboard.views.view import View

# the view of the page that draws a series under the milestones
OVERLAY: Final = "overlay"


@dataclass(frozen=True, eq=False)
class Timeline:
    """The milestones found on a time axis, and the series under them; `problem` says why there is none."""

    catalogue: Catalogue
    selection: Selection
    found: tuple[Milestone, ...]
    axis: Axis
    overlay: View | None
    problem: NoObservations | None

    @property
    def name(self) -> str:
        """Return what files of it are called, without the ending."""
        return f"eraline_milestones_{self.axis[0].year}-{self.axis[1].year}"

    @property
    def known(self) -> Mapping[str, Milestone]:
        """Return every milestone that can be chosen, found or not, by id."""
        return {**self.catalogue.milestones, **{event.id: event for event in self.selection.own}}

    def records(self) -> list[dict[str, Any]]:
        """Return the milestones found as JSON objects."""
        return [self.catalogue.published(milestone) for milestone in self.found]

    def table(self, link: str = "") -> Table:
        """Return the milestones found, ready for a file."""
        history = self.catalogue.history
        return tables.records_table(self.records(), self.name, title=history.title, about=_about(history, link))


def policy_table(catalogue: Catalogue, link: str = "") -> Table:
    """Return every milestone of the policy history in focus, its eras and targets beside them, ready for a file."""
    history = catalogue.history
    milestones = [history.published(milestone) for milestone in history.milestones.values()]
    return replace(
        tables.records_table(
            milestones, f"eraline_policy_{history.id}", title=history.title, about=_about(history, link)
        ),
        beside={
            "Eras": lambda: tables.flat([history.published(era) for era in history.eras.values()]),
            "Targets": lambda: tables.flat([target.model_dump(mode="json") for target in history.targets.values()]),
        },
    )


def _about(history: PolicyHistory, link: str) -> list[tuple[str, str]]:
    told = [("Policy history", f"{history.title} ({history.id})"), ("Link", link)]
    return [(name, text) for name, text in told if text]


def timeline(request: ChartRequest) -> Timeline:
    """Return the milestones that a selection finds."""
    catalogue, selection = request.catalogue, request.selection
    axis = _axis(selection, whole_axis(catalogue, selection.own, request.today))
    overlay = _overlay(request, axis)
    return Timeline(
        catalogue,
        selection,
        milestones_found(catalogue, selection, axis),
        axis,
        overlay if isinstance(overlay, View) else None,
        overlay if isinstance(overlay, NoObservations) else None,
    )


def build(request: ChartRequest) -> Built | Nothing:
    """Return the timeline of a selection."""
    return lanes(timeline(request))


def lanes(scene: Timeline) -> Built | Nothing:
    """Return the timeline of the milestones found."""
    if not scene.found:
        return Nothing(_nothing(scene))
    return Built(
        draw=lambda mode, sheet: timeline_figure(
            scene.found,
            scene.catalogue.history,
            scene.axis,
            kind_names=wording.KIND_NAMES,
            selected=scene.selection.milestone,
            overlay=scene.overlay,
            mode=mode,
            width=sheet.width,
        ),
        alt=_alt(scene),
        table=lambda: milestone_table(scene.found, scene.catalogue.history),
        rows=lambda: tables.flat(scene.records()),
        views=() if scene.overlay is None else (scene.overlay,),
        name=scene.name,
        permalink=scene.selection,
    )


def milestone_table(found: Sequence[Milestone], history: PolicyHistory) -> pd.DataFrame:
    """Return one row per milestone, as text."""
    native = [milestone.native_title for milestone in found]
    return pd.DataFrame(
        {
            "Date": [wording.when(milestone) for milestone in found],
            "Title": [milestone.title for milestone in found],
            **({f"{history.language_name} title": native} if any(native) else {}),
            "Kind": [wording.KIND_NAMES[milestone.kind] for milestone in found],
            "Issued by": [milestone.issuer for milestone in found],
            "Document": [milestone.document for milestone in found],
            "Rests on": [milestone.confidence for milestone in found],
        }
    )


def _axis(selection: Selection, whole: Axis) -> Axis:
    """Return the years asked for; a range that lies wholly before or after all there is has an axis all the same."""
    first, last = selection.first_year, selection.last_year
    from_year = first if first is not None else min(whole[0].year, last or whole[0].year)
    to_year = last if last is not None else max(whole[1].year, from_year)
    return dt.date(from_year, 1, 1), dt.date(to_year, 12, 31)


def _overlay(request: ChartRequest, axis: Axis) -> View | NoObservations | None:
    """Return the series under the timeline, or why there is none; None where none is asked for."""
    selection = request.selection
    if selection.view != OVERLAY:
        return None
    subject = request.catalogue.subject
    asked = Selection(
        indicator=selection.indicator,
        economies=(subject.id,),
        first_year=axis[0].year,
        last_year=axis[1].year,
        as_of=selection.as_of,
        policies=selection.policies,
    )
    try:
        view = chart_view(request.loader, asked)
    except NoObservations as exc:
        return exc
    if view.points.empty:
        name = request.catalogue.indicator(selection.indicator).name
        years = f"from {axis[0].year} to {axis[1].year}"
        return NoObservations(f"{name} has no figures for {subject.told} {years}.")
    # targets are for Explore: the panel is too low for them
    return replace(view, targets=())


def _nothing(scene: Timeline) -> str:
    if not scene.selection.events:
        return "No kind of milestone is shown. Choose at least one."
    years = f"from {scene.axis[0].year} to {scene.axis[1].year}"
    if scene.selection.search:
        return f"No milestone {years} of those shown mentions {quoted(scene.selection.search)}."
    if CONCERNED in scene.selection.events:
        about = scene.catalogue.indicator(scene.selection.indicator).name
        return f"No milestone {years} of the kinds shown is about {about}."
    return f"There is no milestone {years} of the kinds shown."


def _alt(scene: Timeline) -> str:
    found, axis = scene.found, scene.axis
    counted = Counter(milestone.kind for milestone in found)
    kinds = [f"{wording.KIND_NAMES[kind].lower()} {count}" for kind, count in counted.items()]
    eras = [f"{era.name} from {era.start.year}" for era in eras_in(scene.catalogue, axis)]
    parts = [
        f"Timeline from {axis[0].year} to {axis[1].year}.",
        f"Milestones: {len(found)}, of which {formatting.listing(kinds)}.",
        f"Eras: {formatting.listing(eras)}." if eras else "",
        f"First: {wording.when(found[0])}, {found[0].title}.",
        f"Last: {wording.when(found[-1])}, {found[-1].title}.",
        f"Under it: {line_text(scene.overlay)}" if scene.overlay else "",
    ]
    return " ".join(part for part in parts if part)


TIMELINE: Final = ChartKind(
    "timeline", "Timeline", ":material/timeline:", "timeline", build, has_pins=True, endpoint="milestones"
)
