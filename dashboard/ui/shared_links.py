"""Say what a link shows, for chats, searches and frames: title, description, picture, and the link in full."""

import logging
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import parse_qs, urlencode

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.user_indicator import PREFIX
from dashboard.charts.pictures import CARD, scene_of, state_of
from dashboard.charts.registry import kinds_of
from dashboard.errors import CatalogueError, EralineError, SnapshotError, StoreError
from dashboard.store.opening import Cache
from dashboard.ui.navigation import PageEntry
from dashboard.views.links import query_text
from dashboard.views.parameters import EMBED, page_keys
from dashboard.views.query import understood
from dashboard.views.selection import query_of
from dashboard.views.series import stored_alone

_PICTURE: Final = "/api/v1/chart.png"
# the page whose chart stands for those that have none
_USUAL: Final = "overview"
_NAME: Final = "Eraline"
_LONGEST: Final = 2_000
_KEPT: Final = 256
_LOG = logging.getLogger(__name__)
_CARD: Final = "summary_large_image"

Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Shared:
    """What a link shows: its page, title and description, the query in full, and whether it is for its user alone.

    `has_chart` tells whether the link's own chart can be drawn, `is_told` whether there was anything to tell that by.
    """

    page: PageEntry
    title: str
    description: str
    query: str
    is_private: bool = False
    has_chart: bool = False
    is_told: bool = True

    def url(self, site: str) -> str:
        """Return the URL of the page."""
        return f"{site}{self.page.path}{f'?{self.query}' if self.query else ''}"

    def picture(self, site: str) -> str:
        """Return the URL of the picture."""
        query = f"page={self.page.id}&{self.query}" if self.has_chart else f"page={_USUAL}"
        return f"{site}{_PICTURE}?{query.rstrip('&')}"

    def frame(self, site: str) -> str:
        """Return the URL of the chart alone, for a frame in another page."""
        return f"{self.url(site)}{'&' if self.query else '?'}{EMBED}=true"

    def head(self, site: str) -> str:
        """Return what a page's head says of the link, as HTML; nothing of a query gets out of its attribute."""
        url, picture = self.url(site), self.picture(site)
        named = {
            "description": self.description,
            "twitter:card": _CARD,
            **({"robots": "noindex"} if self.is_private else {}),
        }
        shown = {
            "og:type": "website",
            "og:site_name": _NAME,
            "og:title": self.title,
            "og:description": self.description,
            "og:url": url,
            "og:image": picture,
            "og:image:type": "image/png",
            "og:image:width": str(CARD[0]),
            "og:image:height": str(CARD[1]),
            "og:image:alt": self.description,
        }
        oembed = f"{site}/oembed?{urlencode({'url': url})}"
        return "".join(
            [
                f"<title>{escape(self.title)} · {_NAME}</title>",
                *(f'<meta name="{name}" content="{escape(text)}">' for name, text in named.items()),
                *(f'<meta property="{name}" content="{escape(text)}">' for name, text in shown.items()),
                # what the link is another form of can be said of what was understood alone
                f'<link rel="canonical" href="{escape(url)}">' * self.is_told,
                f'<link rel="alternate" type="application/json+oembed" href="{escape(oembed)}">' * self.has_chart,
            ]
        )


Tell = Callable[[PageEntry, str], Shared]


def plain(page: PageEntry, *, is_private: bool = True) -> Shared:
    """Return what a link shows of which no more is known than its page."""
    return Shared(page, page.title, page.about, "", is_private)


def teller(cache: Callable[[], Cache], catalogue: Callable[[], Catalogue]) -> Tell:
    """Return what tells what a page and its query show; it reads the store, and never fails or fetches."""

    @lru_cache(maxsize=_KEPT)
    def told(page: PageEntry, query: str, _state: Hashable) -> Shared:
        return _shared(page, parse_qs(query, keep_blank_values=True), cache(), catalogue())

    def tell(page: PageEntry, query: str) -> Shared:
        try:
            return told(page, query[:_LONGEST], state_of(cache().store, catalogue()))
        except (CatalogueError, SnapshotError, StoreError):
            # an hour without figures is no reason for a search engine to forget a link
            is_private = _is_private(parse_qs(query[:_LONGEST]))
            return replace(plain(page, is_private=is_private), is_told=False)
        except EralineError:
            return plain(page)
        except Exception:  # noqa: BLE001 - a page opens whatever its head cannot say
            _LOG.exception("what %s shows could not be told", page.path)
            return plain(page)

    return tell


def _shared(page: PageEntry, asked: Words, cache: Cache, catalogue: Catalogue) -> Shared:
    if not is_charted(page) or _is_of_a_session(asked):
        return plain(page, is_private=_is_private(asked))
    catalogue = stored_alone(catalogue, cache.store, asked)
    scene = scene_of(asked, cache.store, catalogue, page.id, as_pages_do=True)
    # as it was understood, so that every link to the same has one form
    understood_as = {understood(key, page_keys()) for key in asked}
    kept = {key: words for key, words in query_of(scene.selection).items() if key in understood_as}
    said = query_text(kept)
    # several series at a glance say more in one sentence than in the values of the first
    described = page.about if page.is_start else scene.description
    return Shared(page, scene.title, described, said, _is_private(asked), has_chart=True)


def is_charted(page: PageEntry) -> bool:
    """Tell whether a page shows a chart."""
    return bool(kinds_of(page.id))


def _is_private(asked: Words) -> bool:
    """Tell whether a link shows what a user added."""
    return bool(asked.get("own")) or _is_of_a_session(asked)


def _is_of_a_session(asked: Words) -> bool:
    """Tell whether a link is of a series that one session has."""
    return any(PREFIX in text for values in asked.values() for text in values)
