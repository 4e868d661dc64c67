"""Is every mistake in data/*.toml found, placed by file, table and field, and listed with all the others?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.errors import CatalogueError

FILES = {
    "indicators.toml": """
[[indicator]]
id = "gdp"
name = "Gross domestic product"
short_name = "GDP"
unit = "current US$"
theme = "growth-and-structure"
frequency = "annual"
source = "world-bank"
source_name = "World Bank"
source_url = "https://example.org/gdp"
code = "NY.GDP.MKTP.CD"
decimals = 0
kind = "level"
description = "What is produced in a year."
licence = "CC BY 4.0"
citation = "World Bank, GDP"
breaks = [{ economy = "CHN", year = 2009, note = "A new definition." }]
not_collected = [{ economy = "CHN", until = 1993, note = "Not collected." }]

[[indicator]]
id = "population"
name = "Population"
short_name = "Population"
unit = "people"
theme = "people"
frequency = "annual"
source = "world-bank"
source_name = "World Bank"
source_url = "https://example.org/population"
code = "SP.POP.TOTL"
decimals = 0
kind = "level"
description = "People."
licence = "CC BY 4.0"
citation = "World Bank, population"

[[indicator]]
id = "gdp-per-head"
name = "GDP per head"
short_name = "GDP per head"
unit = "current US$ per person"
theme = "growth-and-structure"
frequency = "annual"
source = "world-bank"
source_name = "World Bank"
source_url = "https://example.org/gdp"
derived = { op = "ratio", inputs = ["gdp", "population"] }
decimals = 0
kind = "index"
description = "What is produced in a year, per person."
licence = "CC BY 4.0"
citation = "World Bank, GDP"
""",
    "economies.toml": """
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
    "eras.toml": """
[[era]]
id = "planned-economy"
name = "Planned economy"
short_name = "Planned"
name_zh = "计划经济"
start = 1949-10-01
end = 1978-12-18
summary = "Plans."
sources = [{ title = "A book" }]

[[era]]
id = "reform-and-opening"
name = "Reform and Opening"
short_name = "Reform"
name_zh = "改革开放"
start = 1978-12-18
summary = "Markets."
sources = [{ title = "A book" }]
""",
    "milestones.toml": """
[[milestone]]
id = "plenum"
date = 1978-12-18
precision = "day"
title = "Third Plenum"
short_title = "Third Plenum"
title_zh = "三中全会"
kind = "strategy"
weight = 1
summary = "It met."
sources = [{ title = "A book", url = "https://example.org/book" }]
confidence = "3 sources"
indicators = ["gdp"]
""",
    "targets.toml": """
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
confidence = "single"
""",
    "claims.toml": """
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
}

WHOLE = "the table as a whole"
Write = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Write the sound catalogue with edits {file: (old, new), ...} and return its folder."""

    def write(*edits: tuple[str, str, str]) -> Path:
        texts = dict(FILES)
        for file, old, new in edits:
            assert old in texts[file], f"{old!r} is not in {file}: the test edits nothing"
            texts[file] = texts[file].replace(old, new, 1)
        for file, text in texts.items():
            (tmp_path / file).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    assert str(caught.value).splitlines() == [str(mistake).splitlines()[0] for mistake in caught.value.mistakes]
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_sound_folder_is_read_in_the_order_of_its_files(written: Write) -> None:
    catalogue = load_catalogue(written())
    assert list(catalogue.claims) == ["it-grew"]
    assert list(catalogue.indicators) == ["gdp", "population", "gdp-per-head"]
    assert list(catalogue.economies) == ["CHN", "WLD"]
    assert catalogue.indicator("gdp").breaks[0].year == 2009
    with pytest.raises(KeyError):
        catalogue.indicator("gnp")


