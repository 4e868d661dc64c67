"""Is what is declared false left out of what is fetched too, and a correction that no longer stands told?"""

from dataclasses import replace

from dashboard.catalogue.corrections import Correction
from dashboard.store.observations import Store
from tests.contract.made_up import MadeUpSource
from tests.contract.refresh.conftest import FIGURES, TWO, run, stored
from tests.contract.stored import assert_same

(DAY, VALUE) = next((day, value) for (_, day), value in FIGURES.items() if day.year == 2005)
FALSE = Correction(
    id="growth-chn-2005",
    indicator="growth",
    economy="CHN",
    years=("2005",),
    value=VALUE,
    reason="It was never measured.",
    source="Release of July",
)


def test_a_value_declared_false_does_not_come_in(store: Store, source: MadeUpSource) -> None:
    outcome, events = run(store, source, replace(TWO, corrections={FALSE.id: FALSE}))
    assert not outcome.failed
    assert_same(stored(store, "growth"), {point: value for point, value in FIGURES.items() if point != ("CHN", DAY)})
    assert_same(stored(store, "spending"), FIGURES)
    assert not [event.note for event in events if event.note]


def test_what_is_declared_false_only_now_is_not_missed(store: Store, source: MadeUpSource) -> None:
    run(store, source)
    declared = {
        f"growth-{number}": FALSE.model_copy(
            update={"id": f"growth-{number}", "years": (str(day.year),), "value": value}
        )
        for number, ((_, day), value) in enumerate(FIGURES.items())
        if day.year < 2010
    }
    outcome, _ = run(store, source, replace(TWO, corrections=declared))
    assert not outcome.failed
    assert len(stored(store, "growth")) == len(FIGURES) - len(declared)


def test_a_value_that_the_source_has_mended_comes_in_and_the_event_says_so(store: Store, source: MadeUpSource) -> None:
    mended = FALSE.model_copy(update={"value": -99.0})
    outcome, events = run(store, source, replace(TWO, corrections={FALSE.id: mended}))
    assert not outcome.failed
    assert_same(stored(store, "growth"), FIGURES)
    [note] = [event.note for event in events if event.note]
    assert note.startswith("The correction 'growth-chn-2005' no longer stands: for CHN the source prints 2")
