"""Make an indicator of two others as a link asks for it: `gdp/population`, `exports-share plus imports-share`, `minus`.

Two inputs and one operation, no more: a ratio of any two of one frequency, a sum or difference of two in one unit.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import ComputedIndicator, Derivation, Indicator, Kind
from dashboard.errors import SelectionError
from dashboard.formatting import quoted, within_sentence

_EXPRESSION: Final = re.compile(r"\s*(\S+?)\s*(?:(/)|\s(plus|minus)\s)\s*(\S+)\s*")
# the ratio of two amounts may be tiny, and a percentage of percentages large: digits that serve both
_RATIO_DECIMALS: Final = 4
# what one of a unit is called, where the unit is a plural
_ONE_OF: Final = {"people": "person", "persons": "person"}


@dataclass(frozen=True)
class _Operation:
    """One operation: what it is called in data/, between two names, and in a description."""

    op: Literal["ratio", "sum", "difference"]
    sign: str
    title: str
    described: str


_OPERATIONS: Final[Mapping[str, _Operation]] = {
    "/": _Operation("ratio", "/", "{} relative to {}", "{} divided by {}, economy by economy and period by period."),
    "plus": _Operation("sum", " plus ", "{} plus {}", "The sum of {} and {}, economy by economy and period by period."),
    "minus": _Operation("difference", " minus ", "{} less {}", "{} less {}, economy by economy and period by period."),
}


def parts_of(text: str) -> tuple[str, str, str] | None:
    """Return the two indicators and the operation that a text names; None where it is no expression."""
    if "://" in text:
        return None
    found = _EXPRESSION.fullmatch(text)
    return (found[1], found[2] or found[3], found[4]) if found else None


def computed(text: str, catalogue: Catalogue, named: Callable[[str], str]) -> ComputedIndicator | None:
    """Return the indicator that an expression asks for; None where the text is none.

    `named` returns the id that a text stands for. SelectionError where an input is unknown or the two do not go
    together.
    """
    parts = parts_of(text)
    if parts is None:
        return None
    first, second = (_input(named(name), catalogue) for name in (parts[0], parts[2]))
    operation = _OPERATIONS[parts[1]]
    _check(first, second, operation)
    return _indicator(first, second, operation)


def _input(name: str, catalogue: Catalogue) -> Indicator:
    if name not in catalogue.indicators:
        message, known = f"No indicator is called {quoted(name)}.", tuple(catalogue.indicators)
        raise SelectionError("unknown-indicator", message, field="indicator", allowed=known, asked=name)
    return catalogue.indicator(name)


def _check(first: Indicator, second: Indicator, operation: _Operation) -> None:
    if first.frequency is not second.frequency:
        message = f"{first.short_name} is {first.frequency} and {second.short_name} {second.frequency}."
        raise SelectionError("frequencies-differ", message, field="indicator")
    if operation.op != "ratio" and first.unit != second.unit:
        message = (
            f"{first.short_name} is in {first.unit} and {second.short_name} in {second.unit}: only a ratio (/) of them "
            "makes sense."
        )
        raise SelectionError("units-differ", message, field="indicator")


def _indicator(first: Indicator, second: Indicator, operation: _Operation) -> ComputedIndicator:
    is_ratio = operation.op == "ratio"
    names = first.short_name, within_sentence(second.short_name)
    unit = _ratio_unit(first, second) if is_ratio else first.unit
    return ComputedIndicator.model_validate(
        {
            **{name: getattr(first, name) for name in ("theme", "frequency", "source", "source_url", "dataset")},
            "id": f"{first.id}{operation.sign}{second.id}",
            "name": operation.title.format(first.name, within_sentence(second.name)),
            "short_name": operation.title.format(*names),
            "unit": unit,
            "unit_short": "" if is_ratio else first.unit_short,
            "source_name": "; ".join(dict.fromkeys((first.source_name, second.source_name))),
            "decimals": _RATIO_DECIMALS if is_ratio else max(first.decimals, second.decimals),
            "kind": Kind.INDEX if is_ratio else first.kind,
            "description": operation.described.format(*names) + " Computed by Eraline.",
            "caveats": tuple(dict.fromkeys((*first.caveats, *second.caveats))),
            "licence": "; ".join(dict.fromkeys((first.licence, second.licence))),
            "citation": "; ".join(dict.fromkeys((first.citation, second.citation))),
            "derived": Derivation(op=operation.op, inputs=(first.id, second.id)),
        }
    )


def _ratio_unit(first: Indicator, second: Indicator) -> str:
    if first.unit == second.unit:
        return "ratio"
    return f"{first.unit} per {_ONE_OF.get(second.unit, second.unit)}"
