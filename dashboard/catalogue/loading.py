"""Say what data/*.toml hold: read into one validated, frozen Catalogue, or every mistake by file, table and field."""

import dataclasses
import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from dashboard.catalogue.checks import Check
from dashboard.catalogue.claims import Claim
from dashboard.catalogue.economies import WORLD, Economy
from dashboard.catalogue.indicators import POPULATION, Break, Indicator, Provisional
from dashboard.catalogue.policy import SUBJECT, Era, Milestone, MilestoneKind, Target
from dashboard.errors import CatalogueError, Mistake

R = TypeVar("R", Indicator, Economy, Era, Milestone, Target, Claim, Provisional)


@dataclass(frozen=True)
class Catalogue:
    """Everything the dashboard knows besides figures; each mapping keeps the order of its file."""

    indicators: Mapping[str, Indicator]
    economies: Mapping[str, Economy]
    eras: Mapping[str, Era]
    milestones: Mapping[str, Milestone]
    targets: Mapping[str, Target]
    claims: Mapping[str, Claim] = dataclasses.field(default_factory=dict)
    provisional: Mapping[str, Provisional] = dataclasses.field(default_factory=dict)

    def indicator(self, indicator: str) -> Indicator:
        """Return the indicator with this id; KeyError if there is none."""
        return self.indicators[indicator]

    def base_inputs(self, indicator: str) -> tuple[str, ...]:
        """Return the stored indicators that this one is computed from: itself unless it is derived."""
        derived = self.indicators[indicator].derived
        if derived is None:
            return (indicator,)
        return tuple(dict.fromkeys(base for name in derived.inputs for base in self.base_inputs(name)))

    def breaks(self, indicator: str) -> tuple[Break, ...]:
        """Return the level breaks of an indicator and of all that it is computed from, each economy and year once."""
        entry = self.indicators[indicator]
        inherited: Sequence[Break] = ()
        if entry.derived is not None:
            inherited = [known for name in entry.derived.inputs for known in self.breaks(name)]
            inherited = self.world_breaks(inherited) if entry.derived.op == "share_of_world" else inherited
        found: dict[tuple[str, int], Break] = {}
        for known in (*entry.breaks, *inherited):
            found.setdefault((known.economy, known.year), known)
        return tuple(found.values())

    def world_breaks(self, breaks: Sequence[Break]) -> list[Break]:
        """Return breaks as they bear on shares of the world: one in the world's row is one in everybody's share."""
        shared = [known for known in breaks if known.economy == WORLD]
        return [*breaks, *(known.model_copy(update={"economy": code}) for known in shared for code in self.economies)]

    def provisional_in(self, releases: Iterable[tuple[str, dt.date]]) -> tuple[Provisional, ...]:
        """Return what is known to be preliminary in any of these releases, each an indicator and its day."""
        released = tuple(releases)
        return tuple(known for known in self.provisional.values() if any(known.covers(*one) for one in released))

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
        claims=_read(folder, "claim", Claim, mistakes),
        provisional=_read(folder, "provisional", Provisional, mistakes),
    )
    mistakes.extend(_CrossCheck(catalogue, {mistake.file for mistake in mistakes}).mistakes())
    if mistakes:
        raise CatalogueError(mistakes)
    return catalogue


_FILES: Final = {
    "indicator": "indicators.toml",
    "economy": "economies.toml",
    "era": "eras.toml",
    "milestone": "milestones.toml",
    "target": "targets.toml",
    "claim": "claims.toml",
    "provisional": "provisional.toml",
}


def _read(folder: Path, table: str, record: type[R], mistakes: list[Mistake]) -> dict[str, R]:
    file = _FILES[table]
    try:
        document = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except OSError as exc:
        mistakes.append(Mistake(file, "", "", f"cannot be read from {folder}: {exc.strerror}"))
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        mistakes.append(Mistake(file, "", "", f"not readable as TOML: {exc}"))
        return {}
    mistakes.extend(
        Mistake(file, name, "", f"unknown table; this file holds [[{table}]]") for name in document if name != table
    )
    rows = document.get(table)
    if not rows or not isinstance(rows, list):
        mistakes.append(Mistake(file, f"[[{table}]]", "", f"no [[{table}]] table found"))
        return {}
    records: dict[str, R] = {}
    for number, row in enumerate(rows, start=1):
        name = f"[[{table}]] {number} ({row.get('id', 'no id') if isinstance(row, dict) else 'no table'})"
        try:
            entry = record.model_validate(row)
        except ValidationError as exc:
            mistakes.extend(_from_validation(file, name, exc))
            continue
        if entry.id in records:
            mistakes.append(Mistake(file, name, "id", "the same id stands above already"))
        records[entry.id] = entry
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


