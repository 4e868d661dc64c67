"""Tell on the terminal what is fetched before a command can answer."""

import sys

from dashboard.formatting import one_line
from dashboard.refresh.progress import Event
from dashboard.sources.registry import provider_name


def told(event: Event) -> None:
    """Say on standard error that a series is being fetched, and what came of it."""
    if event.event == "fetching":
        _say(f"Fetching {event.indicator} from {provider_name(event.source)} ...")
    elif event.event == "fresh":
        _say(f"{event.rows} observations of {event.indicator}, {event.release}.")


def _say(text: str) -> None:
    print(one_line(text), file=sys.stderr, flush=True)
