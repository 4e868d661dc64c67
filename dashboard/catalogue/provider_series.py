"""Read the shipped list of every series that the World Bank offers: code, name, unit, topics, database; names only.

Names are those of the World Bank's listing of 30 April 2026 (vincentarelbundock/WDI), topics and databases those of
14 January 2026 (jpazvd/wbopendata); the unit is what the name states.
"""

import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import Field

from dashboard.catalogue.records import Named
from dashboard.catalogue.tables import TableReader
from dashboard.errors import CatalogueError, Mistake, why_unreadable
from dashboard.formatting import count
from dashboard.settings import DATA, cache_folder

# the World Development Indicators, whose series are named without their database
WDI: Final = "2"
SERIES: Final = "world/world-bank-series.tsv.gz"
DATABASES: Final = "world/databases.csv"
_HEAD: Final = ("code", "name", "unit", "topics", "database")
_CODE: Final = re.compile(r"[\x21-\x7e]{1,60}")
# of two series that say the same, whoever looks for it means the one of everybody
_PARTS: Final = re.compile(
    r"\b(national estimate|females?|males?|women|men|boys|girls|rural|urban|poorest|richest|quintile|Q[1-5]|quartile|"
    r"gap|age[sd]?|youth|older|younger|adults|primary|secondary|tertiary|standard error|std|lower bound|"
    r"upper bound)\b",
    re.IGNORECASE,
)


class Database(Named):
    """A database of the World Bank, those first whose series are looked for first."""

    id: str = Field(pattern=r"^[0-9]+$", description="Number of the database, as the World Bank's API has it.")
    name: str = Field(min_length=1, description="What the World Bank calls it.")
    ended: str = Field(default="", description="Why it gets no new observations, such as stopped 2013; empty if live.")


@dataclass(frozen=True, slots=True)
class ProviderSeries:
    """One series that a provider offers, as the shipped list has it."""

    code: str
    name: str
    unit: str
    topics: tuple[str, ...]
    database: str

    @property
    def id(self) -> str:
        """Return what a URL calls it: `wb:CODE`, with its database's number before the code unless that is the WDI."""
        return f"wb:{self.code}" if self.database == WDI else f"wb:{self.database}:{self.code}"


@lru_cache(maxsize=1)
def databases(folder: Path = DATA) -> Mapping[str, Database]:
    """Return the World Bank's databases by their numbers; CatalogueError lists what is wrong with their table."""
    reader = TableReader((folder,))
    found = reader.read(Path(DATABASES).with_suffix(".toml").as_posix(), "database", Database)
    if reader.mistakes:
        raise CatalogueError(reader.mistakes)
    return found


def renewed_file() -> Path:
    """Return where a list fetched anew is kept: it goes before the shipped one."""
    return cache_folder() / Path(SERIES).name


def newest_lines() -> list[str]:
    """Return the list fetched last, else the shipped one; CatalogueError if that is damaged."""
    try:
        return _lines_of(renewed_file())
    except CatalogueError:
        return series_lines()


def series_lines(folder: Path = DATA) -> list[str]:
    """Return the shipped list line by line, each for `series_of`, best known first; CatalogueError if it is damaged.

    Lines and not records: of almost thirty thousand, a search looks at few.
    """
    return _lines_of(folder / SERIES)


def _lines_of(path: Path) -> list[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            head, *lines = file.read().splitlines()
    except (OSError, EOFError, ValueError) as exc:
        raise CatalogueError([Mistake(SERIES, "", "", f"cannot be read: {why_unreadable(exc)}")]) from exc
    if tuple(head.split("\t")) != _HEAD:
        raise CatalogueError([Mistake(SERIES, "line 1", "", f"has other columns than {', '.join(_HEAD)}")])
    return lines


def series_of(line: str) -> ProviderSeries:
    """Return the series of a line."""
    code, name, unit, topics, database = line.split("\t")
    return ProviderSeries(code, name, unit, tuple(topics.split("; ")) if topics else (), database)


def listed(series: Sequence[ProviderSeries], known: Mapping[str, Database]) -> bytes:
    """Return the file of these series, best known first; the same bytes for the same series."""
    place = {number: rank for rank, number in enumerate(known)}
    found = sorted(series, key=lambda one: (place[one.database], _parts(one), len(one.name), one.code))
    rows = [_HEAD, *((one.code, one.name, one.unit, "; ".join(one.topics), one.database) for one in found)]
    text = "".join("\t".join(row) + "\n" for row in rows)
    return gzip.compress(text.encode(), 9, mtime=0)


def series_mistakes(folder: Path = DATA) -> Iterator[Mistake]:
    """Yield every mistake in the shipped list and in the table of its databases."""
    try:
        known, lines = databases(folder), series_lines(folder)
    except CatalogueError as exc:
        yield from exc.mistakes
        return
    seen: set[str] = set()
    for number, line in enumerate(lines, 2):
        for field, detail in _faults(line.split("\t"), seen, known):
            yield Mistake(SERIES, f"line {number}", field, detail)


def _faults(cells: Sequence[str], seen: set[str], known: Mapping[str, Database]) -> Iterator[tuple[str, str]]:
    if len(cells) != len(_HEAD):
        yield "", f"has {count(len(cells), 'cell')} under {len(_HEAD)} columns"
        return
    code, name, _, _, database = cells
    if not _CODE.fullmatch(code):
        yield "code", "is not a code"
    if f"{database}:{code}" in seen:
        yield "code", f"'{code}' stands above already"
    seen.add(f"{database}:{code}")
    if not name.strip():
        yield "name", "is empty"
    if database not in known:
        yield "database", f"names '{database}', which is not in {DATABASES}"


def _parts(series: ProviderSeries) -> int:
    return len({part.casefold() for part in _PARTS.findall(series.name)})
