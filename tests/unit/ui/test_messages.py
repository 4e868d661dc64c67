"""Does only what a page can say reach its session, and everything else leave one line in the log?"""

import json
import logging
import math
import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.elements.plotly_chart import PlotlyChartSelectionSerde
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.ui import messages
from dashboard.ui.messages import Messages, Unread, ask_for_what_there_is, is_message, is_of_message, leave_out_misfits

RADIO, BOX = "$$ID-a-radio", "$$ID-b-box"


def message(**values: str) -> BackMsg:
    made = BackMsg()
    for name, value in values.items():
        widget = made.rerun_script.widget_states.widgets.add()
        widget.id = {"radio": RADIO, "box": BOX}.get(name, name)
        widget.string_value = value
    return made


def with_json(text: str) -> bytes:
    made = BackMsg()
    widget = made.rerun_script.widget_states.widgets.add()
    widget.id, widget.json_value = BOX, text
    return made.SerializeToString()


def of(widget: str) -> bytes:
    return message(**{widget: "x"}).SerializeToString()


@pytest.mark.parametrize(
    "content",
    [None, b"\xff\xfe\xfd", b"hello", with_json("[1,"), with_json(""), of("nobody"), of("$$"), of("$$nobody")],
)
def test_what_no_page_sends_is_no_message(content: bytes | None) -> None:
    assert not is_message(content)


@pytest.mark.parametrize("content", [b"", message(radio="x").SerializeToString(), with_json('{"room": [1, 2]}')])
def test_what_a_page_sends_is_one(content: bytes) -> None:
    assert is_message(content)


def test_a_stream_with_something_else_is_ended_and_what_is_behind_it_hears_that_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard, on_their_way = list[bytes](), list[int]()
    monkeypatch.setattr(messages, "page_on_its_way", lambda: on_their_way.append(1))

    async def stream(socket: WebSocket) -> None:
        await socket.accept()
        async for content in socket.iter_bytes():
            heard.append(content)

    good = message(radio="x").SerializeToString()
    app = Messages(Starlette(routes=[WebSocketRoute("/", stream)]))
    with TestClient(app).websocket_connect("/") as socket:
        socket.send_bytes(good)
        socket.send_text("hello")
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes()
    assert ended.value.code == 1007
    assert heard == [good]
    # a bulk answer lets the page pass that a browser has just asked for
    assert len(on_their_way) >= len(heard)


def test_a_widget_says_what_is_of_its_kind_and_one_that_is_not_known_yet_says_anything() -> None:
    told = message(radio="x", box="y")
    leave_out_misfits(told, {RADIO: "int_value"})
    assert [widget.id for widget in told.rerun_script.widget_states.widgets] == [BOX]
    leave_out_misfits(told, {BOX: "string_value"})
    assert [widget.id for widget in told.rerun_script.widget_states.widgets] == [BOX]


def test_a_number_is_said_as_a_whole_one_too() -> None:
    told = BackMsg()
    told.rerun_script.widget_states.widgets.add(id=BOX, int_value=2015)
    leave_out_misfits(told, {BOX: "double_value"})
    assert [widget.int_value for widget in told.rerun_script.widget_states.widgets] == [2015]


def test_a_component_says_no_bare_text() -> None:
    told = BackMsg()
    widgets = told.rerun_script.widget_states.widgets
    for number, text in enumerate(('"x"', "{}", "[1]", "null")):
        widgets.add(id=f"{BOX}-{number}", json_value=text)
    leave_out_misfits(told, {})
    assert [widget.json_value for widget in widgets] == ["{}", "[1]", "null"]


@pytest.mark.parametrize(("part", "runs"), [("", ""), ("shown", "shown"), ("gone", "")])
def test_a_click_in_a_part_that_is_no_more_runs_the_whole_page(part: str, runs: str) -> None:
    told = message(radio="x")
    told.rerun_script.fragment_id = part
    assert ask_for_what_there_is(told, {"shown"}.__contains__)
    assert told.rerun_script.fragment_id == runs


def test_a_part_that_runs_by_itself_and_is_no_more_runs_nothing() -> None:
    told = message()
    told.rerun_script.fragment_id, told.rerun_script.is_auto_rerun = "gone", True
    assert not ask_for_what_there_is(told, {"shown"}.__contains__)
    told.rerun_script.fragment_id = "shown"
    assert ask_for_what_there_is(told, {"shown"}.__contains__)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_left_out_whatever_field_says_it(number: float) -> None:
    told = BackMsg()
    widgets = told.rerun_script.widget_states.widgets
    widgets.add(id=RADIO, double_value=number)
    widgets.add(id=BOX).double_array_value.data.extend([1.0, number])
    widgets.add(id="$$ID-c-year", double_value=2015.0)
    leave_out_misfits(told, {})
    assert [widget.double_value for widget in widgets] == [2015.0]


def reads() -> object:
    return PlotlyChartSelectionSerde().deserialize("[1,")


def a_fault_of_ours() -> object:
    return json.loads("[1,")


def fault_of(call: Callable[[], object]) -> Exception:
    with pytest.raises(ValueError, match=r"delimiter|value") as caught:
        call()
    return caught.value


def test_a_value_that_streamlit_cannot_read_is_told_from_a_fault_of_ours() -> None:
    assert is_of_message(fault_of(reads))
    assert not is_of_message(fault_of(a_fault_of_ours))


@pytest.mark.parametrize(("call", "lines"), [(reads, 1), (a_fault_of_ours, 2)])
def test_a_value_that_cannot_be_read_is_one_line_and_a_fault_keeps_its_traceback(
    call: Callable[[], object], lines: int
) -> None:
    try:
        call()
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "Uncaught app execution", None, sys.exc_info())
    else:
        pytest.fail("nothing was raised")
    assert Unread().filter(record)
    written = logging.Formatter().format(record)
    assert (len(written.splitlines()) == 1) == (lines == 1)
    assert ("Traceback" in written) == (lines != 1)


def test_an_app_that_begins_once_more_checks_a_message_once(monkeypatch: pytest.MonkeyPatch) -> None:
    handled, looked = list[str](), list[str]()

    def handle(session_id: str, _message: BackMsg) -> None:
        handled.append(session_id)

    def no_session(_runtime: object, session_id: str) -> None:
        looked.append(session_id)

    runtime = SimpleNamespace(handle_backmsg=handle)
    monkeypatch.setattr(messages, "exists", lambda: True)
    monkeypatch.setattr(messages, "get_instance", lambda: runtime)
    monkeypatch.setattr(messages, "_session", no_session)
    for _ in range(2):
        messages.check_messages()
    runtime.handle_backmsg("a session", message(radio="x"))
    assert (handled, looked) == (["a session"], ["a session"])
