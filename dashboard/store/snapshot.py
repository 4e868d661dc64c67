"""Snapshot: the observations shipped with the project, one CSV per indicator and a manifest, read and written."""

import datetime as dt
import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import pandas as pd
from pydantic import Field, TypeAdapter, ValidationError

from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.records import Record, Slug, Text
from dashboard.errors import SnapshotError
from dashboard.store.csv_text import csv_bytes

MANIFEST: Final = "manifest.toml"


class Entry(Record):
    """What the manifest says of one indicator's file: facts of its release; all others are the indicator's."""

    id: Slug = Field(description="Indicator that the file holds.")
    release: Text = Field(description="Name of the release, as the provider or the package calls it.")
    published: dt.date = Field(description="Day on which the release was published.")
    rows: int = Field(ge=1, description="Observations in the file.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Fingerprint of the file.")
    url: str = Field(default="", description="Where the file was had, where that is not the indicator's own page.")
    notes: str = Field(default="", description="How the observations were had, where that needs saying.")

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
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as exc:
        raise SnapshotError(MANIFEST, f"cannot be read: {exc}") from exc
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
        raise SnapshotError(entry.file, f"cannot be read: {exc.strerror}") from exc
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise SnapshotError(
            entry.file, "is damaged: its sha256 is not the manifest's. Restore it from version control."
        )
    try:
        frame, frequency = _parsed(content)
    except (ValueError, KeyError) as exc:
        raise SnapshotError(entry.file, f"is not a table of economy, period and value: {exc}") from exc
    if (
        len(frame) != entry.rows
        or not np.isfinite(frame["value"]).all()
        or frame.duplicated(["economy", "period"]).any()
    ):
        raise SnapshotError(
            entry.file, "does not hold what the manifest says: rows, repeats or values that are no numbers"
        )
    return frame, frequency


def _parsed(content: bytes) -> tuple[pd.DataFrame, Frequency]:
    frame = pd.read_csv(BytesIO(content), dtype="str", keep_default_na=False)
    # Python's own reading of a number is exact; the fast one of pandas may miss the last bit
    values = np.array([float(text) for text in frame["value"]])
    frequency = Frequency.of(str(frame["period"].iloc[0])) if len(frame) else Frequency.ANNUAL
    read = frame.assign(period=frequency.read(frame["period"]), value=values)
    return read[["economy", "period", "value"]], frequency


def file_bytes(observations: pd.DataFrame, frequency: Frequency) -> bytes:
    """Return one indicator's file: `economy,period,value`, one observation a line, sorted."""
    ordered = observations.sort_values(["economy", "period"])
    periods = frequency.written(ordered["period"])
    file = ordered.assign(period=periods, value=ordered["value"].astype(float))
    return csv_bytes(file[["economy", "period", "value"]])


@dataclass(frozen=True)
class Written:
    """One file of the snapshot and what the manifest says of it."""

    entry: Entry
    content: bytes


def written(entry: Entry, observations: pd.DataFrame, frequency: Frequency) -> Written:
    """Return the file of an indicator, and its entry with the rows and the sha256 of what is in the file."""
    content = file_bytes(observations, frequency)
    counted = {"rows": len(observations), "sha256": hashlib.sha256(content).hexdigest()}
    return Written(entry.model_copy(update=counted), content)


def folder_contents(files: Iterable[Written], kept: Iterable[Entry] = ()) -> Mapping[str, bytes]:
    """Return all that is to be written by file name, the manifest last; `kept` entries have their files already."""
    made = {item.entry.file: item for item in files}
    entries = sorted([*kept, *(item.entry for item in made.values())], key=lambda entry: entry.id)
    return {name: item.content for name, item in made.items()} | {MANIFEST: manifest_text(entries).encode()}


def manifest_text(entries: Iterable[Entry]) -> str:
    """Return the manifest as TOML, one table per indicator, one field per line."""
    tables = ["# Which release each file of this folder holds, and its fingerprint. Written by `eraline snapshot`.\n"]
    for entry in entries:
        fields = entry.model_dump(mode="json", exclude_defaults=True)
        fields["published"] = entry.published
        lines = (f"{name} = {_toml(value)}" for name, value in fields.items())
        tables.append("[[indicator]]\n" + "\n".join(lines) + "\n")
    return "\n".join(tables)


def _toml(value: str | float | dt.date) -> str:
    # a JSON string is a TOML basic string too, and a date is written bare
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
