"""Judge the claims of a policy history once for all who ask, and choose the series that shows most of one."""

from collections.abc import Hashable
from threading import Lock
from typing import Final

from cachetools import LRUCache

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Outcome
from dashboard.evidence import phrases, verdicts
from dashboard.evidence.evaluation import evaluate
from dashboard.evidence.results import CheckResult, ClaimResult
from dashboard.figures.charts.spark import Spark
from dashboard.figures.geometry import typeset
from dashboard.store.as_of import AsOf
from dashboard.views.loading import Loader

_MOST_KEPT: Final = 16
_JUDGED: Final[LRUCache[Hashable, tuple[object, tuple[ClaimResult, ...]]]] = LRUCache(_MOST_KEPT)
_LOCK: Final = Lock()
_LATEST_PX: Final = 80
_COUNTS: Final = (Outcome.SUPPORTS, Outcome.AGAINST)


def judged(loader: Loader, as_of: AsOf | None = None) -> tuple[ClaimResult, ...]:
    """Return what the observations say of the claims in focus, kept for all who ask until anything is published."""
    catalogue = loader.catalogue
    known = frozenset((one.indicator, one.id, one.published) for one in loader.store.vintages().values())
    # catalogues are made anew for every run, their histories once for the process, or for a session that has its own
    key = known, id(catalogue.histories), catalogue.policies, as_of
    # whoever asks meanwhile waits for it: a page and its preview ask at once
    with _LOCK:
        found = _JUDGED.get(key)
        if found is None:
            # with the histories beside it, so that no others of a later session come to have the same id
            found = _JUDGED[key] = catalogue.histories, evaluate(loader, as_of=as_of)
    return found[1]


def deciding_check(result: ClaimResult) -> CheckResult | None:
    """Return the check with the longest series that settles a part of the claim, else that was read at all."""
    core = [entry for entry in result.checks if entry.check.role == "core" and entry.series]
    settling = [
        entry for entry in core if entry.outcome in _COUNTS and result.parts[entry.check.part] in verdicts.SETTLED
    ]
    return max(settling or core, key=lambda entry: len(entry.series), default=None)


def deciding_series(catalogue: Catalogue, result: ClaimResult) -> Spark | None:
    """Return the series of the check that settles most of the claim; None without any."""
    chosen = deciding_check(result)
    if chosen is None:
        return None
    indicator = catalogue.indicator(chosen.check.indicator)
    value = chosen.series[-1][1]
    latest = typeset.fitting((phrases.value(indicator, value),), _LATEST_PX, 12)
    economy = catalogue.economies[chosen.check.economy].short_name
    inputs = catalogue.base_inputs(indicator.id)
    vintage = max(vintage.date for vintage in result.vintages if vintage.indicator in inputs)
    return Spark(
        chosen.series,
        f"{economy}, {indicator.short_name}",
        latest or formatting.number(value, indicator.decimals, short=True),
        f"Source: {indicator.source_name}. Vintage {vintage}.",
        tuple(known.year for known in catalogue.breaks(indicator.id) if known.economy == chosen.check.economy),
    )
