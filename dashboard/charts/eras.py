"""Build the statistics of what is drawn, by era and between two years: tables, rows for files, and a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

import pandas as pd

from dashboard import formatting
from dashboard.analysis.eras import COMPOUNDS
from dashboard.analysis.reasons import Cause
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Kind
from dashboard.charts.explore import chart_of, drawn_of, shown_views
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.evidence.phrases import cell_reason, coverage, year_list
from dashboard.export import tables
from dashboard.export.names import view_name
from dashboard.export.table import Table
from dashboard.export.tables import Extract
from dashboard.views.era_table import (
    are_shared,
    clipped_eras,
    era_table,
    two_years_table,
    years_compared,
    years_outside,
)
from dashboard.views.view import View

_RATE: Final = "Growth a year"
# columns of the two tables whose text is a number with its unit, beside those of two years
FIGURES: Final = (_RATE, "Mean", "Change", "Lowest", "Highest")
_NONE: Final = "–"
_CLIPPED: Final = "the years of the era that have values"
_RATE_UNIT: Final = "% a year"
# reasons that say themselves how many of the years have values
_COUNTED: Final = (Cause.TOO_FEW, Cause.TOO_SPARSE)
# what a row of the file says, by the column that holds it
_STATISTICS: Final = {
    "mean": "mean",
    "change": "change",
    "cagr_pct": "compound growth",
    "minimum": "lowest",
    "maximum": "highest",
    "first_value": "first",
    "last_value": "last",
}


def build(request: ChartRequest) -> Built | Nothing:
    """Return the statistics of the economies chosen, beside their chart."""
    views = shown_views(request)
    drawn, built = drawn_of(views), chart_of(request, views)
    if isinstance(built, Nothing):
        return built
    return replace(
        built,
        table=lambda: _joined([eras_words(view, request.catalogue) for view in drawn]).fillna(_NONE),
        rows=lambda: _joined([statistics_rows(view, request.catalogue) for view in drawn]),
        name=eras_name(drawn),
        permalink=replace(built.permalink, view="eras"),
    )


def eras_name(views: Sequence[View]) -> str:
    """Return what a file of the statistics is called."""
    return view_name(*views, what="eras")


def eras_words(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """Return in words, per economy and era, the mean or compound growth, change, extremes with years, and coverage."""
    table = era_table(view, catalogue)
    compounds = view.kind in COMPOUNDS
    clipped = {(row["economy"], row["era"]): row for row in _records(clipped_eras(view, catalogue))}
    rows: list[dict[str, str]] = []
    for row in _records(table):
        rows.append(_era_words(row, catalogue, view, compounds=compounds))
        part = clipped.get((row["economy"], row["era"]))
        if part is not None:
            only = f", {year_list(range(part['first_year'], part['last_year'] + 1))} only"
            rows.append(_era_words(part, catalogue, view, compounds=compounds, only=only))
    return pd.DataFrame(rows)


def thin_eras_sentence(view: View, catalogue: Catalogue) -> str:
    """Return which eras have values for too few years and what the part says that has them; "" where none is thin.

    It speaks of the first economy drawn; the table has all.
    """
    thin = [row for row in _records(era_table(view, catalogue)) if row["reason"] and row["missing"]]
    # a break leaves an era without statistics however many years have values
    rows = [row for row in thin if row["reason"].cause is not Cause.SERIES_BREAK]
    lead = view.economies[0].id if view.economies else ""
    clipped = {row["era"]: row for row in _records(clipped_eras(view, catalogue)) if row["economy"] == lead}
    told = [
        f"{catalogue.eras[row['era']].name} has values for {row['n']} of {row['years']} years, none for "
        f"{year_list(row['missing'])}{_of_part(view, clipped.get(row['era']))}"
        for row in rows
        if row["economy"] == lead
    ]
    return f"{catalogue.economies[lead].short_name}: {'; '.join(told)}." if told else ""


def _of_part(view: View, part: Mapping[str, Any] | None) -> str:
    is_rate = view.kind in COMPOUNDS
    # no rate leads from a value at or below zero
    if part is None or pd.isna(part["cagr_pct" if is_rate else "mean"]):
        return ""
    value = _rate(part["cagr_pct"]) if is_rate else _shown(view, part["mean"])
    what = "the growth a year" if is_rate else "the mean"
    return f" ({what} of {year_list(range(part['first_year'], part['last_year'] + 1))} alone is {value})"


def two_years_words(view: View, catalogue: Catalogue, span: tuple[int, int]) -> pd.DataFrame:
    """Return in words what each economy drawn did from one year to another."""
    first, last = span
    return pd.DataFrame(
        [
            {
                "Economy": catalogue.economies[row["economy"]].name,
                str(first): _shown(view, row["first_value"]),
                str(last): _shown(view, row["last_value"]),
                "Change": _change(view, row["change"]),
                **({} if view.kind in (Kind.SHARE, Kind.GROWTH) else {_RATE: _rate(row["cagr_pct"])}),
                "Mean": _shown(view, row["mean"]),
                "Years": _coverage(row),
            }
            for row in _records(two_years_table(view, catalogue, span))
        ]
    )


def two_years_sentence(view: View, catalogue: Catalogue, span: tuple[int, int]) -> str:
    """Return what the economies drawn did from one year to another in one sentence, "" where none can be compared."""
    rows = _records(two_years_table(view, catalogue, span))
    known = catalogue.economies
    names = {code: known[code].in_sentence or known[code].short_name for code in (row["economy"] for row in rows)}
    told = [(names[row["economy"]], said) for row in rows if (said := _told(row, view))]
    if not told:
        return ""
    # the verb stands once, as people write a list
    (lead, first), *others = told
    is_mean = view.kind is Kind.GROWTH
    verb = "averaged" if is_mean else "went"
    alone = f" {_alone(view, catalogue)}" if is_mean and years_outside(view, catalogue, span) else ""
    return f"Between {span[0]} and {span[1]}{alone}, {'; '.join([f'{lead} {verb} {first}', *map(' '.join, others)])}."


def years_note(view: View, catalogue: Catalogue, span: tuple[int, int]) -> str:
    """Return why these two years are compared where not both were chosen, and which years between do not count."""
    chosen = view.selection.first_year, view.selection.last_year
    whose = "every economy drawn" if are_shared(view) else "any economy drawn"
    outside = years_outside(view, catalogue, span)
    if chosen == (None, None):
        told = [f"The first and last year with figures for {whose}; choose others under Options."]
    else:
        ends = zip(("first", "last"), chosen, span, strict=True)
        told = [_end(name, asked, year, whose) for name, asked, year in ends if asked != year]
    left = [f"Not counted, for they lie outside the eras chosen: {year_list(outside)}."] if outside else []
    return " ".join([*told, *left])


def _end(name: str, asked: int | None, year: int, whose: str) -> str:
    first = f"{year} is the {name} year with figures for {whose}"
    return f"{first}; choose another under Options." if asked is None else f"Nothing drawn is of {asked}: {first}."


def _alone(view: View, catalogue: Catalogue) -> str:
    """Return that a mean is of the eras chosen and no other years."""
    return f"in the years of {formatting.listing([catalogue.eras[era].name for era in view.selection.eras])} alone"


def statistics_table(views: Sequence[View], catalogue: Catalogue, link: str = "") -> Table:
    """Return the statistics with all that is to be said of them, ready for a file."""
    return Extract(all_statistics(views, catalogue), tuple(views), eras_name(views), views[0].selection).table(link)


def all_statistics(views: Sequence[View], catalogue: Catalogue) -> pd.DataFrame:
    """Return the rows of `statistics_rows` of each view in turn."""
    return _joined([statistics_rows(view, catalogue) for view in views])


def _joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]


def statistics_rows(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """Return each statistic as a row in the columns of every file, by economy and era and between two years.

    `period` is the start of the first year that it covers. More columns: statistic, era ("" between two years),
    first_year, last_year, n, years, note (why a statistic of the era is missing, and for which years it has no value),
    policy (the history that the era is of).
    Of an era that is too thin, mean, change and growth of the years with values have names of their own: "mean,
    clipped".
    """
    clipped = clipped_eras(view, catalogue).drop(columns=["minimum", "maximum"]).assign(clipped=True)
    found = [era_table(view, catalogue), clipped]
    span = years_compared(view)
    if span is not None:
        between = two_years_table(view, catalogue, span)
        alone = _alone(view, catalogue) if years_outside(view, catalogue, span) else ""
        found.append(between.assign(era="", first_year=span[0], last_year=span[1], alone=alone))
    rows = [row for table in found for record in _records(table) for row in _statistics(record, view)]
    tidy = tables.tidy(view)
    more = ["statistic", "era", "first_year", "last_year", "n", "years", "note"]
    told = pd.DataFrame(rows, columns=["economy", "period", "value", "unit", *more])
    told = told.assign(indicator=view.indicator.id, source=tidy["source"].iloc[0], vintage=tidy["vintage"].iloc[0])
    told["policy"] = told["era"].map(lambda era: catalogue.policy if era else "")
    return told[[*tables.TIDY_COLUMNS, *more, "policy"]]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def _statistics(row: Mapping[str, Any], view: View) -> list[dict[str, object]]:
    units = {"cagr_pct": _RATE_UNIT, "change": "percentage points" if view.unit_short == "%" else view.unit}
    years = {"minimum": "minimum_year", "maximum": "maximum_year", "last_value": "last_year"}
    return [
        {
            **{name: row[name] for name in ("economy", "era", "first_year", "last_year", "n", "years")},
            "period": f"{row[years.get(column, 'first_year')]}-01-01",
            "value": row[column],
            "unit": units.get(column, view.unit_in_full),
            "statistic": f"{name}, clipped" if row.get("clipped") else name,
            "note": _CLIPPED if row.get("clipped") else "; ".join(filter(None, (_why(row), row.get("alone")))),
        }
        for column, name in _STATISTICS.items()
        if not pd.isna(row.get(column))
    ]


def _era_words(
    row: Mapping[str, Any], catalogue: Catalogue, view: View, *, compounds: bool, only: str = ""
) -> dict[str, str]:
    era = catalogue.eras[row["era"]].name + only
    return {
        "Economy": catalogue.economies[row["economy"]].name,
        f"Era {view.whose_eras}".rstrip(): era,
        **({_RATE: _rate(row["cagr_pct"])} if compounds else {"Mean": _shown(view, row["mean"])}),
        "Change": _change(view, row["change"]),
        "Lowest": _extreme(view, row["minimum"], row["minimum_year"]),
        "Highest": _extreme(view, row["maximum"], row["maximum_year"]),
        "Years": _coverage(row),
    }


def _told(row: Mapping[str, Any], view: View) -> str:
    if view.kind is Kind.GROWTH:
        # the years that a mean leaves out can be those that matter
        return "" if pd.isna(row["mean"]) else f"{_shown(view, row['mean'])}{coverage(row['n'], row['years'])}"
    if pd.isna(row["change"]):
        return ""
    change = _change(view, row["change"]) if pd.isna(row["cagr_pct"]) else f"{_rate(row['cagr_pct'])} a year"
    return f"from {_shown(view, row['first_value'])} to {_shown(view, row['last_value'])} ({change})"


def _shown(view: View, value: float) -> str:
    return _NONE if pd.isna(value) else view.quantity(value)


def _change(view: View, value: float) -> str:
    return _NONE if pd.isna(value) else formatting.difference(value, view.unit_short, view.decimals)


def _rate(value: float) -> str:
    return _NONE if pd.isna(value) else formatting.change_pct(value, 1)


def _extreme(view: View, value: float, year: int) -> str:
    return _NONE if pd.isna(value) else f"{view.quantity(value)} ({year})"


def _coverage(row: Mapping[str, Any]) -> str:
    counted, found = f"{row['n']} of {row['years']}", row["reason"]
    if not found:
        return counted
    return _why(row) if found.cause in _COUNTED else f"{counted}: {_why(row)}"


def _why(row: Mapping[str, Any]) -> str:
    """Return why an era is not summed up, and for which years it has no value; "" of one that is."""
    # the reason of a comparison of two years names them itself
    return cell_reason(row["reason"], row.get("missing", ()))


ERAS: Final = ChartKind(
    "eras",
    "Eras and growth",
    ":material/table_chart:",
    "explore",
    build,
    needs_economies=True,
    has_rows=True,
    idle=("milestone", "against", "year", "among"),
)
