"""Make a series of a table that a user brings: observations of known economies, and what was not understood."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pandas as pd

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economy_names import economies_by_name, folded_name
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.user_dates import DateColumn, DateProblem, NotRead, Order, Part, Span, When, read_dates
from dashboard.catalogue.user_footnotes import first_footnoted
from dashboard.catalogue.user_layouts import Cell, Layout, economy_in, laid_out
from dashboard.catalogue.user_numbers import Mark, NumberColumn, is_none, read_numbers
from dashboard.catalogue.user_tables import UserTable
from dashboard.errors import Unusable, UnusableTable

MOST_OBSERVATIONS: Final = 20_000
_MONTHS: Final = 12
_QUARTERLY: Final = ({1, 4, 7, 10}, {2, 5, 8, 11}, {3, 6, 9, 12})
_PARTS: Final = {
    Part.YEAR: Frequency.ANNUAL,
    Part.QUARTER: Frequency.QUARTERLY,
    Part.MONTH: Frequency.MONTHLY,
}


class SeriesProblem(StrEnum):
    """Why a cell is no observation."""

    NO_ECONOMY = "no-economy"
    NOT_A_NUMBER = "not-a-number"
    A_SPAN = "a-span"
    OTHER_FREQUENCY = "other-frequency"
    TWICE = "twice"


@dataclass(frozen=True)
class NotObserved:
    """Cells that are no observations for one reason: the text at fault, and the rows that they stand in."""

    problem: SeriesProblem | DateProblem
    text: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Choice:
    """What a user settled that their table leaves open; None and "" where it is to be found out."""

    economy: str = ""
    series: str = ""
    mark: Mark | None = None
    order: Order | None = None


@dataclass(frozen=True, eq=False)
class SeriesReading:
    """A series as it was understood; `observations` has economy (str), period (datetime64[s]) and value (float64).

    `series` are the names of those that the table holds, of which `chosen` was read. `names_economies` is False where
    the table says nothing of economies and the user has to. `footnoted` is the first cell with the mark of a footnote,
    `filled` are the rows that were given the economy above them.
    """

    table: UserTable
    observations: pd.DataFrame
    layout: Layout
    frequency: Frequency
    series: tuple[str, ...]
    chosen: str
    title: str
    dates: DateColumn
    numbers: NumberColumn
    names_economies: bool
    problems: tuple[NotObserved, ...]
    unread: tuple[str, ...] = ()
    footnoted: str = ""
    filled: tuple[int, ...] = ()

    @property
    def economies(self) -> tuple[str, ...]:
        """Return the codes of the economies that have observations, in the table's order."""
        return tuple(dict.fromkeys(self.observations["economy"]))


