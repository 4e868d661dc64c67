"""Tell a monitor whether Eraline can serve."""

from starlette.responses import Response

from dashboard.api.answers import unkept
from dashboard.api.request import Data
from dashboard.errors import EralineError
from dashboard.store.pending import PendingReleases


def health(data: Data) -> Response:
    """Return 200 with what is served, or 503 with why nothing is."""
    try:
        catalogue, cache = data.catalogue(), data.cache()
        observations = sum(vintage.rows for vintage in cache.store.vintages().values())
        waiting = PendingReleases.of(cache.store).waiting()
    except EralineError as exc:
        return unkept({"status": "unavailable", "error": str(exc)}, 503)
    counts = {"indicators": len(catalogue.indicators), "observations": observations, "held_back": list(waiting)}
    return unkept({"status": "ok", **counts, "notes": list(cache.notes)}, 200)
