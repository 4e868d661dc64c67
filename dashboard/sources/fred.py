"""Read monthly series from FRED, the St. Louis Fed's database, through pandas-datareader."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import requests

from dashboard.catalogue.described import Described, decimals_of
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Indicator
from dashboard.errors import SourceRefused
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.http import call
from dashboard.sources.request import Request, TransientError
from dashboard.sources.text import day, malformed, plain
from dashboard.sources.web import WebSource

NAME: Final = "FRED"
# the reader's own span is the last five years, and it leaves out the rest without a word
_ROW: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}),([-+.0-9A-Za-z]*)")
# what a series is of where nobody says: most are
_HOME: Final = "USA"
# years that a projection may look ahead; what lies beyond is a slip
_FURTHEST: Final = 100
_MISSING: Final = ("", ".")
_DATE_COLUMNS: Final = ("observation_date", "date")


@dataclass(frozen=True)
class Answer:
    """What came for each code: one column of values by date."""

    series: Mapping[str, pd.DataFrame]


class Fred(WebSource[Answer]):
    """FRED's graph downloads behind one URL, which answer for one series at a time."""

    id = "fred"
    name = NAME
    prefix = "fred"
    # FRED does not say which economy a series is of, but who asks for it may: DEU:SERIES
    code = re.compile(r"(?:([A-Z]{3}):)?([A-Z0-9][A-Z0-9_]{0,59})")
    page = re.compile(r"fred\.stlouisfed\.org/(?:series|graph)/([A-Za-z0-9_]+)/?")
    default_url = "https://fred.stlouisfed.org"

    @classmethod
    def address(cls, code: str) -> str:
        """Return the address of a series' page."""
        return f"{cls.default_url}/series/{code.rpartition(':')[2]}"

    @classmethod
    def typed(cls, words: Sequence[str]) -> Sequence[str]:
        """Return one word in capitals: codes have no spaces."""
        return ["".join(words).upper()] if len(words) == 1 else []

    @classmethod
    def draft(cls, code: str) -> Described:
        """Return what is known of a series by its id alone, which is all that FRED says without a key."""
        economy, _, series = code.rpartition(":")
        return (
            super()
            .draft(code)
            .model_copy(
                update={"economy": economy or _HOME, "code": series, "name": series},
            )
        )

    def describe(self, raw: Answer, indicator: Indicator) -> Described:
        """Return what a series' rows show, for FRED's file says nothing else."""
        [code] = indicator.codes.values()
        frame = raw.series[code]
        values: Any = frame[frame.columns[0]]
        return self.draft(indicator.id.removeprefix(f"{self.prefix}:")).model_copy(
            update={
                "frequency": _frequency(frame.index, code),
                "decimals": decimals_of(pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64)),
            }
        )

    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> Answer:
        """Return every series of a batch; one that fails fails them all, for a part is no indicator."""
        codes = dict.fromkeys(code for indicator in batch for code in _codes(indicator))
        return Answer({code: self._ask(code, watch) for code in codes})

    def _ask(self, code: str, watch: Watch) -> pd.DataFrame:
        def check(request: Request, response: requests.Response) -> requests.Response:
            _check_rows(code, _rows(request.provider, code, response.content), self._today())
            return response

        def send(_request: Request) -> pd.DataFrame:
            # the library takes a while to import, and only those need it who fetch
            from dashboard.sources.fred_reader import Reader  # noqa: PLC0415

            reader = Reader(self._url, code, self._session, self._policy.idle)
            try:
                return reader.read()
            except (OSError, ValueError, TypeError, KeyError, AttributeError) as exc:
                detail = f"sent figures of {code} that cannot be read ({plain(str(exc), 80)})"
                raise malformed(NAME, detail) from exc

        try:
            frame = call(
                lambda: Request(
                    NAME, self._policy, watch, check, self._health, refuses_by_page=(HTTPStatus.NOT_FOUND,)
                ),
                send,
            )
        except SourceRefused as exc:
            raise SourceRefused(NAME, f"does not give the series {code}: {exc.detail}") from exc
        _refuse_projections(code, frame, self._today())
        return frame

    def _parse(self, raw: Answer, indicator: Indicator, economies: Mapping[str, str]) -> Fetched:
        wanted = {economy: code for economy, code in indicator.codes.items() if economy in economies}
        if not wanted:
            raise malformed(NAME, f"{indicator.id} names no code for an economy of the catalogue")
        frames = [
            _observations(raw.series[code], code, economy, indicator.frequency)
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


def _frequency(days: object, code: str) -> Frequency:
    """Return how often a series has an observation; SourceRefused for days and weeks, which are no period of ours."""
    if not isinstance(days, pd.DatetimeIndex) or days.hasnans:
        raise malformed(NAME, f"sent dates of {code} that are none")
    if (days.day != 1).any() or days.has_duplicates:
        raise SourceRefused(NAME, f"has days or weeks in {code}; Eraline draws years, quarters and months.")
    months = set(days.month)
    if months <= {1}:
        return Frequency.ANNUAL
    return Frequency.QUARTERLY if months <= {1, 4, 7, 10} else Frequency.MONTHLY


def _codes(indicator: Indicator) -> Collection[str]:
    if not indicator.codes:
        raise malformed(NAME, f"{indicator.id} needs `codes`, one an economy, in data/world/indicators.toml")
    return indicator.codes.values()


def _rows(provider: str, code: str, body: bytes) -> Sequence[str]:
    """Return the lines under the header, which the reader skips, whatever it says."""
    start = body[:2000].lstrip()
    if start.startswith(b"<"):
        raise TransientError(provider, f"sent markup in place of figures: {plain(start, 80)}")
    header, _, rows = body.partition(b"\n")
    names = [name.strip().strip('"') for name in header.decode("utf-8", "replace").split(",")]
    if len(names) != len(("date", "value")) or names[0].lower() not in _DATE_COLUMNS:
        raise malformed(provider, f"sent '{plain(header, 60)}' where {code} should begin with a header")
    if names[1] != code:
        raise malformed(provider, f"sent the series '{plain(names[1], 40)}' for {code}")
    lines = rows.decode("utf-8", "replace").split()
    if not lines:
        raise malformed(provider, f"sent a header and no figures for {code}")
    return lines


def _check_rows(code: str, lines: Sequence[str], today: dt.date) -> None:
    """Refuse what the reader fails at without a word on what is wrong: days that are none, too far or out of order."""
    rows = [_row(line, code) for line in lines]
    furthest = today.year + _FURTHEST
    late = next((begins for begins, value in rows if begins.year > furthest and value not in _MISSING), None)
    if late is not None:
        raise malformed(NAME, f"sent a figure of {code} for {late}, which is still to come")
    for (earlier, _), (later, _) in pairwise(rows):
        if later < earlier:
            raise malformed(NAME, f"sent the rows of {code} out of order, {later} after {earlier}")


def _refuse_projections(code: str, frame: pd.DataFrame, today: dt.date) -> None:
    """Refuse a series of which part is still to come: where its observations end is not said in the file."""
    known = frame.index[frame[frame.columns[0]].notna()]
    if isinstance(known, pd.DatetimeIndex) and len(late := known[known > pd.Timestamp(today)]):
        raise SourceRefused(
            NAME, f"has projections in {code}, the first for {late[0]:%Y-%m-%d}; Eraline draws what was observed."
        )


def _row(line: str, code: str) -> tuple[dt.date, str]:
    found = _ROW.fullmatch(line)
    begins = day(found[1]) if found else None
    if found is None or begins is None:
        raise malformed(NAME, f"sent '{plain(line, 40)}' where {code} should have a day and a value")
    return begins, found[2]


def _observations(frame: pd.DataFrame, code: str, economy: str, frequency: Frequency) -> pd.DataFrame:
    values: Any = frame[frame.columns[0]]
    if not isinstance(frame.index, pd.DatetimeIndex) or not pd.api.types.is_numeric_dtype(values):
        raise malformed(NAME, f"sent dates or values of {code} that are none")
    if frame.index.hasnans:
        raise malformed(NAME, f"sent a row of {code} without a date")
    kept = values.dropna()
    if not np.isfinite(kept.to_numpy(dtype=np.float64)).all():
        raise malformed(NAME, f"sent a value of {code} that is not a finite number")
    if kept.empty:
        raise malformed(NAME, f"sent no figures for {code}")
    _check_days(kept.index, code, frequency)
    return pd.DataFrame(
        {"economy": economy, "period": kept.index.astype("datetime64[s]"), "value": kept.to_numpy(dtype=np.float64)}
    ).sort_values("period", ignore_index=True)


def _check_days(days: pd.DatetimeIndex, code: str, frequency: Frequency) -> None:
    if days.has_duplicates:
        raise malformed(NAME, f"sent more than one row of {code} for the same day")
    given = pd.Series(days)
    if (frequency.starts(given) != given).any():
        raise malformed(NAME, f"sent days of {code} that begin no {frequency.period}")
