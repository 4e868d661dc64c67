"""Tell how two releases of an indicator differ: what was added, revised, withdrawn, defined anew, or printed anew."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd

_KEY: Final = ["economy", "period"]
# the World Bank redraws its income groups every July: two releases of one are of different economies
REDRAWN: Final = frozenset({"HIC", "UMC", "MIC", "LMC", "LMY", "LIC"})
# the World Bank and Our World in Data print single precision at times
_SINGLE_PRECISION: Final = 1.2e-7


class Change(StrEnum):
    """What became of a point between two releases; only REVISED is a revision."""

    ADDED = "added"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    REDEFINED = "redefined"
    REPRINTED = "reprinted"


def diff(stored: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Return the points in which two frames of economy, period and value differ, sorted by both keys.

    Columns economy (str), period (datetime64[s]), before and after (float64; NaN where there was or is no value).
    """
    if stored.empty:
        new = observations.assign(before=np.nan, after=observations["value"])
        return new[[*_KEY, "before", "after"]].sort_values(_KEY, ignore_index=True)
    both = stored.rename(columns={"value": "before"}).merge(
        observations.rename(columns={"value": "after"}), on=_KEY, how="outer"
    )
    return both[both["before"].ne(both["after"])].sort_values(_KEY, ignore_index=True)


def kinds(changes: pd.DataFrame, then: pd.DataFrame, now: pd.DataFrame, *, comparable: bool = True) -> pd.Series[Any]:
    """Return the kind of each change of `diff(then, now)`; two releases in different definitions are not comparable.

    Nor are REDRAWN groups of economies.
    What agrees at the coarser of the two precisions that an economy's values are printed in, or in single precision,
    was printed anew and not revised; counts (whole numbers in both) must agree exactly.
    """
    before, after = changes["before"].to_numpy(), changes["after"].to_numpy()
    kind = np.full(len(changes), Change.REVISED, dtype=object)
    kind[np.isnan(before)] = Change.ADDED
    kind[np.isnan(after)] = Change.WITHDRAWN
    both = ~np.isnan(before) & ~np.isnan(after)
    if not comparable:
        kind[both] = Change.REDEFINED
    elif both.any():
        kind[both] = np.where(_printed_anew(changes[both], then, now), Change.REPRINTED, Change.REVISED)
        kind[both & (kind == Change.REVISED) & changes["economy"].isin(REDRAWN).to_numpy()] = Change.REDEFINED
    return pd.Series(kind, index=changes.index, dtype="str")


def _printed_anew(changes: pd.DataFrame, then: pd.DataFrame, now: pd.DataFrame) -> pd.Series[Any]:
    economies = changes["economy"].unique()
    decimals = pd.DataFrame({"then": _decimals(then, economies), "now": _decimals(now, economies)})
    difference = (changes["before"] - changes["after"]).abs()
    # half a unit of the coarser side's last decimal is what rounding alone may come to
    half = 0.5 * 10.0 ** -changes["economy"].map(decimals.min(axis=1)).astype("float64")
    larger = changes[["before", "after"]].abs().max(axis=1)
    whole = changes["economy"].map(decimals.max(axis=1)).eq(0)
    return difference.le(half * (1 + 1e-9)) | (~whole & difference.le(_SINGLE_PRECISION * larger))


def _decimals(frame: pd.DataFrame, economies: np.ndarray[Any, Any]) -> pd.Series[Any]:
    """Return the most decimals that any value of each economy is printed with."""
    own = frame[frame["economy"].isin(economies)]
    return own["value"].map(_decimals_of).groupby(own["economy"]).max()


def _decimals_of(value: float) -> int:
    digits, _, exponent = repr(value).partition("e")
    fraction = digits.partition(".")[2].rstrip("0")
    return max(0, len(fraction) - int(exponent or 0))
