"""Do panels derive as frames do?"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.derived import derived
from dashboard.analysis.panel import break_years, panel_of
from dashboard.analysis.transforms import derive
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Break, Derivation, Kind

Frames = Callable[[Mapping[str, Mapping[int | str, float]]], pd.DataFrame]

BREAKS = [Break(economy="CHN", year=2012, note="New.")]


@pytest.mark.parametrize("op", ["sum", "difference", "ratio", "change", "share_of_world"])
def test_every_operation_gives_what_frames_give(op: str, frame: Frames) -> None:
    rng = np.random.default_rng(5)
    inputs = [
        frame(
            {
                code: {year: float(rng.integers(0, 4)) for year in range(first, 2016) if rng.random() < 0.8}
                for code in codes
            }
        )
        for first, codes in ((2000, ("CHN", "USA", "WLD")), (2004, ("CHN", "WLD", "JPN")))
    ]
    names = ["a"] if op in ("change", "share_of_world") else ["a", "b"]
    derivation = Derivation.model_validate({"op": op, "inputs": names, "factor": 100})
    used = inputs[: len(names)]
    expected = derive(derivation, used, Frequency.ANNUAL, BREAKS)
    known = break_years(BREAKS)
    found = derived(derivation, Kind.SHARE, known, [panel_of(entry, Kind.SHARE, BREAKS) for entry in used])
    assert len(expected) > 5
    assert set(found.economies) >= set(expected["economy"])
    for code in found.economies:
        years, values = found.observed(code)
        own = expected[expected["economy"] == code]
        assert years.tolist() == own["period"].dt.year.tolist(), code
        np.testing.assert_allclose(values, own["value"])


def test_nothing_is_a_share_of_a_world_without_figures(frame: Frames) -> None:
    shares = Derivation(op="share_of_world", inputs=("a",))
    found = derived(shares, Kind.SHARE, {}, [panel_of(frame({"CHN": {2000: 1.0}}), Kind.LEVEL)])
    assert found.observed("CHN")[0].tolist() == []


def test_inputs_that_never_meet_give_nothing(frame: Frames) -> None:
    ratio = Derivation(op="ratio", inputs=("a", "b"))
    early, late = (panel_of(frame({"CHN": {year: 1.0}}), Kind.LEVEL) for year in (1990, 2010))
    assert derived(ratio, Kind.INDEX, {}, [early, late]).observed("CHN")[0].tolist() == []
    other = panel_of(frame({"USA": {1990: 1.0}}), Kind.LEVEL)
    assert derived(ratio, Kind.INDEX, {}, [early, other]).economies == ()
