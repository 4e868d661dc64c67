"""List the series that a page with several of them draws: Overview, the Timeline and Evidence."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from dashboard.charts.checks import explore_selection
from dashboard.charts.evidence_views import TARGETS, windows_of
from dashboard.charts.kind import ChartRequest
from dashboard.charts.lab import lab_question
from dashboard.charts.overview import overview
from dashboard.charts.timeline import timeline
from dashboard.errors import NoObservations
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.scoreboard import targets_asked
from dashboard.views.selection import Selection
from dashboard.views.view import View


def page_series(page: str, loader: Loader, selection: Selection) -> tuple[View, ...]:
    """Return a view of each series that a page draws, its economies together; one without figures is left out."""
    return _SERIES[page](loader, selection)


def _of_overview(loader: Loader, selection: Selection) -> tuple[View, ...]:
    return overview(ChartRequest(loader, selection)).drawn


def _of_timeline(loader: Loader, selection: Selection) -> tuple[View, ...]:
    overlay = timeline(ChartRequest(loader, selection)).overlay
    return () if overlay is None else (overlay,)


def _of_evidence(loader: Loader, selection: Selection) -> tuple[View, ...]:
    """Return what the lab, the targets, or the claims rest on: of an open claim alone where there is one."""
    catalogue = loader.catalogue
    windows = windows_of(selection.view)
    if windows is not None:
        view = lab_question(loader, selection, windows).view
        return () if view is None else (view,)
    if selection.view == TARGETS:
        targets = targets_asked(catalogue, selection)
        pairs = [(target.indicator, [target.economy]) for target in targets if target.indicator]
        return _views(loader, selection, pairs)
    claims = [catalogue.claims[selection.view]] if selection.view in catalogue.claims else catalogue.claims.values()
    asked = [explore_selection(check, None, selection.policies) for claim in claims for check in claim.checks]
    return _views(loader, selection, [(one.indicator, one.economies or ()) for one in asked])


def _views(loader: Loader, selection: Selection, asked: Iterable[tuple[str, Iterable[str]]]) -> tuple[View, ...]:
    """Return a view of each indicator asked for, with all economies that are asked for of it."""
    economies: dict[str, dict[str, None]] = {}
    for indicator, codes in asked:
        economies.setdefault(indicator, {}).update(dict.fromkeys(codes))
    found: list[View] = []
    for indicator, codes in economies.items():
        one = Selection(indicator, tuple(codes), as_of=selection.as_of, policies=selection.policies)
        try:
            found.append(chart_view(loader, one))
        except NoObservations:
            # a claim can rest on what was not released yet
            continue
    return tuple(view for view in found if not view.points.empty)


_SERIES: Final[Mapping[str, Callable[[Loader, Selection], tuple[View, ...]]]] = {
    "overview": _of_overview,
    "timeline": _of_timeline,
    "evidence": _of_evidence,
}
PAGES_OF_SEVERAL: Final = tuple(_SERIES)
