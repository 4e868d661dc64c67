"""Snapshot: the observations shipped with the project, one CSV per indicator and a manifest, read and written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import pandas as pd
from pydantic import Field, TypeAdapter, ValidationError

from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.records import EconomyCode, Record, Slug, Text
from dashboard.errors import SnapshotError, why_unreadable
from dashboard.store.records import Dated
from dashboard.store.sheets import read_sheet, sheet_bytes

MANIFEST: Final = "manifest.toml"


class _Shipped(Record):
    """What the manifest says of a release: its name, its day and where the file was had."""

    release: Text = Field(description="Name of the release, as the provider or the package calls it.")
    published: dt.date = Field(description="Day on which the release was published, or on which it was seen.")
    dated: Dated = Field(
        default="published", description="Whether that is the source's own day of release or the day it was seen on."
    )
    repository: str = Field(default="", description="Public repository that keeps the file, as owner/name.")
    path: str = Field(default="", description="Path of the file in that repository.")
    commit: str = Field(default="", pattern=r"^([0-9a-f]{7,40})?$", description="Commit of that repository.")
    url: str = Field(default="", description="Where the file was had, where that is not the indicator's own page.")
    notes: str = Field(default="", description="How the observations were had, where that needs saying.")


class OtherRelease(_Shipped):
    """Economies of an indicator that come from another release than its others: whole rows, never joined inside one."""

    economies: tuple[EconomyCode, ...] = Field(min_length=1, description="Economies that come from this release.")


class Entry(_Shipped):
    """What the manifest says of one indicator's file: facts of its release; all others are the indicator's."""

    id: Slug = Field(description="Indicator that the file holds.")
    rows: int = Field(ge=1, description="Observations in the file.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Fingerprint of the file.")
    corrected: bool = Field(default=False, description="Whether declared false values were left out before writing.")
    unit: str = Field(default="", description="Unit of the values, given where it names a base year.")
    others: tuple[OtherRelease, ...] = Field(default=(), description="Releases that some economies come from instead.")

    @property
    def file(self) -> str:
        """Return the name of the CSV file beside the manifest."""
        return f"{self.id}.csv"


@dataclass(frozen=True)
class SnapshotObservations:
    """One indicator of the snapshot: its manifest entry, its observations (economy, period, value), its frequency."""

    entry: Entry
    observations: pd.DataFrame
    frequency: Frequency = Frequency.ANNUAL


_ENTRIES: Final = TypeAdapter(Annotated[tuple[Entry, ...], Field(min_length=1)])


def read_manifest(folder: Path) -> tuple[Entry, ...]:
    """Return the manifest's entries; SnapshotError if it is missing or malformed."""
    try:
        document = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        entries = _ENTRIES.validate_python(document.get("indicator", ()))
    except ValidationError as exc:
        raise SnapshotError(MANIFEST, "cannot be read: run `eraline check`, which names what is wrong in it") from exc
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise SnapshotError(MANIFEST, f"cannot be read: {why_unreadable(exc)}") from exc
    repeated = [name for name, times in Counter(entry.id for entry in entries).items() if times > 1]
    if repeated:
        raise SnapshotError(MANIFEST, f"has more than one table of {', '.join(repeated)}")
    return entries


def read_snapshot(folder: Path, entries: Iterable[Entry]) -> Iterator[SnapshotObservations]:
    """Yield the observations of each entry; SnapshotError names a file that is missing, damaged or altered."""
    for entry in entries:
        yield SnapshotObservations(entry, *_read_csv(folder, entry))


def _read_csv(folder: Path, entry: Entry) -> tuple[pd.DataFrame, Frequency]:
    try:
        content = (folder / entry.file).read_bytes()
    except OSError as exc:
        raise SnapshotError(entry.file, f"cannot be read: {why_unreadable(exc)}") from exc
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise SnapshotError(
            entry.file, "is damaged: its sha256 is not the manifest's. Restore it from version control."
        )
    try:
        frame, frequency = read_sheet(content)
    except ValueError as exc:
        raise SnapshotError(entry.file, f"is not a table of economies and periods: {exc}") from exc
    if (
        len(frame) != entry.rows
        or not np.isfinite(frame["value"]).all()
        or frame.duplicated(["economy", "period"]).any()
    ):
        raise SnapshotError(
            entry.file, "does not hold what the manifest says: rows, repeats or values that are no numbers"
        )
    return frame, frequency


@dataclass(frozen=True)
class Written:
    """One file of the snapshot and what the manifest says of it."""

    entry: Entry
    content: bytes


def written(entry: Entry, observations: pd.DataFrame, frequency: Frequency) -> Written:
    """Return the file of an indicator, and its entry with the rows and the sha256 of what is in the file."""
    content = sheet_bytes(observations, frequency)
    counted = {"rows": len(observations), "sha256": hashlib.sha256(content).hexdigest()}
    return Written(entry.model_copy(update=counted), content)


def folder_contents(files: Iterable[Written], kept: Iterable[Entry] = ()) -> Mapping[str, bytes]:
    """Return all that is to be written by file name, the manifest last; `kept` entries have their files already."""
    made = {item.entry.file: item for item in files}
    entries = sorted([*kept, *(item.entry for item in made.values())], key=lambda entry: entry.id)
    return {name: item.content for name, item in made.items()} | {MANIFEST: manifest_text(entries).encode()}


def manifest_text(entries: Iterable[Entry]) -> str:
    """Return the manifest as TOML, one table per indicator and other release, one field per line."""
    tables = ["# Which release each file of this folder holds, and its fingerprint. Written by `eraline snapshot`.\n"]
    for entry in entries:
        tables.append(_table("[[indicator]]", entry, ("id",)))
        tables.extend(_table("[[indicator.others]]", other, ("economies",)) for other in entry.others)
    return "\n".join(tables)


def _table(head: str, shipped: _Shipped, first: Sequence[str]) -> str:
    fields = shipped.model_dump(exclude_defaults=True, exclude={"others"})
    ordered = {name: fields[name] for name in (*first, *(name for name in fields if name not in first))}
    return "\n".join([head, *(f"{name} = {_toml(value)}" for name, value in ordered.items())]) + "\n"


def _toml(value: str | int | dt.date | Sequence[str]) -> str:
    # what JSON says of text, numbers, flags and lists of them is TOML too, and a date is written bare
    return str(value) if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)
