"""Earlier releases shipped with the project: a table of them, and for each indicator a file of what each one changed.

The format is described in data/snapshot/history/README.md.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import numpy as np
import pandas as pd
from pydantic import Field, StringConstraints, ValidationError

from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.records import Record, Slug, Text
from dashboard.errors import HistoryError, Mistake, why_unreadable
from dashboard.store.records import Dated

HISTORY: Final = "history"
RELEASES: Final = "releases.csv"
# what stands in place of a value that a release in another definition does not have and did not withdraw
ENDS: Final = "ends"

_COLUMNS: Final = ["release", "economy", "period", "value"]
_POINT: Final = ["economy", "period"]


class EarlierRelease(Record):
    """One row of the table: a release of an indicator before the one in the snapshot."""

    indicator: Slug
    date: dt.date
    dated: Dated
    release: Text
    rows: Annotated[int, Field(ge=1)]
    changes: Annotated[int, Field(ge=1)]
    kind: Literal["", "rebased", "definition", "coverage", "scale"]
    definition: str
    covers: Annotated[str, StringConstraints(pattern=r"^((countries|-?[A-Z]{3})(,-?[A-Z]{3})*)?$")]
    economies: Annotated[int, Field(ge=1)]
    remark: str
    licence: Text
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the economies that it is confined to; none where it has all countries."""
        return tuple(code for code in self.covers.split(",") if len(code) == len("CHN") and code.isupper())


@dataclass(frozen=True, eq=False)
class Earlier:
    """The releases of one indicator, oldest first, and what they changed.

    `changes` has number (int64; of the release), economy (str), period (datetime64[s]), value (float64; NaN where one
    goes) and ends (bool; it goes because the release counts otherwise), sorted by number, economy and period.
    """

    releases: tuple[EarlierRelease, ...]
    changes: pd.DataFrame

    @property
    def indicator(self) -> str:
        """Return whose releases they are."""
        return self.releases[0].indicator


def read_releases(snapshot: Path) -> Mapping[str, tuple[EarlierRelease, ...]]:
    """Return the table of earlier releases by indicator, oldest first; none where no history is shipped.

    HistoryError names each row that cannot be used by file, line and field.
    """
    file = snapshot / HISTORY / RELEASES
    if not file.parent.exists():
        return {}
    found: dict[str, list[EarlierRelease]] = {}
    mistakes: list[Mistake] = []
    for line, row in enumerate(_rows(file), 2):
        try:
            release = EarlierRelease.model_validate(row)
        except ValidationError as exc:
            mistakes.extend(_of_row(line, exc))
            continue
        before = found.setdefault(release.indicator, [])
        if before and before[-1].date >= release.date:
            mistakes.append(_at(RELEASES, line, "date", _out_of_order(release, before[-1])))
        before.append(release)
    if mistakes:
        raise HistoryError(mistakes)
    return {indicator: tuple(releases) for indicator, releases in found.items()}


def read_changes(snapshot: Path, releases: Sequence[EarlierRelease]) -> Earlier:
    """Return what the releases of one indicator changed; HistoryError names what cannot be used by line and field."""
    name = f"{releases[0].indicator}.csv"
    text = _text(snapshot / HISTORY / name)
    try:
        frame = pd.read_csv(StringIO(text), dtype="str", keep_default_na=False)
    except ValueError as exc:
        raise HistoryError([Mistake(_path(name), "", "", f"is not a table: {exc}")]) from exc
    mistakes = list(_misplaced(name, frame, releases)) or list(_unreadable(name, frame))
    if mistakes:
        raise HistoryError(mistakes)
    numbers = {f"{release.date}": number for number, release in enumerate(releases)}
    values = [float(value) if value not in ("", ENDS) else np.nan for value in frame["value"]]
    changes = pd.DataFrame(
        {
            "number": frame["release"].map(numbers).astype("int64"),
            "economy": frame["economy"].astype("str"),
            "period": _frequency(frame).read(frame["period"]),
            "value": np.array(values, dtype="float64"),
            "ends": frame["value"].eq(ENDS),
        }
    )
    mistakes = list(_contradictions(name, changes))
    if mistakes:
        raise HistoryError(mistakes)
    return Earlier(tuple(releases), changes)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise HistoryError([Mistake(_path(file.name), "", "", f"cannot be read: {why_unreadable(exc)}")]) from exc


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    yield from csv.DictReader(StringIO(_text(file)), restkey="beyond the last column", restval=None)


