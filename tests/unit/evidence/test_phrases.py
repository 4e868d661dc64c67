"""How reasons are worded: one function, and every cause has its words."""

import pytest

from dashboard.analysis.reasons import CONSTANT, NO_DATA, Cause, Reason
from dashboard.catalogue.catalogue import Catalogue
from dashboard.evidence import phrases
from dashboard.evidence.phrases import cell_reason, reason, too_short, year_list

WORDED = {
    NO_DATA: "there are no figures of the economy",
    CONSTANT: "the series does not vary",
    Reason(Cause.YEARS_MISSING, n=3, of=4, years=(2000,)): "no values for 2000",
    Reason(Cause.TOO_FEW, n=4, of=11, least=5): "4 of 11 years have values, and it takes at least 5",
    Reason(Cause.TOO_FEW, n=2, of=2, least=5): "2 years with values, and it takes at least 5",
    Reason(Cause.TOO_SPARSE, n=5, of=10): "5 of 10 years have values, under 60 %",
    Reason(Cause.THIN_THIRD, n=4, of=11, spans=((1979, 1989),)): "only 4 of 11 years in 1979–1989 have values",
    Reason(Cause.THIN_THIRD, n=0, of=9, spans=((1950, 1958),)): "none of the 9 years in 1950–1958 has a value",
    Reason(Cause.GAPS_IN_SPAN, n=2, of=3): "only 2 of the last 3 years have values",
    Reason(Cause.NO_FULL_YEAR): "the economy and most others never have values for the same year",
    Reason(Cause.TOO_FEW_POSITIVE, least=4): "fewer than 4 values above zero",
    Reason(
        Cause.ERA_UNUSABLE, n=34, of=34, era="reform-and-opening", because=Reason(Cause.SERIES_BREAK, years=(1990,))
    ): "reform-and-opening: a series break in 1990",
    Reason(Cause.SERIES_BREAK, years=(2009, 2010)): "series breaks in 2009 and 2010",
    Reason(Cause.BREAK_BETWEEN_ERAS, years=(2013,)): "a series break in 2013 lies between the eras",
    Reason(Cause.BREAK_IN_WINDOWS, years=(2011,)): "a series break in 2011 lies inside the windows",
    Reason(
        Cause.BREAK_IN_WINDOWS, years=(1990, 1994, 1995)
    ): "series breaks in 1990, 1994 and 1995 lie inside the windows",
    Reason(Cause.BREAK_IN_BASE, years=(2005,)): "a series break in 2005 lies inside the base",
    Reason(Cause.SHORT_STRETCH, n=9, least=10): "its longest stretch without a gap has 9 figures, not ten",
    Reason(Cause.NARROW_WINDOWS, what="mean", n=2, least=3): "a mean takes windows of at least 3 years, not 2",
    Reason(
        Cause.GAPS_IN_WINDOWS, spans=((2005, 2009), (2010, 2014)), years=(2008, 2012, 2013)
    ): "the windows 2005–2009 and 2010–2014 lack figures for 2008 and 2012–2013",
    Reason(Cause.GAPS_IN_BASE, years=(1998, 1999)): "the base lacks figures for 1998–1999",
    Reason(Cause.NONE_AFTER, years=(2026,)): "there is no figure from 2026 on",
    Reason(Cause.NONE_AFTER, years=(1950, 1965)): "there is no figure from 1950 to 1965",
    Reason(Cause.TOO_FEW_DATES, n=0, least=10): "the comparison fits at no date",
    Reason(Cause.TOO_FEW_DATES, n=1, least=10): "the comparison fits at only one date",
    Reason(Cause.TOO_FEW_DATES, n=8, least=10): "the comparison fits at only 8 dates",
    Reason(
        Cause.TOO_FEW_OTHERS, n=7, least=8
    ): "too few economies: 7 others have figures for the same years, and it takes 8",
    Reason(
        Cause.TOO_FEW_OTHERS, n=1, least=8
    ): "too few economies: 1 other has figures for the same years, and it takes 8",
    Reason(Cause.SHORT_STRETCH, n=1, least=10): "its longest stretch without a gap has 1 figure, not ten",
    Reason(Cause.TOO_FEW_RANKED, n=7, least=8): "too few economies: 7 have figures, and it takes 8",
    Reason(Cause.FIGURES_STOP, years=(2019,)): "the figures stop in 2019",
    Reason(Cause.NO_STEADY_RATE): "no steady rate",
    Reason(Cause.TOO_FEW_DIFFERENCES, least=3): "fewer than 3 yearly differences outside the windows",
    Reason(Cause.EVEN_STEPS): "the rest of the series moves by the same step every year",
    Reason(Cause.NO_YEAR_WITH_TARGET): "no year of the span has a target and a figure",
    Reason(Cause.NO_YEAR_WITH_VALUE): "no year of the span has a figure",
    Reason(Cause.NO_DEADLINE_REACHED): "no year of the span has a deadline that figures reach",
    Reason(Cause.TOO_FEW_TARGETS, n=4, least=5): "4 years had a target and an outcome, and it takes 5",
    Reason(Cause.NOT_DUE, years=(2030, 2023)): "not due until 2030; figures end in 2023",
}


@pytest.mark.parametrize("found", WORDED, ids=lambda found: str(found.cause))
def test_a_reason_has_its_words(found: Reason) -> None:
    assert reason(found) == WORDED[found]


def test_every_cause_is_worded() -> None:
    assert {found.cause for found in WORDED} == set(Cause)


def test_no_reason_is_no_text() -> None:
    assert (reason(None), cell_reason(None)) == ("", "")


def test_a_cell_names_the_years_of_a_break_one_by_one() -> None:
    assert cell_reason(Reason(Cause.SERIES_BREAK, years=(1985, 2009))) == "series breaks in 1985 and 2009"
    assert cell_reason(Reason(Cause.TOO_SPARSE, n=5, of=10)) == "5 of 10 years have values, under 60 %"


def test_years_are_drawn_together_into_runs() -> None:
    assert year_list([1990, 1994, 1995, 1996, 2001]) == "1990, 1994–1996 and 2001"


def test_not_due_figures_that_stop_and_too_short_are_three_different_things() -> None:
    assert too_short(Reason(Cause.NOT_DUE, years=(2030, 2025))) == "Not due until 2030; figures end in 2025."
    assert too_short(Reason(Cause.FIGURES_STOP, years=(2020,))) == "The figures stop in 2020."
    assert too_short(CONSTANT) == "Too short to say: the series does not vary."


def test_a_name_with_a_comma_does_not_stand_before_a_verb(shipped_catalogue: Catalogue) -> None:
    assert phrases.opening(shipped_catalogue.indicator("solar-module-price")) == "Module price"
    assert phrases.opening(shipped_catalogue.indicator("gdp-growth")) == "GDP growth"
