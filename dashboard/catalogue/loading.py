"""Load data/ into one validated, frozen Catalogue, or list every mistake by file, table and field."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Claim
from dashboard.catalogue.cross_check import cross_check
from dashboard.catalogue.economies import WORLD, Economy
from dashboard.catalogue.history import DEFAULT_POLICY, HistoryHead, PolicyHistory
from dashboard.catalogue.indicators import Indicator, Provisional
from dashboard.catalogue.policy import Era, Milestone, Target
from dashboard.catalogue.tables import Row, TableReader
from dashboard.errors import CatalogueError, Mistake

__all__ = ["Catalogue", "load_catalogue"]

_WORLD: Final = "world"
_POLICY: Final = "policy"
_HEAD: Final = "history.toml"


def load_catalogue(folder: Path, overlay: Path | None = None) -> Catalogue:
    """Return the catalogue of a folder of TOML files, with another folder of the same layout laid over it.

    Raises CatalogueError with every mistake found, each by file, table and field.
    """
    reader = TableReader((folder, overlay) if overlay else (folder,))
    indicators = reader.read(f"{_WORLD}/indicators.toml", "indicator", Indicator)
    economies = reader.read(f"{_WORLD}/economies.toml", "economy", Economy)
    provisional = reader.read(f"{_WORLD}/provisional.toml", "provisional", Provisional)
    histories = _histories(reader)
    policy = DEFAULT_POLICY if DEFAULT_POLICY in histories else next(iter(histories), DEFAULT_POLICY)
    catalogue = Catalogue(indicators, economies, histories, provisional, policy)
    mistakes = [*reader.mistakes, *cross_check(catalogue, reader.origins, reader.unsound)]
    if mistakes:
        raise CatalogueError(mistakes)
    return catalogue


def _histories(reader: TableReader) -> dict[str, PolicyHistory]:
    folders = [entry for folder in reader.folders for entry in (folder / _POLICY).glob("*") if entry.is_dir()]
    names = sorted({entry.name for entry in folders})
    if not names:
        reader.mistakes.append(Mistake(_POLICY, "", "", f"no policy history found in {reader.folders[0] / _POLICY}"))
    return {name: history for name in names if (history := _history(reader, name)) is not None}


def _history(reader: TableReader, name: str) -> PolicyHistory | None:
    place = f"{_POLICY}/{name}"
    head = _head(reader, place, name)
    # without a head nobody knows the subject, and any economy that there is will do to check the rest
    subject = head.subject if head is not None else WORLD

    def with_economy(row: Row) -> Row:
        return {"economy": subject, **row}

    def with_economies(row: Row) -> Row:
        checks: object = row.get("checks")
        if not isinstance(checks, list):
            return row
        return {**row, "checks": [_filled(check, subject) for check in checks]}

    eras = reader.read(f"{place}/eras.toml", "era", Era)
    tables: dict[str, Mapping[str, Any]] = {
        # an era laid over others may come between them
        "eras": dict(sorted(eras.items(), key=lambda item: item[1].start)) if len(reader.folders) > 1 else eras,
        "milestones": reader.read(f"{place}/milestones.toml", "milestone", Milestone),
        "targets": reader.read(f"{place}/targets.toml", "target", Target, may_be_absent=True, complete=with_economy),
        "claims": reader.read(f"{place}/claims.toml", "claim", Claim, may_be_absent=True, complete=with_economies),
    }
    return PolicyHistory.model_validate({**dict(head), **tables}, by_name=True) if head is not None else None


def _head(reader: TableReader, place: str, name: str) -> HistoryHead | None:
    file, before = f"{place}/{_HEAD}", len(reader.mistakes)
    fields: dict[str, Any] = {}
    for called, document in reader.documents(file):
        fields |= document
        reader.origins[place, "history", name] = called
    if not fields and len(reader.mistakes) == before:
        reader.mistakes.append(Mistake(file, "", "", f"cannot be read from {reader.folders[0]}"))
    if len(reader.mistakes) > before:
        return None
    if "id" in fields:
        reader.mistakes.append(Mistake(file, "", "id", "is the folder's name and not written here"))
    return reader.validated(reader.origins[place, "history", name], "", HistoryHead, {**fields, "id": name})


def _filled(check: object, subject: str) -> object:
    return {"economy": subject, **check} if isinstance(check, dict) else check