@pytest.mark.parametrize(
    ("file", "old", "new", "table", "field", "detail"),
    [
        (
            "targets.toml",
            'unit = "US$"',
            'unit = "US$"\neconomy = "XXX"',
            "[[target]] gdp-2020",
            "economy",
            "names 'XXX'",
        ),
        ("targets.toml", 'indicator = "gdp"', 'indicator = "gnp"', "[[target]] gdp-2020", "indicator", "names 'gnp'"),
        ("targets.toml", "high = 12", "high = 9", "[[target]] 1 (gdp-2020)", WHOLE, "high 9.0 is below low 10.0"),
        (
            "targets.toml",
            "last_year = 2020",
            "last_year = 2019",
            "[[target]] 1 (gdp-2020)",
            WHOLE,
            "last_year 2019 is before",
        ),
        ("targets.toml", "set_on = 2016-03-16", 'set_on = "spring"', "[[target]] 1 (gdp-2020)", "set_on", "spring"),
        (
            "indicators.toml",
            'economy = "CHN", year',
            'economy = "TWN", year',
            "[[indicator]] gdp",
            "breaks",
            "names 'TWN'",
        ),
        (
            "indicators.toml",
            'economy = "CHN", until',
            'economy = "TWN", until',
            "[[indicator]] gdp",
            "not_collected",
            "names 'TWN'",
        ),
        (
            "indicators.toml",
            'code = "SP.POP.TOTL"',
            'codes = { TWN = "X" }',
            "[[indicator]] population",
            "codes",
            "names 'TWN'",
        ),
        (
            "indicators.toml",
            '"population"] }',
            '"folk"] }',
            "[[indicator]] gdp-per-head",
            "derived.inputs",
            "names 'folk'",
        ),
        (
            "indicators.toml",
            '"population"] }',
            '"gdp-per-head"] }',
            "[[indicator]] gdp-per-head",
            "derived.inputs",
            "leads back to the indicator itself",
        ),
        ("indicators.toml", 'id = "population"', 'id = "gdp"', "[[indicator]] 2 (gdp)", "id", "stands above already"),
        (
            "indicators.toml",
            'kind = "index"',
            'kind = "index"\ncolour = "red"',
            "[[indicator]] 3 (gdp-per-head)",
            "colour",
            "Extra inputs",
        ),
        ("indicators.toml", "decimals = 0", 'decimals = "none"', "[[indicator]] 1 (gdp)", "decimals", "none"),
        ("indicators.toml", 'name = "Population"\n', "", "[[indicator]] 2 (population)", "name", "Field required"),
        ("indicators.toml", 'id = "population"', 'id = "people"', "[[indicator]]", "id", "'population' is needed"),
        (
            "indicators.toml",
            'frequency = "annual"',
            'frequency = "monthly"',
            "[[indicator]] gdp-per-head",
            "derived.inputs",
            "'gdp' is monthly, this indicator annual",
        ),
        ("economies.toml", 'id = "WLD"', 'id = "EUU"', "[[economy]]", "id", "'WLD' is needed"),
        ("economies.toml", "slot = 1", "slot = 0", "[[economy]] CHN", "slot", "colour slot 0 is taken"),
        ("economies.toml", "aggregate = true", 'aggregate = "yes"', "[[economy]] 2 (WLD)", "aggregate", "yes"),
        (
            "economies.toml",
            '[[economy]]\nid = "WLD"',
            '[[country]]\nid = "WLD"',
            "country",
            "",
            "this file holds [[economy]]",
        ),
        (
            "eras.toml",
            "start = 1978-12-18",
            "start = 1978-01-01",
            "[[era]] reform-and-opening",
            "start",
            "1978-01-01 overlaps",
        ),
        ("eras.toml", "end = 1978-12-18\n", "", "[[era]] reform-and-opening", "start", "1949-10-01 to today"),
        (
            "eras.toml",
            "end = 1978-12-18",
            "end = 1940-01-01",
            "[[era]] 1 (planned-economy)",
            WHOLE,
            "is not after start",
        ),
        (
            "milestones.toml",
            'indicators = ["gdp"]',
            'indicators = ["gnp"]',
            "[[milestone]] plenum",
            "indicators",
            "names 'gnp'",
        ),
        (
            "milestones.toml",
            "date = 1978-12-18",
            'date = "1978-12-18"',
            "[[milestone]] 1 (plenum)",
            "date",
            "1978-12-18",
        ),
        ("milestones.toml", 'kind = "strategy"', 'kind = "war"', "[[milestone]] 1 (plenum)", "kind", "war"),
        ("milestones.toml", 'kind = "strategy"', 'kind = "own"', "[[milestone]] plenum", "kind", "readers add"),
        (
            "milestones.toml",
            "https://example.org/book",
            "javascript:alert(1)",
            "[[milestone]] 1 (plenum)",
            "sources.0.url",
            "javascript",
        ),
        (
            "milestones.toml",
            '[{ title = "A book", url = "https://example.org/book" }]',
            "[]",
            "[[milestone]] 1 (plenum)",
            "sources",
            "at least 1 item",
        ),
        ("milestones.toml", "weight = 1", "weight = ", "", "", "not readable as TOML"),
        ("milestones.toml", "date = 1978-12-18", "date = 1978-02-30", "", "", "not readable as TOML"),
    ],
)
def test_a_mistake_is_named_by_file_table_and_field(
    file: str, old: str, new: str, table: str, field: str, detail: str, written: Write
) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(written((file, old, new)))
    found = [mistake for mistake in caught.value.mistakes if (mistake.table, mistake.field) == (table, field)]
    assert len(found) == 1, str(caught.value)
    assert found[0].file == file
    assert detail in found[0].detail


