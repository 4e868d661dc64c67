"""Compute where things go: pins, labels, texts, ticks and scales, in pixels and without plotly."""
