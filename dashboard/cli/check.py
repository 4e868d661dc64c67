"""`check`: read everything in data/ and say what is wrong."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
from pydantic import ValidationError

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import THEME_NAMES
from dashboard.catalogue.loading import indicators_in, load_catalogue, read_from
from dashboard.catalogue.origins import POLICY_PLACE, WORLD_PLACE, origin_of
from dashboard.catalogue.provider_series import series_lines, series_mistakes
from dashboard.cli.terminal import Command, Exit
from dashboard.errors import CatalogueError, Mistake, SnapshotError
from dashboard.formatting import one_line
from dashboard.settings import DATA, SNAPSHOT, read_settings
from dashboard.sources.registry import unknown_providers
from dashboard.store.corrections import corrected
from dashboard.store.history_check import history_mistakes
from dashboard.store.snapshot import MANIFEST, Entry, SnapshotObservations, read_manifest, read_snapshot

_INDICATORS = "world/indicators.toml"
_TABLES: Final = (".toml", ".csv")
_MANIFEST_FILE = f"{SNAPSHOT.name}/{MANIFEST}"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="FOLDER", help="the folder to check (default: the project's)"
    )


@dataclass(frozen=True)
class Findings:
    """What is in a data folder, as far as it could be read, and what is wrong with it."""

    catalogue: Catalogue | None
    shipped: tuple[SnapshotObservations, ...]
    mistakes: tuple[Mistake, ...]


def inspect(folder: Path, overlay: Path | None = None) -> Findings:
    """Return all that a data folder and one laid over it hold, and every mistake in them by file, table and field."""
    mistakes: list[Mistake] = []
    catalogue = _catalogue(folder, overlay, mistakes)
    entries = _entries(folder / SNAPSHOT.name, mistakes)
    shipped = tuple(_observations(folder / SNAPSHOT.name, entries, mistakes))
    if entries:
        # of a manifest that cannot be read, every file would be a stray
        mistakes.extend(_strays(folder / SNAPSHOT.name, entries))
    mistakes.extend(series_mistakes(folder))
    if catalogue is not None:
        mistakes.extend(unknown_providers(catalogue))
        mistakes.extend(_unread(overlay, catalogue) if overlay else ())
    if catalogue is not None and entries:
        # what an own indicator has comes from its provider
        own = indicators_in(overlay) if overlay else frozenset[str]()
        mistakes.extend(_unmatched(catalogue, entries, own))
        mistakes.extend(_other_frequencies(catalogue, shipped))
        mistakes.extend(_unknown_economies(catalogue, shipped))
        mistakes.extend(_lapsed(catalogue, shipped))
        successors = dict.fromkeys(catalogue.indicators) | {entry.id: entry.published for entry in entries}
        former = {text: item.economy for item in catalogue.spellings.values() for text in item.spellings}
        mistakes.extend(history_mistakes(folder / SNAPSHOT.name, successors, catalogue.economies, former))
    return Findings(catalogue, shipped, tuple(mistakes))


def summary(folder: Path, catalogue: Catalogue, shipped: Sequence[SnapshotObservations]) -> str:
    """Return how much a data folder holds, one line a kind of thing."""
    themes = Counter(indicator.theme for indicator in catalogue.indicators.values())
    aggregates = sum(economy.aggregate for economy in catalogue.economies.values())
    derived = sum(indicator.derived is not None for indicator in catalogue.indicators.values())
    histories = catalogue.histories.values()
    checks = sum(len(claim.checks) for history in histories for claim in history.claims.values())
    years = pd.concat([item.observations["period"] for item in shipped]).dt.year
    lines = [
        ("indicators", len(catalogue.indicators), f"{derived} of them computed from others"),
        *((f"  {name}", themes[theme], "") for theme, name in THEME_NAMES.items() if themes[theme]),
        ("economies", len(catalogue.economies), f"{aggregates} of them aggregates"),
        *([("policy histories", len(histories), ", ".join(catalogue.histories))] if len(histories) > 1 else []),
        ("eras", sum(len(history.eras) for history in histories), ""),
        ("milestones", sum(len(history.milestones) for history in histories), ""),
        ("targets", sum(len(history.targets) for history in histories), ""),
        ("provisional years", len(catalogue.provisional), ""),
        ("claims", sum(len(history.claims) for history in histories), f"settled by {checks} checks"),
        ("series listed", len(series_lines(folder)), "which the World Bank offers"),
        ("observations", len(years), f"in {len(shipped)} files, {years.min()} to {years.max()}"),
    ]
    return "\n".join(f"{name:<30}{count:>7,}  {detail}".rstrip() for name, count, detail in lines)


def _run(options: argparse.Namespace) -> int:
    overlay = read_settings().catalogue
    findings = inspect(options.data, overlay)
    if findings.mistakes or findings.catalogue is None:
        for mistake in findings.mistakes:
            # a history by somebody else may hold anything
            print(one_line(str(mistake)), file=sys.stderr)
        print(one_line(read_from(*filter(None, (options.data, overlay)))), file=sys.stderr)
        return Exit.FAILED
    print(summary(options.data, findings.catalogue, findings.shipped))
    return Exit.DONE


def _catalogue(folder: Path, overlay: Path | None, mistakes: list[Mistake]) -> Catalogue | None:
    try:
        return load_catalogue(folder, overlay)
    except CatalogueError as exc:
        mistakes.extend(exc.mistakes)
        return None


def _entries(snapshot: Path, mistakes: list[Mistake]) -> tuple[Entry, ...]:
    try:
        return read_manifest(snapshot)
    except SnapshotError as exc:
        mistakes.extend(_of_snapshot(exc))
        return ()


def _observations(snapshot: Path, entries: Sequence[Entry], mistakes: list[Mistake]) -> Iterator[SnapshotObservations]:
    # file by file, so that one damaged file does not hide the next
    for entry in entries:
        try:
            yield from read_snapshot(snapshot, [entry])
        except SnapshotError as exc:
            mistakes.extend(_of_snapshot(exc))


def _of_snapshot(exc: SnapshotError) -> Iterator[Mistake]:
    file = f"{SNAPSHOT.name}/{exc.file}"
    if not isinstance(exc.__cause__, ValidationError):
        yield Mistake(file, "", "", exc.detail)
        return
    for error in exc.__cause__.errors(include_url=False):
        number, *field = error["loc"] or ("",)
        table = f"[[indicator]] {number + 1}" if isinstance(number, int) else "[[indicator]]"
        yield Mistake(file, table, ".".join(map(str, field)), f"{error['msg']} (got {error['input']!r:.80})")


def _strays(snapshot: Path, entries: Iterable[Entry]) -> Iterator[Mistake]:
    known = {entry.file for entry in entries}
    for file in sorted(snapshot.glob("*.csv")):
        if file.name not in known:
            yield Mistake(f"{SNAPSHOT.name}/{file.name}", "", "", f"{MANIFEST} does not name this file")


def _unread(overlay: Path, catalogue: Catalogue) -> Iterator[Mistake]:
    """Yield the tables of a folder laid over data/ that nothing reads: misspelt, or in the wrong place."""
    read = {origin.file for origin in catalogue.origins.values()}
    laid = [*overlay.glob(f"{WORLD_PLACE}/*"), *overlay.glob(f"{POLICY_PLACE}/*"), *overlay.glob(f"{POLICY_PLACE}/*/*")]
    for file in sorted(laid):
        name = f"{overlay.absolute().name}/{file.relative_to(overlay).as_posix()}"
        if file.suffix in _TABLES and name not in read:
            yield Mistake(name, "", "", "is not read: no table of data/ has this name")


def _unmatched(catalogue: Catalogue, entries: Sequence[Entry], own: frozenset[str]) -> Iterator[Mistake]:
    stored = {indicator.id for indicator in catalogue.indicators.values() if indicator.derived is None}
    for name in sorted(stored - own - {entry.id for entry in entries}):
        yield Mistake(_INDICATORS, f"[[indicator]] {name}", "id", f"{_MANIFEST_FILE} has no figures of it")
    for entry in entries:
        if entry.id not in stored:
            detail = "is computed from others" if entry.id in catalogue.indicators else f"is not in {_INDICATORS}"
            yield _in_manifest(entry, "id", f"the indicator {detail}")


def _other_frequencies(catalogue: Catalogue, shipped: Iterable[SnapshotObservations]) -> Iterator[Mistake]:
    for item in shipped:
        known = catalogue.indicators.get(item.entry.id)
        if known is not None and known.frequency is not item.frequency:
            file, detail = (
                f"{SNAPSHOT.name}/{item.entry.file}",
                f"is {item.frequency}; {_file_of(catalogue, 'indicator', known.id)} says {known.frequency}",
            )
            yield Mistake(file, "", "period", detail)


def _file_of(catalogue: Catalogue, table: str, record: str) -> str:
    return origin_of(catalogue.origins, WORLD_PLACE, table, record).file


def _in_manifest(entry: Entry, field: str, detail: str) -> Mistake:
    return Mistake(_MANIFEST_FILE, f"[[indicator]] {entry.id}", field, detail)


def _unknown_economies(catalogue: Catalogue, shipped: Iterable[SnapshotObservations]) -> Iterator[Mistake]:
    for item in shipped:
        for code in sorted(set(item.observations["economy"]) - catalogue.economies.keys()):
            file = f"{SNAPSHOT.name}/{item.entry.file}"
            yield Mistake(file, "", "economy", f"names '{code}', which is not in the catalogue")


def _lapsed(catalogue: Catalogue, shipped: Iterable[SnapshotObservations]) -> Iterator[Mistake]:
    for item in shipped:
        known = catalogue.corrections_of(item.entry.id)
        for one in corrected(item.observations, known)[1] if known else ():
            # what was written from a cache has had its false values left out already
            if one.has_another_value or not item.entry.corrected:
                yield Mistake(
                    _file_of(catalogue, "correction", one.correction.id), one.correction.id, "value", str(one)
                )


COMMAND: Final = Command(_arguments, _run)
