"""Build the charts of the milestone lab: a change in its series, and beside all dates and other economies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pandas as pd

from dashboard import formatting
from dashboard.analysis.windows import Windows
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.frequency import first_year_from
from dashboard.catalogue.policy import Milestone
from dashboard.charts.alt_texts import event_text, line_text
from dashboard.charts.change_rows import dates_rows, economies_rows, other_windows_rows, windows_rows
from dashboard.charts.comparison_tables import event_rows
from dashboard.charts.kind import Built, Draw
from dashboard.errors import NoObservations
from dashboard.evidence import phrases
from dashboard.evidence.evaluation import run_lab
from dashboard.evidence.lab import Lab
from dashboard.evidence.marks import Mark, window_marks
from dashboard.export.names import view_name
from dashboard.export.table import Table
from dashboard.export.tables import Extract
from dashboard.figures.charts.change_dots import dates_figure, economies_figure, has_dates, has_economies, writer
from dashboard.figures.charts.event_time import event_time_figure
from dashboard.figures.charts.evidence_chart import evidence_figure, seen
from dashboard.views.chart import chart_view
from dashboard.views.comparison import in_years, yearly
from dashboard.views.event_time import MilestoneView
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View

# as measured: several panels of all economies
_BYTES: Final = 4_000_000


@dataclass(frozen=True, eq=False)
class LabQuestion:
    """What the lab is asked: a selection whose milestone is `chosen` of `known`, and the series that it is asked of.

    The view is None where the store has no observations; `problem` is why there is nothing to answer from.
    """

    selection: Selection
    known: tuple[Milestone, ...]
    chosen: Milestone
    windows: Windows
    view: View | None
    problem: NoObservations

    @property
    def economy(self) -> str:
        """Return the economy that is asked about."""
        return self.selection.economies[0] if self.selection.economies else ""


@dataclass(frozen=True, eq=False)
class LabAnswer:
    """What the lab answers, on the view of the series with the milestone that was asked about."""

    lab: Lab
    view: View
    milestone: Milestone
    economies: Mapping[str, Economy]

    @property
    def size(self) -> int:
        """Return about how many bytes it takes, with the panels that it rests on."""
        return _BYTES

    @cached_property
    def charts(self) -> dict[str, Built]:
        """Return by name the charts that can be drawn, of windows, dates, economies, around; the first always can."""
        found = self.lab.found
        made: dict[str, tuple[bool, Callable[[], Built]]] = {
            "windows": (True, self._windows),
            "dates": (has_dates(found), self._dates),
            "economies": (has_economies(found), self._economies),
            "around": (self.lab.event_time.reason is None, self._around),
        }
        return {name: build() for name, (is_there, build) in made.items() if is_there}

    def _windows(self) -> Built:
        lab, view = self.lab, self.view
        # the milestone that was asked about, and no other: it is among those marked where it is on the axis
        alone = replace(view, milestones=tuple(one for one in view.milestones if one.id == self.milestone.id))
        marks = seen(window_marks(lab.found.change, lab.indicator, self._values()), view)
        alt = (line_text(alone), *self._unmarked, *_shaded(marks, lab), lab.reading[0])
        return self._built(
            "windows",
            lambda mode, sheet: evidence_figure(alone, marks, mode=mode, width=sheet.width),
            " ".join(alt),
            lambda: windows_rows(view, lab.found.change.windows, lab.year),
        )

    def _dates(self) -> Built:
        lab, view = self.lab, self.view
        return self._built(
            "dates",
            lambda mode, sheet: dates_figure(view, lab.found, lab.named, mode=mode, width=sheet.width),
            f"The same comparison at {lab.found.dates.dates} dates, one dot each. {lab.reading[0]}",
            lambda: dates_rows(view, lab.found),
        )

    def _economies(self) -> Built:
        lab, view = self.lab, self.view
        return self._built(
            "economies",
            lambda mode, sheet: economies_figure(view, lab.found, self.economies, mode=mode, width=sheet.width),
            self._economies_text(),
            lambda: economies_rows(view, lab.found),
        )

    def _around(self) -> Built:
        event = self.lab.event_time
        years = event.series["year"]
        around = MilestoneView(in_years(self.view, years.min(), years.max()), self.milestone, event)
        return self._built(
            "around",
            lambda mode, sheet: event_time_figure(around, others=False, mode=mode, width=sheet.width),
            event_text(around),
            lambda: event_rows(around),
        )

    def _built(self, name: str, draw: Draw, alt: str, rows: Callable[[], pd.DataFrame]) -> Built:
        return Built(
            draw=draw,
            alt=alt,
            table=rows,
            rows=rows,
            views=(self.view,),
            name=f"{view_name(self.view)}_{self.lab.year}_{name}",
            permalink=self.view.selection,
            title=f"{self.view.indicator.name}, {self.economies[self.lab.economy].short_name}: {self.lab.named}",
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Return why the milestone is not marked, and why a chart is not there."""
        found, event = self.lab.found, self.lab.event_time
        notes = [*self._unmarked]
        notes += [f"No picture in event time: {phrases.reason(event.reason)}."] if event.reason else []
        if found.change.reason:
            return tuple(notes)
        if not found.economies.changes:
            notes.append(f"No other economies: {phrases.reason(found.economies.reason)}.")
        if found.dates.reason:
            notes.append(f"Among all dates: {phrases.reason(found.dates.reason)}.")
        return tuple(notes)

    @property
    def _unmarked(self) -> tuple[str, ...]:
        """Return why the milestone is not marked where its day is not on the time axis."""
        if any(one.id == self.milestone.id for one in self.view.milestones):
            return ()
        first, last = self.view.years
        is_early = self.milestone.date < self.view.axis[0]
        lies = f"before the first figure, of {first}" if is_early else f"after the last figure, of {last}"
        return (f"{self.lab.named} ({self.milestone.date.year}) lies {lies}: it is not marked.",)

    @property
    def other_windows(self) -> pd.DataFrame:
        """Return the same change with windows of other widths, one row per width."""
        others, say = self.lab.found.others, writer(self.lab.indicator, self.lab.found)
        return pd.DataFrame(
            {
                "Years before and after": [other.k for other in others],
                "Change": [say(other.change) for other in others],
                "Goes the same way": ["yes" if other.agrees else "no" for other in others],
                "Rank": [
                    f"{phrases.ordinal(other.rank)} of {other.dates}"
                    if other.rank
                    else f"too few dates ({other.dates})"
                    for other in others
                ],
            }
        )

    def other_windows_table(self, link: str = "") -> Table:
        """Return the same, numbers unrounded, ready for a file."""
        name = f"{view_name(self.view)}_{self.lab.year}_other-windows"
        rows = other_windows_rows(self.view, self.lab.found)
        return Extract(rows, (self.view,), name, self.view.selection).table(link)

    def _values(self) -> dict[int, float]:
        series = self.view.series(self.lab.economy)
        return dict(zip(series["period"].dt.year.tolist(), series["value"].tolist(), strict=True))

    def _economies_text(self) -> str:
        economies = self.lab.found.economies
        median = economies.median
        say = writer(self.lab.indicator, self.lab.found)
        middle = f" Their median is {say(median)}." if median is not None else ""
        others = len(economies.changes)
        return f"The same comparison for {others} other economies, one dot each.{middle} {self.lab.reading[0]}"


