"""What do the core four say at a glance? The latest figures against the era before, and three sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard import words
from dashboard.analysis.eras import COMPOUNDS, era_of, era_statistics
from dashboard.catalogue import Catalogue
from dashboard.model import SUBJECT, WORLD, Era, Indicator, Target

CORE_FOUR: Final = ("gdp-growth", "rd-spending", "high-tech-exports", "solar-capacity")
STORY_INDICATORS: Final = (*CORE_FOUR, "high-tech-export-share")
_TURN: Final = ("reform-and-opening", "innovation-driven")
_SOLAR_TARGET: Final = "solar-2020-110gw"


@dataclass(frozen=True)
class Glance:
    """One indicator's latest figure, and how it stands against the era before; words are empty where it cannot be said."""

    indicator: Indicator
    latest: str
    year: int
    against: str
    against_what: str
    values: tuple[float, ...]


def glance(indicator: Indicator, observed: pd.DataFrame, shown: pd.DataFrame, eras: Sequence[Era]) -> Glance | None:
    """Return an annual indicator's glance from the subject's figures `observed`, of which `shown` pass the filter.

    Shares and rates stand against the mean of the era before, amounts against its last figure.
    """
    if shown.empty:
        return None
    last = shown.iloc[-1]
    value, year = float(last["value"]), int(last["period"].year)
    against, what = _against(indicator, observed, value, _era_before(shown, eras), eras)
    return Glance(
        indicator=indicator,
        latest=words.quantity(value, indicator.unit_short, indicator.decimals),
        year=year,
        against=against,
        against_what=what,
        values=tuple(shown["value"]),
    )


def sentences(catalogue: Catalogue, figures: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """Return up to three sentences about growth, technology and solar power; one that lacks figures is left out."""
    written = (
        _growth_sentence(catalogue, _own(figures, "gdp-growth")),
        _technology_sentence(catalogue, _own(figures, "rd-spending"), _own(figures, "high-tech-export-share")),
        _solar_sentence(catalogue, figures.get("solar-capacity", _NOTHING)),
    )
    return tuple(sentence for sentence in written if sentence)


_NOTHING: Final = pd.DataFrame({"economy": [], "period": [], "value": []})


def _own(figures: Mapping[str, pd.DataFrame], indicator: str) -> pd.DataFrame:
    frame = figures.get(indicator, _NOTHING)
    return frame[frame["economy"] == SUBJECT]


def _era_before(shown: pd.DataFrame, eras: Sequence[Era]) -> Era | None:
    current = era_of(shown["period"].iloc[[-1]], "annual", eras).iloc[0]
    ids = [era.id for era in eras]
    place = ids.index(current) if current in ids else 0
    return eras[place - 1] if place > 0 else None


def _against(
    indicator: Indicator, observed: pd.DataFrame, value: float, before: Era | None, eras: Sequence[Era]
) -> tuple[str, str]:
    if before is None:
        return "", ""
    inside = observed[era_of(observed["period"], "annual", eras) == before.id]
    if inside.empty:
        return "", ""
    if indicator.kind in COMPOUNDS:
        base, year = float(inside["value"].iloc[-1]), int(inside["period"].iloc[-1].year)
        if base <= 0:
            return "", ""
        return words.difference((value / base - 1) * 100, " %", 0), f"on {year}, the last year of {before.name}"
    mean = float(inside["value"].mean())
    against = words.difference(value - mean, indicator.unit_short, indicator.decimals)
    years = f"{inside['period'].iloc[0].year}–{inside['period'].iloc[-1].year}"
    return against, f"on the mean of {before.name} ({years})"


def _growth_sentence(catalogue: Catalogue, growth: pd.DataFrame) -> str:
    if growth.empty:
        return ""
    eras = [catalogue.eras[name] for name in _TURN]
    last = growth.iloc[-1]
    table = era_statistics(growth, catalogue.indicator("gdp-growth").kind, eras, (1861, int(last["period"].year)))
    means = table[table["reason"] == ""].set_index("era")
    if not set(_TURN) <= set(means.index):
        return ""
    spells = [
        f"{words.number(float(means.loc[era.id, 'mean']), 1)} % a year under {era.name} "
        f"({means.loc[era.id, 'first_year']}–{means.loc[era.id, 'last_year']})"
        for era in eras
    ]
    latest = words.number(float(last["value"]), 1)
    return f"China's economy grew by {spells[0]} on average and by {spells[1]}; in {last['period'].year} it grew by {latest} %."


def _technology_sentence(catalogue: Catalogue, rd: pd.DataFrame, share: pd.DataFrame) -> str:
    since = _last_year_of(catalogue.eras[_TURN[0]], rd)
    if since is None:
        return ""
    first = f"Research and development took {_span(rd, since, 2)} of GDP"
    shared = _last_year_of(catalogue.eras[_TURN[0]], share)
    if shared is None:
        return f"{first}."
    return f"{first}; high-technology goods made up {_span(share, shared, 1)} of manufactured exports."


def _solar_sentence(catalogue: Catalogue, solar: pd.DataFrame) -> str:
    own, world = solar[solar["economy"] == SUBJECT], solar[solar["economy"] == WORLD]
    since = _last_year_of(catalogue.eras[_TURN[0]], own)
    if since is None:
        return ""
    start, last = _at(own, since), own.iloc[-1]
    year, capacity = int(last["period"].year), float(last["value"])
    text = f"Installed solar capacity went from {words.quantity(start, 'GW', 0)} at the end of {since} to {words.quantity(capacity, 'GW', 0)} at the end of {year}"
    total = world.loc[world["period"] == last["period"], "value"]
    if not total.empty:
        text += f", {words.number(capacity / float(total.iloc[0]) * 100, 0)} % of the world's"
    target = catalogue.targets.get(_SOLAR_TARGET)
    return text + (_reached(target, own) if target else "") + "."


def _reached(target: Target, own: pd.DataFrame) -> str:
    if target.low is None:
        return ""
    # as outcomes are announced: to one decimal
    met = own[own["value"].round(1) >= target.low]
    if met.empty:
        return f"; the {target.low:g} GW set for {target.last_year} had not been reached by then"
    year = int(met["period"].iloc[0].year)
    early = target.last_year - year
    margin = (
        "on time"
        if early == 0
        else f"{abs(early)} year{'s' if abs(early) > 1 else ''} {'early' if early > 0 else 'late'}"
    )
    return f"; the {target.low:g} GW set for {target.last_year} were passed in {year}, {margin}"


def _last_year_of(era: Era, frame: pd.DataFrame) -> int | None:
    inside = frame[era_of(frame["period"], "annual", [era]) == era.id] if not frame.empty else frame
    return None if inside.empty else int(inside["period"].iloc[-1].year)


def _span(frame: pd.DataFrame, since: int, decimals: int) -> str:
    last = frame.iloc[-1]
    start, end = _at(frame, since), float(last["value"])
    return f"{words.number(start, decimals)} % in {since} and {words.number(end, decimals)} % in {last['period'].year}"


def _at(frame: pd.DataFrame, year: int) -> float:
    return float(frame.loc[frame["period"].dt.year == year, "value"].iloc[0])
