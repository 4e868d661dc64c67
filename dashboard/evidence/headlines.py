"""Headlines of a policy history: the latest value of an indicator against the era before, and computed sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard import formatting
from dashboard.analysis.eras import COMPOUNDS, EraSeries, era_of, era_statistics
from dashboard.analysis.panel import panel_of
from dashboard.analysis.target_outcomes import TargetState, target_outcome
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.history import GrowthSentence, Sentence, SharesSentence, StockSentence
from dashboard.catalogue.indicators import Break, Indicator
from dashboard.catalogue.policy import Era, Target
from dashboard.evidence.target_sentences import passed_sentence

_MANY_TIMES: Final = 10


@dataclass(frozen=True)
class Glance:
    """One indicator's latest value, and how it compares with the era `before`; empty where that cannot be computed.

    `series` is what is shown, by year; `breaks` are the first years of new definitions.
    """

    indicator: Indicator
    latest: str
    year: int
    against: str
    against_what: str
    before: str
    series: tuple[tuple[int, float], ...]
    breaks: tuple[int, ...] = ()


def glance(
    indicator: Indicator,
    observed: pd.DataFrame,
    shown: pd.DataFrame,
    eras: Sequence[Era],
    breaks: Sequence[Break] = (),
) -> Glance | None:
    """Return an annual indicator's glance from the subject's series `observed`, of which `shown` passes the filter.

    Shares and rates are compared with the mean of the era before, amounts with its last value; nothing across `breaks`.
    """
    if shown.empty:
        return None
    last = shown.iloc[-1]
    value, year = float(last["value"]), int(last["period"].year)
    before = _era_before(shown, eras)
    own = tuple(known.year for known in breaks if known.economy == last["economy"])
    against, what = ("", "") if before is None else _against(indicator, observed, (value, year), before, eras, own)
    return Glance(
        indicator=indicator,
        latest=formatting.quantity(value, indicator.unit_short, indicator.decimals),
        year=year,
        against=against,
        against_what=what,
        before=before.name if before is not None and against else "",
        series=tuple(zip(shown["period"].dt.year.tolist(), shown["value"].tolist(), strict=True)),
        breaks=own,
    )


def sentences(catalogue: Catalogue, observations: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """Return the sentences that the policy history asks for; one that lacks observations is left out."""
    written = (_sentence(catalogue, asked, observations) for asked in catalogue.history.sentences)
    return tuple(sentence for sentence in written if sentence)


def _sentence(catalogue: Catalogue, asked: Sentence, observations: Mapping[str, pd.DataFrame]) -> str:
    match asked:
        case GrowthSentence():
            return _growth_sentence(catalogue, asked, _own(catalogue, observations, asked.indicator))
        case SharesSentence():
            return _shares_sentence(catalogue, asked, observations)
        case StockSentence():
            return _stock_sentence(catalogue, asked, observations.get(asked.indicator, _NOTHING))


_NOTHING: Final = pd.DataFrame({"economy": [], "period": [], "value": []})


def _own(catalogue: Catalogue, observations: Mapping[str, pd.DataFrame], indicator: str) -> pd.DataFrame:
    frame = observations.get(indicator, _NOTHING)
    return frame[frame["economy"] == catalogue.history.subject]


def _era_before(shown: pd.DataFrame, eras: Sequence[Era]) -> Era | None:
    current = era_of(shown["period"].iloc[[-1]], Frequency.ANNUAL, eras).iloc[0]
    ids = [era.id for era in eras]
    position = ids.index(current) if current in ids else 0
    return eras[position - 1] if position > 0 else None


def _against(
    indicator: Indicator,
    observed: pd.DataFrame,
    latest: tuple[float, int],
    before: Era,
    eras: Sequence[Era],
    breaks: Sequence[int],
) -> tuple[str, str]:
    value, year = latest
    inside = observed[era_of(observed["period"], Frequency.ANNUAL, eras) == before.id]
    if inside.empty:
        return "", ""
    first, last = int(inside["period"].iloc[0].year), int(inside["period"].iloc[-1].year)
    if any(first < broken <= year for broken in breaks):
        return "", ""
    if indicator.kind in COMPOUNDS:
        base = float(inside["value"].iloc[-1])
        if base <= 0:
            return "", ""
        times = value / base
        # nobody reads +8,978 %
        change = f"× {times:.0f}" if times >= _MANY_TIMES else formatting.change_pct((times - 1) * 100, 0)
        return change, f"on {last}"
    against = formatting.difference(value - float(inside["value"].mean()), indicator.unit_short, indicator.decimals)
    return against, f"on the {formatting.spell(first, last)} mean"


def _growth_sentence(catalogue: Catalogue, asked: GrowthSentence, growth: pd.DataFrame) -> str:
    if growth.empty:
        return ""
    eras = [catalogue.eras[name] for name in asked.eras]
    last = growth.iloc[-1]
    span = (eras[0].start.year, int(last["period"].year))
    kind, breaks = catalogue.indicator(asked.indicator).kind, catalogue.breaks(asked.indicator)
    table = era_statistics(EraSeries(growth, kind, eras, span, breaks))
    if len(table) < len(eras) or table["reason"].notna().any():
        return ""
    if _is_divided(catalogue, asked.indicator, growth, int(table["first_year"].min())):
        return ""
    periods = [
        f"{formatting.number(mean, 1)} % a year {average}in {formatting.spell(first, last_year)} ({era.name})"
        for era, average, mean, first, last_year in zip(
            eras, ("on average ", ""), table["mean"], table["first_year"], table["last_year"], strict=True
        )
    ]
    latest = formatting.number(float(last["value"]), 1)
    whose = wording.possessive(catalogue.subject)
    grew = f"{whose} economy grew by {formatting.listing(periods)}; in {last['period'].year} it grew by {latest} %."
    return formatting.sentence(grew)


def _shares_sentence(catalogue: Catalogue, asked: SharesSentence, observations: Mapping[str, pd.DataFrame]) -> str:
    told: list[str] = []
    for share in asked.shares:
        frame = _own(catalogue, observations, share.indicator)
        since = _last_year_of(catalogue.eras[asked.era], frame)
        if since is not None:
            is_broken = _is_divided(catalogue, share.indicator, frame, since)
            told.append(f"{share.text} {_span(frame, None if is_broken else since, share.decimals, share.whole)}")
        elif not told:
            # the sentence begins with the first share and means nothing without it
            return ""
    return f"{'; '.join(told)}."


def _stock_sentence(catalogue: Catalogue, asked: StockSentence, stock: pd.DataFrame) -> str:
    own, world = stock[stock["economy"] == catalogue.history.subject], stock[stock["economy"] == WORLD]
    since = _last_year_of(catalogue.eras[asked.era], own)
    if since is None:
        return ""
    start, last = _at(own, since), own.iloc[-1]
    year, amount = int(last["period"].year), float(last["value"])
    unit = catalogue.indicator(asked.indicator).unit_short
    before, now = formatting.quantity(start, unit, 0), formatting.quantity(amount, unit, 0)
    whose = formatting.sentence(wording.possessive(catalogue.subject))
    is_broken = _is_divided(catalogue, asked.indicator, own, since)
    went = "was" if is_broken else f"went from {before} at the end of {since} to"
    text = f"{whose} {asked.name} {went} {now} at the end of {year}"
    total = world.loc[world["period"] == last["period"], "value"]
    if not total.empty:
        text += f", {formatting.number(amount / float(total.iloc[0]) * 100, 0)} % of the world's"
    target = catalogue.targets.get(asked.target or "")
    return text + (_reached(catalogue, target, own, asked.indicator) if target else "") + "."


def _reached(catalogue: Catalogue, target: Target, own: pd.DataFrame, name: str) -> str:
    if not target.is_set or target.differs:
        return ""
    indicator, year = catalogue.indicator(name), int(own["period"].iloc[-1].year)
    outcome = target_outcome(panel_of(own, indicator.kind, catalogue.breaks(name)), target, year)
    if outcome.state is TargetState.SERIES_BREAK:
        return ""
    return f"; {passed_sentence(target, outcome, indicator)}"


def _last_year_of(era: Era, frame: pd.DataFrame) -> int | None:
    """Return the last year with a value in an era, if there are later values to compare with it."""
    if frame.empty:
        return None
    inside = frame[era_of(frame["period"], Frequency.ANNUAL, [era]) == era.id]
    later = not inside.empty and inside.index[-1] != frame.index[-1]
    return int(inside["period"].iloc[-1].year) if later else None


def _is_divided(catalogue: Catalogue, indicator: str, own: pd.DataFrame, since: int) -> bool:
    """Tell whether the subject's value of a year and its newest are of two definitions."""
    newest, subject = int(own["period"].iloc[-1].year), catalogue.history.subject
    return any(known.economy == subject and since < known.year <= newest for known in catalogue.breaks(indicator))


def _span(frame: pd.DataFrame, since: int | None, decimals: int, whole: str) -> str:
    """Return a share then and now; now alone where it is not compared with any before."""
    last = frame.iloc[-1]
    end, year = f"{formatting.number(float(last['value']), decimals)} %", last["period"].year
    if since is None:
        return f"{end} {whole} in {year}"
    return f"{formatting.number(_at(frame, since), decimals)} % {whole} in {since} and {end} in {year}"


def _at(frame: pd.DataFrame, year: int) -> float:
    return float(frame.loc[frame["period"].dt.year == year, "value"].iloc[0])
