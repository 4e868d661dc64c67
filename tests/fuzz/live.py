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
from streamlit.components.v2.bidi_component.constants import EVENT_DELIM
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard.ui.navigation import PAGES
from tests.browser.conftest import ARGUMENTS, outside
from tests.fuzz.drawing import Drawing, as_text
from tests.fuzz.widgets import Shown, Widget, rerun
from tests.server import Served, running
from tests.shipped import open_shipped

_ROOM: Final = json.dumps({"room": [1200, 800]})
_SECONDS: Final = 120
# how every widget's id begins; and how a stream ends over which something came that is no message
_ID: Final = "$$"
_NOT_UNDERSTOOD: Final = 1007
# a page of Streamlit's, or one that shows a chart alone, or why it shows none
SAYS_WHY: Final = "#problem:not(:empty)"
DONE: Final = f'[data-testid="stApp"][data-test-script-state="notRunning"], #chart .main-svg, {SAYS_WHY}'
# how Chromium logs that a chart which cannot be drawn was refused to a page that shows it alone, and says so
REFUSED: Final = "Failed to load resource: the server responded with a status of 4"
# after so many messages a session is left, and a page opened anew
_OF_A_SESSION: Final = 25


@contextmanager
def served() -> Generator[Served]:
    """Run a server with a filled cache that refreshes nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_shipped(f"sqlite:///{folder / 'eraline.db'}")
        # a traceback in its log is an error at the end
        with running(folder, ERALINE_REFRESH="off") as served:
            yield served


def message_faults(drawing: Drawing, count: int) -> Iterator[str]:
    """Yield each message after which a page shows an exception, or its server serves it or others no more.

    What is logged of a message is a fault of it too.
    """
    with served() as server, _session(server, "overview", "") as neighbour:
        left = count
        while left > 0:
            page, query = drawing.page()
            with _session(server, page, as_text(query)) as session:
                for turn in range(min(_OF_A_SESSION, left)):
                    left -= 1
                    message, seen = drawing.message(session.shown), _logged(server)
                    fault = session.after(message) or (turn == 0 and neighbour.after(rerun(neighbour.shown, [])))
                    if fault := fault or _traceback(server, seen):
                        yield f"/{page}?{session.shown.query}\n    {message!r}\n    {fault}"
                    if session.is_ended:
                        break


def _logged(served: Served) -> int:
    return served.log.stat().st_size


def _traceback(served: Served, seen: int) -> str:
    new = served.log.read_bytes()[seen:].decode(errors="replace")
    return new[-2_000:] if "Traceback" in new or "Task exception" in new else ""


@contextmanager
def _session(served: Served, page: str, query: str) -> Generator["_Session"]:
    with connect(
        f"{served.url.replace('http', 'ws')}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        open_timeout=_SECONDS,
        ping_interval=None,
    ) as connection:
        session = _Session(connection, page, Shown(query))
        session.open()
        yield session


def _is_answered(message: BackMsg) -> bool:
    return message.WhichOneof("type") == "rerun_script"


@dataclass
class _Session:
    """A user whose browser sends what no browser would; `is_ended` once the server would hear no more of it."""

    connection: ClientConnection
    page: str
    shown: Shown
    widths: set[str] = field(default_factory=set[str])
    fault: str = ""
    is_ended: bool = False

    def open(self) -> None:
        """Open the page, and answer whatever asks for a width."""
        first = rerun(self.shown, [])
        first.rerun_script.page_name = "" if PAGES[self.page].is_start else self.page
        self._run(first)
        known = -1
        while known != len(self.widths):
            known = len(self.widths)
            self._run(rerun(self.shown, [WidgetState(id=name, json_value=_ROOM) for name in self.widths]))

    def after(self, message: BackMsg | bytes) -> str:
        """Send a message, and return what is wrong with the page then."""
        self.fault = ""
        try:
            if isinstance(message, BackMsg) and _is_answered(message):
                self._run(message)
            else:
                self.connection.send(message if isinstance(message, bytes) else message.SerializeToString())
                # so the page is asked for after it
                self._run(rerun(self.shown, []))
        except ConnectionClosed as closed:
            self.is_ended = True
            return "" if closed.rcvd is not None and closed.rcvd.code == _NOT_UNDERSTOOD else repr(closed)
        except TimeoutError:
            self.is_ended = True
            return "no end"
        return self.fault

    def _run(self, message: BackMsg) -> None:
        self.connection.send(message.SerializeToString())
        while True:
            told = ForwardMsg()
            answer = self.connection.recv(timeout=_SECONDS)
            told.ParseFromString(answer.encode() if isinstance(answer, str) else answer)
            if self._is_end(told):
                return

    def _is_end(self, told: ForwardMsg) -> bool:
        kind = told.WhichOneof("type")
        if kind == "navigation":
            self.shown.script = next(
                found.page_script_hash
                for found in told.navigation.app_pages
                if (found.url_pathname or "overview") == self.page
            )
        elif kind == "page_info_changed":
            self.shown.query = told.page_info_changed.query_string
        elif kind == "delta":
            self._note(told.delta)
        elif kind == "script_finished":
            return told.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            )
        return False

    def _note(self, delta: Delta) -> None:
        part: Any = delta.new_element if delta.WhichOneof("type") == "new_element" else delta.add_block
        kind = part.WhichOneof("type") or ""
        if kind == "exception":
            self.fault = f"{part.exception.message} {list(part.exception.stack_trace)[-2:]}"
        inner: Any = getattr(part, kind) if kind else None
        name = getattr(inner, "id", "")
        if not name.startswith(_ID):
            return
        self.shown.widgets[name] = Widget(_kind(kind, inner), _choices(kind, inner), delta.fragment_id)
        if kind == "bidi_component":
            events = Widget("events", (), delta.fragment_id)
            self.shown.widgets[f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{name}{EVENT_DELIM}events"] = events
            if inner.component_name == "eraline_width":
                self.widths.add(name)


def _kind(kind: str, inner: Any) -> str:  # noqa: ANN401 - Streamlit's elements are of many types
    return "select_slider" if kind == "slider" and len(inner.options) else kind


def _choices(kind: str, inner: Any) -> Sequence[str]:  # noqa: ANN401 - Streamlit's elements are of many types
    if kind == "number_input" or (kind == "slider" and not len(inner.options)):
        return str(inner.min), str(inner.max)
    return [str(getattr(option, "content", option)) for option in getattr(inner, "options", ())]


def browser_faults(drawing: Drawing, count: int) -> Iterator[str]:
    """Yield each URL at which Chromium logs an error, asks another machine, opens a dialog or sees an exception."""
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        page, faults = browser.new_page(), list[str]()
        watch(page, faults)
        for _ in range(count):
            name, query = drawing.page()
            path = f"{PAGES[name].path}?{as_text(query)}"
            faults.clear()
            page.goto(server.url + path, timeout=180_000)
            page.wait_for_selector(DONE, timeout=180_000)
            page.wait_for_timeout(300)
            faults.extend(page.locator('[data-testid="stException"]').all_inner_texts())
            refused = REFUSED if page.locator(SAYS_WHY).count() else ()
            yield from (f"{path}\n    {fault}" for fault in faults if not fault.startswith(refused))


def watch(page: Page, faults: list[str]) -> None:
    """Note as a fault what a page logs, fails to get, or asks of another machine."""
    page.on("request", lambda request: faults.extend(outside(request.url)))
    page.on("response", lambda answer: faults.extend([f"{answer.status} {answer.url}"] * (answer.status >= 500)))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.extend([told.text] * (told.type == "error")))
    page.on("dialog", lambda dialog: _refuse(dialog, faults))


def _refuse(dialog: Dialog, faults: list[str]) -> None:
    faults.append(f"dialog: {dialog.message}")
    dialog.dismiss()
