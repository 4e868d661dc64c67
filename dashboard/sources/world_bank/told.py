"""Read what the World Bank tells of a series: name, unit, definition, frequency, aggregation, source and licence."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from dashboard.catalogue.described import Described, decimals_of, unit_of
from dashboard.sources.text import plain
from dashboard.sources.world_bank.pages import NAME
from dashboard.sources.world_bank.rows import Column, frequency_of, numbers

_LONGEST: Final = 2_000
_LONGEST_NAME: Final = 300


def told(concepts: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Return a series' metadata by its names in lower case, in plain words: markup and control characters are left out.

    `concepts` are those of an answer: each has variables, and these have metatypes with id and value.
    """
    metatypes = (
        metatype
        for concept in concepts
        for variable in concept.get("variable", ())
        for metatype in variable.get("metatype", ())
    )
    return {str(entry["id"]).lower(): plain(str(entry["value"]), _LONGEST) for entry in metatypes}


def described(draft: Described, column: Column, said: Mapping[str, str], database: str) -> Described:
    """Return a draft filled with what the World Bank says, and with what its rows show."""
    name = plain(said.get("indicatorname") or column.name, _LONGEST_NAME) or draft.name
    return draft.model_copy(
        update={
            "provider_name": f"{NAME}, {database}" if database else NAME,
            "name": name,
            "unit": unit_of(said.get("unitofmeasure", ""), name),
            "definition": said.get("longdefinition") or said.get("shortdefinition") or "",
            "frequency": frequency_of(frozenset(column.time), draft.code),
            "aggregation": said.get("aggregationmethod", ""),
            "topic": said.get("topic", ""),
            "compiled_by": said.get("source", ""),
            "licence": said.get("license_type", ""),
            "licence_url": _url(said.get("license_url", "")),
            "decimals": decimals_of(numbers(column.value, draft.code)),
        }
    )


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.hostname else ""
