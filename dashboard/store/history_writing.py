"""Add the edition that a new snapshot replaces to the earlier releases that are shipped, as what it changed."""

import csv
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

import pandas as pd

from dashboard.catalogue.indicators import Indicator
from dashboard.store.changes import diff
from dashboard.store.csv_text import shortest
from dashboard.store.history_files import ENDS, HISTORY, RELEASES, EarlierRelease, read_changes, read_releases
from dashboard.store.snapshot import Entry, SnapshotObservations
from dashboard.store.vintages import frame_of

_FIELDS: Final = tuple(EarlierRelease.model_fields)
_POINT: Final = ["economy", "period"]


@dataclass(frozen=True, eq=False)
class Replaced:
    """An edition that a new one replaces: its file as it was, and the manifest's entry of its successor."""

    indicator: Indicator
    shipped: SnapshotObservations
    successor: Entry

    @property
    def former_unit(self) -> str:
        """Return the unit that it counts in where its successor counts in another; "" where the two are the same."""
        before, after = self.shipped.entry.unit, self.successor.unit
        return before if before and before != after else ""


def with_replaced(folder: Path, replaced: Sequence[Replaced]) -> Mapping[str, bytes]:
    """Return the files of a snapshot's history with editions at their end, by name; nothing where none is added.

    Of each edition only the economies go in that the history has, and what they changed since the release before it.
    One that is not newer than that release, or changes nothing of it, adds nothing. Raises HistoryError.
    """
    table = {name: list(releases) for name, releases in read_releases(folder).items()}
    economies = _economies_in(folder, table)
    contents: dict[str, bytes] = {}
    for edition in replaced:
        name = edition.indicator.id
        added = _added(folder, edition, table.get(name, []), economies)
        if added is not None:
            table[name], contents[f"{HISTORY}/{name}.csv"] = added
    if not contents:
        return {}
    # each indicator's releases stand together
    rows = [release for releases in table.values() for release in releases]
    return {**contents, f"{HISTORY}/{RELEASES}": _table(rows)}


def _economies_in(folder: Path, table: Mapping[str, Sequence[EarlierRelease]]) -> frozenset[str]:
    """Return the economies that the history has of any indicator; none where there is no history yet."""
    changes = (read_changes(folder, releases).changes["economy"].unique().tolist() for releases in table.values())
    return frozenset(code for codes in changes for code in codes)


def _added(
    folder: Path, edition: Replaced, known: Sequence[EarlierRelease], economies: Collection[str]
) -> tuple[list[EarlierRelease], bytes] | None:
    entry, frame = edition.shipped.entry, edition.shipped.observations
    if known and known[-1].date >= entry.published:
        return None
    kept = frame[frame["economy"].isin(list(economies))] if economies else frame
    before = _standing(folder, known)
    changes = diff(before, kept)
    if changes.empty:
        return None
    lines = _lines(edition, changes, gone=_gone(before, kept), counts_anew=bool(known and known[-1].definition))
    release = EarlierRelease(
        indicator=edition.indicator.id,
        date=entry.published,
        dated=entry.dated,
        release=entry.release,
        rows=len(kept),
        changes=len(changes),
        kind="rebased" if known and known[-1].definition else "",
        definition="",
        covers="",
        economies=int(kept["economy"].nunique()),
        remark="",
        licence=edition.indicator.licence,
        url=_url(entry, edition.indicator),
    )
    unit = edition.former_unit
    # what counted as the edition did counts in its unit, which is today's no longer
    releases = [one.model_copy(update={"definition": one.definition or unit}) for one in (*known, release)]
    file = folder / HISTORY / f"{edition.indicator.id}.csv"
    head = file.read_bytes() if known else b"release,economy,period,value\n"
    return releases, head + lines


def _standing(folder: Path, known: Sequence[EarlierRelease]) -> pd.DataFrame:
    """Return what stands after the last earlier release."""
    if not known:
        return frame_of(())
    changes = read_changes(folder, known).changes
    last = changes.sort_values([*_POINT, "number"], kind="stable").drop_duplicates(_POINT, keep="last")
    return last.loc[last["value"].notna(), [*_POINT, "value"]].reset_index(drop=True)


def _gone(before: pd.DataFrame, kept: pd.DataFrame) -> frozenset[str]:
    """Return the economies that the edition does not have any more."""
    return frozenset(before["economy"].unique()) - frozenset(kept["economy"].unique())


def _lines(edition: Replaced, changes: pd.DataFrame, *, gone: Collection[str], counts_anew: bool) -> bytes:
    day, periods = f"{edition.shipped.entry.published}", edition.shipped.frequency.written(changes["period"])
    lines = (
        f"{day},{economy},{period},{_value(after, ends=counts_anew and economy in gone)}\n"
        for economy, period, after in zip(changes["economy"], periods, changes["after"].tolist(), strict=True)
    )
    return "".join(lines).encode()


def _value(after: float, *, ends: bool) -> str:
    # a value that a release in another definition does not have was not withdrawn
    return shortest(after) if after == after else ENDS if ends else ""  # noqa: PLR0124 - NaN alone is not itself


def _url(entry: Entry, indicator: Indicator) -> str:
    """Return where the file was had: as the entry says, in its repository, else on the indicator's own page."""
    in_repository = f"https://github.com/{entry.repository}/blob/{entry.commit or 'HEAD'}/{entry.path}"
    found = entry.url or (in_repository if entry.repository and entry.path else f"{indicator.source_url}")
    return re.sub(r"\s", "%20", found)


def _table(rows: Sequence[EarlierRelease]) -> bytes:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, _FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.model_dump(mode="json") for row in rows)
    return text.getvalue().encode()
