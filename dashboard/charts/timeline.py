"""Build the timeline: milestones of one policy history or several in lanes, one series under them if asked for."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import DEFAULT_POLICY, PolicyHistory
from dashboard.catalogue.policy import Milestone
from dashboard.charts.alt_texts import line_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.errors import NoObservations
from dashboard.export import tables
from dashboard.export.table import Table
from dashboard.figures import Figure, height_of
from dashboard.figures.charts.timeline import Several, timeline_figure
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode
from dashboard.formatting import quoted
from dashboard.views.chart import chart_view
from dashboard.views.histories import OWN_NAME, named_histories
from dashboard.views.selection import Selection
from dashboard.views.shown import CONCERNED
from dashboard.views.time_axis import Axis, eras_in, milestones_found, whole_axis
from dashboard.views.view import View

# the view of the page that draws a series under the milestones
OVERLAY: Final = "overlay"
_NAMED_IN_FILES: Final = 3
# what events of the user's own name as their history
_OWN: Final = ""


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
        return f"eraline_milestones_{_whose(self.catalogue)}{self.axis[0].year}-{self.axis[1].year}"

    @property
    def title(self) -> str:
        """Return what it is called: as the history in focus is, unless there are several."""
        return self.catalogue.history.title if self.several is None else self.several.timeline_titles[0]

    @property
    def several(self) -> Several | None:
        """Return the policy histories as they are drawn beside each other; None where there is but one."""
        histories = self.catalogue.chosen_histories
        if len(histories) == 1:
            return None
        names = {history.policy: history.name for history in named_histories(self.catalogue)}
        own = {_OWN: OWN_NAME} if any(one.policy == _OWN for one in self.found) else {}
        number = formatting.in_words(len(histories))
        titles = (
            f"Policy milestones of {formatting.listing([self._told(names[one.id], one) for one in histories])}",
            f"Milestones of {number} policy histories",
            "Policy milestones",
        )
        return Several(histories, names | own, titles)

    def _told(self, name: str, history: PolicyHistory) -> str:
        """Return what a history is called within a sentence: as its economy, if that is its name."""
        subject = self.catalogue.economies[history.subject]
        return subject.told if name in (subject.name, subject.short_name) else name

    @property
    def known(self) -> Mapping[str, Milestone]:
        """Return every milestone that can be chosen, found or not, by id."""
        return {**self.catalogue.milestones, **{event.id: event for event in self.selection.own}}

    def records(self) -> list[dict[str, Any]]:
        """Return the milestones found as JSON objects."""
        return [self.catalogue.published(milestone) for milestone in self.found]

    def table(self, link: str = "") -> Table:
        """Return the milestones found, ready for a file."""
        about = _about(self.catalogue.chosen_histories, link)
        return tables.records_table(self.records(), self.name, title=self.title, about=about)


def _whose(catalogue: Catalogue) -> str:
    """Return what the names of files say of the policy histories chosen; of the usual one nothing."""
    policies = catalogue.policies
    if policies == (DEFAULT_POLICY,):
        return ""
    named = policies[:_NAMED_IN_FILES]
    more = [f"{len(policies) - len(named)}-more"] if len(policies) > len(named) else []
    return f"{'-'.join([*named, *more])}_"


def _about(histories: Sequence[PolicyHistory], link: str) -> list[tuple[str, str]]:
    told = [*(("Policy history", f"{history.title} ({history.id})") for history in histories), ("Link", link)]
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
        draw=lambda mode, sheet: _drawn(scene, mode, sheet),
        alt=_alt(scene),
        table=lambda: milestone_table(scene.found, scene.catalogue),
        rows=lambda: tables.flat(scene.records()),
        views=() if scene.overlay is None else (scene.overlay,),
        name=scene.name,
        permalink=scene.selection,
        title=scene.title if scene.several else "",
    )


def _drawn(scene: Timeline, mode: Mode, sheet: Sheet) -> Figure:
    """Return the figure; on a card of those milestones alone that carry the most weight, until they fit its height."""

    def drawn(least: int) -> Figure:
        return timeline_figure(
            [milestone for milestone in scene.found if milestone.weight <= least],
            scene.several or scene.catalogue.history,
            scene.axis,
            kind_names=wording.KIND_NAMES,
            selected=scene.selection.milestone,
            overlay=scene.overlay,
            mode=mode,
            width=sheet.width,
        )

    weights = sorted({milestone.weight for milestone in scene.found}, reverse=True)
    figure = drawn(weights[0])
    if sheet.is_card and sheet.height is not None:
        for least in weights[1:]:
            if height_of(figure) <= sheet.height:
                break
            figure = drawn(least)
    return figure


def milestone_table(found: Sequence[Milestone], catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per milestone, as text; of several policy histories with the economy that each is of."""
    is_alone = len(catalogue.policies) == 1
    subjects = [catalogue.subject_of(milestone) for milestone in found]
    native = [milestone.native_title for milestone in found]
    native_head = f"{catalogue.history.language_name} title" if is_alone else "Native title"
    return pd.DataFrame(
        {
            **({} if is_alone else {"Economy": [economy.short_name if economy else "" for economy in subjects]}),
            "Date": [wording.when(milestone) for milestone in found],
            "Title": [milestone.title for milestone in found],
            **({native_head: native} if any(native) else {}),
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
        years = formatting.during(axis[0].year, axis[1].year)
        return NoObservations(f"{name} has no figures for {subject.told} {years}.")
    # targets are for Explore: the panel is too low for them
    return replace(view, targets=())


def _nothing(scene: Timeline) -> str:
    if not scene.selection.events:
        return "No kind of milestone is shown. Choose at least one."
    years = formatting.during(scene.axis[0].year, scene.axis[1].year)
    if scene.selection.search:
        return f"No milestone {years} of those shown mentions {quoted(scene.selection.search)}."
    if CONCERNED in scene.selection.events:
        about = scene.catalogue.indicator(scene.selection.indicator).name
        return f"No milestone {years} of the kinds shown is about {about}."
    return f"There is no milestone {years} of the kinds shown."


def _alt(scene: Timeline) -> str:
    found, axis, several = scene.found, scene.axis, scene.several
    counted = Counter(milestone.kind for milestone in found)
    ends = {"First": found[0], "Last": found[-1]} if found[1:] else {"It is": found[0]}
    kinds = [f"{wording.KIND_NAMES[kind].lower()} {count}" for kind, count in counted.items()]
    years = formatting.during(axis[0].year, axis[1].year)
    parts = [
        f"{scene.title}, {years}, one lane for each." if several else f"Timeline {years}.",
        f"Milestones: {len(found)}, of which {formatting.listing(kinds)}.",
        *(_lane_alt(several, found) if several else []),
        *_eras_alt(scene),
        *(f"{place}: {_told(scene, one)}." for place, one in ends.items()),
        f"Under it: {line_text(scene.overlay)}" if scene.overlay else "",
    ]
    return " ".join(part for part in parts if part)


def _lane_alt(several: Several, found: Sequence[Milestone]) -> Iterator[str]:
    """Yield how many milestones each lane has, and its first."""
    for policy, name in several.names.items():
        own = [milestone for milestone in found if milestone.policy == policy]
        first = f", the first {wording.when(own[0])}, {own[0].title}" if own else ""
        yield f"{name}: {formatting.count(len(own), 'milestone')}{first}."


def _eras_alt(scene: Timeline) -> Iterator[str]:
    for history in scene.catalogue.chosen_histories:
        eras = [f"{era.name} from {era.start.year}" for era in eras_in(scene.catalogue.focused(history.id), scene.axis)]
        whose = f" of {scene.several.names[history.id]}" if scene.several else ""
        if eras:
            yield f"Eras{whose}: {formatting.listing(eras)}."


def _told(scene: Timeline, milestone: Milestone) -> str:
    """Return a milestone in words, of several histories with whose it is."""
    whose = f"{scene.several.names[milestone.policy]}, " if scene.several else ""
    return f"{whose}{wording.when(milestone)}, {milestone.title}"


TIMELINE: Final = ChartKind(
    "timeline",
    "Timeline",
    ":material/timeline:",
    "timeline",
    build,
    has_pins=True,
    endpoint="milestones",
    also=lambda _: (OVERLAY,),
)
