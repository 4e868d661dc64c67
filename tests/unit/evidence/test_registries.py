"""Is a new kind of check, or a new measure, one record and one entry, seen wherever evidence is shown?"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from starlette.requests import Request

from dashboard.analysis.levels import Level, Span, empty_level
from dashboard.api.records import catalogue_table
from dashboard.api.request import Data
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import CHECK_RECORDS, LEVEL_MEASURES, TARGET_MEASURES, MeasureRule, ThresholdCheck
from dashboard.catalogue.history import DEFAULT_POLICY
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.loading import load_catalogue
from dashboard.charts.checks import check_charts, explore_selection
from dashboard.cli import main
from dashboard.evidence.evaluation import evaluate
from dashboard.evidence.findings import CheckInputs, Finding
from dashboard.evidence.kinds import level_measures, target
from dashboard.evidence.kinds.base import ThresholdKind
from dashboard.evidence.kinds.level_measures import LevelMeasure, span_read
from dashboard.evidence.kinds.registry import KINDS
from dashboard.evidence.marks import Mark
from dashboard.evidence.quantities import VALUE, Quantity
from dashboard.evidence.results import CheckResult, ClaimResult
from dashboard.figures.parts.sheet import Sheet
from dashboard.settings import DATA
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from tests.drawing import layout_of

CLAIM = """
[[claim]]
id = "in-the-test"
title = "A claim of the test"
statement = "It is so."
sources = [{ title = "The test" }]
parts = ["it never fell far", "it is high in the middle"]
caveats = ["Perhaps."]

[[claim.checks]]
id = "new-kind"
part = "it never fell far"
kind = "lowest"
since = 1980
indicator = "gdp-growth"
direction = "up"
supports = 1
against = -1
reason = "the test says so"

[[claim.checks]]
id = "new-measure"
part = "it is high in the middle"
kind = "level"
measure = "median"
indicator = "gdp-growth"
direction = "up"
from = 1980
supports = 5
against = 0
reason = "the test says so"

[[claim.literature]]
authors = "Nobody"
year = 2026
venue = "Nowhere"
stance = "for"
point = "Nothing."
"""


class LowestCheck(ThresholdCheck):
    since: int


class LowestKind(ThresholdKind[LowestCheck, Level]):
    def find(self, check: LowestCheck, inputs: CheckInputs) -> Finding[LowestCheck, Level]:
        panel = inputs.panel(check)
        span = Span(panel, check.economy, range(check.since, panel.last + 1))
        found = replace(empty_level(span, "lowest"), value=float(span.values.min()))
        return self.judged(check, found.value, found.n, found.reason, found, inputs)

    def title(self, check: LowestCheck, catalogue: Catalogue) -> str:
        assert catalogue.indicators
        return f"lowest since {check.since}"

    def method(self, check: LowestCheck) -> str:
        return f"The least value from {check.since} on."

    def quantity(self, check: LowestCheck) -> Quantity:
        assert check.supports is not None
        return VALUE

    def what(self, check: LowestCheck, indicator: Indicator) -> str:
        return f"the lowest {indicator.short_name} since {check.since}"

    def sentence(self, finding: Finding[LowestCheck, Level], inputs: CheckInputs) -> str:
        return f"At its lowest it was {self.brief(finding, inputs)}."

    def brief(self, finding: Finding[LowestCheck, Level], inputs: CheckInputs) -> str:
        return VALUE.write(inputs.catalogue.indicator(finding.check.indicator), finding.value or 0.0)

    def marks(
        self, finding: Finding[LowestCheck, Level], indicator: Indicator, values: Mapping[int, float]
    ) -> Iterator[Mark]:
        year = min((year for year in values if year >= finding.check.since), key=values.__getitem__)
        yield Mark(year, year, (values[year],), indicator.short_name)


MEDIAN = LevelMeasure(
    title="median",
    what="the median of {name}",
    method="The median of the span.",
    quantity=VALUE,
    read=span_read(lambda span, _: replace(empty_level(span, "median"), value=float(np.median(span.values)))),
    sentence=lambda text: f"{text.indicator.name} had a median of {text.amount}, {text.span}",
    is_drawn=True,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the catalogue with one more claim, which names a new kind and a new measure, and register both."""
    monkeypatch.setitem(CHECK_RECORDS, "lowest", LowestCheck)
    monkeypatch.setitem(KINDS, LowestCheck, LowestKind())
    monkeypatch.setitem(LEVEL_MEASURES, "median", MeasureRule())
    monkeypatch.setitem(level_measures.MEASURES, "median", MEDIAN)
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("snapshot"))
    with (copy / "policy" / DEFAULT_POLICY / "claims.toml").open("a", encoding="utf-8") as file:
        file.write(CLAIM)
    monkeypatch.setattr("dashboard.cli.evidence.configured_catalogue", lambda: load_catalogue(copy))
    return copy


