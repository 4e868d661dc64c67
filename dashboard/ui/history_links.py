"""Link to what stands over several policy histories: their milestones side by side in event time."""

from dashboard.charts.event_time import EVENT_TIME
from dashboard.ui.context import Page
from dashboard.ui.navigation import page_link
from dashboard.views.selection import Selection


def side_by_side(page: Page) -> None:
    """Show the registry's links to milestones of several histories, side by side in event time."""
    registry = page.catalogue.registry
    for comparison in registry.comparisons if registry else ():
        first, *further = comparison.milestones
        wanted = Selection(
            comparison.indicator,
            view=EVENT_TIME.id,
            milestone=first,
            further=tuple(further),
            policies=page.catalogue.policies,
        )
        page_link(EVENT_TIME.page, wanted, label=comparison.label, icon=":material/event:")
