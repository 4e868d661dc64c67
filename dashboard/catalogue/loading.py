"""Load data/ into one validated, frozen Catalogue, or list every mistake by file, table and field."""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import HttpUrl

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Claim
from dashboard.catalogue.corrections import Correction
from dashboard.catalogue.cross_check import cross_check
from dashboard.catalogue.datasets import OF_THE_DATASET, Dataset
from dashboard.catalogue.economies import WORLD, Economy, Spelling
from dashboard.catalogue.groups import Group
from dashboard.catalogue.history import ALL_POLICIES, BROUGHT, DEFAULT_POLICY, HistoryHead, PolicyHistory
from dashboard.catalogue.indicators import Indicator, Provisional
from dashboard.catalogue.origins import POLICY_PLACE, WORLD_PLACE
from dashboard.catalogue.policy import Era, Milestone, Target
from dashboard.catalogue.recessions import Chronology
from dashboard.catalogue.registry import Registry
from dashboard.catalogue.tables import ABSENT, Row, TableReader, is_row
from dashboard.errors import CatalogueError, Mistake
from dashboard.settings import DATA, read_settings

_HEAD: Final = "history.toml"
_INDICATORS: Final = f"{WORLD_PLACE}/indicators.toml"
# stands in for a dataset that there is none of, which is one mistake and not six more
_NO_DATASET: Final = Dataset(
    id="none",
    provider="world-bank",
    name="none",
    publisher="none",
    licence="none",
    home=HttpUrl("https://example.org/"),
    page="https://example.org/",
    citation="none",
)


def load_catalogue(folder: Path, overlay: Path | None = None) -> Catalogue:
    """Return the catalogue of a folder of TOML files, with another folder of the same layout laid over it.

    Raises CatalogueError with every mistake found, each by file, table and field.
    """
    reader = TableReader((folder, overlay) if overlay else (folder,))
    datasets = reader.read(f"{WORLD_PLACE}/datasets.toml", "dataset", Dataset)
    indicators = _indicators(reader, datasets)
    economies = reader.read(f"{WORLD_PLACE}/economies.toml", "economy", Economy)
    spellings = reader.read(f"{WORLD_PLACE}/spellings.toml", "spelling", Spelling, may_be_absent=True)
    corrections = reader.read(f"{WORLD_PLACE}/corrections.toml", "correction", Correction, may_be_absent=True)
    provisional = reader.read(f"{WORLD_PLACE}/provisional.toml", "provisional", Provisional)
    groups = reader.read(f"{WORLD_PLACE}/groups.toml", "group", Group, may_be_absent=True)
    recessions = reader.read(f"{WORLD_PLACE}/recessions.toml", "chronology", Chronology, may_be_absent=True)
    histories = _histories(reader)
    policy = DEFAULT_POLICY if DEFAULT_POLICY in histories else next(iter(histories), DEFAULT_POLICY)
    catalogue = Catalogue(
        indicators, economies, histories, provisional, datasets, spellings, (policy,), groups, corrections, recessions
    )
    catalogue = dataclasses.replace(catalogue, registry=_registry(reader), origins=reader.origins)
    mistakes = [*reader.mistakes, *cross_check(catalogue, reader.unsound)]
    if mistakes:
        error = CatalogueError(mistakes)
        # which folder is meant is for those alone who run Eraline
        error.add_note(read_from(*reader.folders))
        raise error
    return catalogue


def read_from(*folders: Path) -> str:
    """Return a sentence that says which folders a catalogue is read from."""
    return f"The catalogue is read from {' and '.join(map(str, folders))}."


def configured_catalogue() -> Catalogue:
    """Return the catalogue of data/ with the folder of ERALINE_CATALOGUE laid over it; CatalogueError, BadSetting."""
    return load_catalogue(DATA, read_settings().catalogue)


def indicators_in(folder: Path) -> frozenset[str]:
    """Return the ids of the indicators that a folder has tables of, sound or not."""
    tables = (document.get("indicator") for _, document in TableReader((folder,)).documents(_INDICATORS))
    rows = (row for table in tables if isinstance(table, list) for row in table if is_row(row))
    return frozenset(str(row.get("id")) for row in rows)


