"""Lay out rows for files: one row per value or one column per economy, and JSON objects as one table."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd

from dashboard.catalogue import wording
from dashboard.catalogue.indicators import Indicator
from dashboard.export.citation import about, source_of
from dashboard.export.facts import facts_of
from dashboard.export.names import view_name
from dashboard.export.policy_rows import milestone_rows, target_rows
from dashboard.export.table import Drawing, Rows, Series, Table
from dashboard.export.works import works_of
from dashboard.store.as_of import pin, write_as_of
from dashboard.store.records import Vintage
from dashboard.views.links import query_text
from dashboard.views.loading import Observations
from dashboard.views.releases import unit_of
from dashboard.views.requests import Layout
from dashboard.views.selection import Selection, query_of
from dashboard.views.view import View

_OTHER: Final[Mapping[Layout, Layout]] = {"tidy": "wide", "wide": "tidy"}
TIDY_COLUMNS: Final = ("indicator", "economy", "period", "value", "unit", "source", "vintage")


@dataclass(frozen=True, eq=False)
class Extract:
    """Rows ready for a file: the views they come from, the file's name without its ending, and what draws them again.

    The first view leads; `rests_on` has the vintages that settled who is compared. `page` is where the permalink is
    drawn; the permalink says no day. `beside` are further tables by name. Rows that are one value per economy and
    period `are_series`, and `drawing` is their chart where they have one.
    """

    rows: pd.DataFrame
    views: tuple[View, ...]
    name: str
    permalink: Selection
    page: str = "explore"
    rests_on: tuple[Vintage, ...] = ()
    beside: Mapping[str, Rows] = field(default_factory=dict[str, Rows])
    are_series: bool = False
    drawing: Drawing | None = None

    @property
    def released(self) -> dt.datetime | None:
        """Return the instant as of which all vintages that the rows rest on are the newest."""
        return pin([*(vintage for view in self.views for vintage in view.vintages), *self.rests_on])

    def link(self, site: str) -> str:
        """Return the URL of the page that draws the same rows, as of all that they rest on, on the server at `site`."""
        drawn = replace(self.permalink, as_of=self.released)
        return f"{site}/{self.page}?{query_text(query_of(drawn))}"

    def table(self, link: str = "") -> Table:
        """Return the rows with all that is to be said of them, for any format."""
        policy = {
            "Milestones": lambda: milestone_rows(self.views),
            "Targets": lambda: target_rows(self.views),
        }
        return Table(
            self.rows,
            self.name,
            title=wording.together([view.indicator for view in self.views[: None if self.are_series else 1]]),
            dated=self.view.vintage.date,
            about=[line for view in self.views for line in about(view, link)],
            beside={**self.beside, **policy},
            facts=facts_of(self.views, self.name, link),
            series=[series_of(view) for view in self.views] if self.are_series else (),
            drawing=self.drawing,
            link=link,
            works=works_of(self.views, accessed=dt.datetime.now(dt.UTC).date(), link=link),
        )

    @property
    def view(self) -> View:
        """Return the view that leads."""
        return self.views[0]


def extract_of(
    view: View,
    layout: Layout = "tidy",
    *,
    more: Sequence[View] = (),
    permalink: Selection | None = None,
    drawing: Drawing | None = None,
) -> Extract:
    """Return what is drawn of a view, and of `more` beside it, in one of the two layouts, ready for a file.

    The other layout stands beside it.
    """
    views, other = (view, *more), _OTHER[layout]
    return Extract(
        laid_out_all(views, layout),
        views,
        view_name(*views, layout=layout),
        permalink or view.selection,
        beside={other.capitalize(): lambda: laid_out_all(views, other)},
        are_series=True,
        drawing=drawing,
    )


def series_of(view: View) -> Series:
    """Return what is drawn as observations of one indicator."""
    return Series(
        indicator=view.indicator.id,
        transform=view.selection.transform,
        frequency=view.frequency,
        unit=view.unit_in_full,
        source=source_of(view.indicator, view.vintages),
        vintage=view.vintage.date,
        observations=view.points[["economy", "period", "value"]],
        provisional=frozenset((known.economy, known.year) for known in view.provisional),
        broken=frozenset(_broken(view)),
    )


def _broken(view: View) -> Iterator[tuple[str, pd.Timestamp]]:
    """Yield the first period of each new definition that a view's values lie on both sides of."""
    for known in view.compared_apart:
        periods = view.series(known.economy)["period"]
        yield known.economy, periods[periods >= pd.Timestamp(known.start)].iloc[0]


