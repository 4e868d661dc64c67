"""Answer with how to cite the rows of a selection, or one kind of chart, in any style."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import FRESH_SECONDS, answer
from dashboard.api.endpoint import Endpoint
from dashboard.api.observations import page_link, settling_keys
from dashboard.api.request import Data, Handler, query
from dashboard.api.series import catalogue_for
from dashboard.charts.extracts import extract
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.export.works import works_of
from dashboard.views.parameters import script_keys


def _citation(data: Data, ending: str) -> Handler:
    """Return what answers with the citation of what is selected, read today at the link that pins its vintage."""
    style = CITATION_STYLES[ending]

    def handle(request: Request) -> Response:
        asked = query(request, script_keys())
        catalogue = catalogue_for(data, request, asked)
        found = extract(asked, data.cache().store, catalogue)
        today = dt.datetime.now(dt.UTC).date()
        works = works_of(found.views, accessed=today, link=page_link(request, found))
        disposition = f'inline; filename="{found.name}.{ending}"'
        body = style.render(works).encode()
        return answer(body, style.media_type, seconds=FRESH_SECONDS, disposition=disposition)

    return handle


class StyleMedia(Mapping[str, str]):
    """The media types of the styles that there are, looked up when it is asked."""

    def __getitem__(self, ending: str) -> str:
        return CITATION_STYLES[ending].media_type

    def __iter__(self) -> Iterator[str]:
        yield from CITATION_STYLES

    def __len__(self) -> int:
        return len(CITATION_STYLES)


_ITEMS: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "description": "One indicator as an item of CSL-JSON.",
        "properties": {"id": {"type": "string"}, "type": {"const": "dataset"}, "title": {"type": "string"}},
        "required": ["id", "type", "title"],
    },
}
CITATION: Final = Endpoint(
    "citation",
    "How to cite the observations of a selection: as text, BibTeX, RIS or CSL-JSON.",
    _citation,
    StyleMedia(),
    _ITEMS,
    settling_keys,
    takes_links=True,
)
