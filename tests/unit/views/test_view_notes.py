"""Are notes that two views have in common told apart from those of one, whatever they are about?"""

from dashboard.views.break_notes import BreakNote
from dashboard.views.view_notes import ViewNotes

EARLY = BreakNote("CHN", 2000, "Series break in 2000: Wider.", divides=True)
LATE = BreakNote("CHN", 2009, "Series break in 2009: Narrower.", divides=True)
ONE = ViewNotes((EARLY, LATE), ("Of one.", "Of both."), ("China's.", "India's."))
OTHER = ViewNotes((LATE,), ("Of both.",), ("India's.", "Japan's."))


def test_notes_are_read_as_breaks_then_in_general_then_what_is_provisional() -> None:
    assert ONE.sentences == (
        "Series break in 2000: Wider.",
        "Series break in 2009: Narrower. Nothing is compared across them.",
        "Of one.",
        "Of both.",
        "Provisional: China's. India's.",
    )
    assert ViewNotes().sentences == ()


def test_what_two_views_share_and_what_one_has_alone_are_all_there_is() -> None:
    shared = ONE.shared_with(OTHER)
    assert shared.sentences == (
        "Series break in 2009: Narrower. Nothing is compared across it.",
        "Of both.",
        "Provisional: India's.",
    )
    assert ONE.without(shared) == ViewNotes((EARLY,), ("Of one.",), ("China's.",))
    assert OTHER.without(shared) == ViewNotes(provisional=("Japan's.",))
