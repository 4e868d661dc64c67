"""Read the request of a script: which rows are asked for, and how laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from dashboard.catalogue.loading import Catalogue
from dashboard.errors import SelectionError
from dashboard.views.selection import LOOK_KEYS, Selection, quoted, read_selection

Layout = Literal["tidy", "wide"]

LAYOUTS: Final[tuple[Layout, ...]] = ("tidy", "wide")


def read_request(
    query: Mapping[str, Sequence[str]], catalogue: Catalogue, views: Sequence[str] = ()
) -> tuple[Selection, Layout]:
    """Return which rows a query asks for and how laid out; SelectionError names the first parameter that is wrong.

    `views` are the kinds of chart with rows of their own; the selection's view is one of them or "".
    """
    if not any(value.strip() for value in query.get("indicator", ())):
        raise SelectionError("missing", "Name an indicator.", field="indicator", allowed=tuple(catalogue.indicators))
    # a chart link's whole query works here too, whatever it says of looks
    of_its_own = any(value.strip() in views for value in query.get("view", ()))
    kept = query if of_its_own else {key: query[key] for key in query if key not in LOOK_KEYS}
    reading = read_selection(kept, catalogue, views=views)
    if reading.problems:
        raise reading.problems[0]
    selection, layout = reading.selection, _layout(query)
    if selection.economies is None and not of_its_own:
        # a script that names none wants the whole indicator, not the handful that a chart has room for
        return replace(selection, economies=tuple(catalogue.economies)), layout
    if selection.economies == ():
        raise SelectionError(
            "missing", "economy names no economy.", field="economy", allowed=tuple(catalogue.economies)
        )
    return selection, layout


def _layout(query: Mapping[str, Sequence[str]]) -> Layout:
    given = [value.strip() for value in query.get("layout", ()) if value.strip()]
    if len(given) > 1:
        raise SelectionError("repeated-key", f"layout is given {len(given)} times; once is enough.", field="layout")
    wanted = given[0] if given else "tidy"
    for layout in LAYOUTS:
        if layout == wanted:
            return layout
    raise SelectionError("unknown-layout", f"layout cannot be {quoted(wanted)}.", field="layout", allowed=LAYOUTS)
