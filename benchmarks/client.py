"""Speak to a server as browsers do: Streamlit's own websocket protocol, and what the server's processes spend on it."""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Final

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard.settings import PROJECT
from tests.server import free_port, wait_for

# what a browser tells of the room for a page: its width and the height of its window
ROOM: Final = (1200, 800)
# what the event loop answers itself
HEALTH: Final = "/_stcore/health"
COLLECTS: Final = "runner.postScriptGC"
# in place of gc.freeze, for a server that freezes nothing
UNFROZEN: Final = "import gc\n\ngc.freeze = lambda: None\n"
# the page that has no path of its own
_HOME: Final = "overview"
_DONE: Final = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass(frozen=True)
class Pills:
    """A choice that a page offers as pills: its id, its options, what is chosen, and the fragment that it redraws."""

    id: str
    options: tuple[str, ...]
    chosen: tuple[str, ...]
    fragment: str


@dataclass
class Session:
    """One user: what their browser knows of the page. `drawn` counts charts, `errors` what a page says went wrong."""

    connection: ClientConnection
    pages: dict[str, str] = field(default_factory=dict[str, str])
    widths: dict[str, str] = field(default_factory=dict[str, str])
    pills: dict[str, Pills] = field(default_factory=dict[str, Pills])
    query: str = ""
    page: str = ""
    drawn: int = 0
    errors: int = 0
    received: int = 0
    # told of every part of a page as it comes
    watch: Callable[[ForwardMsg], None] | None = None

    async def ask(self, page: str, query: str) -> float:
        """Open a page, answer whatever asks for a width, and return how many seconds all of it took."""
        began = time.perf_counter()
        self.page, self.query = page, query
        self.pills.clear()
        known = None
        # a script asks for a width by way of a component, once for each
        while known != len(self.widths):
            known = len(self.widths)
            await self._run()
        return time.perf_counter() - began

    async def press(self, name: str, option: int) -> float:
        """Press one of the pills whose key ends so, as a click does, and return how many seconds the answer took."""
        began = time.perf_counter()
        pills = self._pills(name)
        pressed = pills.options[option % len(pills.options)]
        # a second press takes the choice back where a page lets one choose none
        await self._run(pills, [pressed] if pills.chosen != (pressed,) else [])
        return time.perf_counter() - began

    def _pills(self, name: str) -> Pills:
        for key, found in self.pills.items():
            if key.endswith(name):
                return found
        raise KeyError(name)

    async def _run(self, pills: Pills | None = None, chosen: Sequence[str] = ()) -> None:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string, rerun.page_script_hash = self.query, self.pages.get(self.page, "")
        if not self.pages:
            rerun.page_name = self.page
        for name, told in self.widths.items():
            widget = rerun.widget_states.widgets.add()
            widget.id, widget.json_value = name, told
        if pills is not None:
            rerun.fragment_id = pills.fragment
            widget = rerun.widget_states.widgets.add()
            widget.id = pills.id
            widget.string_array_value.data.extend(chosen)
        await self.connection.send(message.SerializeToString())
        async for content in self.connection:
            if self._is_last(content):
                return
        raise ConnectionError("the server hung up in the middle of a page")

    def _is_last(self, content: str | bytes) -> bool:
        message = ForwardMsg()
        message.ParseFromString(content.encode() if isinstance(content, str) else content)
        self.received += len(content)
        if self.watch is not None:
            self.watch(message)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.pages = {found.url_pathname or _HOME: found.page_script_hash for found in message.navigation.app_pages}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "session_event":
            self.errors += message.session_event.WhichOneof("type") == "script_compilation_exception"
        elif kind == "delta":
            self._shown(message.delta)
        return kind == "script_finished" and message.script_finished in _DONE

    def _shown(self, delta: Delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        self.drawn += kind == "plotly_chart"
        # a page's own red box says that something went wrong, too
        self.errors += kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR)
        if kind == "button_group":
            found = element.button_group
            options = tuple(option.content for option in found.options)
            self.pills[found.id] = Pills(found.id, options, tuple(found.raw_values), delta.fragment_id)
        elif kind == "bidi_component" and element.bidi_component.component_name == "eraline_width":
            self.widths[element.bidi_component.id] = json.dumps({"room": ROOM})


@dataclass(frozen=True)
class Server:
    """A server under measurement: where it is asked, and the processes that answer."""

    name: str
    url: str
    processes: tuple[psutil.Process, ...]
    # whether a balancer stands before them, which tells by a cookie of the page's which process a session is led to
    by_cookie: bool = False

    @property
    def process(self) -> psutil.Process:
        """Return its one process, or the first of several."""
        return self.processes[0]

    @property
    def cpu_seconds(self) -> float:
        """Return how long its processes have computed."""
        return sum(cpu_seconds(process) for process in self.processes)

    @property
    def megabytes(self) -> float:
        """Return how much memory its processes hold."""
        return sum(process.memory_info().rss for process in self.processes) / 1e6

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[Session]:
        """Connect as a browser does."""
        address = f"{self.url.replace('http', 'ws')}/_stcore/stream"
        cookie = await asyncio.to_thread(self._cookie) if self.by_cookie else ""
        # the server is on this machine: no proxy is asked
        async with connect(
            address,
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": cookie} if cookie else None,
            max_size=None,
            # who thinks for long does not read meanwhile, and browsers send no pings
            max_queue=None,
            ping_interval=None,
            proxy=None,
            open_timeout=60,
        ) as connection:
            yield Session(connection)

    def ask(self, path: str) -> bytes:
        """Return what it answers to a path; OSError where it does not, or says that it cannot."""
        return self._opened(path)[0]

    def _cookie(self) -> str:
        """Open the page that the websocket is of, as a browser does, and return the cookie that comes with it."""
        return self._opened("/")[1].get("Set-Cookie", "").partition(";")[0]

    def _opened(self, path: str) -> tuple[bytes, Message]:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=60) as answer:  # noqa: S310 - our own server
            return bytes(answer.read()), answer.headers


def cpu_seconds(process: psutil.Process) -> float:
    """Return how long a process has computed: on Linux to the microsecond, elsewhere as psutil tells."""
    if sys.platform == "linux":
        # clock_getcpuclockid(3): the clock of another process is its number, inverted, and the kind of clock
        return time.clock_gettime((~process.pid << 3) | 2)
    spent = process.cpu_times()
    return spent.user + spent.system


@contextmanager
def streamlit(
    name: str, script: str, *options: str, words: Sequence[str] = (), **environment: str
) -> Generator[Server]:
    """Run a Streamlit script on a free port of this machine, with options, words of its own and settings."""
    port = free_port()
    # a script that is no app of ours would be served to all and opened in a browser
    ours = ("--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true", *options)
    process = subprocess.Popen(
        (sys.executable, "-m", "streamlit", "run", script, *ours, "--", *words),
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield Server(name, f"http://127.0.0.1:{port}", (psutil.Process(process.pid),))
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def serving(name: str, folder: Path, *, collects: bool = False, freezes: bool = True) -> Generator[Server]:
    """Run Eraline, with collection after each rerun or without, and with what stays frozen or not."""
    hook = folder / f"{name} hook"
    hook.mkdir()
    if not freezes:
        # Python runs it before all else
        (hook / "sitecustomize.py").write_text(UNFROZEN)
    path = os.pathsep.join([str(hook), os.environ.get("PYTHONPATH", "")])
    settings = {"ERALINE_DATABASE_URL": f"sqlite:///{folder / name}.db", "PYTHONPATH": path}
    with streamlit(name, "app.py", f"--{COLLECTS}", str(collects).lower(), **settings) as server:
        yield server
