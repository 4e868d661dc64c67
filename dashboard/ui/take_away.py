"""Show under Explore's chart what one takes away: rows, whole indicators, the picture, links and citations."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.catalogue import wording
from dashboard.charts.eras import all_statistics
from dashboard.charts.explore import EXPLORE, drawn_of, permalink_of
from dashboard.charts.extracts import views_extract, whole
from dashboard.export.citation import citation
from dashboard.export.names import view_name
from dashboard.export.table import Table
from dashboard.figures import Figure
from dashboard.figures.theme import Mode
from dashboard.store.as_of import pin
from dashboard.ui import charts, citing, downloads, embed_code, state, use_data
from dashboard.ui.context import Page
from dashboard.views.cited import Cited
from dashboard.views.selection import Selection
from dashboard.views.view import View


def show(
    page: Page,
    views: Sequence[View],
    cited: Sequence[Cited | None],
    draw: Callable[[Mode], Figure] | None = None,
) -> None:
    """Show the files of what is shown and of whole indicators, the picture where there is one, link and citation."""
    drawn, url = drawn_of(views), link(views)
    some = drawn or tuple(views[:1])
    name = view_name(*some)
    shown = downloads.offer("As shown", lambda: views_extract(drawn, cited).table(url))
    every = downloads.offer(
        "Whole indicator" if len(views) == 1 else "Whole indicators",
        lambda: whole(page.loader, page.selection).table(url),
    )
    everything = downloads.offer("Everything on this page", lambda: _everything(page, drawn, cited, url), several=True)
    with st.container(horizontal=True, gap="small"):
        downloads.take_away(*([shown, every, everything] if drawn else [every]), key=page.key("download"))
        if draw is not None:
            charts.picture(draw, chart=page.key("chart"), name=name)
        citing.control(page, some, url, name)
        if draw is not None:
            embed_code.control(
                page, replace(permalink_of(views), view=""), wording.together([view.indicator for view in some])
            )
        use_data.control(
            page, EXPLORE, _spelled(views), name, released=pin(one for view in some for one in view.vintages)
        )


def _everything(page: Page, drawn: Sequence[View], cited: Sequence[Cited | None], url: str) -> Table:
    """Return what is drawn, and beside it the statistics and every other economy."""
    table = views_extract(drawn, cited).table(url)
    return replace(
        table,
        name=f"{table.name}_page",
        beside={
            **table.beside,
            "Eras": lambda: all_statistics(drawn, page.catalogue),
            "All economies": lambda: whole(page.loader, page.selection).rows,
        },
    )


def _spelled(views: Sequence[View]) -> Selection:
    """Return what selects the views, their economies named: a script that names none gets all."""
    return replace(permalink_of(views), economies=tuple(economy.id for economy in views[0].economies))


def link(views: Sequence[View]) -> str:
    """Return the URL that shows the views again, of the releases that they show; "" where none can."""
    released = pin(vintage for view in views for vintage in view.vintages)
    return state.link(replace(permalink_of(views), as_of=released))


def cite(view: View, shown: Sequence[View]) -> str:
    """Return how to cite one of the views shown, with the link to all of them."""
    return citation(view, accessed=dt.datetime.now(dt.UTC).date(), link=link(shown))
