"""Read Our World in Data's charts: the CSV and the metadata behind each."""

import datetime as dt
import io
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import quote

import numpy as np
import pandas as pd
import requests

from dashboard.catalogue.described import Described, decimals_of
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.records import FIRST_YEAR
from dashboard.errors import SourceRefused
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.http import call
from dashboard.sources.request import Request, TransientError
from dashboard.sources.text import day, malformed, plain
from dashboard.sources.web import WebSource

NAME: Final = "Our World in Data"
# both must be asked for alike: the names of the columns are what ties the two together
OPTIONS: Final = {"v": "1", "csvType": "full", "useColumnShortNames": "true"}
_LONGEST: Final = 2_000
_ENTITY, _CODE, _PERIODS = "entity", "code", ("year", "day")
_PROJECTED: Final = re.compile(r"__projected$|\(projected\)$", re.IGNORECASE)
_BESIDES: Final = re.compile(r"annotations?\)?$|original[ _](year|day|time)\)?$", re.IGNORECASE)
_REGIONS: Final = (
    "owid_region",
    "region",
    "continent",
    "world region according to owid",
    "world regions according to owid",
)


@dataclass(frozen=True)
class Answer:
    """What came for each slug: the bytes of its CSV and its metadata."""

    tables: Mapping[str, bytes]
    metadata: Mapping[str, Mapping[str, Any]]


class Owid(WebSource[Answer]):
    """Our World in Data's charts behind one URL, each of which is one indicator."""

    id = "owid"
    name = NAME
    prefix = "owid"
    code = re.compile(r"[a-z0-9][a-z0-9_-]{0,148}[a-z0-9]")
    page = re.compile(r"(?:www\.)?ourworldindata\.org/grapher/([^/.]+)(?:\.[a-z.]+)?/?")
    default_url = "https://ourworldindata.org"

    @classmethod
    def address(cls, code: str) -> str:
        """Return the address of a chart."""
        return f"{cls.default_url}/grapher/{code}"

    @classmethod
    def typed(cls, words: Sequence[str]) -> Sequence[str]:
        """Return the slug of a title in these words."""
        return ["-".join(words).lower()]

    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> Answer:
        """Return the table and the metadata of every chart of a batch."""
        slugs = list(dict.fromkeys(indicator.code for indicator in batch))
        tables = {slug: self._ask(slug, "csv", watch) for slug in slugs}
        return Answer(tables, {slug: _metadata(slug, self._ask(slug, "metadata.json", watch)) for slug in slugs})

    def _ask(self, slug: str, form: str, watch: Watch) -> bytes:
        url = f"{self._url}/grapher/{quote(slug, safe='')}.{form}"

        def send(_request: Request) -> bytes:
            return self._session.get(url, params=OPTIONS, timeout=self._policy.idle).content

        try:
            return call(lambda: Request(NAME, self._policy, watch, _check_kind, self._health), send)
        except SourceRefused as exc:
            raise SourceRefused(NAME, f"does not give the chart {slug}: {exc.detail}") from exc

    def _parse(self, raw: Answer, indicator: Indicator, economies: Mapping[str, str]) -> Fetched:
        slug = indicator.code
        table = _table(slug, raw.tables[slug])
        value = _value_column(slug, table)
        about = _about(raw.metadata[slug], value)
        said = about.get("lastUpdated") or raw.metadata[slug].get("dateDownloaded")
        observations = _observations(slug, table, value, economies, indicator.frequency)
        _check_periods(slug, observations, self._today())
        return Fetched(
            indicator=indicator.id,
            observations=observations,
            release=f"OWID export of {plain(str(said), 40)}" if said else "OWID export, no date given",
            updated=day(about.get("lastUpdated")),
            unit=plain(str(about.get("unit") or about.get("shortUnit") or "")),
            total=len(table),
            received=len(table),
        )

    def describe(self, raw: Answer, indicator: Indicator) -> Described:
        """Return what Our World in Data says of a chart and its one column of values."""
        slug = indicator.code
        table = _table(slug, raw.tables[slug])
        value = _value_column(slug, table)
        about, chart = _about(raw.metadata[slug], value), _chart(raw.metadata[slug])
        draft = self.draft(slug)
        return draft.model_copy(
            update={
                "name": _said(chart, "title") or _said(about, "titleLong", "titleShort") or _words_of(slug),
                "unit": _said(about, "unit", "shortUnit"),
                "definition": _said(about, "descriptionShort") or _said(chart, "subtitle"),
                "frequency": _frequency(slug, table),
                "compiled_by": _said(about, "citationShort") or _said(chart, "citation"),
                "decimals": decimals_of(pd.to_numeric(table[value], errors="coerce").to_numpy(dtype=np.float64)),
            }
        )


def _said(about: Mapping[str, Any], *names: str) -> str:
    """Return the first of some fields that says something, in plain words."""
    return next((plain(str(about[name]), _LONGEST) for name in names if about.get(name)), "")


