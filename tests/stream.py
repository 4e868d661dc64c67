"""A user without a browser: what a page sends over Streamlit's stream, and what is said back."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.components.v2.bidi_component.constants import EVENT_DELIM
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

ROOM = (1200, 800)
SECONDS = 60


@dataclass
class Stream:
    """One session of a page; `widths` are the components that asked for the room that there is, `query` its URL's."""

    connection: ClientConnection
    widths: dict[str, str] = field(default_factory=dict[str, str])
    redirects: list[str] = field(default_factory=list[str])
    query: str = ""
    page_hash: str = ""

    def open(self, page: str, query: str = "") -> list[Element]:
        """Return all that a page shows, once it knows how wide it is."""
        known = None
        shown = list[Element]()
        while known != len(self.widths):
            known = len(self.widths)
            shown = self._run(page, query)
        return shown

    def send(self, message: BackMsg | bytes) -> None:
        """Send a message, or what is none."""
        self.connection.send(message if isinstance(message, bytes) else message.SerializeToString())

    def rerun(self, page: str, query: str = "") -> BackMsg:
        """Return the message that asks for a page, with what its widgets say."""
        message = BackMsg()
        message.rerun_script.query_string, message.rerun_script.page_name = query, page
        for name, told in self.widths.items():
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id, widget.json_value = name, told
        return message

    def press(self, page: str, button: str) -> list[Element]:
        """Press a button by its id, shown or not."""
        message = self.rerun(page)
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.trigger_value = button, True
        self.send(message)
        return self.answer()

    def choose(self, page: str, component: str, chosen: Mapping[str, str]) -> list[Element]:
        """Choose in a component by its id, and return what is shown until all that follows of itself has ended."""
        message = self.rerun(page)
        # without it Streamlit takes the page for another one, whose components it does not know yet
        message.rerun_script.page_script_hash = self.page_hash
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{component}{EVENT_DELIM}events"
        widget.json_trigger_value = json.dumps([{"event": "chosen", "value": chosen}])
        self.send(message)
        return self.answer()

    def answer(self) -> list[Element]:
        """Return what is shown until the script has ended."""
        shown = list[Element]()
        while True:
            content = self.connection.recv(timeout=SECONDS)
            message = ForwardMsg()
            message.ParseFromString(content.encode() if isinstance(content, str) else content)
            kind = message.WhichOneof("type")
            if kind == "delta":
                shown.append(message.delta.new_element)
            if kind == "navigation":
                self.page_hash = message.navigation.page_script_hash
            if kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            if kind == "auth_redirect":
                self.redirects.append(message.auth_redirect.url)
            if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return shown

    def _run(self, page: str, query: str) -> list[Element]:
        self.send(self.rerun(page, query))
        shown = self.answer()
        for element in shown:
            if element.bidi_component.component_name == "eraline_width":
                self.widths[element.bidi_component.id] = json.dumps({"room": ROOM})
        return shown


@contextmanager
def streaming(
    url: str, *, origin: str | None = None, tokens: tuple[str, ...] = (), **headers: str
) -> Generator[Stream]:
    """Connect to a server as a page does; `tokens` follow the protocol's name, and headers are the rest."""
    address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    told: Mapping[str, str] = {name.replace("_", "-"): value for name, value in headers.items()}
    with connect(
        address,
        subprotocols=[Subprotocol(word) for word in ("streamlit", *tokens)],
        origin=None if origin is None else Origin(origin),
        additional_headers=told,
        max_size=None,
        proxy=None,
        open_timeout=SECONDS,
    ) as connection:
        yield Stream(connection)


def buttons(shown: list[Element]) -> dict[str, str]:
    """Return the ids of the buttons that are shown, by their labels."""
    return {element.button.label: element.button.id for element in shown if element.WhichOneof("type") == "button"}
