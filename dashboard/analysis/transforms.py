"""Transforms: what can be done to a series before it is drawn, one record each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.analysis import arithmetic
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import POPULATION, Break, Indicator, Kind, in_own_currency

LEVEL: Final = "level"
INDEX: Final = "index"
_COMMON: Final = (Kind.LEVEL, Kind.INDEX, Kind.PRICE)


@dataclass(frozen=True, eq=False)
class Given:
    """What a transform is applied to: a frame of economy, period and value, and the breaks of what it makes.

    `population` is a frame of people, for a transform that needs it, `base_year` the year at which an index is 100.
    """

    indicator: Indicator
    frame: pd.DataFrame
    breaks: tuple[Break, ...] = ()
    population: pd.DataFrame | None = None
    base_year: int | None = None

    @property
    def frequency(self) -> Frequency:
        """Return how often there is an observation."""
        return self.indicator.frequency


@dataclass(frozen=True, eq=False)
class Made:
    """What a transform made of a frame; `subtitle` and `without` go before those of its spec where they are given."""

    frame: pd.DataFrame
    subtitle: str = ""
    without: str = ""


@dataclass(frozen=True)
class TransformSpec:
    """One transform: its id in a URL, its name in a control, what it makes of which kinds, and how.

    `subtitle` says under a chart what was computed; `unit` returns the long and the short unit. `keeps_scale`: drawn on
    the indicator's own scale. `needs_world` divides by the world's row, `needs_population` by people. `is_difference`:
    the first period after a break is missing, so nothing left compares across it. `of_selection`: applied to the
    economies shown, and to the years shown alone unless a base year is named. `years_back`: how far before a year it
    reads. `without` says why an economy with figures has none of this. `in_unit` tells that the unit says it all.
    """

    id: str
    label: str
    subtitle: str
    kinds: tuple[Kind, ...]
    resulting_kind: Callable[[Kind], Kind]
    unit: Callable[[Indicator], tuple[str, str]]
    apply: Callable[[Given], Made]
    keeps_scale: bool = False
    needs_world: bool = False
    needs_population: bool = False
    is_difference: bool = False
    of_selection: bool = False
    years_back: int = 0
    without: str = ""
    in_unit: bool = False

    def fits(self, indicator: Indicator) -> bool:
        """Tell whether the transform makes sense of an indicator."""
        # people per person say nothing, and a month's value has no population of its own to be divided by
        headless = indicator.id == POPULATION or indicator.frequency is not Frequency.ANNUAL
        worldless = in_own_currency(indicator.unit)
        unfit = (self.needs_population and headless) or (self.needs_world and worldless)
        return indicator.kind in self.kinds and not unfit


def transforms_of(indicator: Indicator) -> tuple[TransformSpec, ...]:
    """Return the transforms that make sense of an indicator, the plain level first."""
    return tuple(spec for spec in TRANSFORMS.values() if spec.fits(indicator))


def _same(kind: Kind) -> Kind:
    return kind


def _of_difference(kind: Kind) -> Kind:
    # a difference can be of either sign: nothing that compounds
    return Kind.GROWTH if kind is Kind.GROWTH else Kind.SHARE


def _own_unit(indicator: Indicator) -> tuple[str, str]:
    return indicator.unit, indicator.unit_short


def _unit_of_difference(indicator: Indicator) -> tuple[str, str]:
    return ("percentage points", "pp") if indicator.kind in (Kind.SHARE, Kind.GROWTH) else _own_unit(indicator)


def _unit_per_capita(indicator: Indicator) -> tuple[str, str]:
    if indicator.per_head is not None:
        return indicator.per_head.unit, indicator.per_head.unit_short
    return f"{indicator.unit} per capita", f"{indicator.unit_short} per capita".strip()


def _index(given: Given) -> Made:
    base = arithmetic.base_period(given.frame, given.base_year)
    if base is None:
        year = "" if given.base_year is None else f" in {given.base_year}"
        return Made(given.frame.iloc[:0], "Index", f"No figure above zero{year}, so no index")
    label = given.frequency.label(base)
    rebased = arithmetic.index_100(given.frame, base, given.frequency, given.breaks)
    return Made(rebased, f"Index, {label} = 100", f"No figure above zero at {label} to compare with, so no index")


def _per_capita(given: Given) -> Made:
    if given.population is None:
        raise ValueError(f"{given.indicator.id}: no population was given to divide by")
    factor = given.indicator.per_head.factor if given.indicator.per_head else 1.0
    return Made(arithmetic.per_capita(given.frame, given.population, factor=factor))


_ALL: Final = (
    TransformSpec(
        id=LEVEL,
        label="As published",
        subtitle="",
        kinds=tuple(Kind),
        resulting_kind=_same,
        unit=_own_unit,
        apply=lambda given: Made(given.frame),
        keeps_scale=True,
    ),
    TransformSpec(
        id="change",
        label="Year-on-year change",
        subtitle="Year-on-year change",
        kinds=tuple(Kind),
        resulting_kind=_of_difference,
        unit=_unit_of_difference,
        apply=lambda given: Made(arithmetic.change(given.frame, given.frequency, given.breaks)),
        is_difference=True,
        years_back=1,
        without="No figure a year before to compare with, so no change",
    ),
    TransformSpec(
        id="growth",
        label="Year-on-year growth, %",
        subtitle="Year-on-year growth",
        kinds=_COMMON,
        resulting_kind=lambda _: Kind.GROWTH,
        unit=lambda _: ("% year-on-year", "%"),
        apply=lambda given: Made(arithmetic.growth_pct(given.frame, given.frequency, given.breaks)),
        is_difference=True,
        years_back=1,
        without="No figure above zero a year before to compare with, so no growth",
        in_unit=True,
    ),
    TransformSpec(
        id=INDEX,
        label="Index, common start = 100",
        subtitle="Index",
        kinds=_COMMON,
        resulting_kind=lambda _: Kind.INDEX,
        unit=lambda _: ("index", ""),
        apply=_index,
        of_selection=True,
    ),
    TransformSpec(
        id="rolling-mean",
        label="5-year moving average",
        subtitle=f"{arithmetic.ROLLING_YEARS}-year moving average",
        kinds=tuple(Kind),
        resulting_kind=_same,
        unit=_own_unit,
        apply=lambda given: Made(arithmetic.rolling_mean(given.frame, given.frequency, given.breaks)),
        keeps_scale=True,
        years_back=arithmetic.ROLLING_YEARS - 1,
        without="No five years of figures in a row up to any shown, so no moving average",
    ),
    TransformSpec(
        id="share",
        label="Share of the world, %",
        subtitle="Share of the world",
        kinds=(Kind.LEVEL,),
        resulting_kind=lambda _: Kind.SHARE,
        unit=lambda _: ("% of the world", "%"),
        apply=lambda given: Made(arithmetic.share_of_world(given.frame)),
        needs_world=True,
        without="No figure of the world in these years, so no share of it",
        in_unit=True,
    ),
    TransformSpec(
        id="per-capita",
        label="Per capita",
        subtitle="Per capita",
        kinds=(Kind.LEVEL,),
        resulting_kind=lambda _: Kind.INDEX,
        unit=_unit_per_capita,
        apply=_per_capita,
        keeps_scale=True,
        needs_population=True,
        without="No population stored for these years, so not per capita",
        in_unit=True,
    ),
)
TRANSFORMS: Final[dict[str, TransformSpec]] = {spec.id: spec for spec in _ALL}