def _words_of(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def _chart(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    chart = metadata.get("chart")
    return cast("dict[str, Any]", chart) if isinstance(chart, dict) else {}


def _frequency(slug: str, table: pd.DataFrame) -> Frequency:
    """Return how often a chart has an observation; SourceRefused for days, which are no period of ours."""
    if "year" in table.columns:
        return Frequency.ANNUAL
    months = set(table["day"].str.slice(5).str.strip())
    if not all(day.endswith("-01") for day in months):
        raise SourceRefused(NAME, f"has days in {slug}; Eraline draws years, quarters and months.")
    return Frequency.QUARTERLY if months <= {"01-01", "04-01", "07-01", "10-01"} else Frequency.MONTHLY


def _check_kind(request: Request, response: requests.Response) -> requests.Response:
    start = response.content[:2000].lstrip()
    if start.startswith(b"<"):
        raise TransientError(request.provider, f"sent markup in place of figures: {plain(start, 80)}")
    if not start:
        raise TransientError(request.provider, "sent an empty answer")
    return response


def _metadata(slug: str, body: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise malformed(NAME, f"sent metadata of {slug} that is not JSON") from exc
    if not isinstance(document, dict):
        raise malformed(NAME, f"sent metadata of {slug} that is not a table of columns")
    return cast("dict[str, Any]", document)


def _about(metadata: Mapping[str, Any], value: str) -> Mapping[str, Any]:
    """Return what the metadata says of a column; nothing where it says nothing."""
    match metadata.get("columns"):
        case {**columns}:
            # the CSV's and the metadata's names have differed in case before
            by_name = {str(name).lower(): about for name, about in columns.items()}
        case _:
            by_name = {}
    about = by_name.get(value)
    return cast("dict[str, Any]", about) if isinstance(about, dict) else {}


def _table(slug: str, body: bytes) -> pd.DataFrame:
    """Return a CSV as text, its header in lower case: which case it has changed in January 2026."""
    try:
        table = pd.read_csv(io.BytesIO(body), dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8")
    except (ValueError, pd.errors.EmptyDataError) as exc:
        raise malformed(NAME, f"sent a table of {slug} that is not CSV ({plain(str(exc), 80)})") from exc
    table.columns = [str(name).strip().lower() for name in table.columns]
    if _ENTITY not in table.columns or not any(name in table.columns for name in _PERIODS):
        raise malformed(NAME, f"sent {slug} with columns {_listed(table.columns)}: no entity with a year or a day")
    if table.empty:
        raise malformed(NAME, f"sent a header and no figures for {slug}")
    return table


def _value_column(slug: str, table: pd.DataFrame) -> str:
    found = [
        name
        for name in table.columns
        if name not in (_ENTITY, _CODE, *_PERIODS, *_REGIONS)
        and not _PROJECTED.search(name)
        and not _BESIDES.search(name)
    ]
    if not found:
        raise malformed(NAME, f"sent {slug} with no columns of values: {_listed(table.columns)}")
    if len(found) > 1:
        raise SourceRefused(
            NAME, f"has {len(found)} columns of values in {slug} ({_listed(found)}); Eraline draws charts of one."
        )
    return found[0]


def _observations(
    slug: str, table: pd.DataFrame, value: str, economies: Mapping[str, str], frequency: Frequency
) -> pd.DataFrame:
    economy = _economies(table, economies)
    # a row of a projection has no value in the column of what was measured
    kept = economy.isin(list(economies.values())) & (table[value].str.strip() != "")
    rows = table[kept]
    try:
        values = rows[value].astype(np.float64)
    except ValueError as exc:
        raise malformed(NAME, f"sent a value of {slug} that is not a number ({plain(str(exc), 60)})") from exc
    if not np.isfinite(values.to_numpy()).all():
        raise malformed(NAME, f"sent a value of {slug} that is not a finite number")
    observations = pd.DataFrame(
        {"economy": economy[kept], "period": _periods(slug, rows, frequency), "value": values}
    ).sort_values(["economy", "period"], ignore_index=True)
    if observations.empty:
        raise malformed(NAME, f"sent no figures of {slug} for any economy of the catalogue")
    if observations.duplicated(["economy", "period"]).any():
        raise malformed(NAME, f"sent more than one value of {slug} for the same economy and period")
    return observations


def _economies(table: pd.DataFrame, known: Mapping[str, str]) -> "pd.Series[str]":
    """Return the economy of each row by its code, by its name where it has none; what is not known stays as it is."""
    named = table[_ENTITY].str.strip().str.lower().map(known).fillna("")
    if _CODE not in table.columns:
        return named
    codes = table[_CODE].str.strip()
    return codes.map(known).fillna(codes).where(codes != "", named)


def _periods(slug: str, rows: pd.DataFrame, frequency: Frequency) -> "pd.Series[Any]":
    """Return the first day of the period that each row's year or day falls in."""
    column = next(name for name in _PERIODS if name in rows.columns)
    if column == "year" and frequency is not Frequency.ANNUAL:
        raise malformed(NAME, f"sent years of {slug}, which should have {frequency.period}s")
    texts = rows[column].str.strip()
    bad = texts[~texts.str.fullmatch(r"[0-9]{4}" if column == "year" else r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    if not bad.empty:
        raise malformed(NAME, f"sent '{plain(str(bad.iloc[0]), 20)}' as a {column} of {slug}")
    try:
        days = (texts + "-01-01" if column == "year" else texts).astype("datetime64[s]")
    except ValueError as exc:
        raise malformed(NAME, f"sent a {column} of {slug} that does not exist") from exc
    return frequency.starts(days)


def _check_periods(slug: str, observations: pd.DataFrame, today: dt.date) -> None:
    for period in (observations["period"].min(), observations["period"].max()):
        if not FIRST_YEAR <= period.year <= today.year + 1:
            raise malformed(NAME, f"sent a figure of {slug} for {period.year}, which is not a possible year")


def _listed(names: Collection[str]) -> str:
    return ", ".join(plain(name, 40) for name in list(names)[:8]) or "none"