def records_table(
    records: Sequence[Mapping[str, Any]], name: str, *, title: str = "", about: Sequence[tuple[str, str]] = ()
) -> Table:
    """Return JSON objects ready for a file, nested or flat as its format has it."""
    return Table(flat(records), name, title=title, about=about, records=records)


def vintage_record(vintage: Vintage) -> dict[str, Any]:
    """Return a vintage as a JSON object, called by its indicator and the instant that `as_of` pins it with."""
    return {**vintage.model_dump(mode="json"), "id": f"{vintage.indicator}/{write_as_of(vintage.published)}"}


def tidy(view: View) -> pd.DataFrame:
    """Return what is drawn, one row per value in the view's order; period is the ISO date of its start."""
    return _tidy(view.points, view.indicator, view.unit_in_full, view.vintages)


def tidy_observations(found: Observations) -> pd.DataFrame:
    """Return every economy and period of an indicator, untransformed, in the columns of `tidy`."""
    indicator = found.indicator
    return _tidy(found.observations, indicator, unit_of(found.vintages, indicator.unit), found.vintages)


def wide(view: View) -> pd.DataFrame:
    """Return what is drawn, one row per period and one column per economy (NaN: absent), then unit, source, vintage."""
    periods = view.points["period"].drop_duplicates().sort_values()
    series = {economy.id: view.series(economy.id).set_index("period")["value"] for economy in view.economies}
    return pd.DataFrame(
        {
            "period": periods.dt.strftime("%Y-%m-%d").to_numpy(),
            **{code: values.reindex(periods).to_numpy() for code, values in series.items()},
            "unit": view.unit_in_full,
            "source": source_of(view.indicator, view.vintages),
            "vintage": view.vintage.date.isoformat(),
        }
    )


def laid_out(view: View, layout: Layout) -> pd.DataFrame:
    """Return what is drawn in one of the two layouts."""
    return wide(view) if layout == "wide" else tidy(view)


def laid_out_all(views: Sequence[View], layout: Layout = "tidy") -> pd.DataFrame:
    """Return what is drawn of each view in turn; of several in the wide layout, `indicator` says whose a row is."""
    frames = [laid_out(view, layout) for view in views if not view.points.empty]
    if len(frames) < 2:  # noqa: PLR2004 - one view is laid out as it is
        return frames[0] if frames else laid_out(views[0], layout)
    if layout == "tidy":
        return pd.concat(frames, ignore_index=True)
    named = zip(frames, (view for view in views if not view.points.empty), strict=True)
    joined = pd.concat([frame.assign(indicator=view.indicator.id) for frame, view in named], ignore_index=True)
    codes = dict.fromkeys(economy.id for view in views for economy in view.economies)
    return joined[["indicator", "period", *codes, "unit", "source", "vintage"]]


def by_indicator(views: Sequence[View]) -> pd.DataFrame:
    """Return one row per economy and period and one column per indicator (NaN: absent), then unit, source, vintage.

    The last three say it of each indicator, by its id.
    """
    keys = ["economy", "period"]
    values = [view.points.set_index(keys)["value"].rename(view.indicator.id) for view in views]
    frame = pd.concat(values, axis=1).sort_index().reset_index()
    told = {
        "unit": {view.indicator.id: view.unit_in_full for view in views},
        "source": {view.indicator.id: source_of(view.indicator, view.vintages) for view in views},
        "vintage": {view.indicator.id: view.vintage.date.isoformat() for view in views},
    }
    # long texts, the same in each row: one of each is enough
    said = {
        name: pd.Categorical(["; ".join(f"{id_}: {text}" for id_, text in texts.items())] * len(frame))
        for name, texts in told.items()
    }
    return frame.assign(period=frame["period"].dt.strftime("%Y-%m-%d"), **said)


def flat(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return JSON objects as one table: lists of texts joined by "; ", anything nested deeper as compact JSON text."""
    rows = [{name: _flat_value(value) for name, value in record.items()} for record in records]
    # object cells, because a number column with a gap would turn its whole numbers into fractions
    return pd.DataFrame(rows, dtype="object")


def _tidy(observations: pd.DataFrame, indicator: Indicator, unit: str, vintages: Sequence[Vintage]) -> pd.DataFrame:
    frame = observations.assign(
        indicator=indicator.id,
        period=observations["period"].dt.strftime("%Y-%m-%d"),
        unit=unit,
        source=source_of(indicator, vintages),
        vintage=max(vintage.date for vintage in vintages).isoformat(),
    )
    return frame[list(TIDY_COLUMNS)]


def _flat_value(value: object) -> object:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""
    return value
