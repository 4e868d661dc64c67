"""Releases that were held back: kept whole until a person takes them in or refuses them, or a newer one comes."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from io import BytesIO
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.catalogue.described import Described
from dashboard.errors import NothingPending, PendingReplaced
from dashboard.store import attempts, descriptions, doubts
from dashboard.store.connections import clock, upsert
from dashboard.store.csv_text import csv_bytes
from dashboard.store.doubt_words import in_words
from dashboard.store.doubts import Doubt
from dashboard.store.observations import Store
from dashboard.store.reader import Reader
from dashboard.store.records import Ending, Pending, Vintage
from dashboard.store.retrying import write
from dashboard.store.tables import pending_table
from dashboard.store.vintages import Release, moment_to_publish, naive, stored_of, write_release

T = TypeVar("T")
Guard = Callable[[sa.Connection], None]

_SAID: Final = [column for column in pending_table.c if column.name != "observations"]


class PendingReleases:
    """Reads and writes of the releases that one database holds back."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @classmethod
    def of(cls, store: Store) -> PendingReleases:
        """Return those of a store's database."""
        return store.opened_as(lambda reader, _cache: cls(reader))

    def waiting(self) -> Mapping[str, Pending]:
        """Return every release that waits for a decision, by its indicator, the one fetched first at the front."""
        query = sa.select(*_SAID).where(pending_table.c.state == "pending").order_by(pending_table.c.fetched)
        rows = self._reader.ask(lambda connection: connection.execute(query).mappings().all())
        return {row["indicator"]: _pending_of(row) for row in rows}

    def observations(self, indicator: str, economies: Collection[str] | None = None) -> pd.DataFrame:
        """Return what a waiting release says, as a store returns observations; NothingPending where there is none."""
        query = sa.select(pending_table.c.observations).where(
            pending_table.c.indicator == indicator, pending_table.c.state == "pending"
        )
        packed = self._reader.ask(lambda connection: connection.scalar(query))
        if packed is None:
            raise NothingPending(indicator)
        found = _unpacked(packed)
        return found if economies is None else found[found["economy"].isin(economies)].reset_index(drop=True)

    def hold(self, release: Release, why: Sequence[Doubt], *, started: dt.datetime, guard: Guard) -> Pending:
        """Hold a release back with the attempt that brought it, in one transaction, and return what stands.

        A newer one takes the place of an older one; one that waits already, or was refused, stays as it is. Raises
        StoreError and leaves everything as it was.
        """
        packed, digest = _packed(release.observations, release.unit)

        def held(connection: sa.Connection) -> Pending:
            guard(connection)
            row = _row(connection, release.indicator)
            if row is None or row["digest"] != digest:
                row = _row_of(release, why, started, packed, digest)
                upsert(connection, pending_table, row)
            pending = _pending_of(row)
            outcome, detail = _ending(pending)
            attempts.record(connection, release.indicator, started, outcome, detail=detail)
            return pending

        return write(self._reader.primary, held)

    def accept(self, indicator: str, *, economies: Sequence[str], guard: Guard, digest: str = "") -> Vintage:
        """Write a waiting release as a vintage that is published now, and return that.

        Charts of what was published since it was fetched may be cited. `economies` are those that the source was asked
        for, empty for all; `digest` is that of the release decided on, "" for any. Raises NothingPending,
        PendingReplaced and StoreError.
        """
        made: list[Vintage] = []

        def accepted(connection: sa.Connection) -> Vintage:
            guard(connection)
            row = _waiting(connection, indicator, digest)
            if row is None:
                return _done(made, indicator)
            vintage = _take_in(connection, row, economies)
            made.append(vintage)
            return vintage

        return write(self._reader.primary, accepted)

    def refuse(self, indicator: str, *, guard: Guard, digest: str = "") -> Pending:
        """Refuse a waiting release, so that it is not asked for again, and return it. Raises as `accept` does."""
        made: list[Pending] = []

        def refused(connection: sa.Connection) -> Pending:
            guard(connection)
            row = _waiting(connection, indicator, digest)
            if row is None:
                return _done(made, indicator)
            decided = {"state": "refused", "decided": clock(connection), "observations": b""}
            connection.execute(sa.update(pending_table).where(pending_table.c.indicator == indicator).values(decided))
            made.append(_pending_of({**row, **decided}))
            outcome, detail = _ending(made[-1])
            attempts.record(connection, indicator, made[-1].decided or made[-1].fetched, outcome, detail=detail)
            return made[-1]

        return write(self._reader.primary, refused)


