"""Is every mistake in data/*.toml placed by file, table and field, and listed with all the others?"""

import pytest

from dashboard.catalogue.loading import load_catalogue
from dashboard.errors import CatalogueError
from tests.unit.catalogue.conftest import WHOLE, Write, mistakes, placed


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
        (
            "provisional.toml",
            'indicators = ["gdp"]',
            'indicators = ["gnp"]',
            "[[provisional]] gdp-2020",
            "indicators",
            "names 'gnp'",
        ),
        ("provisional.toml", '"CHN"', '"TWN"', "[[provisional]] gdp-2020", "economy", "names 'TWN'"),
        ("provisional.toml", "until = 2022-01-01", "until = 2022", "[[provisional]] 1 (gdp-2020)", "until", "2022"),
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
            'economy = "CHN", year = 2009',
            'economy = "CHN", year = 2009, month = 9',
            "[[indicator]] gdp",
            "breaks",
            "CHN breaks in September 2009, where the series is annual",
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
        (
            "indicators.toml",
            '"population"] }',
            '"population"] }\ndrawn_at = "end"',
            "[[indicator]] gdp-per-head",
            "drawn_at",
            "is 'end', where a ratio of gdp and population is 'middle'",
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
        ("milestones.toml", 'kind = "strategy"', 'kind = "own"', "[[milestone]] plenum", "kind", "users add"),
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
        *(
            (
                file,
                old,
                old.replace(" }]", ', kind = "encyclopaedia" }]'),
                f"[[{table}]] 1 ({name})",
                "sources",
                "encyclopaedia alone",
            )
            for file, table, name, old in (
                ("eras.toml", "era", "planned-economy", 'sources = [{ title = "A book" }]'),
                ("milestones.toml", "milestone", "plenum", '{ title = "A book", url = "https://example.org/book" }]'),
                ("targets.toml", "target", "gdp-2020", 'sources = [{ title = "A plan" }]'),
            )
        ),
        *(
            (file, old, f'{old}\nconfidence = "3 sources"', f"[[{table}]] 1 ({name})", "confidence", "Extra inputs")
            for file, table, name, old in (
                ("milestones.toml", "milestone", "plenum", "weight = 1"),
                ("targets.toml", "target", "gdp-2020", 'unit = "US$"'),
            )
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
    assert found[0].file == placed(file)
    assert detail in found[0].detail


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
        placed(file)
        for file in (
            "eras.toml",
            "milestones.toml",
            "targets.toml",
            "economies.toml",
            "economies.toml",
            "indicators.toml",
        )
    ]


def test_a_loop_over_several_indicators_is_found_once_a_member(written: Write) -> None:
    found = mistakes(
        written(
            ("indicators.toml", 'code = "NY.GDP.MKTP.CD"', 'derived = { op = "change", inputs = ["gdp-per-head"] }'),
        )
    )
    assert len(found) == 2
    assert all(line.endswith("leads back to the indicator itself") for line in found)
