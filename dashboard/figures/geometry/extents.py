"""Tell whether what stands in a row touches what stands there already."""

from collections.abc import Iterable
from typing import Literal

Side = Literal["right", "left"]
Extent = tuple[float, float]


def is_free(wanted: Extent, taken: Iterable[Extent], apart: float) -> bool:
    """Tell whether an extent keeps so many pixels off all that are taken."""
    low, high = wanted[0] - apart, wanted[1] + apart
    return all(right <= low or left >= high for left, right in taken)