def names_in(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the codes of economies by every name that a table may use, providers' own spellings among them."""
    spelt = {
        folded_name(text): entry.economy
        for entry in catalogue.spellings.values()
        if entry.economy in catalogue.economies
        for text in entry.spellings
    }
    return {**spelt, **economies_by_name(catalogue.economies)}


def series_of(table: UserTable, known: Mapping[str, str], choice: Choice | None = None) -> SeriesReading:
    """Return the series in a table; UnusableTable where there is none or too much.

    `known` is what `names_in` gives; `choice` settles what the table leaves open.
    """
    choice = choice or Choice()
    laid = laid_out(table.rows, known)
    names = tuple(dict.fromkeys(cell.series for cell in laid.cells if cell.series))
    chosen = choice.series if choice.series in names else next(iter(names), "")
    cells = [cell for cell in laid.cells if cell.series == chosen and not is_none(cell.value)]
    texts = tuple(dict.fromkeys(cell.period for cell in cells))
    dates = read_dates(texts, choice.order)
    usual = Mark.COMMA if table.separator == ";" else Mark.POINT
    numbers = read_numbers([cell.value for cell in cells], choice.mark, usual)
    names_economies = any(cell.economies for cell in cells) or not cells
    taken = _Taking(known, choice.economy, dict(zip(texts, dates.cells, strict=True)), names_economies=names_economies)
    taken.take(cells, numbers)
    return SeriesReading(
        table,
        taken.observations(),
        laid.layout,
        taken.frequency,
        names,
        chosen,
        laid.title,
        dates,
        numbers,
        names_economies,
        taken.problems,
        laid.unread,
        first_footnoted(text for cell in cells for text in (cell.value, cell.period, *cell.economies)),
        laid.filled,
    )


class _Taking:
    """Takes cells one by one and keeps what is wrong with the others."""

    def __init__(
        self,
        known: Mapping[str, str],
        economy: str,
        periods: Mapping[str, Span | NotRead],
        *,
        names_economies: bool,
    ) -> None:
        self._known = known
        self._names_economies = names_economies
        self._economy = economy
        self._periods = periods
        self._wrong: dict[tuple[SeriesProblem | DateProblem, str], dict[int, None]] = defaultdict(dict)
        self._found: dict[tuple[str, dt.date], float] = {}
        self.frequency = Frequency.ANNUAL

    def take(self, cells: Sequence[Cell], numbers: NumberColumn) -> None:
        read: list[tuple[Cell, str, When, float]] = []
        for place, (cell, value) in enumerate(zip(cells, numbers.values, strict=True)):
            economy, when = self._economy_of(cell), self._period_of(cell)
            if place in numbers.strange:
                self._miss(SeriesProblem.NOT_A_NUMBER, cell.value, cell)
            elif economy and when and value is not None:
                read.append((cell, economy, when, value))
        self.frequency = _frequency([(economy, when) for _, economy, when, _ in read])
        for cell, economy, when, value in read:
            self._keep(cell, economy, when, value)

    def observations(self) -> pd.DataFrame:
        if len(self._found) > MOST_OBSERVATIONS:
            raise UnusableTable(Unusable.TOO_MANY_OBSERVATIONS, f"{MOST_OBSERVATIONS:,}")
        order = {code: place for place, code in enumerate(dict.fromkeys(code for code, _ in self._found))}
        rows = sorted(self._found.items(), key=lambda row: (order[row[0][0]], row[0][1]))
        return pd.DataFrame(
            {
                "economy": pd.Series([code for (code, _), _ in rows], dtype="str"),
                "period": pd.Series([period for (_, period), _ in rows], dtype="datetime64[s]"),
                "value": pd.Series([value for _, value in rows], dtype="float64"),
            }
        )

    @property
    def problems(self) -> tuple[NotObserved, ...]:
        return tuple(NotObserved(problem, text, tuple(rows)) for (problem, text), rows in self._wrong.items())

    def _miss(self, problem: SeriesProblem | DateProblem, text: str, cell: Cell) -> None:
        self._wrong[problem, text][cell.row] = None

    def _economy_of(self, cell: Cell) -> str:
        if not cell.economies:
            if not self._economy and self._names_economies:
                self._miss(SeriesProblem.NO_ECONOMY, "", cell)
            return self._economy
        code = next(filter(None, (economy_in(text, self._known) for text in cell.economies)), "")
        if not code:
            self._miss(SeriesProblem.NO_ECONOMY, cell.economies[-1], cell)
        return code

    def _period_of(self, cell: Cell) -> When | None:
        read = self._periods[cell.period]
        if isinstance(read, NotRead):
            self._miss(read.problem, read.text, cell)
            return None
        if read.last is not None:
            self._miss(SeriesProblem.A_SPAN, cell.period, cell)
            return None
        return read.first

    def _keep(self, cell: Cell, economy: str, when: When, value: float) -> None:
        if when.part is not Part.DAY and _PARTS[when.part] is not self.frequency:
            self._miss(SeriesProblem.OTHER_FREQUENCY, cell.period, cell)
            return
        step = _MONTHS // self.frequency.per_year
        key = economy, when.start.replace(month=when.start.month - (when.start.month - 1) % step, day=1)
        if self._found.setdefault(key, value) != value:
            self._miss(SeriesProblem.TWICE, f"{economy} {cell.period}", cell)


def _frequency(read: Sequence[tuple[str, When]]) -> Frequency:
    """Return the frequency that most periods have; of days, that of the months that they lie in."""
    counted = Counter(when.part for _, when in read)
    part = max(counted, key=lambda part: counted[part], default=Part.YEAR)
    return _of_days({(code, when.start) for code, when in read}) if part is Part.DAY else _PARTS[part]


def _of_days(days: Collection[tuple[str, dt.date]]) -> Frequency:
    if _most((code, day.year, day.month) for code, day in days) > 1:
        raise UnusableTable(Unusable.TOO_OFTEN)
    if _most((code, day.year) for code, day in days) == 1:
        return Frequency.ANNUAL
    months = {day.month for _, day in days}
    return Frequency.QUARTERLY if any(months <= quarterly for quarterly in _QUARTERLY) else Frequency.MONTHLY


def _most(keys: Iterable[tuple[str | int, ...]]) -> int:
    return max(Counter(keys).values(), default=0)
