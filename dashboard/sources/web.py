"""Base of the sources behind one URL, which answer for indicators one by one."""

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

import requests

from dashboard.catalogue.described import Described
from dashboard.catalogue.indicators import Indicator, Provider
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.http import open_session
from dashboard.sources.request import ProviderHealth, RetryPolicy

Raw = TypeVar("Raw")


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


class WebSource(ABC, Generic[Raw]):
    """A provider behind one URL; `Raw` is what comes of asking it for a batch.

    `id` is what datasets name, `name` what people read, `default_url` where it is asked unless ERALINE_<ID>_URL says
    otherwise. A series that nobody has curated is called by `prefix`, a colon and a code of the form `code`; `page` is
    the form of the host and path of its page, with the code as its group.
    """

    id: Provider
    name: str
    prefix: str
    code: re.Pattern[str]
    page: re.Pattern[str]
    default_url: str

    def __init__(self, url: str, policy: RetryPolicy | None = None, today: Callable[[], dt.date] = _today) -> None:
        self._url = url.rstrip("/")
        self._policy = policy or RetryPolicy()
        self._today = today
        self._health = ProviderHealth()

    @cached_property
    def _session(self) -> requests.Session:
        return open_session(self._url)

    def batches(self, indicators: Sequence[Indicator]) -> Sequence[tuple[Indicator, ...]]:
        """Return indicators one by one, as they are best asked for where an answer holds one series."""
        return [(indicator,) for indicator in indicators]

    @classmethod
    def draft(cls, code: str) -> Described:
        """Return what is known of a series by its code alone: enough to ask for it."""
        return Described(
            id=f"{cls.prefix}:{code}",
            provider=cls.id,
            provider_name=cls.name,
            code=code,
            name=code,
            url=cls.address(code),
        )

    @classmethod
    def typed(cls, words: Sequence[str]) -> Sequence[str]:
        """Return the codes that words may stand for which somebody types beside the provider's name.

        None where the provider's series are listed: they are found by their names.
        """
        del words
        return ()

    @classmethod
    @abstractmethod
    def address(cls, code: str) -> str:
        """Return the address of a series' page at the provider."""

    @abstractmethod
    def describe(self, raw: Raw, indicator: Indicator) -> Described:
        """Return what the provider says in an answer of a series that nobody has curated; SourceError."""

    @abstractmethod
    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> Raw:
        """Return the raw answer for a batch; SourceError where there is none."""

    def parse(self, raw: Raw, batch: Sequence[Indicator], economies: Mapping[str, str]) -> Sequence[Fetched]:
        """Return observations of the catalogue's economies without blanks; SourceError for a batch with a bad one."""
        return [self._parse(raw, indicator, economies) for indicator in batch]

    @abstractmethod
    def _parse(self, raw: Raw, indicator: Indicator, economies: Mapping[str, str]) -> Fetched: ...
