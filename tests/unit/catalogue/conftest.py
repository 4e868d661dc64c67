"""What is read as a catalogue here? A small sound folder of tables, with whatever edits a test makes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.catalogue.loading import load_catalogue
from dashboard.errors import CatalogueError
from tests.tables import write_tables

Write = Callable[..., Path]
WHOLE = "the table as a whole"
FILES = {
    "world/datasets.toml": """
[[dataset]]
id = "wdi"
provider = "world-bank"
name = "World Bank"
publisher = "World Bank"
licence = "CC BY 4.0"
home = "https://example.org/"
page = "https://example.org/{code}"
citation = "{dataset}, {name}, series {code}"
""",
    "world/indicators.toml": """
[[indicator]]
id = "gdp"
name = "Gross domestic product"
short_name = "GDP"
unit = "current US$"
theme = "growth-and-structure"
frequency = "annual"
dataset = "wdi"
code = "NY.GDP.MKTP.CD"
decimals = 0
kind = "level"
description = "What is produced in a year."
breaks = [{ economy = "CHN", year = 2009, note = "A new definition." }]
not_collected = [{ economy = "CHN", until = 1993, note = "Not collected." }]

[[indicator]]
id = "population"
name = "Population"
short_name = "Population"
unit = "people"
theme = "people"
frequency = "annual"
dataset = "wdi"
code = "SP.POP.TOTL"
decimals = 0
kind = "level"
description = "People."

[[indicator]]
id = "gdp-per-head"
name = "GDP per capita"
short_name = "GDP per capita"
unit = "current US$ per person"
theme = "growth-and-structure"
frequency = "annual"
dataset = "wdi"
derived = { op = "ratio", inputs = ["gdp", "population"] }
decimals = 0
kind = "index"
description = "What is produced in a year, per person."
""",
    "world/economies.toml": """
[[economy]]
id = "CHN"
name = "China"
short_name = "China"
aggregate = false
region = "East Asia & Pacific"
slot = 0

[[economy]]
id = "WLD"
name = "World"
short_name = "World"
aggregate = true
region = "World"
slot = 1
""",
    "policy/china/history.toml": """
name = "China"
subject = "CHN"
language = "zh"
language_name = "Chinese"
title = "What China sought"
timeline_titles = ["China's policy"]
comparators = ["WLD"]
headline_indicators = ["gdp"]
""",
    "policy/china/eras.toml": """
[[era]]
id = "planned-economy"
name = "Planned economy"
short_name = "Planned"
native_name = "计划经济"
start = 1949-10-01
end = 1978-12-18
summary = "Plans."
sources = [{ title = "A book" }]

[[era]]
id = "reform-and-opening"
name = "Reform and Opening"
short_name = "Reform"
native_name = "改革开放"
start = 1978-12-18
summary = "Markets."
sources = [{ title = "A book" }]
""",
    "policy/china/milestones.toml": """
[[milestone]]
id = "plenum"
date = 1978-12-18
precision = "day"
title = "Third Plenum"
short_title = "Third Plenum"
native_title = "三中全会"
kind = "strategy"
weight = 1
summary = "It met."
sources = [{ title = "A book", url = "https://example.org/book" }]
indicators = ["gdp"]
""",
    "policy/china/targets.toml": """
[[target]]
id = "gdp-2020"
indicator = "gdp"
measure = "GDP"
unit = "US$"
first_year = 2020
last_year = 2020
basis = "by-end"
low = 10
high = 12
wording = "ten to twelve"
set_by = "A plan"
set_on = 2016-03-16
set_precision = "day"
sources = [{ title = "A plan" }]
""",
    "policy/china/claims.toml": """
[[claim]]
id = "it-grew"
title = "It grew"
statement = "The economy grew."
sources = [{ title = "An article" }]
parts = ["it grew"]
caveats = ["Growth is not all."]
literature = [{ authors = "Somebody", year = 2001, venue = "A journal", stance = "for", point = "It did." }]

[[claim.checks]]
id = "after-the-plenum"
part = "it grew"
kind = "milestone-change"
statistic = "mean"
milestone = "plenum"
indicator = "gdp"
direction = "up"

[[claim.checks]]
id = "on-time"
part = "it grew"
kind = "target"
measure = "years-early"
indicator = "gdp"
direction = "up"
targets = ["gdp-2020"]
supports = 1
against = -1
reason = "on time is neither"

[[claim.checks]]
id = "era-gap"
part = "it grew"
kind = "era-means"
indicator = "gdp"
direction = "up"
eras = ["planned-economy", "reform-and-opening"]
supports = 1
against = 0
reason = "as good as any"

[[claim.checks]]
id = "standing"
part = "context"
role = "context"
kind = "level"
measure = "standing"
indicator = "gdp"
direction = "up"
era = "reform-and-opening"
""",
    "world/provisional.toml": """
[[provisional]]
id = "gdp-2020"
economy = "CHN"
year = 2020
indicators = ["gdp"]
until = 2022-01-01
note = "A first estimate."
sources = [{ title = "A book" }]
""",
}


def placed(file: str) -> str:
    """Return where a file lies in the folder: eras.toml in policy/china."""
    return next(place for place in FILES if place.endswith(f"/{file}"))


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Write the sound catalogue with edits {file: (old, new), ...} and return its folder."""

    def write(*edits: tuple[str, str, str]) -> Path:
        return write_tables(tmp_path, FILES, *((placed(name), old, new) for name, old, new in edits))

    return write


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    assert str(caught.value).splitlines() == [str(mistake).splitlines()[0] for mistake in caught.value.mistakes]
    return [str(mistake) for mistake in caught.value.mistakes]
