"""Name files after what is in them: ASCII that every file system takes, without the ending."""

import re
from collections.abc import Sequence
from typing import Final

from dashboard.analysis.transforms import INDEX, LEVEL
from dashboard.views.loading import Observations
from dashboard.views.requests import Layout
from dashboard.views.view import View

NAMED_ECONOMIES: Final = 6
# the ids of series that nobody has curated hold colons, and expressions slashes and spaces
_STRANGE: Final = re.compile(r"[^A-Za-z0-9._-]+")


def view_name(view: View, *more: View, layout: Layout = "tidy", what: str = "") -> str:
    """Return what a file of a view, and of `more` beside it, is called.

    Its parts are indicators, `what` it holds, transform, economies, years and newest vintage.
    """
    return _named([view.indicator.id, *(f"with-{other.indicator.id}" for other in more)], (view, *more), layout, what)


def several_name(views: Sequence[View], layout: Layout) -> str:
    """Return what a file of several indicators is called: the first of them, how many more, and the rest as for one."""
    return _named([views[0].indicator.id, f"and-{len(views) - 1}-more"], views, layout)


def _named(called: Sequence[str], views: Sequence[View], layout: Layout, what: str = "") -> str:
    transform, base = views[0].selection.transform, views[0].selection.base_year
    # a chart without values still has years, those of its eras
    dated = [one for one in views if not one.points.empty] or views
    parts = [
        *called,
        *([what] if what else []),
        *([] if transform == LEVEL else [f"{transform}-{base}" if base and transform == INDEX else transform]),
        _economies_part(list(dict.fromkeys(economy.id for one in views for economy in one.economies))),
        f"{min(one.years[0] for one in dated)}-{max(one.years[1] for one in dated)}",
        max(one.vintage.date for one in views).isoformat(),
        *([] if layout == "tidy" else [layout]),
    ]
    return _joined(parts)


def whole_name(found: Observations, *more: Observations) -> str:
    """Return what a file of whole indicators is called: indicators, "all", years, newest vintage."""
    every = (found, *more)
    years = {year for one in every for year in one.observations["period"].dt.year.unique().tolist()}
    span = [f"{min(years)}-{max(years)}"] if years else []
    named = [found.indicator.id, *(f"with-{other.indicator.id}" for other in more)]
    return _joined([*named, "all", *span, max(one.vintage.date for one in every).isoformat()])


def _economies_part(codes: Sequence[str]) -> str:
    more = len(codes) - NAMED_ECONOMIES
    named = "-".join(codes[:NAMED_ECONOMIES]) or "none"
    return f"{named}-and-{more}-more" if more > 0 else named


def _joined(parts: Sequence[str]) -> str:
    return "_".join(["eraline", *(_STRANGE.sub("-", part) for part in parts)])
