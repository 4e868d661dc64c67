"""Say whose milestones and eras surround a chart: the policy histories chosen, what each is called, its letters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Era, Milestone
from dashboard.views.parameter_readers import ALL_STRIPS
from dashboard.views.selection import Selection
from dashboard.views.time_axis import Axis, eras_of

# what a user added is of no history
OWN_NAME, OWN_LETTERS = "Added by you", "You"


@dataclass(frozen=True)
class ShownHistory:
    """One of the policy histories chosen, as charts tell it from the others.

    `policy` is its id, "" for what the user added. `letters` stand for `name` where there is no room for it, `place` is
    its turn among those chosen, `subject` the economy it is about, `subjects` that economy in the genitive, and `eras`
    are those on the time axis; `has_strip` where they are drawn on a strip under that of the first history.
    """

    policy: str
    name: str
    letters: str
    place: int = 0
    subject: str = ""
    subjects: str = ""
    eras: tuple[Era, ...] = ()
    has_strip: bool = False

    @property
    def titled(self) -> str:
        """Return its name with the letters that stand for it: United States (US)."""
        return f"{self.name} ({self.letters})" if self.policy else self.name


@dataclass(frozen=True)
class MilestoneGroup:
    """The milestones of one history by date, numbered from 1; `whose` is None where there is no other to confuse."""

    whose: ShownHistory | None
    milestones: tuple[Milestone, ...]


_OWN: Final = ShownHistory("", OWN_NAME, OWN_LETTERS)


def named_histories(catalogue: Catalogue) -> tuple[ShownHistory, ...]:
    """Return the policy histories chosen, the one in focus first, without eras."""
    chosen = catalogue.chosen_histories
    found: list[ShownHistory] = []
    for place, history in enumerate(chosen):
        economy = catalogue.economies[history.subject]
        earlier = sum(other.subject == history.subject for other in chosen[:place])
        found.append(
            ShownHistory(
                history.id,
                catalogue.history_names[history.id],
                f"{economy.iso2 or economy.id}{_suffix(earlier)}",
                place,
                economy.id,
                wording.possessive(economy),
            )
        )
    return tuple(found)


def histories_on(catalogue: Catalogue, axis: Axis, selection: Selection) -> tuple[ShownHistory, ...]:
    """Return the policy histories chosen, the one in focus first, with their eras on a time axis."""
    found: list[ShownHistory] = []
    for known in named_histories(catalogue):
        eras = eras_of(catalogue.histories[known.policy], axis)
        has_strip = known.place > 0 and bool(eras) and selection.strips == ALL_STRIPS
        found.append(replace(known, eras=eras, has_strip=has_strip))
    return tuple(found)


def _suffix(earlier: int) -> str:
    """Return what tells the letters of a history from those of so many earlier ones of the same economy."""
    return chr(ord("a") + earlier) if earlier else ""


def strips_of(histories: Sequence[ShownHistory]) -> tuple[ShownHistory, ...]:
    """Return the histories besides the one in focus whose eras are drawn on strips of their own."""
    return tuple(history for history in histories if history.has_strip)


def whose_policy(
    histories: Sequence[ShownHistory], eras: Sequence[Era], milestones: Sequence[Milestone], drawn: Sequence[str]
) -> str:
    """Return whose eras and milestones surround series of the economies drawn that are not of a subject's own, else "".

    `eras` are those of the first history.
    """
    told: dict[str, list[str]] = {}
    for history in histories:
        has_eras = bool(eras) if history.place == 0 else history.has_strip
        has_milestones = any(found.policy == history.policy for found in milestones)
        shown = " and ".join(name for name, found in (("eras", has_eras), ("milestones", has_milestones)) if found)
        if shown and history.subject not in drawn:
            told.setdefault(shown, []).append(history.subjects)
    said = "; ".join(f"{shown} of {formatting.listing(whose)} policy" for shown, whose in told.items())
    return said[:1].upper() + said[1:]


def grouped(milestones: Sequence[Milestone], histories: Sequence[ShownHistory]) -> tuple[MilestoneGroup, ...]:
    """Return milestones by history where there are several, as the histories are ordered, the user's own last.

    Of one history all stay together, the user's own among them; a history without milestones has no group.
    """
    if not milestones:
        return ()
    if len(histories) < 2:  # noqa: PLR2004 - one has no other to be told from
        return (MilestoneGroup(None, tuple(milestones)),)
    groups = (
        MilestoneGroup(whose, tuple(found for found in milestones if found.policy == whose.policy))
        for whose in (*histories, _OWN)
    )
    return tuple(group for group in groups if group.milestones)
