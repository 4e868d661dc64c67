"""Answer from a catalogue with the series that a request names, fetched where they are new."""

from starlette.requests import Request

from dashboard.api.request import Data
from dashboard.catalogue.catalogue import Catalogue
from dashboard.refresh.first_use import check_allowed
from dashboard.settings import read_settings
from dashboard.sources.request import is_loopback
from dashboard.views.series import Words, ready


def catalogue_for(data: Data, request: Request, query: Words) -> Catalogue:
    """Return the catalogue with what a query names; SeriesNotAllowed, SeriesNotHad."""
    client = request.client.host if request.client else ""
    # the address that was connected to cannot be made up; the name in the URL tells of a proxy in front of it
    here = all(is_loopback(f"http://{host}") for host in (_bound(request), request.url.hostname or ""))
    return ready(
        data.catalogue(),
        data.cache().store,
        query,
        lambda series: check_allowed(read_settings(), series, client=client, is_local=here),
    )


def _bound(request: Request) -> str:
    server = request.scope.get("server")
    return str(server[0]) if server else ""
