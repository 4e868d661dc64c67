"""Write catalogue records as text: a milestone's date, a target's bound and deadline, names of what is shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dashboard import formatting
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import THEME_NAMES, Indicator, Tier
from dashboard.catalogue.policy import Milestone, MilestoneKind, Target
from dashboard.catalogue.recessions import Chronology
from dashboard.formatting import day, during, listing, signed, spell, within_sentence

_MOST_NAMED: Final = 12
_NAMED_OF_MANY: Final = 6
KIND_NAMES: Final = {kind: kind.plural for kind in MilestoneKind}


def listed_under(indicator: Indicator) -> str:
    """Return what an indicator stands under in a list: its theme, or whose description it has."""
    if indicator.tier is Tier.CATALOGUED:
        return f"as {indicator.source_name} describes it"
    return THEME_NAMES[indicator.theme]


def together(indicators: Sequence[Indicator]) -> str:
    """Return what indicators shown together are called: R&D spending and high-tech exports."""
    first, *others = (indicator.name for indicator in indicators)
    return listing([first, *map(within_sentence, others)])


def when(milestone: Milestone) -> str:
    """Return a milestone's date, with its end where it has one: 18–22 December 1978, 1861 to 1895."""
    start, end = milestone.date, milestone.end
    if end is None:
        return day(start, milestone.precision)
    if milestone.precision == "day" and (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end, 'day')}"
    return f"{day(start, milestone.precision)} to {day(end, milestone.precision)}"


def dates(milestone: Milestone) -> str:
    """Return a milestone's date as people, programs and the Chinese write it: in all the ways of looking for it."""
    at, precision = milestone.date, milestone.precision
    forms = {"year": (f"{at.year}", f"{at.year}年"), "month": (f"{at:%Y-%m}", f"{at.year}年{at.month}月")}
    exact = (f"{at:%Y-%m-%d}", f"{at.year}年{at.month}月{at.day}日")
    return " ".join((when(milestone), *forms.get(precision, exact)))


def bound(target: Target) -> str:
    """Return what a target asks for: about 7.5 %, at least 2.5 % of GDP, 6.5 to 7 %, a fall of 17 %."""
    if not target.is_set:
        return "no target set"
    about = "about " if target.about else ""
    if target.basis == "change":
        least = "at least " if target.low is None or target.high is None else ""
        return f"a {'fall' if target.direction == 'down' else 'rise'} of {least}{about}{amount(target)} {target.unit}"
    least = "at least " if target.high is None else "at most " if target.low is None else ""
    return f"{least}{about}{amount(target)} {target.unit}"


def amount(target: Target) -> str:
    """Return the bounds of a target as they were set, without unit: 7.5, 6.5 to 7; of a fall its size."""
    bounds = {bound for bound in (target.low, target.high) if bound is not None}
    is_fall = target.basis == "change" and target.direction == "down"
    return " to ".join(_bare(bound) for bound in sorted(-bound if is_fall else bound for bound in bounds))


def deadline(target: Target) -> str:
    """Return when a target is for: in 2015, on average in 2006–2010, from 2005 to 2020, by the end of 2020."""
    span = spell(target.first_year, target.last_year)
    if target.basis == "by-end":
        return f"by the end of {target.last_year}"
    if target.basis == "change":
        return during(target.first_year, target.last_year)
    # where no average was set there is none to speak of
    return f"on average in {span}" if target.basis == "average" and target.is_set else f"in {span}"


def recessions(chronologies: Iterable[Chronology], economies: Mapping[str, Economy]) -> str:
    """Return whose recessions chronologies date, and who dates them: recessions in the United States (NBER)."""
    whose = [f"{economies[known.economy].told} ({known.committee})" for known in chronologies]
    return f"recessions in {listing(whose)}" if whose else ""


def possessive(economy: Economy) -> str:
    """Return an economy in the genitive: China's, the United States'."""
    return f"{economy.told}'" if economy.told.endswith("s") else f"{economy.told}'s"


def names(named: Sequence[Economy]) -> str:
    """Return economies by their short names as a list of its own, no more of them than anybody would read."""
    return _some([economy.short_name for economy in named])


def told(named: Sequence[Economy]) -> str:
    """Return the same as a sentence goes on: for France, the United States and Japan."""
    return _some([economy.in_sentence or economy.short_name for economy in named])


def _some(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return listing(names)
    return f"{', '.join(names[:_NAMED_OF_MANY])} and {len(names) - _NAMED_OF_MANY} more"


def counted(shown: Sequence[Economy]) -> str:
    """Return how many economies are shown, groups of them apart: 135 economies and the World."""
    groups = [economy for economy in shown if economy.aggregate]
    single = len(shown) - len(groups)
    told = [groups[0].told] if len(groups) == 1 else [f"{len(groups)} groups of economies"] if groups else []
    return listing([*([formatting.economies(single)] if single or not groups else []), *told])


def naming(said: str, named: Sequence[Economy]) -> str:
    """Return a sentence that names economies at its end; a short name that is an abbreviation brings its full stop."""
    return f"{said}: {names(named).removesuffix('.')}."


def _bare(value: float) -> str:
    """Return a target's value as it was set, without decimals that nobody gave."""
    return signed(value, f"{abs(value):,.10f}".rstrip("0").rstrip("."))
