"""Describe what a chart shows as a work that can be cited: who publishes it, what it is, which release, as of when."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.export.json_text import json_bytes
from dashboard.store import records
from dashboard.store.as_of import write_as_of
from dashboard.views.view import View

_MOST_NAMED: Final = 6
# a key holds nothing else: BibTeX has a meaning for most other signs
_NO_KEY: Final = re.compile(r"[^A-Za-z0-9-]+")
# works of one indicator and vintage in one bibliography are few
_MARK_LENGTH: Final = 6


@dataclass(frozen=True)
class Work:
    """One indicator as a chart shows it, in words without a style: each on one line, "" where there is nothing to say.

    `id` is the key that reference managers tell works apart by, fit for all of them, and stays with a selection.
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
        id=_NO_KEY.sub("-", f"eraline-{entry.id}-{view.vintage.date.isoformat()}-{_mark(view)}"),
        issued=view.vintage.date,
        accessed=accessed,
        **{name: formatting.one_line(text) for name, text in texts.items()},
    )


def _mark(view: View) -> str:
    """Return what tells a view from others of its indicator and vintage, in whatever order it was asked for."""
    asked = view.selection
    compared = [asked.view, asked.year, asked.among] if asked.year or asked.among else []
    told = [
        view.indicator.id,
        [asked.transform, view.subtitle],
        sorted(economy.id for economy in view.economies),
        [*view.years, *sorted(asked.eras)],
        write_as_of(asked.cited) if asked.cited else "",
        sorted([vintage.indicator, vintage.date.isoformat()] for vintage in view.vintages),
        *compared,
    ]
    return hashlib.sha256(json_bytes(told)).hexdigest()[:_MARK_LENGTH]


def _scope(view: View) -> Iterator[str]:
    """Yield which economies and years a view shows, nothing where it is empty."""
    if not view.economies:
        return
    more = len(view.economies) - _MOST_NAMED
    yield wording.counted(view.economies) if more > 0 else wording.names(view.economies)
    first, last = view.years
    yield formatting.spell(first, last)
