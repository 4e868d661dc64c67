"""Say what the URLs of this server begin with, for links in answers that are kept elsewhere."""

from starlette.requests import Request

from dashboard.settings import read_settings


def site_of(request: Request, base: str) -> str:
    """Return what URLs begin with: as the setting says, else as a request does whose pages are served under `base`."""
    if site := read_settings().site:
        return site.rstrip("/")
    return str(request.url.replace(path=base, query=""))
