"""Say what is to be known of an economy's figures from a year on beside those before it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BreakNote:
    """A note on the figures of an economy from a year on, which are not as those before it."""

    economy: str
    year: int
    text: str

    def is_inside(self, first: int, last: int) -> bool:
        """Tell whether these years lie on both sides of it."""
        return first < self.year <= last
