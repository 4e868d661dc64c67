"""`snapshot`: rewrite the shipped observations from the store, so that they can be reviewed and shipped."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.corrections import Correction
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.loading import configured_catalogue
from dashboard.cli.terminal import Command, Exit, Unwritable
from dashboard.cli.writing import open_to_write
from dashboard.errors import SnapshotError
from dashboard.settings import SNAPSHOT, read_settings
from dashboard.sources.registry import provider_name
from dashboard.store.corrections import corrected
from dashboard.store.history_files import RELEASES
from dashboard.store.history_writing import Replaced, with_replaced
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.store.sheets import sheet_bytes
from dashboard.store.snapshot import (
    MANIFEST,
    Entry,
    Written,
    folder_contents,
    read_manifest,
    read_snapshot,
    written,
)
from dashboard.store.units import base_year


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--folder", type=Path, default=SNAPSHOT, metavar="FOLDER", help="where to (default: the project's)"
    )


def _run(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    catalogue, shipped = configured_catalogue(), read_manifest(SNAPSHOT)
    known = read_manifest(folder) if (folder / MANIFEST).exists() else shipped
    store = open_to_write(read_settings(), catalogue)
    stored = {item.entry.id: item for item in files(catalogue, store, [(folder, known), (SNAPSHOT, shipped)])}
    # what the cache has nothing of stays as it is
    kept = [entry for entry in known if entry.id not in stored and (folder / entry.file).exists()]
    earlier = with_replaced(folder, list(_replaced(catalogue, folder, known, stored)))
    replace_files(folder, {**earlier, **folder_contents(stored.values(), kept)})
    _report({entry.id: entry for entry in known}, stored)
    for name in sorted(file for file in earlier if not file.endswith(RELEASES)):
        print(f"{name}: the edition that was replaced is kept as an earlier release")
    return Exit.DONE


def _replaced(
    catalogue: Catalogue, folder: Path, known: Sequence[Entry], stored: Mapping[str, Written]
) -> Iterator[Replaced]:
    """Yield the editions in a folder that newer ones are about to replace."""
    for entry in known:
        item, file = stored.get(entry.id), folder / entry.file
        if item is None or item.entry.published <= entry.published or not file.exists():
            continue
        if item.entry.sha256 != entry.sha256:
            [shipped] = read_snapshot(folder, [entry])
            yield Replaced(catalogue.indicator(entry.id), shipped, item.entry)


def files(catalogue: Catalogue, store: Store, known: Sequence[tuple[Path, Sequence[Entry]]]) -> Iterator[Written]:
    """Yield the file of each indicator that the store holds; `known` are folders and what their manifests say.

    Observations that a known entry was written for keep it, for all that it says is true of them. Others are described
    by the catalogue and by how the store came by them: notes on how earlier ones were obtained would no longer be true.
    A file whose false values alone are not in the store stays as it is.
    """
    vintages = store.vintages()
    by_content = {(entry.id, entry.sha256): entry for _, entries in reversed(known) for entry in entries}
    for indicator in catalogue.indicators.values():
        vintage = vintages.get(indicator.id)
        if indicator.derived is not None or vintage is None or not vintage.rows:
            continue
        item = written(_described(indicator, vintage), store.observations(vintage), indicator.frequency)
        entry = by_content.get((indicator.id, item.entry.sha256))
        corrections = catalogue.corrections_of(indicator.id)
        if entry is not None:
            yield Written(entry, item.content)
        elif corrections:
            left_out = item.entry.model_copy(update={"corrected": True})
            yield _as_it_was(item, known, corrections) or replace(item, entry=left_out)
        else:
            yield item


def _as_it_was(
    item: Written, known: Sequence[tuple[Path, Sequence[Entry]]], corrections: Sequence[Correction]
) -> Written | None:
    """Return the known file that the store's observations are those of but for what is declared false."""
    for folder, entries in known:
        for entry in entries:
            if entry.id != item.entry.id or not (folder / entry.file).exists():
                continue
            try:
                [shipped] = read_snapshot(folder, [entry])
            except SnapshotError:
                continue
            left = corrected(shipped.observations, corrections)[0]
            if sheet_bytes(left, shipped.frequency) == item.content:
                return Written(entry, (folder / entry.file).read_bytes())
    return None


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files so that an end at any moment leaves the old or the new one of each; the last is replaced last."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in contents:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        changed = {folder / name: content for name, content in contents.items() if not _holds(folder / name, content)}
        for file, content in changed.items():
            # all of the writing comes before the first file is replaced: little time to be caught in between
            _write_through(_partial(file), content)
        for file in changed:
            _partial(file).replace(file)
    except OSError as exc:
        raise Unwritable(folder, exc) from exc
    finally:
        for left in folder.rglob(".*.partial"):
            left.unlink(missing_ok=True)


def _described(indicator: Indicator, vintage: Vintage) -> Entry:
    """Describe observations without a manifest entry; rows and fingerprint are those of no file yet."""
    return Entry(
        id=indicator.id,
        release=vintage.release,
        published=vintage.date,
        dated=vintage.dated,
        rows=vintage.rows,
        sha256="0" * 64,
        unit=indicator.unit if base_year(indicator.unit) else "",
        notes=_fetched(indicator, vintage) if vintage.origin == "live" else "",
    )


def _fetched(indicator: Indicator, vintage: Vintage) -> str:
    updated = f"; last updated there on {vintage.updated}" if vintage.updated else ""
    return f"Fetched from {provider_name(indicator.source)} on {vintage.date}{updated}."


def _holds(file: Path, content: bytes) -> bool:
    return file.exists() and file.read_bytes() == content


def _partial(file: Path) -> Path:
    return file.with_name(f".{file.name}.partial")


def _write_through(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _report(known: Mapping[str, Entry], stored: Mapping[str, Written]) -> None:
    changed = [name for name, item in stored.items() if known.get(name) != item.entry]
    for name in changed:
        entry = stored[name].entry
        print(f"{name}: {entry.rows:,} figures, {entry.release}")
        if name in known and known[name].notes not in ("", entry.notes):
            print(f"{name}: its notes were about earlier figures and are gone: {known[name].notes}", file=sys.stderr)
    for name in sorted(known.keys() - stored.keys()):
        print(f"{name}: the cache holds no figures; its file stays as it is", file=sys.stderr)
    print(f"{formatting.count(len(stored), 'file')}, {len(changed)} of them changed")


COMMAND: Final = Command(_arguments, _run)
