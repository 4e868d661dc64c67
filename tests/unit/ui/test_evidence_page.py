"""Are evaluated claims kept by what they are evaluated from?"""

from collections.abc import Callable
from dataclasses import replace

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import PolicyHistory
from dashboard.ui.page.evidence import focus


def test_the_claims_of_one_policy_history_are_not_those_of_another(
    catalogue: Catalogue, make_history: Callable[..., PolicyHistory]
) -> None:
    both = replace(catalogue, histories={**catalogue.histories, "other": make_history(id="other")})
    # each focus makes a catalogue of its own: their ids say nothing
    assert focus(both.focused("other")) == focus(both.focused("other"))
    assert focus(both.focused("other")) != focus(both)
