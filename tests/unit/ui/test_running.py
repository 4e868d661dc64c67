"""Is it known whether a page is being made?"""

import pytest
from prometheus_client import REGISTRY

from dashboard.ui import running
from dashboard.ui.running import is_busy, page_being_made, page_on_its_way
from tests.pages import send_at_once


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    send_at_once(monkeypatch)
    page_on_its_way()


def test_a_page_that_was_asked_for_or_is_being_sent_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_ON_ITS_WAY_SECONDS", 60)
    page_on_its_way()
    assert is_busy()
    monkeypatch.setattr(running, "_ON_ITS_WAY_SECONDS", 0)
    with page_being_made():
        monkeypatch.setattr(running, "_ON_ITS_WAY_SECONDS", 60)
    assert is_busy()


def test_a_page_is_being_made_until_the_last_of_them_is_done() -> None:
    assert not is_busy()
    with page_being_made():
        with page_being_made():
            assert is_busy()
        assert is_busy()
    assert not is_busy()


def test_a_page_that_fails_is_done() -> None:
    with pytest.raises(RuntimeError), page_being_made():
        raise RuntimeError
    assert not is_busy()


def test_each_run_is_counted_once_under_its_page() -> None:
    def counted(page: str) -> float:
        return REGISTRY.get_sample_value("eraline_rerun_seconds_count", {"page": page}) or 0

    before = counted("explore"), counted("a part")
    with page_being_made() as making, page_being_made("a part"):
        making.page = "explore"
    assert (counted("explore"), counted("a part")) == (before[0] + 1, before[1])
    # a fragment runs alone
    with page_being_made("a part"):
        pass
    assert counted("a part") == before[1] + 1
