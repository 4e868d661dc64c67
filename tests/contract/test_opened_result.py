"""Is the page that a result of the search leads to drawn at once, without another word from the browser?"""

from tests.server import Served
from tests.stream import streaming

RESULT = {"id": "rd-spending", "kind": "indicator", "page": "explore", "query": "indicator=rd-spending"}


def test_a_page_that_a_result_leads_to_knows_how_wide_it_is(served: Served) -> None:
    with streaming(served.url) as stream:
        [search] = [
            element.bidi_component.id
            for element in stream.open("evidence")
            if element.bidi_component.component_name == "eraline_search"
        ]
        shown = stream.choose("evidence", search, RESULT)
    assert "plotly_chart" in [element.WhichOneof("type") for element in shown]
