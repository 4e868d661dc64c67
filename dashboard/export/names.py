"""Name files after what is in them: ASCII that every file system takes, without the ending."""

import re
from collections.abc import Sequence
from typing import Final

from dashboard.analysis.transforms import LEVEL
from dashboard.views.loading import Observations
from dashboard.views.requests import Layout
from dashboard.views.view import View

NAMED_ECONOMIES: Final = 6
# the ids of series that nobody has curated hold colons, and expressions slashes and spaces
_STRANGE: Final = re.compile(r"[^A-Za-z0-9._-]+")


def view_name(view: View, *, layout: Layout = "tidy", what: str = "") -> str:
    """Return what a file of a view is called: indicator, `what` it holds, transform, economies, years, vintage."""
    transform = view.selection.transform
    parts = [
        view.indicator.id,
        *([what] if what else []),
        *([] if transform == LEVEL else [transform]),
        _economies_part([economy.id for economy in view.economies]),
        "{}-{}".format(*view.years),
        view.vintage.date.isoformat(),
        *([] if layout == "tidy" else [layout]),
    ]
    return _joined(parts)


def whole_name(observations: Observations) -> str:
    """Return what a file of a whole indicator is called: indicator, "all", years, vintage."""
    years = observations.observations["period"].dt.year
    span = [] if years.empty else [f"{years.min()}-{years.max()}"]
    return _joined([observations.indicator.id, "all", *span, observations.vintage.date.isoformat()])


def _economies_part(codes: Sequence[str]) -> str:
    more = len(codes) - NAMED_ECONOMIES
    named = "-".join(codes[:NAMED_ECONOMIES]) or "none"
    return f"{named}-and-{more}-more" if more > 0 else named


def _joined(parts: Sequence[str]) -> str:
    return "_".join(["eraline", *(_STRANGE.sub("-", part) for part in parts)])
