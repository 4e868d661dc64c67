"""Send what was drawn to a server that is up: widget messages over its websocket, and URLs in Chromium."""

import json
import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Dialog, Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard.ui.navigation import PAGES
from tests.browser.conftest import ARGUMENTS, outside
from tests.fuzz.drawing import Drawing, as_text
from tests.server import Served, running
from tests.shipped import open_shipped

_ROOM: Final = json.dumps({"room": [1200, 800]})
_SECONDS: Final = 60
# after so many messages a session is left, and a page opened anew
_OF_A_SESSION: Final = 25


@contextmanager
def _served() -> Generator[Served]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_shipped(f"sqlite:///{folder / 'eraline.db'}")
        # a traceback in its log is an error at the end
        with running(folder, ERALINE_REFRESH="off") as served:
            yield served


def message_faults(drawing: Drawing, count: int) -> Iterator[str]:
    """Yield each widget message after which a page shows an exception, or does not come to its end."""
    with _served() as served:
        for start in range(0, count, _OF_A_SESSION):
            page, query = drawing.page()
            with connect(
                f"{served.url.replace('http', 'ws')}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit")],
                max_size=None,
                open_timeout=_SECONDS,
            ) as connection:
                session = _Session(connection, page, as_text(query))
                session.open()
                for _ in range(min(_OF_A_SESSION, count - start)):
                    state = drawing.state(session.widgets)
                    if fault := session.send([state] if state is not None else []):
                        yield f"/{page}?{session.query}\n    {state}\n    {fault}"


@dataclass
class _Session:
    """A user whose browser sends what no browser would; `widgets` has the kind and the choices of each by id."""

    connection: ClientConnection
    page: str
    query: str
    pages: dict[str, str] = field(default_factory=dict[str, str])
    widgets: dict[str, tuple[str, Sequence[str]]] = field(default_factory=dict[str, tuple[str, Sequence[str]]])
    widths: set[str] = field(default_factory=set[str])
    fault: str = ""

    def open(self) -> None:
        """Open the page, and answer whatever asks for a width."""
        known = -1
        while known != len(self.widths):
            known = len(self.widths)
            self.send([])

    def send(self, states: Sequence[WidgetState]) -> str:
        """Run the page with widgets in these states, and return what is wrong with it."""
        message, self.fault = BackMsg(), ""
        rerun = message.rerun_script
        rerun.query_string, rerun.page_script_hash = self.query, self.pages.get(self.page, "")
        if not self.pages:
            rerun.page_name = "" if PAGES[self.page].is_start else self.page
        rerun.widget_states.widgets.extend([*(WidgetState(id=name, json_value=_ROOM) for name in self.widths), *states])
        self.connection.send(message.SerializeToString())
        while True:
            told = ForwardMsg()
            answer = self.connection.recv(timeout=_SECONDS)
            told.ParseFromString(answer.encode() if isinstance(answer, str) else answer)
            if self._is_end(told):
                return self.fault

    def _is_end(self, told: ForwardMsg) -> bool:
        kind = told.WhichOneof("type")
        if kind == "navigation":
            self.pages = {
                found.url_pathname or "overview": found.page_script_hash for found in told.navigation.app_pages
            }
        elif kind == "page_info_changed":
            self.query = told.page_info_changed.query_string
        elif kind == "delta":
            self._shown(told.delta.new_element)
        elif kind == "script_finished":
            return told.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            )
        return False

    def _shown(self, element: Element) -> None:
        kind = element.WhichOneof("type") or ""
        if kind == "exception":
            self.fault = f"{element.exception.message} {list(element.exception.stack_trace)[-2:]}"
        inner: Any = getattr(element, kind) if kind else None
        if name := getattr(inner, "id", ""):
            self.widgets[name] = kind, _choices(inner)
            if kind == "bidi_component" and inner.component_name == "eraline_width":
                self.widths.add(name)


def _choices(element: Any) -> Sequence[str]:  # noqa: ANN401 - Streamlit's elements are of many types
    return [str(getattr(option, "content", option)) for option in getattr(element, "options", ())]


def browser_faults(drawing: Drawing, count: int) -> Iterator[str]:
    """Yield each URL at which Chromium logs an error, asks another machine, opens a dialog or sees an exception."""
    with _served() as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        page, faults = browser.new_page(), list[str]()
        _watch(page, faults)
        for _ in range(count):
            name, query = drawing.page()
            path = f"{PAGES[name].path}?{as_text(query)}"
            faults.clear()
            page.goto(served.url + path, timeout=180_000)
            page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=180_000)
            page.wait_for_timeout(300)
            faults.extend(page.locator('[data-testid="stException"]').all_inner_texts())
            yield from (f"{path}\n    {fault}" for fault in faults)


def _watch(page: Page, faults: list[str]) -> None:
    page.on("request", lambda request: faults.extend(outside(request.url)))
    page.on("response", lambda answer: faults.extend([f"{answer.status} {answer.url}"] * (answer.status >= 500)))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.extend([told.text] * (told.type == "error")))
    page.on("dialog", lambda dialog: _refuse(dialog, faults))


def _refuse(dialog: Dialog, faults: list[str]) -> None:
    faults.append(f"dialog: {dialog.message}")
    dialog.dismiss()
