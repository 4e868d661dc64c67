"""Run a page without a browser, on a catalogue and a store that stay open from test to test."""

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.ui import resources, running

_LINK: Final = re.compile(r"\[((?:\\.|[^\]\\])*)\]\([^()\s]*\)")
OpenPage = Callable[..., AppTest]
_opened_under: dict[str, str] = {}


def opened(
    page: str,
    query: Mapping[str, str | Sequence[str]] | None = None,
    session: Mapping[str, object] | None = None,
) -> AppTest:
    """Open a page at a query, as a user's first look at it, or in a session that keeps something already."""
    app = AppTest.from_string(f"from dashboard.ui.page import {page}\n{page}.render()", default_timeout=60)
    for key, value in (query or {}).items():
        app.query_params[key] = value if isinstance(value, str) else list(value)
    for key, value in (session or {}).items():
        app.session_state[key] = value
    return app.run()


def as_read(text: str) -> str:
    """Return Streamlit's markdown as a reader reads it, links by their words, a space before a unit as any other."""
    bare = _LINK.sub(r"\1", text.replace(":red[]", ""))
    return bare.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def begin_anew() -> None:
    """Let no test see another's refresh, nor a catalogue or a store that was opened under other settings."""
    settings = {name: value for name, value in os.environ.items() if name.startswith("ERALINE_")}
    if settings == _opened_under:
        resources.job.clear()
        return
    st.cache_resource.clear()
    _opened_under.clear()
    _opened_under.update(settings)


def send_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what was made of a page be in its browser at once: else it counts as on its way for a moment longer."""
    monkeypatch.setattr(running, "_ON_ITS_WAY_SECONDS", 0)


def told(app: AppTest, key: str) -> dict[str, Any]:
    """Return what a page tells its own component whose key ends so."""
    [found] = [element.proto for element in app.get("bidi_component") if element.proto.id.endswith(f"-{key}")]
    return json.loads(found.json)
