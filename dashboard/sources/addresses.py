"""Read the address of a provider's page as the series that it shows: what people paste is an id as well."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from dashboard.sources.registry import draft

# host and path of each provider's pages of a series, and the prefix of its ids
_PAGES: Final = (
    (r"(?:data\.worldbank\.org|datos\.bancomundial\.org|donnees\.banquemondiale\.org)", r"/indicator/([^/]+)", "wb:"),
    (r"api\.worldbank\.org", r"/.*/indicators?/([^/]+)", "wb:"),
    (r"fred\.stlouisfed\.org", r"/series/([^/]+)", "fred:"),
    (r"(?:www\.)?ourworldindata\.org", r"/grapher/([^/.]+)", "owid:"),
)
_LONGEST: Final = 400


def pasted(text: str) -> str:
    """Return the id of the series whose address or id a text is, such as wb:SP.DYN.LE00.IN; "" where it is neither."""
    given = text.strip()
    if len(given) > _LONGEST:
        return ""
    found = _of_address(given) or given
    return found if draft(found) is not None else ""


def _of_address(text: str) -> str:
    try:
        parts = urlsplit(text if "//" in text else f"https://{text}")
    except ValueError:
        return ""
    host = (parts.hostname or "").casefold()
    for hosts, path, prefix in _PAGES:
        series = re.fullmatch(rf"(?:/[a-z]{{2}})?{path}/?", parts.path)
        if series is not None and re.fullmatch(hosts, host):
            code = unquote(series[1])
            return prefix + (code.upper() if prefix == "fred:" else code)
    return ""
