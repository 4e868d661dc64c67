"""Draw each kind of chart from its view."""
