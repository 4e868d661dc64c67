"""Say what a figure is drawn on: how wide, how high, and whether it carries its own title."""

from dataclasses import dataclass
from typing import Final

SAFE_WIDTH: Final = 330


@dataclass(frozen=True)
class Sheet:
    """The room of a figure in pixels; None where it is unknown, or where the figure's usual height is meant.

    A height is what the whole figure takes, head and foot included; the key of its pins comes on top. One that is not
    `titled` stands under its title. Where `more_at` is not None the figure stands alone: under the plot is the key of
    its numbered pins, and that is the URL of what the key has no room for. One that `is_card` is seen small, as the
    preview of a link: a figure leaves out what there is no room for in texts that can still be read.
    """

    width: int | None = None
    height: int | None = None
    titled: bool = True
    more_at: str | None = None
    is_card: bool = False

    @property
    def room(self) -> float:
        """Return the width to lay a figure out for: one at which nothing touches at any width where it is unknown."""
        return self.width or SAFE_WIDTH

    def body(self, usual: float, beside: float, least: float) -> float:
        """Return the height of a figure's body: what its height leaves `beside` it, the `usual` one where it has none.

        It is never lower than `least`.
        """
        return usual if self.height is None else max(least, self.height - beside)
