"""Read the request of a script: which rows are asked for, and how laid out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import SelectionError
from dashboard.views.parameter_readers import Context
from dashboard.views.parameters import PARAMETERS, page_keys, script_keys
from dashboard.views.query import Query, spelled, understood
from dashboard.views.selection import Selection, read_selection

Layout = Literal["tidy", "wide"]


def read_request(
    query: Mapping[str, Sequence[str]], catalogue: Catalogue, views: Sequence[str] = ()
) -> tuple[Selection, Layout]:
    """Return which rows a query asks for and how laid out; SelectionError names the first parameter that is wrong.

    `views` are the kinds of chart with rows of their own; the selection's view is one of them or "".
    """
    query = respelled(query)
    if not any(value.strip() for value in query.get("indicator", ())):
        raise SelectionError("missing", "Name an indicator.", field="indicator", allowed=tuple(catalogue.indicators))
    of_its_own = any(spelled(value.strip(), views) in views for value in query.get("view", ()))
    looks = [key for key, known in PARAMETERS.items() if known.is_look]
    idle = [key for key in page_keys() if not PARAMETERS[key].is_data and key not in looks]
    kept = query if of_its_own else {key: query[key] for key in query if key not in idle}
    reading = read_selection(kept, catalogue, views=views)
    # a chart link's whole query works here too: what is wrong of its looks changes no row
    wrong = [problem for problem in reading.problems if of_its_own or problem.field not in looks]
    if wrong:
        raise wrong[0]
    selection, layout = reading.selection, layout_of(query, catalogue)
    if selection.economies is None and not of_its_own:
        # a script that names none wants the whole indicator, not the handful that a chart has room for
        return replace(selection, economies=tuple(catalogue.economies)), layout
    if selection.economies == ():
        raise SelectionError(
            "missing", "economy names no economy.", field="economy", allowed=tuple(catalogue.economies)
        )
    return selection, layout


def respelled(query: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Return a query by the keys that its keys stand for, so that one given twice over is a repeat."""
    found: dict[str, list[str]] = {}
    for key, values in query.items():
        found.setdefault(understood(key, script_keys()), []).extend(values)
    return found


def layout_of(query: Mapping[str, Sequence[str]], catalogue: Catalogue) -> Layout:
    """Return how rows are to be laid out; SelectionError where a query says it twice, or something else."""
    asked = Query(query, ("layout",), longest=math.inf)
    layout = PARAMETERS["layout"].read(asked, Context(catalogue, (), (), {}))
    for problem in asked.problems:
        raise problem
    return cast("Layout", layout)
