"""Read monthly series from FRED, the St. Louis Fed's database, through pandas-datareader."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import requests
from pandas_datareader.fred import FredReader

from dashboard.errors import SourceRefused
from dashboard.model import Indicator, Provider
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.http import Conversation, Line, Passing, Patience, converse, malformed, open_session, plain

NAME: Final = "FRED"
# the reader's own span is the last five years, and it leaves out the rest without a word
START, END = dt.date(1800, 1, 1), dt.date(9999, 12, 31)
_ROW: Final = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2},[-+.0-9A-Za-z]*")
_DATE_COLUMNS: Final = ("observation_date", "date")


@dataclass(frozen=True)
class Answer:
    """What came for each code: one column of values by date."""

    series: Mapping[str, pd.DataFrame]


class _Reader(FredReader):
    """The library's reader of FRED, sent to the address in the settings and left to ask once."""

    def __init__(self, base: str, code: str, session: requests.Session, timeout: float) -> None:
        # retries are ours, with longer pauses and only for what may pass
        super().__init__(
            code, start=START, end=END, retry_count=0, pause=0, timeout=cast("int", timeout), session=session
        )
        self._base = base

    @property
    def url(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride] - the library has but its own address
        """Return the address that codes are asked for under."""
        return f"{self._base}/graph/fredgraph.csv"


class Fred:
    """FRED's graph downloads behind one address."""

    def __init__(
        self,
        url: str,
        patience: Patience | None = None,
        today: Callable[[], dt.date] = lambda: dt.datetime.now(dt.UTC).date(),
    ) -> None:
        self._url = url.rstrip("/")
        self._patience = patience or Patience()
        self._today = today
        self._line = Line()
        self._session = open_session(self._url)

    @property
    def provider(self) -> Provider:
        """Return the provider's name in the catalogue."""
        return "fred"

    def batches(self, indicators: Sequence[Indicator]) -> Sequence[tuple[Indicator, ...]]:
        """Return indicators one by one: FRED answers for one series at a time."""
        return [(indicator,) for indicator in indicators]

    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> Answer:
        """Return every series of a batch; one that fails fails them all, for a part is no indicator."""
        codes = dict.fromkeys(code for indicator in batch for code in _codes(indicator))
        return Answer({code: self._ask(code, watch) for code in codes})

    def _ask(self, code: str, watch: Watch) -> pd.DataFrame:
        def check(conversation: Conversation, response: requests.Response) -> requests.Response:
            _check_body(conversation.provider, code, response.content)
            return response

        def talk(_conversation: Conversation) -> pd.DataFrame:
            reader = _Reader(self._url, code, self._session, self._patience.idle)
            try:
                return reader.read()
            except (OSError, ValueError, TypeError, KeyError, AttributeError) as exc:
                detail = f"sent figures of {code} that cannot be read ({plain(str(exc), 80)})"
                raise malformed(NAME, detail) from exc

        try:
            return converse(lambda: Conversation(NAME, self._patience, watch, check, self._line), talk)
        except SourceRefused as exc:
            raise SourceRefused(NAME, f"does not give the series {code}: {exc.detail}") from exc

    def parse(self, raw: Answer, batch: Sequence[Indicator], economies: Collection[str]) -> Sequence[Fetched]:
        """Return each indicator's series side by side, one an economy."""
        return [self._parse(raw, indicator, economies) for indicator in batch]

    def _parse(self, raw: Answer, indicator: Indicator, economies: Collection[str]) -> Fetched:
        wanted = {economy: code for economy, code in indicator.codes.items() if economy in economies}
        if not wanted:
            raise malformed(NAME, f"{indicator.id} names no code for an economy of the catalogue")
        frames = [
            _observations(raw.series[code], code, economy, indicator.frequency, self._today())
            for economy, code in sorted(wanted.items())
        ]
        observations = pd.concat(frames, ignore_index=True)
        rows = sum(len(raw.series[code]) for code in wanted.values())
        return Fetched(
            indicator=indicator.id,
            observations=observations,
            release=f"FRED figures to {observations['period'].max():%Y-%m}",
            total=rows,
            received=rows,
        )


def _codes(indicator: Indicator) -> Collection[str]:
    if not indicator.codes:
        raise malformed(NAME, f"{indicator.id} needs `codes`, one an economy, in data/indicators.toml")
    return indicator.codes.values()


def _check_body(provider: str, code: str, body: bytes) -> None:
    """Refuse what the reader would take for figures: it skips the header, whatever it says."""
    start = body[:2000].lstrip()
    if start.startswith(b"<"):
        raise Passing(provider, f"sent a web page instead of figures: {plain(start, 80)}")
    header, _, rows = body.partition(b"\n")
    names = [name.strip().strip('"') for name in header.decode("utf-8", "replace").split(",")]
    if len(names) != len(("date", "value")) or names[0].lower() not in _DATE_COLUMNS:
        raise malformed(provider, f"sent '{plain(header, 60)}' where {code} should begin with a header")
    if names[1] != code:
        raise malformed(provider, f"sent the series '{plain(names[1], 40)}' for {code}")
    lines = rows.split()
    if not lines:
        raise malformed(provider, f"sent a header and no figures for {code}")
    # the reader answers a date that is none by asking a second time
    bad = next((line for line in lines if not _ROW.fullmatch(line)), None)
    if bad is not None:
        raise malformed(provider, f"sent '{plain(bad, 40)}' where {code} should have a day and a value")


def _observations(frame: pd.DataFrame, code: str, economy: str, frequency: str, today: dt.date) -> pd.DataFrame:
    values: Any = frame[frame.columns[0]]
    if not isinstance(frame.index, pd.DatetimeIndex) or not pd.api.types.is_numeric_dtype(values):
        raise malformed(NAME, f"sent dates or values of {code} that are none")
    if frame.index.hasnans:
        raise malformed(NAME, f"sent a row of {code} without a date")
    kept = values.dropna()
    if not np.isfinite(kept.to_numpy(dtype=np.float64)).all():
        raise malformed(NAME, f"sent a value of {code} that is no finite number")
    if kept.empty:
        raise malformed(NAME, f"sent no figures for {code}")
    _check_days(kept.index, code, frequency, today)
    return pd.DataFrame(
        {"economy": economy, "period": kept.index.astype("datetime64[s]"), "value": kept.to_numpy(dtype=np.float64)}
    ).sort_values("period", ignore_index=True)


def _check_days(days: pd.DatetimeIndex, code: str, frequency: str, today: dt.date) -> None:
    if days.has_duplicates:
        raise malformed(NAME, f"sent more than one row of {code} for the same day")
    first = days.day == 1 if frequency == "monthly" else (days.day == 1) & (days.month == 1)
    if not first.all():
        raise malformed(NAME, f"sent days of {code} that begin no {'month' if frequency == 'monthly' else 'year'}")
    if days.max().date() > today:
        raise malformed(NAME, f"sent a figure of {code} for {days.max():%Y-%m-%d}, which is still to come")
