"""`snapshot`: rewrite the shipped figures from the store, so that they can be reviewed and shipped."""

import argparse
import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.cli.terminal import DONE, Command, Unwritable, open_to_write, read_settings
from dashboard.model import Indicator
from dashboard.settings import DATA, SNAPSHOT
from dashboard.snapshot import MANIFEST, Entry, csv_bytes, manifest_text, read_manifest
from dashboard.store import Store


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--folder", type=Path, default=SNAPSHOT, metavar="FOLDER", help="where to (default: the project's)"
    )


def _run(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    catalogue = load_catalogue(DATA)
    entries = read_manifest(folder if (folder / MANIFEST).exists() else SNAPSHOT)
    known = {entry.id: entry for entry in entries}
    held = {written.entry.id: written for written in files(catalogue, open_to_write(read_settings()), known)}
    # what the cache holds nothing of stays as it is
    kept = [entry for name, entry in known.items() if name not in held and (folder / entry.file).exists()]
    manifest = manifest_text(sorted([*kept, *(item.entry for item in held.values())], key=lambda entry: entry.id))
    contents = {item.entry.file: item.content for item in held.values()} | {MANIFEST: manifest.encode()}
    replace_files(folder, contents)
    _report(known, held)
    return DONE


@dataclass(frozen=True)
class Written:
    """One file of the snapshot and what the manifest says of it."""

    entry: Entry
    content: bytes


def files(catalogue: Catalogue, store: Store, known: Mapping[str, Entry]) -> Iterator[Written]:
    """Yield the file of each indicator that the store holds; one whose figures are the same keeps its entry."""
    vintages = store.vintages()
    for indicator in catalogue.indicators.values():
        vintage = vintages.get(indicator.id)
        if indicator.derived is not None or vintage is None or not vintage.rows:
            continue
        observations = store.observations(vintage)
        content = csv_bytes(observations, indicator.frequency)
        found = {
            "vintage": vintage.release,
            "published": vintage.date,
            "frequency": indicator.frequency,
            "rows": len(observations),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        entry = known.get(indicator.id)
        if entry is None:
            yield Written(Entry.model_validate({**_described(indicator), **found}), content)
        elif entry.sha256 == found["sha256"]:
            yield Written(entry, content)
        else:
            yield Written(entry.model_copy(update=found), content)


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files so that an end at any moment leaves the old or the new one of each; the last is replaced last."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        changed = {folder / name: content for name, content in contents.items() if not _holds(folder / name, content)}
        for file, content in changed.items():
            # all of the writing comes before the first file is replaced: little time to be caught in between
            _write_through(_partial(file), content)
        for file in changed:
            _partial(file).replace(file)
    except OSError as exc:
        raise Unwritable(folder, exc) from exc
    finally:
        for left in folder.glob(".*.partial"):
            left.unlink(missing_ok=True)


def _described(indicator: Indicator) -> dict[str, str]:
    return {
        "id": indicator.id,
        "source": indicator.source_name,
        "code": indicator.code or ", ".join(indicator.codes.values()),
        "url": str(indicator.source_url),
        "licence": indicator.licence,
    }


def _holds(file: Path, content: bytes) -> bool:
    return file.exists() and file.read_bytes() == content


def _partial(file: Path) -> Path:
    return file.with_name(f".{file.name}.partial")


def _write_through(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _report(known: Mapping[str, Entry], held: Mapping[str, Written]) -> None:
    changed = [name for name, item in held.items() if known.get(name) != item.entry]
    for name in changed:
        entry = held[name].entry
        print(f"{name}: {entry.rows:,} figures, {entry.vintage}")
        if entry.notes:
            print(f"{name}: its notes in {MANIFEST} were written for an earlier release", file=sys.stderr)
    for name in sorted(known.keys() - held.keys()):
        print(f"{name}: the cache holds no figures; its file stays as it is", file=sys.stderr)
    print(f"{len(held)} files, {len(changed)} of them changed")


COMMAND: Final = Command("snapshot", "rewrite the shipped figures from the cache", _arguments, _run)
