"""Write links that lead back to this server: what they begin with, and the query of a selection."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final
from urllib.parse import urlencode, urlsplit

from dashboard.errors import BadSetting
from dashboard.settings import read_settings

# what a request calls this server comes back in links: nothing but a name or a number, and a port
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")


def site_of(url: str, base: str) -> str:
    """Return what the URLs of this server begin with: as its setting says, else as a URL does that reached it.

    `base` is the path that the pages are served under. "" where it is unknown.
    """
    with suppress(BadSetting):
        if site := read_settings().site:
            return site.rstrip("/")
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}{base}" if _HOST.fullmatch(parts.netloc) else ""


def query_text(words: Mapping[str, str | Sequence[str]]) -> str:
    """Return a query as a link has it: commas and colons as they are, which every browser and chat leaves alone."""
    return urlencode(words, doseq=True, safe=",:")
