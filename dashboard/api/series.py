"""Answer from a catalogue with the series that a request names, fetched where they are new."""

from starlette.requests import Request

from dashboard.api.request import Data
from dashboard.catalogue.catalogue import Catalogue
from dashboard.refresh.first_use import check_allowed
from dashboard.settings import read_settings
from dashboard.views.series import Words, ready


def catalogue_for(data: Data, request: Request, query: Words) -> Catalogue:
    """Return the catalogue with what a query names; SeriesNotAllowed, SeriesNotHad."""
    client = request.client.host if request.client else ""
    return ready(
        data.catalogue(),
        data.cache().store,
        query,
        # a proxy in front may reach this server by loopback, for anybody, under any name: a request proves nothing
        lambda series: check_allowed(read_settings(), series, client=client, is_local=False),
    )
