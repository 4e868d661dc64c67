"""How reasons are worded: one function, and every cause has its words."""

import pytest

from dashboard.analysis.reasons import CONSTANT, NO_DATA, Cause, Reason
from dashboard.evidence.phrases import cell_reason, reason, year_list

WORDED = {
    NO_DATA: "there are no figures of the economy",
    CONSTANT: "the series does not vary",
    Reason(Cause.TOO_FEW, n=4, least=5): "fewer than 5 figures",
    Reason(Cause.TOO_FEW_OF_ERA, n=20, of=34): "under 60% of the era's years",
    Reason(Cause.TOO_FEW_OF_SPAN, n=4, of=5, least=5): "4 of 5 years have a figure, and it takes 5",
    Reason(Cause.TOO_SPARSE, n=5, of=10): "5 of 10 years have a figure, under 60%",
    Reason(Cause.TOO_FEW_POSITIVE, least=4): "fewer than 4 figures above zero",
    Reason(
        Cause.ERA_UNUSABLE, n=34, of=34, era="reform-and-opening", because=Reason(Cause.SERIES_BREAK, years=(1990,))
    ): "reform-and-opening has 34 of 34 years: a level break in 1990",
    Reason(Cause.SERIES_BREAK, years=(2009, 2010)): "a level break in 2009–2010",
    Reason(Cause.BREAK_BETWEEN_ERAS, years=(2013,)): "a level break in 2013 lies between the eras",
    Reason(Cause.BREAK_IN_WINDOWS, years=(2011,)): "a level break in 2011 lies inside the windows",
    Reason(Cause.BREAK_IN_BASE, years=(2005,)): "a level break in 2005 lies inside the base",
    Reason(Cause.SHORT_STRETCH, n=9, least=10): "its longest stretch without a gap has 9 figures, not ten",
    Reason(Cause.NARROW_WINDOWS, what="mean", n=2, least=3): "a mean takes windows of at least 3 years, not 2",
    Reason(
        Cause.GAPS_IN_WINDOWS, spans=((2005, 2009), (2010, 2014)), years=(2008, 2012, 2013)
    ): "the windows 2005–2009 and 2010–2014 lack figures for 2008, 2012–2013",
    Reason(Cause.GAPS_IN_BASE, years=(1998, 1999)): "the base lacks figures for 1998–1999",
    Reason(Cause.TOO_FEW_DATES, n=0, least=10): "the comparison fits at no date",
    Reason(Cause.TOO_FEW_DATES, n=1, least=10): "the comparison fits at only one date",
    Reason(Cause.TOO_FEW_DATES, n=8, least=10): "the comparison fits at only 8 dates",
    Reason(
        Cause.TOO_FEW_OTHERS, n=7, least=8
    ): "too few economies: 7 others have figures for the same years, and it takes 8",
    Reason(Cause.TOO_FEW_RANKED, n=7, least=8): "too few economies: 7 have figures, and it takes 8",
    Reason(Cause.STALE, years=(2019, 2025)): "it ends in 2019, and other figures of the economy in 2025",
    Reason(Cause.NO_STEADY_RATE): "no steady rate",
    Reason(Cause.TOO_FEW_DIFFERENCES, least=3): "fewer than 3 yearly differences outside of the windows",
    Reason(Cause.EVEN_STEPS): "the rest of the series moves by the same step every year",
    Reason(Cause.NO_YEAR_WITH_TARGET): "no year of the span has a target and a figure",
    Reason(Cause.NO_YEAR_WITH_VALUE): "no year of the span has a figure",
    Reason(Cause.NO_DEADLINE_REACHED): "no year of the span has a deadline that figures reach",
    Reason(Cause.NOT_DUE, years=(2030, 2023)): "the target is for 2030, and figures end in 2023",
}


@pytest.mark.parametrize("found", WORDED, ids=lambda found: str(found.cause))
def test_a_reason_has_its_words(found: Reason) -> None:
    assert reason(found) == WORDED[found]


def test_every_cause_is_worded() -> None:
    assert {found.cause for found in WORDED} == set(Cause)


def test_no_reason_is_no_text() -> None:
    assert (reason(None), cell_reason(None)) == ("", "")


def test_a_cell_names_the_years_of_a_break_one_by_one() -> None:
    assert cell_reason(Reason(Cause.SERIES_BREAK, years=(1985, 2009))) == "level break in 1985, 2009"
    assert cell_reason(Reason(Cause.TOO_FEW, n=4, least=5)) == "fewer than 5 figures"


def test_years_are_drawn_together_into_runs() -> None:
    assert year_list([1990, 1994, 1995, 1996, 2001]) == "1990, 1994–1996, 2001"
