"""What is compared? Each view of Compare, from a selection to its figure, its words, its table and its file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.indicators import Transform
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import SUBJECT, Milestone
from dashboard.charts import alt_texts, comparison_tables
from dashboard.export import tables
from dashboard.figures import Figure
from dashboard.figures.charts.choropleth import map_figure
from dashboard.figures.charts.event_time import event_time_figure
from dashboard.figures.charts.grid import MOST_PANELS, grid_figure
from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.ranking import ranking_figure
from dashboard.figures.charts.scatter import scatter_figure
from dashboard.figures.theme import Mode
from dashboard.store.observations import Store
from dashboard.ui import compare_controls, land
from dashboard.views import comparison
from dashboard.views.chart import chart_view, view_breaks
from dashboard.views.selection import Selection
from dashboard.views.view import View

_WIDE_FROM_PX: Final = 640


@dataclass(frozen=True, eq=False)
class Shown:
    """A comparison ready to be shown: how it is drawn, what it states, its table, its file and what it is made from.

    `spelt` is the selection that draws it again, every choice said but the day and the economies.
    """

    draw: Callable[[Mode], Figure]
    alt: str
    table: Callable[[], pd.DataFrame]
    rows: Callable[[], pd.DataFrame]
    views: tuple[View, ...]
    name: str
    spelt: Selection
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What a view is made for: the selection, the economies that stand out, and the page's width in pixels."""

    catalogue: Catalogue
    store: Store
    selection: Selection
    chosen: tuple[str, ...]
    width: int | None


def build(asked: Asked) -> Shown | str:
    """Return the view asked for, or in words why there is nothing to show; shows the view's own controls."""
    return _BUILDERS[asked.selection.view or compare_controls.VIEWS[0]](asked)


def _lines(asked: Asked) -> Shown | str:
    view = chart_view(asked.store, asked.catalogue, replace(asked.selection, economies=asked.chosen))
    if view.points.empty:
        return _nothing(asked, view)
    height = 600 if (asked.width or 0) >= _WIDE_FROM_PX else 480
    return Shown(
        draw=lambda mode: line_figure(view, mode=mode, width=asked.width, height=height),
        alt=alt_texts.line_text(view),
        table=lambda: comparison_tables.panels_table(view),
        rows=lambda: tables.tidy(view),
        views=(view,),
        name=tables.file_name(view, "csv").removesuffix(".csv"),
        spelt=replace(asked.selection, economies=asked.chosen, scale=view.scale),
        notes=(*_absent(view), *view.notes),
    )


def _multiples(asked: Asked) -> Shown | str:
    named = asked.selection.economies
    if named:
        wanted = replace(asked.selection, economies=tuple(dict.fromkeys([*named, SUBJECT])))
        view = comparison.yearly(chart_view(asked.store, asked.catalogue, wanted))
        panels = [economy for economy in view.economies if economy.id in named]
    else:
        view = comparison.everyone(asked.store, asked.catalogue, asked.selection)
        single = [economy for economy in view.economies if not economy.aggregate]
        panels = single or list(view.economies)
    if not panels:
        return _nothing(asked, view)
    shown = tuple(panels[:MOST_PANELS])
    drawn = comparison.narrowed(view, [economy.id for economy in shown])
    absent = [economy for economy in view.absent if not economy.aggregate or (named and economy.id in named)]
    more = [f"The first {MOST_PANELS} of {len(panels)} economies are shown."] if len(panels) > MOST_PANELS else []
    return Shown(
        draw=lambda mode: grid_figure(view, shown, mode=mode, width=asked.width),
        alt=alt_texts.panels_text(view, shown),
        table=lambda: comparison_tables.panels_table(drawn),
        rows=lambda: tables.tidy(drawn),
        views=(view,),
        name=_name(view, asked, "{}-{}".format(*drawn.years)),
        spelt=replace(asked.selection, scale=view.scale),
        notes=(*more, *_absent(replace(view, absent=tuple(absent))), *view.notes),
    )


