"""Are the seven claims shipped with the parts, checks and thresholds of the method, and do they come out as told?"""

from collections.abc import Mapping
from typing import Any

import pytest

from dashboard.analysis.reasons import Cause
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import CONTEXT, EraMeansCheck, LevelCheck, MilestoneCheck, TargetCheck
from dashboard.catalogue.claims import Claim
from dashboard.evidence.evaluation import evaluate
from dashboard.evidence.results import ClaimResult
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader

# claim, part -> check: (kind, which, direction, supports, against); `which` is milestone and statistic, measure or eras
TURN = ("reform-and-opening", "innovation-driven")
METHOD: Mapping[str, Mapping[str, Mapping[str, tuple[Any, ...]]]] = {
    "growth-first": {
        "growth came first": {
            "reform-era-standing": ("level", "standing", "up", 0.25, 0.5),
            "ahead-of-target-2005-2012": ("target", "mean-margin", "up", 1, 0),
        },
        "growth slowed after 2012": {
            "era-means": ("era-means", TURN, "down", -1, 0),
            "change-2012": ("milestone-change", ("leadership-2012", "mean"), "down"),
        },
        "growth is no longer the aim": {
            "on-target-since-2013": ("target", "mean-margin", "down", 0.5, 1),
            "targets-still-set": ("target", "share-set", "down", 0.25, 0.75),
        },
    },
    "technology-waves": {
        "research effort rose": {"rd-era-means": ("era-means", TURN, "up", 0.5, 0)},
        "spending moved in waves": {
            "rd-bend-mlp": ("milestone-change", ("mlp-2006", "slope"), "up"),
            "rd-bend-sei": ("milestone-change", ("sei-decision", "slope"), "up"),
            "rd-bend-idds": ("milestone-change", ("idds-2016", "slope"), "up"),
        },
        "patents and researchers moved in waves": {
            "patents-bend-mlp": ("milestone-change", ("mlp-2006", "slope"), "up"),
            "patents-bend-idds": ("milestone-change", ("idds-2016", "slope"), "up"),
            "researchers-bend-mlp": ("milestone-change", ("mlp-2006", "slope"), "up"),
            "researchers-bend-idds": ("milestone-change", ("idds-2016", "slope"), "up"),
        },
        CONTEXT: {"rd-targets-met": ("target", "share-met", "up", 0.75, 0.25)},
    },
    "export-led-manufacturing": {
        "exports": {
            "exports-era-means": ("era-means", ("planned-economy", "reform-and-opening"), "up", 5, 0),
            "exports-1979": ("milestone-change", ("reform-and-opening", "mean"), "up"),
            "exports-wto": ("milestone-change", ("wto-accession", "mean"), "up"),
        },
        "manufacturing": {"manufactures-share": ("level", "mean", "up", 75, 50)},
        "foreign investment": {
            "fdi-1979": ("milestone-change", ("reform-and-opening", "mean"), "up"),
            "fdi-standing": ("level", "standing", "up", 0.25, 0.5),
        },
        CONTEXT: {
            "fdi-1992": ("milestone-change", ("southern-tour", "mean"), "up"),
            "external-balance-mean": ("level", "mean", "up", 2, 0),
        },
    },
    "services-not-high-tech": {
        "high-tech is small": {
            "high-tech-size": ("level", "latest", "down", 10, 20),
            "high-tech-drift": ("level", "change", "down", 0, 2),
        },
        "services outweigh manufacturing": {
            "services-to-manufacturing": ("level", "latest", "up", 1.5, 1),
            "services-era-means": ("era-means", TURN, "up", 5, 0),
            "services-jobs": ("level", "latest", "up", 50, 40),
        },
        "consumers carry them": {"household-consumption": ("level", "latest", "up", 55, 45)},
        CONTEXT: {"manufacturing-standing": ("level", "standing", "up", 0.25, 0.5)},
    },
    "solar-dominance": {
        "largest in the world": {
            "share-of-capacity": ("level", "latest", "up", 33.3, 20),
            "first-in-capacity": ("level", "standing", "up", 0, 0.1),
            "share-of-additions": ("level", "mean", "up", 50, 33.3),
        },
        "ahead of its own targets": {
            "target-35gw": ("target", "years-early", "up", 1, -1),
            "target-110gw": ("target", "years-early", "up", 1, -1),
            "target-1200gw": ("target", "years-early", "up", 1, -1),
        },
        CONTEXT: {
            "module-price": ("level", "doubling-time", "down", None, None),
            "capacity-doubling": ("level", "doubling-time", "up", None, None),
            "solar-share-standing": ("level", "standing", "up", None, None),
        },
    },
    "markets-abroad": {
        "the surplus persists": {
            "surplus-years": ("level", "share-above", "up", 0.8, 0.5),
            "surplus-size": ("level", "mean", "up", 1, 0),
            "surplus-after-tariffs": ("milestone-change", ("section-301-tariffs", "mean"), "up"),
        },
        "manufactures are what is sold": {"manufactures-share": ("level", "latest", "up", 80, 60)},
        "the need is undiminished": {
            "exports-after-2012": ("milestone-change", ("leadership-2012", "mean"), "up"),
            "household-consumption": ("level", "latest", "down", 45, 55),
        },
        CONTEXT: {"exports-standing": ("level", "standing", "up", 0.25, 0.5)},
    },
    "localisation": {
        "less foreign technology is paid for": {
            "ip-ratio-2015": ("milestone-change", ("made-in-china-2025", "mean"), "down"),
            "ip-payments-2022": ("milestone-change", ("chip-export-controls", "mean"), "down"),
        },
        "less is bought abroad": {"imports-2018": ("milestone-change", ("section-301-tariffs", "mean"), "down")},
        "information-technology chains": {
            "ict-exports-2022": ("milestone-change", ("chip-export-controls", "mean"), "down")
        },
        CONTEXT: {"ip-ratio-latest": ("level", "latest", "down", 1, 5)},
    },
}
SPANS = {
    "change-2012": {"first_year": 1979},
    "ahead-of-target-2005-2012": {"first_year": 2005, "last_year": 2012},
    "on-target-since-2013": {"first_year": 2013},
    "targets-still-set": {"first_year": 2013},
    "rd-era-means": {"first_year": 1996},
    "high-tech-drift": {"first_year": 2013},
    "surplus-years": {"first_year": 2013, "above": 0},
    "surplus-size": {"last": 5},
    "share-of-additions": {"last": 3},
    "module-price": {"last": 10, "economy": "WLD"},
    "capacity-doubling": {"last": 5},
    "reform-era-standing": {"era": "reform-and-opening"},
    "fdi-standing": {"era": "reform-and-opening"},
    "external-balance-mean": {"era": "reform-and-opening"},
    "target-35gw": {"targets": ("solar-2015-35gw",)},
    "target-110gw": {"targets": ("solar-2020-110gw",)},
    "target-1200gw": {"targets": ("wind-solar-2030-1200gw",)},
}
CODES = {
    "gdp-growth": "NY.GDP.MKTP.KD.ZG",
    "rd-spending": "GB.XPD.RSDV.GD.ZS",
    "researchers": "SP.POP.SCIE.RD.P6",
    "patents-resident": "IP.PAT.RESD",
    "exports-share": "NE.EXP.GNFS.ZS",
    "imports-share": "NE.IMP.GNFS.ZS",
    "external-balance": "NE.RSB.GNFS.ZS",
    "fdi-inflows": "BX.KLT.DINV.WD.GD.ZS",
    "manufactures-exports": "TX.VAL.MANF.ZS.UN",
    "services-share": "NV.SRV.TOTL.ZS",
    "services-employment": "SL.SRV.EMPL.ZS",
    "household-consumption": "NE.CON.PRVT.ZS",
    "ict-exports": "TX.VAL.ICTG.ZS.UN",
}


