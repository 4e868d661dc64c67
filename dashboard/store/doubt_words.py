"""Word the doubts about a release, as a status, an event, a terminal and a page say them."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dashboard.formatting import during, listing, number, sentence
from dashboard.store.doubts import Doubt, Kind

_SAID: Final = 3
_NAMED: Final = 5
_PARTS: Final = {"10": "a tenth of", "100": "a hundredth of", "1,000": "a thousandth of", "1,000,000": "a millionth of"}
_NO_NAMES: Final[Mapping[str, str]] = {}


def in_words(doubts: Sequence[Doubt], names: Mapping[str, str] = _NO_NAMES) -> str:
    """Return doubts as one sentence, the first few of many; `names` are the economies' by code, else codes are said."""
    said = [_WORDS[doubt.kind](doubt, _Names(names)) for doubt in doubts[:_SAID]]
    more = len(doubts) - len(said)
    said += [f"and {more} more is odd" if more == 1 else f"and {more} more things are odd"] if more > 0 else []
    return f"{sentence('; '.join(said))}."


class _Names:
    """Says which economies a doubt concerns."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def all(self, doubt: Doubt, otherwise: str) -> str:
        """Return the economies' names, other words where it concerns all."""
        if not doubt.economies:
            return otherwise
        found = [self._names.get(code, code) for code in doubt.economies]
        more = len(found) - _NAMED
        return listing([*found[:_NAMED], f"{more} more"] if more > 0 else found)

    def couples(self, doubt: Doubt, between: str) -> str:
        """Return economies that stand in pairs, with words between the two of each."""
        found = [self._names.get(code, code) for code in doubt.economies]
        couples = [f"{one} {between} {other}" for one, other in zip(found[::2], found[1::2], strict=True)]
        more = len(couples) - _NAMED
        return listing([*couples[:_NAMED], f"{more} more pairs"] if more > 0 else couples)


def _times(doubt: Doubt) -> str:
    factor = doubt.factor or 1.0
    if factor >= 1:
        return f"about {_three_digits(factor)} times"
    text = _three_digits(1 / factor)
    return f"about {_PARTS.get(text, f'1/{text} of')}"


def _three_digits(factor: float) -> str:
    # a factor is no measurement
    return f"{float(f'{factor:.3g}'):,.10g}"


def _when(doubt: Doubt) -> str:
    if doubt.first is None or doubt.last is None:
        return ""
    return during(_day(doubt.first), _day(doubt.last))


def _day(day: dt.date) -> str:
    return str(day.year) if day.month == 1 else f"{day:%Y-%m}"


def _percent(doubt: Doubt) -> str:
    return f"{100 * (doubt.share or 0):.0f}%"


def _unit(doubt: Doubt, _names: _Names) -> str:
    return f"the values are typically {_times(doubt)} what they were, as if the unit had changed"


def _economy_scale(doubt: Doubt, names: _Names) -> str:
    return f"the values of {names.all(doubt, 'all')} are {_times(doubt)} what they were, and the others' are not"


def _stretch_scale(doubt: Doubt, names: _Names) -> str:
    whose = f"the values of {names.all(doubt, '')}" if doubt.economies else "the values"
    return f"{whose} {_when(doubt)} are {_times(doubt)} what they were, and other periods' are not"


def _new_scale(doubt: Doubt, _names: _Names) -> str:
    return f"the new values {_when(doubt)} are {_times(doubt)} the last ones before them"


def _jump(doubt: Doubt, names: _Names) -> str:
    return f"single values of {names.all(doubt, 'all economies')} {_when(doubt)} are a thousand times larger or smaller"


def _negative(doubt: Doubt, names: _Names) -> str:
    return f"{names.all(doubt, 'all')} {_when(doubt)} fell below zero, where nothing ever was"


def _flipped(doubt: Doubt, names: _Names) -> str:
    return f"the values of {names.all(doubt, 'all economies')} have the opposite sign"


def _zeroed(doubt: Doubt, names: _Names) -> str:
    return f"the values of {names.all(doubt, 'all economies')} {_when(doubt)} turned to zero"


def _exchanged(doubt: Doubt, names: _Names) -> str:
    return f"{names.couples(doubt, 'and')} have each other's values"


def _copied(doubt: Doubt, names: _Names) -> str:
    return f"one economy has the values of another: {names.couples(doubt, 'those of')}"


def _shifted(doubt: Doubt, names: _Names) -> str:
    steps = doubt.steps or 0
    how = "one period" if abs(steps) == 1 else f"{abs(steps)} periods"
    whose = names.all(doubt, "all economies")
    return f"the values of {whose} stand {how} {'later' if steps > 0 else 'earlier'} than before"


def _constant(doubt: Doubt, names: _Names) -> str:
    return f"the values of {names.all(doubt, 'all economies')} are the same in every period: {_plain(doubt)}"


def _filler(doubt: Doubt, names: _Names) -> str:
    return f"one value beyond all earlier ones stands in many places, in {names.all(doubt, 'all')}: {_plain(doubt)}"


def _plain(doubt: Doubt) -> str:
    return number(doubt.value or 0.0, 2)


def _rounded(_doubt: Doubt, _names: _Names) -> str:
    return "the values have lost their decimals"


def _shrunk(doubt: Doubt, _names: _Names) -> str:
    return f"{_percent(doubt)} of the stored values are no longer there"


def _economies_gone(doubt: Doubt, names: _Names) -> str:
    return f"no value is left of {names.all(doubt, 'any economy')}"


def _periods_gone(doubt: Doubt, _names: _Names) -> str:
    many = f"of {doubt.steps} periods " if doubt.steps and doubt.steps > 1 else ""
    return f"all values {many}{_when(doubt)} are gone"


def _revised(doubt: Doubt, _names: _Names) -> str:
    return f"nearly everything is different: {_percent(doubt)} of the values by more than a hundredth"


_WORDS: Final[Mapping[Kind, Callable[[Doubt, _Names], str]]] = {
    Kind.UNIT: _unit,
    Kind.ECONOMY_SCALE: _economy_scale,
    Kind.STRETCH_SCALE: _stretch_scale,
    Kind.NEW_SCALE: _new_scale,
    Kind.JUMP: _jump,
    Kind.NEGATIVE: _negative,
    Kind.FLIPPED: _flipped,
    Kind.ZEROED: _zeroed,
    Kind.EXCHANGED: _exchanged,
    Kind.COPIED: _copied,
    Kind.SHIFTED: _shifted,
    Kind.CONSTANT: _constant,
    Kind.FILLER: _filler,
    Kind.ROUNDED: _rounded,
    Kind.SHRUNK: _shrunk,
    Kind.ECONOMIES_GONE: _economies_gone,
    Kind.PERIODS_GONE: _periods_gone,
    Kind.REVISED: _revised,
}
