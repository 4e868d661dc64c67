"""Name economies and groups so that a box finds them by name, code, synonym and native name."""

from collections.abc import Collection, Iterable
from typing import Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.groups import PEERS

_BETWEEN: Final = " · "


def picks(catalogue: Catalogue) -> list[str]:
    """Return what can be picked: peers and groups by their ids, then every economy by its code."""
    peers = [name for name in PEERS if name in catalogue.comparisons]
    return list(dict.fromkeys([*peers, *catalogue.groups, *catalogue.economies]))


def label(catalogue: Catalogue, pick: str, *, chosen: Collection[str], available: Collection[str] | None) -> str:
    """Return what a pick is called: a chosen one by its name alone, others with all that they may be looked for by.

    A box of Streamlit's filters the labels that are seen and nothing else, so that synonyms have to stand there.
    `available` are the economies with values, None where that is not known.
    """
    if pick in PEERS:
        return PEERS[pick].label
    group = catalogue.groups.get(pick)
    if group is not None:
        return f"{group.label} (all {len(group.members)} members)"
    entry = catalogue.economies[pick]
    name = entry.name + ("" if available is None or pick in available else " (no figures)")
    return name if pick in chosen else _BETWEEN.join((name, *_also(entry)))


def labels(
    catalogue: Catalogue, picks: Iterable[str], chosen: Collection[str], *, available: Collection[str] | None
) -> dict[str, str]:
    """Return what each of some picks is called, as of `label`."""
    return {pick: label(catalogue, pick, chosen=chosen, available=available) for pick in picks}


def picked(catalogue: Catalogue, chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the economies that picks stand for, a group for its members, each once.

    A browser that has not heard yet of a new choice says it by the label that it had when it was chosen.
    """
    return tuple(dict.fromkeys(code for pick in chosen for code in _meant(catalogue, pick)))


def _meant(catalogue: Catalogue, pick: str) -> tuple[str, ...]:
    if pick in catalogue.groups:
        return tuple(catalogue.groups[pick].members)
    return (next((part for part in pick.split(_BETWEEN) if part in catalogue.economies), pick),)


def _also(entry: Economy) -> tuple[str, ...]:
    also = dict.fromkeys((entry.id, entry.short_name, *entry.synonyms))
    return tuple(name for name in also if name != entry.name)
