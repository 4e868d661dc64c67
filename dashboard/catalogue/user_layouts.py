"""Find out how a user's table of a series is laid out, and take it apart into cells: economy, period, value."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from dashboard.catalogue.economy_names import folded_name
from dashboard.catalogue.user_dates import DateProblem, Span, read_dates
from dashboard.catalogue.user_footnotes import without_footnotes
from dashboard.catalogue.user_heading_rows import CODES, ECONOMIES, Heading, heading_at, period_text
from dashboard.catalogue.user_headings import DateColumns, bare_name, date_columns, joined_date
from dashboard.catalogue.user_numbers import is_none, is_number
from dashboard.catalogue.user_series_names import SeriesNames, series_names
from dashboard.catalogue.user_tables import Row
from dashboard.errors import Unusable, UnusableTable

# rows above the heading: titles, sources, blanks
_SEARCHED: Final = 15
_LOOKED_AT: Final = 200
_VALUES: Final = frozenset({"value", "values", "obs value", "wert", "valeur", "valor", "数值", "值"})
# Eurostat's TSV has all of its dimensions in the first cell, and flags behind the values
_PACKED: Final = "\\"
_FLAGS: Final = re.compile(r"(?<=[\d:]) [a-z]{1,3}$")
_FEWEST: Final = 2


class Layout(StrEnum):
    """How the table of a series is laid out."""

    TIDY = "tidy"
    PERIODS_ACROSS = "periods-across"
    ECONOMIES_ACROSS = "economies-across"


@dataclass(frozen=True)
class Cell:
    """An observation as it stands in a table: what may name its economy, surest first, and the series it is of."""

    row: int
    economies: tuple[str, ...]
    period: str
    value: str
    series: str = ""


@dataclass(frozen=True)
class LaidOut:
    """A table taken apart; `unread` are headings of columns with numbers that belong to no period.

    `filled` are the rows that were given the economy above them.
    """

    layout: Layout
    cells: tuple[Cell, ...]
    title: str = ""
    unread: tuple[str, ...] = ()
    filled: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Under:
    """A heading, if there is one, and the rows under it."""

    heading: Heading
    rows: tuple[Row, ...]

    @cached_property
    def width(self) -> int:
        return max(len(self.heading.cells), *(len(row.cells) for row in self.rows), 0)

    @cached_property
    def names(self) -> list[str]:
        return [bare_name(cell) for cell in self.heading.cells] + [""] * (self.width - len(self.heading.cells))

    def called(self, at: int) -> str:
        """Return the name of a column, its letter where it has none."""
        named = self.heading.cells[at] if at < len(self.heading.cells) else ""
        return named or f"column {_letters(at)}"

    def named(self, words: frozenset[str]) -> tuple[int, ...]:
        return tuple(at for at, name in enumerate(self.names) if name in words)

    def filled(self, test: Callable[[str], bool]) -> list[int]:
        """Return the columns of which most cells pass a test, leaving out those that hold nothing."""
        return [at for at in range(self.width) if self._share(at, test) > 1 / 2]

    def _share(self, at: int, test: Callable[[str], bool]) -> float:
        cells = [cell for row in self.rows[:_LOOKED_AT] if not is_none(cell := row.cell(at))]
        return sum(map(test, cells)) / len(cells) if cells else 0.0


def economy_in(cell: str, known: Mapping[str, str]) -> str:
    """Return the code of the economy that a cell names, with the mark of a footnote or without; "" for none."""
    return known.get(folded_name(cell), "") or known.get(folded_name(without_footnotes(cell)), "")


def laid_out(rows: Sequence[Row], known: Mapping[str, str]) -> LaidOut:
    """Return the cells of a series' table, tidy or wide; UnusableTable where no layout fits.

    `known` has the codes of economies by their folded names.
    """
    rows = _unpacked(rows)
    for at, row in enumerate(rows[:_SEARCHED]):
        heading = heading_at(rows, at)
        under, title = _Under(heading, tuple(rows[at + heading.rows :])), _title(rows[:at])
        periods = heading.periods
        if periods and under.rows:
            return _periods_across(under, periods, known, title)
        economies = _economies_in(heading.cells, known)
        if economies and under.rows:
            return _economies_across(under, economies, title)
        if _is_heading(row, known) and at + 1 < len(rows):
            return _tidy(_Under(Heading(row.cells), tuple(rows[at + 1 :])), known, title)
    return _tidy(_Under(Heading(()), tuple(rows)), known, "")


def _unpacked(rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows with a cell for each dimension where the first cell of the heading names several of them."""
    start = next((at for at, row in enumerate(rows[:_SEARCHED]) if _PACKED in row.cell(0)), None)
    if start is None:
        return rows
    return [*rows[:start], *(replace(row, cells=_dimensions(row.cells)) for row in rows[start:])]


def _dimensions(cells: Sequence[str]) -> tuple[str, ...]:
    first, *values = cells
    return (*first.partition(_PACKED)[0].split(","), *(_FLAGS.sub("", value) for value in values))


def _title(rows: Sequence[Row]) -> str:
    """Return what a table is called in the rows above its heading: the first that is one cell of text."""
    lone = (row.cells[0] for row in rows if len(row.cells) == 1 and not is_number(row.cells[0]))
    return next(lone, "")


def _economies_in(heading: Sequence[str], known: Mapping[str, str]) -> tuple[int, ...]:
    """Return the columns of a heading that are named after economies; none where it is no such heading."""
    found = [at for at, cell in enumerate(heading) if at and economy_in(cell, known)]
    rest = [cell for at, cell in enumerate(heading) if at and cell and at not in found]
    if not found or len(found) < len(rest) or any(map(is_number, heading)) or _has_period(heading):
        return ()
    parts = date_columns([bare_name(cell) for cell in heading]).places
    return tuple(at for at, cell in enumerate(heading) if at and cell and at not in parts)