def test_a_missing_file_is_named_with_its_folder(written: Write) -> None:
    folder = written()
    (folder / "eras.toml").unlink()
    assert mistakes(folder) == [f"eras.toml: cannot be read from {folder}: No such file or directory"]


def test_a_file_that_is_no_text_is_named(written: Write) -> None:
    folder = written()
    (folder / "eras.toml").write_bytes(b"\xff\xfe\x00")
    [line] = mistakes(folder)
    assert line.startswith("eras.toml: not readable as TOML")


@pytest.mark.parametrize("text", ["", "[era]\nid = 'x'\n", "era = 1\n"])
def test_a_file_without_its_tables_is_named(text: str, written: Write) -> None:
    folder = written()
    (folder / "eras.toml").write_text(text, encoding="utf-8")
    assert mistakes(folder) == ["eras.toml: [[era]]: no [[era]] table found"]


def test_rows_that_are_no_tables_are_named(written: Write) -> None:
    folder = written()
    (folder / "eras.toml").write_text('era = ["planned"]\n', encoding="utf-8")
    assert [
        line.startswith("eras.toml: [[era]] 1 (no table): the table as a whole: ") for line in mistakes(folder)
    ] == [True]


def test_all_mistakes_are_listed_at_once_and_cause_no_others(written: Write) -> None:
    found = mistakes(
        written(
            ("indicators.toml", "decimals = 0", "decimals = -1"),
            ("economies.toml", "slot = 1", "slot = 0"),
            ("eras.toml", "start = 1978-12-18", "start = 1978-01-01"),
            ("milestones.toml", "weight = 1", "weight = 9"),
            ("targets.toml", 'unit = "US$"', 'unit = "US$"\neconomy = "XXX"'),
        )
    )
    # the target and the derived indicator name gdp, whose own table is wrong: it is not unknown for that
    assert sorted(line.split(":")[0] for line in found) == [
        "economies.toml",
        "economies.toml",
        "eras.toml",
        "indicators.toml",
        "milestones.toml",
        "targets.toml",
    ]


def test_an_id_with_blanks_around_it_is_known_without_them(written: Write) -> None:
    catalogue = load_catalogue(written(("economies.toml", 'id = "CHN"', 'id = " CHN "')))
    assert list(catalogue.economies) == ["CHN", "WLD"]


def test_a_loop_over_several_indicators_is_found_once_a_member(written: Write) -> None:
    found = mistakes(
        written(
            ("indicators.toml", 'code = "NY.GDP.MKTP.CD"', 'derived = { op = "change", inputs = ["gdp-per-head"] }'),
        )
    )
    assert len(found) == 2
    assert all(line.endswith("leads back to the indicator itself") for line in found)


def test_a_derived_indicator_rests_on_stored_ones(catalogue: Catalogue) -> None:
    assert catalogue.base_inputs("gdp") == ("gdp",)
    assert catalogue.base_inputs("ratio") == ("gdp", "uncollected")
    assert catalogue.base_inputs("solar-additions") == ("broken",)


