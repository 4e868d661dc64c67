"""Say which verdicts and checks come to something else with today's figures than on an earlier day."""

import datetime as dt
from collections.abc import Sequence

from dashboard import formatting
from dashboard.evidence.results import ClaimResult


def since_sentence(then: Sequence[ClaimResult], now: Sequence[ClaimResult], day: dt.date) -> str:
    """Return how verdicts and outcomes of checks of a day differ from today's; both are of the same claims in order."""
    pairs = list(zip(then, now, strict=True))
    changed = [(old, new) for old, new in pairs if old.verdict is not new.verdict]
    checks = [
        old.outcome is not new.outcome
        for before, after in pairs
        for old, new in zip(before.checks, after.checks, strict=True)
    ]
    others = f"{sum(checks)} of {formatting.count(len(checks), 'check')}"
    when = formatting.day(day, "day")
    if not changed:
        also = f", though {others} come to another outcome" if any(checks) else ""
        return f"The verdicts of {when} are the same with today's figures{also}."
    told = [f"“{new.claim.title}” is {new.verdict.value} (then {old.verdict.value})" for old, new in changed]
    head = f"With today's figures {len(changed)} of {len(pairs)} verdicts and {others} differ from those of {when}"
    return f"{head}: {formatting.listing(told)}."
