"""List every kind of chart: pages, API and command line offer what stands here."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.deadlines import TARGETS
from dashboard.charts.eras import ERAS
from dashboard.charts.event_time import EVENT_TIME
from dashboard.charts.evidence import EVIDENCE, LAB
from dashboard.charts.explore import EXPLORE
from dashboard.charts.kind import ChartKind, ChartRequest
from dashboard.charts.lines import LINES
from dashboard.charts.multiples import MULTIPLES
from dashboard.charts.overview import OVERVIEW
from dashboard.charts.ranking import MAP, RANKING
from dashboard.charts.releases import FIRST_RELEASE, REVISION
from dashboard.charts.scatter import SCATTER
from dashboard.charts.stored import COVERAGE
from dashboard.charts.timeline import TIMELINE
from dashboard.views.findable import Findable, Found
from dashboard.views.loading import Loader
from dashboard.views.points import default_economies
from dashboard.views.query import spelled
from dashboard.views.selection import Selection

_KINDS: Final = (
    *(OVERVIEW, EXPLORE, ERAS),
    *(LINES, MULTIPLES, RANKING, MAP, SCATTER, EVENT_TIME),
    *(TIMELINE, EVIDENCE, TARGETS, LAB),
    *(COVERAGE, FIRST_RELEASE, REVISION),
)
USUAL_PAGE: Final = "explore"
CHART_KINDS: Final[dict[str, ChartKind]] = {kind.id: kind for kind in _KINDS}


def kinds_of(page: str) -> dict[str, ChartKind]:
    """Return the kinds that a page offers by id, in order; the first is its usual one."""
    return {kind.id: kind for kind in CHART_KINDS.values() if kind.page == page}


def page_of_view(query: Mapping[str, Sequence[str]]) -> str:
    """Return the page that a query is of where nothing else says it: that of its view, or Explore."""
    named = [CHART_KINDS.get(spelled(text, CHART_KINDS)) for text in query.get("view", ())]
    return next((kind.page for kind in named if kind), USUAL_PAGE)


def views_on(page: str, catalogue: Catalogue) -> dict[str, ChartKind]:
    """Return what `view` may say on a page, each with the kind of chart that it asks for."""
    own = kinds_of(page).values()
    return {view: kind for kind in own for view in (kind.id, *kind.also(catalogue))}


def kinds_with_rows() -> dict[str, ChartKind]:
    """Return the kinds whose rows API and command line give, by id."""
    return {kind.id: kind for kind in CHART_KINDS.values() if kind.has_rows}


def findable_kinds() -> list[Findable]:
    """Return the kinds that a page offers to choose from, as a search finds them: by their names."""
    found = [(one, f"{one.name} ({one.page.capitalize()})") for one in kinds_of("compare").values()]
    return [
        Findable(Found.PAGE, one.id, title, one.page, (("view", one.id),), names=(one.name,)) for one, title in found
    ]


def request_for(kind: ChartKind, loader: Loader, selection: Selection) -> ChartRequest:
    """Return what a chart of one indicator is built from, its observations loaded and its economies chosen.

    NoObservations where the store has none.
    """
    found = loader.observations(selection.indicator, as_of=selection.as_of)
    named = selection.economies
    chosen = default_economies(found, loader.catalogue) if named is None else named[: kind.most_economies]
    return ChartRequest(loader, selection, chosen)
