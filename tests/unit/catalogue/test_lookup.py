"""Does a catalogue find what rests on what: inputs, breaks and targets of an indicator?"""

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from tests.unit.catalogue.conftest import Write


def test_a_derived_indicator_rests_on_stored_ones(catalogue: Catalogue) -> None:
    assert catalogue.base_inputs("gdp") == ("gdp",)
    assert catalogue.base_inputs("ratio") == ("gdp", "uncollected")
    assert catalogue.base_inputs("solar-additions") == ("broken",)


def test_a_break_of_an_input_is_a_break_of_what_is_computed_from_it(catalogue: Catalogue) -> None:
    assert [(known.economy, known.year) for known in catalogue.breaks("twice-broken")] == [("CHN", 2009)]
    assert catalogue.breaks("gdp") == ()


def test_a_change_leaves_out_the_break_of_its_input_and_has_none(catalogue: Catalogue) -> None:
    assert catalogue.breaks("solar-additions") == ()
    assert [(known.economy, known.year) for known in catalogue.breaks_behind("solar-additions")] == [("CHN", 2009)]


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
