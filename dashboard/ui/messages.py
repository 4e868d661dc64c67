"""Let only messages that a page can send reach its session: no bytes of something else, no value of another kind.

Streamlit itself takes any value of any widget, and logs a traceback when it, or a callback, stumbles over one.
"""

import json
import logging
import math
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import unwrap
from traceback import walk_tb
from types import TracebackType
from typing import Any, Final

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import Runtime, exists, get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.state.common import GENERATED_ELEMENT_ID_PREFIX
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX

from dashboard.ui.running import page_on_its_way

_LOG: Final = logging.getLogger("eraline.messages")
# how the id of every widget begins, and of a component's trigger: Streamlit takes any other for a key of ours
_IDS: Final = (GENERATED_ELEMENT_ID_PREFIX, STREAMLIT_INTERNAL_KEY_PREFIX)
_JSON: Final = ("json_value", "json_trigger_value")
# a browser says 2015 as a whole number to a widget of numbers of any kind
_ALIKE: Final = {"int_value": "double_value"}
_MISFITS: Final = "A message had values of another kind than their widgets': %d."
_NOT_UNDERSTOOD: Final = 1007
# where Streamlit makes a value of a message, or a message of a value
_READING: Final = ("serialize", "unpack_widget_state_value")
_WORDS: Final = "This page sent something that the server cannot understand. Load it again."


class Messages:
    """An outer app that ends a stream over which something comes that is no message of a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is understood."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        async def understood() -> Message:
            message = await receive()
            page_on_its_way()
            if message["type"] != "websocket.receive" or is_message(message.get("bytes")):
                return message
            _LOG.warning("A stream was ended: what came over it is no message of a page.")
            await send({"type": "websocket.close", "code": _NOT_UNDERSTOOD})
            return {"type": "websocket.disconnect", "code": _NOT_UNDERSTOOD}

        await self._app(scope, understood, send)


def is_message(content: bytes | None) -> bool:
    """Tell whether bytes are a message in which every widget has an id, and all JSON is some."""
    if content is None:
        return False
    message = BackMsg()
    try:
        message.ParseFromString(content)
    except DecodeError:
        return False
    return all(map(_is_widget, message.rerun_script.widget_states.widgets))


def _is_widget(widget: WidgetState) -> bool:
    kind = widget.WhichOneof("value")
    if not widget.id.startswith(_IDS):
        return False
    if kind not in _JSON:
        return True
    value = getattr(widget, kind)
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def check_messages() -> None:
    """Let no message ask a session, from now on, for what it does not have or what is everybody's."""
    if not exists():
        return
    runtime = get_instance()
    # an app whose life begins once more in a process checks each message once
    handle = unwrap(runtime.handle_backmsg)

    @wraps(handle)
    def checked(session_id: str, msg: BackMsg, **more: Any) -> None:  # noqa: ANN401 - whatever Streamlit hands on
        kind, session = msg.WhichOneof("type"), _session(runtime, session_id)
        if kind == "clear_cache":
            # no page of ours offers that: catalogue and store, which all users share, would be read anew
            return
        if kind == "rerun_script" and session is not None:
            leave_out_misfits(msg, _kinds(session))
            if not ask_for_what_there_is(msg, session.has_fragment):
                return
        handle(session_id, msg, **more)

    # Streamlit has no place for a check
    setattr(runtime, "handle_backmsg", checked)  # noqa: B010 - a method of one object


def ask_for_what_there_is(message: BackMsg, has_part: Callable[[str], bool]) -> bool:
    """Let a click in a part that a page has no more, or not yet again, run all of it: Streamlit would lose the click.

    False for a part that would run by itself: nobody pressed anything.
    """
    asked = message.rerun_script
    if not asked.fragment_id or has_part(asked.fragment_id):
        return True
    asked.fragment_id = ""
    return not asked.is_auto_rerun


def leave_out_misfits(message: BackMsg, kinds: Mapping[str, str]) -> None:
    """Take out of a message whatever a widget of a known kind cannot say."""
    widgets = message.rerun_script.widget_states.widgets
    fit = [one for one in widgets if _fits(one.WhichOneof("value"), kinds.get(one.id)) and _is_sayable(one)]
    if len(fit) < len(widgets):
        _LOG.warning(_MISFITS, len(widgets) - len(fit))
        del widgets[:]
        widgets.extend(fit)


def _fits(said: str | None, kind: str | None) -> bool:
    """Tell whether a widget of a kind can say a value: each can be emptied, and one not known says anything."""
    return said is None or kind is None or kind in (said, _ALIKE.get(said))


def _is_sayable(widget: WidgetState) -> bool:
    """Tell whether a page can say a value: a field no number that is none or beyond all, a component no bare text."""
    match widget.WhichOneof("value"):
        case "json_value":
            # Streamlit would take the text for JSON once more
            return not isinstance(json.loads(widget.json_value), str)
        case "double_value":
            return math.isfinite(widget.double_value)
        case "double_array_value":
            return all(map(math.isfinite, widget.double_array_value.data))
        case _:
            return True


def _session(runtime: Runtime, session_id: str) -> AppSession | None:
    info = runtime._session_mgr.get_active_session_info(session_id)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return None if info is None else info.session


def _kinds(session: AppSession) -> Mapping[str, str]:
    """Return the kind of value of each widget that a session has shown."""
    state = session.session_state._new_widget_state  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    # a page may be made meanwhile, in another thread
    return {name: known.value_type for name, known in dict(state.widget_metadata).items()}


def explain(fault: Exception) -> bool:
    """Say on a page that a message was not understood; False for a fault of another kind, which Streamlit shows."""
    if is_of_message(fault):
        st.error(_WORDS, icon=":material/error:")
        return True
    return False


def is_of_message(fault: BaseException) -> bool:
    """Tell whether a fault is that a value could not be read, by Streamlit and not by a callback of ours."""
    names = list[str]()
    for frame in _frames(fault.__traceback__):
        # what stands below our own code is what it called
        names = [] if frame[0].startswith("dashboard") else [*names, frame[1]]
    return any(word in name for name in names for word in _READING)


def _frames(trace: TracebackType | None) -> list[tuple[str, str]]:
    return [(str(frame.f_globals.get("__name__", "")), frame.f_code.co_name) for frame, _ in walk_tb(trace)]


class Unread(logging.Filter):
    """Writes one line, in place of a traceback, of a value that could not be read: anybody can send such."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change a record of such a fault, and let every record through."""
        fault = record.exc_info[1] if record.exc_info else None
        if fault is not None and is_of_message(fault):
            record.msg, record.args = "A value in a message could not be read (%s).", (type(fault).__name__,)
            record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
        return True


def write_one_line() -> None:
    """Let Streamlit's log be spared the tracebacks of what strangers send."""
    logging.getLogger("streamlit.error_util").addFilter(Unread())
