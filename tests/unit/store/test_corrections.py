"""Is what is declared false left out exactly, and is a declaration that no longer stands told in a sentence?"""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from dashboard.catalogue.corrections import Correction
from dashboard.store.corrections import corrected, false_values, most_removed

ZEROS = {("BRA", 1960): 0.0, ("BRA", 1961): 0.0, ("BRA", 1962): 5.5, ("CHN", 1960): 0.0}


def frame(values: Mapping[tuple[str, int], float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "economy": pd.Series([economy for economy, _ in values], dtype="str"),
            "period": np.array([dt.date(year, 1, 1) for _, year in values], dtype="datetime64[s]"),
            "value": np.array(list(values.values()), dtype="float64"),
        }
    )


def correction(**fields: object) -> Correction:
    given = {
        "id": "industry-bra-1960",
        "indicator": "industry",
        "economy": "BRA",
        "years": ("1960-1961",),
        "value": 0.0,
        "reason": "A false zero.",
        "source": "WDI update 2026-07-13",
    }
    return Correction.model_validate(given | fields)


def test_a_correction_leaves_out_what_it_names_and_nothing_else() -> None:
    kept, lapsed = corrected(frame(ZEROS), [correction()])
    assert list(zip(kept["economy"], kept["period"].dt.year, kept["value"], strict=True)) == [
        ("BRA", 1962, 5.5),
        ("CHN", 1960, 0.0),
    ]
    assert lapsed == ()


def test_a_value_that_the_source_has_mended_stays_and_the_correction_is_said_to_stand_no_longer() -> None:
    mended = ZEROS | {("BRA", 1961): 31.25}
    kept, [lapsed] = corrected(frame(mended), [correction()])
    assert ("BRA", 1961) in set(zip(kept["economy"], kept["period"].dt.year, strict=True))
    assert ("BRA", 1960) not in set(zip(kept["economy"], kept["period"].dt.year, strict=True))
    assert lapsed.has_another_value
    assert str(lapsed) == (
        "The correction 'industry-bra-1960' no longer stands: for BRA the source prints 31.25 in 1961 and not 0."
    )


def test_a_value_that_the_source_no_longer_prints_is_said_too() -> None:
    gone = {("BRA", 1962): 5.5}
    kept, [lapsed] = corrected(frame(gone), [correction()])
    assert len(kept) == 1
    assert not lapsed.has_another_value
    assert "prints nothing in 1960–1961 and not 0" in str(lapsed)


def test_without_corrections_nothing_changes() -> None:
    observations = frame(ZEROS)
    assert corrected(observations, [])[0].equals(observations)
    assert corrected(frame({}), [correction()])[0].empty


def test_earlier_releases_know_their_false_values_in_every_row() -> None:
    twice = pd.concat([frame(ZEROS), frame({("BRA", 1960): 7.0})], ignore_index=True)
    assert false_values(twice, [correction()]).tolist() == [True, True, False, False, False]


def test_years_are_single_ones_and_spans() -> None:
    several = correction(years=("1960-1962", "1970"))
    assert several.every_year == {1960, 1961, 1962, 1970}
    assert most_removed([several, correction()]) == 6
    for wrong in ((), ("1960-",), ("60",), ("1960, 1961",)):
        with pytest.raises(ValidationError, match="years"):
            correction(years=wrong)
