"""Write the scoreboard of targets as an HTML table, alike for a page and a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

_TEMPLATE: Final = "targets.html"


@dataclass(frozen=True)
class Line:
    """One target in words; `sign` and `tone` repeat the outcome, `sources` are titles with URLs ("": none)."""

    promised: str
    when: str
    set: str
    delivered: str
    margin: str
    outcome: str
    timing: str
    sign: str
    tone: str
    known: str
    differs: str
    notes: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """The targets of one measure."""

    measure: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Share:
    """The targets of one economy, with a sentence or two on them."""

    economy: str
    summary: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class TargetsSection:
    """The scoreboard as a section of a report: its title, a sentence or two, and the targets by economy."""

    title: str
    summary: str
    shares: tuple[Share, ...]


def targets_html(shares: Sequence[Share]) -> str:
    """Return the table with its style, every text escaped; it reads as cards where the screen is narrow."""
    templates = Environment(
        loader=PackageLoader("dashboard.export"),
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return templates.get_template(_TEMPLATE).render(shares=shares)
