"""Show every release of an indicator, what each revised, and what was first said against what is said now."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import Built, Nothing
from dashboard.charts.releases import FIGURES, FIRST_RELEASE, REVISION
from dashboard.export.tables import records_table, vintage_record
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.as_of import day_of
from dashboard.store.records import Vintage
from dashboard.ui import controls, downloads, state, table, widgets
from dashboard.ui.context import Page
from dashboard.views.links import query_text
from dashboard.views.releases import apart

_ORIGINS: Final = {"history": "shipped, earlier", "snapshot": "shipped, newest", "live": "fetched"}
_RELEASES: Final = (
    "Published: the source's own day. Seen on: the day on which somebody first carried the release; it may be older. "
    "A revision is another value in the same definition; another base year or classification, or more decimals, is not."
)
_LISTED: Final = 12


def history(page: Page) -> None:
    """Show the releases of the indicator chosen, oldest last, and the two comparisons of them."""
    catalogue, store, selection = page.catalogue, page.store, page.selection
    st.markdown("## Releases and revisions")
    st.caption(_RELEASES)
    named = query_text({"indicator": selection.indicator})
    st.caption(
        f":material/rss_feed: Follow [releases, revisions and milestones](feed.xml) or those of "
        f"[{widgets.plain(catalogue.indicator(selection.indicator).short_name)}](feed.xml?{named}) in a feed reader."
    )
    first, second, third = st.columns([3, 2, 2], gap="medium")
    with first:
        controls.indicator_choice(page)
    with second:
        controls.economy_choice(page)
    names = catalogue.base_inputs(selection.indicator)
    histories = page.made("histories", lambda: {name: store.history(name) for name in names})
    days = sorted({vintage.date for stored in histories.values() for vintage in stored}, reverse=True)
    with third:
        controls.day_choice(page, days[1:])
    for name, vintages in histories.items():
        if len(names) > 1:
            st.markdown(f"**{widgets.plain(catalogue.indicator(name).name)}**")
        rows = [_vintage_row(vintage, catalogue) for vintage in reversed(vintages)]
        table.show(
            page.made("vintages", lambda rows=rows: table.written(pd.DataFrame(rows)), name),
            columns={"File": st.column_config.LinkColumn(display_text="open")},
            height="content" if len(vintages) < _LISTED else 420,
            alt=f"Vintages of {name}",
        )
        downloads.take_away(_vintages(vintages, name), key=page.key(f"take-vintages-{name}"))
        shown = page.showing(replace(selection, indicator=name))
        _first_release(shown)
        _revisions(shown)


def _vintage_row(vintage: Vintage, catalogue: Catalogue) -> dict[str, object]:
    return {
        "Released": vintage.date,
        "Day": vintage.dated,
        "What sets it apart": apart(vintage, catalogue),
        "Figures": vintage.rows,
        "Added": vintage.added,
        "Revised": vintage.revised,
        "Withdrawn": vintage.withdrawn,
        "Counted otherwise": vintage.redefined,
        "From": _ORIGINS[vintage.origin],
        "Release": vintage.release,
        "Licence": vintage.licence or catalogue.indicator(vintage.indicator).licence,
        "File": vintage.url or None,
    }


def _vintages(vintages: Sequence[Vintage], indicator: str) -> downloads.Offer:
    records = [vintage_record(vintage) for vintage in vintages]
    return downloads.offer(
        "This table",
        lambda: records_table(records, f"eraline_{indicator}_vintages", title=f"Releases of {indicator}"),
    )


def _first_release(page: Page) -> None:
    """Show what was first said of one economy against what is said now, or was on the day chosen."""
    as_of = page.selection.as_of
    newest = "the newest" if as_of is None else f"that of {formatting.day(day_of(as_of), 'day')}"
    st.markdown(f"### First release against {newest}")
    alt = "Figures as first released and as released later"
    built = page.made("first release", lambda: FIRST_RELEASE.build(page.request))
    _comparison(page, built, page.key(f"first-{page.selection.indicator}"), alt)


def _revisions(page: Page) -> None:
    st.markdown("### The release of a day against the newest")
    built = page.made("revision", lambda: REVISION.build(page.request))
    alt = "Figures that differ between the two releases"
    _comparison(page, built, page.key(f"revision-{page.selection.indicator}"), alt)


def _comparison(page: Page, built: Built | Nothing, key: str, alt: str) -> None:
    chart(page, built, key, None)
    if isinstance(built, Nothing):
        return
    for note in built.notes:
        st.caption(widgets.plain(note))
    shown = page.made(f"table of {key}", lambda: table.written(built.table(), figures=FIGURES))
    if len(shown):
        table.show(shown, height="content" if len(shown) < _LISTED else 420, alt=alt)
    take_away(page, built, key, state.link(page.selection))


def chart(page: Page, built: Built | Nothing, key: str, width: int | None) -> None:
    """Show a chart, or in words why there is none."""
    if isinstance(built, Nothing):
        st.caption(widgets.plain(built.text))
        return
    st.plotly_chart(
        page.figure(key, built, Sheet(width)),
        theme=None,
        key=key,
        config={"displayModeBar": False, "responsive": True},
        alt=built.alt,
    )


def take_away(page: Page, built: Built | Nothing, key: str, link: str = "") -> None:
    """Show what there is to take away of a chart, its picture among it."""
    if isinstance(built, Built) and page.made(f"rows of {key}", lambda: len(built.rows())):
        downloads.take_away(downloads.built("These figures", built, link), key=f"{key}-take")
