"""A folder to be laid over data/: one economy, dataset and indicator more, and Germany's energy policy as a history."""

from pathlib import Path

from tests.tables import write_tables

FILES = {
    "world/datasets.toml": """
[[dataset]]
id = "own-notes"
provider = "owid"
name = "Own notes"
publisher = "Somebody"
licence = "Own licence"
licence_url = "https://example.org/licence"
home = "https://example.org/"
page = "https://example.org/{code}"
citation = "{dataset}: {name}"
""",
    "world/economies.toml": """
[[economy]]
id = "ATL"
name = "Atlantis"
short_name = "Atlantis"
aggregate = false
region = "Europe & Central Asia"
slot = 90
""",
    "world/indicators.toml": """
[[indicator]]
id = "solar-to-wind"
name = "Solar relative to wind"
short_name = "Solar to wind"
unit = "ratio"
theme = "energy-and-green-technology"
frequency = "annual"
dataset = "own-notes"
decimals = 2
kind = "index"
description = "Installed solar capacity divided by installed wind capacity."
drawn_at = "end"
derived = { op = "ratio", inputs = ["solar-capacity", "wind-capacity"] }

[[indicator]]
id = "own-series"
name = "Own series"
short_name = "Own series"
unit = "% of something"
unit_short = "%"
theme = "people"
frequency = "annual"
dataset = "own-notes"
code = "own-series"
decimals = 1
kind = "share"
description = "Nothing that the snapshot holds."
""",
    "policy/german-energy/history.toml": """
name = "Germany: energy"
subject = "DEU"
language = "de"
language_name = "German"
title = "Germany's turn to renewable energy"
timeline_titles = ["Germany's energy policy"]
comparators = ["FRA", "GBR"]
headline_indicators = ["renewables-share", "solar-capacity"]
scatter_against = ["gdp-per-capita-ppp"]

[[sentences]]
kind = "stock"
indicator = "solar-capacity"
name = "solar capacity"
era = "first-law"
target = "solar-2030-215gw"

[[sentences]]
kind = "shares"
era = "first-law"
shares = [{ indicator = "renewables-share", text = "Renewables gave", whole = "of electricity", decimals = 1 }]

[[links]]
label = "Renewables beside the neighbours"
indicator = "renewables-share"
economies = ["DEU", "FRA"]
from = 1995
""",
    "policy/german-energy/eras.toml": """
[[era]]
id = "first-law"
name = "Feed-in law"
short_name = "Feed-in"
native_name = "Stromeinspeisungsgesetz"
start = 1991-01-01
end = 2011-06-30
summary = "Grids had to take renewable electricity at a fixed price."
sources = [{ title = "A gazette" }]

[[era]]
id = "phase-out"
name = "Nuclear exit"
short_name = "Exit"
native_name = "Atomausstieg"
start = 2011-06-30
summary = "The last reactors were to close."
sources = [{ title = "A gazette" }]
""",
    "policy/german-energy/milestones.toml": """
[[milestone]]
id = "eeg-2000"
date = 2000-04-01
precision = "day"
title = "Renewable Energy Sources Act"
short_title = "Renewables act"
native_title = "Erneuerbare-Energien-Gesetz"
kind = "regulation"
weight = 1
issuer = "Bundestag"
summary = "Fixed tariffs for twenty years."
sources = [{ title = "A gazette" }]
indicators = ["renewables-share", "solar-capacity"]

[[milestone]]
id = "exit-2011"
date = 2011-06-30
precision = "day"
title = "Exit from nuclear power"
short_title = "Nuclear exit"
native_title = "Ausstieg aus der Kernenergie"
kind = "strategy"
weight = 1
summary = "The Bundestag voted for it."
sources = [{ title = "A gazette" }]
indicators = ["electricity-nuclear"]
""",
    "policy/german-energy/targets.toml": """
[[target]]
id = "solar-2030-215gw"
indicator = "solar-capacity"
measure = "Solar capacity"
unit = "GW"
first_year = 2030
last_year = 2030
basis = "by-end"
low = 215
wording = "215 gigawatts"
set_by = "Bundestag"
set_on = 2022-07-07
set_precision = "day"
sources = [{ title = "A gazette" }]
""",
    "policy/german-energy/claims.toml": """
[[claim]]
id = "it-grew"
title = "Renewables grew"
statement = "Renewables grew after the act."
sources = [{ title = "An essay" }]
parts = ["they grew"]
caveats = ["Prices fell everywhere."]
literature = [{ authors = "Somebody", year = 2015, venue = "A journal", stance = "for", point = "They did." }]

[[claim.checks]]
id = "after-the-act"
part = "they grew"
kind = "milestone-change"
statistic = "slope"
milestone = "eeg-2000"
indicator = "renewables-share"
direction = "up"

[[claim.checks]]
id = "eras"
part = "they grew"
kind = "era-means"
indicator = "renewables-share"
direction = "up"
eras = ["first-law", "phase-out"]
supports = 5
against = 0
reason = "five points are a twentieth of all electricity"
""",
}


def write_overlay(folder: Path, *edits: tuple[str, str, str]) -> Path:
    """Write the folder with edits (file, old, new) and return it."""
    return write_tables(folder, FILES, *edits)
