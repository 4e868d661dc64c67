"""Say how economies did before and after a milestone, and which milestones a series can be seen around."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import formatting
from dashboard.analysis.event_time import EventTime, event_time, why_not_around
from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.reasons import Reason
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.frequency import first_year_from
from dashboard.catalogue.indicators import Break
from dashboard.catalogue.policy import Milestone
from dashboard.views.comparison import in_years
from dashboard.views.view import View

_EVENT_REACH: Final = 10, 15


@dataclass(frozen=True, eq=False)
class MilestoneView:
    """A view's series about a milestone, counted in years from it and seen from the years before it."""

    view: View
    milestone: Milestone
    event: EventTime

    @property
    def economies(self) -> dict[str, Economy]:
        """Return the view's economies by code."""
        return {economy.id: economy for economy in self.view.economies}

    def seen(self, value: float) -> str:
        """Return a value as it is seen from the base: a share of it in percent, or a difference from it."""
        if self.event.is_index:
            return formatting.number(value, 1)
        return formatting.difference(value, self.view.unit_short, max(1, self.view.decimals))


def around(
    view: View, milestone: Milestone, breaks: Sequence[Break], among: Collection[str] | None = None
) -> MilestoneView:
    """Return a view's series around a milestone, the subject's beside those `among`, by default all individual ones."""
    panel = panel_of(view.points, view.kind, breaks)
    single = {economy.id for economy in view.economies if not economy.aggregate}
    others, start = single if among is None else single & set(among), first_year_from(milestone.date)
    event = event_time(panel, view.subject, others, start, reach=_EVENT_REACH)
    return MilestoneView(_within_reach(view, [start]), milestone, event)


@dataclass(frozen=True, eq=False)
class Together:
    """Economies' series, each about a milestone of its own, the first leading; `others` is the first with comparators.

    `unfit` says why of the milestones before which their economy lacks a full base, or a value after it.
    """

    lines: tuple[MilestoneView, ...]
    others: MilestoneView
    unfit: tuple[tuple[Milestone, Reason], ...]

    @property
    def view(self) -> View:
        """Return the view that all series are of."""
        return self.others.view


def together(
    view: View, asked: Sequence[tuple[Milestone, str]], breaks: Sequence[Break], among: Collection[str]
) -> Together | None:
    """Return the series of economies about milestones of their own; None where none has a full base before its own.

    The economies `among` that have no milestone of their own are counted from the first milestone's date.
    """
    panel = panel_of(view.points, view.kind, breaks)
    starts = [(milestone, code, first_year_from(milestone.date)) for milestone, code in asked]
    reasons = [why_not_around(panel, code, start, reach=_EVENT_REACH) for _, code, start in starts]
    fit = [one for one, reason in zip(starts, reasons, strict=True) if reason is None]
    if not fit:
        return None
    view = _within_reach(view, [start for _, _, start in fit])
    lines = tuple(
        MilestoneView(view, milestone, event_time(panel, code, (), start, reach=_EVENT_REACH))
        for milestone, code, start in fit
    )
    first, code, start = fit[0]
    others = set(among) - {code for _, code in asked}
    beside = MilestoneView(view, first, event_time(panel, code, others, start, reach=_EVENT_REACH))
    unfit = tuple((one[0], reason) for one, reason in zip(starts, reasons, strict=True) if reason is not None)
    return Together(lines, beside, unfit)


def _within_reach(view: View, starts: Sequence[int]) -> View:
    """Return a view that tells of the years that are looked at around some alone."""
    before, after = _EVENT_REACH
    return in_years(view, min(starts) - before, max(starts) + after)


def fitting_milestones(
    view: View, known: Iterable[Milestone], breaks: Sequence[Break], economy: str = ""
) -> tuple[Milestone, ...]:
    """Return the milestones before which an economy has a full base, and after which it has a value, by date.

    It is the view's subject unless another is named.
    """
    code = economy or view.subject
    own = panel_of(view.series(code), view.kind, breaks)
    fitting = [milestone for milestone in known if _why_unfit(own, code, milestone) is None]
    return tuple(sorted(fitting, key=lambda milestone: milestone.date))


def why_unfit(view: View, milestone: Milestone, breaks: Sequence[Break]) -> Reason | None:
    """Return why a view's subject cannot be seen around a milestone; None where it can."""
    return _why_unfit(panel_of(view.series(view.subject), view.kind, breaks), view.subject, milestone)


def _why_unfit(panel: Panel, economy: str, milestone: Milestone) -> Reason | None:
    return why_not_around(panel, economy, first_year_from(milestone.date), reach=_EVENT_REACH)


def usual_milestone(fitting: Sequence[Milestone], indicator: str) -> Milestone:
    """Return the milestone looked at unless one is named: meant to move the indicator, and weighty, and early."""
    return min(fitting, key=lambda milestone: (indicator not in milestone.indicators, milestone.weight, milestone.date))
