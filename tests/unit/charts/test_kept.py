"""Is what a selection makes made once for all who ask, and anew as soon as anything that it rests on changes?"""

import datetime as dt
import threading
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from prometheus_client import REGISTRY

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kept import Ground, Kept
from dashboard.charts.kind import Built
from dashboard.figures import Figure
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode
from dashboard.store.edition import Edition
from dashboard.views.selection import Selection

DAY = dt.date(2026, 11, 26)
NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)


@pytest.fixture
def on(catalogue: Catalogue) -> Ground:
    store: Any = object()
    return Ground(store, catalogue, Edition((1, NOW), 1, NOW), DAY)


def test_what_is_asked_for_twice_is_made_once(on: Ground) -> None:
    kept, made = Kept(), list[str]()
    assert kept.made(on, "a", lambda: made.append("first")) is None
    kept.made(replace(on), "a", lambda: made.append("second"))
    kept.made(on, "b", lambda: made.append("other"))
    assert made == ["first", "other"]


def test_what_was_found_and_what_was_made_is_counted(on: Ground) -> None:
    def counted() -> list[float]:
        return [REGISTRY.get_sample_value("eraline_page_parts_total", {"how": how}) or 0 for how in ("kept", "made")]

    kept, (found, made) = Kept(), counted()
    for _ in range(3):
        kept.made(on, "a", lambda: "figure")
    assert counted() == [found + 2, made + 1]


@pytest.mark.parametrize("change", ["store", "catalogue", "edition", "day"])
def test_whatever_it_rests_on_changes_it_is_made_anew(on: Ground, catalogue: Catalogue, change: str) -> None:
    others: dict[str, Any] = {
        "store": object(),
        "catalogue": replace(catalogue),
        "edition": Edition((2, NOW), 1, NOW),
        "day": DAY + dt.timedelta(days=1),
    }
    kept = Kept()
    assert kept.made(on, "a", lambda: "before") == "before"
    assert kept.made(replace(on, **{change: others[change]}), "a", lambda: "after") == "after"


def test_an_attempt_in_vain_leaves_all_as_it_is(on: Ground) -> None:
    kept = Kept()
    assert kept.made(on, "a", lambda: "before") == "before"
    assert kept.made(replace(on, edition=Edition((1, NOW), 2, NOW)), "a", lambda: "after") == "before"


def test_what_a_new_vintage_overtook_is_not_kept(on: Ground) -> None:
    kept, newer = Kept(), replace(on, day=DAY + dt.timedelta(days=1))

    def overtaken() -> str:
        kept.made(newer, "another", lambda: "then")
        return "old"

    assert kept.made(on, "a", overtaken) == "old"
    assert kept.made(newer, "a", lambda: "new") == "new"


def test_those_who_ask_at_once_have_it_made_by_one_of_them(on: Ground) -> None:
    kept, made, begun, may_end = Kept(), list[int](), threading.Event(), threading.Event()

    def slowly() -> str:
        made.append(1)
        begun.set()
        assert may_end.wait(10)
        return "made"

    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(kept.made(on, "a", slowly))) for _ in range(3)]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert found == ["made"] * 3
    assert made == [1]


def test_nothing_is_kept_of_what_could_not_be_made(on: Ground) -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.made(on, "a", lambda: 1 / 0)
    assert kept.made(on, "a", lambda: 1.0) == 1.0


def test_what_is_kept_stays_within_its_bound(on: Ground) -> None:
    kept, made = Kept(most_bytes=1_000_000), list[int]()

    def make(number: int) -> str:
        made.append(number)
        return "x" * 400_000

    for number in (1, 2, 3, 3, 1):
        kept.made(on, number, lambda number=number: make(number))
    assert made == [1, 2, 3, 1]
    # larger than all of the room: made each time, and the others stay
    assert len(kept.made(on, "large", lambda: "x" * 2_000_000)) == 2_000_000
    kept.made(on, 1, lambda: make(1))
    assert made == [1, 2, 3, 1]


def test_a_chart_counts_for_what_it_holds_on_to(on: Ground) -> None:
    chart = Built(_draw, "alt", pd.DataFrame, pd.DataFrame, (), "name", Selection())
    kept = Kept()
    kept.made(on, "a", lambda: ("words", [chart]))
    assert kept.size > 2_000_000


def _draw(mode: Mode, sheet: Sheet) -> Figure:
    raise NotImplementedError(mode, sheet)
