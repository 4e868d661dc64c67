"""Do claims come from the store as it is: read once, as of a day, untested where it holds nothing, by figures alone?"""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.arithmetic import annual_means
from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.reasons import Cause, Reason
from dashboard.analysis.windows import Windows
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Claim, Outcome, Verdict
from dashboard.catalogue.indicators import GDP, POPULATION, Kind
from dashboard.catalogue.loading import load_catalogue
from dashboard.evidence.evaluation import evaluate, run_lab
from dashboard.evidence.findings import CheckInputs
from dashboard.evidence.kinds.registry import find
from dashboard.evidence.results import claim_result
from dashboard.settings import DATA
from dashboard.store.database import open_database
from dashboard.store.observations import Release, Store
from dashboard.store.opening import Cache
from dashboard.store.records import Vintage
from dashboard.views.loading import Loader
from tests.draws import draws
from tests.unit.conftest import Frames

CATALOGUE = load_catalogue(DATA)
SUBJECT = CATALOGUE.subject.id
SINGLE = [code for code, entry in CATALOGUE.economies.items() if not entry.aggregate and code != SUBJECT]
COMPARATORS = (SUBJECT, *SINGLE[:11])


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """A store that holds nothing."""
    return Store(open_database(f"sqlite:///{tmp_path / 'empty.db'}")[0])


def verdicts(store: Store, as_of: dt.date | None = None) -> dict[str, Verdict]:
    return {result.claim.id: result.verdict for result in evaluate(Loader(store, CATALOGUE), as_of=as_of)}


def test_an_empty_store_leaves_every_claim_not_testable_with_the_reason(empty: Store) -> None:
    results = evaluate(Loader(empty, CATALOGUE))
    assert [result.claim.id for result in results] == list(CATALOGUE.claims)
    for result in results:
        assert result.verdict is Verdict.NOT_TESTABLE
        assert "there are no figures of the economy" in result.sentence
        assert {entry.outcome for entry in result.checks} == {Outcome.UNTESTED}
        assert result.vintages == ()
        assert result.would_change
    assert run_lab(Loader(empty, CATALOGUE), "gdp", dt.date(2001, 12, 11)).reading == (
        "China at 11 December 2001: Too short to say: there are no figures of the economy.",
    )


