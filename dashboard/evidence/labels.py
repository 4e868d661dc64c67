"""Arrange results as page and report show them: signs of outcomes, notes under a check, parts, literature."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import CONTEXT
from dashboard.catalogue.claims import Outcome, PartOutcome, Reference, Stance, Untestable, Verdict, Writing
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.records import Source
from dashboard.evidence import phrases
from dashboard.evidence.results import CheckResult, ClaimResult

_TITLE: Final = "What the figures say of the article's claims"
_THRESHOLDS: Final = "or from outside the outcome, but whoever set them knew the figures: they are not blind."
NOT_BLIND: Final = f"Thresholds come from its wording {_THRESHOLDS}"
NO_ARTICLE: Final = f"Each claim names the text that makes it. Thresholds come from its wording {_THRESHOLDS}"
_STANCES: Final[Mapping[Stance, str]] = {
    "against": "Against it",
    "other": "Other readings",
    "figures": "On the figures",
    "for": "For it",
}
_SIGNS: Final[Mapping[str, str]] = {
    Verdict.CONSISTENT: "✓",
    Verdict.AS_FAR_AS_TESTED: "✓",
    Verdict.UNDECIDED: "○",
    Verdict.MIXED: "◐",
    Verdict.NOT_CONSISTENT: "✕",
    Verdict.NOT_TESTABLE: "?",
    PartOutcome.SUPPORTED: "✓",
    PartOutcome.CONTRADICTED: "✕",
    PartOutcome.DIVIDED: "◐",
    PartOutcome.OPEN: "○",
    Outcome.SUPPORTS: "✓",
    Outcome.AGAINST: "✕",
    Outcome.UNCLEAR: "○",
    Outcome.UNTESTED: "?",
}


def signed(outcome: Verdict | PartOutcome | Outcome) -> str:
    """Return an outcome's name after its sign."""
    return f"{_SIGNS[outcome]} {outcome.value}"


def notes_by_check(result: ClaimResult) -> dict[str, tuple[str, ...]]:
    """Return the method and caveats of each check of a claim, by its id; a caveat stands where it first belongs."""
    seen: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for _, _, checks in by_part(result):
        for entry in checks:
            caveats = [caveat for caveat in entry.caveats if caveat not in seen]
            seen.update(caveats)
            found[entry.id] = (*entry.description.notes, f"Method: {entry.description.method}", *caveats)
    return found


def by_part(result: ClaimResult) -> Iterator[tuple[str, PartOutcome | None, list[CheckResult]]]:
    """Yield the parts of a claim with their outcome and checks, and at last the context, which has no outcome."""
    for part in (*result.claim.parts, CONTEXT):
        checks = [entry for entry in result.checks if entry.check.part == part]
        if checks or part != CONTEXT:
            yield part, result.parts.get(part), checks


def opener(result: ClaimResult) -> str:
    """Return what opens a claim: All 7 checks, caveats and literature."""
    count = len(result.checks)
    checks = "The check" if count == 1 else f"All {count} checks"
    return f"{checks}, caveats and literature" if result.claim.literature else f"{checks} and caveats"


def by_stance(references: Sequence[Reference]) -> Iterator[tuple[str, list[Reference]]]:
    """Yield the references by how they bear on a claim, what speaks against it first."""
    for stance, name in _STANCES.items():
        found = [reference for reference in references if reference.stance == stance]
        if found:
            yield name, found


def cited(reference: Reference) -> str:
    """Return a reference with its point, on one line."""
    title = f"“{reference.title}”, " if reference.title else ""
    at = f", {reference.url}" if reference.url else ""
    return f"{reference.authors} {reference.year}, {title}{reference.venue}{at}: {reference.point}"


def source_of(source: Source) -> str:
    """Return where something is claimed, on one line: Title, Publisher, URL."""
    return ", ".join(part for part in (source.title, source.publisher, str(source.url or "")) if part)


def citation_of(text: Writing) -> str:
    """Return a text as it is cited: Author, “Title”, Publisher, 4 June 2024, URL."""
    told = (text.author, f"“{text.title}”", text.publisher, published(text), str(text.url))
    return ", ".join(part for part in told if part)


def published(text: Writing) -> str:
    """Return the day on which a text was published; "" where it is not known."""
    return formatting.day(text.date, "day") if text.date else ""


def title(catalogue: Catalogue) -> str:
    """Return what the claims in focus are called together: by their article, or by whom they are about."""
    if catalogue.history.article is not None:
        return _TITLE
    return f"What the figures say of claims about {catalogue.subject.told}"


def article_sentence(history: PolicyHistory) -> str:
    """Return which text's claims are tested, and of which it is a rewrite; "" of a history without claims."""
    article = history.article
    if article is None:
        return NO_ARTICLE if history.claims else ""
    rewrites = f", a rewrite of {citation_of(article.original)}" if article.original else ""
    return f"The article: {citation_of(article)}{rewrites}. {NOT_BLIND}"


def untestable_lines(entries: Sequence[Untestable]) -> Iterator[str]:
    """Yield what of an article cannot be tested, and why, one line each."""
    for entry in entries:
        numbers = sentences_of(entry.sentences)
        yield f"{formatting.sentence(entry.what)} ({numbers}): {entry.reason[0].lower()}{entry.reason[1:]}"


def sentences_of(numbers: Sequence[int]) -> str:
    """Return which sentences of an article are meant: sentence 4, sentences 11 and 13."""
    word = "sentence" if len(numbers) == 1 else "sentences"
    return f"{word} {phrases.year_list(numbers)}"


# what the words for outcomes mean, in the order of a legend
LEGEND: Final[Mapping[str, Mapping[Verdict | PartOutcome | Outcome, str]]] = {
    "Verdicts of claims": {
        Verdict.CONSISTENT: "at least two thirds of the parts are supported, and none is contradicted or divided",
        Verdict.AS_FAR_AS_TESTED: "at least one part is supported and none contradicted, but under two thirds are",
        Verdict.MIXED: "some part is contradicted or divided",
        Verdict.NOT_CONSISTENT: "at least two thirds of the parts are contradicted, and none is supported or divided",
        Verdict.UNDECIDED: "parts were tested, and the figures decide none of them",
        Verdict.NOT_TESTABLE: "more than half of the parts cannot be tested",
    },
    "Outcomes of parts": {
        PartOutcome.SUPPORTED: "at least half of the tested checks speak for it, none against",
        PartOutcome.CONTRADICTED: "at least half of the tested checks speak against it, none for it",
        PartOutcome.DIVIDED: "some checks speak for it and some against",
        PartOutcome.OPEN: "most checks are unclear",
        PartOutcome.UNTESTED: "no check could be made",
    },
    "Outcomes of checks": {
        Outcome.SUPPORTS: "the number is on or beyond the threshold in favour",
        Outcome.AGAINST: "the number is on or beyond the threshold against",
        Outcome.UNCLEAR: "the number lies between the thresholds",
        Outcome.UNTESTED: "not due yet, the figures stop, or they are too few",
    },
}
