"""Write what a search found as records: what each is called, how far its observations reach, and what opens it."""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode

from cachetools import LRUCache

from dashboard import formatting
from dashboard.catalogue.indicators import Tier
from dashboard.store.observations import Store
from dashboard.store.records import Reach, Vintage
from dashboard.views.findable import Findable, Found
from dashboard.views.search import Answer, Outcome

# more than any catalogue has
_REACHES_KEPT: Final = 4_096
SENTENCES: Final[Mapping[Outcome, str]] = {
    Outcome.FOUND: "",
    Outcome.NO_CURATED: "No indicator that Eraline has checked fits; these are offered by their provider. "
    "Others are found by code or address: fred:UNRATE, owid:life-expectancy.",
    Outcome.NOTHING: "Nothing is called so. Try another word, or the code or address of a series: SP.DYN.LE00.IN, "
    "fred:UNRATE, owid:life-expectancy.",
    Outcome.EMPTY: "Type a word, a code, or the address of a provider's page.",
}
TIER_NAMES: Final[Mapping[Tier, str]] = {
    Tier.CURATED: "checked by Eraline",
    Tier.CATALOGUED: "as the provider describes it",
    Tier.CUSTOM: "your own",
    Tier.COMPUTED: "computed",
}


class Reaches:
    """How far the indicators of a store reach, asked for once for each vintage: a vintage never changes.

    The whole record is the key, and not its id alone, which another database may give to another vintage.
    """

    def __init__(self) -> None:
        self._known: LRUCache[Vintage, Reach] = LRUCache(_REACHES_KEPT)
        self._lock = Lock()

    def of(self, indicators: Sequence[str], store: Store) -> Mapping[str, Reach]:
        """Return how far each of some indicators reaches, those that are stored."""
        with self._lock:
            vintages = {name: found for name, found in store.vintages().items() if name in indicators}
            known = {name: self._known[vintage] for name, vintage in vintages.items() if vintage in self._known}
            lacking = [name for name in vintages if name not in known]
            found = store.reach(lacking) if lacking else {}
            self._known.update({vintages[name]: reach for name, reach in found.items()})
            return {**known, **found}


def records(answer: Answer, reaches: Mapping[str, Reach]) -> list[dict[str, Any]]:
    """Return one JSON object for each result, best first; `query` opens it on `page`, `detail` tells it from others."""
    return [record(one, reaches.get(one.id)) for one in answer.results]


def indicators_in(answer: Answer) -> list[str]:
    """Return the ids of the indicators found."""
    return [one.id for one in answer.results if one.kind is Found.INDICATOR]


def record(one: Findable, reach: Reach | None = None) -> dict[str, Any]:
    """Return one result as a JSON object."""
    return {
        "id": one.id,
        "kind": one.kind,
        "tier": one.tier,
        "title": one.title,
        "native": one.native or None,
        "language": one.language or None,
        "detail": _detail(one, reach),
        "unit": one.unit or None,
        "provider": one.provider or None,
        "first": reach.first.isoformat() if reach else None,
        "last": reach.last.isoformat() if reach else None,
        "economies": reach.economies if reach else None,
        "page": one.page,
        "query": urlencode(one.query, safe=",:@"),
    }


def _detail(one: Findable, reach: Reach | None) -> str:
    """Return what tells a result from others: unit, provider, years, economies, tier; of others where or when it is."""
    if one.kind is not Found.INDICATOR:
        return one.detail
    years = formatting.spell(reach.first.year, reach.last.year) if reach else ""
    told = formatting.economies(reach.economies) if reach else ""
    tier = TIER_NAMES[one.tier] if one.tier else ""
    ended = one.detail if one.ended else ""
    return " · ".join(part for part in (one.unit, one.provider, years, told, ended, tier) if part)
