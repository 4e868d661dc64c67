"""Lay out rows with what a citation of an earlier day said beside each of them."""

from typing import Final

import pandas as pd

from dashboard.export import tables
from dashboard.export.citation import source_of
from dashboard.views.cited import Cited
from dashboard.views.requests import Layout

CITED_COLUMNS: Final = ("cited_value", "cited_unit", "cited_vintage", "change")
_KEY: Final = ["economy", "period"]


def laid_out(cited: Cited, layout: Layout) -> pd.DataFrame:
    """Return what is drawn in one of the two layouts, with what was cited in columns behind."""
    return wide(cited) if layout == "wide" else tidy(cited)


def tidy(cited: Cited) -> pd.DataFrame:
    """Return one row per value that was cited or is drawn, NaN where it is absent, in the view's order.

    `change` says revised, added, withdrawn or redefined; it is empty where the two are the same.
    """
    now, then = tables.tidy(cited.now), tables.tidy(cited.then)
    beside = then[[*_KEY, "value", "unit", "vintage"]].rename(columns=lambda name: f"cited_{name}")
    both = now.merge(beside, left_on=_KEY, right_on=["cited_economy", "cited_period"], how="outer")
    both = both.assign(**{name: both[name].fillna(both[f"cited_{name}"]) for name in _KEY})
    rows = both.merge(_changes(cited), on=_KEY, how="left")
    order = {economy: number for number, economy in enumerate(cited.now.selection.economies or ())}
    rows = rows.assign(order=rows["economy"].map(order)).sort_values(["order", "period"], ignore_index=True)
    # what was withdrawn is of the same indicator
    known = {
        "indicator": cited.now.indicator.id,
        "unit": cited.now.unit_in_full,
        "vintage": cited.now.vintage.date.isoformat(),
    }
    source = source_of(cited.now.indicator, cited.now.vintages)
    texts = {"cited_unit": "", "cited_vintage": "", "change": ""}
    return rows.fillna(known | {"source": source} | texts)[[*tables.TIDY_COLUMNS, *CITED_COLUMNS]]


def wide(cited: Cited) -> pd.DataFrame:
    """Return one row per period, one column per economy, and behind all of them one per economy as it was cited."""
    now, then = tables.wide(cited.now).set_index("period"), tables.wide(cited.then).set_index("period")
    codes = [economy.id for economy in cited.then.economies]
    periods = now.index.union(then.index)
    tail = {name: now[name].iloc[0] if len(now) else "" for name in ("unit", "source", "vintage")}
    frame = now.drop(columns=list(tail)).reindex(periods).assign(**tail)
    columns = {f"{code}_cited": then[code].reindex(periods) for code in codes}
    cited_in = {"cited_unit": cited.then.unit_in_full, "cited_vintage": cited.then.vintage.date.isoformat()}
    return frame.assign(**columns, **cited_in).rename_axis("period").reset_index()


def _changes(cited: Cited) -> pd.DataFrame:
    return cited.changes.assign(period=cited.changes["period"].dt.strftime("%Y-%m-%d"))[[*_KEY, "change"]]
