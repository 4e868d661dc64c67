"""Kill a refresh at random moments, again and again, and look each time at what is left. Run by test_kill.py.

Arguments: database URL, number of kills, seed. Writes one JSON object: what was seen, or the first thing that is wrong.
A round of figures is made from its number alone, so any vintage can be compared with what its source gave, for ever.
"""

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from datetime import date, timedelta

import pandas as pd
import sqlalchemy as sa

from dashboard.refresh.progress import Event
from dashboard.refresh.run import refresh
from dashboard.store.changes import Change, diff, kinds
from dashboard.store.connections import reading, writing
from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.tables import CURRENT, attempt_table, lease_table, observation_table, vintage_table
from tests.contract.made_up import ECONOMIES, Figures, Given, MadeUpSource, catalogue, fetched, frame, indicator

BANK = ("growth", "spending", "exports")
FRED = ("rate", "money")
KNOWN = catalogue(*(indicator(name) for name in BANK), *(indicator(name, "fred") for name in FRED))
NAMES = (*BANK, *FRED)
_KEPT = 4


def figures(name: str, number: int) -> Figures:
    """Return what a source gives in a round: most as before, some revised, some new, some withdrawn."""
    made = random.Random(f"{name} {number}")  # noqa: S311 - the same figures for the same round, no secret
    kept = [(economy, date(year, 1, 1)) for economy in ECONOMIES for year in range(1990, 2020)]
    gone = set(made.sample(kept, 5))
    # each economy at a height of its own, or one could be taken for another
    height = {economy: 100.0 * place for place, economy in enumerate(ECONOMIES, 1)}
    return {
        (economy, day): height[economy] + day.year % 7 + (made.random() if made.random() < 0.2 else 0)
        for economy, day in kept
        if (economy, day) not in gone
    }


def sources(number: int) -> dict[str, MadeUpSource]:
    def given(names: tuple[str, ...]) -> dict[str, Given]:
        return {name: fetched(name, figures(name, number), f"round {number}") for name in names}

    return {
        "world-bank": MadeUpSource(given=given(BANK), batch=2),
        "fred": MadeUpSource("fred", given=given(FRED), batch=1),
    }


def refresh_for_ever(url: str, number: int, pipe: int) -> None:
    """Refresh until killed, and tell of every vintage as soon as it is said to be written."""
    engine, _ = open_database(url)
    store = Store(engine)

    def tell(event: Event) -> None:
        if event.vintage is not None:
            os.write(pipe, f"{event.vintage}\n".encode())

    os.write(pipe, b"started\n")
    while True:
        outcome = refresh(KNOWN, store, sources(number), emit=tell)
        assert not outcome.failed, outcome.failed
        number += 1


def kill_one(url: str, number: int, made: random.Random) -> tuple[list[int], str]:
    """Start a refresh, kill it, and return the vintages that it said were written and when it was killed."""
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiver)
        try:
            refresh_for_ever(url, number, sender)
        finally:
            os._exit(1)
    os.close(sender)
    # some while it opens the database, most while it refreshes
    early = made.random() < 0.15
    if not early:
        select.select([receiver], [], [], 60)
    time.sleep(made.uniform(0, 0.03 if early else 0.25))
    os.kill(child, signal.SIGKILL)
    _, state = os.waitpid(child, 0)
    assert os.WIFSIGNALED(state), f"the refresh ended by itself: {state}"
    with os.fdopen(receiver) as stream:
        said = stream.read().split("\n")[:-1]
    return [int(line) for line in said if line.isdigit()], "opening" if not said else "refreshing"


def let_the_lease_run_out(engine: sa.Engine) -> bool:
    """Make the dead holder's minute go by, and tell whether there was one."""
    with writing(engine) as connection:
        lease = connection.execute(sa.select(lease_table)).first()
        if lease is None:
            return False
        back = timedelta(minutes=2)
        connection.execute(
            sa.update(lease_table).values(heartbeat=lease.heartbeat - back, expires=lease.expires - back)
        )
    return True


def examine(engine: sa.Engine) -> int:
    """Check everything that must hold whatever happened, and return how many vintages there are."""
    store = Store(engine)
    with reading(engine) as connection:
        vintages = pd.DataFrame(connection.execute(sa.select(vintage_table)).mappings().all())
        rows = pd.DataFrame(connection.execute(sa.select(observation_table)).mappings().all())
        attempts = pd.DataFrame(connection.execute(sa.select(attempt_table)).mappings().all())
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    if vintages.empty:
        assert rows.empty
        return 0
    owners = dict(zip(vintages["id"], vintages["indicator"], strict=True))
    assert all(owners.get(first) == name for first, name in zip(rows["first_vintage"], rows["indicator"], strict=True))
    closed = rows[rows["last_vintage"] != CURRENT]
    assert all(owners.get(last) == name for last, name in zip(closed["last_vintage"], closed["indicator"], strict=True))
    assert (rows["first_vintage"] <= rows["last_vintage"]).all()
    current = rows[rows["last_vintage"] == CURRENT]
    assert not current.duplicated(["indicator", "economy", "period"]).any()
    # a vintage and the attempt that brought it are written together
    assert sorted(attempts["vintage"].dropna().astype(int)) == sorted(vintages["id"])
    for name in NAMES:
        before = frame({})
        for vintage in store.history(name):
            stored = store.observations(vintage)
            wanted = frame(dict(sorted(figures(name, int(vintage.release.removeprefix("round "))).items())))
            pd.testing.assert_frame_equal(stored, wanted, check_exact=True)
            changes = diff(before, stored)
            new, gone = changes["before"].isna(), changes["after"].isna()
            assert (vintage.rows, vintage.added, vintage.withdrawn) == (len(stored), new.sum(), gone.sum())
            anew = (kinds(changes, before, stored) == Change.REPRINTED).sum()
            assert vintage.revised == len(changes) - new.sum() - gone.sum() - anew
            before = stored
    return len(vintages)


def main(url: str, kills: int, seed: int) -> dict[str, object]:
    made = random.Random(seed)  # noqa: S311 - the same moments again, no secret
    seen = Counter[str]()
    promised: set[int] = set()
    number = 0
    for kill in range(kills):
        said, moment = kill_one(url, number, made)
        promised.update(said)
        engine, note = open_database(url)
        assert note == "", note
        seen[moment] += 1
        seen["while it had the lease"] += let_the_lease_run_out(engine)
        examine(engine)
        with reading(engine) as connection:
            there = set(connection.scalars(sa.select(vintage_table.c.id)))
            partial = connection.execute(
                sa.select(vintage_table.c.release, sa.func.count()).group_by(vintage_table.c.release)
            ).all()
        assert promised <= there, f"promised and not there: {sorted(promised - there)}"
        seen["between two indicators"] += any(count < len(NAMES) for _, count in partial)
        number += 50
        outcome = refresh(KNOWN, Store(engine), sources(number))
        assert not outcome.failed, outcome.failed
        assert len(outcome.fresh) == len(NAMES)
        number += 1
        seen["vintages"] = examine(engine)
        if kill % _KEPT == _KEPT - 1:
            # the whole history is checked each time: kept short, so that the hundredth kill takes no longer
            forget(engine)
            promised.clear()
        engine.dispose()
    return dict(seen)


def forget(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        for table in (vintage_table, observation_table, attempt_table):
            connection.execute(sa.delete(table))


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201 - the answer
