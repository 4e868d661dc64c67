"""Does each message have its turn, and does nothing come between one and what it changes?"""

from types import SimpleNamespace

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequestType
from streamlit.runtime.state import SafeSessionState, SessionState

from dashboard.ui import told
from dashboard.ui.together import InTurn, let_all_count

REQUESTS = "ScriptRequests"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_runner, REQUESTS, getattr(script_runner, REQUESTS))
    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", SafeSessionState.on_script_will_rerun)
    let_all_count()


def message(page: str, fragment: str | None = None, **values: str) -> RerunData:
    states = WidgetStates()
    for name, value in values.items():
        states.widgets.add(id=name, string_value=value)
    return RerunData(page_script_hash=page, fragment_id=fragment, widget_states=states)


def said(asked: RerunData) -> dict[str, str]:
    return {one.id: one.string_value for one in asked.widget_states.widgets} if asked.widget_states else {}


def test_the_way_to_another_page_waits_for_what_was_said_on_the_page_that_is_left() -> None:
    requests = InTurn()
    assert requests.request_rerun(message("explore", "chart", era="reform"))
    assert requests.request_rerun(message("timeline"))
    first = requests.on_scriptrunner_ready().rerun_data
    assert (first.page_script_hash, first.fragment_id_queue, said(first)) == ("explore", ["chart"], {"era": "reform"})
    # it is left for the next where its script shows something
    second = requests.on_scriptrunner_yield()
    assert second is not None
    assert (second.rerun_data.page_script_hash, said(second.rerun_data)) == ("timeline", {})
    assert requests.on_scriptrunner_yield() is None
    assert requests.on_scriptrunner_ready().type is ScriptRequestType.STOP


def test_messages_of_one_page_are_taken_as_one_as_ever() -> None:
    requests = InTurn()
    requests.request_rerun(message("explore", era="reform"))
    requests.request_rerun(message("explore", era="reform", view="table"))
    assert said(requests.on_scriptrunner_ready().rerun_data) == {"era": "reform", "view": "table"}
    assert requests.on_scriptrunner_yield() is None


def test_what_comes_after_the_way_is_taken_with_it() -> None:
    requests = InTurn()
    for asked in (message("explore", era="reform"), message("timeline"), message("timeline", "eras", since="2000")):
        assert requests.request_rerun(asked)
    assert said(requests.on_scriptrunner_ready().rerun_data) == {"era": "reform"}
    second = requests.on_scriptrunner_ready().rerun_data
    # all of the page is made: its part alone would not do
    assert (second.page_script_hash, second.fragment_id_queue, said(second)) == ("timeline", [], {"since": "2000"})


def test_a_session_that_is_ended_takes_nothing_more() -> None:
    requests = InTurn()
    requests.request_rerun(message("explore"))
    requests.request_rerun(message("timeline"))
    requests.request_stop()
    assert requests.on_scriptrunner_ready().type is ScriptRequestType.STOP
    assert not requests.request_rerun(message("explore"))


@pytest.mark.usefixtures("counted")
def test_a_message_is_not_left_for_the_next_before_its_controls_have_done_what_they_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    requests, asked = InTurn(), list[bool]()
    monkeypatch.setattr(told, "get_script_run_ctx", lambda: SimpleNamespace(script_requests=requests))
    session = SafeSessionState(SessionState(), lambda: asked.append(requests.on_scriptrunner_yield() is not None))
    requests.request_rerun(message("explore"))
    requests.on_scriptrunner_ready()
    requests.request_rerun(message("timeline"))
    session.on_script_will_rerun(None)
    assert asked == [False]
    # the next has its turn then
    assert "era" not in session
    assert asked[1:] == [True]


@pytest.mark.usefixtures("counted")
def test_a_second_start_of_the_app_changes_nothing_more() -> None:
    once = SafeSessionState.on_script_will_rerun
    let_all_count()
    assert SafeSessionState.on_script_will_rerun is once
    assert getattr(script_runner, REQUESTS) is InTurn
