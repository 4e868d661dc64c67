"""Is a revision told from what was printed with other decimals, and from what counts otherwise?"""

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import Sort
from dashboard.store.changes import REDRAWN, Change, diff, kinds


def frame(*values: float | None, economy: str = "CHN") -> pd.DataFrame:
    periods = pd.to_datetime([f"{2000 + number}-01-01" for number in range(len(values))]).astype("datetime64[s]")
    whole = pd.DataFrame({"economy": economy, "period": periods, "value": pd.Series(values, dtype="float64")})
    return whole.dropna().reset_index(drop=True)


def told(then: pd.DataFrame, now: pd.DataFrame, *, comparable: bool = True) -> list[str]:
    return kinds(diff(then, now), then, now, comparable=comparable).tolist()


def test_each_change_is_of_one_kind() -> None:
    then, now = frame(1.11, 2.22, None, 4.44), frame(1.11, 2.32, 3.33, None)
    assert told(then, now) == [Change.REVISED, Change.ADDED, Change.WITHDRAWN]


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        # two decimals against four
        ((1.28, 2.11), (1.2849, 2.1099), Change.REPRINTED),
        ((1.28, 2.11), (1.2851, 2.1251), Change.REVISED),
        # 2.4 of a series with two decimals is 2.40
        ((2.4, 2.11), (2.38, 2.13), Change.REVISED),
        # single precision
        ((2.3456789012, 2.11), (2.3456790012, 2.110000001), Change.REPRINTED),
        # people are counted one by one
        ((1400000000.0, 5.0), (1400000001.0, 6.0), Change.REVISED),
        # whole dollars against cents
        ((5930529470799.0, 12.0), (5930529470798.75, 12.25), Change.REPRINTED),
        ((1e-7, 2e-7), (1.4e-7, 2.4e-7), Change.REPRINTED),
    ],
)
def test_precision_is_no_revision(then: tuple[float, ...], now: tuple[float, ...], kind: Change) -> None:
    assert told(frame(*then), frame(*now)) == [kind, kind]


def test_each_economy_has_a_precision_of_its_own() -> None:
    then = pd.concat([frame(1.0, 2.0), frame(1.25, 2.0, economy="USA")])
    now = pd.concat([frame(1.25, 2.0), frame(1.5, 2.0, economy="USA")])
    assert told(then, now) == [Change.REPRINTED, Change.REVISED]


def test_another_definition_is_never_a_revision() -> None:
    then, now = frame(1.11, 2.22, None, 4.44), frame(9.11, 9.32, 3.33, None)
    assert told(then, now, comparable=False) == [Change.REDEFINED, Change.REDEFINED, Change.ADDED, Change.WITHDRAWN]


def test_nothing_has_no_changes() -> None:
    assert told(frame(), frame()) == []
    assert told(frame(1.0), frame(1.0)) == []


def test_an_income_group_that_is_redrawn_every_year_is_not_revised() -> None:
    then, now = frame(1.11, 2.22, economy="HIC"), frame(1.31, 2.22, economy="HIC")
    assert told(then, now) == [Change.REDEFINED]


def test_the_groups_that_are_redrawn_are_income_groups(shipped_catalogue: Catalogue) -> None:
    known = shipped_catalogue.economies
    assert {known[code].sort for code in REDRAWN if code in known} == {Sort.INCOME}
