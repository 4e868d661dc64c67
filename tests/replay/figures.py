"""What the replayed providers know: the snapshot's figures by the providers' own codes, and what a test changes."""

import datetime as dt
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from string import ascii_uppercase

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.loading import load_catalogue
from dashboard.settings import DATA, SNAPSHOT
from dashboard.store.snapshot import SnapshotObservations, read_manifest, read_snapshot

_FEW = 30
# what the codes of series end in that nobody has curated
UNCURATED = {"world-bank": ".NEW", "owid": "-new"}
# the year of an annual figure, the month of a monthly one as 2020-01
Period = int | str
Point = tuple[str, Period]


@dataclass(frozen=True)
class Series:
    """One code of one provider: its indicator, its figures by economy and period, and the day of its release."""

    code: str
    indicator: Indicator
    figures: dict[Point, float]
    published: dt.date
    # how the provider words its unit, where it is not as the catalogue does
    unit: str = ""


@dataclass(frozen=True)
class Place:
    """An economy as a provider lists it."""

    code: str
    name: str
    aggregate: bool
    region: str


class Known:
    """Every series by its code, and every economy: those of the catalogue, and others that have invented figures."""

    def __init__(
        self, catalogue: Catalogue, series: Iterable[Series], others: int, names: Mapping[str, str] | None = None
    ) -> None:
        self.catalogue = catalogue
        places = (*map(_place, catalogue.economies.values()), *_others(others))
        self.places = {place.code: replace(place, name=(names or {}).get(place.code, place.name)) for place in places}
        # a provider knows more economies than the catalogue: their figures must not get in
        strangers = [code for code in self.places if code not in catalogue.economies]
        self.series = {
            entry.code: replace(entry, figures={**entry.figures, **_invented(entry, strangers)}) for entry in series
        }
        self._of: dict[str, dict[str, Series]] = {}
        for code, entry in self.series.items():
            self._of.setdefault(entry.indicator.source, {})[code] = entry
        # counts changes, so that an answer made before one is not sent after it
        self.edition = 0
        self._lock = threading.Lock()

    def of(self, provider: str) -> Mapping[str, Series]:
        """Return the series of one provider by code."""
        return self._of.get(provider, {})

    def change(self, code: str, new: Mapping[Point, float], gone: Iterable[Point] = ()) -> None:
        """Put figures in the place of old ones and take others away; KeyError for one that is not there."""
        with self._lock:
            figures = self.series[code].figures
            for point in gone:
                del figures[point]
            figures.update(new)
            self.edition += 1

    def reword(self, code: str, unit: str) -> None:
        """Word the unit of a series otherwise."""
        with self._lock:
            entry = replace(self.series[code], unit=unit)
            self.series[code] = self._of[entry.indicator.source][code] = entry
            self.edition += 1


def shipped(others: int, copies: int = 1) -> Known:
    """Return what the providers knew when the project's own snapshot was taken, the World Bank's series so often."""
    catalogue, series = known_series()
    entries = [
        replace(entry, code=indicator.code, indicator=indicator)
        for entry in series
        for indicator in (copied(entry.indicator, copies) if entry.indicator.source == "world-bank" else ())
    ]
    return Known(catalogue, [*(entry for entry in series if entry.indicator.source != "world-bank"), *entries], others)


def few(others: int, also: Iterable[str] = ()) -> Known:
    """Return what they knew of the economies that charts show at first and of some others: it fits on one page."""
    catalogue, series = known_series()
    # a provider with a series for each economy has to have them all
    single = [code for entry in series for code in entry.indicator.codes]
    kept = [
        *single,
        *catalogue.history.usual_economies,
        *list(catalogue.economies)[:: len(catalogue.economies) // _FEW],
        *also,
    ]
    economies = {code: economy for code, economy in catalogue.economies.items() if code in kept}
    narrow = [
        replace(entry, figures={point: value for point, value in entry.figures.items() if point[0] in economies})
        for entry in series
    ]
    return Known(replace(catalogue, economies=economies), narrow, others)


def with_uncurated(known: Known) -> Known:
    """Return what they knew, and beside it each annual series under a code that nobody has curated."""
    annual = [entry for entry in known.series.values() if entry.indicator.frequency == "annual"]
    copies = [
        replace(entry, code=f"{entry.code}{UNCURATED[entry.indicator.source]}")
        for entry in annual
        if entry.indicator.source in UNCURATED
    ]
    return Known(known.catalogue, [*known.series.values(), *copies], others=0)


def copied(indicator: Indicator, copies: int) -> Sequence[Indicator]:
    """Return an indicator and copies of it under ids and codes of their own, so many in all."""
    more = (
        indicator.model_copy(update={"id": f"{indicator.id}-{number}", "code": f"{indicator.code}.{number}"})
        for number in range(2, copies + 1)
    )
    return [indicator, *more]


@cache
def known_series() -> tuple[Catalogue, Sequence[Series]]:
    """Return the catalogue and every series of the project's own snapshot, which are not to be changed."""
    catalogue = load_catalogue(DATA)
    snapshot = read_snapshot(SNAPSHOT, read_manifest(SNAPSHOT))
    return catalogue, [series for item in snapshot for series in _by_code(catalogue.indicator(item.entry.id), item)]


def _by_code(indicator: Indicator, figures: SnapshotObservations) -> Sequence[Series]:
    frame, day = figures.observations, figures.entry.published
    if indicator.frequency == "annual":
        periods: Sequence[Period] = frame["period"].dt.year.tolist()
    else:
        periods = frame["period"].dt.strftime("%Y-%m").tolist()
    points = dict(zip(zip(frame["economy"].tolist(), periods, strict=True), frame["value"].tolist(), strict=True))
    if not indicator.codes:
        return [Series(indicator.code, indicator, points, day)]
    return [
        Series(code, indicator, {point: value for point, value in points.items() if point[0] == economy}, day)
        for economy, code in indicator.codes.items()
    ]


def _invented(series: Series, strangers: Sequence[str]) -> Mapping[Point, float]:
    if series.indicator.codes or not series.figures:
        return {}
    years = sorted({period for _, period in series.figures})
    return {(code, year): 1.0 + number / 7 for code in strangers for number, year in enumerate(years)}


def _place(economy: Economy) -> Place:
    return Place(economy.id, economy.name, economy.aggregate, economy.region)


def _others(count: int) -> Sequence[Place]:
    # codes that ISO 3166 leaves to everybody's own use; Kosovo has taken XKX
    letters = product("XQ", ascii_uppercase, ascii_uppercase)
    codes = [code for code in map("".join, letters) if code[1] > "L" or (code[0] == "X" and code != "XKX")]
    return [Place(code, f"Elsewhere {code}", number % 4 == 3, "Elsewhere") for number, code in enumerate(codes[:count])]
