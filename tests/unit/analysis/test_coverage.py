"""Are spans covered by number, by share and by thirds, one economy or many alike?"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dashboard.analysis.coverage import covered, thirds, why_thin


@given(st.integers(1, 80))
def test_thirds_are_those_of_the_rule_and_leave_no_year_out(years: int) -> None:
    # third i of N years runs from year floor(iN/3)+1 to floor((i+1)N/3), counted from 1
    expected = [range(i * years // 3 + 1, (i + 1) * years // 3 + 1) for i in range(3)]
    assert [range(start + 1, end + 1) for start, end in thirds(years)] == expected
    assert [year for third in expected for year in third] == list(range(1, years + 1))


@given(arrays(np.bool_, st.tuples(st.integers(1, 40), st.integers(1, 6))))
def test_an_economy_is_covered_where_there_is_no_reason_against_it(known: np.ndarray) -> None:
    assert covered(known).tolist() == [why_thin(known[:, column], 2000) is None for column in range(known.shape[1])]
