"""From a view to a plotly figure: the only package that imports plotly."""
