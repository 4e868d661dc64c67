"""Show what can be taken away: one button under every chart and table, which asks what of it and in which format."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import formatting
from dashboard.charts.extracts import built_table
from dashboard.charts.kind import Built
from dashboard.export.formats import Format, offered
from dashboard.export.table import Table
from dashboard.store.csv_text import csv_bytes
from dashboard.ui.alone import alone
from dashboard.ui.in_words import told_in_words
from dashboard.ui.plain import plain
from dashboard.ui.running import page_being_made

_KILO: Final = 1_000
_MEGA: Final = 1_000_000


@dataclass(frozen=True, eq=False)
class File:
    """One file to take away, made when its button is pressed; `size` is about how many bytes it has, 0 unknown."""

    label: str
    icon: str
    help: str
    name: str
    media_type: str
    make: Callable[[], bytes]
    size: int = 0


@dataclass(frozen=True, eq=False)
class Offer:
    """Something to take away: what it is called, and the files of it, with a line that says how much it is.

    They are listed when the offer is looked at, so that a page that nobody takes anything from costs nothing.
    """

    label: str
    files: Callable[[], tuple[str, Sequence[File]]]


def offer(label: str, table: Callable[[], Table], *, several: bool = False) -> Offer:
    """Return the offer of a table in every format that fits it, or of `several` tables, which stand beside its rows."""
    return Offer(label, lambda: _files(table(), several=several))


def built(label: str, chart: Built, link: str = "") -> Offer:
    """Return the offer of a chart's rows, its picture among the formats; `link` shows the same again."""
    return offer(label, lambda: built_table(chart, link))


def take_away(*offers: Offer, key: str, label: str = "Take away", disabled: bool = False) -> None:
    """Show a button that opens on what is offered, the first of it chosen; the page itself stays as it is."""
    # a fragment's own container would take the whole line
    with st.container(width="content"):
        _take_away(offers, key, label, disabled)


@alone
@page_being_made("downloads")
@told_in_words()
def _take_away(offers: Sequence[Offer], key: str, label: str, disabled: bool) -> None:  # noqa: FBT001 - a fragment's own
    with st.popover(
        label, icon=":material/download:", key=key, on_change="rerun", disabled=disabled or not offers
    ) as opened:
        if not opened.open:
            return
        chosen = offers[0]
        if len(offers) > 1:
            names = [entry.label for entry in offers]
            what = st.radio("What", names, format_func=plain, key=f"{key}-what", label_visibility="collapsed")
            chosen = offers[names.index(what)]
        told, files = chosen.files()
        st.caption(plain(told))
        with st.container(gap="xsmall"):
            for file in files:
                _button(file, key)


def _button(file: File, key: str) -> None:
    st.download_button(
        f"{file.label} · {_size(file.size)}" if file.size else file.label,
        data=file.make,
        file_name=file.name,
        mime=file.media_type,
        icon=file.icon,
        help=file.help,
        on_click="ignore",
        width="stretch",
        key=f"{key}-{file.name}",
    )


def _files(table: Table, *, several: bool) -> tuple[str, Sequence[File]]:
    sizes = len(csv_bytes(table.rows)), sum(len(csv_bytes(rows)) for rows in table.sheets.values())
    rows = f"{len(table.rows):,} {'row' if len(table.rows) == 1 else 'rows'}"
    more = f", and {formatting.count(len(table.sheets), 'more table')}: {', '.join(table.sheets)}" if several else ""
    return rows + more, [_file(form, table, sizes) for form in offered(table, several=several)]


def _file(form: Format, table: Table, sizes: tuple[int, int]) -> File:
    return File(
        form.label,
        form.icon,
        form.help,
        f"{table.name}.{form.ending}",
        form.media_type,
        lambda: form.prefix + form.render(table),
        form.about_bytes(table, *sizes),
    )


def _size(size: int) -> str:
    """Return a size for people, as roughly as it is known: 2 KB, 40 KB, 1.9 MB."""
    if size >= _MEGA:
        return f"{size / _MEGA:.1f} MB"
    kilo = max(1, round(size / _KILO))
    return f"{kilo if kilo < 20 else round(kilo, -1)} KB"  # noqa: PLR2004 - one digit says what two would
