"""Read FRED by pandas-datareader, which is imported only by those who fetch."""

import datetime as dt
from typing import Final, cast

import requests
from pandas_datareader.fred import FredReader

from dashboard.catalogue.records import FIRST_YEAR

_START: Final = dt.date(FIRST_YEAR, 1, 1)
_END: Final = dt.date(9999, 12, 31)


class Reader(FredReader):
    """The library's reader of FRED, sent to the URL in the settings and left to ask once."""

    def __init__(self, base: str, code: str, session: requests.Session, timeout: float) -> None:
        # retries are ours, with longer pauses and only for what may pass
        super().__init__(
            code, start=_START, end=_END, retry_count=0, pause=0, timeout=cast("int", timeout), session=session
        )
        self._base = base

    @property
    def url(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride] - the library has but its own URL
        """Return the URL that codes are asked for under."""
        return f"{self._base}/graph/fredgraph.csv"
