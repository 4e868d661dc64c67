"""How many cases does a property draw: few in a gate, which draws the same ones each time, many in `make fuzz`?"""

from typing import Final

from hypothesis import settings

FEW: Final = 25
DRAWS_OF_FUZZ: Final = 20


def draws(gate: int) -> int:
    """Return how many cases to draw where the gate draws so many."""
    return gate * (DRAWS_OF_FUZZ if settings.get_current_profile_name() == "fuzz" else 1)
