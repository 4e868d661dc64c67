"""Read a policy history that a user brings: a TOML document, or a table of milestones about one economy."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.cross_check import check_history
from dashboard.catalogue.folding import folded
from dashboard.catalogue.history import BROUGHT, PolicyHistory
from dashboard.catalogue.loading import read_history
from dashboard.catalogue.tables import Row as Document
from dashboard.catalogue.tables import TableReader, is_row
from dashboard.catalogue.user_dates import NotRead, Span, read_dates
from dashboard.catalogue.user_event_tables import span_of
from dashboard.catalogue.user_events import NotAnEvent, own_event
from dashboard.catalogue.user_ongoing import begun
from dashboard.catalogue.user_tables import Row, UserTable
from dashboard.catalogue.user_wording import reason
from dashboard.errors import CatalogueError, Mistake
from dashboard.formatting import one_line

MOST_BYTES: Final = 1_000_000
MOST_RECORDS: Final = 500
_HEAD: Final = "history"
_FILES: Final = {"era": "eras", "milestone": "milestones", "target": "targets", "claim": "claims"}
_CALLED: Final = "Your history"
_LONGEST_ID: Final = 40
_SHORT_LETTERS: Final = 34
# columns of a table that a milestone has as they are
_TEXTS: Final = ("title", "short_title", "native_title", "kind", "issuer", "document", "summary", "note")
_NUMBERS: Final = ("weight", "expected_lag")
_NUMBER: Final = re.compile(r"\d{1,3}", re.ASCII)
_NO_SOURCE: Final = "no source given"
_NO_COLUMN: Final = -1
# a title with its publisher, and its URL
_SOURCE: Final = re.compile(r"(?P<title>.+?)(?: <(?P<url>https?://[^<>\s]+)>)?")


@dataclass(frozen=True)
class Told:
    """What a user says of a table of milestones: what the history is called, and which economy it is about."""

    name: str
    subject: str


def text_of(content: bytes) -> str:
    """Return the text of a TOML document; CatalogueError for one in other letters than those that TOML has."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise _refused(f"is not written in UTF-8, as TOML is (line {line}): save it as UTF-8") from exc


def history_of(text: str, catalogue: Catalogue) -> PolicyHistory:
    """Return the history of a TOML document: [history], [[era]], [[milestone]], and [[target]] and [[claim]] if any.

    Raises CatalogueError with every mistake, each by table and field.
    """
    if len(text.encode()) > MOST_BYTES:
        raise _refused(f"is larger than {MOST_BYTES // 1_000_000} MB, the most that is read")
    try:
        document: Document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise _refused(f"is not readable as TOML: {exc}") from exc
    return _validated(document, catalogue)


def history_of_table(table: UserTable, told: Told, catalogue: Catalogue) -> PolicyHistory:
    """Return the history of a table with a heading, a row per milestone: date and title, and what else there is.

    Other columns are those of a milestone, `end`, `source` and `url`, or `sources` as Eraline's own files have them;
    lists are separated by semicolons. Its one era begins with its first milestone. Raises CatalogueError with every
    mistake, each by row and field.
    """
    columns, rows = columns_of(table), table.rows[1:]
    spans = _spans(rows, columns)
    unread = [(row, span) for row, span in zip(rows, spans, strict=True) if isinstance(span, NotRead)]
    if unread:
        details = ((row, reason(NotAnEvent(span.problem, span.text))) for row, span in unread)
        raise CatalogueError([Mistake(_CALLED, f"row {row.number}", "date", detail) for row, detail in details])
    known = [(row, span) for row, span in zip(rows, spans, strict=True) if isinstance(span, Span)]
    milestones = [
        _milestone({name: row.cell(place) for name, place in columns.items() if row.cell(place)}, span, told)
        for row, span in sorted(known, key=lambda pair: pair[1].first.start)
    ]
    return _validated(
        {_HEAD: _head(told, catalogue), "era": [_whole_time(milestones)], "milestone": milestones}, catalogue
    )


def columns_of(table: UserTable) -> Mapping[str, int]:
    """Return the places of a table's columns by their names; CatalogueError where it can have no milestone."""
    head, *rows = table.rows
    columns = {folded(cell).strip().replace(" ", "_"): place for place, cell in enumerate(head.cells)}
    missing = [name for name in ("date", "title") if name not in columns]
    if missing or not rows:
        raise _refused(f"has no column called {missing[0]}" if missing else "has a heading and no rows")
    return columns


def _validated(document: Document, catalogue: Catalogue) -> PolicyHistory:
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
    return policy.startswith(BROUGHT)


def identifier(name: str) -> str:
    """Return the id of a history of a user's by its name."""
    return f"{BROUGHT}{re.sub(r'[^a-z0-9]+', '-', folded(name))[:_LONGEST_ID].strip('-') or 'history'}"


def _misshapen(document: Document) -> Iterator[Mistake]:
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


def _spans(rows: Sequence[Row], columns: Mapping[str, int]) -> list[Span | NotRead]:
    """Return when each row began and ended; a column settles what comes first in its dates, day or month."""
    starts, ends, precisions = (
        [row.cell(columns.get(name, _NO_COLUMN)) for row in rows] for name in ("date", "end", "precision")
    )
    read = read_dates(begun([*starts, *ends])).cells
    halves = read[: len(rows)], read[len(rows) :]
    return [span_of(*parts) for parts in zip(*halves, precisions, strict=True)]


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
    return {
        "id": cells.get("id", f"{identifier(told.name)}-{getattr(event, 'id', '')}")[:60].strip("-"),
        **dated,
        **({"end": last} if last else {}),
        "short_title": one_line(title, _SHORT_LETTERS),
        "kind": "strategy",
        "summary": title,
        **texts,
        "weight": 2,
        **{name: int(cells[name]) for name in _NUMBERS if _NUMBER.fullmatch(cells.get(name, ""))},
        **lists,
        "sources": _sources(cells),
    }


def _sources(cells: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the sources of a row: one in columns of its own, or all of them as Eraline's own files have them."""
    if "sources" in cells and "source" not in cells:
        return list(_listed(cells["sources"]))
    return [{"title": cells.get("source", _NO_SOURCE)} | ({"url": cells["url"]} if "url" in cells else {})]


def _listed(text: str) -> Iterator[dict[str, str]]:
    """Yield the sources of one cell: as JSON, as data routes write them, or in words, as files of charts do."""
    try:
        given: object = json.loads(text)
    except (ValueError, RecursionError):
        given = [found.groupdict() for part in text.split("; ") if (found := _SOURCE.fullmatch(part))]
    for one in filter(is_row, given if isinstance(given, list) else []):
        yield {str(name): value for name, value in one.items() if value}


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