def _done(made: Sequence[T], indicator: str) -> T:
    """Return what was decided where only the answer to its commit was lost; NothingPending where nothing was."""
    if not made:
        raise NothingPending(indicator)
    return made[-1]


def _take_in(connection: sa.Connection, row: Mapping[Any, Any], economies: Sequence[str]) -> Vintage:
    indicator, started = row["indicator"], clock(connection)
    release, published = _release_of(row, economies), moment_to_publish(connection, indicator)
    vintage = write_release(connection, release, published, stored_of(connection, indicator))
    if release.described is not None:
        descriptions.write(connection, release.described)
    outcome = "fresh" if vintage.is_changed else "unchanged"
    attempts.record(connection, indicator, started.replace(tzinfo=dt.UTC), outcome, vintage=vintage.id)
    return vintage


def _row(connection: sa.Connection, indicator: str) -> Mapping[Any, Any] | None:
    query = sa.select(pending_table).where(pending_table.c.indicator == indicator)
    return connection.execute(query).mappings().first()


def _waiting(connection: sa.Connection, indicator: str, digest: str) -> Mapping[Any, Any] | None:
    row = _row(connection, indicator)
    if row is None or row["state"] != "pending":
        return None
    if digest not in ("", row["digest"]):
        raise PendingReplaced(indicator)
    return row


def _ending(pending: Pending) -> tuple[Ending, str]:
    if pending.state == "pending":
        return "pending", in_words(pending.doubts)
    return "unchanged", f"The release was refused on {pending.decided:%Y-%m-%d}."


def _row_of(
    release: Release, why: Sequence[Doubt], started: dt.datetime, packed: bytes, digest: str
) -> Mapping[str, Any]:
    return {
        "indicator": release.indicator,
        "state": "pending",
        "fetched": naive(started),
        "decided": None,
        "release": release.release,
        "updated": release.updated,
        "unit": release.unit,
        "former": release.former,
        "described": "" if release.described is None else release.described.model_dump_json(),
        "rows": len(release.observations),
        "digest": digest,
        "doubts": doubts.to_text(why),
        "observations": packed,
    }


def _release_of(row: Mapping[Any, Any], economies: Sequence[str]) -> Release:
    return Release(
        row["indicator"],
        row["fetched"].replace(tzinfo=dt.UTC),
        row["release"],
        _unpacked(row["observations"]),
        updated=row["updated"],
        unit=row["unit"],
        remark=f"Fetched on {row['fetched']:%Y-%m-%d} and held back until it was accepted.",
        economies=tuple(economies),
        former=row["former"],
        described=Described.model_validate_json(row["described"]) if row["described"] else None,
    )


def _pending_of(row: Mapping[Any, Any]) -> Pending:
    told = {name: row[name] for name in Pending.model_fields if name != "doubts"}
    times = {name: row[name] and row[name].replace(tzinfo=dt.UTC) for name in ("fetched", "decided")}
    return Pending.model_validate({**told, **times, "doubts": doubts.from_text(row["doubts"])})


def _packed(observations: pd.DataFrame, unit: str) -> tuple[bytes, str]:
    """Return observations as packed CSV, and what tells them and their unit from any other."""
    ordered = observations.sort_values(["economy", "period"])[["economy", "period", "value"]]
    text = csv_bytes(ordered.assign(period=ordered["period"].dt.strftime("%Y-%m-%d")))
    return zlib.compress(text), hashlib.sha256(unit.encode() + b"\n" + text).hexdigest()


def _unpacked(packed: bytes) -> pd.DataFrame:
    """Return packed observations as a store returns them."""
    frame = pd.read_csv(BytesIO(zlib.decompress(packed)), dtype="str", keep_default_na=False)
    days = pd.to_datetime(frame["period"], format="%Y-%m-%d").astype("datetime64[s]")
    # Python reads back exactly what was written
    return frame.assign(period=days, value=np.array([float(text) for text in frame["value"]], dtype="float64"))
