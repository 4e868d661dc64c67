"""Answer with a table of records: the catalogue's, the status of the cache, or an indicator's vintages."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from dashboard.analysis.transforms import transforms_of
from dashboard.api.answers import FRESH_SECONDS, answer
from dashboard.api.endpoint import Endpoint, FormatMedia, Key, Schema, page_key, rows_of
from dashboard.api.request import Data, Handler, Query, query
from dashboard.api.series import catalogue_for
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.datasets import Dataset
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.groups import Group
from dashboard.catalogue.history import HistoryHead, PolicyHistory
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Era, Milestone, Target
from dashboard.catalogue.recessions import Chronology
from dashboard.catalogue.records import Record
from dashboard.charts.kind import ChartRequest
from dashboard.charts.releases import first_rows
from dashboard.charts.scoreboard import build as scoreboard
from dashboard.charts.timeline import timeline
from dashboard.evidence.evaluation import evaluate
from dashboard.export.formats import FORMATS, Format
from dashboard.export.json_text import json_rows
from dashboard.export.tables import records_table, vintage_record
from dashboard.store.records import Vintage, releases
from dashboard.store.status import Status, status
from dashboard.views.loading import Loader
from dashboard.views.parameters import script_keys
from dashboard.views.releases import first_and_latest
from dashboard.views.requests import read_request
from dashboard.views.scoreboard import CHOSEN_BY
from dashboard.views.selection import Selection, read_policy, read_selection
from dashboard.views.stored import with_stored

Json = dict[str, Any]
Records = Callable[[Request], Sequence[Json]]
Judge = Callable[[Loader, Selection], Sequence[Json]]

_OF_CLAIMS: Final = ("policy", "as_of")
_OF_TARGETS: Final = (*_OF_CLAIMS, *CHOSEN_BY)
# what is told with what became of it, as of a day, an instant or now, and which parameters settle that
_JUDGED: Final[Mapping[str, tuple[Sequence[str], Judge]]] = {
    "targets": (_OF_TARGETS, lambda loader, asked: scoreboard(loader, asked).records()),
    "claims": (_OF_CLAIMS, lambda loader, asked: [one.to_json() for one in evaluate(loader, as_of=asked.as_of)]),
}
# what the timeline finds its milestones by
_FOUND_BY: Final = ("from", "to", "events", "events_of", "search", "own", "indicator")
# what settles whose vintages are asked for
_OF_VINTAGES: Final = ("indicator", "economy")
# what a policy history holds, as tables of their own
_OWN: Final = ("eras", "milestones", "targets", "claims")


def table(
    name: str,
    summary: str,
    records: Callable[[Data], Records],
    schema: Schema,
    keys: Sequence[Key] = (),
    *,
    takes_links: bool = False,
    stands: bool = True,
) -> Endpoint:
    """Return the endpoint of a table of records: without an ending as JSON, for programs rather than as a file."""

    def serve(data: Data, ending: str) -> Handler:
        return _handler(name, records(data), FORMATS.get(ending))

    return Endpoint(name, summary, serve, FormatMedia(any_rows=True), schema, lambda: keys, takes_links, stands=stands)


def _handler(name: str, records: Records, form: Format | None) -> Handler:
    # what a refresh in progress does is worth asking for anew each time
    seconds = 0 if name == "status" else FRESH_SECONDS
    rendered = form or FORMATS["json"]

    def handle(request: Request) -> Response:
        rows = records_table(records(request), f"eraline_{name}")
        disposition = form.disposition(rows) if form else ""
        return answer(rendered.render(rows), rendered.media_type, seconds=seconds, disposition=disposition)

    return handle


def catalogue_table(data: Data, name: str) -> Records:
    """Return what reads one of the catalogue's tables."""

    def read(request: Request) -> Sequence[Json]:
        catalogue = read_policy(data.catalogue(), _said(request, ("policy",)).get("policy", ()))
        if name == "indicators":
            store = data.cache().store
            catalogue, stored = with_stored(catalogue, store), store.vintages()
            return [_indicator(entry, catalogue, stored) for entry in catalogue.indicators.values()]
        if name == "policies":
            return [_policy(history) for history in catalogue.histories.values()]
        if name in _JUDGED:
            return _judged(data, request, *_JUDGED[name])
        if name == "milestones" and _said(request, _FOUND_BY):
            return _found(data, request)
        if name in ("eras", "milestones"):
            own: Mapping[str, Era | Milestone] = getattr(catalogue, name)
            return [catalogue.published(record) for record in own.values()]
        records: Mapping[str, Record] = getattr(catalogue, name)
        return [record.model_dump(mode="json") for record in records.values()]

    return read


def _statuses(data: Data) -> Sequence[Json]:
    """Return what is stored of each indicator, from when, and what went wrong last."""
    store = data.cache().store
    return [entry.to_json() for entry in status(with_stored(data.catalogue(), store), store, now=store.now())]


def _vintages(data: Data, request: Request) -> Sequence[Json]:
    """Return every vintage of an indicator, oldest first; of one that is computed, those of its inputs.

    A vintage's `id` is `INDICATOR/INSTANT`, and its instant as `as_of` draws what it says.

    With `economy`: what the first release of each period said of these economies, and what the newest says.
    """
    asked = _said(request, _OF_VINTAGES)
    catalogue = catalogue_for(data, request, asked)
    selection, _ = read_request(asked, catalogue)
    store = data.cache().store
    if "economy" in asked:
        loader = Loader(store, catalogue)
        bases = catalogue.base_inputs(selection.indicator)
        return [row for name in bases for code in selection.economies or () for row in _first(loader, name, code)]
    found = [vintage for name in catalogue.base_inputs(selection.indicator) for vintage in store.history(name)]
    return [vintage_record(vintage) for vintage in found]


