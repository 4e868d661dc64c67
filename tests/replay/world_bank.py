"""The World Bank's API as it answers: data, lists and metadata of source 2, the classic form, and its ways to fail."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from dashboard.store.csv_text import shortest
from tests.replay.figures import Known, Place, Series
from tests.replay.wire import HTML, Reply, Request
from tests.replay.world_bank_lists import (
    SOURCE,
    Page,
    about,
    as_json,
    classes,
    concepts,
    country,
    iso2,
    listed,
    name_of,
    source,
)

CONCEPTS = ("Country", "Series", "Time")
# the service takes so many characters between two slashes and in a URL, and so many rows on a page
LONGEST_WORD, LONGEST_URL, LARGEST_PAGE = 1500, 4000, 32_500
LANGUAGES = ("en", "es", "fr", "ar", "zh")
XML_KIND = "application/xml; charset=utf-8"
NOT_FOUND = (
    '\ufeff<?xml version="1.0" encoding="utf-8"?><wb:error xmlns:wb="http://www.worldbank.org"><wb:message id="160" '
    'key="Data not found.">The provided parameter value is not valid or data not found.</wb:message></wb:error>'
)
REQUEST_ERROR = (
    "<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE html>\n<html><head><title>Request Error</title></head><body>"
    "<p>Request Error: the server encountered an error processing the request.</p></body></html>\n"
)
INVALID = [{"message": [{"id": "120", "key": "Invalid value", "value": "The provided parameter value is not valid"}]}]


class WorldBank:
    """API version 2. `variables` and `newest_first` are orders that the service does not promise."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.last_updated: dt.date | None = None
        self.variables: Sequence[str] = CONCEPTS
        self.newest_first = True
        self.economies_backwards = False
        self.largest_page = LARGEST_PAGE
        # a hundred thousand rows are quickly asked for and slowly made
        self._rows = lru_cache(maxsize=4096)(self._make_rows)
        self._years_known: tuple[int, list[int]] = (-1, [])

    @property
    def updated(self) -> str:
        """Return the day of the last update: the newest of the snapshot unless a test says otherwise."""
        day = self.last_updated or max(series.published for series in self._series().values())
        return day.isoformat()

    @property
    def order(self) -> tuple[object, ...]:
        """Return all that an answer depends on besides its request."""
        settings = (self.newest_first, self.economies_backwards, self.largest_page, self.updated)
        return (self._known.edition, tuple(self.variables), *settings)

    def answer(self, request: Request) -> Reply:
        """Return the answer to a request under /v2/."""
        words = request.words[1:]
        if max(map(len, request.path.split("/"))) > LONGEST_WORD or len(request.target) > LONGEST_URL:
            return Reply(REQUEST_ERROR.encode(), 400, "Request Error", HTML)
        if words and words[0] in LANGUAGES:
            words = words[1:]
        try:
            page = Page.of(request.query, self.largest_page)
        except ValueError:
            return as_json(INVALID)
        if request.query.get("format") != "json":
            # XML is what it speaks unless told otherwise, and nobody here reads that
            return Reply(NOT_FOUND.encode(), kind=XML_KIND)
        if {"mrv", "mrnev", "gapfill"} & request.query.keys():
            return Reply(b"Most recent values are not replayed.", 501, kind="text/plain")
        return self._route(words, request.query, page)

    def _route(self, words: Sequence[str], query: Mapping[str, str], page: Page) -> Reply:  # noqa: C901, PLR0911 - a table
        match words:
            case ["sources", "2", "concepts"]:
                return concepts(page, [{"id": name, "value": name} for name in CONCEPTS])
            case ["sources", "2"] | ["sources", "all"] | ["sources"]:
                return listed([self._database(with_id="databid" in query)], page)
            case ["sources", "2", "series", codes, "metadata"]:
                return self._metadata(_split(codes))
            case ["sources", "2", ("series" | "country" | "time") as concept, ids]:
                return self._variables(concept, ids, page)
            case ["sources", "2", "series", codes, "country", economies, "time", times]:
                return self._data(codes, economies, times, page)
            case ["region" | "incomelevel" | "lendingtype" | "incomeLevels" | "lendingTypes" as kind, *_]:
                return listed(classes(kind.lower().rstrip("s")), page)
            case ["country" | "countries"] | ["country" | "countries", ""]:
                return self._countries("all", page)
            case ["country" | "countries", codes]:
                return self._countries(codes, page)
            case ["country" | "countries", economies, "indicator" | "indicators", codes]:
                return self._classic(codes, economies, query.get("date", ""), page)
            case ["indicator" | "indicators", *codes]:
                return self._indicators(codes[0] if codes else "all", page)
            case _:
                return as_json(INVALID)

    def _series(self) -> Mapping[str, Series]:
        return self._known.of("world-bank")

    def _years(self) -> list[int]:
        edition, known = self._years_known
        if edition != self._known.edition:
            edition = self._known.edition
            years = {int(period) for series in self._series().values() for _, period in series.figures}
            known = list(range(min(years, default=1960), max(years, default=2025) + 1))
            self._years_known = (edition, known)
        return known

    def _data(self, codes: str, economies: str, times: str, page: Page) -> Reply:
        series, places = _chosen(codes, self._series()), _chosen(economies, self._known.places)
        # a year on its own is let pass beside a valid one, and finds nothing
        years = set(_chosen(times, {f"YR{year}": year for year in self._years()}, skip=str.isdigit) or ())
        if not series or not places or not years:
            return Reply(NOT_FOUND.encode(), kind=XML_KIND)
        rows = self._pick(series, places, sorted(years), self._rows)
        body = b",".join(rows[page.part])
        head = json.dumps({**page.head(len(rows)), "lastupdated": self.updated})[:-1]
        opening = f'{head},"source":{{"id":"2","name":"{SOURCE}","data":['
        return Reply(opening.encode() + body + b"]}}")

    def _classic(self, codes: str, economies: str, dates: str, page: Page) -> Reply:
        series, places = _chosen(codes, self._series()), _chosen(economies.lower(), self._by_any_code())
        first, _, last = (dates or f"{min(self._years())}:{max(self._years())}").partition(":")
        if not series or not places or not first.isdigit() or not (last or first).isdigit() or len(series) > 60:
            return as_json(INVALID)
        years = [year for year in self._years() if int(first) <= year <= int(last or first)]
        rows = self._pick(series, places, years, self._make_classic_rows)
        head = {**page.head(len(rows)), "sourceid": "2", "lastupdated": self.updated}
        if not rows:
            return as_json([{**head, "sourceid": None, "lastupdated": None}, None])
        return Reply(b"[" + json.dumps(head).encode() + b",[" + b",".join(rows[page.part]) + b"]]")

    def _pick(
        self,
        series: Sequence[Series],
        places: Iterable[Place],
        years: Sequence[int],
        make: Callable[[str, str, tuple[str, ...], int], Sequence[bytes]],
    ) -> list[bytes]:
        variables, edition = tuple(self.variables), self._known.edition
        known = self._years()
        wanted = set(years)
        kept = [number for number, year in enumerate(known) if year in wanted]
        kept = kept[::-1] if self.newest_first else kept
        spread = list(dict.fromkeys(place.code for place in places))
        spread = spread[::-1] if self.economies_backwards else spread
        rows: list[bytes] = []
        for entry in series:
            for economy in spread:
                made = make(entry.code, economy, variables, edition)
                rows.extend(made[number] for number in kept)
        return rows

    def _make_rows(self, code: str, economy: str, order: tuple[str, ...], _edition: int) -> Sequence[bytes]:
        """Return one economy's rows of a series, all years, oldest first."""
        series, place = self._series()[code], self._known.places[economy]
        parts = {
            "Country": json.dumps({"concept": "Country", "id": economy, "value": place.name}).replace("%", "%%"),
            "Series": json.dumps({"concept": "Series", "id": code, "value": name_of(series)}).replace("%", "%%"),
            "Time": '{"concept": "Time", "id": "YR%s", "value": "%s"}',
        }
        variables = ", ".join(parts[name] for name in order)
        form = f'{{"variable": [{variables}], "value": %s}}'
        return [(form % (year, year, number(series.figures.get((economy, year))))).encode() for year in self._years()]

    def _make_classic_rows(self, code: str, economy: str, *_order: object) -> Sequence[bytes]:
        """Return the same rows in the classic form."""
        series, place = self._series()[code], self._known.places[economy]
        named = json.dumps({"id": code, "value": name_of(series)})
        placed = json.dumps({"id": iso2(economy), "value": place.name})
        start = f'{{"indicator":{named},"country":{placed},"countryiso3code":"{economy}"'
        return [
            (
                f'{start},"date":"{year}","value":{number(series.figures.get((economy, year)))},'
                '"unit":"","obs_status":"","decimal":1}'
            ).encode()
            for year in self._years()
        ]

    def _variables(self, concept: str, ids: str, page: Page) -> Reply:
        known: dict[str, str] = {
            "series": {code: name_of(series) for code, series in self._series().items()},
            "country": {code: place.name for code, place in self._known.places.items()},
            "time": {f"YR{year}": str(year) for year in self._years()},
        }[concept]
        chosen = _chosen(ids, {code: (code, name) for code, name in known.items()})
        if not chosen:
            return Reply(NOT_FOUND.encode(), kind=XML_KIND)
        variables = [{"id": code, "value": name} for code, name in chosen]
        return concepts(page, [{"id": concept, "name": concept, "variable": variables[page.part]}], len(variables))

    def _metadata(self, codes: Sequence[str]) -> Reply:
        chosen = _chosen(";".join(codes), self._series())
        if not chosen:
            return Reply(NOT_FOUND.encode(), kind=XML_KIND)
        variables = [{"id": series.code, "metatype": about(series)} for series in chosen]
        total = sum(len(variable["metatype"]) for variable in variables)
        # here the service prints the size of a page as a string
        head = {"page": 1, "pages": 1, "per_page": "5000", "total": total}
        return as_json({**head, "source": [source([{"id": "Series", "variable": variables}])]})

    def _database(self, *, with_id: bool) -> dict[str, str]:
        said = {"id": "2", "lastupdated": self.updated, "name": SOURCE, "code": "WDI", "description": "", "url": ""}
        said |= {"dataavailability": "Y", "metadataavailability": "Y", "concepts": str(len(CONCEPTS))}
        return {**said, "databid": "2"} if with_id else said

    def _by_any_code(self) -> dict[str, Place]:
        by_code = {iso2(code).lower(): place for code, place in self._known.places.items()}
        return {**by_code, **{code.lower(): place for code, place in self._known.places.items()}}

    def _countries(self, codes: str, page: Page) -> Reply:
        if codes == "all":
            chosen: Sequence[Place] | None = list(self._known.places.values())
        else:
            chosen = _chosen(codes.lower(), self._by_any_code())
        return listed([country(place) for place in chosen], page) if chosen else as_json(INVALID)

    def _indicators(self, codes: str, page: Page) -> Reply:
        chosen = _chosen(codes, self._series())
        if not chosen:
            return as_json(INVALID)
        rows = [
            {
                "id": series.code,
                "name": name_of(series),
                "unit": "",
                "source": {"id": "2", "value": SOURCE},
                "sourceNote": series.indicator.description,
                "sourceOrganization": series.indicator.source_name,
                "topics": [{"id": "3", "value": "Economy & Growth "}],
            }
            for series in chosen
        ]
        return listed(rows, page)


def number(value: float | None) -> str:
    """Return a value as JSON."""
    return "null" if value is None else shortest(value)


def _split(ids: str) -> list[str]:
    return [word for word in re.split("[;,]", ids) if word]


def _chosen(ids: str, known: Mapping[str, Any], skip: Callable[[str], bool] = lambda _word: False) -> list[Any] | None:
    """Return what was asked for, all for `all`; None where one of them is unknown."""
    if ids == "all":
        return list(known.values())
    words = [word for word in _split(ids) if not skip(word)]
    return [known[word] for word in words] if all(word in known for word in words) else None
