"""Index texts by their words, in memory: SQLite's FTS5 finds the first rows that hold what is looked for."""

import sqlite3
from collections.abc import Iterable
from functools import cached_property
from threading import Lock
from typing import Final

# words are folded before they come here; prefixes of up to three letters have lists of their own
_MAKE: Final = "CREATE VIRTUAL TABLE row USING fts5(names, codes, texts, content='', prefix='1 2 3')"
_ADD: Final = "INSERT INTO row (rowid, names, codes, texts) VALUES (?, ?, ?, ?)"
# what a row is called, and not what else it says
CALLED: Final = "{names codes}"
_VOCABULARY: Final = "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(row, 'row')"
_MATCHING: Final = "SELECT rowid - 1 FROM row WHERE row MATCH ? ORDER BY rowid LIMIT ?"


class WordIndex:
    """Rows of three texts each, names, codes and what else they say, numbered from 0; the best known come first.

    FTS5 gives matching rows in the order of their numbers without looking at all of them: that is what makes it fast.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        # one connection for all threads, one at a time
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._lock = Lock()
        with self._connection:
            self._connection.execute(_MAKE)
            self._connection.executemany(_ADD, ((number, *row) for number, row in enumerate(rows, 1)))

    def rows(self, expression: str, most: int) -> list[int]:
        """Return the numbers of the first rows that an FTS5 expression matches."""
        with self._lock:
            return [number for (number,) in self._connection.execute(_MATCHING, (expression, most))]

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """Return every word of the rows, sorted."""
        with self._lock:
            self._connection.execute(_VOCABULARY)
            return tuple(sorted(word for (word,) in self._connection.execute("SELECT term FROM vocabulary")))
