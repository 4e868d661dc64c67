"""Choose the series that a claim's small picture shows."""

from typing import Final

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Outcome
from dashboard.evidence import phrases, verdicts
from dashboard.evidence.results import ClaimResult
from dashboard.figures.charts.spark import Spark
from dashboard.figures.geometry import typeset

_LATEST_PX: Final = 80
_COUNTS: Final = (Outcome.SUPPORTS, Outcome.AGAINST)


def deciding_series(catalogue: Catalogue, result: ClaimResult) -> Spark | None:
    """Return the longest series that settles a part of the claim, else that was read at all; None without any."""
    core = [entry for entry in result.checks if entry.check.role == "core" and entry.series]
    settling = [
        entry for entry in core if entry.outcome in _COUNTS and result.parts[entry.check.part] in verdicts.SETTLED
    ]
    if not core:
        return None
    chosen = max(settling or core, key=lambda entry: len(entry.series))
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
    )
