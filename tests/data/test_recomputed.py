"""Do the shipped series agree with one another, recomputed from the files alone?"""

import csv
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.settings import DATA, SNAPSHOT

# whose GDP and population cover different areas: occupied or disputed parts, a mainland
_OTHER_AREAS = ["CYP", "MAR", "RUS", "SDN", "TZA", "TUV", "UKR"]


def aggregates() -> set[str]:
    with (DATA / "world/economies.csv").open(encoding="utf-8") as file:
        return {row["id"] for row in csv.DictReader(file) if row["aggregate"] == "yes"}


def sheet(indicator: str) -> pd.DataFrame:
    """Read a file as it stands: economies down, years across."""
    table = pd.read_csv(SNAPSHOT / f"{indicator}.csv", index_col="economy")
    return table.rename(columns=int)


def countries(indicator: str) -> pd.DataFrame:
    table = sheet(indicator)
    return table[~table.index.isin(aggregates())]


def cells(table: pd.DataFrame) -> "np.ndarray[Any, Any]":
    values = table.to_numpy()
    return values[~np.isnan(values)]


def off_the_world(indicator: str) -> "pd.Series[float]":
    """Return by how much the sum of the countries is off the world's own row, in each year with both."""
    world = sheet(indicator).loc[["WLD"]].T["WLD"].dropna()
    sums = countries(indicator).sum()
    return (sums[world.index] / world - 1).abs()


@pytest.mark.parametrize(
    ("indicator", "most"),
    [
        ("population", 0.0041),
        ("gdp", 0.07),
        ("solar-capacity", 1e-6),
        ("wind-capacity", 1e-6),
    ],
)
def test_the_countries_add_up_to_the_world(indicator: str, most: float) -> None:
    off = off_the_world(indicator)
    assert len(off) > 20
    assert off.max() < most


def test_the_countries_generate_the_electricity_of_the_world() -> None:
    # before, the Soviet Union and others that are no more; after, countries that have not reported
    assert off_the_world("electricity-generation").loc[2000:2022].max() < 0.001


def test_the_world_has_more_people_than_its_economies_by_those_of_taiwan() -> None:
    missing = sheet("population")[2025].loc[["WLD"]].sum() - countries("population")[2025].sum()
    with (DATA / "world/economies.csv").open(encoding="utf-8") as file:
        [taiwan] = [row["population"] for row in csv.DictReader(file) if row["id"] == "TWN"]
    assert missing == int(taiwan)


def test_exports_and_imports_add_up_to_trade() -> None:
    exports, imports, trade = (countries(name) for name in ("exports-share", "imports-share", "trade-share"))
    difference = cells((exports + imports - trade).abs())
    assert len(difference) > 9_000
    assert difference.max() < 1e-9


def test_gdp_is_gdp_per_capita_times_people() -> None:
    made = countries("gdp-per-capita") * countries("population") / countries("gdp")
    ratio = cells(made.drop(index=_OTHER_AREAS, errors="ignore"))
    assert len(ratio) > 10_000
    # the editions of both are one; a handful of economies divide by people of another area in early years
    assert np.quantile(np.abs(ratio - 1), 0.99) < 1e-6


def test_growth_is_growth_per_capita_times_growth_of_people() -> None:
    people = countries("population")
    made = (1 + countries("gdp-per-capita-growth") / 100) * (people / people.shift(axis=1)) * 100 - 100
    difference = cells((made - countries("gdp-growth")).drop(index=_OTHER_AREAS))
    assert len(difference) > 9_000
    assert np.abs(difference).max() < 1e-6


def test_growth_is_that_of_gdp_in_constant_prices() -> None:
    constant = countries("gdp-constant")
    made = (constant / constant.shift(axis=1) - 1) * 100
    difference = cells((made - countries("gdp-growth")).abs())
    assert len(difference) > 9_000
    # the two are editions of February and July: most years agree to the digit, the newest were revised
    assert np.median(difference) < 0.01
    early = (made - countries("gdp-growth")).loc[["CHN"], list(range(1961, 1978))].to_numpy()
    assert np.abs(early).max() < 1e-9


def test_shares_of_a_whole_lie_between_nothing_and_all() -> None:
    for name in ("urban-population", "internet-users", "renewables-share", "services-employment"):
        values = sheet(name).to_numpy()
        assert np.nanmin(values) >= 0, name
        assert np.nanmax(values) <= 100, name