def lab_question(loader: Loader, selection: Selection, windows: Windows) -> LabQuestion:
    """Return what a selection asks the lab: its first economy or the subject, its milestone or the usual one."""
    catalogue = loader.catalogue
    economy = selection.economies[0] if selection.economies else catalogue.history.subject
    asked = replace(selection, economies=(economy,), eras=(), first_year=None, last_year=None)
    shown = Selection(asked.indicator, (economy,), as_of=asked.as_of, policies=asked.policies)
    try:
        view = yearly(chart_view(loader, shown))
    except NoObservations as exc:
        view, problem = None, exc
    else:
        problem = NoObservations(f"{view.indicator.name} has no figures for {catalogue.economies[economy].told}.")
    known = sorted([*catalogue.milestones.values(), *selection.own], key=lambda entry: entry.date)
    named = next((entry for entry in known if entry.id == selection.milestone), None)
    chosen = named or usual_milestone(known, asked.indicator, view, windows)
    return LabQuestion(replace(asked, milestone=chosen.id), tuple(known), chosen, windows, view, problem)


def lab_answer(loader: Loader, asked: LabQuestion, view: View) -> LabAnswer:
    """Return what the lab answers from the view of a question."""
    lab = run_lab(
        loader,
        asked.selection.indicator,
        asked.chosen,
        windows=asked.windows,
        economy=asked.economy,
        as_of=asked.selection.as_of,
    )
    shown = replace(view, selection=asked.selection, milestones=_marked(view, asked.chosen))
    return LabAnswer(lab, shown, asked.chosen, loader.catalogue.economies)


def usual_milestone(known: Sequence[Milestone], indicator: str, view: View | None, windows: Windows) -> Milestone:
    """Return the milestone asked about unless one is named: with values on both sides, meant to move them, weighty."""
    first, last = view.years if view is not None else (0, 0)

    def rank(milestone: Milestone) -> tuple[bool, bool, int]:
        year = first_year_from(milestone.date)
        lacks = year - windows.k < first or year + windows.k - 1 > last
        return lacks, indicator not in milestone.indicators, milestone.weight

    return min(known, key=rank)


def _shaded(marks: Sequence[Mark], lab: Lab) -> Iterator[str]:
    """Yield which of the two windows are shaded in the chart."""
    sides = ["before" if mark.last < lab.year else "after" for mark in marks]
    if sides:
        windows = "The windows {} {} are" if sides[1:] else "The window {} {} is"
        yield f"{windows.format(formatting.listing(sides), lab.named)} shaded."


def _marked(view: View, chosen: Milestone) -> tuple[Milestone, ...]:
    """Return the milestones drawn: those of the view, and the chosen one where its day is on the axis."""
    first, last = view.axis
    inside = first <= chosen.date <= last
    others = [milestone for milestone in view.milestones if milestone.id != chosen.id]
    return tuple(sorted([*others, *([chosen] if inside else [])], key=lambda milestone: milestone.date))