def _ranking(asked: Asked) -> Shown | str:
    found = _ranked(asked)
    if isinstance(found, str):
        return found
    return Shown(
        draw=lambda mode: ranking_figure(found, asked.chosen, mode=mode, width=asked.width),
        alt=alt_texts.ranking_text(found),
        table=lambda: comparison_tables.ranking_table(found),
        rows=lambda: comparison_tables.ranking_rows(found),
        views=(found.view,),
        name=_name(found.view, asked, f"{found.year}"),
        spelt=replace(asked.selection, economies=asked.chosen, year=found.year),
        notes=(*_missing(found), *found.view.notes),
        warnings=_year_note(asked, found.years, found.year),
    )


def _map(asked: Asked) -> Shown | str:
    found = _ranked(asked)
    if isinstance(found, str):
        return found
    return Shown(
        draw=lambda mode: map_figure(found, mode=mode, width=asked.width),
        alt=alt_texts.map_text(found),
        table=lambda: comparison_tables.ranking_table(found),
        rows=lambda: comparison_tables.ranking_rows(found),
        views=(found.view,),
        name=_name(found.view, asked, f"{found.year}"),
        spelt=replace(asked.selection, scale=found.view.scale, year=found.year),
        notes=(*_missing(found), *found.view.notes),
        warnings=_year_note(asked, found.years, found.year),
        config=land.map_config(),
    )


def _ranked(asked: Asked) -> comparison.Ranking | str:
    view = comparison.everyone(asked.store, asked.catalogue, asked.selection)
    found = comparison.ranking(view, asked.selection.year)
    if found is None:
        if view.points.empty:
            return _nothing(asked, view)
        return f"{view.indicator.name} has figures of groups of economies alone: there is nothing to compare."
    compare_controls.year_slider(asked.catalogue, found.years, found.year)
    return found


def _scatter(asked: Asked) -> Shown | str:
    selection, against = asked.selection, _against(asked)
    compare_controls.against_choice(asked.catalogue, selection, against)
    other = replace(selection, indicator=against, transform=Transform.LEVEL, scale=None)
    up = comparison.everyone(asked.store, asked.catalogue, selection)
    across = comparison.everyone(asked.store, asked.catalogue, other)
    found = comparison.meeting(up, across, selection.year, asked.chosen)
    if found is None:
        return f"{up.indicator.name} and {across.indicator.name} have no economy and year in common here."
    compare_controls.year_slider(asked.catalogue, found.years, found.year)
    followed = tuple(dict.fromkeys([SUBJECT, *asked.chosen]))
    present = set(found.now()["economy"])
    single = [economy for economy in up.economies if not economy.aggregate and economy.id not in present]
    missing = [f"Without both figures in {found.year}: {wording.names(single)}."] if single else []
    return Shown(
        draw=lambda mode: scatter_figure(found, asked.chosen, mode=mode, width=asked.width),
        alt=alt_texts.meeting_text(found),
        table=lambda: comparison_tables.meeting_table(found),
        rows=lambda: comparison_tables.meeting_rows(found, followed),
        views=(up, across),
        name=_name(up, asked, f"{against}_{found.year}"),
        spelt=replace(selection, economies=asked.chosen, scale=up.scale, against=against, year=found.year),
        notes=(*missing, *up.notes),
        warnings=(*_against_note(asked, across), *_year_note(asked, found.years, found.year)),
    )


def _against(asked: Asked) -> str:
    named = asked.selection.against
    usual = comparison.usual_across(asked.catalogue, asked.selection.indicator)
    return named if named and named != asked.selection.indicator else usual


def _against_note(asked: Asked, across: View) -> tuple[str, ...]:
    if asked.selection.against != asked.selection.indicator:
        return ()
    return (f"An indicator against itself says nothing; {across.indicator.name} is measured across instead.",)