def _said(request: Request, keys: Sequence[str]) -> Query:
    """Return what a request says of some keys, however they are spelled."""
    return {key: values for key, values in query(request, script_keys()).items() if key in keys}


def _judged(data: Data, request: Request, keys: Sequence[str], records: Judge) -> Sequence[Json]:
    """Return what policy histories state with what became of it, as of a day, an instant or now."""
    selection, loader = _selected(data, request, keys)
    return records(loader, selection)


def _found(data: Data, request: Request) -> Sequence[Json]:
    """Return the milestones that the timeline finds."""
    selection, loader = _selected(data, request, ("policy", *_FOUND_BY))
    return timeline(ChartRequest(loader, selection)).records()


def _selected(data: Data, request: Request, keys: Sequence[str]) -> tuple[Selection, Loader]:
    """Return what some keys of a request select, and what loads it; SelectionError names the first that is wrong."""
    catalogue = data.catalogue()
    reading = read_selection(_said(request, keys), catalogue)
    for problem in reading.problems:
        raise problem
    return reading.selection, Loader(data.cache().store, catalogue.focused(*reading.selection.policies))


def _first(loader: Loader, indicator: str, code: str) -> Sequence[Json]:
    entry = loader.catalogue.indicator(indicator)
    found = first_and_latest(loader, indicator, loader.catalogue.economies[code]).frame
    rows = [] if found.empty else json_rows(first_rows(found, entry))
    return [{"id": f"{indicator}/{code}/{row['period']}", **row} for row in rows]


def _policy(history: PolicyHistory) -> Json:
    return {
        **history.model_dump(mode="json", exclude=set(_OWN)),
        **{name: len(getattr(history, name)) for name in _OWN},
    }


def _indicator(entry: Indicator, catalogue: Catalogue, stored: Mapping[str, Vintage]) -> Json:
    bases = catalogue.base_inputs(entry.id)
    newest = [stored[base] for base in bases if base in stored]
    # what is computed from several is stored only when all of them are
    complete = len(newest) == len(bases)
    return {
        **entry.model_dump(mode="json", exclude={"dataset"}),
        "transforms": [spec.id for spec in transforms_of(entry)],
        "vintage": max(vintage.date for vintage in newest).isoformat() if complete else None,
        "release": releases(newest) if complete else None,
        "dataset": entry.dataset,
    }


_POLICY: Final = page_key("policy")
_COUNTS: Final = {key: {"type": "integer"} for key in _OWN}
_DAY: Final = {"type": ["string", "null"], "format": "date"}
_WORDS: Final = {"type": ["string", "null"]}
_NATIVE: Final = {"language": {"type": "string"}, "policy": {"type": "string"}}
_LIST: Final = {"type": "array"}
_OBJECT: Final = {"type": "object"}


def _catalogued(name: str, summary: str, record: type[BaseModel] | None, *keys: Key, **more: Schema) -> Endpoint:
    return table(
        name,
        summary,
        lambda data: catalogue_table(data, name),
        rows_of(record, **more),
        keys or (_POLICY,),
        takes_links=True,
    )


TABLES: Final = (
    _catalogued(
        *("indicators", "Every indicator: curated, and the series of providers that are stored.", Indicator),
        dataset={"type": "string"},
        transforms=_LIST,
        vintage=_DAY,
        release=_WORDS,
    ),
    _catalogued("datasets", "The datasets that indicators are of, with licence and citation.", Dataset),
    _catalogued("economies", "Every economy and aggregate.", Economy),
    _catalogued("groups", "Groups of economies that links may name.", Group),
    _catalogued("recessions", "Recessions as committees date them, by chronology.", Chronology),
    _catalogued("policies", "The policy histories, with how much each holds.", HistoryHead, **_COUNTS),
    _catalogued("eras", "The eras of a policy history.", Era, **_NATIVE),
    _catalogued(
        *("milestones", "The milestones of a policy history; with other parameters, those that the Timeline finds."),
        Milestone,
        *(_POLICY, *(page_key(key) for key in _FOUND_BY)),
        **_NATIVE,
    ),
    _catalogued(
        *("targets", "What policy histories promised in numbers, with what became of it.", Target),
        *(page_key(key) for key in _OF_TARGETS),
        outcome={"type": "string"},
    ),
    _catalogued(
        *("claims", "What an article claims, with what the observations say of it.", None),
        *(page_key(key) for key in _OF_CLAIMS),
        verdict={"type": "string"},
        sentence={"type": "string"},
        parts=_OBJECT,
        hinges_on=_LIST,
        sensitivity=_OBJECT,
        checks=_LIST,
    ),
    table(
        "status",
        "What is stored of each indicator, from when, and what went wrong last.",
        lambda data: lambda _request: _statuses(data),
        {"type": "array", "items": TypeAdapter(Status).json_schema(mode="serialization")},
        stands=False,
        takes_links=True,
    ),
    table(
        "vintages",
        "Every release of an indicator, oldest first; with `economy`, the first and the newest of each period.",
        lambda data: lambda request: _vintages(data, request),
        rows_of(),
        [page_key(key, is_required=key == "indicator") for key in _OF_VINTAGES],
        takes_links=True,
    ),
)
