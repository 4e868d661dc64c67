"""Build the Overview's panels: the headline series of the subject on one time axis."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.policy import Era, Milestone
from dashboard.charts.alt_texts import line_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.charts.parts import in_years
from dashboard.errors import NoObservations
from dashboard.evidence.headlines import Glance, glance, sentences
from dashboard.export import tables
from dashboard.figures.charts.panels import panels_figure
from dashboard.views.chart import chart_view
from dashboard.views.histories import ShownHistory, histories_on, whose_policy
from dashboard.views.loading import Observations
from dashboard.views.selection import Selection
from dashboard.views.time_axis import Axis, eras_in, milestones_in
from dashboard.views.view import View

_WEIGHT_SHOWN: Final = 2


@dataclass(frozen=True, eq=False)
class Overview:
    """The headline series: their observations by indicator, read once, and a view of each that is charted.

    `problems` say which headline series the store lacks, and why.
    """

    catalogue: Catalogue
    selection: Selection
    observations: Mapping[str, Observations]
    views: tuple[View, ...]
    problems: tuple[NoObservations, ...]

    @property
    def drawn(self) -> tuple[View, ...]:
        """Return the views that have observations."""
        return tuple(view for view in self.views if not view.points.empty)

    @cached_property
    def axis(self) -> Axis:
        """Return the first and last day of the panels: to the newest milestone where nothing cuts them short."""
        first, last = min(view.axis[0] for view in self.drawn), max(view.years[1] for view in self.drawn)
        if not self.selection.eras and self.selection.last_year is None:
            last = max(last, *(milestone.date.year for milestone in self.catalogue.milestones.values()))
        return first, dt.date(last, 12, 31)

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """Return the weighty milestones on the axis, by date."""
        headline = self.catalogue.history.headline_indicators
        found = milestones_in(self.catalogue, self.selection, self.axis, headline)
        return tuple(milestone for milestone in found if milestone.weight <= _WEIGHT_SHOWN)

    @property
    def eras(self) -> tuple[Era, ...]:
        """Return the eras that the axis overlaps."""
        return eras_in(self.catalogue, self.axis)

    @property
    def histories(self) -> tuple[ShownHistory, ...]:
        """Return the policy histories chosen, with their eras on the axis."""
        return histories_on(self.catalogue, self.axis, self.selection)

    @property
    def whose_policy(self) -> str:
        """Return whose eras and milestones surround the panels that are not the subject's own, else ""."""
        return whose_policy(self.histories, self.eras, self.milestones, [self.catalogue.history.subject])

    def sentences(self) -> tuple[str, ...]:
        """Return what the series say in the sentences that the history asks for."""
        return sentences(self.catalogue, {name: found.observations for name, found in self.observations.items()})

    def glance(self, view: View) -> Glance | None:
        """Return the latest value of a series against the era before; None where it has none."""
        found = self.observations[view.indicator.id]
        own = found.observations[found.observations["economy"] == view.subject]
        return glance(view.indicator, own, view.points, list(self.catalogue.eras.values()), found.breaks)


def overview(request: ChartRequest) -> Overview:
    """Return the headline series of a selection."""
    loader, catalogue, selection = request.loader, request.catalogue, request.selection
    history = catalogue.history
    observations: dict[str, Observations] = {}
    problems: list[NoObservations] = []
    for name in dict.fromkeys((*history.headline_indicators, *history.told_indicators)):
        try:
            observations[name] = loader.observations(name, economies=[history.subject, WORLD], as_of=selection.as_of)
        except NoObservations as exc:
            # a sentence that needs it is left out
            if name in history.headline_indicators:
                problems.append(exc)
    asked = replace(selection, economies=(history.subject,), transform=Selection().transform, scale="linear")
    views = [
        chart_view(loader, replace(asked, indicator=name))
        for name in history.headline_indicators
        if name in observations
    ]
    return Overview(catalogue, selection, observations, tuple(views), tuple(problems))


def build(request: ChartRequest) -> Built | Nothing:
    """Return the panels of the headline series."""
    return panels(overview(request))


def panels(found: Overview) -> Built | Nothing:
    """Return the panels of the series that have observations."""
    views, (first, last) = found.drawn, found.axis if found.drawn else (None, None)
    if not views or first is None or last is None:
        number, where = formatting.in_words(len(found.views)), in_years(found.selection, found.catalogue)
        return Nothing(f"None of the {number} series has figures{where}." if found.views else "")
    names = formatting.listing([formatting.within_sentence(view.indicator.short_name) for view in views])
    newest, history = max(view.vintage.date for view in views), found.catalogue.history.name
    years = formatting.spell(first.year, last.year)
    return Built(
        draw=lambda mode, sheet: panels_figure(
            views,
            span=(first, last),
            eras=found.eras,
            # pins and their names take more room than a card has
            milestones=() if sheet.is_card else found.milestones,
            histories=found.histories,
            mode=mode,
            sheet=sheet,
            title=f"{history if sheet.is_card else formatting.sentence(names)}, {years}",
        ),
        alt=" ".join(line_text(view) for view in views),
        table=lambda: _table(views),
        rows=lambda: pd.concat([tables.tidy(view) for view in views], ignore_index=True),
        views=views,
        name=f"eraline_overview_{views[0].subject}_{first.year}-{last.year}_{newest}",
        permalink=found.selection,
    )


def _table(views: tuple[View, ...]) -> pd.DataFrame:
    """Return one row per year, the newest first, and one column per series."""
    series = {
        f"{view.indicator.short_name}, {view.unit_short or view.unit}": view.points.set_index(
            view.points["period"].dt.year
        )["value"]
        for view in views
    }
    wide = pd.DataFrame(series).sort_index(ascending=False)
    return wide.rename_axis("Year").reset_index()


OVERVIEW: Final = ChartKind("overview", "Overview", ":material/dashboard:", "overview", build, has_pins=True)
