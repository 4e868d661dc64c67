"""Days and instants that `as_of` takes: read, written, and compared with when a vintage was published.

A day means its end, UTC. An instant pins a vintage itself: two refreshes on one day stay apart.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from dashboard.store.records import Vintage

# dt.datetime is a dt.date too; the two never compare equal
AsOf = dt.date | dt.datetime

# a day has begun once it is there anywhere on earth
_EARLIEST_ZONE: Final = dt.timezone(dt.timedelta(hours=14))
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# a + that nobody escaped comes out of a URL as a space
_INSTANT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"(?:Z|([-+ ])((?:[01][0-9]|2[0-3]):[0-5][0-9]))",
    re.IGNORECASE,
)


def read_as_of(text: str) -> AsOf:
    """Return the day (2026-07-13) or the instant, in UTC, of a text; ValueError for any other.

    An instant is one by RFC 3339, as 2026-07-13T10:15:30.123456Z or 2026-07-13T12:15:30+02:00; seconds may be left out.
    """
    # fromisoformat takes 20260408 and 2026-W15-3 too
    if _DAY.fullmatch(text):
        return dt.date.fromisoformat(text)
    found = _INSTANT.fullmatch(text)
    if not found:
        raise ValueError(text)
    moment, sign, offset = found.groups()
    zone = f"{sign.replace(' ', '+')}{offset}" if offset else "Z"
    try:
        return dt.datetime.fromisoformat(f"{moment.upper()}{zone}").astimezone(dt.UTC)
    except OverflowError:
        raise ValueError(text) from None


def write_as_of(as_of: AsOf) -> str:
    """Return a day or an instant as `read_as_of` reads it."""
    if isinstance(as_of, dt.datetime):
        return as_of.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return as_of.isoformat()


def in_words(as_of: AsOf) -> str:
    """Return a day or an instant for people: the time of day only where it says something."""
    if not isinstance(as_of, dt.datetime):
        return as_of.isoformat()
    moment = as_of.astimezone(dt.UTC)
    return f"{moment:%Y-%m-%d}" if moment.time() == dt.time() else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def day_of(as_of: AsOf) -> dt.date:
    """Return the day itself, or the day (UTC) of an instant."""
    return as_of.astimezone(dt.UTC).date() if isinstance(as_of, dt.datetime) else as_of


def last_moment(as_of: AsOf) -> dt.datetime:
    """Return the last moment (UTC) that counts: the instant, or the end of the day."""
    if isinstance(as_of, dt.datetime):
        return as_of.astimezone(dt.UTC)
    return dt.datetime.combine(as_of, dt.time.max, tzinfo=dt.UTC)


def has_begun(as_of: AsOf, now: dt.datetime) -> bool:
    """Tell whether a day, or that of an instant, has begun somewhere by a moment."""
    return day_of(as_of) <= now.astimezone(_EARLIEST_ZONE).date()


def pin(vintages: Iterable[Vintage]) -> dt.datetime | None:
    """Return the instant as of which these vintages are the newest; None where there are none."""
    return max((vintage.published for vintage in vintages), default=None)
