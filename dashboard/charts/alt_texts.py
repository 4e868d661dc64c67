"""Write each chart's alternative text: its kind and span, the subject's values, the extremes."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Break
from dashboard.views.comparison import Meeting, Ranking
from dashboard.views.event_time import MilestoneView
from dashboard.views.histories import MilestoneGroup, grouped
from dashboard.views.pair import share_axis
from dashboard.views.view import View

# what a page shows beside a chart
_KEY_BESIDE: Final = "; the numbered list names them"


def alone(text: str) -> str:
    """Return an alternative text for a chart that stands alone, without what it says of the page around it."""
    return text.replace(_KEY_BESIDE, "")


def line_text(view: View) -> str:
    """Return what a line chart states: its span, and each economy's latest, highest and lowest value."""
    return " ".join([*_lines_said(view, "Line chart of"), *_around_said(view)])


def pair_text(views: Sequence[View]) -> str:
    """Return what a chart of two indicators states: that of each line chart, and what surrounds both."""
    how = "on one axis of values" if share_axis(views) else "one above the other"
    parts = [f"Two indicators on one time axis, {how}."]
    for place, view in enumerate(views):
        parts += [*_lines_said(view, "Lines of"), *_around_said(view, is_last=place == len(views) - 1)]
    return " ".join(parts)


def _lines_said(view: View, called: str) -> list[str]:
    """Return what a view's lines state: their span, and each economy's latest, highest and lowest value."""
    parts = [f"{called} {_named(view)}, {formatting.spell(*view.years, ' to ')}."]
    values = zip(view.points["value"].tolist(), view.points["period"].tolist(), strict=True)
    by_economy: dict[str, list[tuple[float, pd.Timestamp]]] = {}
    for code, point in zip(view.points["economy"].tolist(), values, strict=True):
        by_economy.setdefault(code, []).append(point)
    for economy in view.economies:
        # nothing is compared across a series break
        broken = view.newest_break(economy.id)
        points = [point for point in by_economy[economy.id] if not broken or point[1].date() >= broken.start]
        known = {"latest ": points[-1], "highest ": max(points), "lowest ": min(points)}
        said = [
            f"{name}{view.quantity(value)} in {view.frequency.label(period)}{view.mark(economy.id, period.year)}"
            for name, (value, period) in (known if points[1:] else {"": points[0]}).items()
        ]
        parts.append(f"{economy.named}{_since(broken)}: {', '.join(said)}.")
    return parts


def _since(broken: Break | None, end: str = "") -> str:
    """Return from which series break on something is said, between commas where it is followed by one."""
    return f", since the series break in {broken.when}{end}" if broken else ""


def _around_said(view: View, *, is_last: bool = True) -> list[str]:
    """Return what is said of targets, eras and milestones around a view; of two views the last says what both have."""
    parts: list[str] = []
    if view.whose_policy and is_last:
        parts.append(f"{view.whose_policy} are marked.")
    elif view.whose_eras and is_last:
        parts.append(f"The eras are those {view.whose_eras}.")
    if view.targets:
        parts.append(f"{formatting.are(len(view.targets), 'target')} drawn.")
    if view.milestones and is_last:
        named = _KEY_BESIDE if view.milestones[1:] else ""
        parts.append(f"{'; '.join(map(_marked, grouped(view.milestones, view.histories)))}{named}.")
    if view.recessions_named and is_last:
        parts.append(f"{formatting.sentence(view.recessions_named)} are shaded.")
    return parts


def _marked(group: MilestoneGroup) -> str:
    """Return how many milestones of a group are marked, the first and the last of them; of several histories whose."""
    first, *others = (f"{found.short_title} ({found.date.year})" for found in group.milestones)
    whose = f"{group.whose.titled}: " if group.whose else ""
    named = f"from {first} to {others[-1]}" if others else first
    return f"{whose}{formatting.are(len(group.milestones), 'milestone')} marked, {named}"


def panels_text(view: View, panels: Sequence[Economy]) -> str:
    """Return what small multiples state."""
    known = {economy.id: economy for economy in panels}
    points = view.points[view.points["economy"].isin(known)]
    points = points.assign(year=points["period"].dt.year)
    latest = points.groupby("economy", sort=False).tail(1).sort_values("value")
    single = latest[~latest["economy"].isin([economy.id for economy in panels if economy.aggregate])]
    years = formatting.spell(*view.years, " to ")
    parts = [f"Small line charts of {_named(view)} on the same axes, {wording.counted(panels)}, {years}."]
    ends = _ends(single if len(single) else latest, "Lowest latest figure", "Highest")
    parts += [f"{said}{_point(view, known, row)}." for said, row in ends]
    own = latest[latest["economy"] == view.subject]
    return " ".join([*parts, *(f"{_point(view, known, row)}." for _, row in own.iterrows())])


