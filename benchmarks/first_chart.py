"""How soon is the first chart there? Eraline's Explore in a browser that knows nothing, beside a hello-world page.

Run with `python -m benchmarks.first_chart [--looks 7]`; exits 1 where a limit is missed. The hello-world page is
Streamlit with a title and a plotly chart of three points. Both servers are up and have been asked before; each look is
one of a browser context of its own, in turns, from the URL until plotly has drawn. Bytes are those over the line, as
each server sends them by itself: Eraline compresses scripts and styles, Streamlit does not. Unpacked they are told too.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from benchmarks.client import serving, streamlit
from benchmarks.mix import CHARTS
from benchmarks.results import line, times

LOOKS: Final = 7
MOST_TIMES, MOST_BYTES = 1.25, 1.1
DRAWN: Final = ".js-plotly-plot .main-svg"
HELLO: Final = """
import plotly.graph_objects as go
import streamlit as st

st.title("Hello")
st.plotly_chart(go.Figure(go.Scatter(y=[1, 3, 2])))
"""


@dataclass
class Look:
    """One look at a page: seconds until its chart is drawn, and kilobytes by kind of what came over the line."""

    seconds: float = 0.0
    bytes: dict[str, float] = field(default_factory=dict[str, float])
    unpacked: float = 0.0

    @property
    def kilobytes(self) -> float:
        """Return all of it."""
        return sum(self.bytes.values()) / 1_000

    def count(self, kind: str, amount: float) -> None:
        """Add what came."""
        self.bytes[kind] = self.bytes.get(kind, 0.0) + amount


@contextmanager
def chromium() -> Generator[Browser]:
    """Run Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def look(browser: Browser, address: str) -> Look:
    """Open an address in a new context, and return how soon its chart is drawn and what came until all is quiet."""
    found = Look()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wire: Any = context.new_cdp_session(page)
    wire.send("Network.enable")

    def loaded(told: dict[str, Any]) -> None:
        found.count("files", told["encodedDataLength"])

    def unpacked(told: dict[str, Any]) -> None:
        found.unpacked += told["dataLength"]

    def received(told: dict[str, Any]) -> None:
        # protobuf comes as base64
        found.count("page", len(told["response"]["payloadData"]) * 0.75)

    wire.on("Network.loadingFinished", loaded)
    wire.on("Network.dataReceived", unpacked)
    wire.on("Network.webSocketFrameReceived", received)
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(DRAWN, timeout=120_000)
    found.seconds = time.perf_counter() - began
    page.wait_for_load_state("networkidle")
    context.close()
    return found


def told(ours: list[Look], theirs: list[Look]) -> bool:
    """Print times and bytes; return whether both limits are kept."""
    first, bare = (statistics.median(look.seconds for look in looks) for looks in (ours, theirs))
    pairs = statistics.median(one.seconds / other.seconds for one, other in zip(ours, theirs, strict=True))
    kept = times("first chart from a cold browser", first, bare, "s", most=MOST_TIMES, than="hello world", pairs=pairs)
    for kind in ("files", "page"):
        one, other = (
            statistics.median(look.bytes.get(kind, 0.0) for look in looks) / 1_000 for looks in (ours, theirs)
        )
        line(f"bytes of the first load: {kind}", f"{one:,.0f} kB", than=f"hello world {other:,.0f} kB")
    one, other = (statistics.median(look.unpacked for look in looks) / 1_000 for looks in (ours, theirs))
    line("its files unpacked", f"{one:,.0f} kB", than=f"hello world {other:,.0f} kB", ratio=one / other)
    one, other = (statistics.median(look.kilobytes for look in looks) for looks in (ours, theirs))
    return times("bytes of the first load", one, other, "kB", most=MOST_BYTES, than="hello world", digits=0) and kept


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--looks", type=int, default=LOOKS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        (folder / "hello.py").write_text(HELLO, "utf-8")
        with serving("Eraline", folder) as ours, streamlit("hello", str(folder / "hello.py")) as hello:
            addresses = (f"{ours.url}/explore?{CHARTS[0].query}", hello.url)
            looks = [[look(browser, address) for address in addresses] for _ in range(options.looks + 1)]
    # the first look of each seeds the store and loads every library
    mine, theirs = (list(column) for column in zip(*looks[1:], strict=True))
    return 0 if told(mine, theirs) else 1


if __name__ == "__main__":
    sys.exit(main())
