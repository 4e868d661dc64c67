"""Write entries as an Atom feed (RFC 4287); every text is escaped by the XML library."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from dashboard import __version__
from dashboard.export.news import News

MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
_ATOM: Final = "http://www.w3.org/2005/Atom"
# the year from which a host names things so, as RFC 4151 wants one
_SINCE: Final = "2026"
# what a feed without entries was last changed at: nothing of it ever was
_NEVER: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself: its name among those of the host, its title, and the URLs of itself and its page."""

    name: str
    title: str
    subtitle: str
    host: str
    own: str
    page: str


def atom(feed: Feed, entries: Sequence[News], url_of: Callable[[News], str]) -> bytes:
    """Return a feed as XML in UTF-8; `url_of` gives the absolute URL of what an entry tells of."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(_name("feed"))
    _add(root, "id", _tag(feed.host, feed.name))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _moment(max((entry.updated for entry in entries), default=_NEVER)))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.own)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(_add(root, "author"), "name", "Eraline")
    _add(root, "generator", "Eraline", version=__version__)
    for entry in entries:
        told = _add(root, "entry")
        _add(told, "id", _tag(feed.host, entry.id))
        _add(told, "title", entry.title)
        _add(told, "updated", _moment(entry.updated))
        _add(told, "link", rel="alternate", type="text/html", href=url_of(entry))
        for category in entry.categories:
            _add(told, "category", term=category)
        _add(told, "summary", entry.summary, type="text")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, _name(name), attributes)
    made.text = text or None
    return made


def _name(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _tag(host: str, name: str) -> str:
    return f"tag:{host},{_SINCE}:{name}"


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
