"""Find what is wrong with the earlier releases that are shipped, by file, line and field."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from dashboard.errors import HistoryError, Mistake
from dashboard.store.history_files import HISTORY, RELEASES, Earlier, read_changes, read_releases


def history_mistakes(
    snapshot: Path, successors: Mapping[str, dt.date | None], economies: Collection[str], former: Mapping[str, str]
) -> Iterator[Mistake]:
    """Yield every mistake in the history of a snapshot.

    `successors` are the days of the releases in the snapshot itself by indicator, None where it has none of one that is
    known; `former` tells what an economy that has another code now is called.
    """
    try:
        shipped = read_releases(snapshot)
    except HistoryError as exc:
        yield from exc.mistakes
        return
    for indicator, releases in shipped.items():
        if indicator not in successors:
            yield _of_table(f"{indicator}", "indicator", "the indicator is not in the catalogue")
        elif (successor := successors[indicator]) and releases[-1].date >= successor:
            detail = f"is not before its successor in the snapshot, which is of {successor}"
            yield _of_table(f"{indicator} {releases[-1].date}", "date", detail)
        try:
            earlier = read_changes(snapshot, releases)
        except HistoryError as exc:
            yield from exc.mistakes
            continue
        yield from _unknown(earlier, economies, former)
    for file in sorted((snapshot / HISTORY).glob("*.csv")):
        if file.name != RELEASES and file.stem not in shipped:
            yield Mistake(_path(file.name), "", "", f"{RELEASES} does not name this file")


def _unknown(earlier: Earlier, economies: Collection[str], former: Mapping[str, str]) -> Iterator[Mistake]:
    found = earlier.changes["economy"]
    for code in sorted(set(found) - set(economies)):
        line = f"line {int(found.index[found == code][0]) + 2}"
        what = f"which is {former[code]} now" if code in former else "which is not in the catalogue"
        yield Mistake(_path(f"{earlier.indicator}.csv"), line, "economy", f"names '{code}', {what}")


def _of_table(table: str, field: str, detail: str) -> Mistake:
    return Mistake(_path(RELEASES), table, field, detail)


def _path(name: str) -> str:
    return f"snapshot/{HISTORY}/{name}"
