"""Our World in Data's charts as they answer: CSV and metadata, redirects of old names, errors as JSON."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from dashboard.store.csv_text import shortest
from tests.replay.figures import Known, Series
from tests.replay.wire import Reply, Request

ENTITIES = {
    "WLD": ("World", "OWID_WRL"),
    "EUU": ("European Union (27)", "OWID_EU27"),
    "HIC": ("High-income countries", "OWID_HIC"),
    "UMC": ("Upper-middle-income countries", "OWID_UMC"),
    "LMC": ("Lower-middle-income countries", "OWID_LMC"),
}
# a continent has no code at all
ASIA = "XAA"
PROJECTED_YEARS = 3


class Owid:
    """The grapher. `title_case` answers as before January 2026, `codes` off as charts of no country do."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.last_updated: dt.date | None = None
        self.title_case = False
        self.codes = True
        self.projections = False
        # until July 2026 the key description was a list
        self.description_list = False
        # old slugs by the new one that each leads to, and slugs whose licence forbids the download
        self.renamed: dict[str, str] = {}
        self.blocked: set[str] = set()

    def answer(self, request: Request) -> Reply:
        """Return the answer to a request under /grapher/."""
        found = re.fullmatch(r"/grapher/([^/]+?)\.(csv|metadata\.json)", request.path)
        if found is None:
            return _error(404, "Not found")
        slug, form = found[1], found[2]
        target = self.renamed.get(slug, slug.lower())
        if target != slug:
            return _moved(f"/grapher/{target}.{form}", request)
        series = self._known.of("owid").get(slug)
        if series is None:
            return _error(404, "Not found")
        short = request.query.get("useColumnShortNames") == "true"
        if form == "metadata.json":
            return Reply(json.dumps(self._metadata(series, short=short), ensure_ascii=False).encode())
        if slug in self.blocked:
            return _error(403, "This chart contains non-redistributable data that we can't share in machine form.")
        return Reply(self._csv(series, short=short).encode(), kind="text/csv")

    def _csv(self, series: Series, *, short: bool) -> str:
        name = _column(series, short=short)
        header = ["Entity", "Code", "Year"] if self.title_case or not short else ["entity", "code", "year"]
        header += [name, f"{name}{'__projected' if short else ' (Projected)'}"] if self.projections else [name]
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        for row in (header, *self._rows(series)):
            writer.writerow(row if self.codes else [row[0], *row[2:]])
        # there is no newline at the end
        return out.getvalue().removesuffix("\n")

    def _rows(self, series: Series) -> Iterator[list[str]]:
        places = {code: self._entity(code) for code, _ in series.figures}
        points = sorted((*places[code], int(year), value) for (code, year), value in series.figures.items())
        last = max(point[2] for point in points)
        for entity, code, year, value in points:
            yield [entity, code, str(year), shortest(value), *([""] if self.projections else [])]
            if self.projections and year == last:
                for ahead in range(1, PROJECTED_YEARS + 1):
                    yield [entity, code, str(year + ahead), "", shortest(value * (1 + ahead / 10))]

    def _entity(self, code: str) -> tuple[str, str]:
        if code == ASIA:
            return "Asia", ""
        return ENTITIES.get(code, (self._known.places[code].name, code))

    def _metadata(self, series: Series, *, short: bool) -> dict[str, Any]:
        indicator = series.indicator
        years = [int(period) for _, period in series.figures]
        updated = (self.last_updated or series.published).isoformat()
        about = {
            "titleShort": indicator.name,
            "titleLong": f"{indicator.name} - {indicator.source_name}",
            "descriptionShort": indicator.description,
            "descriptionKey": [indicator.description] if self.description_list else f"- {indicator.description}",
            "shortUnit": indicator.unit_short,
            "unit": series.unit or indicator.unit,
            "timespan": f"{min(years)}-{max(years)}",
            "type": "Numeric",
            "owidVariableId": 900000 + len(series.code),
            "shortName": _column(series, short=True),
            "lastUpdated": updated,
            "citationShort": indicator.source_name,
            "citationLong": indicator.citation,
            "fullMetadata": "https://api.ourworldindata.org/v1/indicators/900000.metadata.json",
        }
        chart = {
            "title": indicator.name,
            "subtitle": indicator.description,
            "citation": indicator.source_name,
            "originalChartUrl": f"https://ourworldindata.org/grapher/{series.code}?tab=chart",
            "selection": ["China", "World"],
        }
        columns = {_column(series, short=short): {name: value for name, value in about.items() if value}}
        return {"chart": chart, "columns": columns, "dateDownloaded": updated, "activeFilters": {}}


def _column(series: Series, *, short: bool) -> str:
    return series.code.replace("-", "_") if short else f"{series.indicator.name}, {series.indicator.unit}"


def _moved(path: str, request: Request) -> Reply:
    query = f"?{urlencode(request.query)}" if request.query else ""
    headers = {"Location": path + query, "Cache-Control": "public, max-age=86400"}
    return Reply(status=301, kind="text/plain", headers=headers)


def _error(status: int, words: str) -> Reply:
    return Reply(json.dumps({"status": status, "error": words}).encode(), status)
