"""What do data/*.toml say? Reads them into one validated, frozen Catalogue."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from dashboard.errors import CatalogueError, Mistake
from dashboard.model import POPULATION, SUBJECT, WORLD, Economy, Era, Indicator, Milestone, Record, Target

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Catalogue:
    """Everything the dashboard knows besides figures; each mapping keeps the order of its file."""

    indicators: Mapping[str, Indicator]
    economies: Mapping[str, Economy]
    eras: Mapping[str, Era]
    milestones: Mapping[str, Milestone]
    targets: Mapping[str, Target]

    def indicator(self, indicator: str) -> Indicator:
        """Return the indicator with this id; KeyError if there is none."""
        return self.indicators[indicator]

    def base_inputs(self, indicator: str) -> tuple[str, ...]:
        """Return the stored indicators that this one is computed from: itself unless it is derived."""
        derived = self.indicators[indicator].derived
        if derived is None:
            return (indicator,)
        return tuple(dict.fromkeys(base for name in derived.inputs for base in self.base_inputs(name)))

    def targets_of(self, indicator: str, economy: str = SUBJECT) -> tuple[Target, ...]:
        """Return the targets on record for an indicator of an economy, by first year."""
        found = [t for t in self.targets.values() if t.indicator == indicator and t.economy == economy]
        return tuple(sorted(found, key=lambda t: (t.first_year, t.set_on)))


def load_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue of a folder of TOML files.

    Raises CatalogueError with every mistake found, each by file, table and field.
    """
    mistakes: list[Mistake] = []
    catalogue = Catalogue(
        indicators=_read(folder, "indicator", Indicator, mistakes),
        economies=_read(folder, "economy", Economy, mistakes),
        eras=_read(folder, "era", Era, mistakes),
        milestones=_read(folder, "milestone", Milestone, mistakes),
        targets=_read(folder, "target", Target, mistakes),
    )
    if not mistakes:
        mistakes.extend(_cross_check(catalogue))
    if mistakes:
        raise CatalogueError(mistakes)
    return catalogue


_FILES: Final = {
    "indicator": "indicators.toml",
    "economy": "economies.toml",
    "era": "eras.toml",
    "milestone": "milestones.toml",
    "target": "targets.toml",
}


def _read(folder: Path, table: str, record: type[R], mistakes: list[Mistake]) -> dict[str, R]:
    file = _FILES[table]
    try:
        document = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        mistakes.append(Mistake(file, "", "", f"the file is missing from {folder}"))
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        mistakes.append(Mistake(file, "", "", f"not readable as TOML: {exc}"))
        return {}
    mistakes.extend(
        Mistake(file, name, "", f"unknown table; this file holds [[{table}]]") for name in document if name != table
    )
    rows = document.get(table, [])
    if not rows or not isinstance(rows, list):
        mistakes.append(Mistake(file, f"[[{table}]]", "", f"no [[{table}]] table found"))
        return {}
    records: dict[str, R] = {}
    for number, row in enumerate(rows, start=1):
        name = f"[[{table}]] {number} ({row.get('id', 'no id')})"
        try:
            entry = record.model_validate(row)
        except ValidationError as exc:
            mistakes.extend(_from_validation(file, name, exc))
            continue
        key = str(row["id"])
        if key in records:
            mistakes.append(Mistake(file, name, "id", "the same id stands above already"))
        records[key] = entry
    return records


def _from_validation(file: str, table: str, exc: ValidationError) -> Iterator[Mistake]:
    for error in exc.errors(include_url=False):
        field = ".".join(str(part) for part in error["loc"])
        yield Mistake(
            file,
            table,
            field or "the table as a whole",
            f"{error['msg']} (got {error['input']!r:.80})" if field else error["msg"],
        )


def _cross_check(catalogue: Catalogue) -> Iterator[Mistake]:
    yield from _check_indicators(catalogue)
    yield from _check_economies(catalogue)
    yield from _check_eras(list(catalogue.eras.values()))
    for milestone in catalogue.milestones.values():
        yield from _unknown("milestone", milestone.id, "indicators", milestone.indicators, catalogue.indicators)
    for target in catalogue.targets.values():
        named = (target.indicator,) if target.indicator else ()
        yield from _unknown("target", target.id, "indicator", named, catalogue.indicators)
        yield from _unknown("target", target.id, "economy", (target.economy,), catalogue.economies)


def _check_indicators(catalogue: Catalogue) -> Iterator[Mistake]:
    for indicator in catalogue.indicators.values():
        yield from _unknown("indicator", indicator.id, "codes", indicator.codes, catalogue.economies)
        yield from _unknown(
            "indicator", indicator.id, "breaks", (b.economy for b in indicator.breaks), catalogue.economies
        )
        yield from _unknown(
            "indicator",
            indicator.id,
            "not_collected",
            (n.economy for n in indicator.not_collected),
            catalogue.economies,
        )
        if indicator.derived is not None:
            inputs = indicator.derived.inputs
            unknown = list(_unknown("indicator", indicator.id, "derived.inputs", inputs, catalogue.indicators))
            yield from unknown
            if not unknown and _leads_back(catalogue, indicator.id):
                yield _mistake("indicator", indicator.id, "derived.inputs", "leads back to the indicator itself")
    if POPULATION not in catalogue.indicators:
        yield Mistake(_FILES["indicator"], "[[indicator]]", "id", f"'{POPULATION}' is needed for figures per head")


def _leads_back(catalogue: Catalogue, start: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        derived = catalogue.indicators[waiting.pop()].derived
        for name in derived.inputs if derived else ():
            if name == start:
                return True
            if name in catalogue.indicators and name not in seen:
                seen.add(name)
                waiting.append(name)
    return False


def _check_economies(catalogue: Catalogue) -> Iterator[Mistake]:
    for needed in (SUBJECT, WORLD):
        if needed not in catalogue.economies:
            yield Mistake(_FILES["economy"], "[[economy]]", "id", f"'{needed}' is needed and missing")
    slots = Counter(economy.slot for economy in catalogue.economies.values())
    for economy in catalogue.economies.values():
        if slots[economy.slot] > 1:
            yield _mistake("economy", economy.id, "slot", f"colour slot {economy.slot} is taken more than once")


def _check_eras(eras: Sequence[Era]) -> Iterator[Mistake]:
    for earlier, later in pairwise(eras):
        if earlier.end is None or later.start < earlier.end:
            yield _mistake(
                "era",
                later.id,
                "start",
                f"{later.start} overlaps or precedes '{earlier.id}' ({earlier.start} to {earlier.end or 'today'})",
            )


def _unknown(
    table: str, record: str, field: str, names: Iterable[str], known: Mapping[str, object]
) -> Iterator[Mistake]:
    for name in names:
        if name not in known:
            yield _mistake(table, record, field, f"names '{name}', which is not in the catalogue")


def _mistake(table: str, record: str, field: str, detail: str) -> Mistake:
    return Mistake(_FILES[table], f"[[{table}]] {record}", field, detail)
