"""Give tests custom events as a user would paste them."""

from dashboard.catalogue.user_event_tables import events_of
from dashboard.catalogue.user_events import OwnEvent
from dashboard.catalogue.user_tables import read_pasted


def pasted(text: str) -> tuple[OwnEvent, ...]:
    """Return the events of a pasted table."""
    return events_of(read_pasted(text)).events
