"""Is it said in one sentence with one full stop who is left out of what is shown?"""

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.views.left_out import left_out


@pytest.mark.parametrize(("code", "named"), [("CHN", "China."), ("CAF", "Central African Rep.")])
def test_a_name_that_is_an_abbreviation_brings_the_full_stop(
    code: str, named: str, shipped_catalogue: Catalogue
) -> None:
    [found] = left_out({code: "No population stored"}, shipped_catalogue.economies)
    assert found.note == f"No population stored: {named}"
