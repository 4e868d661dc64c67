"""Does a figure that is ready tell plotly whether its points are the same as before?"""

from typing import Any

from dashboard.figures import Figure, Ready


def revision(*values: float) -> Any:  # noqa: ANN401 - whatever plotly compares
    """Return what a ready figure of some values says its points are."""
    shown: Any = Ready(Figure({"data": [{"type": "scatter", "y": values}]})).to_plotly_json()
    return shown["layout"]["datarevision"]


def test_the_same_points_are_not_drawn_twice_and_others_are() -> None:
    assert revision(1, 2) == revision(1, 2)
    assert revision(1, 2) != revision(1, 3)
