"""Show a table: on the screen one that scrolls and sorts, on paper all of its rows."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from weakref import WeakKeyDictionary

import pandas as pd
import pyarrow as pa
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.elements import arrow
from streamlit.elements.lib.pandas_styler_utils import marshall_styler as _write
from streamlit.proto.ArrowData_pb2 import ArrowData

from dashboard import formatting

_MISSING: Final = "–"
_DECIMALS: Final = 2
_THOUSAND: Final = 1_000
# what is as long as a URL can go on in the next line of a column on paper: behind its signs, and in a long number
_LONG: Final = re.compile(r"[!-~]{25,}")
_ENDS: Final = re.compile(r"[/._=&?-]+(?=\w)|\w{10}(?=\w)")
# of the element that shows them: without one it has another on every place of a page
_UUID: Final = "eraline"
_READY: Final[WeakKeyDictionary[Styler, ArrowData]] = WeakKeyDictionary()
_FIGURES: Final = st.column_config.Column(alignment="right")
Write = Callable[[Any], str]
Height = int | Literal["content"]


@dataclass(frozen=True, eq=False)
class Written:
    """A table as it is shown: its rows, those for paper as HTML, and `cells`, which Streamlit shows as they are.

    Values stay numbers, so that a column can be sorted. Those that are text with their units are lined up right too.
    """

    frame: pd.DataFrame
    paper: str
    cells: Any
    figures: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def size(self) -> int:
        """Return about how many bytes it takes."""
        return 4 * len(self.paper)


def written(frame: pd.DataFrame, *, decimals: int = _DECIMALS, figures: Collection[str] = ()) -> Written:
    """Return a frame without its index as it is shown; numbers have so many decimals, and what is missing is a dash.

    `figures` names columns of text that hold numbers with their units, those that the frame has.
    """
    columns = {str(name): _plain(frame[name]) for name in frame}
    is_plain = all(cells is not None for cells in columns.values())
    cells = pa.table(columns) if is_plain else _cell_by_cell(frame, decimals)
    return Written(frame, _on_paper(frame, decimals), cells, tuple(name for name in columns if name in figures))


def _cell_by_cell(frame: pd.DataFrame, decimals: int) -> Styler:
    """Return a frame some of whose numbers are written otherwise than Streamlit would, with every cell written."""
    styler = frame.style.format(_formats(frame, decimals), na_rep=_MISSING).set_uuid(_UUID)
    _READY[styler] = ArrowData()
    _write(_READY[styler], styler, _UUID)
    return styler


def _write_once(message: ArrowData, styler: Styler, uuid: str) -> None:
    """Put the written cells of a Styler into a message, those that were written before as they are."""
    ready = _READY.get(styler)
    if ready is None:
        _write(message, styler, uuid)
    else:
        message.styler.CopyFrom(ready.styler)


# Streamlit writes each cell anew for every session and rerun, in more time than all else on a page of tables takes, and
# has no place to hand it what is written
setattr(arrow, "marshall_styler", _write_once)  # noqa: B010 - a function of another's module


def _plain(cells: "pd.Series[Any]") -> Any:  # noqa: ANN401 - an array of Arrow's
    """Return cells that Streamlit shows by itself as they are to be written, None of others; days become text."""
    if isinstance(cells.dtype, pd.StringDtype) or _is_small(cells):
        return pa.array(cells, from_pandas=True)
    if all(cell is None or type(cell) is dt.date for cell in cells):
        return pa.array([None if cell is None else cell.isoformat() for cell in cells], pa.string())
    return None


def _is_small(cells: "pd.Series[Any]") -> bool:
    """Tell whether cells are whole numbers without thousands to be set apart."""
    return pd.api.types.is_integer_dtype(cells) and bool(cells.abs().max() < _THOUSAND)


def show(
    frame: pd.DataFrame | Written,
    *,
    alt: str,
    height: Height = "content",
    decimals: int = _DECIMALS,
    columns: Mapping[str, Any] | None = None,
) -> None:
    """Show a frame, as `written` writes it."""
    rows = frame if isinstance(frame, Written) else written(frame, decimals=decimals)
    st.dataframe(
        rows.cells,
        hide_index=True,
        height=height,
        column_config=dict.fromkeys(rows.figures, _FIGURES) | dict(columns or {}),
        placeholder=_MISSING,
        alt=alt,
    )
    # the grid of the screen is a picture of the rows that are scrolled to
    st.html(f'<div class="on-paper">{rows.paper}</div>')


def _formats(frame: pd.DataFrame, decimals: int) -> dict[Any, Any]:
    """Return how the cells of each column of numbers are written; years have no thousands."""

    def number(value: float) -> str:
        return formatting.cell(float(value), decimals)

    def written(name: str) -> Write:
        if pd.api.types.is_integer_dtype(frame[name]):
            return str if "year" in name.lower() else "{:,d}".format
        return number

    return {str(name): written(str(name)) for name in frame.select_dtypes("number").columns}


def _on_paper(frame: pd.DataFrame, decimals: int) -> str:
    """Return a table's rows as HTML, every cell as the screen shows it."""
    formats = _formats(frame, decimals)
    cells = {
        name: [_MISSING if pd.isna(cell) else write(cell) for cell in frame[name]] for name, write in formats.items()
    }
    words = {str(name): frame[name].map(_breaking) for name in frame if pd.api.types.is_string_dtype(frame[name])}
    return frame.assign(**words, **cells).to_html(index=False, border=0, na_rep=_MISSING)


def _breaking(cell: object) -> object:
    """Return a text whose long words, such as a URL, can go on in the next line, and anything else as it is."""
    if not isinstance(cell, str):
        return cell
    return _LONG.sub(lambda word: _ENDS.sub("\\g<0>\N{ZERO WIDTH SPACE}", word[0]), cell)
