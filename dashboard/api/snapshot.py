"""Answer with the whole store as of a vintage, made once for each and kept."""

import hashlib
from typing import Any, BinaryIO, Final

from starlette.requests import Request
from starlette.responses import Response

from dashboard import __version__
from dashboard.api.answers import headers_of, lasting
from dashboard.api.endpoint import Endpoint, page_key
from dashboard.api.files import sent, without_content
from dashboard.api.in_turn import InTurn
from dashboard.api.request import Data, Handler, query
from dashboard.errors import NoObservations
from dashboard.export.formats import FORMATS
from dashboard.export.kept import file_at_hand, kept_file
from dashboard.export.whole_store import WRITERS, parts_of
from dashboard.store.as_of import AsOf, pin, write_as_of
from dashboard.store.records import Vintage
from dashboard.views.loading import Loader
from dashboard.views.selection import read_selection
from dashboard.views.stored import with_stored

_AS_OF: Final = "as_of"


def _snapshot(data: Data, ending: str) -> Handler:
    def handle(request: Request) -> Response:
        reading = read_selection(query(request, (_AS_OF,)), data.catalogue())
        for problem in reading.problems:
            raise problem
        as_of, store = reading.selection.as_of, data.cache().store
        loader = Loader(store, with_stored(data.catalogue(), store))
        vintages = loader.vintages(loader.catalogue.indicators, as_of=as_of)
        released = pin(vintages)
        if released is None:
            raise NoObservations("Eraline has no figures yet, or none as of this day.")

        def write(out: BinaryIO) -> None:
            WRITERS[ending](out, lambda: parts_of(loader, as_of), as_of)

        key, name = _key(vintages, loader, as_of), f"eraline_snapshot_{released.date()}.{ending}"
        told = FORMATS[ending].media_type, headers_of(f"{key}.{ending}", **lasting(as_of)), name
        if known := without_content(request, *told):
            return known
        kept = f"{key}.{ending}"
        if path := file_at_hand(kept):
            return sent(path, *told)
        return InTurn(request, lambda _: sent(kept_file(kept, write), *told), data.is_busy)

    return handle


def _key(vintages: tuple[Vintage, ...], loader: Loader, as_of: AsOf | None) -> str:
    """Return what settles a snapshot: the releases, what the catalogue says of them, the program, and the day named."""
    told: list[Any] = [(vintage.indicator, write_as_of(vintage.published)) for vintage in vintages]
    told += [entry.model_dump_json() for entry in loader.catalogue.indicators.values()]
    told += [__version__, write_as_of(as_of) if as_of else ""]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


SNAPSHOT: Final = Endpoint(
    "snapshot",
    "Everything stored, of all indicators and economies, as of now or of a vintage: a data package or one table.",
    _snapshot,
    {ending: FORMATS[ending].media_type for ending in WRITERS},
    {},
    lambda: [page_key(_AS_OF)],
    has_files=True,
)
