"""Build what compares releases: the first of each period against the newest, and one of an earlier day against it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import formatting
from dashboard.analysis.transforms import LEVEL, TRANSFORMS
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Indicator
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.charts.parts import in_years
from dashboard.export.names import view_name
from dashboard.figures.charts.revision import revision_figure
from dashboard.store.as_of import AsOf, day_of
from dashboard.store.changes import REDRAWN
from dashboard.store.records import Vintage
from dashboard.views.chart import chart_view
from dashboard.views.points import within
from dashboard.views.releases import FirstAndLatest, changed, covers, first_and_latest, standing

# what was revised shows in figures that a headline would round away
_FINER: Final = 2
# releases are compared as they came out, one indicator at a time
_PUBLISHED: Final[Mapping[str, Any]] = {"transform": LEVEL, "base_year": None, "second": "", "cited": None}


def first_release(request: ChartRequest) -> Built | Nothing:
    """Return what was first said of each period of one economy and what the newest release says, as one table.

    The newest is that of the day asked for, if one is; years and eras are those asked for.
    """
    indicator, economy = request.catalogue.indicator(request.selection.indicator), _economy(request)
    as_of = request.selection.as_of
    if indicator.derived is not None:
        return Nothing(f"{indicator.name} is computed; its inputs have releases.")
    if economy.id in REDRAWN:
        return Nothing(_redrawn(economy))
    found = first_and_latest(request.loader, indicator.id, economy, as_of)
    frame = within(found.frame, request.selection, request.catalogue, indicator.frequency)
    if frame.empty:
        years = "" if found.frame.empty else in_years(request.selection, request.catalogue)
        return Nothing(f"No release of {indicator.name} has figures of {economy.told}{years}{_by(as_of)}.")
    first, latest = (
        frame[["economy", "period", side]].rename(columns={side: "value"}).dropna() for side in ("first", "latest")
    )
    asked = replace(request.selection, economies=(economy.id,), **_PUBLISHED)
    view, now = chart_view(request.loader, asked), _now(as_of)
    return Built(
        draw=lambda mode, _sheet: revision_figure(
            first,
            latest,
            indicator,
            labels=("as first released", now),
            breaks=_breaks(request, economy),
            mode=mode,
        ),
        alt=f"{indicator.name} of {economy.told} as first released and {now}.",
        table=lambda: _first_table(frame, indicator),
        rows=lambda: first_rows(frame, indicator),
        views=(view,),
        name=view_name(view, what="first-release"),
        permalink=view.selection,
        notes=(*_first_notes(replace(found, frame=frame), indicator, economy, as_of), *_as_published(request)),
    )


def revision(request: ChartRequest) -> Built | Nothing:
    """Return one economy's series in an earlier release of a stored indicator and in the newest.

    The earlier release is the newest of the day asked for that has the economy, the one before the newest where none
    is. Releases in two definitions are not compared.
    """
    selection, indicator = request.selection, request.catalogue.indicator(request.selection.indicator)
    history, economy = request.store.history(indicator.id), _economy(request)
    earlier = [vintage for vintage in history if vintage.date < history[-1].date and covers(vintage, economy)]
    if not earlier:
        return Nothing("No earlier release: nothing has been revised yet.")
    if economy.id in REDRAWN:
        return Nothing(_redrawn(economy))
    asked = day_of(selection.as_of or earlier[-1].date)
    then = next((vintage for vintage in reversed(earlier) if vintage.date <= asked), earlier[0])
    now = standing(history, history[-1], economy)
    if then.definition != now.definition:
        ways = " and ".join(f"the one {vintage.day} {_counts(vintage)}" for vintage in (then, now))
        return Nothing(f"Two releases in different definitions are not compared: {ways}.")
    frames = [request.loader.as_released(vintage, [economy.id]) for vintage in (then, now)]
    if any(frame.empty for frame in frames):
        return Nothing(f"{formatting.sentence(economy.told)} has no figures in one of the two releases.")
    labels = (f"then ({then.day})", f"now ({now.day})")
    found = changed(frames[0], frames[1])
    return Built(
        draw=lambda mode, _sheet: revision_figure(
            frames[0], frames[1], indicator, labels=labels, breaks=_breaks(request, economy), mode=mode
        ),
        alt=f"{indicator.name} of {economy.told} {labels[0]} and {labels[1]}.",
        table=lambda: _changes_table(found, indicator),
        rows=lambda: _changes_rows(found, indicator, (then, now)),
        views=(),
        name=f"eraline_{indicator.id}_revised_{then.date}_{now.date}",
        permalink=selection,
        title=f"{indicator.name}: {labels[0]} and {labels[1]}",
        notes=(
            *(("No figure of this economy differs between the two.",) if found.empty else ()),
            *_as_published(request),
        ),
    )


def _by(as_of: AsOf | None) -> str:
    return "" if as_of is None else f" by {formatting.day(day_of(as_of), 'day')}"


def _now(as_of: AsOf | None) -> str:
    return "as released now" if as_of is None else f"as known on {formatting.day(day_of(as_of), 'day')}"


def _as_published(request: ChartRequest) -> tuple[str, ...]:
    """Return that releases are compared in values as published, where a transform was asked for."""
    wanted = TRANSFORMS[request.selection.transform]
    if wanted.id == LEVEL:
        return ()
    return (f'Releases are compared as published, without the transform "{wanted.label}".',)


def _breaks(request: ChartRequest, economy: Economy) -> list[dt.date]:
    known = request.catalogue.breaks(request.selection.indicator)
    return [one.start for one in known if one.economy == economy.id]


def _economy(request: ChartRequest) -> Economy:
    named = request.selection.economies
    return request.catalogue.economies[named[0] if named else request.catalogue.history.subject]


def _redrawn(economy: Economy) -> str:
    name = f"“{economy.name}”"
    return f"Income groups are redrawn every July: two releases of {name} are of different economies and not compared."


def _counts(vintage: Vintage) -> str:
    return f"counts otherwise ({vintage.definition})" if vintage.definition else "counts as the series does today"


def _first_notes(found: FirstAndLatest, indicator: Indicator, economy: Economy, as_of: AsOf | None) -> Iterator[str]:
    frame, left_out = found.frame, found.left_out
    revised = frame[frame["revisions"].gt(0) & frame["change"].notna()]
    if revised.empty:
        yield f"No figure of {economy.told} has been revised since its first release{_by(as_of)}."
    else:
        size = revised["change" if _is_percent(indicator) else "change_pct"].abs()
        most = revised.iloc[int(np.argmax(size.fillna(0).to_numpy()))]
        told = _revised(most, indicator, "now" if as_of is None else "then")
        yield f"{len(revised)} of {formatting.count(len(frame), 'figure')} were revised{_by(as_of)}. {told}"
    if left_out:
        definitions = formatting.listing(list(dict.fromkeys(_definition(vintage) for vintage in left_out)))
        count = formatting.count(len(left_out), "release counts", "releases count")
        yield f"{count} otherwise and {'is' if len(left_out) == 1 else 'are'} left out: {definitions}."


def _is_percent(indicator: Indicator) -> bool:
    # percent of a percentage say little
    return indicator.unit_short.startswith("%")


def _definition(vintage: Vintage) -> str:
    return vintage.definition or "today's definition"


def _revised(row: "pd.Series[Any]", indicator: Indicator, later: str) -> str:
    period = indicator.frequency.label(row["period"].date())
    first = f"{_exact(row['first'], indicator)} ({_day(row['first_release'], row['first_dated'])})"
    change = (
        _difference(row["change"], indicator) if _is_percent(indicator) else formatting.change_pct(row["change_pct"], 1)
    )
    return (
        f"The largest change is that of {period}: first {first}, {later} {_exact(row['latest'], indicator)} ({change})."
    )


def _day(day: pd.Timestamp, dated: str) -> str:
    return f"{dated} {formatting.day(day.date(), 'day')}"


def _exact(value: float, indicator: Indicator) -> str:
    if pd.isna(value):
        return ""
    return formatting.quantity(value, indicator.unit_short, indicator.decimals + 1, finer=_FINER)


def _difference(value: float, indicator: Indicator) -> str:
    if pd.isna(value):
        return ""
    return formatting.difference(value, indicator.unit_short, indicator.decimals + 1, finer=_FINER)


# columns of the two tables whose text is a number with its unit
FIGURES: Final = ("First release", "Newest release", "Change", "Change in %", "Then", "Now")


def _first_table(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    days = zip(frame["first_release"], frame["first_dated"], strict=True)
    # what only got more decimals did not change
    changes = frame[["change", "change_pct"]].where(frame["revisions"].gt(0))
    columns: dict[str, Any] = {
        "Period": indicator.frequency.written(frame["period"]),
        "First release": [_exact(value, indicator) for value in frame["first"]],
        "Known from": [_day(day, dated) for day, dated in days],
        "Newest release": [_exact(value, indicator) or "withdrawn" for value in frame["latest"]],
        "Change": [_difference(value, indicator) for value in changes["change"]],
    }
    if not _is_percent(indicator):
        relative = ["" if pd.isna(value) else formatting.change_pct(value, 1) for value in changes["change_pct"]]
        columns["Change in %"] = relative
    return pd.DataFrame(columns | {"Revisions": frame["revisions"]}).iloc[::-1]


def first_rows(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return first and newest values as rows for a file, their days by ISO 8601."""
    dates = {name: frame[name].dt.strftime("%Y-%m-%d") for name in ("period", "first_release", "latest_release")}
    rows = frame.assign(**dates, unit=indicator.unit)
    rows.insert(0, "indicator", indicator.id)
    return rows


def _changes_rows(found: pd.DataFrame, indicator: Indicator, releases: tuple[Vintage, Vintage]) -> pd.DataFrame:
    """Return what differs between two releases as rows for a file, their days by ISO 8601."""
    days = dict(zip(("vintage_then", "vintage_now"), (one.date.isoformat() for one in releases), strict=True))
    rows = found.assign(period=found["period"].dt.strftime("%Y-%m-%d"), unit=indicator.unit, **days)
    rows.insert(0, "indicator", indicator.id)
    return rows


def _changes_table(found: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Period": indicator.frequency.written(found["period"]),
            "Then": [_exact(value, indicator) for value in found["value_then"]],
            "Now": [_exact(value, indicator) for value in found["value_now"]],
        }
    ).iloc[::-1]


FIRST_RELEASE: Final = ChartKind(
    "first-release",
    "First release",
    ":material/first_page:",
    "data",
    first_release,
    most_economies=1,
    has_rows=True,
    has_scale=False,
    idle=("with", "transform", "base", "milestone", "against", "year", "among"),
)
REVISION: Final = ChartKind("revision", "Revisions", ":material/difference:", "data", revision, endpoint="vintages")
