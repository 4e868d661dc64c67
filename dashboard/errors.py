"""What can go wrong, as types: every message says what happened and what to do about it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

# after how long one may ask again for what cannot be had now
ASK_AGAIN_SECONDS: Final = 30


def ask_again(seconds: int = ASK_AGAIN_SECONDS) -> dict[str, str]:
    """Return the header of an answer that says after how many seconds one may ask again."""
    return {"Retry-After": str(seconds)}


def why_unreadable(exc: OSError | EOFError | ValueError) -> str:
    """Return why a file cannot be read, as a reader understands it, without where it is."""
    if isinstance(exc, UnicodeDecodeError):
        return "is not text in UTF-8"
    return (exc.strerror if isinstance(exc, OSError) else None) or str(exc)


class EralineError(Exception):
    """Base of every error that Eraline raises on purpose.

    Its message may be told to anybody; what is for those alone who run Eraline is a note (`add_note`).
    """

    @property
    def notes(self) -> tuple[str, ...]:
        """What is for those alone who run Eraline."""
        return tuple(getattr(self, "__notes__", ()))

    @property
    def whole(self) -> str:
        """The message and its notes, one per line: for the log and the command line."""
        return "\n".join((str(self), *self.notes))


@dataclass(frozen=True)
class Mistake:
    """One mistake in data/, placed by file, table or line, and field."""

    file: str
    table: str
    field: str
    detail: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.table, self.field, self.detail) if part)


class BadSetting(EralineError):
    """An ERALINE_* variable that cannot be used; the message names it, one sentence for each."""


class CatalogueError(EralineError):
    """One or more mistakes in data/*.toml; the message has one per line."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


class Unusable(Enum):
    """Why a file or a text that a user brings is no table; the value says it and what to do."""

    TOO_LARGE = "The file is too large: {most} are the most that is read."
    NOT_TEXT = "This is not a table: neither text such as CSV nor an XLSX workbook."
    EMPTY_BYTE = "There is an empty byte (NUL) in line {most}: the file is damaged, or a program wrote it badly."
    OLD_WORKBOOK = "This is a workbook of an old kind. Save it as XLSX or CSV (UTF-8) and try again."
    BROKEN_WORKBOOK = "The workbook cannot be opened. Save it as XLSX without a password, or as CSV (UTF-8)."
    OPEN_DOCUMENT = "This is an OpenDocument workbook. Save it as XLSX or CSV (UTF-8) and try again."
    NO_TABLE_PACKED = "This archive holds no table. Bring a CSV, a TSV or an XLSX workbook, packed or not."
    ARCHIVE = "This archive holds {most} tables. Unpack it and bring one of them."
    WEB_PAGE = "This is a web page and not the file itself. Download the CSV and try again."
    EMPTY = "There is nothing in it."
    GONE = "The connection was lost, and the file went with it. Choose it again."
    TOO_MANY_ROWS = "There are more than {most} rows in it, the most that is read."
    ONLY_HEADING = "There is only a heading in it."
    NO_DATES = "No column holds dates. Give each event a row with its date and its title."
    NO_TITLES = "It is not clear which column holds the titles. Call the columns date and title."
    NO_VALUES = "No column holds numbers. A series needs economies, periods and values."
    NO_PERIODS = "No column or heading holds years, quarters or months."
    TOO_OFTEN = "There are several values in one month; a series is read by year, quarter or month."
    TOO_MANY_OBSERVATIONS = "{most} observations are the most that a series of your own may have."
    TOO_MANY_EVENTS = "{most} events are the most that a chart can show, and there are more in it. None was taken."


class UnusableTable(EralineError):
    """A file or a text of a user that cannot be read as a table."""

    def __init__(self, reason: Unusable, most: str = "") -> None:
        super().__init__(reason.value.format(most=most))
        self.reason = reason


class SnapshotError(EralineError):
    """A snapshot file that is missing, damaged or not what the manifest says; it is refused by name."""

    def __init__(self, file: str, detail: str) -> None:
        super().__init__(f"{file}: {detail}")
        self.file = file
        self.detail = detail


class HistoryError(EralineError):
    """One or more mistakes in data/snapshot/history; the message has one per line."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


class StoreError(EralineError):
    """The cache cannot be opened, read or written."""


class BadDatabaseUrl(StoreError, BadSetting):
    """ERALINE_DATABASE_URL is not a URL of a database that Eraline reads."""


class StoreGone(StoreError):
    """The SQLite file was removed or replaced under the open cache: it must be opened anew."""


class StoreTooNew(StoreError):
    """The database was written by a newer Eraline; it is left as it is."""

    def __init__(self, name: str, found: int, known: int) -> None:
        super().__init__(
            f"{name} was written by a newer Eraline: it has schema version {found}, and this one knows {known}. It was "
            "left as it is; install the newer Eraline, or name another in ERALINE_DATABASE_URL."
        )
        self.found = found
        self.known = known


class StoreUnwritable(StoreError):
    """The SQLite file cannot be made or written where the settings put it."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(
            f"The cache file {name} cannot be written ({detail}). "
            "Set ERALINE_DATABASE_URL to a place that can be, such as sqlite:////var/tmp/eraline.db."
        )


class SelectionError(EralineError):
    """One word of a request that cannot be followed, with the words that could.

    Of a name that nothing is called, `asked` is that name.
    """

    def __init__(self, code: str, message: str, *, field: str, allowed: Sequence[str] = (), asked: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.allowed = tuple(allowed)
        self.asked = asked

    def told(self, message: str) -> "SelectionError":
        """Return the same with another message."""
        return SelectionError(self.code, message, field=self.field, allowed=self.allowed, asked=self.asked)


class NoObservations(EralineError):
    """The store holds no observations of an indicator as of the day asked for."""


class BeforeFirstRelease(NoObservations):
    """What is asked for is older than the first release of an indicator, which is at `first` (UTC)."""

    def __init__(self, indicator: str, first: dt.datetime, *, is_seen: bool, name: str = "") -> None:
        day = f"{first.day} {first:%B %Y}"
        when = f"was seen on {day}" if is_seen else f"is of {day}"
        super().__init__(f"Eraline's first release of {name or indicator} {when}; nothing was stored before.")
        self.indicator = indicator
        self.first = first
        self.is_seen = is_seen

    def named(self, indicator: str, name: str) -> "BeforeFirstRelease":
        """Return the same of an indicator by its name, as people read it."""
        return BeforeFirstRelease(indicator, self.first, is_seen=self.is_seen, name=name)


class SeriesNotHad(EralineError):
    """A series that nobody has curated could not be fetched; the message says why and what can be done."""

    def __init__(self, series: str, reason: str) -> None:
        super().__init__(f"The series {series} could not be fetched: {reason}")
        self.series = series
        self.reason = reason


class SeriesNotAllowed(EralineError):
    """New series are not fetched here, or not for this user; the message says what would change that."""

    def __init__(self, series: Sequence[str], reason: str) -> None:
        super().__init__(f"Eraline has no {', '.join(series)} yet, and {reason}")
        self.series = tuple(series)
        self.reason = reason


class NothingToShow(EralineError):
    """The observations of a selection make no chart of the kind asked for; the message says why."""


class SourceError(EralineError):
    """A provider's answer that cannot be had or used; the message names the provider and what to do."""

    def __init__(self, provider: str, detail: str) -> None:
        super().__init__(f"{provider}: {detail}")
        self.provider = provider
        self.detail = detail


class SourceUnavailable(SourceError):
    """The provider gave no usable answer, and trying again later may help."""


class SourceRefused(SourceError):
    """The provider answered that it has no such thing or will not give it: trying again will not help."""


class SourceMalformed(SourceError):
    """The provider's answer is not what its protocol promises."""


class ImplausibleData(EralineError):
    """Observations that arrived well-formed but are not believed: the stored ones stay."""


class NothingPending(EralineError):
    """No release of an indicator waits for a decision: there never was one, or it was decided or replaced."""

    def __init__(self, indicator: str) -> None:
        super().__init__(f"No release of {indicator} waits for a decision.")
        self.indicator = indicator


class PendingReplaced(EralineError):
    """The release of an indicator that waits is not the one that somebody decided on."""

    def __init__(self, indicator: str) -> None:
        super().__init__(f"Another release of {indicator} waits by now than the one that was shown: look at it first.")
        self.indicator = indicator


class Cancelled(EralineError):
    """A refresh that was called off before it was done; what was committed stays."""


class RefreshRunning(EralineError):
    """Another refresh holds the lease; the message says who and since when."""

    def __init__(self, holder: str, since: dt.datetime) -> None:
        super().__init__(f"Another refresh is running: {holder}, since {since:%Y-%m-%d %H:%M:%S} UTC.")
        self.holder = holder
        self.since = since


class Undrawable(EralineError):
    """A figure holds something that pictures cannot draw: an oversight of whoever drew it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"A picture cannot draw {what}.")
        self.what = what


class TooMany(EralineError):
    """One client asks for more in a minute or an hour than its share; what was made before is there for all."""

    def __init__(self, what: str, most: int, span: str) -> None:
        super().__init__(f"One user has {most} {what} {'an' if span == 'hour' else 'a'} {span}. Try again later.")
        self.span = span


class NoRoom(EralineError):
    """A file that is made on the way to a user cannot be written: the disk is full, or no folder can be written."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(
            f"This file cannot be made now, for the server cannot write it ({cause.strerror or cause}). "
            "Whoever runs it can make room, or name a folder in TMPDIR."
        )
