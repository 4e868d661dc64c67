"""Do tests of figures keep the smaller catalogue that they know to themselves, also where one of them is the first?"""

from dashboard.catalogue import loading
from dashboard.catalogue.catalogue import Catalogue
from dashboard.settings import DATA


def test_commands_find_the_whole_catalogue_all_the_same(shipped_catalogue: Catalogue) -> None:
    assert len(shipped_catalogue.histories) == 1
    assert len(loading.load_catalogue(DATA).histories) > 1
