"""Embed figures in a file that is read offline: plotly's own JSON beside plotly's own script."""

from functools import lru_cache
from gzip import compress
from importlib.metadata import version

from plotly.offline import get_plotlyjs

from dashboard.figures import Figure


def plotly_script() -> str:
    """Return all of plotly.js, to be written once into a page."""
    return get_plotlyjs()


@lru_cache(maxsize=1)
def packed_script() -> bytes:
    """Return all of plotly.js as gzip, packed once."""
    return compress(plotly_script().encode(), mtime=0)


def script_version() -> str:
    """Return what tells one plotly.js from the next."""
    return version("plotly")


def figure_json(figure: Figure) -> str:
    """Return a figure as JSON that can stand inside a script element, whatever its texts hold."""
    return str(figure.to_json()).replace("<", "\\u003c")
