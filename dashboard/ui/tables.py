"""Show what stands beside a chart: its figures as a table, its eras compared, what its indicator is."""

from collections.abc import Iterable
from typing import Any, Final, cast

import pandas as pd
import streamlit as st

from dashboard import formatting
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.loading import Catalogue
from dashboard.evidence.phrases import cell_reason
from dashboard.export import tables
from dashboard.ui.widgets import plain, source_link
from dashboard.views.era_table import era_table
from dashboard.views.view import View

_DATA_PX: Final = 560
_GROWTH: Final = "Growth a year"


def observations_table(view: View) -> None:
    """Show what is drawn: one row per period, the newest first, one column per economy."""
    names = {economy.id: economy.name for economy in view.economies}
    wide = tables.wide(view)[["period", *names]].iloc[::-1]
    period = view.frequency.written(wide["period"].astype("datetime64[s]"))
    st.caption(f"{plain(view.indicator.name)}, {plain(view.subtitle or view.unit)}")
    st.dataframe(
        wide.assign(period=period).rename(columns={**names, "period": "Period"}),
        hide_index=True,
        height=_DATA_PX,
        column_config={
            "Period": st.column_config.TextColumn(pinned=True, width="small"),
            **{name: st.column_config.NumberColumn(format=_number_format(view)) for name in names.values()},
        },
        alt=f"Table of {view.indicator.name}",
    )
    if view.provisional:
        st.caption(f"Provisional: {plain(view.preliminary)}.")


def compare_eras(catalogue: Catalogue, view: View) -> pd.DataFrame:
    """Return in words, per economy and era, the mean or compound growth, change, extremes with years, and coverage."""
    table = era_table(view, catalogue)
    compounds = bool(table["cagr_pct"].notna().any())
    records = cast("list[dict[str, Any]]", table.to_dict("records"))
    return pd.DataFrame([_era_row(record, catalogue, view, compounds=compounds) for record in records])


def eras_compared(rows: pd.DataFrame) -> None:
    """Show what `compare_eras` found."""
    if rows.empty:
        st.caption("No full year of figures falls inside an era.")
        return
    right = {name: st.column_config.TextColumn(alignment="right") for name in rows.columns[2:6]}
    st.dataframe(rows, hide_index=True, height="content", column_config=right, alt="Statistics by economy and era")
    st.caption(
        "Compound growth between the first and last year observed in the era."
        if _GROWTH in rows
        else "Mean over the years observed in the era."
    )


def about_indicator(catalogue: Catalogue, view: View, citation: str) -> None:
    """Show what an indicator measures, where it comes from, what to handle with care and how to cite it."""
    entry = view.indicator
    st.markdown(f"## {plain(entry.name)}")
    st.markdown(plain(entry.description))
    first, second = st.columns(2, gap="large")
    with first:
        _fact("Unit", plain(entry.unit))
        _fact("Source", f"[{plain(entry.source_name)}]({entry.source_url})")
        _fact("Provider's code", plain(_code(entry)))
        licence = plain(entry.licence)
        _fact("Licence", f"[{licence}]({entry.licence_url})" if entry.licence_url else licence)
    with second:
        for vintage in view.vintages:
            released = f"{vintage.date}: {plain(vintage.release)}, {vintage.rows:,} figures"
            _fact(f"Vintage of {plain(vintage.indicator)}", released)
        _fact("How to cite", plain(citation))
    warnings = [*map(plain, _warnings(catalogue, entry)), *_provisional(view)]
    if warnings:
        st.markdown("**Handle with care**\n" + "\n".join(f"- {line}" for line in warnings))


def _era_row(row: dict[str, Any], catalogue: Catalogue, view: View, *, compounds: bool) -> dict[str, str]:
    def shown(value: float) -> str:
        return "" if pd.isna(value) else view.quantity(value)

    growth = "" if pd.isna(row["cagr_pct"]) else formatting.quantity(row["cagr_pct"], "%", 1)
    change = "" if pd.isna(row["change"]) else formatting.difference(row["change"], view.unit_short, view.decimals)
    return {
        "Economy": catalogue.economies[row["economy"]].name,
        "Era": catalogue.eras[row["era"]].name,
        **({_GROWTH: growth} if compounds else {"Mean": shown(row["mean"])}),
        "Change": change,
        "Lowest": _extreme(shown(row["minimum"]), row["minimum_year"]),
        "Highest": _extreme(shown(row["maximum"]), row["maximum_year"]),
        "Years": f"{row['n']}/{row['years']}" + (f", {cell_reason(row['reason'])}" if row["reason"] else ""),
    }


def _extreme(value: str, year: int) -> str:
    return f"{value} ({year})" if value else ""


def _number_format(view: View) -> str:
    # amounts without decimals are large: they need their thousands apart more than their fractions
    return f"%.{view.decimals + 1}f" if view.decimals else "localized"


def _fact(name: str, text: str) -> None:
    st.markdown(f"**{name}**  \n{text}")


def _code(entry: Indicator) -> str:
    if entry.derived is not None:
        return f"computed: {entry.derived.op} of {formatting.listing(list(entry.derived.inputs))}"
    return entry.code or ", ".join(entry.codes.values())


def _warnings(catalogue: Catalogue, entry: Indicator) -> Iterable[str]:
    yield from entry.caveats
    for found in catalogue.breaks(entry.id):
        yield f"{found.economy} {found.year}: {found.note}"
    for zero in entry.not_collected:
        yield f"{zero.economy} to {zero.until}: {zero.note}"


def _provisional(view: View) -> Iterable[str]:
    for known in view.provisional:
        yield f"Provisional: {plain(known.note)} {'; '.join(source_link(source) for source in known.sources)}."
