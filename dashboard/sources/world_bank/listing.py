"""Ask the World Bank for the list of all series that it offers: names and databases, page by page."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from dashboard.catalogue.described import unit_in
from dashboard.catalogue.provider_series import ProviderSeries, databases
from dashboard.errors import SourceMalformed
from dashboard.sources.base import Watch
from dashboard.sources.http import call, open_session
from dashboard.sources.request import Request, RetryPolicy
from dashboard.sources.text import malformed, plain

_NAME: Final = "World Bank"
_ROWS: Final = 5_000
_MOST_PAGES: Final = 40
_LONGEST_NAME: Final = 300


def fetch_series(url: str, policy: RetryPolicy, watch: Watch | None = None) -> tuple[ProviderSeries, ...]:
    """Return every series of the databases that are known here; SourceError where the list cannot be had whole."""
    rows = [row for page in _pages(url.rstrip("/"), policy, watch or Watch()) for row in page]
    known = databases()
    found = {(one.database, one.code): one for one in map(_series, rows) if one.database in known}
    return tuple(found.values())


def _pages(url: str, policy: RetryPolicy, watch: Watch) -> Iterator[Sequence[Any]]:
    session = open_session(url)
    read, total, number = 0, 1, 1
    while read < total:
        asked = {"format": "json", "per_page": str(_ROWS), "page": str(number)}

        def send(_request: Request, asked: dict[str, str] = asked) -> bytes:
            return session.get(f"{url}/indicator", params=asked, timeout=policy.idle).content

        total, rows = _page(call(lambda: Request(_NAME, policy, watch), send))
        if not rows or number > _MOST_PAGES:
            raise malformed(_NAME, f"lists {total:,} series and sent {read:,} of them")
        yield rows
        read, number = read + len(rows), number + 1


def _page(body: bytes) -> tuple[int, Sequence[Any]]:
    try:
        head, rows = json.loads(body)
        return int(head["total"]), list(rows)
    except (ValueError, TypeError, KeyError) as exc:
        raise malformed(_NAME, f"answered with something else than a list of series: {plain(body, 80)}") from exc


def _series(row: Any) -> ProviderSeries:  # noqa: ANN401 - whatever came
    try:
        name = plain(str(row["name"]), _LONGEST_NAME)
        topics = tuple(told for topic in row.get("topics") or () if (told := plain(str(topic.get("value") or ""), 80)))
        code = str(row["id"]).strip()
        return ProviderSeries(code, name or code, unit_in(name), topics, str(row["source"]["id"]))
    except (KeyError, TypeError, AttributeError) as exc:
        raise _row(row) from exc


def _row(row: object) -> SourceMalformed:
    return malformed(_NAME, f"lists a series without a code, a name or a database: {plain(str(row), 80)}")
