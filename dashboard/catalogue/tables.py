"""Read TOML and CSV tables into records, one folder laid over another, mistakes by file, table or line, and field."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeGuard, TypeVar

from pydantic import ValidationError

from dashboard.catalogue.csv_tables import csv_rows
from dashboard.catalogue.origins import Origin
from dashboard.catalogue.records import Named
from dashboard.errors import Mistake, why_unreadable

# what is wrong with a file that none of the folders has
ABSENT: Final = "cannot be read: No such file or directory"

R = TypeVar("R", bound=Named)
Row = Mapping[str, Any]


@dataclass
class TableReader:
    """Reads tables from folders, a later one laid over the earlier; collects what is wrong with them.

    `given` are documents read already, by the file that they stand for, which mistakes call `called`.
    `origins` has where each record stands, by folder of the file, table and id; `unsound` the folder and table of those
    that could not be read whole.
    """

    folders: Sequence[Path]
    given: Mapping[str, Row] = field(default_factory=dict[str, Row])
    called: str = ""
    mistakes: list[Mistake] = field(default_factory=list)
    origins: dict[tuple[str, str, str], Origin] = field(default_factory=dict)
    unsound: set[tuple[str, str]] = field(default_factory=set)
    _read: dict[str, list[tuple[int, str, Row]]] = field(default_factory=dict)

    def read(
        self,
        file: str,
        table: str,
        record: type[R],
        *,
        may_be_absent: bool = False,
        complete: Callable[[Row], Row] = dict,
    ) -> dict[str, R]:
        """Return a file's records by id, one laid over another of the same id; `complete` fills what rows leave out.

        The file is TOML; beside it or in its place may stand a CSV file of the same name, one record per row.
        """
        place, before = file.rpartition("/")[0], len(self.mistakes)
        found = [
            *(
                (number, name, self._of_sheet(name, text, record, complete))
                for number, name, text in self._sheets(file)
            ),
            *(
                (number, name, self._of_document(name, document, table, record, complete))
                for number, name, document in self._documents(file)
            ),
        ]
        if not found and not may_be_absent and len(self.mistakes) == before:
            self.mistakes.append(self._absent(file, table))
        records: dict[str, R] = {}
        for number, name, read in sorted(found, key=lambda item: item[0]):
            self.origins.update({(place, table, key): Origin(name, number) for key in read})
            records |= read
        if len(self.mistakes) > before:
            self.unsound.add((place, table))
        return records

    def _absent(self, file: str, table: str) -> Mistake:
        if self.folders:
            return Mistake(file, "", "", ABSENT)
        return Mistake(self.called, f"[[{table}]]", "", f"no [[{table}]] table found")

    def documents(self, file: str) -> Iterator[tuple[Origin, Row]]:
        """Yield a file's content as each folder has it, with where that is."""
        yield from ((Origin(name, number), document) for number, name, document in self._documents(file))

    def _documents(self, file: str) -> list[tuple[int, str, Row]]:
        if file not in self._read:
            self._read[file] = list(self._parsed(file))
        return self._read[file]

    def _parsed(self, file: str) -> Iterator[tuple[int, str, Row]]:
        if file in self.given:
            yield 0, self.called, self.given[file]
        for number, name, text in self._texts(file):
            try:
                yield number, name, tomllib.loads(text)
            except tomllib.TOMLDecodeError as exc:
                self.mistakes.append(Mistake(name, "", "", f"not readable as TOML: {exc}"))

    def _sheets(self, file: str) -> Iterator[tuple[int, str, str]]:
        return self._texts(Path(file).with_suffix(".csv").as_posix())

    def _texts(self, file: str) -> Iterator[tuple[int, str, str]]:
        """Yield the number of each folder that has a file, what mistakes call the file, and its text."""
        for number, folder in enumerate(self.folders):
            # a file of the project is called by its place in data/, one laid over it by its folder's name too
            name, path = file if number == 0 else f"{folder.absolute().name}/{file}", folder / file
            try:
                yield number, name, path.read_text(encoding="utf-8")
            except FileNotFoundError:
                continue
            except (OSError, UnicodeDecodeError) as exc:
                self.mistakes.append(Mistake(name, "", "", f"cannot be read: {why_unreadable(exc)}"))

    def validated(self, file: str, table: str, record: type[R], row: object) -> R | None:
        """Return one record, or None after listing what is wrong with it."""
        try:
            return record.model_validate(row)
        except ValidationError as exc:
            self.mistakes.extend(_from_validation(file, table, exc))
            return None

    def _of_document(
        self, file: str, document: Row, table: str, record: type[R], complete: Callable[[Row], Row]
    ) -> dict[str, R]:
        self.mistakes.extend(
            Mistake(file, name, "", f"unknown table; this file holds [[{table}]]") for name in document if name != table
        )
        rows = document.get(table)
        if not rows or not isinstance(rows, list):
            self.mistakes.append(Mistake(file, f"[[{table}]]", "", f"no [[{table}]] table found"))
            return {}
        return self._records(
            file, ((f"[[{table}]] {number}", row) for number, row in enumerate(rows, 1)), record, complete
        )

    def _of_sheet(self, file: str, text: str, record: type[R], complete: Callable[[Row], Row]) -> dict[str, R]:
        rows: list[tuple[str, Row]] = []
        for line, problem, row in csv_rows(text, record):
            if problem:
                self.mistakes.append(Mistake(file, f"line {line}", "", problem))
            else:
                rows.append((f"line {line}", row))
        return self._records(file, rows, record, complete)

    def _records(
        self, file: str, rows: Iterable[tuple[str, object]], record: type[R], complete: Callable[[Row], Row]
    ) -> dict[str, R]:
        records: dict[str, R] = {}
        for place, row in rows:
            name = f"{place} ({row.get('id', 'no id') if is_row(row) else 'no table'})"
            entry = self.validated(file, name, record, complete(row) if is_row(row) else row)
            if entry is None:
                continue
            if entry.id in records:
                self.mistakes.append(Mistake(file, name, "id", "the same id stands above already"))
            records[entry.id] = entry
        return records


def is_row(value: object) -> TypeGuard[dict[str, Any]]:
    """Tell whether a value read from TOML is a table."""
    return isinstance(value, dict)


def _from_validation(file: str, table: str, exc: ValidationError) -> Iterator[Mistake]:
    for error in exc.errors(include_url=False):
        where = ".".join(str(part) for part in error["loc"])
        # of a field that is not there pydantic gives the whole record
        is_told = where and error["type"] != "missing"
        yield Mistake(
            file,
            table,
            where or ("the table as a whole" if table else "the file as a whole"),
            f"{error['msg']} (got {error['input']!r:.80})" if is_told else error["msg"],
        )
