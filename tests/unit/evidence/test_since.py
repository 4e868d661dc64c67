"""Is it said which verdicts of an earlier day are others today?"""

import datetime as dt
from dataclasses import replace

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Verdict
from dashboard.evidence.evaluation import evaluate
from dashboard.evidence.since import since_sentence
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.views.loading import Loader


def test_verdicts_that_are_others_today_are_named_with_both(shipped_catalogue: Catalogue) -> None:
    then = evaluate(Loader(Store(open_database(MEMORY_URL)[0]), shipped_catalogue))
    day, checks = dt.date(2025, 1, 1), sum(len(result.checks) for result in then)
    assert since_sentence(then, then, day) == "The verdicts of 1 January 2025 are the same with today's figures."
    first, *rest = then
    assert since_sentence(then, [replace(first, verdict=Verdict.MIXED), *rest], day) == (
        f"With today's figures 1 of {len(then)} verdicts and 0 of {checks} checks differ from those of 1 January 2025: "
        f"“{first.claim.title}” is {Verdict.MIXED.value} (then {first.verdict.value})."
    )
