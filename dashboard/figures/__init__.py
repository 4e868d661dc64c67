"""From a view to a plotly figure: the only package that imports plotly."""

from plotly.graph_objects import Figure as Figure
