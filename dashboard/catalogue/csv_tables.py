"""Read a table of the catalogue that is a CSV file: one record per row, its cells typed by the record's fields."""

import csv
import types
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from typing import Annotated, Any, Final, Union, get_args, get_origin

from dashboard.catalogue.records import Named
from dashboard.formatting import count

_FLAGS: Final = {"yes": True, "no": False}
_SEPARATOR: Final = ";"
Cell = Callable[[str], object]


def csv_rows(text: str, record: type[Named]) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Yield each row with its line and what is wrong with its shape; cells left empty are left out.

    Lists are separated by semicolons, true and false are yes and no. A cell that is not what its field takes stays
    text, for the record's own validation to refuse.
    """
    reader = csv.reader(StringIO(text.removeprefix("\ufeff")), strict=True)
    head = next(reader, [])
    cells = {name: _reader_of(field.annotation) for name, field in record.model_fields.items()}
    try:
        for row in reader:
            if not row:
                continue
            found, wanted = count(len(row), "cell"), count(len(head), "column")
            problem = "" if len(row) == len(head) else f"has {found} under {wanted}"
            named = ((name, text.strip()) for name, text in zip(head, row, strict=False))
            yield reader.line_num, problem, {name: cells.get(name, str)(text) for name, text in named if text}
    except csv.Error as exc:
        yield reader.line_num, f"not readable as CSV: {exc}", {}


def _reader_of(annotation: object) -> Cell:
    kind, inner = get_origin(annotation), get_args(annotation)
    if kind is Annotated:
        return _reader_of(inner[0])
    if kind in (Union, types.UnionType):
        return _reader_of(inner[0])
    if kind is tuple:
        return _words
    return _READERS.get(annotation, str)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(_SEPARATOR))


def _flag(text: str) -> bool | str:
    return _FLAGS.get(text, text)


def _number(kind: type[int] | type[float]) -> Cell:
    def read(text: str) -> object:
        try:
            return kind(text)
        except ValueError:
            return text

    return read


_READERS: Final[Mapping[object, Cell]] = {bool: _flag, int: _number(int), float: _number(float)}
