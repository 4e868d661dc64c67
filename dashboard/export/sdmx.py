"""Lay out observations as SDMX-CSV 2.0, which statistical offices exchange.

Format: https://github.com/sdmx-twg/sdmx-csv (data message, field guide 2.0.0).
"""

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.catalogue.frequency import Frequency
from dashboard.export.table import Series

STRUCTURE_ID: Final = "ERALINE:OBSERVATIONS(1.0.0)"
_FREQ: Final = {Frequency.ANNUAL: "A", Frequency.QUARTERLY: "Q", Frequency.MONTHLY: "M"}
# what an SDMX id may not hold: ids of series that nobody has curated have colons and dots
_STRANGE: Final = re.compile(r"[^A-Za-z0-9_@$-]")
_COLUMNS: Final = (
    *("STRUCTURE", "STRUCTURE_ID", "ACTION"),
    *("FREQ", "REF_AREA", "INDICATOR", "TRANSFORMATION", "TIME_PERIOD", "OBS_VALUE"),
    *("OBS_STATUS", "UNIT_MEASURE", "SOURCE", "VINTAGE"),
)


def sdmx_rows(series: Sequence[Series]) -> pd.DataFrame:
    """Return one row per value, as text: dimensions, TIME_PERIOD, OBS_VALUE, attributes.

    OBS_STATUS is A (normal), P (provisional) or B (the first after a series break, provisional or not); ACTION I only
    informs, so that nobody's database is written over.
    """
    found = [_rows(entry) for entry in series]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(_COLUMNS))


def _rows(series: Series) -> pd.DataFrame:
    told = series.observations
    keys = zip(told["economy"], told["period"], strict=True)
    frame = pd.DataFrame(
        {
            "REF_AREA": told["economy"].map(_id),
            "TIME_PERIOD": series.frequency.written(told["period"]),
            "OBS_VALUE": told["value"],
            "OBS_STATUS": [_status(series, economy, period) for economy, period in keys],
        }
    ).assign(
        STRUCTURE="dataflow",
        STRUCTURE_ID=STRUCTURE_ID,
        ACTION="I",
        FREQ=_FREQ[series.frequency],
        INDICATOR=_id(series.indicator),
        TRANSFORMATION=_id(series.transform),
        UNIT_MEASURE=series.unit,
        SOURCE=series.source,
        VINTAGE=series.vintage.isoformat(),
    )
    return frame[list(_COLUMNS)]


def _status(series: Series, economy: str, period: pd.Timestamp) -> str:
    if (economy, period) in series.broken:
        return "B"
    return "P" if (economy, period.year) in series.provisional else "A"


def _id(text: str) -> str:
    return _STRANGE.sub("_", text)
