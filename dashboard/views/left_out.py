"""Name the economies that have figures behind what is shown and none of it, and say why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.catalogue import wording
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Indicator
from dashboard.formatting import listing, within_sentence


@dataclass(frozen=True)
class LeftOut:
    """Economies that are left out for one reason."""

    why: str
    economies: tuple[Economy, ...]

    @property
    def note(self) -> str:
        """Return who is left out, and why, in a sentence."""
        return wording.naming(self.why, self.economies)


def left_out(reasons: Mapping[str, str], known: Mapping[str, Economy]) -> tuple[LeftOut, ...]:
    """Return economies by the reason why each is left out, in their order; an empty reason says nothing."""
    return tuple(
        LeftOut(why, tuple(known[code] for code, reason in reasons.items() if reason == why))
        for why in dict.fromkeys(reasons.values())
        if why
    )


def of_economies(found: Iterable[LeftOut], codes: Collection[str]) -> tuple[LeftOut, ...]:
    """Return what is left out of some economies alone."""
    kept = (replace(one, economies=tuple(each for each in one.economies if each.id in codes)) for one in found)
    return tuple(one for one in kept if one.economies)


def without_inputs(inputs: Sequence[tuple[Indicator, Collection[str]]], codes: Iterable[str]) -> dict[str, str]:
    """Return why economies have nothing of what is computed from inputs, each given with the economies it has.

    One without figures of any input is not among them.
    """
    reasons: dict[str, str] = {}
    for code in codes:
        lacking = [within_sentence(entry.short_name) for entry, known in inputs if code not in known]
        if len(lacking) < len(inputs):
            what = f"No figures of {listing(lacking)} in these years" if lacking else "No figures of all at one time"
            reasons[code] = f"{what}, so nothing to compute"
    return reasons
