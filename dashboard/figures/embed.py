"""Embed figures in a file that is read offline: plotly's own JSON beside plotly's own script."""

from plotly.offline import get_plotlyjs

from dashboard.figures import Figure


def plotly_script() -> str:
    """Return all of plotly.js, to be written once into a page."""
    return get_plotlyjs()


def figure_json(figure: Figure) -> str:
    """Return a figure as JSON that can stand inside a script element, whatever its texts hold."""
    return str(figure.to_json()).replace("<", "\\u003c")
