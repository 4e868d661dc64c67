"""Does the lab read the figures that may be compared, the world's where a share of it is asked for, and no others?"""

import datetime as dt
from dataclasses import replace

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Kind
from dashboard.evidence.evaluation import run_lab
from dashboard.store.observations import Store
from dashboard.views.loading import Loader

DAY = dt.date(2013, 1, 1)


def test_figures_of_years_that_were_not_collected_are_no_figures(store: Store, catalogue: Catalogue) -> None:
    late = catalogue.indicators["uncollected"].model_copy(update={"kind": Kind.SHARE})
    known = replace(catalogue, indicators={**catalogue.indicators, "uncollected": late})
    assert run_lab(Loader(store, known), "uncollected", DAY).found.change.n == 2


def test_a_share_of_the_world_is_computed_though_the_world_is_no_economy(store: Store, catalogue: Catalogue) -> None:
    assert run_lab(Loader(store, catalogue), "world-share", DAY).found.change.n == 11
