"""Say what is to be known of an economy's figures from a year on beside those before it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class BreakNote:
    """A note on the figures of an economy from a year on, which are not as those before it.

    One that `divides` is on a series break, across which nothing is compared.
    """

    economy: str
    year: int
    text: str
    divides: bool = False

    def is_inside(self, first: int, last: int) -> bool:
        """Tell whether these years lie on both sides of it."""
        return first < self.year <= last


def sentences(notes: Sequence[BreakNote]) -> tuple[str, ...]:
    """Return notes as sentences, each once; behind the last break stands that nothing is compared across any."""
    texts = list(dict.fromkeys(known.text for known in notes))
    breaks = [text for text in texts if text in {known.text for known in notes if known.divides}]
    if breaks:
        across = "it" if len(breaks) == 1 else "them"
        texts[texts.index(breaks[-1])] += f" Nothing is compared across {across}."
    return tuple(texts)
