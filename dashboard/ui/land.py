"""Where do maps get their coastlines? From our own port, so that they draw offline and no third party sees a reader."""

from typing import Final

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from dashboard.figures.geometry.hatching import LAND

_PATH: Final = "/land"


def route() -> Mount:
    """Return the route that serves the shapes of countries."""
    return Mount(_PATH, app=StaticFiles(directory=LAND), name="land")


def map_config() -> dict[str, object]:
    """Return what a map's chart must be told: where the shapes are, and that a page scrolls over it unhindered."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return {"topojsonURL": f"{f'/{base}' if base else ''}{_PATH}/", "scrollZoom": False}
