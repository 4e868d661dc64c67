"""Are the eight claims shipped with the parts, checks and thresholds of the method, and do they come out as told?"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from dashboard.analysis.reasons import Cause
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import CONTEXT, EraMeansCheck, LevelCheck, MilestoneCheck, TargetCheck
from dashboard.catalogue.claims import Claim
from dashboard.evidence.results import ClaimResult

# claim, part -> check: (kind, which, direction, supports, against); `which` is milestone and statistic, measure or eras
TURN = ("reform-and-opening", "innovation-driven")
METHOD: Mapping[str, Mapping[str, Mapping[str, tuple[Any, ...]]]] = {
    "growth-orientation": {
        "growth came first": {
            "reform-era-standing": ("level", "standing", "up", 0.25, 0.5),
            "ahead-of-target-2005-2012": ("target", "mean-margin", "up", 1, 0),
        },
        "growth slowed after 2012": {
            "era-means": ("era-means", TURN, "down", -1, 0),
            "change-2012": ("milestone-change", ("leadership-2012", "mean"), "down"),
        },
        "growth no longer runs ahead of its target": {
            "margin-since-2013": ("target", "mean-margin", "down", 0.5, 1),
            "beyond-target-since-2013": ("target", "share-beyond", "down", 0.25, 0.5),
        },
        CONTEXT: {
            "targets-still-set": ("target", "share-set", "down", None, None),
            "distance-since-2013": ("target", "mean-distance", "down", None, None),
        },
    },
    "hard-technology": {
        "more goes into research": {
            "rd-era-means": ("era-means", TURN, "up", 0.5, 0),
            "rd-standing": ("level", "standing", "up", 0.25, 0.5),
        },
        "an industrial base is kept": {
            "manufacturing-standing": ("level", "standing", "up", 0.25, 0.5),
            "manufacturing-since-2015": ("level", "change", "up", -1, -3),
        },
    },
    "leader-in-new-technology": {
        "research output leads": {
            "articles-standing": ("level", "rank", "up", 1, 4),
            "patents-standing": ("level", "rank", "up", 1, 4),
        },
        "others pay for its technology": {
            "ip-receipts-standing": ("level", "rank", "up", 3, 11),
            "ip-ratio-latest": ("level", "latest", "down", 1, 5),
        },
    },
    "technology-waves": {
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
    },
    "export-led-manufacturing": {
        "exports": {
            "exports-era-means": ("era-means", ("planned-economy", "reform-and-opening"), "up", 5, 0),
            "exports-1979": ("milestone-change", ("reform-and-opening", "mean"), "up"),
            "exports-wto": ("milestone-change", ("wto-accession", "mean"), "up"),
        },
        "manufacturing": {
            "manufactures-share": ("level", "mean", "up", 75, 50),
            "manufactures-standing": ("level", "standing", "up", 0.25, 0.5),
        },
        "foreign investment": {
            "fdi-standing": ("level", "standing", "up", 0.25, 0.5),
            "fdi-1979": ("milestone-change", ("reform-and-opening", "mean"), "up"),
        },
    },
    "services-not-high-tech": {
        "high technology is a small part": {
            "high-tech-size": ("level", "latest", "down", 10, 20),
            "high-tech-drift": ("level", "change", "down", 0, 2),
        },
        "services dominate": {"services-share": ("level", "latest", "up", 50, 40)},
        "consumers carry them": {"household-consumption": ("level", "latest", "up", 55, 45)},
        CONTEXT: {
            "services-to-manufacturing": ("level", "latest", "up", 1.5, 1),
            "services-jobs": ("level", "latest", "up", 50, 40),
        },
    },
    "solar": {
        "it makes the panels": {},
        "it installs most": {
            "share-of-capacity": ("level", "latest", "up", 33.3, 20),
            "first-in-capacity": ("level", "rank", "up", 1, 4),
            "share-of-additions": ("level", "mean", "up", 50, 33.3),
        },
    },
    "markets-abroad": {
        "a surplus persists": {
            "surplus-years": ("level", "share-above", "up", 0.8, 0.5),
            "surplus-size": ("level", "mean", "up", 1, 0),
            "surplus-after-tariffs": ("milestone-change", ("section-301-tariffs", "mean"), "up"),
        },
        "manufactures are what is sold": {"manufactures-latest": ("level", "latest", "up", 80, 60)},
        "markets abroad matter as before": {
            "exports-after-2012": ("milestone-change", ("leadership-2012", "mean"), "up"),
            "household-consumption": ("level", "latest", "down", 45, 55),
        },
        CONTEXT: {
            "imports-2018": ("milestone-change", ("section-301-tariffs", "mean"), "down"),
            "exports-standing": ("level", "standing", "up", 0.25, 0.5),
        },
    },
}
SPANS = {
    "reform-era-standing": {"era": "reform-and-opening"},
    "ahead-of-target-2005-2012": {"first_year": 2005, "last_year": 2012},
    "change-2012": {"first_year": 1979},
    "margin-since-2013": {"first_year": 2013},
    "beyond-target-since-2013": {"first_year": 2013, "beyond": 0.5},
    "targets-still-set": {"first_year": 2013},
    "distance-since-2013": {"first_year": 2013},
    "rd-era-means": {"first_year": 1996},
    "manufacturing-since-2015": {"first_year": 2015},
    "manufactures-share": {"first_year": 1992, "last_year": 2012},
    "manufactures-standing": {"first_year": 1992, "last_year": 2012},
    "fdi-standing": {"era": "reform-and-opening"},
    "high-tech-drift": {"first_year": 2013},
    "share-of-additions": {"last": 3},
    "surplus-years": {"first_year": 2013, "above": 0},
    "surplus-size": {"last": 5},
}
FIELDS = ("first_year", "last_year", "last", "era", "above", "beyond", "targets", "economy", "k", "lag", "role")
SENTENCES = {
    "growth-orientation": (4,),
    "hard-technology": (5,),
    "leader-in-new-technology": (8,),
    "technology-waves": (11, 13),
    "export-led-manufacturing": (12,),
    "services-not-high-tech": (21,),
    "solar": (23,),
    "markets-abroad": (24,),
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
    "manufacturing-share": "NV.IND.MANF.ZS",
    "journal-articles": "IP.JRN.ARTC.SC",
}


@pytest.fixture
def results(shipped_results: tuple[ClaimResult, ...]) -> dict[str, ClaimResult]:
    return {result.claim.id: result for result in shipped_results}


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
    assert described(claim) == {part: checks for part, checks in METHOD[name].items() if checks}
    assert claim.sentences == SENTENCES[name]
    assert {entry.part for entry in claim.untested} == {part for part, checks in METHOD[name].items() if not checks}
    assert claim.parts == tuple(part for part in METHOD[name] if part != CONTEXT)
    for check in claim.checks:
        expected = SPANS.get(check.id, {})
        unsaid = {"economy": "CHN", "k": 5, "lag": 0, "role": "context" if check.part == CONTEXT else "core"}
        told = {
            field: value
            for field in (
                "first_year",
                "last_year",
                "last",
                "era",
                "above",
                "beyond",
                "targets",
                "economy",
                "k",
                "lag",
                "role",
            )
            if (value := getattr(check, field, None)) not in (None, ()) and value != unsaid.get(field, ())
        }
        assert told == expected, check.id


def test_there_are_eight_claims_in_order(shipped_catalogue: Catalogue) -> None:
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
    assert len(results) == 8
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
    gap = results["growth-orientation"].check("era-means")
    growth = dict(gap.series)
    reform = [growth[year] for year in range(1979, 2013)]
    innovation = [growth[year] for year in range(2013, 2024)]
    assert gap.finding.value == pytest.approx(sum(innovation) / 11 - sum(reform) / 34)


@pytest.mark.parametrize(
    ("claim", "check"),
    [
        ("export-led-manufacturing", "fdi-1979"),
        ("technology-waves", "researchers-bend-mlp"),
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


def test_the_article_and_its_original_are_named_with_what_of_it_cannot_be_tested(shipped_catalogue: Catalogue) -> None:
    article = shipped_catalogue.history.article
    assert article is not None
    assert article.original is not None
    assert article.original.author == "Arthur R. Kroeber"
    assert article.original.date == dt.date(2024, 6, 4)
    named = {number for entry in shipped_catalogue.history.untestable for number in entry.sentences}
    tested = {number for claim in shipped_catalogue.claims.values() for number in claim.sentences}
    # the rest of the article, from its fourth sentence on
    assert named | tested == set(range(4, 25))