def _indicators(reader: TableReader, datasets: Mapping[str, Dataset]) -> dict[str, Indicator]:
    tables = (document.get("indicator") for _, document in reader.documents(_INDICATORS))
    rows = {str(row.get("id")): row for table in tables if isinstance(table, list) for row in table if is_row(row)}

    def codes_of(row: Row, depth: int = 0) -> Iterator[str]:
        derived, codes = row.get("derived"), row.get("codes")
        inputs = derived.get("inputs") if is_row(derived) else None
        if isinstance(inputs, list) and inputs and depth < len(rows):
            # the page of its first input is the nearest to one of its own
            yield from codes_of(rows.get(str(inputs[0]), {}), depth + 1)
        yield from (str(code) for code in codes.values()) if is_row(codes) else (str(row.get("code", "")),)

    def described(row: Row) -> Row:
        own = {f"{field} (its dataset says it)": row[field] for field in OF_THE_DATASET if field in row}
        rest = {field: value for field, value in row.items() if field not in OF_THE_DATASET}
        dataset = datasets.get(str(row.get("dataset")), _NO_DATASET)
        return {**rest, **own, **dataset.fields_of(row, [code for code in codes_of(row) if code])}

    return reader.read(_INDICATORS, "indicator", Indicator, complete=described)


def _registry(reader: TableReader) -> Registry | None:
    """Return what is said of all histories together; None where nothing is."""
    file, fields, called = f"{POLICY_PLACE}/registry.toml", dict[str, Any](), ""
    for origin, document in reader.documents(file):
        fields, called = {**fields, **document}, origin.file
        reader.origins.update({(POLICY_PLACE, field, ""): origin for field in document})
    return reader.validated(called, "", Registry, {**fields, "id": POLICY_PLACE}) if fields else None


def _histories(reader: TableReader) -> dict[str, PolicyHistory]:
    folders = [entry for folder in reader.folders for entry in (folder / POLICY_PLACE).glob("*") if entry.is_dir()]
    names = sorted({entry.name for entry in folders})
    if not names:
        reader.mistakes.append(Mistake(POLICY_PLACE, "", "", "no policy history found"))
    found = {name: history for name in names if (history := read_history(reader, name)) is not None}
    for name in (name for name in found if name.startswith(BROUGHT)):
        detail = f"{BROUGHT} begins the names of histories that a session alone has: this one's folder needs another"
        file = reader.origins[f"{POLICY_PLACE}/{name}", "history", name].file
        reader.mistakes.append(Mistake(file, "", "id", detail))
    return found


def read_history(reader: TableReader, name: str) -> PolicyHistory | None:
    """Return the policy history in the folder of a name; None where its head is wrong, which the reader lists."""
    place = f"{POLICY_PLACE}/{name}"
    head = _head(reader, place, name)
    # without a head nobody knows the subject, and any economy that there is will do to check the rest
    subject = head.subject if head is not None else WORLD

    def of_history(row: Row) -> Row:
        own = {"policy (its folder says it)": row["policy"]} if "policy" in row else {}
        return {**row, **own, "policy": name}

    def with_economy(row: Row) -> Row:
        return of_history({"economy": subject, **row})

    def with_economies(row: Row) -> Row:
        checks: object = row.get("checks")
        if not isinstance(checks, list):
            return row
        return {**row, "checks": [_filled(check, subject) for check in checks]}

    eras = reader.read(f"{place}/eras.toml", "era", Era, complete=of_history)
    tables: dict[str, Mapping[str, Any]] = {
        # an era laid over others may come between them
        "eras": dict(sorted(eras.items(), key=lambda item: item[1].start)) if len(reader.folders) > 1 else eras,
        "milestones": reader.read(f"{place}/milestones.toml", "milestone", Milestone, complete=of_history),
        "targets": reader.read(f"{place}/targets.toml", "target", Target, may_be_absent=True, complete=with_economy),
        "claims": reader.read(f"{place}/claims.toml", "claim", Claim, may_be_absent=True, complete=with_economies),
    }
    return PolicyHistory.model_validate({**dict(head), **tables}, by_name=True) if head is not None else None


def _head(reader: TableReader, place: str, name: str) -> HistoryHead | None:
    file, before = f"{place}/{_HEAD}", len(reader.mistakes)
    fields: dict[str, Any] = {}
    for origin, document in reader.documents(file):
        fields |= document
        reader.origins[place, "history", name] = origin
    if not fields and len(reader.mistakes) == before:
        reader.mistakes.append(Mistake(file, "", "", ABSENT))
    if len(reader.mistakes) > before:
        return None
    if "id" in fields:
        reader.mistakes.append(Mistake(file, "", "id", "is the folder's name and not written here"))
    if name == ALL_POLICIES:
        detail = f"policy={name} stands for all histories: this one's folder needs another name"
        reader.mistakes.append(Mistake(reader.origins[place, "history", name].file, "", "id", detail))
    return reader.validated(reader.origins[place, "history", name].file, "", HistoryHead, {**fields, "id": name})


def _filled(check: object, subject: str) -> object:
    return {"economy": subject, **check} if is_row(check) else check