def ranking_text(ranking: Ranking) -> str:
    """Return what a ranking states."""
    rows, known = ranking.ranked, ranking.economies
    parts = [f"Bar chart of {_named(ranking.view)} in {ranking.year}: {formatting.economies(len(rows))} ranked."]
    parts += _extremes(ranking)
    subject = ranking.view.subject
    own, broken = ranking.ranks[ranking.ranks["economy"] == subject], ranking.view.newest_break(subject)
    # nothing is compared across a series break, and no line of ranks leads across one
    own = own[own["year"] >= broken.year] if broken else own
    if len(own) > 1:
        said = [f"{row['rank']} of {row['of']} in {row['year']}" for _, row in own.iloc[[0, -1]].iterrows()]
        whose = f"{known[subject].told}{_since(broken, ',')}"
        parts.append(f"Beside it a line chart of ranks over time: {whose} {' and '.join(said)}.")
    return " ".join(parts)


def map_text(ranking: Ranking) -> str:
    """Return what a map states."""
    head = (
        f"World map of {_named(ranking.view)} in {ranking.year}, {formatting.economies(len(ranking.ranked))} in colour."
    )
    older = [f"{formatting.count(len(ranking.older), 'figure')} up to three years older."] if ranking.older else []
    return " ".join([head, *_extremes(ranking), *older, "All others are hatched: no figures here."])


def meeting_text(meeting: Meeting) -> str:
    """Return what a scatter states."""
    up, across, now = meeting.up, meeting.across, meeting.now()
    known = {economy.id: economy for economy in up.economies}
    shown = wording.counted([known[code] for code in now["economy"]])
    own = now[now["economy"] == up.subject]
    ends = _ends(meeting.now_single().sort_values("y", ascending=False), "Highest", "Lowest")
    rows = [*ends, *(("", row) for _, row in own.iterrows())]
    said = [
        f"{place}{known[str(row['economy'])].named}, {up.quantity(row['y'])} at {across.quantity(row['x'])}."
        for place, row in rows
    ]
    return " ".join([f"Scatter of {_named(up)} against {_named(across)} in {meeting.year}, {shown}.", *said])


def event_text(around: MilestoneView) -> str:
    """Return what a chart around a milestone states."""
    milestone, event = around.milestone, around.event
    own, subject = event.of(event.economy), around.economies[event.economy]
    # comparators are individual economies
    number = formatting.economies(event.comparators + (not subject.aggregate))
    shown = formatting.listing([number, subject.told]) if subject.aggregate else number
    how = f"as an index, {event.base} = 100" if event.is_index else f"as a difference from the mean of {event.base}"
    years = own["year"].min(), own["year"].max()
    parts = [
        f"Line chart of {_named(around.view)} around {milestone.title}, {wording.when(milestone)}, {how}.",
        f"{shown}, {formatting.spell(*years, ' to ')}.",
    ]
    said = [f"{around.seen(row['value'])} in {row['year']}" for _, row in own.iloc[[0, -1]].iterrows()]
    parts.append(f"{subject.named}: {' and '.join(said)}.")
    if len(event.band):
        last = event.band.iloc[-1]
        year = event.start + int(last["t"])
        median, low, high = (around.seen(last[column]) for column in ("median", "low", "high"))
        span = f"from the 10th to the 90th percentile {low} to {high}"
        parts.append(f"Median of {int(last['n'])} others in {year}: {median}; {span}.")
    return " ".join([*parts, "It shows timing, not cause."])


def _named(view: View) -> str:
    return f"{view.indicator.name} ({view.subtitle or view.unit})"


def _point(view: View, known: dict[str, Economy], row: "pd.Series[float]") -> str:
    return f"{known[str(row['economy'])].named} {view.quantity(row['value'])} in {row['year']}"


def _ends(rows: pd.DataFrame, first: str, last: str) -> "Iterator[tuple[str, pd.Series[Any]]]":
    """Yield the first and last of ordered rows, each behind what it is called; one row alone is called nothing."""
    if len(rows) == 1:
        yield "", rows.iloc[0]
    elif len(rows):
        yield from ((f"{first}: ", rows.iloc[0]), (f"{last}: ", rows.iloc[-1]))


def _extremes(ranking: Ranking) -> list[str]:
    rows, known = ranking.ranked, ranking.economies
    said = [
        f"{place}{known[str(row['economy'])].named}, {ranking.written(row['value'], row['year'])}."
        for place, row in _ends(rows, "Highest", "Lowest")
    ]
    subject = ranking.view.subject
    own = rows[rows["economy"] == subject]
    return [
        *said,
        *(
            f"{known[subject].named}: rank {row['rank']}, {ranking.written(row['value'], row['year'])}"
            f"{ranking.view.mark(subject, row['year'])}."
            for _, row in own.iterrows()
        ),
    ]