def test_a_break_of_an_input_is_a_break_of_what_is_computed_from_it(catalogue: Catalogue) -> None:
    assert [(known.economy, known.year) for known in catalogue.breaks("solar-additions")] == [("CHN", 2009)]
    assert catalogue.breaks("gdp") == ()


def test_a_break_in_the_worlds_row_is_one_in_every_share_of_it(catalogue: Catalogue) -> None:
    found = {(known.economy, known.year) for known in catalogue.breaks("world-share")}
    assert found == {(code, 2015) for code in catalogue.economies}


def test_a_break_declared_twice_counts_once(written: Write) -> None:
    own = 'derived = { op = "ratio", inputs = ["gdp", "population"] }'
    catalogue = load_catalogue(
        written(
            ("indicators.toml", own, f'{own}\nbreaks = [{{ economy = "CHN", year = 2009, note = "Ours." }}]'),
        )
    )
    assert [known.note for known in catalogue.breaks("gdp-per-head")] == ["Ours."]


def test_targets_of_an_indicator_come_in_order_of_time(catalogue: Catalogue) -> None:
    assert [target.id for target in catalogue.targets_of("gdp-growth")] == [
        "growth-2015",
        "growth-2016",
        "growth-2020",
        "growth-2030",
    ]
    assert catalogue.targets_of("gdp") == ()
    assert catalogue.targets_of("gdp-growth", "USA") == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "detail"),
    [
        ('milestone = "plenum"', 'milestone = "ball"', "checks (after-the-plenum).milestone", "names 'ball'"),
        ('indicator = "gdp"', 'indicator = "gnp"', "checks (after-the-plenum).indicator", "names 'gnp'"),
        ('direction = "up"', 'direction = "up"\neconomy = "XXX"', "checks (after-the-plenum).economy", "names 'XXX'"),
        ('targets = ["gdp-2020"]', 'targets = ["gdp-2030"]', "checks (on-time).targets", "names 'gdp-2030'"),
        (
            'eras = ["planned-economy", "reform-and-opening"]',
            'eras = ["planned-economy", "stone-age"]',
            "checks (era-gap).eras",
            "names 'stone-age'",
        ),
        ('era = "reform-and-opening"', 'era = "stone-age"', "checks (standing).era", "names 'stone-age'"),
    ],
)
def test_what_a_check_names_must_be_in_the_catalogue(
    old: str, new: str, field: str, detail: str, written: Write
) -> None:
    [found] = mistakes(written(("claims.toml", old, new)))
    assert found == f"claims.toml: [[claim]] it-grew: {field}: {detail}, which is not in the catalogue"


@pytest.mark.parametrize(
    ("old", "new", "field", "detail"),
    [
        (
            'statistic = "mean"',
            'statistic = "mean"\nsupports = 1',
            "checks.0.milestone-change.supports",
            "Extra inputs",
        ),
        ('kind = "target"', 'kind = "verdict"', "checks.1", "does not match any of the expected tags"),
        ('id = "on-time"', 'id = "era-gap"', WHOLE, "the check 'era-gap' stands more than once"),
        ('statement = "The economy grew."', "", "statement", "Field required"),
        ("caveats = [", 'verdict = "consistent"\ncaveats = [', "verdict", "Extra inputs"),
    ],
)
def test_a_mistake_in_a_claim_is_named_by_its_field(
    old: str, new: str, field: str, detail: str, written: Write
) -> None:
    [found] = mistakes(written(("claims.toml", old, new)))
    assert found.startswith(f"claims.toml: [[claim]] 1 (it-grew): {field}: ")
    assert detail in found


def test_a_check_takes_only_targets_set_for_its_own_series(written: Write) -> None:
    [other] = mistakes(written(("targets.toml", 'indicator = "gdp"', 'indicator = "population"')))
    assert other.startswith(
        "claims.toml: [[claim]] it-grew: checks (on-time).targets: 'gdp-2020' is set for 'population'"
    )
    [unset] = mistakes(written(("targets.toml", "low = 10\nhigh = 12\n", "")))
    assert unset.endswith("checks (on-time).targets: 'gdp-2020' says that no figure was set")
