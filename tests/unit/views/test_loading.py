"""Is a loader the one reader: each series once, and panels of the same numbers as frames?"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.panel import Panel
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Break, Indicator, Kind
from dashboard.errors import BeforeFirstRelease, NoObservations
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from dashboard.store.opening import Cache
from dashboard.store.records import Vintage
from dashboard.views.loading import Loader, comparable
from tests.draws import draws
from tests.unit.conftest import Frames

Series = dict[int, float]
CODES = ("CHN", "USA", "WLD")


def _points(panel: Panel, economy: str) -> Series:
    years, values = panel.observed(economy)
    return dict(zip(years.tolist(), values.tolist(), strict=True))


def test_panels_hold_what_frames_hold_of_every_indicator(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    of_frames, of_panels = (Loader(shipped_cache.store, shipped_catalogue) for _ in range(2))
    compared = comparable(shipped_catalogue)
    for name in shipped_catalogue.indicators:
        found, panel = of_frames.observations(name).annual, of_panels.panel(name)
        kept = found[found["economy"].isin(compared)]
        years = kept["period"].dt.year
        expected = {
            (economy, int(year)): value
            for economy, year, value in zip(kept["economy"], years, kept["value"], strict=True)
        }
        paneled = {(code, year): value for code in panel.economies for year, value in _points(panel, code).items()}
        assert paneled == expected, name


def test_a_subject_that_is_an_aggregate_is_in_every_panel(shipped_catalogue: Catalogue) -> None:
    assert "EMU" not in comparable(shipped_catalogue)
    history = shipped_catalogue.history.model_copy(update={"subject": "EMU"})
    assert "EMU" in comparable(replace(shipped_catalogue, histories={history.id: history}))


def _ratio(first: float, second: float) -> float | None:
    return first / second if second else None


OPERATIONS: dict[str, Callable[[float, float], float | None]] = {
    "sum": lambda first, second: first + second,
    "difference": lambda first, second: first - second,
    "ratio": _ratio,
}
values = st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 3))
series = st.dictionaries(st.integers(2000, 2012), values, min_size=1)
world = st.fixed_dictionaries(dict.fromkeys(CODES, series))


@settings(max_examples=draws(10), deadline=None)
@given(first=world, second=world, op=st.sampled_from([*OPERATIONS, "change", "share_of_world"]))
def test_a_derived_panel_is_computed_as_its_definition_says(
    first: dict[str, Series],
    second: dict[str, Series],
    op: str,
    catalogue: Catalogue,
    frame: Frames,
    make_indicator: Callable[..., Indicator],
) -> None:
    inputs = ["a", "b"] if op in OPERATIONS else ["a"]
    breaks = [Break(economy="CHN", year=2006, note="New.")]
    known = {
        "a": make_indicator(id="a", kind=Kind.SHARE, breaks=breaks),
        "b": make_indicator(id="b", kind=Kind.SHARE),
        "c": make_indicator(id="c", kind=Kind.SHARE, derived={"op": op, "inputs": inputs, "factor": 100}),
    }
    store = Store(open_database(MEMORY_URL)[0])
    published = dt.datetime(2026, 4, 8, tzinfo=dt.UTC)
    store.commit([Release(name, published, name, frame(held)) for name, held in (("a", first), ("b", second))])
    panel = Loader(store, replace(catalogue, indicators=known)).panel("c")
    for code in CODES:
        expected: dict[int, float | None]
        if op == "change":
            broken = code == "CHN"
            expected = {
                year: value - first[code][year - 1]
                for year, value in first[code].items()
                if year - 1 in first[code] and not (broken and year == 2006)
            }
        elif op == "share_of_world":
            total = first["WLD"]
            own = {} if code == "WLD" else first[code]
            expected = {year: value / total[year] for year, value in own.items() if total.get(year)}
        else:
            both = first[code].keys() & second[code].keys()
            expected = {year: OPERATIONS[op](first[code][year], second[code][year]) for year in both}
        assert _points(panel, code) == pytest.approx(
            {year: value * 100 for year, value in expected.items() if value is not None and np.isfinite(value)}
        )


@pytest.fixture
def asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, set[str] | None]]:
    """Note what is read of the store."""
    noted: list[tuple[str, set[str] | None]] = []
    read = store.observations

    def spy(vintage: Vintage, economies: Sequence[str] | None = None) -> pd.DataFrame:
        noted.append((vintage.indicator, None if economies is None else set(economies)))
        return read(vintage, economies)

    monkeypatch.setattr(store, "observations", spy)
    return noted


def test_what_was_read_serves_whoever_asks_for_less(
    store: Store, catalogue: Catalogue, asked: list[tuple[str, set[str] | None]]
) -> None:
    loader = Loader(store, catalogue)
    whole = loader.observations("gdp")
    some = loader.observations("gdp", economies=["USA", "KOR"])
    pd.testing.assert_frame_equal(
        some.observations.reset_index(drop=True),
        Loader(store, catalogue).observations("gdp", economies=["USA", "KOR"]).observations,
    )
    assert whole.observations["economy"].nunique() > some.observations["economy"].nunique() == 2
    loader.panel("gdp")
    assert asked == [("gdp", None), ("gdp", {"USA", "KOR"})]


def test_at_least_what_a_loader_was_made_for_is_read(
    store: Store, catalogue: Catalogue, asked: list[tuple[str, set[str] | None]]
) -> None:
    loader = Loader(store, catalogue, least=comparable(catalogue))
    loader.observations("gdp", economies=["CHN"])
    loader.panel("gdp")
    assert asked == [("gdp", set(comparable(catalogue)))]


def test_an_input_of_two_indicators_is_read_once(
    store: Store, catalogue: Catalogue, asked: list[tuple[str, set[str] | None]]
) -> None:
    loader = Loader(store, catalogue)
    for name in ("broken", "solar-additions", "twice-broken"):
        loader.observations(name)
    assert asked == [("broken", None)]


def test_days_are_kept_apart(store: Store, catalogue: Catalogue, published: dt.datetime) -> None:
    loader = Loader(store, catalogue)
    day = published.date()
    assert loader.observations("gdp", as_of=day).vintage == loader.observations("gdp").vintage
    with pytest.raises(NoObservations):
        loader.observations("gdp", as_of=day - dt.timedelta(days=1))
    assert loader.panel("gdp", as_of=day - dt.timedelta(days=1)).economies == ()
    assert loader.vintages(["gdp", "ratio"], as_of=day - dt.timedelta(days=1)) == ()
    assert [vintage.indicator for vintage in loader.vintages(["ratio", "gdp"])] == ["gdp", "uncollected"]


def test_nothing_stored_is_said_and_gives_an_empty_panel(catalogue: Catalogue) -> None:
    loader = Loader(Store(open_database(MEMORY_URL)[0]), catalogue)
    with pytest.raises(NoObservations, match="no figures of GDP yet"):
        loader.observations("gdp")
    assert loader.panel("ratio").economies == ()
    assert loader.vintages(["gdp"]) == ()


def test_what_is_computed_has_its_first_release_when_the_last_of_its_inputs_has(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    for name, entry in shipped_catalogue.indicators.items():
        if entry.derived is None:
            continue
        firsts = [shipped_cache.store.history(base)[0].published for base in shipped_catalogue.base_inputs(name)]
        loader = Loader(shipped_cache.store, shipped_catalogue)
        with pytest.raises(BeforeFirstRelease) as caught:
            loader.observations(name, as_of=max(firsts) - dt.timedelta(microseconds=1))
        assert (caught.value.indicator, caught.value.first) == (name, max(firsts))
        assert not loader.observations(name, as_of=max(firsts)).observations.empty
