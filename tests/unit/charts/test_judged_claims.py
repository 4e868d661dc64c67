"""Are claims that have been judged kept by what they were judged from?"""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import PolicyHistory
from dashboard.charts import claims
from dashboard.store.as_of import AsOf
from dashboard.views.loading import Loader


def test_the_claims_of_one_policy_history_are_not_those_of_another(
    catalogue: Catalogue, make_history: Callable[..., PolicyHistory], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = replace(catalogue, histories={**catalogue.histories, "other": make_history(id="other")})
    store = SimpleNamespace(vintages=dict[str, object])

    def judged(focused: Catalogue) -> tuple[Any, ...]:
        return claims.judged(SimpleNamespace(catalogue=focused, store=store))  # pyright: ignore[reportArgumentType]

    def evaluated(loader: Loader, *, as_of: AsOf | None) -> tuple[Any, ...]:
        assert as_of is None
        return (loader.catalogue.policies,)

    monkeypatch.setattr(claims, "evaluate", evaluated)
    assert judged(both) == (both.policies,)
    # each focus makes a catalogue of its own: their ids say nothing
    assert judged(both.focused("other")) == (("other",),)
    assert judged(both.focused("other")) is judged(both.focused("other"))


def test_what_is_kept_holds_the_histories_that_it_is_kept_by(
    catalogue: Catalogue, make_history: Callable[..., PolicyHistory], monkeypatch: pytest.MonkeyPatch
) -> None:
    def evaluated(_loader: Loader, *, as_of: AsOf | None) -> tuple[Any, ...]:
        return (as_of,)

    monkeypatch.setattr(claims, "evaluate", evaluated)
    store = SimpleNamespace(vintages=dict[str, object])
    mine = replace(catalogue, histories={"own-mine": make_history(id="own-mine")}, policies=("own-mine",))
    claims.judged(SimpleNamespace(catalogue=mine, store=store))  # pyright: ignore[reportArgumentType]
    # a session's histories would make room for others of the same id, were they let go
    assert any(kept is mine.histories for kept, _ in claims._JUDGED.values())  # pyright: ignore[reportPrivateUsage]