@pytest.fixture(scope="module")
def results(shipped_cache: Cache, shipped_catalogue: Catalogue) -> dict[str, ClaimResult]:
    return {result.claim.id: result for result in evaluate(Loader(shipped_cache.store, shipped_catalogue))}


def described(claim: Claim) -> dict[str, dict[str, tuple[Any, ...]]]:
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    for check in claim.checks:
        match check:
            case EraMeansCheck():
                row = (check.kind, check.eras, check.direction, check.supports, check.against)
            case MilestoneCheck():
                row = (check.kind, (check.milestone, check.statistic), check.direction)
            case LevelCheck() | TargetCheck():
                row = (check.kind, check.measure, check.direction, check.supports, check.against)
            case _:
                row = (check.kind,)
        found.setdefault(check.part, {})[check.id] = row
    return found


@pytest.mark.parametrize("name", METHOD)
def test_a_claim_has_the_parts_checks_and_thresholds_of_the_method(name: str, shipped_catalogue: Catalogue) -> None:
    claim = shipped_catalogue.claims[name]
    assert described(claim) == METHOD[name]
    assert claim.parts == tuple(part for part in METHOD[name] if part != CONTEXT)
    for check in claim.checks:
        expected = SPANS.get(check.id, {})
        if check.id == "manufactures-share" and name == "export-led-manufacturing":
            expected = {"era": "reform-and-opening"}
        unsaid = {"economy": "CHN", "k": 5, "lag": 0, "role": "context" if check.part == CONTEXT else "core"}
        told = {
            field: value
            for field in ("first_year", "last_year", "last", "era", "above", "targets", "economy", "k", "lag", "role")
            if (value := getattr(check, field, None)) not in (None, ()) and value != unsaid.get(field, ())
        }
        assert told == expected, check.id


