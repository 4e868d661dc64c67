"""Draw messages to a page's session: states of the widgets that it shows, and what no page of ours would send."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

# what an element's value is sent as; the rest is a text
_SENT_AS: Final = {
    **dict.fromkeys(("button", "download_button", "form_submit_button", "dialog"), "trigger_value"),
    **dict.fromkeys(("checkbox", "expandable", "popover"), "bool_value"),
    "number_input": "double_value",
    "slider": "double_array_value",
    **dict.fromkeys(("multiselect", "button_group", "date_input", "select_slider"), "string_array_value"),
    "bidi_component": "json_value",
    "events": "json_trigger_value",
    "file_uploader": "file_uploader_state_value",
    "menu_button": "string_trigger_value",
}
# what components of ours tell
_TOLD: Final = ("room", "backs", "again", "lost", "chosen")
_JSON: Final[tuple[object, ...]] = (None, True, -1, 1e308, "x", [], {}, ["a", None], [9, 9], {"id": 1}, {"events": "x"})
_NUMBERS: Final = (0.0, -1.0, 3.0, 1999.0, 2030.0, 2000.5, 1e308, float("nan"), float("inf"))
# selections of what is not there, and of what is none
_CLICKED: Final = (
    *(
        "{}",
        "[]",
        "null",
        '"x"',
        '{"selection": null}',
        '{"selection": {"points": []}}',
    ),
    '{"selection": {"points": 1}}',
    '{"selection": {"points": [{"customdata": ["told", 1, "no-such-milestone"]}, {"x": null}, 7]}}',
    '{"selection": {"rows": [0, -1, 9999], "columns": ["x"], "cells": [[0, "x"]]}}',
    '{"selection": {"rows": "x", "columns": 1}}',
)
_ONE_OF: Final = ("trigger_value", "bool_value", "double_value", "int_value", "string_value", "bytes_value")
# those that close or stop the server do so in Streamlit's own tests alone
_COMMANDS: Final = (
    *("clear_cache", "set_run_on_save", "stop_script", "load_git_info", "app_heartbeat"),
    *("debug_disconnect_websocket", "debug_shutdown_runtime"),
)
_BYTES: Final = (b"\xff\xfe\xfd", b"hello", b"\x00" * 2_000, b"\x5a\xff\xff\xff\xff\x0f")
_USUAL_SHARE: Final = 0.8


@dataclass(frozen=True)
class Widget:
    """What a page shows of a widget: its kind, what it offers, and the fragment that it runs."""

    kind: str
    choices: Sequence[str] = ()
    fragment: str = ""


@dataclass
class Shown:
    """What a session shows: its query, the id of its script, and each widget by its id."""

    query: str
    script: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict[str, Widget])


def drawn_message(draw: random.Random, shown: Shown, text: str, query: str, page: str) -> BackMsg | bytes:
    """Return a message: four of five that a browser could send, the rest of other kinds, or no message at all."""
    if draw.random() < _USUAL_SHARE:
        names = draw.choices(tuple(shown.widgets), k=draw.choice((1, 1, 1, 2, 5))) if shown.widgets else ()
        states = [drawn_state(draw, name, shown.widgets[name], text) for name in dict.fromkeys(names)]
        return rerun(shown, states, shown.widgets[names[0]].fragment if names else "")
    return _odd_message(draw, shown, text, query, page)


def _odd_message(draw: random.Random, shown: Shown, text: str, query: str, page: str) -> BackMsg | bytes:
    match draw.randrange(6):
        case 0:
            # another query in a session that is open, as by the browser's buttons back and forth
            return rerun(Shown(query, shown.script), [])
        case 1:
            # a page that is not there, or by a name that its id does not fit
            made = rerun(Shown(query, draw.choice(("", "no-such-script", shown.script))), [])
            made.rerun_script.page_name = draw.choice((page, "nowhere", "../x", _sendable(text)))
            return made
        case 2:
            return rerun(shown, [_misfit(draw, shown.widgets, text)], draw.choice(("", "no-such-fragment")))
        case 3:
            return BackMsg(**{draw.choice(_COMMANDS): True})  # pyright: ignore[reportArgumentType] - one of the fields
        case 4:
            made = BackMsg()
            made.file_urls_request.request_id = _sendable(text)
            made.file_urls_request.file_names.extend([_sendable(text)] * draw.randrange(4))
            made.file_urls_request.session_id = "no-such-session"
            return made
        case _:
            return draw.choice(_BYTES)


def rerun(shown: Shown, states: Sequence[WidgetState], fragment: str = "") -> BackMsg:
    """Return the message that runs a page, or a fragment of it, with widgets in these states."""
    made = BackMsg()
    made.rerun_script.query_string, made.rerun_script.page_script_hash = shown.query, shown.script
    made.rerun_script.fragment_id = fragment
    made.rerun_script.widget_states.widgets.extend(states)
    return made


def drawn_state(draw: random.Random, name: str, widget: Widget, text: str) -> WidgetState:
    """Return a state of a widget: one that fits its kind, with a choice that it offers or any text."""
    state = WidgetState(id=name)
    sent = _SENT_AS.get(widget.kind, "string_value")
    value = draw.choice(widget.choices) if widget.choices and draw.random() < 0.7 else _sendable(text)
    match sent:
        case "double_array_value":
            state.double_array_value.data.extend(_number(draw, widget.choices) for _ in range(draw.randrange(3)))
        case "string_array_value":
            state.string_array_value.data.extend([value] * draw.randrange(4))
        case "string_trigger_value":
            state.string_trigger_value.data = value
        case "file_uploader_state_value":
            state.file_uploader_state_value.uploaded_file_info.add(file_id="none", name=value[:200], size=9)
        case _:
            setattr(state, sent, _one(draw, sent, widget, value))
    return state


def _one(draw: random.Random, sent: str, widget: Widget, value: str) -> object:
    if sent == "json_value":
        return draw.choice((json.dumps(_told(draw, value)), "null", "[]", "7", '"x"'))
    if sent == "json_trigger_value":
        event = {"event": draw.choice(_TOLD), "value": _any(draw, value)}
        return json.dumps(draw.choice(([event], [event] * 3, event, [], [7], None)))
    if sent == "double_value":
        return _number(draw, widget.choices)
    if sent == "string_value":
        return draw.choice(_CLICKED) if widget.kind in ("plotly_chart", "dataframe") else value
    return draw.random() < _USUAL_SHARE


def _told(draw: random.Random, value: str) -> dict[str, object]:
    return {name: _any(draw, value) for name in draw.sample(_TOLD, draw.randrange(3))}


def _any(draw: random.Random, value: str) -> object:
    said = draw.choice((*_JSON, value, [1200, 800], {"id": value, "kind": "indicator", "page": value, "query": value}))
    return {"events": said, "series": said} if draw.random() < 0.1 else said


def _number(draw: random.Random, choices: Sequence[str]) -> float:
    return draw.choice((*_NUMBERS, *map(float, choices)))


def _misfit(draw: random.Random, widgets: Mapping[str, Widget], text: str) -> WidgetState:
    """Return a state of another kind than its widget's, or of a widget that is not there."""
    state = WidgetState(id=draw.choice((*widgets, "$$ID-none-none", "$$", "none", "")))
    kind = draw.choice((*_ONE_OF, "json_value", "json_trigger_value", "int_array_value", "none"))
    match kind:
        case "none":
            pass
        case "int_array_value":
            state.int_array_value.data.extend((-1, 2**40))
        case "string_value" | "json_value" | "json_trigger_value":
            setattr(state, kind, _sendable(text))
        case "bytes_value":
            state.bytes_value = b"\xff\x00"
        case _:
            setattr(state, kind, 1)
    return state


def _sendable(text: str) -> str:
    # protobuf takes no halves of pairs
    return text.encode(errors="replace").decode()