def _event_time(asked: Asked) -> Shown | str:
    selection = asked.selection
    view = comparison.everyone(asked.store, asked.catalogue, selection)
    breaks = view_breaks(asked.catalogue, selection)
    known = {**asked.catalogue.milestones, **{event.id: event for event in selection.own}}
    fitting = comparison.fitting_milestones(view, known.values(), breaks)
    if not fitting:
        subject = asked.catalogue.economies[SUBJECT].name
        return f"{view.indicator.name}: {subject} has no figures here in the three years before any milestone."
    usual = comparison.usual_milestone(fitting, selection.indicator)
    chosen = next((milestone for milestone in fitting if milestone.id == selection.milestone), usual)
    compare_controls.milestone_choice(asked.catalogue, fitting, chosen)
    found = comparison.around(view, chosen, breaks)
    event = found.event
    followed = tuple(dict.fromkeys([SUBJECT, *asked.chosen]))
    notes = [
        f"Year 0 is {event.start}, the first year whose middle lies on the milestone's date or after it.",
        "The date was chosen by people who knew the figures, and other things happened in the same years: not causal.",
        f"Base: the mean of {event.base}{', geometric' if event.is_index else ''}.",
    ]
    if event.baseless:
        baseless = [found.economies[code] for code in event.baseless]
        notes.append(f"Not all of {event.base}, so left out: {wording.names(baseless)}.")
    return Shown(
        draw=lambda mode: event_time_figure(found, asked.chosen, mode=mode, width=asked.width),
        alt=alt_texts.event_text(found),
        table=lambda: comparison_tables.event_table(found, followed),
        rows=lambda: comparison_tables.event_rows(found),
        views=(view,),
        name=_name(view, asked, chosen.id),
        spelt=replace(selection, economies=asked.chosen, scale=view.scale, milestone=chosen.id),
        notes=(*notes, *view.notes),
        warnings=_unfit(known, selection.milestone, chosen),
    )


def _unfit(known: Mapping[str, Milestone], asked: str, chosen: Milestone) -> tuple[str, ...]:
    if asked not in known or asked == chosen.id:
        return ()
    return (f"“{known[asked].title}” has not three years of figures before it; “{chosen.title}” is shown.",)


def _nothing(asked: Asked, view: View) -> str:
    eras = formatting.listing([asked.catalogue.eras[name].name for name in view.selection.eras])
    named = asked.selection.economies if asked.selection.view in ("lines", "multiples") else None
    who = f" for {wording.names([economy for economy in view.absent if economy.id in named])}" if named else ""
    return f"{view.indicator.name} has no figures{who} in {eras or 'the years chosen'}. Choose others."


def _absent(view: View) -> tuple[str, ...]:
    return (f"No figures in this selection: {wording.names(view.absent)}.",) if view.absent else ()


def _missing(found: comparison.Ranking) -> tuple[str, ...]:
    single = [economy for economy in found.absent if not economy.aggregate]
    return (f"No figure in {found.year}: {wording.names(single)}.",) if single else ()


def _year_note(asked: Asked, years: Sequence[int], year: int) -> tuple[str, ...]:
    wanted = asked.selection.year
    return (f"There are no figures in {wanted}; {year} is shown.",) if wanted and wanted not in years else ()


def _name(view: View, asked: Asked, detail: str) -> str:
    transform = view.selection.transform
    parts = [
        *("eraline", view.indicator.id),
        *([] if transform is Transform.LEVEL else [transform.value]),
        *(asked.selection.view, detail, view.vintage.date.isoformat()),
    ]
    return "_".join(parts)


_BUILDERS: Final[Mapping[str, Callable[[Asked], Shown | str]]] = {
    "lines": _lines,
    "multiples": _multiples,
    "ranking": _ranking,
    "map": _map,
    "scatter": _scatter,
    "event-time": _event_time,
}
