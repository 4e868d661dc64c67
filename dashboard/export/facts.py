"""Tell programs what they have to know of rows: indicators, units, licences, vintages, citations, as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import __version__
from dashboard.export.citation import citation, source_of
from dashboard.store.as_of import write_as_of
from dashboard.views.view import View


def facts_of(views: Sequence[View], name: str, link: str) -> Mapping[str, Any]:
    """Return what is to be known of the views' rows; only what JSON has words for."""
    first = views[0]
    economies = {economy.id: economy.name for view in views for economy in view.economies}
    as_of = first.selection.as_of
    return {
        "name": name,
        "title": first.indicator.name,
        "link": link or None,
        "as_of": write_as_of(as_of) if as_of else None,
        "made_by": f"Eraline {__version__}",
        "indicators": [_indicator(view, link) for view in views],
        "economies": economies,
    }


def _indicator(view: View, link: str) -> dict[str, Any]:
    entry = view.indicator
    return {
        "id": entry.id,
        "name": entry.name,
        "description": entry.description,
        "unit": view.unit,
        "transform": view.selection.transform,
        "computed": view.subtitle or None,
        "kind": view.kind.value,
        "frequency": entry.frequency.value,
        "source": source_of(entry, view.vintages),
        "source_url": str(entry.source_url) if entry.source_url else None,
        "licence": entry.licence,
        "licence_url": str(entry.licence_url) if entry.licence_url else None,
        "vintage": view.vintage.date.isoformat(),
        "releases": [
            {
                "indicator": vintage.indicator,
                "published": write_as_of(vintage.published),
                "dated": vintage.dated,
                "release": vintage.release,
            }
            for vintage in view.vintages
        ],
        "citation": citation(view, link=link),
        "caveats": list(entry.caveats),
        "notes": list(view.notes),
        "provisional": [{"economy": known.economy, "year": known.year} for known in view.provisional],
        "breaks": [
            {"economy": known.economy, "first": known.start.isoformat(), "note": known.note}
            for known in view.compared_apart
        ],
    }
