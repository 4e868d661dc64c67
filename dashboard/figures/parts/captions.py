"""Say in a figure what its values are and where they come from."""

from collections.abc import Collection, Sequence
from typing import Final

from dashboard import formatting
from dashboard.catalogue.frequency import Moment
from dashboard.catalogue.indicators import Tier
from dashboard.store import records
from dashboard.views.view import View

# more breaks than these are not named one by one
_MOST_NAMED: Final = 4
# small letters alone that are no word: g, kg, km
_LONGEST_SYMBOL: Final = 2
# who drew a chart, at the end of the line under it
SIGNED: Final = "Eraline."


def moment(view: View) -> str:
    """Return what is to be said behind a unit where values are of a period's end, else ""."""
    return f" at the end of the {view.frequency.period}" if view.drawn_at is Moment.END else ""


def what(view: View) -> str:
    """Return what a view's values are: the transform, the unit, and that they are of a period's end where they are."""
    text = _made_in(view.subtitle, view.unit)
    first = text.partition(" ")[0]
    # a symbol such as kWh has no capital that it would not have anywhere
    is_word = first.islower() and len(first) > _LONGEST_SYMBOL
    return f"{formatting.sentence(text) if is_word else text}{moment(view)}"


def _made_in(made: str, unit: str) -> str:
    """Return what was computed with its unit, no words of one twice: Share of the world, %; Current US$ per capita."""
    computed, counted = made.lower(), unit.lower()
    if computed in counted:
        return unit
    if counted in computed:
        return made
    is_said = counted.startswith("%") and counted.removeprefix("%").strip() in computed
    return f"{made}, %" if is_said else f"{made}, {unit}"


def what_and_scale(view: View) -> str:
    """Return what a view's values are, and that their axis is logarithmic where it is."""
    return f"{what(view)}, logarithmic scale" if view.scale == "log" else what(view)


def what_and_whose(view: View) -> str:
    """Return what a view's values are and, where the subject is not among them, whose eras surround them."""
    return f"{what_and_scale(view)}. {view.whose_policy}" if view.whose_policy else what_and_scale(view)


def source_line(view: View) -> str:
    """Return the line under a chart: where its values come from, and that Eraline drew it."""
    return f"{provenance(view)} {SIGNED}"


def provenance(view: View) -> str:
    """Return where a view's values come from, of which vintage, and which are provisional."""
    vintage = f"Vintage {view.vintage.date}: {records.releases(view.vintages)}."
    provisional = f" Provisional: {view.preliminary}." if view.provisional else ""
    # a picture of a series is passed on without the page that says it
    unchecked = ", not checked by Eraline" if view.indicator.tier is Tier.CATALOGUED else ""
    return f"Source: {view.indicator.source_name}{unchecked}. {vintage}{provisional}"


def shading(views: Sequence[View]) -> str:
    """Return what the grey bands behind views are, as a sentence; "" where there are none."""
    named = next((view.recessions_named for view in views if view.recessions_named), "")
    return f"Grey: {named}." if named else ""


def interrupted(views: Sequence[View], codes: Collection[str] | None = None) -> str:
    """Return at which series breaks lines are interrupted, of some economies or of all; "" where none is."""
    # an economy's share of the world can break twice in a year: by itself and by the world's row
    broken: dict[str, dict[str, None]] = {}
    for view in views:
        for economy in view.economies:
            for known in view.interrupting:
                if known.economy == economy.id and (codes is None or economy.id in codes):
                    broken.setdefault(economy.short_name, {})[known.when] = None
    if not broken:
        return ""
    told = [f"{name} {formatting.listing(list(when))}" for name, when in broken.items()]
    is_short = len(views) == 1 and sum(map(len, broken.values())) <= _MOST_NAMED
    # names with several years each are told apart by more than a comma
    named = (
        formatting.listing(told)
        if len(told) == 1 or all(len(when) == 1 for when in broken.values())
        else "; ".join(told)
    )
    return f"Interrupted where the series breaks{f': {named}' if is_short else ''}."


def sources_of(views: Sequence[View]) -> str:
    """Return where each of several indicators comes from, and of which vintage."""
    return "; ".join(
        f"{view.indicator.short_name}: {view.indicator.source_name}, vintage {view.vintage.date}" for view in views
    )
