"""Show a short table of words whole, on the screen as on paper, without the scripts that a table to sort in needs."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd
from streamlit.components import v2

_HERE: Final = Path(__file__).parent
_table = v2.component(
    "eraline_words", css=(_HERE / "word_table.css").read_text("utf-8"), js=(_HERE / "word_table.js").read_text("utf-8")
)


@dataclass(frozen=True, eq=False)
class Words:
    """A table of words: what its columns are called, its rows, and which columns are numbers, to be lined up right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()

    @cached_property
    def size(self) -> int:
        """Return about how many bytes it takes."""
        return sum(len(cell) + _CELL_BYTES for row in (self.heads, *self.rows) for cell in row)


# what a text of Python's takes besides its letters
_CELL_BYTES: Final = 60


def words_of(frame: pd.DataFrame, *, figures: Collection[str]) -> Words:
    """Return a frame of text as a table of words; `figures` names columns that hold numbers, those that it has."""
    heads = tuple(map(str, frame.columns))
    rows = tuple(tuple(map(str, row)) for row in frame.itertuples(index=False))
    return Words(heads, rows, tuple(place for place, name in enumerate(heads) if name in figures))


def show(words: Words, *, alt: str, key: str) -> None:
    """Show a table of words; `alt` says what it is of to those who hear it."""
    data: dict[str, Any] = {"alt": alt, "heads": words.heads, "rows": words.rows, "right": words.right}
    _table(key=key, data=data)