def _of_row(line: int, exc: ValidationError) -> Iterator[Mistake]:
    for error in exc.errors(include_url=False):
        field = ".".join(map(str, error["loc"]))
        yield _at(RELEASES, line, field, f"{error['msg']} (got {error['input']!r:.80})")


def _out_of_order(release: EarlierRelease, before: EarlierRelease) -> str:
    if release.date == before.date:
        return f"{release.indicator} has two releases of {release.date}"
    return f"the release of {release.date} of {release.indicator} comes after its successor of {before.date}"


def _misplaced(name: str, frame: pd.DataFrame, releases: Sequence[EarlierRelease]) -> Iterator[Mistake]:
    """Yield what is wrong with the columns, or with the releases that the lines belong to."""
    if list(frame.columns) != _COLUMNS:
        yield Mistake(_path(name), "", "", f"has the columns {', '.join(frame.columns)} and not {', '.join(_COLUMNS)}")
        return
    known = {f"{release.date}" for release in releases}
    days = frame["release"].tolist()
    for line in _lines(~frame["release"].isin(known)):
        yield _at(name, line, "release", f"'{days[line - 2]}' is not a release in {RELEASES}")
        return
    for line, (before, day) in enumerate(pairwise(days), 3):
        if day < before:
            yield _at(name, line, "release", f"{day} comes after {before}; the oldest release is first")
            return
    counts = frame["release"].value_counts()
    for release in releases:
        found = int(counts.get(f"{release.date}", 0))
        if found != release.changes:
            detail = f"has {found} lines of the release of {release.date}; {RELEASES} says {release.changes}"
            yield Mistake(_path(name), "", "release", detail)


def _unreadable(name: str, frame: pd.DataFrame) -> Iterator[Mistake]:
    """Yield the first cell of each column that does not say what it should."""
    readers: dict[str, Callable[[pd.Series[Any]], object]] = {"period": _frequency(frame).read, "value": _numbers}
    for line in _lines(~frame["economy"].str.fullmatch("[A-Z]{3}"))[:1]:
        yield _at(name, line, "economy", f"'{frame['economy'].iloc[line - 2]}' is no code of an economy")
    for field, read in readers.items():
        try:
            read(frame[field])
        except (ValueError, KeyError):
            at = next(at for at in range(len(frame)) if _fails(read, frame[field].iloc[at : at + 1]))
            yield _at(name, at + 2, field, f"'{frame[field].iloc[at]}' cannot be read")
    for line in _lines(frame.duplicated(["release", *_POINT]))[:1]:
        yield _at(name, line, "period", "the release has this economy and period twice")


def _frequency(frame: pd.DataFrame) -> Frequency:
    try:
        return Frequency.of(frame["period"].iloc[0])
    except ValueError:
        return Frequency.ANNUAL


def _numbers(cells: pd.Series[Any]) -> None:
    if not np.isfinite([float(cell) for cell in cells[~cells.isin(["", ENDS])]]).all():
        raise ValueError(cells)


def _fails(read: Callable[[pd.Series[Any]], object], cells: pd.Series[Any]) -> bool:
    try:
        read(cells)
    except (ValueError, KeyError):
        return True
    return False


def _contradictions(name: str, changes: pd.DataFrame) -> Iterator[Mistake]:
    """Yield a value that goes although no release before it has one."""
    ordered = changes.sort_values([*_POINT, "number"], kind="stable")
    before = ordered.groupby(_POINT, sort=False)["value"].shift()
    for line in sorted(ordered.index[ordered["value"].isna() & before.isna()] + 2)[:1]:
        yield _at(name, int(line), "value", "takes away a value that no release before has")


def _lines(wrong: pd.Series[bool]) -> list[int]:
    # the first line of the file has the names of the columns
    return [int(number) + 2 for number in np.flatnonzero(wrong.to_numpy())]


def _at(name: str, line: int, field: str, detail: str) -> Mistake:
    return Mistake(_path(name), f"line {line}", field, detail)


def _path(name: str) -> str:
    return f"snapshot/{HISTORY}/{name}"
