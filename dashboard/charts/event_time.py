"""Build charts in event time: series counted in years from a milestone and seen from the years before it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Break
from dashboard.catalogue.policy import Milestone
from dashboard.charts import comparison_tables, side_by_side
from dashboard.charts.alt_texts import event_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Control, Nothing
from dashboard.charts.parts import among_control, comparison_name
from dashboard.evidence import phrases
from dashboard.figures.charts.event_time import event_time_figure, event_title
from dashboard.views import comparison, event_time
from dashboard.views.among import Among, beside_subject
from dashboard.views.among import among as among_of
from dashboard.views.event_time import MilestoneView
from dashboard.views.view import View


def build(request: ChartRequest) -> Built | Nothing:
    """Return the subject and others around the milestone chosen, the usual one where none fits."""
    selection, catalogue = request.selection, request.catalogue
    view = comparison.everyone(request.loader, selection)
    breaks = view.dividing
    known = {**catalogue.milestones, **{event.id: event for event in selection.own}}
    fitting = event_time.fitting_milestones(view, known.values(), breaks)
    if selection.further:
        leading = side_by_side.known_milestones(request)[selection.milestone]
        return side_by_side.build(request, view, breaks, _control(catalogue, fitting, leading))
    if not fitting:
        subject = catalogue.subject.told
        return Nothing(f"{view.indicator.name} of {subject}: no milestone has {side_by_side.WANTED}.")
    usual = event_time.usual_milestone(fitting, selection.indicator)
    chosen = next((milestone for milestone in fitting if milestone.id == selection.milestone), usual)
    among = beside_subject(among_of(request.loader, selection), catalogue)
    shown = comparison.compared(view, among.codes)
    found = event_time.around(shown, chosen, breaks)
    followed = tuple(dict.fromkeys([catalogue.history.subject, *request.chosen]))
    return Built(
        title=event_title(found),
        draw=lambda mode, sheet: event_time_figure(
            found, request.chosen, mode=mode, width=sheet.width, height=sheet.height, titled=sheet.titled
        ),
        alt=event_text(found),
        table=lambda: comparison_tables.event_table(found, followed),
        rows=lambda: comparison_tables.event_rows(found),
        views=(found.view,),
        name=comparison_name(request, view, chosen.id),
        permalink=replace(selection, economies=request.chosen, scale=view.scale, milestone=chosen.id, among=among.id),
        notes=(among.rule, *_beside(request, among), *_notes(found, among, catalogue), *found.view.notes),
        warnings=_unfit(view, known.get(selection.milestone), chosen, breaks),
        controls=(
            _control(catalogue, fitting, chosen),
            side_by_side.beside_control(at_chosen(request, chosen), view, breaks),
            among_control(request, among),
        ),
        rests_on=among.vintages,
    )


def _beside(request: ChartRequest, among: Among) -> tuple[str, ...]:
    """Return the note of the individual economies chosen that are not compared, and so not drawn."""
    known = [request.catalogue.economies[code] for code in request.chosen if code not in among.codes]
    single = [economy for economy in known if not economy.aggregate and economy.id != request.catalogue.history.subject]
    return (wording.naming("Chosen but not among the economies compared", single),) if single else ()


def at_chosen(request: ChartRequest, chosen: Milestone) -> ChartRequest:
    """Return a request that looks at the milestone shown."""
    return replace(request, selection=replace(request.selection, milestone=chosen.id))


def _control(catalogue: Catalogue, fitting: Sequence[Milestone], chosen: Milestone) -> Control:
    listed = fitting if chosen in fitting else [chosen, *fitting]
    labels = {found.id: f"{found.date.year} · {found.title}{catalogue.whose(found)}" for found in listed}
    about = f"The date that series are counted from. Only a milestone with {side_by_side.WANTED} is listed."
    return Control("milestone", "Milestone", labels, chosen.id, help=about)


def _notes(found: MilestoneView, among: Among, catalogue: Catalogue) -> list[str]:
    event = found.event
    notes = [
        f"Year 0 is {event.start}, the first year with at least half its days after the milestone.",
        "The date was chosen by people who knew the figures, and other things happened in the same years: not causal.",
        f"Base: the mean of {event.base}{', geometric' if event.is_index else ''}.",
    ]
    # what has no figures here at all is not among a view's economies
    missing = {*event.baseless, *(economy.id for economy in found.view.absent)}
    baseless = [catalogue.economies[code] for code in among.codes if code in missing]
    return [*notes, wording.naming(f"No complete {event.base} figures", baseless)] if baseless else notes


def _unfit(view: View, asked: Milestone | None, chosen: Milestone, breaks: Sequence[Break]) -> tuple[str, ...]:
    """Return the warning that another milestone than the one asked for is shown, and why."""
    reason = None if asked is None else event_time.why_unfit(view, asked, breaks)
    if asked is None or reason is None:
        return ()
    return (f"“{asked.title}” cannot be shown: {phrases.reason(reason)}; “{chosen.title}” is shown.",)


EVENT_TIME: Final = ChartKind(
    "event-time",
    "Event time",
    ":material/event:",
    "compare",
    build,
    has_rows=True,
    idle=("with", "against", "year"),
)
