"""Find out how a user's table of a series is laid out, and take it apart into cells: economy, period, value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from dashboard.catalogue.economy_names import folded_name
from dashboard.catalogue.user_dates import DateProblem, Span, read_dates
from dashboard.catalogue.user_footnotes import without_footnotes
from dashboard.catalogue.user_headings import DateColumns, bare_name, date_columns, joined_date
from dashboard.catalogue.user_numbers import is_none, is_number
from dashboard.catalogue.user_tables import Row
from dashboard.errors import Unusable, UnusableTable

# rows above the heading: titles, sources, blanks
_SEARCHED: Final = 15
_LOOKED_AT: Final = 200
_CODES: Final = frozenset({"code", "country code", "iso", "iso3", "iso code", "iso3 code", "iso3c", "ref area", "geo"})
_ECONOMIES: Final = _CODES | frozenset(
    {"economy", "country", "country name", "entity", "area", "reference area", "location", "nation", "name", "region"}
    | {"geography", "territory", "land", "pays", "pais", "paese", "国家", "国家或地区", "地区", "经济体"}
)
_NAMES: Final = frozenset(
    {"indicator", "indicator name", "series name", "series", "variable", "subject", "subject descriptor", "measure"}
    | {"element", "item", "指标"}
)
_UNITS: Final = frozenset({"unit", "units", "unit of measure"})
_VALUES: Final = frozenset({"value", "values", "obs value", "wert", "valeur", "valor", "数值", "值"})
# as the World Bank's DataBank writes its years, and R names of columns that begin with a digit
_DATABANK: Final = re.compile(r" *\[[^\]]*\]$|^(?:yr|x)(?=\d{4}$)", re.IGNORECASE)
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
    """A table taken apart; `unread` are headings of columns with numbers that belong to no period."""

    layout: Layout
    cells: tuple[Cell, ...]
    title: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Under:
    """A heading, if there is one, and the rows under it."""

    heading: tuple[str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def width(self) -> int:
        return max(len(self.heading), *(len(row.cells) for row in self.rows), 0)

    @cached_property
    def names(self) -> list[str]:
        return [bare_name(cell) for cell in self.heading] + [""] * (self.width - len(self.heading))

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
        heading, skipped = _joined_heading(rows, at)
        under, title = _Under(heading, tuple(rows[at + skipped :])), _title(rows[:at])
        periods = _periods_in(heading)
        if periods and under.rows:
            return _periods_across(under, periods, known, title)
        economies = _economies_in(row, known)
        if economies and under.rows:
            return _economies_across(under, economies, title)
        if _is_heading(row, known) and under.rows:
            return _tidy(under, known, title)
    return _tidy(_Under((), tuple(rows)), known, "")


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


def _joined_heading(rows: Sequence[Row], at: int) -> tuple[tuple[str, ...], int]:
    """Return the heading in a row and how many rows it takes: years may stand over quarters or months of theirs."""
    upper, lower = rows[at].cells, rows[at + 1].cells if at + 1 < len(rows) else ()
    joined: list[str] = []
    above = ""
    for place in range(max(len(upper), len(lower))):
        over = upper[place] if place < len(upper) else ""
        under = lower[place] if place < len(lower) else ""
        above = over or above
        joined.append(f"{under} {above}" if _is_year(above) and re.fullmatch(r"[^\W\d]\w{1,8}\.?", under) else over)
    two = tuple(joined)
    return (two, 2) if len(_periods_in(two)) > len(_periods_in(upper)) else (upper, 1)


def _is_year(text: str) -> bool:
    return re.fullmatch(r"\d{4}", text, re.ASCII) is not None


def _period_text(cell: str) -> str:
    return _DATABANK.sub("", cell)


def _periods_in(heading: Sequence[str]) -> dict[int, str]:
    """Return the columns of a heading whose names are periods in order, by place; none where it is no such heading."""
    texts = {at: text for at, cell in enumerate(heading) if (text := _period_text(cell))}
    read = dict(zip(texts, read_dates(list(texts.values())).cells, strict=True))
    spans = {at: cell.first for at, cell in read.items() if isinstance(cell, Span) and cell.last is None}
    others = [cell for at, cell in enumerate(heading) if at not in spans]
    starts = [span.start for span in spans.values()]
    enough = len(spans) >= _FEWEST or any(bare_name(cell) in _ECONOMIES for cell in others)
    ordered = starts in (sorted(set(starts)), sorted(set(starts), reverse=True))
    # a row that begins with a number is an observation's, whatever years its values look like
    is_one = enough and ordered and len({span.part for span in spans.values()}) == 1 and 0 not in spans
    return {at: texts[at] for at in spans} if is_one and not any(map(is_number, others)) else {}


def _economies_in(row: Row, known: Mapping[str, str]) -> tuple[int, ...]:
    """Return the columns of a heading that are named after economies; none where the row is no such heading."""
    found = [at for at, cell in enumerate(row.cells) if at and economy_in(cell, known)]
    rest = [cell for at, cell in enumerate(row.cells) if at and cell and at not in found]
    if not found or len(found) < len(rest) or any(map(is_number, row.cells)) or _has_period(row.cells):
        return ()
    parts = date_columns([bare_name(cell) for cell in row.cells]).places
    return tuple(at for at, cell in enumerate(row.cells) if at and cell and at not in parts)


def _is_heading(row: Row, known: Mapping[str, str]) -> bool:
    """Tell whether a row names the columns of a tidy table."""
    names = [bare_name(cell) for cell in row.cells]
    if len(names) < _FEWEST or any(map(is_number, row.cells)) or _has_period(row.cells):
        return False
    named = any(name in _ECONOMIES | _VALUES for name in names) or date_columns(names).found
    # GEO is a column of Eurostat's before it is Georgia
    return named and not any(economy_in(cell, known) for cell in row.cells if bare_name(cell) not in _ECONOMIES)


def _has_period(cells: Sequence[str]) -> bool:
    # a column of fiscal years is one of periods, though none that can be read
    read = read_dates(cells).cells
    return any(isinstance(cell, Span) or cell.problem is DateProblem.FISCAL for cell in read)


def _economy_columns(under: _Under, known: Mapping[str, str]) -> tuple[int, ...]:
    """Return the columns that name economies, those with codes first."""
    by_content = under.filled(lambda cell: bool(economy_in(cell, known)))
    named = [at for at in under.named(_ECONOMIES) if at in by_content] or by_content or under.named(_ECONOMIES)
    return tuple(sorted(named, key=lambda at: (under.names[at] not in _CODES, at)))


def _series_column(under: _Under, taken: Sequence[int]) -> int:
    return next((at for at in under.named(_NAMES) if at not in taken), -1)


def _periods_across(under: _Under, periods: Mapping[int, str], known: Mapping[str, str], title: str) -> LaidOut:
    economies = tuple(at for at in _economy_columns(under, known) if at not in periods)
    series = _series_column(under, economies)
    if not economies and series < 0:
        # rows that name no economy name series
        series = 0
    units = next(iter(under.named(_UNITS)), -1)
    cells = (
        Cell(row.number, _texts(row, economies), period, row.cell(at), _series_in(row, series, units))
        for row in under.rows
        for at, period in periods.items()
    )
    behind = [at for at in under.filled(is_number) if at > min(periods) and at not in periods]
    unread = tuple(under.heading[at] for at in behind if at < len(under.heading) and under.heading[at])
    return LaidOut(Layout.PERIODS_ACROSS, tuple(cells), title, unread)


def _economies_across(under: _Under, economies: Sequence[int], title: str) -> LaidOut:
    dates = _period_columns(under, economies)
    cells = (
        Cell(row.number, (under.heading[at],), _period(row, dates), row.cell(at))
        for row in under.rows
        for at in economies
    )
    return LaidOut(Layout.ECONOMIES_ACROSS, tuple(cells), title)


def _tidy(under: _Under, known: Mapping[str, str], title: str) -> LaidOut:
    economies = _economy_columns(under, known)
    dates = _period_columns(under, economies)
    series = _series_column(under, (*economies, *dates.places))
    numbers = [at for at in under.filled(is_number) if at not in (*economies, *dates.places, series)]
    values = [at for at in under.named(_VALUES) if at in numbers][:1] or numbers
    if not values:
        raise UnusableTable(Unusable.NO_VALUES)
    cells = (
        Cell(row.number, _texts(row, economies), _period(row, dates), row.cell(at), _series(under, row, series, at))
        for row in under.rows
        for at in values
    )
    return LaidOut(Layout.TIDY, tuple(cells), title)


def _series(under: _Under, row: Row, series: int, at: int) -> str:
    if series >= 0:
        return _series_in(row, series, next(iter(under.named(_UNITS)), -1))
    return "" if under.names[at] in _VALUES or at >= len(under.heading) else under.heading[at]


def _series_in(row: Row, series: int, units: int) -> str:
    """Return what a row calls its series, with its unit: the same name may stand for dollars and for percent."""
    name, unit = row.cell(series), row.cell(units)
    return f"{name} ({unit})" if name and unit else name


def _period_columns(under: _Under, taken: Sequence[int]) -> DateColumns:
    found = date_columns(under.names)
    if found.found:
        return found
    dated = [at for at in under.filled(lambda cell: _has_period([_period_text(cell)])) if at not in taken]
    if not dated:
        raise UnusableTable(Unusable.NO_PERIODS)
    return DateColumns(dated[0])


def _period(row: Row, columns: DateColumns) -> str:
    return _period_text(joined_date(row, columns))


def _texts(row: Row, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(text for at in places if (text := row.cell(at)))
