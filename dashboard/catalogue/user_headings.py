"""Find which columns of a user's table hold dates and titles, by its heading or by what is in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.catalogue.folding import folded
from dashboard.catalogue.user_dates import DateProblem, Span, read_dates
from dashboard.catalogue.user_tables import Row
from dashboard.errors import Unusable, UnusableTable

# rows above the heading: a title, a source, a blank
# read or not, it is meant for a date
_DATES: Final = (DateProblem.UNSETTLED, DateProblem.FISCAL)
_SEARCHED: Final = 15
_PARTS: Final[Mapping[str, frozenset[str]]] = {
    "year": frozenset({"year", "start year", "begin year", "jahr", "ano", "annee", "anno", "年", "年份"}),
    "quarter": frozenset({"quarter", "quartal", "trimestre", "季度"}),
    "month": frozenset({"month", "start month", "monat", "mes", "mois", "月", "月份"}),
    "day": frozenset({"day", "start day", "tag", "dia", "jour", "日"}),
}
_DATE: Final = frozenset(
    {"date", "when", "start", "start date", "date start", "begin", "begin date", "beginning", "from", "since", "period"}
    | {
        "time",
        "event date",
        "time period",
        "observation date",
        "datum",
        "beginn",
        "fecha",
        "debut",
        "日期",
        "时间",
        "开始",
        "开始日期",
    }
)
_END: Final = frozenset(
    {"end", "end date", "date end", "until", "to", "finish", "ende", "fin", "fecha fin", "结束", "结束日期"}
)
_TITLE: Final = frozenset(
    {"title", "event", "name", "what", "label", "headline", "milestone", "event name", "event title", "policy"}
    | {"titel", "ereignis", "titre", "evenement", "titulo", "evento", "标题", "事件", "名称"}
)
_END_WORD: Final = re.compile(r"(?:^end | end$)")
_NO_COLUMN: Final = -1


@dataclass(frozen=True)
class DateColumns:
    """Where a date stands: in one column, or its year, quarter, month and day in columns of their own."""

    whole: int = _NO_COLUMN
    year: int = _NO_COLUMN
    quarter: int = _NO_COLUMN
    month: int = _NO_COLUMN
    day: int = _NO_COLUMN

    @property
    def found(self) -> bool:
        """Tell whether there is a date at all."""
        return max(self.whole, self.year) >= 0

    @property
    def places(self) -> tuple[int, ...]:
        """Return the columns that it takes."""
        return tuple(place for place in (self.whole, self.year, self.quarter, self.month, self.day) if place >= 0)


@dataclass(frozen=True)
class Columns:
    """Where the dates and titles of events stand; `width` is how many cells the heading has, none without one.

    Without a heading everything behind the date is the title, whatever commas are in it.
    """

    start: DateColumns
    title: int = _NO_COLUMN
    end: DateColumns = DateColumns()
    precision: int = _NO_COLUMN
    width: int = 0

    @property
    def has_heading(self) -> bool:
        """Tell whether a heading names the columns."""
        return self.width > 0

    def title_of(self, row: Row) -> str:
        """Return the title in a row."""
        return row.cell(self.title) if self.title >= 0 else ", ".join(row.cells[self.start.whole + 1 :])


def event_columns(rows: Sequence[Row]) -> tuple[Columns, tuple[Row, ...]]:
    """Return where dates and titles stand, and the rows below the heading; UnusableTable if that cannot be told."""
    for place, row in enumerate(rows[:_SEARCHED]):
        columns = _headed(row)
        if columns and columns.title >= 0:
            return columns, tuple(rows[place + 1 :])
    for place, row in enumerate(rows[:_SEARCHED]):
        columns = _headed(row)
        if columns:
            return _with_title(columns, rows[place + 1 :]), tuple(rows[place + 1 :])
    return _unheaded(rows), tuple(rows)


def joined_date(row: Row, columns: DateColumns) -> str:
    """Return the text of a row's date, put together where it stands in several columns."""
    if columns.whole >= 0 and row.cell(columns.whole):
        return row.cell(columns.whole)
    year, month, day = row.cell(columns.year), row.cell(columns.month), row.cell(columns.day)
    quarter = row.cell(columns.quarter).upper().removeprefix("Q")
    if not year or not (month or day or quarter):
        return year
    if quarter and not month:
        return f"{year}-Q{quarter}"
    if month.isdigit():
        return "-".join(part for part in (year, month, day) if part)
    return " ".join(part for part in (day, month, year) if part)


def _headed(row: Row) -> Columns | None:
    """Return the columns that a row names as a heading would, None where it names no date or holds one."""
    names = [bare_name(cell) for cell in row.cells]
    start = date_columns(names)
    if not start.found or _dated(row.cells):
        return None
    end = _dates(names, _END, ending=True)
    title = next((at for at, name in enumerate(names) if name in _TITLE and at not in start.places), _NO_COLUMN)
    precision = names.index("precision") if "precision" in names else _NO_COLUMN
    return Columns(start, title, end, precision, max(row.width, len(row.cells)))


def _dates(names: Sequence[str], known: frozenset[str], *, ending: bool) -> DateColumns:
    mine = [_END_WORD.sub("", name) if bool(_END_WORD.search(name)) is ending else "" for name in names]
    whole = _place(known, names)
    parts = {part: _place(words, mine) for part, words in _PARTS.items()}
    if parts["year"] < 0:
        # a column Day with no year beside it holds the date
        alone = _NO_COLUMN if ending else max(parts.values())
        return DateColumns(whole if whole >= 0 else alone)
    # a column Time beside year and month is the time of day
    return DateColumns(_NO_COLUMN if parts["month"] >= 0 else whole, **parts)


def date_columns(names: Sequence[str]) -> DateColumns:
    """Return where the dates stand under a heading's names, as `bare_name` gives them."""
    return _dates(names, _DATE, ending=False)


def _place(words: frozenset[str], names: Sequence[str]) -> int:
    return next((at for at, name in enumerate(names) if name in words), _NO_COLUMN)


def bare_name(cell: str) -> str:
    """Return a heading without case, accents and punctuation: TIME_PERIOD is time period."""
    return " ".join(re.findall(r"[^\W_]+", folded(cell)))


def _with_title(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Return columns with the one that must hold the titles: the only one besides the dates that holds text."""
    taken = {*columns.start.places, *columns.end.places, columns.precision}
    left = [at for at in range(columns.width) if at not in taken and any(_is_text(row.cell(at)) for row in rows)]
    if len(left) != 1:
        raise UnusableTable(Unusable.NO_TITLES if rows else Unusable.ONLY_HEADING)
    return replace(columns, title=left[0])


def _is_text(cell: str) -> bool:
    return bool(cell) and not cell.replace(".", "").isdigit()


def _unheaded(rows: Sequence[Row]) -> Columns:
    """Return the column with most dates, and that what stands behind it is the title, or what stands before it."""
    width = max((len(row.cells) for row in rows), default=0)
    dated = {at: _dated([row.cell(at) for row in rows]) for at in range(width)}
    best = max(dated, key=lambda at: dated[at], default=0)
    if not dated.get(best):
        raise UnusableTable(Unusable.NO_DATES)
    follows = any(row.cell(best + 1) for row in rows)
    return Columns(DateColumns(best), _NO_COLUMN if follows or not best else best - 1)


def _dated(cells: Sequence[str]) -> int:
    """Return how many cells are dates, settled or not."""
    read = read_dates(cells).cells
    return sum(isinstance(cell, Span) or cell.problem in _DATES for cell in read)