@pytest.fixture
def widened(folder: Path) -> Catalogue:
    return load_catalogue(folder)


@pytest.fixture
def result(widened: Catalogue, shipped_cache: Cache) -> ClaimResult:
    return evaluate(Loader(shipped_cache.store, widened))[-1]


@pytest.fixture(params=["new-kind", "new-measure"])
def entry(result: ClaimResult, request: pytest.FixtureRequest) -> CheckResult:
    return result.check(request.param)


def test_a_new_one_is_evaluated_worded_and_titled(result: ClaimResult) -> None:
    lowest, median = result.checks
    assert lowest.finding.value == min(value for year, value in lowest.series if year >= 1980)
    assert lowest.description.title == "GDP growth: lowest since 1980"
    assert lowest.description.sentence.startswith("At its lowest it was ")
    assert lowest.description.method == "The least value from 1980 on."
    assert lowest.description.would_change.startswith("if the lowest GDP growth since 1980 ")
    assert lowest.description.notes[0].startswith("Counts in favour at 1.0 % or more")
    assert median.finding.value == pytest.approx(np.median([value for _, value in median.series]))
    assert median.description.title == "GDP growth: median, since 1980"
    assert median.description.sentence.startswith("GDP growth had a median of ")
    assert median.description.would_change == "if the median of GDP growth fell below 5.0 %"
    assert lowest.description.brief in result.sentence or lowest.outcome == "unclear"


def test_a_new_one_is_drawn_with_its_marks_and_leads_to_explore(
    entry: CheckResult, widened: Catalogue, shipped_cache: Cache
) -> None:
    # one that compares no dates has no chart of them
    [series] = check_charts(Loader(shipped_cache.store, widened), entry, None)
    [mark] = entry.marks
    figure = series.draw("light", Sheet(1200))
    assert f"{mark.first}-01-01" in [shape.x0 for shape in layout_of(figure).shapes if shape.opacity == 0.1]
    assert entry.description.sentence in series.alt
    told = " ".join(note.text for note in layout_of(figure).annotations).replace("<br>", " ")
    assert "Shaded: the years that are compared, the dashed line" in told
    assert explore_selection(entry.check, None, ("china",)).indicator == "gdp-growth"


@pytest.mark.parametrize("form", ["", "--json", "--html", "--markdown", "--csv"])
def test_a_new_one_is_in_every_form_of_the_report(
    form: str,
    result: ClaimResult,
    shipped_cache: Cache,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def opened(*_: object) -> Cache:
        return shipped_cache

    monkeypatch.setattr("dashboard.cli.evidence.open_configured", opened)
    assert main(["evidence", form] if form else ["evidence"]) == 0
    out = capsys.readouterr().out
    if form == "--json":
        told = json.loads(out)[-1]["checks"]
        assert [(check["kind"], check["detail"]["measure"]) for check in told] == [
            ("lowest", "lowest"),
            ("level", "median"),
        ]
        assert [check["value"] for check in told] == [entry.finding.value for entry in result.checks]
    else:
        plain = out.replace("\\", "") if form == "--markdown" else " ".join(out.split())
        assert all(entry.description.sentence in plain for entry in result.checks)


def test_a_new_one_is_published_with_its_parameters(widened: Catalogue, shipped_cache: Cache) -> None:
    table = catalogue_table(Data(lambda: shipped_cache, lambda: widened), "claims")
    [lowest, median] = table(Request({"type": "http", "query_string": b"", "headers": []}))[-1]["checks"]
    assert (lowest["kind"], lowest["since"], lowest["supports"]) == ("lowest", 1980, 1)
    assert (median["kind"], median["measure"]) == ("level", "median")


def test_every_measure_that_a_claim_may_name_is_read_and_worded() -> None:
    assert LEVEL_MEASURES.keys() == level_measures.MEASURES.keys()
    assert TARGET_MEASURES.keys() == target.MEASURES.keys()


def test_every_kind_that_a_claim_may_name_is_found_and_worded() -> None:
    assert set(CHECK_RECORDS.values()) == KINDS.keys()
