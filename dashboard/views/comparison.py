"""Say how economies compare in a year: ranked, and by two indicators that meet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pandas as pd

from dashboard.analysis.arithmetic import annual_means
from dashboard.analysis.comparators import FULL
from dashboard.analysis.eras import era_of
from dashboard.analysis.newest import carried, newest_points
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.frequency import Frequency, Moment
from dashboard.views.chart import chart_view
from dashboard.views.left_out import of_economies
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View

# a rank among fewer says little
FEWEST_RANKED: Final = 8
TRAIL_YEARS: Final = 15


@dataclass(frozen=True, eq=False)
class Ranking:
    """The economies compared in one year, the largest value first; others, as aggregates, stand apart without a rank.

    Each takes part with its newest value of the year or of the three before it. `ranked` has economy (str), value
    (float64), year (int: of the value) and rank (int, equal values share one); `reference` economy, value and year.
    `ranks` has economy, year, rank and of (int: how many are ranked) of each value, for years with at least
    `FEWEST_RANKED`.
    """

    view: View
    year: int
    years: tuple[int, ...]
    ranked: pd.DataFrame
    reference: pd.DataFrame
    ranks: pd.DataFrame
    absent: tuple[Economy, ...]

    @property
    def economies(self) -> dict[str, Economy]:
        """Return the view's economies by code."""
        return {economy.id: economy for economy in self.view.economies}

    @cached_property
    def used(self) -> pd.DataFrame:
        """Return the economy, value and year of each value shown, with the rank of those that have one."""
        return pd.concat([self.ranked, self.reference], ignore_index=True)

    @cached_property
    def older(self) -> Mapping[str, int]:
        """Return the economies whose value is of an earlier year, with that year, in their order."""
        return _older(self.used, self.year)

    @property
    def view_of_year(self) -> View:
        """Return the view with what is to be known of the years of its values, between which nothing is compared."""
        first = min(self.ranked["year"].tolist(), default=self.year)
        return replace(in_years(self.view, first, self.year), break_notes=())

    def aged(self, year: int) -> str:
        """Return what is said behind a value of an earlier year than the one ranked: that year, in brackets."""
        return f" ({year})" if year < self.year else ""

    def written(self, value: float, year: int) -> str:
        """Return a value of a year as people write it, with the year where it is an earlier one: 3.4 % (2023)."""
        return f"{self.view.quantity(value)}{self.aged(year)}"

    def neighbours(self, reach: int) -> tuple[str, ...]:
        """Return the subject and those up to so many rows from it; the first ones where it has no value."""
        codes = self.ranked["economy"].tolist()
        here = codes.index(self.view.subject) if self.view.subject in codes else 0
        first = max(0, min(here - reach, len(codes) - 2 * reach - 1))
        return tuple(codes[first : first + 2 * reach + 1])


@dataclass(frozen=True, eq=False)
class Meeting:
    """Two indicators of the same economies and years: `up` and `across` are their views.

    `points` has economy (str), year (int), x and y (float64), for years with both values.
    """

    up: View
    across: View
    year: int
    years: tuple[int, ...]
    points: pd.DataFrame

    def now(self) -> pd.DataFrame:
        """Return each economy's newest point of the year looked at or of the three before it."""
        return newest_points(self.points, self.year)

    def now_single(self) -> pd.DataFrame:
        """Return the points of `now` of individual economies."""
        now, whole = self.now(), [economy.id for economy in self.up.economies if economy.aggregate]
        return now[~now["economy"].isin(whole)]

    @property
    def older(self) -> Mapping[str, int]:
        """Return the economies whose point is of an earlier year, with that year."""
        return _older(self.now(), self.year)

    def trail(self, economy: str) -> pd.DataFrame:
        """Return an economy's points of the year looked at and those before it, by year."""
        inside = self.points["year"].between(self.year - TRAIL_YEARS, self.year)
        return self.points[inside & (self.points["economy"] == economy)]


def everyone(loader: Loader, selection: Selection) -> View:
    """Return the view of every economy of the catalogue, by year; NoObservations where the store has none."""
    return yearly(chart_view(loader, replace(selection, economies=tuple(loader.catalogue.economies))))


def yearly(view: View) -> View:
    """Return a view by year: months as the mean of full years."""
    if view.frequency is Frequency.ANNUAL:
        return view
    order = {economy.id: number for number, economy in enumerate(view.economies)}
    annual = annual_means(view.points, view.frequency, view.breaks)
    annual = annual.assign(era=era_of(annual["period"], Frequency.ANNUAL, view.eras))
    ordered = annual.sort_values("economy", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)
    full = set(ordered["economy"].unique())
    return replace(
        view,
        indicator=view.indicator.model_copy(update={"frequency": Frequency.ANNUAL, "drawn_at": Moment.MIDDLE}),
        points=ordered[["economy", "period", "value", "era"]],
        subtitle=f"{view.subtitle}, mean of the year" if view.subtitle else f"Mean of the year, {view.unit}",
        economies=tuple(economy for economy in view.economies if economy.id in full),
        provisional=tuple(found for found in view.provisional if found.economy in full),
        break_notes=tuple(found for found in view.break_notes if found.economy in full),
    )


def narrowed(view: View, codes: Sequence[str]) -> View:
    """Return a view with these of its economies only, in this order."""
    known = {economy.id: economy for economy in view.economies}
    kept = tuple(known[code] for code in codes if code in known)
    return replace(
        view,
        economies=kept,
        points=view.points[view.points["economy"].isin(codes)],
        provisional=tuple(found for found in view.provisional if found.economy in codes),
        break_notes=tuple(found for found in view.break_notes if found.economy in codes),
    )


