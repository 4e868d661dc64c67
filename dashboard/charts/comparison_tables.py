"""Make the tables of comparisons: one to read, and the rows of the file to take away."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.catalogue.frequency import Frequency
from dashboard.charts.cited import day_cited
from dashboard.export import beside, tables
from dashboard.figures.parts.captions import what
from dashboard.views.cited import Cited
from dashboard.views.comparison import Meeting, Ranking
from dashboard.views.event_time import MilestoneView
from dashboard.views.view import View


def panels_table(view: View, cited: Cited | None = None, *, beside: Sequence[View] = ()) -> pd.DataFrame:
    """Return one row per period, the newest first, and one column per economy; as many more for what was cited.

    The heading of the periods is also that of the tables of views `beside`.
    """
    names, frame = named_columns(view, cited)
    wide = frame[["period", *names]].iloc[::-1]
    period = view.frequency.written(wide["period"].astype("datetime64[s]"))
    is_annual = all(one.frequency is Frequency.ANNUAL for one in (view, *beside))
    return wide.assign(period=period).rename(columns={**names, "period": "Year" if is_annual else "Period"})


def named_columns(view: View, cited: Cited | None) -> tuple[dict[str, str], pd.DataFrame]:
    """Return the wide rows of a view, with what was cited beside them, and what each of their columns is called."""
    names = {economy.id: economy.name for economy in view.economies}
    if cited is None:
        return names, tables.wide(view)
    then = {f"{economy.id}_cited": f"{economy.name}, {day_cited(cited)}" for economy in cited.then.economies}
    return names | then, beside.wide(cited)


def ranking_table(ranking: Ranking) -> pd.DataFrame:
    """Return one row per economy, in the order of the ranking; aggregates at the end, without a rank."""
    rows = ranking.used
    names = {economy.id: economy.name for economy in ranking.view.economies}
    return pd.DataFrame(
        {
            "Rank": rows["rank"].astype("Int64"),
            "Economy": rows["economy"].map(names),
            what(ranking.view): rows["value"],
            "Year": rows["year"].map(str),
        }
    )


def ranking_rows(ranking: Ranking) -> pd.DataFrame:
    """Return the observations ranked in the columns of every file, with the rank of each; none of aggregates.

    `period` is the one of each value; `place` is what scripts know the rank by.
    """
    points, used = ranking.view.points, ranking.used
    taken = dict(zip(used["economy"], used["year"].tolist(), strict=True))
    tidy = tables.tidy(replace(ranking.view, points=points[points["period"].dt.year == points["economy"].map(taken)]))
    ranks = ranking.ranked.set_index("economy")["rank"]
    return tidy.assign(place=tidy["economy"].map(ranks).astype("Int64")).sort_values("place", kind="stable")


def meeting_table(meeting: Meeting) -> pd.DataFrame:
    """Return one row per economy of the year looked at, the highest first."""
    now = meeting.now().sort_values("y", ascending=False)
    names = {economy.id: economy.name for economy in meeting.up.economies}
    return pd.DataFrame(
        {
            "Economy": now["economy"].map(names),
            f"{meeting.up.indicator.short_name}, {meeting.up.unit}": now["y"],
            f"{meeting.across.indicator.short_name}, {meeting.across.unit}": now["x"],
            "Year": now["year"].map(str),
        }
    )


def meeting_rows(meeting: Meeting, followed: Sequence[str]) -> pd.DataFrame:
    """Return both indicators' observations of each mark and trail in the columns of every file."""
    drawn = pd.concat([meeting.now(), *(meeting.trail(code) for code in followed)])[["economy", "year"]]
    keys = set(drawn.drop_duplicates().itertuples(index=False, name=None))

    def kept(view: View) -> pd.DataFrame:
        found = zip(view.points["economy"], view.points["period"].dt.year, strict=True)
        return tables.tidy(replace(view, points=view.points.loc[[key in keys for key in found]]))

    return pd.concat([kept(meeting.up), kept(meeting.across)], ignore_index=True)


def event_table(around: MilestoneView, followed: Sequence[str]) -> pd.DataFrame:
    """Return one row per year: the economies followed, then the median, percentiles and number of the others."""
    event, known = around.event, around.economies
    shown = event.series[event.series["economy"].isin(followed)]
    wide = shown.pivot(index="t", columns="economy", values="value")
    band = event.band.set_index("t").reindex(wide.index)
    return pd.DataFrame(
        {
            "Years from it": wide.index,
            "Year": [f"{event.start + t}" for t in wide.index],
            **{known[code].name: wide[code] for code in followed if code in wide},
            "Median of others": band["median"],
            "10th percentile": band["low"],
            "90th percentile": band["high"],
            "Others": band["n"].astype("Int64"),
        }
    )


def event_rows(around: MilestoneView) -> pd.DataFrame:
    """Return all that is drawn: each economy's rebased and published value, then median and percentiles by year."""
    view, event = around.view, around.event
    band = event.band
    tidy = tables.tidy(view)
    common = {"source": tidy["source"].iloc[0], "vintage": tidy["vintage"].iloc[0], "indicator": view.indicator.id}
    unit = f"{event.base} = 100" if event.is_index else f"{view.unit_in_full}, less the mean of {event.base}"
    rows = event.series.assign(period=event.series["year"].map("{}-01-01".format), unit=unit, **common)
    statistics = [
        pd.DataFrame({"economy": said, "t": band["t"], "value": band[column], "economies": band["n"]})
        for said, column in (
            ("median of others", "median"),
            ("10th percentile of others", "low"),
            ("90th percentile of others", "high"),
        )
    ]
    others = pd.concat(statistics, ignore_index=True).assign(unit=unit, **common)
    others = others.assign(period=(others["t"] + event.start).map("{:.0f}-01-01".format))
    columns = [*tables.TIDY_COLUMNS, "t", "observed", "economies"]
    joined = pd.concat([rows, others], ignore_index=True).reindex(columns=columns)
    return joined.astype({"t": "int64", "economies": "Int64"})
