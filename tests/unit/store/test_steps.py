"""Does long work do what it is asked to between its steps, and only there?"""

import pandas as pd
import pytest

from dashboard.store.csv_text import PIECE_ROWS, csv_pieces
from dashboard.store.steps import in_steps, step


def test_something_is_done_between_steps_in_its_context_alone() -> None:
    done: list[str] = []
    step()
    with in_steps(lambda: done.append("outer")):
        step()
        with in_steps(lambda: done.append("inner")):
            step()
        step()
    step()
    assert done == ["outer", "inner", "outer"]


def test_what_was_done_before_is_done_again_after_a_failure() -> None:
    done: list[str] = []
    with pytest.raises(RuntimeError), in_steps(lambda: done.append("x")):
        raise RuntimeError
    step()
    assert done == []


def test_many_rows_are_written_in_steps() -> None:
    done: list[int] = []
    frame = pd.DataFrame({"a": range(3 * PIECE_ROWS), "b": "x"})
    with in_steps(lambda: done.append(1)):
        assert sum(len(piece) for piece in csv_pieces(frame)) > len(frame)
    assert len(done) >= 3