def test_each_stored_indicator_is_read_once(shipped_cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    store, read = shipped_cache.store, list[str]()
    observations = store.observations

    def counted(vintage: Vintage, economies: Sequence[str] | None = None) -> pd.DataFrame:
        read.append(vintage.indicator)
        return observations(vintage, economies)

    monkeypatch.setattr(store, "observations", counted)
    evaluate(Loader(store, CATALOGUE))
    wanted = {check.indicator for claim in CATALOGUE.claims.values() for check in claim.checks} | {POPULATION, GDP}
    assert sorted(read) == sorted({base for name in wanted for base in CATALOGUE.base_inputs(name)})


def test_as_of_a_day_gives_what_was_known_then(shipped_cache: Cache, tmp_path: Path) -> None:
    store = Store(open_database(f"sqlite:///{tmp_path / 'two.db'}")[0])
    growth = shipped_cache.store.observations(shipped_cache.store.vintage("gdp-growth"))
    calmer = growth.assign(value=growth["value"].where(growth["economy"] != "CHN", 3.0 + growth.index % 2 / 10))
    for day, figures in ((1, growth), (9, calmer)):
        published = dt.datetime(2026, 5, day, tzinfo=dt.UTC)
        store.commit([Release("gdp-growth", published, f"release {day}", figures)])
    before, then, now = (
        evaluate(Loader(store, CATALOGUE), as_of=day)[0] for day in (dt.date(2026, 4, 1), dt.date(2026, 5, 1), None)
    )
    assert before.verdict is Verdict.NOT_TESTABLE
    assert then.check("reform-era-standing").outcome is Outcome.SUPPORTS
    assert now.check("reform-era-standing").outcome is not Outcome.SUPPORTS
    assert [result.vintages[0].release for result in (then, now)] == ["release 1", "release 9"]
    assert (
        run_lab(Loader(store, CATALOGUE), "gdp-growth", dt.date(2012, 11, 15), as_of=dt.date(2026, 4, 1)).found.change.n
        == 0
    )


def test_a_panel_holds_what_a_chart_shows(shipped_cache: Cache) -> None:
    """The lab and the claims must not differ from Explore by a digit, computed indicators included."""
    checked = 0
    of_lab, of_charts = (Loader(shipped_cache.store, CATALOGUE) for _ in range(2))
    for entry in CATALOGUE.indicators.values():
        lab = run_lab(of_lab, entry.id, dt.date(2012, 11, 15))
        figures = of_charts.observations(entry.id).observations
        annual = figures if entry.frequency == "annual" else annual_means(figures, entry.frequency)
        own = annual[annual["economy"] == "CHN"]
        if lab.found.change.windows.statistic == "mean" and lab.found.change.before is not None:
            before = own[own["period"].dt.year.between(2008, 2012)]["value"].to_numpy()
            logged = entry.kind in (Kind.LEVEL, Kind.PRICE, Kind.INDEX)
            expected = np.exp(np.log(before).mean()) if logged else before.mean()
            assert lab.found.change.before == pytest.approx(expected), entry.id
            checked += 1
    assert checked > 40


def test_a_monthly_series_is_averaged_to_full_years(shipped_cache: Cache) -> None:
    lab = run_lab(
        Loader(shipped_cache.store, CATALOGUE),
        "exchange-rate",
        dt.date(1994, 1, 1),
        windows=Windows("mean", 3),
        economy="CHN",
    )
    assert lab.found.change.n == len(range(1981, 2026))
    assert lab.found.change.before == pytest.approx(5.5, abs=0.3)
    assert lab.found.change.after == pytest.approx(8.4, abs=0.2)


def test_results_are_plain_json_and_never_a_number_that_is_none(shipped_cache: Cache) -> None:
    told = json.dumps(
        [result.to_json() for result in evaluate(Loader(shipped_cache.store, CATALOGUE))], allow_nan=False
    )
    assert len(json.loads(told)) == len(CATALOGUE.claims)


# what follows asks claims of made-up figures, one indicator at a time

_YEARS = range(1979, 2024)
series_of_a_level = st.lists(st.floats(0.5, 2.0), min_size=len(_YEARS), max_size=len(_YEARS))
one_to_a_dozen = st.integers(0, 10_000)


def claim_about(kind: str, without: Collection[str] = ()) -> Claim:
    """Return a claim that asks every check that ranks, compares eras or reads growth of one level or share."""
    asked = {"indicator": "gdp", "economy": "CHN", "direction": "up", "part": "it"}
    checks = [
        {**asked, "id": "mean", "kind": "milestone-change", "statistic": "mean", "milestone": "wto-accession"},
        {**asked, "id": "slope", "kind": "milestone-change", "statistic": "slope", "milestone": "mlp-2006"},
        {
            **asked,
            "id": "eras",
            "kind": "era-means",
            "eras": ["reform-and-opening", "innovation-driven"],
            "supports": 5,
            "against": 0,
            "reason": "so",
        },
        {
            **asked,
            "id": "change",
            "kind": "level",
            "measure": "change",
            "from": 2000,
            "supports": 5,
            "against": 0,
            "reason": "so",
        },
        {
            **asked,
            "id": "standing",
            "kind": "level",
            "measure": "standing",
            "supports": 0.2,
            "against": 0.5,
            "reason": "so",
        },
        {
            **asked,
            "id": "doubling",
            "kind": "level",
            "measure": "doubling-time",
            "last": 10,
            "part": "context",
            "role": "context",
        },
    ]
    return Claim.model_validate(
        {
            "id": kind,
            "title": kind,
            "statement": kind,
            "sources": [{"title": "made up"}],
            "parts": ["it"],
            "checks": [check for check in checks if check["id"] not in without],
            "caveats": ["Made up."],
            "literature": [{"authors": "X", "year": 2000, "venue": "Y", "stance": "for", "point": "Z."}],
        }
    )


def made_up(seed: int) -> np.ndarray:
    """Draw a dozen series that grow, jump and wander."""
    rng = np.random.default_rng(seed)
    growth = rng.normal(0.03, 0.08, size=(len(_YEARS), len(COMPARATORS))).cumsum(axis=0)
    return np.exp(growth + rng.normal(0, 1, size=len(COMPARATORS)))


def ground_of(values: np.ndarray, economies: tuple[str, ...] = COMPARATORS, kind: Kind = Kind.LEVEL) -> CheckInputs:
    return CheckInputs(CATALOGUE, {"gdp": Panel(kind, _YEARS[0], economies, values, {})})


@given(one_to_a_dozen, st.floats(1e-6, 1e9))
@settings(max_examples=draws(15))
def test_scaling_a_level_by_a_constant_changes_no_growth_no_place_and_no_verdict(seed: int, factor: float) -> None:
    values = made_up(seed)
    # a gap of eras and a change are in the unit of the level, and scale with it
    claim = claim_about("level", ("eras", "change"))
    plain, scaled = (claim_result(claim, ground_of(held)) for held in (values, values * factor))
    assert plain.verdict is scaled.verdict
    assert plain.hinges_on == scaled.hinges_on
    for one, other in zip(plain.checks, scaled.checks, strict=True):
        assert one.outcome is other.outcome, one.id
        assert (one.finding.value is None) == (other.finding.value is None), one.id
        if one.finding.value is not None:
            assert other.finding.value == pytest.approx(one.finding.value, rel=1e-6, abs=1e-6), one.id


@given(one_to_a_dozen, st.permutations(COMPARATORS[1:]))
@settings(max_examples=draws(15))
def test_other_names_for_the_other_economies_change_nothing(seed: int, others: list[str]) -> None:
    values, claim = made_up(seed), claim_about("level")
    plain = claim_result(claim, ground_of(values))
    renamed = claim_result(claim, ground_of(values, (COMPARATORS[0], *others)))
    assert (plain.verdict, plain.hinges_on) == (renamed.verdict, renamed.hinges_on)
    assert [entry.outcome for entry in plain.checks] == [entry.outcome for entry in renamed.checks]
    assert [entry.finding.value for entry in plain.checks] == [entry.finding.value for entry in renamed.checks]


@given(one_to_a_dozen, st.sets(st.sampled_from(_YEARS), min_size=1, max_size=30))
@settings(max_examples=draws(15))
def test_a_missing_year_is_never_counted_as_a_figure(seed: int, gone: set[int]) -> None:
    values = made_up(seed)
    values[[year - _YEARS[0] for year in gone], 0] = np.nan
    kept = {year: float(values[year - _YEARS[0], 0]) for year in _YEARS if year not in gone}
    result = claim_result(claim_about("level"), ground_of(values))
    for entry in result.checks:
        assert dict(entry.series).items() <= kept.items(), entry.id
        assert entry.finding.n <= len(kept)
    changed = result.check("change")
    if changed.finding.value is not None:
        inside = [kept[year] for year in sorted(kept) if year >= 2000]
        assert changed.finding.value == pytest.approx(inside[-1] - inside[0])
    if any(1997 <= year <= 2006 for year in gone):
        assert result.check("mean").outcome is Outcome.UNTESTED


@pytest.mark.parametrize(
    ("case", "values"),
    [
        ("constant", np.full((len(_YEARS), len(COMPARATORS)), 7.0)),
        ("all-missing", np.full((len(_YEARS), len(COMPARATORS)), np.nan)),
        ("none-above-zero", np.full((len(_YEARS), len(COMPARATORS)), -1.0)),
        ("too-short", made_up(1)[:6]),
    ],
)
def test_what_cannot_be_told_is_a_sentence_and_no_error(case: str, values: np.ndarray) -> None:
    result = claim_result(claim_about(case), ground_of(values))
    for name in ("mean", "slope"):
        entry = result.check(name)
        assert entry.outcome is Outcome.UNTESTED, name
        assert entry.description.sentence.startswith(("Too short to say: ", "Not due until ")), name
        assert entry.finding.reason
        assert entry.description.would_change
    assert result.sentence.endswith(".")
    json.dumps(result.to_json(), allow_nan=False)


def test_one_economy_alone_is_ranked_among_its_own_dates_only(frame: Frames) -> None:
    own = {year: float(value) for year, value in zip(_YEARS, made_up(3)[:, 0], strict=True)}
    ground = CheckInputs(CATALOGUE, {"gdp": panel_of(frame({"CHN": own}), Kind.LEVEL)})
    result = claim_result(claim_about("alone"), ground)
    assert result.check("mean").outcome is not Outcome.UNTESTED
    assert "Too few economies: 0 others" in result.check("mean").description.sentence
    assert result.check("standing").outcome is Outcome.UNTESTED
    assert "too few other economies (0)" in result.check("eras").description.sentence


def test_figures_of_aggregates_are_never_ranked(catalogue: Catalogue) -> None:
    values = made_up(4)
    plain = claim_result(claim_about("level"), ground_of(values))
    whole = np.column_stack([values, values.sum(axis=1) * 1e6])
    with_world = claim_result(claim_about("level"), ground_of(whole, (*COMPARATORS, "WLD")))
    assert "WLD" in catalogue.economies
    assert [entry.finding.value for entry in plain.checks] == [entry.finding.value for entry in with_world.checks]


def test_a_check_reads_the_catalogue_that_it_is_given() -> None:
    [claim] = [claim for claim in CATALOGUE.claims.values() if claim.id == "growth-orientation"]
    bare = CATALOGUE.history.model_copy(update={"targets": {}})
    ground = CheckInputs(
        replace(CATALOGUE, histories={bare.id: bare}),
        {"gdp-growth": ground_of(made_up(5), kind=Kind.GROWTH).panels["gdp"]},
    )
    [margin] = [check for check in claim.checks if check.id == "ahead-of-target-2005-2012"]
    assert find(margin, ground).reason == Reason(Cause.NO_YEAR_WITH_TARGET)


def test_every_claim_stands_where_it_did_after_a_round_through_the_store(shipped_cache: Cache) -> None:
    assert verdicts(shipped_cache.store) == verdicts(shipped_cache.store, dt.date(2100, 1, 1))
