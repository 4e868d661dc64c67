"""Say in one line what changed of a chart's values since they were cited."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard import formatting
from dashboard.errors import NoObservations
from dashboard.figures.parts.earlier import Earlier
from dashboard.store.as_of import day_of
from dashboard.store.changes import Change
from dashboard.views.cited import Cited, cited_of
from dashboard.views.loading import Loader
from dashboard.views.view import View

# in the order in which they are told
_REVISIONS: Final = (Change.REVISED, Change.ADDED, Change.WITHDRAWN)
_OTHERWISE: Final = "in another definition, unit or base year"


def cited_or_why(loader: Loader, view: View) -> tuple[Cited | None, tuple[str, ...]]:
    """Return what became of what a view cites, None where it cites nothing, and why it cannot be told."""
    try:
        return cited_of(loader, view), ()
    except NoObservations as exc:
        return None, (str(exc),)


def each_cited(loader: Loader, views: Sequence[View]) -> tuple[tuple[Cited | None, ...], tuple[str, ...]]:
    """Return what became of what each view cites, None of one that cites nothing, and why it cannot be told."""
    found = [cited_or_why(loader, view) for view in views]
    return tuple(cited for cited, _ in found), tuple(dict.fromkeys(text for _, why in found for text in why))


def day_cited(cited: Cited) -> str:
    """Return the day of a citation for people: 13 July 2026."""
    return formatting.day(day_of(cited.as_of), "day")


def since_sentence(cited: Cited) -> str:
    """Return what changed: 3 of 64 values revised, 2 added since 13 July 2026; largest: 2023, 5.41 % → 5.55 %."""
    day, shown = day_cited(cited), formatting.count(len(cited.then.points), "value")
    if cited.changes.empty:
        return f"Unchanged since {day}: {shown}, {'the same' if len(cited.then.points) == 1 else 'all the same'}."
    parts = list(_counted(cited, shown))
    anew = len(cited.of(Change.REDEFINED))
    otherwise = f"{anew} of {shown} now {'counts' if anew == 1 else 'count'} {_OTHERWISE}, which is not a revision."
    if not parts:
        return f"Since {day}, {otherwise}"
    text = f"{', '.join(parts)} since {day}{_largest(cited)}."
    return f"{text} {otherwise}" if anew else text


def since_text(cited: Cited) -> Iterator[str]:
    """Yield what a chart's alternative text says of a citation: which lines are of then, and what changed."""
    earlier = earlier_of(cited)
    if earlier is not None and earlier.economies:
        yield f"Thin dotted lines show what was known on {earlier.day}."
    yield since_sentence(cited)


def earlier_of(cited: Cited | None) -> Earlier | None:
    """Return what is drawn under later values: of economies with changes, in one definition; None where nothing is."""
    if cited is None or cited.now.selection.cited is None:
        return None
    anew = set(cited.of(Change.REDEFINED)["economy"])
    changed = set(cited.changes["economy"]) - anew
    drawn = tuple(economy.id for economy in cited.now.economies if economy.id in changed)
    return Earlier(cited.then, drawn, day_cited(cited))


def notes_on(cited: Cited) -> Iterator[str]:
    """Yield what is to be said below a chart that draws cited values beside later ones."""
    anew = cited.of(Change.REDEFINED)["economy"].unique()
    if len(anew):
        names = [economy.name for economy in cited.now.economies if economy.id in anew]
        yield (
            f"What was known on {day_cited(cited)} is not drawn for {formatting.listing(names)}: "
            f"it counts {_OTHERWISE}."
        )


def brief(cited: Cited) -> Iterator[str]:
    """Yield how many values changed, and how: 3 of 64 revised, 2 added."""
    for change in (*_REVISIONS, Change.REDEFINED):
        if number := len(cited.of(change)):
            yield f"{number} of {len(cited.then.points)} {change}" if change is Change.REVISED else f"{number} {change}"


def _counted(cited: Cited, shown: str) -> Iterator[str]:
    """Yield how many values were revised, added and withdrawn, each where there are any; the first says of what."""
    is_first = True
    for change in _REVISIONS:
        number = len(cited.of(change))
        if not number:
            continue
        what = str(number)
        if is_first:
            what = f"{number} of {shown}" if change is Change.REVISED else formatting.count(number, "value")
        is_first = False
        yield f"{what} {change}"


def _largest(cited: Cited) -> str:
    row = cited.largest
    if row is None:
        return ""
    named = {economy.id: economy.name for economy in cited.now.economies}
    whose = f"{named[str(row['economy'])]} " if len(named) > 1 else ""
    period = cited.now.frequency.label(row["period"].date())
    return f"; largest: {whose}{period}, {cited.written(row['before'])} → {cited.written(row['after'])}"
