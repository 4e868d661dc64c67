"""Answer with a feed of releases, revisions and milestones: of everything, one indicator or some policy histories."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import FRESH_SECONDS, answer
from dashboard.api.request import Data, Handler, Query, query
from dashboard.catalogue.catalogue import Catalogue
from dashboard.export.atom import MEDIA_TYPE, Feed, atom
from dashboard.export.news import News, news
from dashboard.formatting import listing
from dashboard.views.links import query_text, site_of
from dashboard.views.selection import query_of, read_selection
from dashboard.views.stored import with_stored

FEED: Final = "/feed.xml"
FEED_OF: Final = "/feed/{indicator}.xml"
_KEYS: Final = ("indicator", "policy")


def feed(data: Data) -> Handler:
    """Return what answers `/feed.xml`, with `indicator` of that one alone, and `/feed/ID.xml`.

    With `policy` the milestones are those of the histories that it names, otherwise of all.
    """

    def handle(request: Request) -> Response:
        path = [request.path_params["indicator"]] if "indicator" in request.path_params else []
        said = query(request, _KEYS)
        asked = {**said, "indicator": [*path, *said.get("indicator", ())]}
        store = data.cache().store
        catalogue = with_stored(data.catalogue(), store)
        named, policies = _named(catalogue, asked)
        histories = [catalogue.histories[name] for name in policies or catalogue.histories]
        entries = news(catalogue, store, named, histories, now=store.now())
        body = atom(_about(request, catalogue, named, policies), entries, lambda entry: _url(request, entry))
        return answer(body, MEDIA_TYPE, seconds=FRESH_SECONDS)

    return handle


def _named(catalogue: Catalogue, asked: Query) -> tuple[str, tuple[str, ...]]:
    """Return the indicator and the policy histories that a request names, "" and none where it names none."""
    said = {key: values for key, values in asked.items() if any(value.strip() for value in values)}
    reading = read_selection(said, catalogue)
    for problem in reading.problems:
        raise problem
    found = reading.selection
    return found.indicator if "indicator" in said else "", found.policies if "policy" in said else ()


def _about(request: Request, catalogue: Catalogue, named: str, policies: Sequence[str]) -> Feed:
    site, whose = _site(request), listing([catalogue.history_names[name] for name in policies])
    said = {"indicator": named, "policy": ",".join(policies)}
    asked = query_text({key: text for key, text in said.items() if text})
    told = catalogue.indicator(named).name if named else "releases, revisions and milestones"
    return Feed(
        name="/".join(["feed", *([named] if named else []), *(["policy", ",".join(policies)] if policies else [])]),
        title=f"Eraline: {told}{f' of {whose}' if whose else ''}",
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
