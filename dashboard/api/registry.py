"""Answer with policy histories to take away: the whole registry, or those that a request names."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import FRESH_SECONDS, answer
from dashboard.api.endpoint import Endpoint, page_key
from dashboard.api.request import Data, Handler, query
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import ALL_POLICIES
from dashboard.export.registry import REGISTRY_FORMS, file_name, rendered
from dashboard.views.selection import read_policy

_USUAL: Final = "json"


def _registry(data: Data, ending: str) -> Handler:
    form = REGISTRY_FORMS[ending or _USUAL]

    def handle(request: Request) -> Response:
        named = query(request, ("policy",)).get("policy", ())
        catalogue: Catalogue = read_policy(data.catalogue(), named or (ALL_POLICIES,))
        place = "inline" if form.ending == _USUAL else "attachment"
        disposition = f'{place}; filename="{file_name(catalogue, form.ending)}"'
        return answer(rendered(form, catalogue), form.media_type, seconds=FRESH_SECONDS, disposition=disposition)

    return handle


REGISTRY: Final = Endpoint(
    "policies/registry",
    "Policy histories whole, with version, licence and changes: every one, or those named; TOML holds one.",
    _registry,
    {"": REGISTRY_FORMS[_USUAL].media_type, **{ending: form.media_type for ending, form in REGISTRY_FORMS.items()}},
    {"type": "object", "properties": {"version": {"type": "string"}, "histories": {"type": "array"}}},
    lambda: [page_key("policy")],
)
