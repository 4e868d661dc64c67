"""Tell what each row of a user's table calls its series: its name, with the unit and the scale of its values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.catalogue.user_tables import Row

_NAMES: Final = frozenset(
    {"indicator", "indicator name", "series name", "series", "variable", "subject", "subject descriptor", "measure"}
    | {"element", "item", "指标"}
)
_UNITS: Final = frozenset({"unit", "units", "unit of measure"})
# in words before those in powers of ten: OECD's tables have both
_SCALES: Final = ("scale", "unit multiplier", "powercode", "power code", "unit mult")
_POWERS: Final = {"3": "thousands", "6": "millions", "9": "billions", "12": "trillions"}
_NO_SCALE: Final = frozenset({"", "0", "unit", "units", "ones"})


@dataclass(frozen=True)
class SeriesNames:
    """The columns that tell of a row which series it is of, below zero where there is none.

    Where no column has a name, `by_measure` says that unit and scale tell several series apart.
    """

    name: int = -1
    unit: int = -1
    scale: int = -1
    by_measure: bool = False

    @property
    def found(self) -> bool:
        """Tell whether rows name their series."""
        return self.name >= 0 or self.by_measure

    @property
    def places(self) -> tuple[int, ...]:
        """Return the columns, which hold no values."""
        return tuple(at for at in (self.name, self.unit, self.scale) if at >= 0)

    def of(self, row: Row) -> str:
        """Return what a row calls its series: the same name may stand for dollars, for billions and for percent."""
        name, measure = row.cell(self.name), self._measure(row)
        if self.by_measure:
            return measure
        return f"{name} ({measure})" if name and measure else name

    def _measure(self, row: Row) -> str:
        return ", ".join(filter(None, (row.cell(self.unit), self._scale(row))))

    def _scale(self, row: Row) -> str:
        said = row.cell(self.scale).casefold()
        return "" if said in _NO_SCALE else _POWERS.get(said, said)


def series_names(names: Sequence[str], rows: Sequence[Row], taken: Sequence[int], *, usual: int = -1) -> SeriesNames:
    """Return which of the columns not taken name series, by their names as `bare_name` gives them.

    `usual` is the column that has the names where no heading says so.
    """
    # of two columns with one name, the first has codes
    at = {name: place for place, name in enumerate(names) if place not in taken}
    name = min((at[word] for word in _NAMES if word in at), default=usual)
    unit = min((at[word] for word in _UNITS if word in at), default=-1)
    scale = next((at[word] for word in _SCALES if word in at), -1)
    found = SeriesNames(name, unit, scale)
    if name >= 0:
        return found
    measured = SeriesNames(-1, unit, scale, by_measure=True)
    return measured if len({measured.of(row) for row in rows} - {""}) > 1 else found
