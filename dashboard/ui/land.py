"""Serve the coastlines of maps from our own port: they draw offline, and no third party sees a user."""

from typing import Final

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from dashboard.figures.geometry.hatching import LAND

_PATH: Final = "/land"


def route(base: str = "") -> Mount:
    """Return the route that serves the shapes of countries, under the base path of the server."""
    return Mount(f"{base}{_PATH}", app=StaticFiles(directory=LAND), name="land")


def map_config() -> dict[str, object]:
    """Return what a map's chart must be told: where the shapes are, and that a page scrolls over it unhindered."""
    # relative to the page, so that it holds under any path that a proxy serves Eraline under
    return {"topojsonURL": f".{_PATH}/", "scrollZoom": False}
