"""Put earlier releases before what is stored of an indicator, and leave all of that as it is.

Ids of vintages grow with time, and those that are there stay: links, attempts and observations name them. So earlier
releases get ids below the lowest, also below zero. Their values end with the last of them, and what is stored keeps its
own rows, though a value may go on: reading puts the two together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.store.changes import REDRAWN, diff, kinds
from dashboard.store.connections import insert_observations
from dashboard.store.history_files import Earlier, EarlierRelease
from dashboard.store.records import Vintage
from dashboard.store.tables import observation_table, vintage_table
from dashboard.store.vintages import counted, days_of, frame_of, vintage_of

_POINT: Final = ["economy", "period"]


def put_before(connection: sa.Connection, history: Iterable[Earlier]) -> int:
    """Write those releases of each indicator that are older than all that is stored of it; return how many.

    What nothing is stored of gets none: there is nothing that they would come before.
    """
    found = connection.scalar(sa.select(sa.func.min(vintage_table.c.id)))
    lowest = 1 if found is None else min(1, found)
    written = 0
    for earlier in history:
        oldest = oldest_of(connection, earlier.indicator)
        if oldest is None:
            continue
        older = [release for release in earlier.releases if released(release) < oldest.published]
        if not older:
            continue
        lowest -= len(older)
        last = _write(connection, older, earlier.changes[earlier.changes["number"] < len(older)], lowest)
        _count_anew(connection, oldest, last, older[-1].definition)
        written += len(older)
    return written


def oldest_of(connection: sa.Connection, indicator: str) -> Vintage | None:
    """Return the oldest vintage of an indicator, None if there is none."""
    query = sa.select(vintage_table).where(vintage_table.c.indicator == indicator).order_by(vintage_table.c.id).limit(1)
    row = connection.execute(query).mappings().first()
    return None if row is None else vintage_of(row)


def released(release: EarlierRelease) -> dt.datetime:
    """Return the moment from which an earlier release counts: the beginning of its day, UTC."""
    return dt.datetime.combine(release.date, dt.time(), tzinfo=dt.UTC)


def _write(
    connection: sa.Connection, releases: Sequence[EarlierRelease], changes: pd.DataFrame, lowest: int
) -> pd.DataFrame:
    """Write releases with ids from `lowest` on, and return the observations that stand after the last of them."""
    points = _spans(changes, len(releases))
    counts = _counts(points, releases)
    rows = [_row(release, lowest + number, counts[number]) for number, release in enumerate(releases)]
    connection.execute(sa.insert(vintage_table), rows)
    values = points[points["value"].notna()]
    observations = zip(
        [releases[0].indicator] * len(values),
        values["economy"].tolist(),
        (values["last"] + lowest).tolist(),
        days_of(values["period"]),
        (values["number"] + lowest).tolist(),
        # adding zero turns -0.0 into 0.0, which is all that SQLite keeps of it
        (values["value"] + 0.0).tolist(),
        strict=True,
    )
    insert_observations(connection, list(observations))
    standing = values[values["last"] == len(releases) - 1]
    return standing[[*_POINT, "value"]].reset_index(drop=True)


def _spans(changes: pd.DataFrame, releases: int) -> pd.DataFrame:
    """Return changes with the number of the last release of each, and whether there was a value before it."""
    ordered = changes.sort_values([*_POINT, "number"], kind="stable", ignore_index=True)
    points = ordered.groupby(_POINT, sort=False)
    following = points["number"].shift(-1).fillna(releases).astype("int64")
    return ordered.assign(last=following - 1, before=points["value"].shift())


def _counts(points: pd.DataFrame, releases: Sequence[EarlierRelease]) -> list[dict[str, int]]:
    """Return for each release how many values stand after it and how many changed in which way."""
    is_value, was_value = points["value"].notna(), points["before"].notna()
    anew = points["economy"].isin(REDRAWN)
    for number, economies in _in_another_definition(releases):
        of_release = points["number"].eq(number)
        anew |= of_release if economies is None else of_release & points["economy"].isin(economies)

    def of_each(which: pd.Series[Any]) -> list[int]:
        return np.bincount(points.loc[which, "number"], minlength=len(releases)).tolist()

    added, gone = of_each(is_value & ~was_value), of_each(~is_value & was_value)
    standing = np.cumsum(np.array(added) - np.array(gone)).tolist()
    columns = {
        "rows": standing,
        "added": added,
        "revised": of_each(is_value & was_value & ~anew),
        "withdrawn": of_each(~is_value & was_value & ~points["ends"]),
        "redefined": of_each(is_value & was_value & anew),
    }
    return [dict(zip(columns, counts, strict=True)) for counts in zip(*columns.values(), strict=True)]


def _in_another_definition(releases: Sequence[EarlierRelease]) -> Iterator[tuple[int, list[str] | None]]:
    """Yield the numbers of releases that count otherwise than what they replace, and of which economies (None: all)."""
    usual, own = releases[0].definition, dict[str, str]()
    for number, release in enumerate(releases):
        if release.codes:
            changed = [code for code in release.codes if own.get(code, usual) != release.definition]
            own |= dict.fromkeys(release.codes, release.definition)
            if changed:
                yield number, changed
            continue
        if release.definition != usual:
            yield number, None
        elif own:
            yield number, [code for code, definition in own.items() if definition != usual]
        usual, own = release.definition, {}


def _row(release: EarlierRelease, number: int, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": number,
        "indicator": release.indicator,
        "published": released(release).replace(tzinfo=None),
        "release": release.release,
        **counts,
        "origin": "history",
        "updated": release.date if release.dated == "published" else None,
        "unit": "",
        "dated": release.dated,
        "definition": release.definition,
        "covers": release.covers,
        "remark": release.remark,
        "licence": release.licence,
        "url": release.url,
    }


def _count_anew(connection: sa.Connection, vintage: Vintage, before: pd.DataFrame, definition: str) -> None:
    """Count what a vintage changed, now that something comes before it."""
    table = observation_table.c
    query = sa.select(table.economy, table.period, table.value).where(
        table.indicator == vintage.indicator,
        table.first_vintage <= vintage.id,
        table.last_vintage >= vintage.id,
        # a snapshot has many more economies than its history: all of theirs were added
        table.economy.in_(before["economy"].unique().tolist()),
    )
    now = frame_of(connection.execute(query).all())
    counts = counted(kinds(diff(before, now), before, now, comparable=definition == vintage.definition))
    counts["added"] += vintage.rows - len(now)
    connection.execute(sa.update(vintage_table).where(vintage_table.c.id == vintage.id).values(counts))
