"""Data page: what is stored, from when and from whom; refreshing it, and what was revised."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Indicator, Provider
from dashboard.charts.stored import COVERAGE
from dashboard.export.tables import records_table
from dashboard.refresh.run import Event, refresh
from dashboard.settings import read_settings
from dashboard.sources.registry import PROVIDERS, provider_name, sources
from dashboard.store.status import Status, held, status
from dashboard.ui import access, downloads, login, pending_panel, releases_view, resources, table, widgets
from dashboard.ui.context import Page, open_page
from dashboard.ui.in_words import told_in_words
from dashboard.ui.job import Progress
from dashboard.views.stored import with_stored

PAGE: Final = "data"
# shapes that every font has
_STATE_MARKS: Final = {"live": "●", "cached": "◐", "snapshot": "○", "unavailable": "×"}
_STATE_WORDS: Final = {
    "live": "fetched from the source within its usual rhythm",
    "cached": "fetched some time ago, or the newest attempt failed or was held back",
    "snapshot": "the figures shipped with Eraline",
    "unavailable": "no figures",
}
_EVERYTHING: Final = (
    ":material/folder_zip: All figures of all indicators: [an archive](api/v1/snapshot.zip) that is a data package, or "
    "[one Parquet file](api/v1/snapshot.parquet)."
)
_POLL_SECONDS: Final = 1.0
_ENDS: Final = ("fresh", "unchanged", "pending", "failed", "cancelled")


def views(_catalogue: Catalogue) -> tuple[str, ...]:
    """Return what `view` may say here: nothing."""
    return ()


def render() -> None:
    """Draw the page that the URL asks for."""
    page = open_page("data")
    st.markdown("# What Eraline holds, from when, and from whom")
    page = _with_stored(page)
    # what a session has of its own is stored nowhere
    store = page.cache.store
    known = page.known("held", lambda: held(store), page.edition.attempt)
    stored = page.known("with stored", lambda: with_stored(resources.catalogue(), store))
    found = status(stored, store, now=page.edition.now, known=known)
    _health(found)
    settings = read_settings()
    login.panel(settings, key=PAGE)
    may_refresh = access.may_refresh(settings)
    if may_refresh:
        # who refreshes is told by the primary alone; the page is drawn from a replica while that is away
        with told_in_words():
            _refresh_panel()
    pending_panel.panel(page, may_decide=may_refresh)
    width = widgets.page_width()
    _stored(page, found, width)
    releases_view.history(page)


def _with_stored(page: Page) -> Page:
    """Return the page with every series that is stored."""
    catalogue = page.catalogue
    wider = page.known(
        "catalogue with stored", lambda: with_stored(catalogue, page.store), catalogue.policies, page.added
    )
    return replace(page, catalogue=wider)


def _health(found: Sequence[Status]) -> None:
    for column, provider in zip(st.columns(len(PROVIDERS), gap="small"), PROVIDERS, strict=True):
        own = [entry for entry in found if entry.source == provider]
        counted = Counter(entry.state for entry in own)
        failed = [entry for entry in own if entry.error]
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{provider_name(provider)}**  \n{formatting.count(len(own), 'indicator')}")
            st.markdown(
                "  \n".join(f"{_STATE_MARKS[word]} {counted[word]} {word}" for word in _STATE_MARKS if counted[word])
            )
            if failed:
                st.caption(
                    f":material/error: {len(failed)} failed at the last attempt: {widgets.plain(failed[0].error or '')}"
                )
    marked = (f"{_STATE_MARKS[word]}\N{NO-BREAK SPACE}{word}: {meaning}" for word, meaning in _STATE_WORDS.items())
    st.caption(" · ".join(marked))


def _refresh_panel() -> None:
    if resources.job().progress.running:
        _running_panel()
    else:
        _idle_panel()


@st.fragment(run_every=_POLL_SECONDS)
@told_in_words()
def _running_panel() -> None:
    progress = resources.job().progress
    if not progress.running:
        # the rest of the page shows what the refresh brought
        st.rerun()
    _bars(progress)
    st.button(
        "Stopping…" if progress.cancelling else "Stop",
        icon=":material/stop_circle:",
        on_click=_stop,
        disabled=progress.cancelling,
        key=f"{PAGE}-stop",
    )


def _idle_panel() -> None:
    st.button(
        "Refresh all figures",
        icon=":material/sync:",
        on_click=_start,
        key=f"{PAGE}-refresh",
        help=f"Asks {formatting.listing(_asked())}. Indicators that a source cannot deliver keep their current data.",
    )
    store, progress = resources.cache().store, resources.job().progress
    if running := store.lease_holder():
        _elsewhere(*running)
        return
    # an own fault says why; that of a process that is gone is known by its lease alone
    if progress.at and progress.error:
        st.error(f"{_ended(progress.at)}: {widgets.plain(progress.error)}", icon=":material/error:")
    if last := store.lease_broken_off():
        _broken_off(last)
    elif progress.at and progress.outcome:
        _summary(progress, progress.at)


def _elsewhere(who: str, since: dt.datetime) -> None:
    """Say that another process refreshes: this one's own refresh, of some time ago, is of no interest meanwhile."""
    st.info(
        f"{widgets.plain(who.capitalize())} has been refreshing the figures since {since:%H:%M} UTC. "
        "This page shows what it brings the next time it is drawn.",
        icon=":material/sync:",
    )


