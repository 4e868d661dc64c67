"""Show recorded pages by Streamlit's own calls, everything in them ready: the floor of what a rerun can cost.

What benchmarks/rerun_costs.py records of Eraline's pages is shown again: the same containers, widgets, texts, tables
and figures in the same order. Nothing is read, computed, worded or drawn for it: what is left is Streamlit's own work.
`at=N` in the URL chooses the step that was recorded.
"""

import base64
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import plotly.io
import pyarrow as pa
import streamlit as st
from streamlit.components import v2
from streamlit.delta_generator import DeltaGenerator
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Path_ = tuple[int, ...]
_TODAY: Final = dt.date(2026, 1, 1)


class Part(NamedTuple):
    """One recorded part of a page: where it stands, what kind it is, its message, and what is ready of it."""

    path: Path_
    kind: str
    said: Any
    ready: Any = None


def recorded(messages: Sequence[ForwardMsg]) -> list[str]:
    """Return what a page sent as text that a file can keep."""
    return [base64.b64encode(message.SerializeToString()).decode() for message in messages]


@cache
def steps(file: str) -> tuple[tuple[Part, ...], ...]:
    """Return the recorded steps of a file with figures, frames and components made, once for all sessions."""
    told = json.loads(Path(file).read_text("utf-8"))
    return tuple(tuple(_parts([base64.b64decode(text) for text in step])) for step in told)


def _parts(messages: Sequence[bytes]) -> Iterator[Part]:
    for content in messages:
        message = ForwardMsg()
        message.ParseFromString(content)
        path, delta = tuple(message.metadata.delta_path), message.delta
        kind = str(delta.WhichOneof("type"))
        if kind == "add_block":
            yield Part(path, f"block {delta.add_block.WhichOneof('type')}", delta.add_block)
        elif kind == "new_element":
            yield _element(path, delta)


def _element(path: Path_, delta: Delta) -> Part:
    kind = str(delta.new_element.WhichOneof("type"))
    said = getattr(delta.new_element, kind)
    ready = None
    if kind == "plotly_chart":
        ready = plotly.io.from_json(said.spec, skip_invalid=True)
    elif kind == "dataframe" and said.arrow_data.data:
        ready = pa.ipc.open_stream(io.BytesIO(said.arrow_data.data)).read_pandas()
    elif kind == "bidi_component":
        ready = _component(said.component_name, said.js_content or None, said.css_content or None)
    return Part(path, kind, said, ready)


@cache
def _component(name: str, js: str | None, css: str | None) -> Any:  # noqa: ANN401 - Streamlit's own renderer
    return v2.component(f"floor_{name}", js=js or "export default function () {}", css=css)


def _bidi(at: DeltaGenerator, part: Part, key: str) -> object:
    with at:
        return part.ready(data=json.loads(part.said.json or "null"), key=key)


def _pills(at: DeltaGenerator, part: Part, key: str) -> object:
    options = [option.content for option in part.said.options]
    chosen = [name for name in part.said.raw_values if name in options]
    if part.said.click_mode == part.said.MULTI_SELECT:
        return at.pills(part.said.label, options, default=chosen, selection_mode="multi", key=key)
    return at.pills(part.said.label, options, default=chosen[0] if chosen else None, key=key)


def _multiselect(at: DeltaGenerator, part: Part, key: str) -> object:
    options = list(dict.fromkeys(part.said.options))
    chosen = [name for name in part.said.raw_values if name in options]
    return at.multiselect(part.said.label, options, default=chosen, key=key)


def _slider(at: DeltaGenerator, part: Part, key: str) -> object:
    if part.said.options:
        return at.select_slider(part.said.label, list(dict.fromkeys(part.said.options)), key=key)
    return at.slider(part.said.label, int(part.said.min), int(part.said.max), key=key)


def _link(at: DeltaGenerator, part: Part, _key: str) -> object:
    return at.page_link("https://example.org", label=part.said.label or "link")


Make = Callable[[DeltaGenerator, Part, str], object]
MAKE: Final[dict[str, Make]] = {
    "markdown": lambda at, part, _: at.markdown(part.said.body, unsafe_allow_html=part.said.allow_html),
    "html": lambda at, part, _: at.html(part.said.body),
    "plotly_chart": lambda at, part, key: at.plotly_chart(part.ready, theme=None, key=key),
    "dataframe": lambda at, part, key: at.dataframe(part.ready, key=key),
    "bidi_component": _bidi,
    "button_group": _pills,
    "multiselect": _multiselect,
    "slider": _slider,
    "page_link": _link,
    "radio": lambda at, part, key: at.radio(part.said.label, list(part.said.options), key=key),
    "selectbox": lambda at, part, key: at.selectbox(part.said.label, list(part.said.options), key=key),
    "button": lambda at, part, key: at.button(part.said.label, key=key),
    "download_button": lambda at, part, key: at.download_button(part.said.label, b"", key=key),
    "number_input": lambda at, part, key: at.number_input(part.said.label, key=key),
    "date_input": lambda at, part, key: at.date_input(part.said.label, _TODAY, key=key),
    "checkbox": lambda at, part, key: at.toggle(part.said.label, key=key),
    "text_input": lambda at, part, key: at.text_input(part.said.label, key=key),
    "text_area": lambda at, part, key: at.text_area(part.said.label, key=key),
    "file_uploader": lambda at, part, key: at.file_uploader(part.said.label, key=key),
    "metric": lambda at, part, _: at.metric(part.said.label, part.said.body),
    "alert": lambda at, part, _: at.info(part.said.body),
    "code": lambda at, part, _: at.code(part.said.code_text),
    "empty": lambda at, _part, _key: at.empty(),
}


def _block(at: DeltaGenerator, said: Block) -> DeltaGenerator:
    kind = said.WhichOneof("type")
    if kind == "popover":
        return at.popover(said.popover.label or "more")
    if kind == "expandable":
        return at.expander(said.expandable.label or "more")
    return at.container()


def show(parts: Sequence[Part]) -> None:
    """Show a recorded step; what stands in a container that the step did not send stands at the top."""
    root = st.container()
    at: dict[Path_, DeltaGenerator] = {}
    for number, part in enumerate(parts):
        parent = next((at[part.path[:end]] for end in range(len(part.path) - 1, 0, -1) if part.path[:end] in at), root)
        if part.kind.startswith("block"):
            at[part.path] = _block(parent, part.said)
        elif part.kind in MAKE:
            MAKE[part.kind](parent, part, f"{part.kind}-{number}")
        else:
            # what nobody has put into the table costs at least a message
            parent.empty()


def page(file: str) -> None:
    """Show the step of a file that the URL names; Streamlit runs a script anew each time, and a module once."""
    st.set_page_config(layout="wide")
    found = steps(file)
    show(found[int(st.query_params.get("at", "0")) % len(found)])