@dataclass(frozen=True)
class _CrossCheck:
    """What the tables say of each other; a name is unknown only where its own file was read whole."""

    catalogue: Catalogue
    unsound: Collection[str]

    def mistakes(self) -> Iterator[Mistake]:
        for indicator in self.catalogue.indicators.values():
            yield from self._indicator(indicator)
        yield from self._needed("indicator", self.catalogue.indicators, (POPULATION,))
        yield from self._needed("economy", self.catalogue.economies, (SUBJECT, WORLD))
        yield from _check_slots(self.catalogue.economies.values())
        yield from _check_eras(list(self.catalogue.eras.values()))
        for milestone in self.catalogue.milestones.values():
            yield from self._indicators("milestone", milestone.id, "indicators", milestone.indicators)
            if milestone.kind is MilestoneKind.OWN:
                yield _mistake("milestone", milestone.id, "kind", "'own' is for events that readers add to their pages")
        for target in self.catalogue.targets.values():
            named = (target.indicator,) if target.indicator else ()
            yield from self._indicators("target", target.id, "indicator", named)
            yield from self._economies("target", target.id, "economy", (target.economy,))
        for claim in self.catalogue.claims.values():
            for check in claim.checks:
                yield from self._check(claim, check)
        for known in self.catalogue.provisional.values():
            yield from self._indicators("provisional", known.id, "indicators", known.indicators)
            yield from self._economies("provisional", known.id, "economy", (known.economy,))

    def _indicator(self, indicator: Indicator) -> Iterator[Mistake]:
        named: dict[str, Iterable[str]] = {
            "codes": indicator.codes,
            "breaks": (known.economy for known in indicator.breaks),
            "not_collected": (zero.economy for zero in indicator.not_collected),
        }
        for field, economies in named.items():
            yield from self._economies("indicator", indicator.id, field, economies)
        if indicator.derived is None:
            return
        inputs = indicator.derived.inputs
        yield from self._indicators("indicator", indicator.id, "derived.inputs", inputs)
        if _leads_back(self.catalogue, indicator.id):
            yield _mistake("indicator", indicator.id, "derived.inputs", "leads back to the indicator itself")
        for name in inputs:
            entry = self.catalogue.indicators.get(name)
            if entry is not None and entry.frequency != indicator.frequency:
                detail = f"'{name}' is {entry.frequency}, this indicator {indicator.frequency}"
                yield _mistake("indicator", indicator.id, "derived.inputs", detail)

    def _check(self, claim: Claim, check: Check) -> Iterator[Mistake]:
        place = f"checks ({check.id})"
        tables: Mapping[str, Mapping[str, object]] = {
            "indicator": self.catalogue.indicators,
            "economy": self.catalogue.economies,
            "era": self.catalogue.eras,
            "milestone": self.catalogue.milestones,
            "target": self.catalogue.targets,
        }
        for field, table, names in check.named():
            yield from self._unknown("claim", claim.id, f"{place}.{field}", set(names) - tables[table].keys(), table)
        known = {name: target for name, target in self.catalogue.targets.items() if target.economy in tables["economy"]}
        for field, detail in check.misfits(known):
            yield _mistake("claim", claim.id, f"{place}.{field}", detail)

    def _indicators(self, table: str, record: str, field: str, names: Iterable[str]) -> Iterator[Mistake]:
        return self._unknown(table, record, field, set(names) - self.catalogue.indicators.keys(), "indicator")

    def _economies(self, table: str, record: str, field: str, names: Iterable[str]) -> Iterator[Mistake]:
        return self._unknown(table, record, field, set(names) - self.catalogue.economies.keys(), "economy")

    def _unknown(self, table: str, record: str, field: str, missing: Iterable[str], named: str) -> Iterator[Mistake]:
        if _FILES[named] not in self.unsound:
            for name in sorted(missing):
                yield _mistake(table, record, field, f"names '{name}', which is not in the catalogue")

    def _needed(self, table: str, known: Mapping[str, object], names: Iterable[str]) -> Iterator[Mistake]:
        if _FILES[table] not in self.unsound:
            for name in names:
                if name not in known:
                    yield Mistake(_FILES[table], f"[[{table}]]", "id", f"'{name}' is needed and missing")


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


def _check_slots(economies: Collection[Economy]) -> Iterator[Mistake]:
    slots = Counter(economy.slot for economy in economies)
    for economy in economies:
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


def _mistake(table: str, record: str, field: str, detail: str) -> Mistake:
    return Mistake(_FILES[table], f"[[{table}]] {record}", field, detail)
