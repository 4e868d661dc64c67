"""Place labels, pins and hatches: pure geometry in pixels, without plotly."""
