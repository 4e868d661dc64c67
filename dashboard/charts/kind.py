"""Define a chart kind: what it is asked for, what it builds, and the controls it needs, as values."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Scale
from dashboard.figures import Figure
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode
from dashboard.store.as_of import pin
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.views.cited import Cited
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View

MOST_ECONOMIES: Final = 10
OBSERVATIONS: Final = "observations"
Draw = Callable[[Mode, Sheet], Figure]


def today() -> dt.date:
    """Return the day in UTC."""
    return dt.datetime.now(dt.UTC).date()


@dataclass(frozen=True, eq=False)
class ChartRequest:
    """What a chart is built from.

    `chosen` are the economies that stand out.
    """

    loader: Loader
    selection: Selection
    chosen: tuple[str, ...] = ()
    today: dt.date = field(default_factory=today)

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue that the request is read by."""
        return self.loader.catalogue

    @property
    def store(self) -> Store:
        """Return the store that the loader reads."""
        return self.loader.store


@dataclass(frozen=True)
class Control:
    """One choice that a chart needs besides those that all charts share.

    `attribute` is the field of a selection that it changes, `options` are values with their labels, in order. Of one
    that `is_list` several may be chosen, and `value` is those that are; `also` are fields that are set with it where
    they are empty.
    """

    attribute: str
    label: str
    options: Mapping[Any, str]
    value: Any
    help: str = ""
    is_slider: bool = False
    is_list: bool = False
    also: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, eq=False)
class Built:
    """A chart with all that is shown and taken away with it.

    `draw` takes the mode and the sheet to draw on, `table` is for reading, `rows` for the file, whose name is `name`
    without its ending. `views` are what it is made from, the first leads; `rests_on` has the vintages that settled who
    is compared. `permalink` is the selection that draws it again, every choice spelled out but the day. Where a page
    shows the `title` as a heading, the sheet is not titled. `cited` is what became of the values cited, view by view.
    """

    draw: Draw
    alt: str
    table: Callable[[], pd.DataFrame]
    rows: Callable[[], pd.DataFrame]
    views: tuple[View, ...]
    name: str
    permalink: Selection
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    controls: tuple[Control, ...] = ()
    title: str = ""
    rests_on: tuple[Vintage, ...] = ()
    cited: tuple[Cited, ...] = ()

    @property
    def released(self) -> dt.datetime | None:
        """Return the instant as of which all vintages that it rests on are the newest; None where it has none."""
        return pin([*(one for view in self.views for one in view.vintages), *self.rests_on])


@dataclass(frozen=True)
class Nothing:
    """Why there is no chart, in words, and the controls that lead to one."""

    text: str
    controls: tuple[Control, ...] = ()


@dataclass(frozen=True)
class ChartKind:
    """One kind of chart: what it is called, the page that offers it, and how it is built.

    `default_scale` goes before the indicator's own. `needs_economies` has nothing to draw where none is chosen,
    `shows_everyone` draws all economies unless some are named. `has_rows` gives rows that no other request gives, so
    that API and command line offer it. `has_pins` draws milestones that can be clicked, `has_land` asks for coastlines.
    One without `has_scale` looks the same on each scale. `endpoint` is where scripts get its rows, below /api/v1. One
    that `draws_both` shows what is cited beside the newest, one that `has_second` a second indicator beside the first.
    `also` are further words of a page's `view` that ask for it, besides its id. `idle` are further query
    parameters that settle which values other kinds show and mean nothing to it.
    """

    id: str
    name: str
    icon: str
    page: str
    build: Callable[[ChartRequest], Built | Nothing]
    most_economies: int = MOST_ECONOMIES
    default_scale: Scale | None = None
    needs_economies: bool = False
    shows_everyone: bool = False
    has_rows: bool = False
    has_pins: bool = False
    has_land: bool = False
    has_scale: bool = True
    endpoint: str = OBSERVATIONS

    @property
    def is_of_observations(self) -> bool:
        """Tell whether its rows are observations, which only some of a link's parameters settle."""
        return self.endpoint == OBSERVATIONS

    also: Callable[[Catalogue], Sequence[str]] = lambda _catalogue: ()
    draws_both: bool = False
    has_second: bool = False
    idle: tuple[str, ...] = ()

    @property
    def overlooks(self) -> tuple[str, ...]:
        """Return the query parameters that mean nothing to it: those `idle`, and those of what it does not have."""
        lacking = {"cited": not self.draws_both, "scale": not self.has_scale}
        return (*(key for key, is_lacking in lacking.items() if is_lacking), *self.idle)
