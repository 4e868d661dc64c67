"""Show what stands beside a chart: its figures as a table, its eras compared, what its indicator is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import formatting
from dashboard.analysis.eras import COMPOUNDS
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Indicator, Tier
from dashboard.charts.comparison_tables import named_columns
from dashboard.charts.eras import (
    FIGURES,
    eras_words,
    thin_eras_sentence,
    two_years_sentence,
    two_years_words,
    years_note,
)
from dashboard.ui import table, word_table
from dashboard.ui.plain import linked, plain
from dashboard.ui.table import Written
from dashboard.ui.widgets import source_link
from dashboard.ui.word_table import Words, words_of
from dashboard.views.cited import Cited
from dashboard.views.era_table import years_compared
from dashboard.views.view import View

_DATA_PX: Final = 560


def observations(view: View, cited: Cited | None = None) -> Written:
    """Return what is drawn: one row per period, the newest first, one column per economy, those cited beside them."""
    names, frame = named_columns(view, cited if view.selection.cited else None)
    wide = frame[["period", *names]].iloc[::-1]
    period = view.frequency.written(wide["period"].astype("datetime64[s]"))
    return table.written(
        wide.assign(period=period).rename(columns={**names, "period": "Period"}),
        # amounts without decimals are large: they need their thousands apart more than their fractions
        decimals=view.decimals + 1 if view.decimals else 0,
    )


def observations_table(view: View, rows: Written) -> None:
    """Show what is drawn, and say what it is."""
    st.caption(f"{plain(view.indicator.name)}, {plain(view.subtitle or view.unit)}")
    table.show(
        rows,
        height=_DATA_PX,
        columns={"Period": st.column_config.TextColumn(pinned=True, width="small")},
        alt=f"Table of {view.indicator.name}",
    )
    if view.provisional:
        st.caption(f"Provisional: {plain(view.preliminary)}.")


@dataclass(frozen=True, eq=False)
class Compared:
    """The statistics of a view by era and between two years as they are shown; `thin` says which eras are too thin."""

    eras: Words
    is_empty: bool
    is_compound: bool
    thin: str
    years: tuple[int, int] | None
    sentence: str = ""
    note: str = ""
    between: Words | None = None

    @property
    def size(self) -> int:
        """Return about how many bytes it takes."""
        return self.eras.size + (self.between.size if self.between else 0)


def compared(view: View, catalogue: Catalogue) -> Compared:
    """Return the statistics of a view in words."""
    rows, span = eras_words(view, catalogue), years_compared(view)
    told = Compared(
        words_of(rows, figures=FIGURES),
        is_empty=rows.empty,
        is_compound=view.kind in COMPOUNDS,
        thin=thin_eras_sentence(view, catalogue),
        years=span,
    )
    if span is None:
        return told
    between = words_of(two_years_words(view, catalogue, span), figures=(*map(str, span), *FIGURES))
    sentence, note = two_years_sentence(view, catalogue, span), years_note(view, catalogue, span)
    return replace(told, sentence=sentence, note=note, between=between)


def eras_compared(told: Compared, *, key: str) -> None:
    """Show the statistics of each economy and era, and say which eras are thin."""
    if told.is_empty:
        st.caption("No full year of figures falls inside an era.")
        return
    word_table.show(told.eras, alt="Statistics by economy and era", key=key)
    st.caption(
        "Compound growth between the first and last year observed in the era."
        if told.is_compound
        else "Mean over the years observed in the era."
    )
    if told.thin:
        st.markdown(plain(told.thin))


def two_years(told: Compared, *, key: str) -> None:
    """Show what each economy drawn did between two years, in a sentence and a table."""
    span = told.years
    if span is None or told.between is None:
        return
    st.markdown(f"## {span[0]} and {span[1]} compared")
    st.markdown(plain(told.sentence))
    word_table.show(told.between, alt=f"{span[0]} and {span[1]} compared by economy", key=key)
    if told.note:
        st.caption(plain(told.note))


def about_indicator(catalogue: Catalogue, view: View, citation: str) -> None:
    """Show what an indicator measures, where it comes from, what to handle with care and how to cite it."""
    entry = view.indicator
    st.markdown(plain(entry.description))
    first, second = st.columns(2, gap="large")
    with first:
        _fact("Unit", plain(entry.unit))
        _fact("Source", linked(entry.source_name, entry.source_url) if entry.source_url else plain(entry.source_name))
        if entry.tier is not Tier.CUSTOM:
            _fact("Provider's code", plain(_code(entry)))
        _fact("Licence", linked(entry.licence, entry.licence_url) if entry.licence_url else plain(entry.licence))
    with second:
        for vintage in view.vintages:
            released = f"{vintage.day}: {plain(vintage.release)}, {vintage.rows:,} figures"
            _fact(f"Vintage of {plain(vintage.indicator)}", released)
        _fact("How to cite", plain(citation))
    warnings = [*map(plain, _warnings(catalogue, entry)), *_provisional(view)]
    if warnings:
        st.markdown("**Handle with care**\n" + "\n".join(f"- {line}" for line in warnings))


def _fact(name: str, text: str) -> None:
    st.markdown(f"**{name}**  \n{text}")


def _code(entry: Indicator) -> str:
    if entry.derived is not None:
        return f"computed: {entry.derived.op} of {formatting.listing(list(entry.derived.inputs))}"
    return entry.code or ", ".join(entry.codes.values())


def _warnings(catalogue: Catalogue, entry: Indicator) -> Iterable[str]:
    yield from entry.caveats
    for found in (*catalogue.breaks_behind(entry.id), *entry.flags):
        yield f"{found.economy} {found.when}: {found.note}"
    for zero in entry.not_collected:
        yield f"{zero.economy} to {zero.until}: {zero.note}"


def _provisional(view: View) -> Iterable[str]:
    # what is provisional of many economies is so for one reason
    for note, sources in dict.fromkeys((known.note, known.sources) for known in view.provisional):
        yield f"Provisional: {plain(note)} {'; '.join(source_link(source) for source in sources)}."
