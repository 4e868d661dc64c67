"""Read a policy history that a user brings: a TOML document, or a table of milestones about one economy."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.cross_check import check_history
from dashboard.catalogue.folding import folded
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.loading import read_history
from dashboard.catalogue.tables import Row, TableReader, is_row
from dashboard.catalogue.user_dates import Span, read_dates
from dashboard.catalogue.user_events import own_event
from dashboard.catalogue.user_tables import UserTable
from dashboard.errors import CatalogueError, Mistake
from dashboard.formatting import one_line

# begins the ids of histories that a session alone has
PREFIX: Final = "own-"
MOST_BYTES: Final = 1_000_000
MOST_RECORDS: Final = 500
_HEAD: Final = "history"
_FILES: Final = {"era": "eras", "milestone": "milestones", "target": "targets", "claim": "claims"}
_CALLED: Final = "Your history"
_LONGEST_ID: Final = 40
_SHORT_LETTERS: Final = 34
# columns of a table that a milestone has as they are
_TEXTS: Final = ("title", "short_title", "native_title", "kind", "issuer", "document", "summary", "note")
_NO_SOURCE: Final = "no source given"


@dataclass(frozen=True)
class Told:
    """What a user says of a table of milestones: what the history is called, and which economy it is about."""

    name: str
    subject: str


def history_of(text: str, catalogue: Catalogue) -> PolicyHistory:
    """Return the history of a TOML document: [history], [[era]], [[milestone]], and [[target]] and [[claim]] if any.

    Raises CatalogueError with every mistake, each by table and field.
    """
    if len(text.encode()) > MOST_BYTES:
        raise _refused(f"is larger than {MOST_BYTES // 1_000_000} MB, the most that is read")
    try:
        document: Row = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise _refused(f"is not readable as TOML: {exc}") from exc
    return _validated(document, catalogue)


def history_of_table(table: UserTable, told: Told, catalogue: Catalogue) -> PolicyHistory:
    """Return the history of a table with a heading, a row per milestone: date and title, and what else there is.

    Other columns are those of a milestone, `end`, `source` and `url`; lists are separated by semicolons. Its one era
    begins with its first milestone. Raises CatalogueError with every mistake, each by row and field.
    """
    head, *rows = table.rows
    columns = {folded(cell).strip().replace(" ", "_"): place for place, cell in enumerate(head.cells)}
    missing = [name for name in ("date", "title") if name not in columns]
    if missing or not rows:
        detail = f"has no column called {missing[0]}" if missing else "has a heading and no rows"
        raise _refused(detail)
    dates = [_span(row.cell(columns["date"])) for row in rows]
    unread = [row for row, span in zip(rows, dates, strict=True) if span is None]
    if unread:
        raise CatalogueError(
            [Mistake(_CALLED, f"row {row.number}", "date", "is no date that can be read") for row in unread]
        )
    known = [(row, span) for row, span in zip(rows, dates, strict=True) if span is not None]
    milestones = [
        _milestone({name: row.cell(place) for name, place in columns.items() if row.cell(place)}, span, told)
        for row, span in sorted(known, key=lambda pair: pair[1].first.start)
    ]
    return _validated(
        {_HEAD: _head(told, catalogue), "era": [_whole_time(milestones)], "milestone": milestones}, catalogue
    )


def _validated(document: Row, catalogue: Catalogue) -> PolicyHistory:
    mistakes = list(_misshapen(document))
    if mistakes:
        raise CatalogueError(mistakes)
    name = identifier(str(document[_HEAD].get("name", "")))
    given = {f"policy/{name}/history.toml": document[_HEAD]}
    given |= {
        f"policy/{name}/{file}.toml": {table: document[table]} for table, file in _FILES.items() if table in document
    }
    reader = TableReader((), given, _CALLED)
    history = read_history(reader, name)
    if history is not None:
        others = [known for known in catalogue.histories.values() if known.id != name]
        reader.mistakes.extend(check_history(catalogue, history, others, reader.origins, reader.unsound))
    if reader.mistakes or history is None:
        raise CatalogueError(reader.mistakes)
    return history


def is_brought(policy: str) -> bool:
    """Tell whether a history of this id is one that a user brought for their session."""
    return policy.startswith(PREFIX)


def identifier(name: str) -> str:
    """Return the id of a history of a user's by its name."""
    return f"{PREFIX}{re.sub(r'[^a-z0-9]+', '-', folded(name))[:_LONGEST_ID].strip('-') or 'history'}"


def _misshapen(document: Row) -> Iterator[Mistake]:
    """Yield what is wrong with the tables of a document before any record is read."""
    for table in document:
        if table not in (_HEAD, *_FILES):
            known = ", ".join((f"[{_HEAD}]", *(f"[[{name}]]" for name in _FILES)))
            yield Mistake(_CALLED, one_line(table, _LONGEST_ID), "", f"is an unknown table; there are {known}")
    if not is_row(document.get(_HEAD)):
        yield Mistake(_CALLED, f"[{_HEAD}]", "", f"no [{_HEAD}] table found")
    for table in _FILES:
        rows: object = document.get(table)
        if isinstance(rows, list) and len(rows) > MOST_RECORDS:
            yield Mistake(_CALLED, f"[[{table}]]", "", f"{MOST_RECORDS} are the most that are read")


def _refused(detail: str) -> CatalogueError:
    return CatalogueError([Mistake(_CALLED, "", "", detail)])


def _span(text: str) -> Span | None:
    [cell] = read_dates([text]).cells
    return cell if isinstance(cell, Span) else None


def _head(told: Told, catalogue: Catalogue) -> Mapping[str, Any]:
    return {
        "name": told.name,
        "subject": told.subject,
        "language": "en",
        "language_name": "English",
        "title": told.name,
        "timeline_titles": [told.name],
        "comparators": list(catalogue.history.comparators),
        "headline_indicators": list(catalogue.history.headline_indicators),
    }


def _milestone(cells: Mapping[str, str], span: Span, told: Told) -> dict[str, Any]:
    """Return a row of a table as a milestone's table is written in TOML, filled where a milestone needs more."""
    title = cells.get("title", "")
    event = own_event(span, title)
    dated = {"date": span.first.start, "precision": getattr(event, "precision", "day")}
    last = span.last.last_day if span.last else None
    texts = {name: cells[name] for name in _TEXTS if name in cells}
    lists = {name: [word.strip() for word in cells[name].split(";")] for name in ("indicators",) if name in cells}
    source = {"title": cells.get("source", _NO_SOURCE)} | ({"url": cells["url"]} if "url" in cells else {})
    return {
        "id": cells.get("id", f"{identifier(told.name)}-{getattr(event, 'id', '')}")[:60].strip("-"),
        **dated,
        **({"end": last} if last else {}),
        "short_title": one_line(title, _SHORT_LETTERS),
        "kind": "strategy",
        "summary": title,
        **texts,
        "weight": int(cells["weight"]) if cells.get("weight", "").isdigit() else 2,
        **lists,
        "sources": [source],
    }


def _whole_time(milestones: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the one era of a table: from its first milestone on."""
    return {
        "id": "all-years",
        "name": "All years",
        "short_name": "All years",
        "start": milestones[0]["date"],
        "summary": "The table of milestones names no eras.",
        "sources": [{"title": _NO_SOURCE}],
    }
