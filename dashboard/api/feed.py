"""Answer with a feed of releases, revisions and milestones: of everything, or of one indicator."""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import FRESH_SECONDS, answer
from dashboard.api.request import Data, Handler, Query, query
from dashboard.catalogue.catalogue import Catalogue
from dashboard.export.atom import MEDIA_TYPE, Feed, atom
from dashboard.export.news import News, news
from dashboard.views.links import query_text, site_of
from dashboard.views.selection import query_of, read_selection
from dashboard.views.series import with_stored

FEED: Final = "/feed.xml"
FEED_OF: Final = "/feed/{indicator}.xml"


def feed(data: Data) -> Handler:
    """Return what answers `/feed.xml`, with `indicator` of that one alone, and `/feed/ID.xml`."""

    def handle(request: Request) -> Response:
        path = [request.path_params["indicator"]] if "indicator" in request.path_params else []
        asked = {"indicator": [*path, *query(request, ("indicator",)).get("indicator", ())]}
        store = data.cache().store
        catalogue = with_stored(data.catalogue(), store)
        named = _named(catalogue, asked)
        entries = news(catalogue, store, named, now=store.now())
        body = atom(_about(request, catalogue, named), entries, lambda entry: _url(request, entry))
        return answer(body, MEDIA_TYPE, seconds=FRESH_SECONDS)

    return handle


def _named(catalogue: Catalogue, asked: Query) -> str:
    if not any(value.strip() for value in asked["indicator"]):
        return ""
    reading = read_selection(asked, catalogue)
    for problem in reading.problems:
        raise problem
    return reading.selection.indicator


def _about(request: Request, catalogue: Catalogue, named: str) -> Feed:
    whose, site = catalogue.indicator(named).name if named else "", _site(request)
    asked = query_text({"indicator": named}) if named else ""
    return Feed(
        name=f"feed/{named}" if named else "feed",
        title=f"Eraline: {whose}" if whose else "Eraline: releases, revisions and milestones",
        subtitle="Releases of public economic series, what they revised, and policy milestones.",
        host=urlsplit(site).hostname or "localhost",
        own=f"{site}{FEED}{f'?{asked}' if asked else ''}",
        page=_page(request, "data", asked),
    )


def _url(request: Request, entry: News) -> str:
    return _page(request, entry.page, query_text(query_of(entry.selection)))


def _page(request: Request, page: str, asked: str) -> str:
    """Return the URL of a page that is served beside the feed, under the same path."""
    return f"{_site(request)}/{page}{asked and f'?{asked}'}"


def _site(request: Request) -> str:
    """Return what the URLs of this server begin with."""
    path = request.url.path
    return site_of(str(request.url), path.removesuffix(FEED) if path.endswith(FEED) else path.rpartition("/feed/")[0])
