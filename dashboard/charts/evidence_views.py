"""Read what a link to Evidence asks to see: a claim, the targets, the lab with its windows, or the method."""

from typing import Final

from dashboard.analysis.windows import Windows
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import MAX_WINDOW, MIN_WINDOW

LAB: Final = "lab"
TARGETS: Final = "targets"
METHOD: Final = "method"
# the lab's windows are part of its view, so that a link restores them: lab-slope-8
_LABS: Final[dict[str, Windows]] = {
    LAB: Windows(),
    **{
        f"{LAB}-{statistic}-{k}": Windows(statistic, k)
        for statistic, least in MIN_WINDOW.items()
        for k in range(least, MAX_WINDOW + 1)
    },
}


def views_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Return what the word `view` may say here: an open claim, the targets, the lab with its windows, the method."""
    return (*catalogue.claims, TARGETS, *_LABS, METHOD)


def lab_views() -> tuple[str, ...]:
    """Return what asks for the lab, with its usual windows first."""
    return tuple(_LABS)


def windows_of(view: str) -> Windows | None:
    """Return the windows that the lab is asked for; None where the view is not the lab."""
    return _LABS.get(view)


def lab_view(windows: Windows) -> str:
    """Return the view that is the lab with these windows."""
    return LAB if windows == Windows() else f"{LAB}-{windows.statistic}-{windows.k}"
