"""Open pages without a browser, and record every word, chart, table and file on them."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import streamlit as st
from google.protobuf.json_format import MessageToDict
from streamlit.runtime import get_instance
from streamlit.testing.v1 import AppTest

from tests.recorded.figures import figure_parts
from tests.recorded.files import file_parts
from tests.recorded.parts import Part, brief, excerpt, steady, written

_SITE: Final = "http://localhost:8501"
_WIDTH: Final = "1200"
# what a page is drawn for that no browser has asked for
_UNTOLD: Final = "none"
# under which names a browser tells how much room there is
_WIDTH_KEYS: Final = ("page-width", "evidence-open-width", "evidence-lab-width")
_SCRIPT: Final = """
from tests.recorded import pages
from dashboard.ui.page import {page}
with pages.downloads_kept():
    {page}.render()
"""
# what no user sees: names that Streamlit gives, how it lays things out, and what is read in another way
_UNSEEN: Final = frozenset(
    {
        *("acceptNewOptions", "arrowData", "bytes", "chartData", "clickMode", "color", "cssContent"),
        *("cssSourcePath", "deferredFileId", "elementType", "formId", "format", "hasMax", "hasMin"),
        *("heightConfig", "htmlContent", "id", "ignoreRerun", "isolateStyles", "jsContent", "jsSourcePath"),
        *("labelVisibility", "language", "mixed", "pageScriptHash", "required", "selectAll", "setValue"),
        *("showBorder", "spec", "step", "style", "type", "url", "widthConfig", "wrap", "wrapLines"),
    }
)
_WORDS: Final = ("label", "body", "codeText", "alt")
_NEVER_WORDS: Final = ("config", "columns")
_PICTURES: Final = ("<img", "<svg", "<style")
_LONG: Final = 200


@dataclass(frozen=True)
class Download:
    """A file that a page offers; empty where it is not looked into."""

    name: str
    media_type: str
    content: bytes


_downloads: dict[str, Download] = {}


def page_parts(question: str) -> Iterator[Part]:
    """Yield what a page shows at a URL such as `/explore?indicator=gdp width=400 theme=dark`."""
    url, *options = question.split(" ")
    asked = {"width": _WIDTH, "theme": "light", **dict(option.split("=", 1) for option in options)}
    app = _opened(url, asked["width"], asked["theme"])
    for failure in app.exception:
        yield Part("exception", failure.value)
    yield from _block(app.main)


@contextmanager
def downloads_kept() -> Generator[None]:
    """Keep every file that a page offers while it is drawn; for the page's script, which alone can make them.

    An HTML report takes as long as all else on the page and is the same whatever the page shows of it: it is made where
    the URL names no view.
    """
    manager = get_instance().media_file_mgr
    offered: dict[str, tuple[str, str, Callable[[], bytes]]] = {}
    register = manager.add_deferred

    def keep(make: Callable[[], bytes], media_type: str, *more: str, **named: str) -> str:
        number = register(make, media_type, *more, **named)
        offered[number] = named["file_name"], media_type, make
        return number

    setattr(manager, "add_deferred", keep)  # noqa: B010 - a method is replaced on one object
    yield
    _downloads.clear()
    for number, (name, media_type, make) in offered.items():
        is_made = not media_type.startswith("text/html") or "view" not in st.query_params
        _downloads[number] = Download(name, media_type, make() if is_made else b"")


def _opened(url: str, width: str, theme: str) -> AppTest:
    split = urlsplit(url)
    page = split.path.strip("/") or "overview"
    app = AppTest.from_string(_SCRIPT.format(page=page), default_timeout=120)
    for key, values in parse_qs(split.query, keep_blank_values=True).items():
        app.query_params[key] = values if len(values) > 1 else values[0]
    app.context = {"url": f"{_SITE}{split.path}", "theme": theme}
    if width != _UNTOLD:
        for key in _WIDTH_KEYS:
            app.session_state[key] = {"room": [int(width), None]}
    return app.run()


def _block(block: Any) -> Iterator[Part]:  # noqa: ANN401 - Streamlit's trees are of many types
    if block.type not in ("main", "column", "flex_container", "container"):
        yield from _labelled(block)
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _block(child)
        else:
            yield from _element(child)


def _labelled(block: Any) -> Iterator[Part]:  # noqa: ANN401 - Streamlit's trees are of many types
    said = {**MessageToDict(block.proto).get(block.type, {}), **MessageToDict(block.proto)}
    if "label" in said:
        state = "open" if said.get("expanded") or said.get("open") else ""
        yield Part(block.type, " ".join([str(said["label"]), str(said.get("icon", "")), state]).strip())


def _element(element: Any) -> Iterator[Part]:  # noqa: ANN401 - Streamlit's elements are of many types
    said = {key: value for key, value in MessageToDict(element.proto).items() if key not in _UNSEEN and value}
    match element.type:
        case "plotly_chart":
            yield _worded("chart", said)
            yield from figure_parts(element.proto.spec)
        case "arrow_data_frame" | "dataframe" | "table":
            yield _worded("table", said)
            yield _table(element.value)
        case "download_button":
            yield _worded("download", said)
            yield from _file(_downloads.get(element.proto.deferred_file_id))
        case "bidi_component":
            yield _component(said)
        case "metric":
            yield _worded("metric", {**said, "spark": written(list(element.proto.chart_data))})
        case _:
            yield _worded(element.type, said)


def _worded(name: str, said: Mapping[str, Any]) -> Part:
    """Return a line of all that an element says: its words first; pictures and long lists by fingerprint."""
    bulk = {key: written(value) for key, value in said.items() if _is_bulk(key, value)}
    first = [steady(str(said[key])) for key in _WORDS if key in said and key not in bulk]
    rest = [f"{key}={brief(value)}" for key, value in said.items() if key not in bulk and key not in _WORDS]
    return Part(name, "; ".join([*first, *rest]), bulk)


def _is_bulk(key: str, value: object) -> bool:
    if key in _NEVER_WORDS:
        return True
    if isinstance(value, str):
        return value.startswith(_PICTURES)
    return isinstance(value, Sequence | Mapping) and len(brief(value)) > _LONG


def _component(said: Mapping[str, Any]) -> Part:
    """Return what a component of our own is given, value by value, whatever the keys are called."""
    values = list(_leaves(json.loads(said.get("json", "null"))))
    text = "\n".join(steady(str(value)) for value in values)
    return Part(str(said.get("componentName", "component")), f"{len(values)} values", {"values": text})


def _leaves(value: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value


def _table(frame: pd.DataFrame) -> Part:
    text = steady(frame.to_csv(index=False, float_format="%.9g"))
    rows = text.splitlines()
    facts = f"{len(frame)} rows: {excerpt(rows[0])} | {excerpt(rows[1] if len(rows) > 1 else '')} … {excerpt(rows[-1])}"
    return Part("  rows", facts, {"csv": text})


def _file(download: Download | None) -> Iterator[Part]:
    if download is not None:
        yield Part("  file", f"{download.name} {download.media_type}")
        yield from file_parts(download.content, download.media_type)
