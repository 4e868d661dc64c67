"""Describe what a chart shows as a work that can be cited: who publishes it, what it is, which release, as of when."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.store import records
from dashboard.views.view import View

_MOST_NAMED: Final = 6


@dataclass(frozen=True)
class Work:
    """One indicator as a chart shows it, in words without a style: each on one line, "" where there is nothing to say.

    `publisher` stands where other works have an author, `database` is what the series is part of, `code` the
    provider's, `computed` what Eraline made of it. `issued` is the day of the vintage. Beside the rows themselves no
    day of `accessed` is said, so that a file of the same figures is the same next year.
    """

    id: str
    title: str
    publisher: str
    database: str
    code: str
    release: str
    computed: str
    issued: dt.date
    accessed: dt.date | None
    licence: str
    licence_url: str
    link: str

    @property
    def edition(self) -> str:
        """Return which release and vintage it is of: WDI update 2026-07-13, Eraline vintage 13 July 2026."""
        vintage = f"Eraline vintage {formatting.day(self.issued, 'day')}"
        return f"{self.release}, {vintage}" if self.release else vintage


def works_of(views: Sequence[View], *, accessed: dt.date | None, link: str = "") -> tuple[Work, ...]:
    """Return what views show as works to cite, read on a day at a URL."""
    return tuple(_work(view, accessed, link) for view in views)


def _work(view: View, accessed: dt.date | None, link: str) -> Work:
    entry = view.indicator
    texts = {
        "title": ": ".join(part for part in (f"{entry.name} ({view.unit})", ", ".join(_scope(view))) if part),
        "publisher": view.publisher,
        "database": entry.source_name,
        "code": formatting.listing(list(view.codes)),
        "release": records.releases(view.vintages),
        "computed": f"{view.subtitle or 'Computed'}, by Eraline" if view.subtitle or entry.derived else "",
        "licence": entry.licence,
        "licence_url": str(entry.licence_url or ""),
        "link": link,
    }
    return Work(
        id=f"eraline-{entry.id}-{view.vintage.date.isoformat()}",
        issued=view.vintage.date,
        accessed=accessed,
        **{name: formatting.one_line(text) for name, text in texts.items()},
    )


def _scope(view: View) -> Iterator[str]:
    """Yield which economies and years a view shows, nothing where it is empty."""
    if not view.economies:
        return
    more = len(view.economies) - _MOST_NAMED
    yield formatting.economies(len(view.economies)) if more > 0 else wording.names(view.economies)
    first, last = view.years
    yield f"{first}–{last}" if first < last else str(first)
