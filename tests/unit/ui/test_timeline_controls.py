"""Do the timeline's buttons of years follow the eras of the history in focus?"""

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.ui.timeline_controls import offered_years


def test_the_usual_history_offers_the_years_that_it_always_did(shipped_catalogue: Catalogue) -> None:
    offered = offered_years(shipped_catalogue.eras.values(), 2026)
    assert list(offered) == ["All", "Since 1949", "Since 1978", "Since 2000", "Since 2015", "Last 3 years"]
    assert offered["Since 1978"] == (1978, None)
    assert offered["Last 3 years"] == (2024, None)


@pytest.mark.parametrize("count", range(4))
def test_the_second_and_third_era_of_a_history_can_be_begun_with(count: int, shipped_catalogue: Catalogue) -> None:
    [other, *_] = [history for history in shipped_catalogue.histories.values() if history.id != "china"]
    eras = list(other.eras.values())[:count]
    offered = offered_years(eras, 2026)
    assert {f"Since {era.start.year}" for era in eras[1:3]} <= offered.keys()
    assert list(offered.values())[1:-1] == sorted(list(offered.values())[1:-1])
