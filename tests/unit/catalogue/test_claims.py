"""Is a claim taken only when its checks name what there is and say what they must?"""

import pytest

from tests.unit.catalogue.conftest import WHOLE, Write, mistakes


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
    assert found == f"policy/china/claims.toml: [[claim]] it-grew: {field}: {detail}, which is not in the catalogue"


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
    assert found.startswith(f"policy/china/claims.toml: [[claim]] 1 (it-grew): {field}: ")
    assert detail in found


def test_a_check_takes_only_targets_set_for_its_own_series(written: Write) -> None:
    [other] = mistakes(written(("targets.toml", 'indicator = "gdp"', 'indicator = "population"')))
    assert other.startswith(
        "policy/china/claims.toml: [[claim]] it-grew: checks (on-time).targets: 'gdp-2020' is set for 'population'"
    )
    [unset] = mistakes(written(("targets.toml", "low = 10\nhigh = 12\n", "")))
    assert unset.endswith("checks (on-time).targets: 'gdp-2020' says that no figure was set")
