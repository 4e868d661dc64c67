"""Describe tables as a Frictionless data package, so that tools read them with their types.

Format: https://specs.frictionlessdata.io/tabular-data-package/ (version 1).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from dashboard.export.columns import sort_of
from dashboard.store.csv_text import columns_of

_STRANGE: Final = re.compile(r"[^a-z0-9._-]+")
_MEANINGS: Final = {
    "indicator": "Eraline's id of the indicator.",
    "economy": "ISO 3166 alpha-3 code, or the World Bank's code of an aggregate.",
    "period": "First day of the year, quarter or month.",
    "value": "The observation, unrounded.",
    "unit": "Unit of the value.",
    "source": "Publisher, dataset and release.",
    "vintage": "Day of the release that the value comes from.",
}


def resource(path: str, content: bytes, rows: pd.DataFrame, title: str = "") -> Mapping[str, Any]:
    """Return the description of one CSV file: its columns with their types, its size and fingerprint."""
    fingerprint = hashlib.sha256(content).hexdigest()
    return described(path, fields_of(rows), title=title, size=len(content), fingerprint=fingerprint)


def described(
    path: str, fields: Sequence[Mapping[str, str]], *, size: int, fingerprint: str, title: str = ""
) -> Mapping[str, Any]:
    """Return the description of one CSV file by its fields, bytes and sha256."""
    name = _plain(path.removesuffix(".csv"))
    return {
        "name": name,
        "path": path,
        **({"title": title} if title else {}),
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{fingerprint}",
        "schema": {"fields": list(fields), "missingValues": [""]},
    }


def fields_of(rows: pd.DataFrame) -> list[Mapping[str, str]]:
    """Return the fields of a table schema: name, type, and what they mean where that is settled."""
    return [
        {
            "name": name,
            "type": sort_of(cells).value,
            **({"description": _MEANINGS[name]} if name in _MEANINGS else {}),
        }
        for name, cells in columns_of(rows)
    ]


def package(
    name: str, title: str, resources: Sequence[Mapping[str, Any]], indicators: Sequence[Mapping[str, Any]], link: str
) -> Mapping[str, Any]:
    """Return the descriptor of a package; `indicators` are those of `facts_of`, whose licences and sources it names."""
    licences = {
        entry["licence"]: {"title": entry["licence"], "path": entry["licence_url"]}
        for entry in indicators
        if entry["licence_url"]
    }
    sources = {
        entry["source"]: {
            "title": entry["source"],
            **({"path": entry["source_url"]} if entry["source_url"] else {}),
        }
        for entry in indicators
    }
    return {
        "profile": "tabular-data-package",
        "name": _plain(name),
        "title": title,
        **({"homepage": link} if link else {}),
        **({"licenses": list(licences.values())} if licences else {}),
        "sources": list(sources.values()),
        "resources": list(resources),
    }


def _plain(name: str) -> str:
    return _STRANGE.sub("-", name.lower())