def in_years(view: View, first: int, last: int) -> View:
    """Return a view that says of these years alone what is provisional or broken, for a chart that shows no others."""
    return replace(
        view,
        provisional=tuple(found for found in view.provisional if first <= found.year <= last),
        break_notes=tuple(found for found in view.break_notes if found.is_inside(first, last)),
    )


def compared(view: View, among: Collection[str], chosen: Collection[str] = ()) -> View:
    """Return a view with the economies that are compared, and those that are shown beside them, and no others."""
    kept = {*among, *chosen, view.subject}
    narrow = narrowed(view, [economy.id for economy in view.economies if economy.id in kept])
    left_out = of_economies(view.left_out, kept)
    said = {one.note for one in view.left_out}
    return replace(
        narrow,
        absent=tuple(economy for economy in view.absent if economy.id in kept),
        left_out=left_out,
        undated=(*(one.note for one in left_out), *(note for note in view.undated if note not in said)),
    )


def usual_year(points: pd.DataFrame, holds: str) -> int:
    """Return the newest year with at least four fifths as many values as the fullest, and one of the economy `holds`.

    `points` has economy and year, one row per value. Where that economy has none in such a year, any will do.
    """
    counts = points["year"].value_counts()
    full = counts.index[counts >= FULL * counts.max()]
    own = full[full.isin(points.loc[points["economy"] == holds, "year"])]
    return int((own if len(own) else full).max())


def single_points(view: View) -> pd.DataFrame:
    """Return a view's points of individual economies, with their year."""
    whole = [economy.id for economy in view.economies if economy.aggregate]
    points = view.points if not whole else view.points[~view.points["economy"].isin(whole)]
    return points.assign(year=points["period"].dt.year)


def ranking(
    view: View, asked: int | None, among: Collection[str] | None = None, usual: int | None = None
) -> Ranking | None:
    """Return the ranking of a year; None where no economy that is compared ever has a value.

    Ranked are the economies `among`, all individual ones unless given; the view's others stand apart, for reference.
    Where nothing is asked, or no value is there, the year is the `usual` one, or the newest full one of those ranked.
    """
    points = view.points.assign(year=view.points["period"].dt.year)
    known = {economy.id for economy in view.economies if not economy.aggregate}
    ranked = known if among is None else known & set(among)
    inside = points["economy"].isin(ranked)
    single = points[inside]
    if single.empty:
        return None
    years = tuple(sorted(single["year"].unique().tolist()))
    year = next((one for one in (asked, usual) if one is not None and one in years), None)
    year = usual_year(single, view.subject) if year is None else year
    ranks = _ranks(single)
    reference = newest_points(points[~inside], year).sort_values("value", ascending=False, ignore_index=True)
    here = _ranked(single, year)
    present = {*here["economy"], *reference["economy"]}
    return Ranking(
        view=view,
        year=year,
        years=years,
        ranked=here,
        reference=reference[["economy", "value", "year"]],
        ranks=ranks.loc[ranks["of"] >= FEWEST_RANKED, ["economy", "year", "rank", "of"]],
        absent=(*view.absent, *(economy for economy in view.economies if economy.id not in present)),
    )


def usual_across(catalogue: Catalogue, indicator: str) -> str:
    """Return the indicator that another is drawn against unless one is named: the first that the history names."""
    return next(name for name in (*catalogue.history.scatter_against, *catalogue.indicators) if name != indicator)


def meeting(
    up: View, across: View, asked: int | None, chosen: Sequence[str] = (), among: Collection[str] | None = None
) -> Meeting | None:
    """Return where two indicators meet in a year, the usual one where they do not; None where they never do.

    There are the subject, those chosen and those `among`, all individual economies unless given. The usual year is that
    of all individual economies.
    """
    single = {economy.id for economy in up.economies if not economy.aggregate}
    kept = {*(single if among is None else among), *chosen, up.subject}
    both = up.points.merge(across.points, on=["economy", "period"], suffixes=("_up", "_across"))
    points = pd.DataFrame(
        {
            "economy": both["economy"],
            "year": both["period"].dt.year,
            "x": both["value_across"],
            "y": both["value_up"],
        }
    )
    points = points[((points["x"] > 0) | (across.scale == "linear")) & ((points["y"] > 0) | (up.scale == "linear"))]
    everybody = points[points["economy"].isin(single)]
    points = points[points["economy"].isin(kept)].reset_index(drop=True)
    if points.empty:
        return None
    years = tuple(sorted(points["year"].unique().tolist()))
    usual = usual_year(everybody, up.subject) if len(everybody) else None
    year = next((one for one in (asked, usual) if one is not None and one in years), None)
    return Meeting(up, across, usual_year(points, up.subject) if year is None else year, years, points)


def _older(points: pd.DataFrame, year: int) -> dict[str, int]:
    old = points[points["year"] < year]
    return dict(zip(old["economy"], old["year"].tolist(), strict=True))


def _ranked(points: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the economies of a year by value, each with the year of its value and its rank."""
    newest = newest_points(points, year)
    ranks = newest["value"].rank(method="min", ascending=False).astype("int64")
    ordered = newest.assign(rank=ranks).sort_values("value", ascending=False, kind="stable", ignore_index=True)
    return ordered[["economy", "value", "year", "rank"]]


def _ranks(points: pd.DataFrame) -> pd.DataFrame:
    """Return points with their rank among all that take part in their year, and how many these are."""
    wide = carried(points)
    rows, columns = (
        wide.index.get_indexer(pd.Index(points["year"])),
        wide.columns.get_indexer(pd.Index(points["economy"])),
    )
    ranks = wide.rank(axis=1, method="min", ascending=False).to_numpy()
    counts = wide.notna().sum(axis=1).to_numpy()
    return points.assign(rank=ranks[rows, columns].astype("int64"), of=counts[rows])
