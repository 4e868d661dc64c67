"""Does every page show every text of the catalogue as the text that it is?"""

import json
from collections.abc import Iterator
from typing import Any, Final
from unittest.mock import patch

import pytest
from google.protobuf.json_format import MessageToDict

from dashboard.catalogue.catalogue import Catalogue
from dashboard.ui import resources
from tests.pages import OpenPage
from tests.poison import FIGURE, MARKDOWN, leaves, poisoned

# fields that Streamlit shows as they are; what a component is given is written by our own scripts, as text
AS_IS: Final = frozenset(
    {
        *("selectbox.options", "multiselect.options", "plotly_chart.alt", "dataframe.alt", "code.codeText"),
        *("bidi_component.json", "html.body", "download_button.url"),
    }
)
WIDTHS: Final = {key: {"room": [1200, None]} for key in ("page-width", "evidence-open-width", "evidence-lab-width")}
# what is closed until somebody opens it
OPENED: Final = ("citing", "use", "embedding", "table", "download", "targets-rd-spending")
VIEWS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("overview", {}),
    ("explore", {"indicator": "rd-spending", "milestone": "made-in-china-2025", "policy": "china,germany"}),
    ("explore", {"view": "about"}),
    ("explore", {"view": "table", "with": "solar-capacity"}),
    ("compare", {"view": "scatter", "indicator": "rd-spending", "against": "researchers"}),
    ("timeline", {"from": "2015", "milestone": "made-in-china-2025", "own": "2015 Mine"}),
    ("evidence", {"view": "growth-orientation"}),
    ("evidence", {"view": "lab", "indicator": "exports-share", "milestone": "wto-accession"}),
    ("evidence", {"view": "targets"}),
    ("data", {"indicator": "rd-spending", "economy": "CHN"}),
)


def shown(block: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - Streamlit's trees are of many types
    """Yield every text that a page sends to the browser, with the element and the field that it stands in."""
    if (proto := getattr(block, "proto", None)) is not None:
        yield from ((f"{block.type}{path}", text) for path, text in leaves(MessageToDict(proto)))
    for child in getattr(block, "children", {}).values():
        yield from shown(child)


def is_taken_for_more(place: str, text: str) -> bool:
    if place.endswith((".rawValue", ".rawValues")) or place in AS_IS:
        return False
    if place == "plotly_chart.spec":
        return any(FIGURE.search(part) for _, part in leaves(json.loads(text)))
    return MARKDOWN.search(text) is not None


@pytest.mark.parametrize(("page", "query"), VIEWS)
def test_no_text_is_taken_for_markup(
    open_page: OpenPage, shipped_catalogue: Catalogue, page: str, query: dict[str, str]
) -> None:
    hostile = poisoned(shipped_catalogue)
    opened = {f"{page}-{name}": True for name in OPENED}
    with patch.object(resources, "catalogue", lambda: hostile):
        app = open_page(page, query, {**WIDTHS, **opened})
    assert not app.exception
    texts = [(place, text) for place, text in shown(app.main) if "Zq" in text]
    assert texts
    assert [(place, text) for place, text in texts if is_taken_for_more(place, text)] == []
