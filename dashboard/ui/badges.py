"""Show verdicts and outcomes as badges, whose words and sign say it."""

from typing import Final, Literal

import streamlit as st

from dashboard.catalogue.claims import Outcome, PartOutcome, Verdict

Colour = Literal["green", "orange", "red", "gray"]

# words and icon say it; the colour only repeats it
_BADGES: Final[dict[Verdict | PartOutcome | Outcome, tuple[str, Colour]]] = {
    Verdict.CONSISTENT: (":material/check_circle:", "green"),
    Verdict.AS_FAR_AS_TESTED: (":material/check_circle:", "green"),
    Verdict.UNDECIDED: (":material/circle:", "gray"),
    Verdict.MIXED: (":material/contrast:", "orange"),
    Verdict.NOT_CONSISTENT: (":material/cancel:", "red"),
    Verdict.NOT_TESTABLE: (":material/help:", "gray"),
    PartOutcome.SUPPORTED: (":material/check_circle:", "green"),
    PartOutcome.CONTRADICTED: (":material/cancel:", "red"),
    PartOutcome.DIVIDED: (":material/contrast:", "orange"),
    PartOutcome.OPEN: (":material/circle:", "gray"),
    Outcome.SUPPORTS: (":material/check_circle:", "green"),
    Outcome.AGAINST: (":material/cancel:", "red"),
    Outcome.UNCLEAR: (":material/circle:", "gray"),
    Outcome.UNTESTED: (":material/help:", "gray"),
}


def badge(outcome: Verdict | PartOutcome | Outcome) -> None:
    """Show an outcome in words with its sign."""
    sign, colour = _BADGES[outcome]
    st.badge(outcome.value.capitalize(), icon=sign, color=colour)


def icon(outcome: Verdict | PartOutcome | Outcome) -> str:
    """Return the sign of an outcome."""
    return _BADGES[outcome][0]