def _is_heading(row: Row, known: Mapping[str, str]) -> bool:
    """Tell whether a row names the columns of a tidy table."""
    names = [bare_name(cell) for cell in row.cells]
    if len(names) < _FEWEST or any(map(is_number, row.cells)) or _has_period(row.cells):
        return False
    named = any(name in ECONOMIES | _VALUES for name in names) or date_columns(names).found
    # GEO is a column of Eurostat's before it is Georgia
    return named and not any(economy_in(cell, known) for cell in row.cells if bare_name(cell) not in ECONOMIES)


def _has_period(cells: Sequence[str]) -> bool:
    # a column of fiscal years is one of periods, though none that can be read
    read = read_dates(cells).cells
    return any(isinstance(cell, Span) or cell.problem is DateProblem.FISCAL for cell in read)


def _economy_columns(under: _Under, known: Mapping[str, str]) -> tuple[int, ...]:
    """Return the columns that name economies, those with codes first."""
    by_content = under.filled(lambda cell: bool(economy_in(cell, known)))
    named = [at for at in under.named(ECONOMIES) if at in by_content] or by_content or under.named(ECONOMIES)
    return tuple(sorted(named, key=lambda at: (under.names[at] not in CODES, at)))


def _periods_across(under: _Under, periods: Mapping[int, str], known: Mapping[str, str], title: str) -> LaidOut:
    economies = tuple(at for at in _economy_columns(under, known) if at not in periods)
    # rows that name no economy name series
    named = series_names(under.names, under.rows, (*economies, *periods), usual=-1 if economies else 0)
    under, filled = _filled(under, economies, [named.name])
    cells = (
        Cell(row.number, _texts(row, economies), period, row.cell(at), _joined(named.of(row), under.heading.series, at))
        for row in under.rows
        for at, period in periods.items()
    )
    return LaidOut(Layout.PERIODS_ACROSS, tuple(cells), title, _unread(under, periods), filled)


def _filled(under: _Under, economies: Sequence[int], marks: Sequence[int]) -> tuple[_Under, tuple[int, ...]]:
    """Return a table whose merged cells name the economy in each row of theirs, and the rows that were given one.

    Such a row has a cell in one of the columns `marks`. Where few rows lack an economy, it was forgotten.
    """
    meant = [row for row in under.rows if any(row.cell(at) for at in marks)]
    lacking = {row.number for row in meant if not _texts(row, economies)}
    if not economies or len(lacking) * 2 < len(meant):
        return under, ()
    rows: list[Row] = []
    above: Mapping[int, str] = {}
    for row in under.rows:
        if row.number in lacking and above:
            rows.append(replace(row, cells=tuple(above.get(at, cell) for at, cell in enumerate(row.cells))))
        else:
            above = {at: row.cell(at) for at in economies} if _texts(row, economies) else above
            rows.append(row)
    given = (row.number for row in rows if row.number in lacking and _texts(row, economies))
    return replace(under, rows=tuple(rows)), tuple(given)


def _joined(name: str, series: Mapping[int, str], at: int) -> str:
    return ", ".join(filter(None, (name, series.get(at, ""))))


def _unread(under: _Under, read: Collection[int]) -> tuple[str, ...]:
    """Return what columns with numbers are called that stand behind the first of those that are read."""
    return tuple(under.called(at) for at in under.filled(is_number) if at > min(read) and at not in read)


def _letters(at: int) -> str:
    """Return what a spreadsheet calls a column, counted from zero."""
    before, last = divmod(at, 26)
    return f"{_letters(before - 1) if before else ''}{chr(ord('A') + last)}"


def _economies_across(under: _Under, economies: Sequence[int], title: str) -> LaidOut:
    dates = _period_columns(under, economies)
    names, series = under.heading.cells, under.heading.series
    cells = (
        Cell(row.number, (names[at],), _period(row, dates), row.cell(at), series.get(at, ""))
        for row in under.rows
        for at in economies
    )
    read = (*economies, *dates.places)
    return LaidOut(Layout.ECONOMIES_ACROSS, tuple(cells), title, _unread(under, read))


def _tidy(under: _Under, known: Mapping[str, str], title: str) -> LaidOut:
    economies = _economy_columns(under, known)
    dates = _period_columns(under, economies)
    named = series_names(under.names, under.rows, (*economies, *dates.places))
    numbers = [at for at in under.filled(is_number) if at not in (*economies, *dates.places, *named.places)]
    values = [at for at in under.named(_VALUES) if at in numbers][:1] or numbers
    if not values:
        raise UnusableTable(Unusable.NO_VALUES)
    under, filled = _filled(under, economies, dates.places)
    cells = (
        Cell(row.number, _texts(row, economies), _period(row, dates), row.cell(at), _series(under, row, named, at))
        for row in under.rows
        for at in values
    )
    return LaidOut(Layout.TIDY, tuple(cells), title, filled=filled)


def _series(under: _Under, row: Row, named: SeriesNames, at: int) -> str:
    if named.found:
        return named.of(row)
    return "" if under.names[at] in _VALUES or at >= len(under.heading.cells) else under.heading.cells[at]


def _period_columns(under: _Under, taken: Sequence[int]) -> DateColumns:
    found = date_columns(under.names)
    if found.found:
        return found
    dated = [at for at in under.filled(lambda cell: _has_period([period_text(cell)])) if at not in taken]
    if not dated:
        raise UnusableTable(Unusable.NO_PERIODS)
    return DateColumns(dated[0])


def _period(row: Row, columns: DateColumns) -> str:
    return period_text(joined_date(row, columns))


def _texts(row: Row, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(text for at in places if (text := row.cell(at)))
