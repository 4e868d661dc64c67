"""What the World Bank's lists say, and how an answer is cut into pages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from tests.replay.figures import Place, Series
from tests.replay.wire import Reply

SOURCE = "World Development Indicators"
REGIONS = {
    "East Asia & Pacific": "EAS",
    "North America": "NAC",
    "Europe & Central Asia": "ECS",
    "South Asia": "SAS",
    "Latin America & Caribbean": "LCN",
    "Sub-Saharan Africa": "SSF",
    "Middle East & North Africa": "MEA",
    "Elsewhere": "ELS",
}
# two letters are not the first of three everywhere, and aggregates have their own
ISO2 = {
    "AUS": "AU", "BRA": "BR", "CAN": "CA", "CHE": "CH", "CHN": "CN", "DEU": "DE", "ESP": "ES", "FRA": "FR",
    "GBR": "GB", "HKG": "HK", "IDN": "ID", "IND": "IN", "ISR": "IL", "ITA": "IT", "JPN": "JP", "KOR": "KR",
    "MEX": "MX", "MYS": "MY", "NLD": "NL", "POL": "PL", "RUS": "RU", "SAU": "SA", "SGP": "SG", "SWE": "SE",
    "THA": "TH", "TUR": "TR", "TWN": "TW", "USA": "US", "VNM": "VN", "ZAF": "ZA",
    "WLD": "1W", "EUU": "EU", "OED": "OE", "EAS": "Z4", "HIC": "XD", "MIC": "XP", "UMC": "XT", "LMC": "XN",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Which part of an answer is asked for."""

    number: int
    size: int

    @classmethod
    def of(cls, query: Mapping[str, str], largest: int) -> "Page":
        """Return the page that a query asks for; ValueError where it makes no sense."""
        number, size = int(query.get("page", "1")), int(query.get("per_page", "50"))
        if number < 1 or size < 1:
            raise ValueError("pages and rows are counted from 1")
        return cls(number, min(size, largest))

    def head(self, total: int) -> dict[str, Any]:
        """Return what an answer says of itself first."""
        return {"page": self.number, "pages": ceil(total / self.size), "per_page": self.size, "total": total}

    @property
    def part(self) -> slice:
        """Return the rows that are on the page."""
        return slice((self.number - 1) * self.size, self.number * self.size)


def name_of(series: Series) -> str:
    """Return a series' name as the service writes it, its unit in parentheses."""
    return f"{series.indicator.name} ({series.unit or series.indicator.unit})"


def iso2(code: str) -> str:
    """Return the two letters or digits that stand for an economy, made up for those beyond the catalogue."""
    return ISO2.get(code) or f"{code[1]}{code[2]}{code[0]}"


def as_json(document: object) -> Reply:
    """Return a document as an answer."""
    return Reply(json.dumps(document, ensure_ascii=False).encode())


def listed(rows: Sequence[Mapping[str, Any]], page: Page) -> Reply:
    """Return part of a list as the classic endpoints send it."""
    # lists print the size of a page as a string, data as a number
    head = {**page.head(len(rows)), "per_page": str(page.size)}
    return as_json([head, rows[page.part]])


def concepts(page: Page, entries: Sequence[Mapping[str, Any]], total: int | None = None) -> Reply:
    """Return concepts as source 2 sends them, with one page of their variables."""
    head = page.head(len(entries) if total is None else total)
    return as_json({**head, "source": [source(entries)]})


def source(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what stands for source 2 around its concepts."""
    return {"id": "2", "name": SOURCE, "concept": entries}


def classes(kind: str) -> list[dict[str, str]]:
    """Return the classes of economies of one kind."""
    match kind:
        case "region":
            return [
                {"id": str(place), "code": code, "iso2code": code[:2], "name": f"{name} "}
                for place, (name, code) in enumerate(REGIONS.items(), start=1)
            ]
        case "incomelevel":
            known = {"HIC": ("XD", "High income"), "UMC": ("XT", "Upper middle income"), "LMC": ("XN", "Lower middle")}
        case _:
            known = {"IBD": ("XF", "IBRD"), "LNX": ("XX", "Not classified")}
    return [{"id": code, "iso2code": iso, "value": name} for code, (iso, name) in known.items()]


def country(place: Place) -> dict[str, Any]:
    """Return an economy as the list of all has it."""
    region = {"id": REGIONS.get(place.region, "ELS"), "iso2code": "Z0", "value": f"{place.region} "}
    nothing = {"id": "", "iso2code": "", "value": ""}
    if place.aggregate:
        region = {"id": "NA", "iso2code": "NA", "value": "Aggregates"}
    return {
        "id": place.code,
        "iso2Code": iso2(place.code),
        "name": place.name,
        "region": region,
        "adminregion": nothing,
        "incomeLevel": {"id": "NA", "iso2code": "NA", "value": "Aggregates"}
        if place.aggregate
        else {"id": "HIC", "iso2code": "XD", "value": "High income"},
        "lendingType": {"id": "", "iso2code": "", "value": "Aggregates"}
        if place.aggregate
        else {"id": "LNX", "iso2code": "XX", "value": "Not classified"},
        "capitalCity": "" if place.aggregate else f"Capital of {place.name} ",
        "longitude": "" if place.aggregate else "116.286",
        "latitude": "" if place.aggregate else "40.0495",
    }


def about(series: Series) -> list[dict[str, str]]:
    """Return what is said of a series, by kind of remark."""
    years = [int(period) for _, period in series.figures]
    said = {
        "Aggregationmethod": "Weighted average",
        "Dataset": "WB_WDI",
        "IndicatorName": name_of(series),
        "License_Type": "CC BY-4.0",
        "License_URL": "https://datacatalog.worldbank.org/int/public-licenses#cc-by",
        "Longdefinition": series.indicator.description,
        "Periodicity": "Annual",
        "Referenceperiod": f"{min(years)}-{max(years)}",
        "Source": series.indicator.source_name,
        "Unitofmeasure": series.unit or series.indicator.unit,
    }
    return [{"id": name, "value": value} for name, value in said.items()]
