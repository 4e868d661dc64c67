"""Write policy histories to take away, alone or as the whole registry: tables, JSON, and TOML that the loader reads."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import Any, Final

import tomlkit
from pydantic import BaseModel, HttpUrl

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.registry import Registry
from dashboard.errors import SelectionError
from dashboard.export.formats import FORMATS
from dashboard.export.json_text import json_bytes
from dashboard.export.table import Table
from dashboard.export.tables import flat, records_table

# the tables of a history, by what one of their records is called
TABLES: Final = {"era": "eras", "milestone": "milestones", "target": "targets", "claim": "claims"}
# what a loader fills in itself
_FILLED: Final = {"policy", "confidence"}
_LICENCE: Final = """{name}, version {version} of {released}
{publisher}

Licence: {licence}, {licence_url}
Others may share and adapt it, also for money, if they name the publisher, the version and the licence, and say
what they changed. The sources that records name are their publishers' own.
"""
# an archive of the same content is the same file
_STAMP: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class RegistryForm:
    """A form of one or several histories: the ending of its file, its media type, what a button says, how it is made.

    One that `takes_one` holds a single history. `prefix` stands before a download from a page, as Excel wants it.
    """

    ending: str
    media_type: str
    label: str
    icon: str
    help: str
    render: Callable[[Catalogue], bytes]
    takes_one: bool = False
    prefix: bytes = b""


def file_name(catalogue: Catalogue, ending: str) -> str:
    """Return what a file of the histories chosen is called."""
    whose = "registry" if len(catalogue.policies) == len(catalogue.histories) else "_".join(catalogue.policies)
    version = f"_{catalogue.registry.version}" if catalogue.registry else ""
    return f"eraline_policy_{whose}{version}.{ending}"


def rendered(form: RegistryForm, catalogue: Catalogue) -> bytes:
    """Return the histories chosen in a form; SelectionError where it holds one and several are chosen."""
    if form.takes_one and len(catalogue.policies) > 1:
        message = f"A {form.label} file holds one policy history: name it, or take all of them as ZIP."
        raise SelectionError("too-many", message, field="policy", allowed=tuple(catalogue.histories))
    return form.render(catalogue)


def registry_table(catalogue: Catalogue) -> Table:
    """Return one row per era, milestone, target and claim of the histories chosen; a sheet of each sort beside it."""
    by_sort = {
        table: [row for history in catalogue.chosen_histories for row in _rows(history, sort)]
        for sort, table in TABLES.items()
    }
    rows = [row for found in by_sort.values() for row in found]
    # every column is there from the first row on
    columns = dict.fromkeys(name for row in rows for name in row)
    return Table(
        flat([{name: row.get(name) for name in columns} for row in rows]),
        file_name(catalogue, "").removesuffix("."),
        title=catalogue.registry.name if catalogue.registry else "",
        about=list(about(catalogue.registry).items()),
        beside={
            name.capitalize(): lambda found=found: records_table(found, "").rows for name, found in by_sort.items()
        },
    )


def about(registry: Registry | None) -> dict[str, str]:
    """Return what a user has to know of the registry: version, publisher, licence and changes."""
    if registry is None:
        return {}
    changes = "; ".join(f"{change.version} ({change.date}): {change.text}" for change in registry.changes)
    return {
        "Registry": registry.name,
        "Publisher": registry.publisher,
        "Version": f"{registry.version}, {registry.released}",
        "Licence": f"{registry.licence}, {registry.licence_url}",
        "Changes": changes,
    }


def registry_json(catalogue: Catalogue) -> Mapping[str, Any]:
    """Return the histories chosen as one JSON object, with what is said of the registry."""
    head = catalogue.registry.model_dump(mode="json", exclude={"id"}) if catalogue.registry else {}
    return {**head, "histories": [_json(history) for history in catalogue.chosen_histories]}


def history_toml(history: PolicyHistory, registry: Registry | None) -> str:
    """Return a history as one TOML document: [history], then its tables, as a user can bring it."""
    document = {"history": _head(history), **{sort: rows for sort, rows in _tables(history).items() if rows}}
    return f"{_comment(registry)}{tomlkit.dumps(document)}"


def registry_archive(catalogue: Catalogue) -> bytes:
    """Return a ZIP of the histories chosen in the layout of `data/`, which `ERALINE_CATALOGUE` reads once unpacked."""
    files = {"policy/LICENCE.txt": _licence(catalogue.registry)} if catalogue.registry else {}
    if catalogue.registry:
        # links to milestones that are not taken along would lead nowhere
        kept = catalogue.registry.model_copy(update={"comparisons": ()})
        whole = len(catalogue.policies) == len(catalogue.histories)
        files["policy/registry.toml"] = tomlkit.dumps(_plain(catalogue.registry if whole else kept, {"id"}))
    for history in catalogue.chosen_histories:
        files[f"policy/{history.id}/history.toml"] = tomlkit.dumps(_head(history))
        tables = {sort: rows for sort, rows in _tables(history).items() if rows}
        files |= {f"policy/{history.id}/{TABLES[sort]}.toml": tomlkit.dumps({sort: tables[sort]}) for sort in tables}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _licence(registry: Registry) -> str:
    return _LICENCE.format(**registry.model_dump(mode="json"))


def _comment(registry: Registry | None) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in _licence(registry).splitlines()) + "\n" if registry else ""


def _head(history: PolicyHistory) -> dict[str, Any]:
    return _plain(history, {"id", *TABLES.values()})


def _tables(history: PolicyHistory) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, Mapping[str, BaseModel]] = {sort: getattr(history, name) for sort, name in TABLES.items()}
    return {sort: [_plain(record, _FILLED) for record in records.values()] for sort, records in tables.items()}


def _plain(record: BaseModel, left_out: set[str]) -> dict[str, Any]:
    """Return a record as a loader reads it: without what is usual, and without what the loader fills in."""
    fields = record.model_dump(mode="python", by_alias=True, exclude=left_out, exclude_defaults=True)
    return {name: _value(value) for name, value in fields.items() if value is not None}


def _value(value: object) -> Any:  # noqa: ANN401 - whatever TOML has a word for
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, HttpUrl):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _value(part) for name, part in value.items() if part is not None}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_value(part) for part in value]
    return value


def _rows(history: PolicyHistory, sort: str) -> list[dict[str, Any]]:
    records: Mapping[str, Any] = getattr(history, TABLES[sort])
    head = {"policy": history.id, "subject": history.subject, "record": sort}
    return [{**head, **_published(history, record)} for record in records.values()]


def _published(history: PolicyHistory, record: BaseModel) -> dict[str, Any]:
    fields = record.model_dump(mode="json")
    native = {"language": history.language} if {"native_name", "native_title"} & fields.keys() else {}
    return {**fields, **native}


def _json(history: PolicyHistory) -> dict[str, Any]:
    head = history.model_dump(mode="json", exclude=set(TABLES.values()))
    records = {
        table: [_published(history, record) for record in getattr(history, table).values()] for table in TABLES.values()
    }
    return {**head, **records}


def _of_table(ending: str) -> RegistryForm:
    form = FORMATS[ending]
    return RegistryForm(
        *(ending, form.media_type, form.label, form.icon),
        "One row per era, milestone, target and claim.",
        lambda catalogue: form.render(registry_table(catalogue)),
        prefix=form.prefix,
    )


_ALL: Final = (
    _of_table("csv"),
    _of_table("xlsx"),
    RegistryForm(
        *("json", FORMATS["json"].media_type, "JSON", ":material/data_object:"),
        "Each history whole, with version, licence and changes.",
        lambda catalogue: json_bytes(registry_json(catalogue)),
    ),
    RegistryForm(
        *("toml", "application/toml; charset=utf-8", "TOML", ":material/description:"),
        "One document, which can be edited and brought back.",
        lambda catalogue: history_toml(catalogue.history, catalogue.registry).encode(),
        takes_one=True,
    ),
    RegistryForm(
        *("zip", FORMATS["zip"].media_type, "TOML files (ZIP)", ":material/folder_zip:"),
        "The folders of data/policy, which ERALINE_CATALOGUE reads.",
        registry_archive,
    ),
)
REGISTRY_FORMS: Final[dict[str, RegistryForm]] = {form.ending: form for form in _ALL}
