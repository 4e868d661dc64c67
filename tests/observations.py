"""Read a frame of observations as the days and values that files and answers hold."""

import pandas as pd


def by_day(observations: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return the values by economy and day (YYYY-MM-DD)."""
    days = observations["period"].dt.strftime("%Y-%m-%d")
    return dict(zip(zip(observations["economy"], days, strict=True), observations["value"], strict=True))