def test_there_are_seven_claims_in_order(shipped_catalogue: Catalogue) -> None:
    assert list(shipped_catalogue.claims) == list(METHOD)


def test_claims_read_the_series_that_the_method_names(shipped_catalogue: Catalogue) -> None:
    read = {check.indicator for claim in shipped_catalogue.claims.values() for check in claim.checks}
    assert set(CODES) <= read
    assert {name: shipped_catalogue.indicator(name).code for name in CODES} == CODES
    ratio = shipped_catalogue.indicator("high-tech-exports-to-gdp")
    assert ratio.derived is not None
    assert (ratio.derived.op, ratio.derived.factor, ratio.kind) == ("ratio", 100, "share")


def test_every_claim_carries_caveats_and_literature_on_both_sides(shipped_catalogue: Catalogue) -> None:
    for claim in shipped_catalogue.claims.values():
        assert len(claim.caveats) >= 3, claim.id
        assert all(caveat.endswith(".") for caveat in claim.caveats), claim.id
        assert len(claim.literature) >= 4, claim.id
        stances = {entry.stance for entry in claim.literature}
        assert "for" in stances, claim.id
        assert stances & {"against", "other"}, claim.id
        assert all(entry.point.endswith(".") for entry in claim.literature), claim.id
        thresholds = [check for check in claim.checks if getattr(check, "supports", None) is not None]
        assert all(check.reason for check in thresholds), claim.id


FORBIDDEN = ("significan", "probabilit", "p-value", "impact", "because of")


def test_no_sentence_claims_more_than_figures_can(results: Mapping[str, ClaimResult]) -> None:
    assert len(results) == 7
    for result in results.values():
        said = [result.sentence, *result.would_change]
        said += [text for entry in result.checks for text in (entry.description.sentence, *entry.description.notes)]
        for text in said:
            assert text
            assert not [word for word in FORBIDDEN if word in text.lower()], text
            assert "nan" not in text.lower().split(), text
            assert "effect" not in text or text.startswith("Not causal: "), text


def test_every_milestone_check_says_that_it_is_not_causal_and_what_else_happened(
    results: Mapping[str, ClaimResult],
) -> None:
    told: dict[str, str] = {}
    for result in results.values():
        for entry in result.checks:
            if isinstance(entry.check, MilestoneCheck) and entry.finding.value is not None:
                [told[entry.id]] = [note for note in entry.description.notes if note.startswith("Not causal: ")]
    assert len(told) >= 10
    assert any("the window also holds" in note for note in told.values())


def test_the_growth_rates_of_both_eras_are_those_of_the_figures(results: Mapping[str, ClaimResult]) -> None:
    gap = results["growth-first"].check("era-means")
    growth = dict(gap.series)
    reform = [growth[year] for year in range(1979, 2013)]
    innovation = [growth[year] for year in range(2013, 2024)]
    assert gap.finding.value == pytest.approx(sum(innovation) / 11 - sum(reform) / 34)


@pytest.mark.parametrize(
    ("claim", "check"),
    [
        ("export-led-manufacturing", "fdi-1979"),
        ("technology-waves", "researchers-bend-mlp"),
        ("localisation", "ip-payments-2022"),
        ("localisation", "ict-exports-2022"),
    ],
)
def test_what_the_figures_cannot_reach_is_untested_with_the_reason(
    claim: str, check: str, results: Mapping[str, ClaimResult]
) -> None:
    found = results[claim].check(check)
    assert found.outcome == "untested"
    assert found.finding.reason is not None
    assert found.finding.reason.cause in (Cause.GAPS_IN_WINDOWS, Cause.BREAK_IN_WINDOWS)
    assert found.description.would_change