def _broken_off(last: dt.datetime) -> None:
    st.warning(
        f"The last refresh ended at {_moment(last)} before it was done. "
        "What it had brought by then stays; refresh again to fetch the rest.",
        icon=":material/sync_problem:",
    )


def _ended(at: dt.datetime) -> str:
    # another process may have refreshed since: this is not the last one for ever
    return f"The refresh that ended at {_moment(at)}"


def _moment(at: dt.datetime) -> str:
    return f"{at:%H:%M} UTC on {formatting.day(at.date(), 'day')}"


def _asked() -> list[str]:
    # a bank takes an article where it stands in a sentence
    return [f"the {name}" if name.endswith("Bank") else name for name in map(provider_name, PROVIDERS)]


def _stop() -> None:
    if access.may_refresh(read_settings()):
        resources.job().cancel()


def _start() -> None:
    cache, settings, job = resources.cache(), read_settings(), resources.job()
    # a message can press what is not shown
    if not access.may_refresh(settings):
        return
    catalogue = with_stored(resources.catalogue(), cache.store)
    stored: dict[str, Provider] = {
        entry.id: entry.source for entry in catalogue.indicators.values() if entry.derived is None
    }
    job.start(
        lambda emit, cancelled: refresh(
            catalogue,
            cache.store,
            sources(settings),
            max_concurrency=settings.max_concurrency,
            emit=emit,
            cancelled=cancelled,
        ),
        stored,
    )


def _bars(progress: Progress) -> None:
    for provider, total in progress.totals.items():
        ended = progress.ended.get(provider, 0)
        st.progress(ended / total, text=f"{provider_name(provider)}: {ended} of {total}")


def _summary(progress: Progress, at: dt.datetime) -> None:
    counted = progress.outcomes
    parts = [f"{counted[word]} {word}" for word in _ENDS if counted.get(word)]
    parts = [part.replace("pending", "held back") for part in parts]
    text = f"{_ended(at)}: {formatting.listing(parts) or 'nothing asked for'}."
    (st.warning if counted.get("failed") else st.success)(text, icon=":material/done_all:")
    revised = [event for event in progress.events if event.event == "fresh"]
    failed = [event for event in progress.events if event.event == "failed"]
    if failed:
        with st.expander(f"What failed ({len(failed)}); the old figures stay", icon=":material/error:"):
            st.markdown("\n".join(f"- {widgets.plain(_said(event))}" for event in failed))
    if revised:
        with st.expander(f"What changed ({len(revised)})", icon=":material/difference:"):
            st.markdown("\n".join(f"- {widgets.plain(_said(event))}" for event in revised))


def _said(event: Event) -> str:
    if event.event == "failed":
        return f"{event.indicator}: {event.error}"
    return f"{event.indicator}: {event.added} added, {event.revised} revised, {event.withdrawn} withdrawn"


def _stored(page: Page, found: Sequence[Status], width: int | None) -> None:
    st.markdown("## The catalogue")
    rows = [_status_row(entry, page.catalogue.indicator(entry.indicator)) for entry in found]
    written = page.made("status", lambda: table.written(pd.DataFrame(rows)), *found)
    table.show(written, height=420, alt="State of every indicator")
    states = [entry.to_json() for entry in found]
    take = downloads.offer("This table", lambda: records_table(states, "eraline_status", title="The catalogue"))
    downloads.take_away(take, key=page.key("take-status"))
    st.caption(_EVERYTHING)
    st.markdown("## Years covered")
    st.caption("A square is a year with figures: the darker, the more economies have one.")
    covered = page.made("coverage", lambda: COVERAGE.build(page.request))
    releases_view.chart(page, covered, page.key("coverage"), width)
    releases_view.take_away(page, covered, page.key("coverage"))


def _status_row(entry: Status, indicator: Indicator) -> dict[str, object]:
    span = formatting.spell(entry.first.year, entry.last.year) if entry.first and entry.last else ""
    return {
        "Indicator": indicator.name,
        "State": f"{_STATE_MARKS[entry.state]} {entry.state}",
        "Years": span,
        "Vintage": entry.vintage,
        "Theme": wording.listed_under(indicator),
        "Release": entry.release,
        "Source": provider_name(entry.source),
        "Age in days": entry.age_days,
        "Last error": entry.error or "",
        "Held back": entry.pending or "",
    }
