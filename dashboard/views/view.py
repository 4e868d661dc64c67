"""What does a chart show? One frozen View, from which its drawing, its table, its files and its words are made."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pandas as pd

from dashboard import formatting
from dashboard.analysis.target_outcomes import TargetOutcome
from dashboard.analysis.transforms import TRANSFORMS
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.frequency import Frequency, Moment, drawn_in
from dashboard.catalogue.indicators import Break, Indicator, Kind, Provisional, Scale
from dashboard.catalogue.policy import Era, Milestone, Target
from dashboard.catalogue.recessions import Chronology
from dashboard.store.records import Vintage
from dashboard.views import releases
from dashboard.views.break_notes import BreakNote
from dashboard.views.histories import ShownHistory, strips_of, whose_policy
from dashboard.views.left_out import LeftOut
from dashboard.views.selection import Selection
from dashboard.views.time_axis import Axis
from dashboard.views.view_notes import ViewNotes

MARK: Final = " (provisional)"
# more economies than these are counted where it is said what is provisional
_MOST_NAMED: Final = 3


@dataclass(frozen=True, eq=False)
class View:
    """All that a chart, its table, its downloads and its words are made from.

    `points` has economy (str), period (datetime64[s]), value (float64) and era (str, missing outside of eras), ordered
    as `economies` is and by period. `axis` is the first and last day of the time axis, `outcomes` has by target what
    became of it. `subject` is the economy that the policy history is about, `subjects` its name in the genitive,
    `provisional` what of the points is known to be preliminary, `break_notes` what breaks inside them, and `undated`
    what is to be known whatever the years. `histories` are the policy histories chosen, `recessions` the chronologies
    shaded and `recessions_named` whose they are. The `absent` have no observations, those `left_out` none of what is
    shown, for the reasons that `undated` says too; `breaks` are the series breaks behind what is shown, `dividing`
    those that its values are not compared across. `publisher` is whose dataset it is, `codes` are the provider's of
    all series that it is made from.
    """

    selection: Selection
    indicator: Indicator
    kind: Kind
    unit: str
    unit_short: str
    subtitle: str
    scale: Scale
    points: pd.DataFrame
    economies: tuple[Economy, ...]
    absent: tuple[Economy, ...]
    eras: tuple[Era, ...]
    milestones: tuple[Milestone, ...]
    targets: tuple[Target, ...]
    outcomes: Mapping[str, TargetOutcome]
    axis: Axis
    subject: str
    subjects: str
    vintages: tuple[Vintage, ...]
    undated: tuple[str, ...]
    publisher: str
    codes: tuple[str, ...]
    provisional: tuple[Provisional, ...] = ()
    recessions: tuple[Chronology, ...] = ()
    recessions_named: str = ""
    histories: tuple[ShownHistory, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    breaks: tuple[Break, ...] = ()
    dividing: tuple[Break, ...] = ()
    break_notes: tuple[BreakNote, ...] = ()

    @property
    def noted(self) -> ViewNotes:
        """Return what is to be known of what is drawn, by what it is about."""
        provisional = tuple(dict.fromkeys(known.note for known in self.provisional))
        return ViewNotes(self.break_notes, self.undated, provisional)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what is to be known of what is drawn: of breaks inside it, in general, and of what is provisional."""
        return self.noted.sentences

    @property
    def vintage(self) -> Vintage:
        """Return the newest vintage that the values come from."""
        return max(self.vintages, key=lambda vintage: vintage.published)

    @property
    def decimals(self) -> int:
        """Return how many decimals a value is written with: the indicator's own, one for what a transform made."""
        own = releases.unit_of(self.vintages, self.indicator.unit)
        return self.indicator.decimals if self.unit == own else 1

    @property
    def unit_in_full(self) -> str:
        """Return the unit of rows that stand alone: with what was computed where it is not the published values'."""
        if not self.subtitle or TRANSFORMS[self.selection.transform].in_unit:
            return self.unit
        told = self.subtitle[:1].lower() + self.subtitle[1:]
        return told if told.startswith(self.unit) else f"{self.unit}, {told}"

    def quantity(self, value: float) -> str:
        """Return a value with its unit, as people write it."""
        return formatting.quantity(value, self.unit_short, self.decimals)

    @property
    def frequency(self) -> Frequency:
        """Return how often there is a value."""
        return self.indicator.frequency

    @property
    def drawn_at(self) -> Moment:
        """Return where in its period an observation is drawn; a change from one end to the next is of the period."""
        is_change = TRANSFORMS[self.selection.transform].is_difference
        return Moment.MIDDLE if is_change else self.indicator.drawn_at

    @property
    def hover_format(self) -> str:
        """Return how plotly writes the moment of an observation: 1979, end of 1979."""
        return self.frequency.hover_format(self.drawn_at)

    def day(self, year: int) -> dt.date:
        """Return the day at which a year's observation is drawn."""
        return drawn_in(year, self.drawn_at)

    @cached_property
    def years(self) -> tuple[int, int]:
        """Return the first and last year drawn; the axis's own where nothing is."""
        if self.points.empty:
            return self.axis[0].year, self.axis[1].year
        periods = self.points["period"]
        return int(periods.min().year), int(periods.max().year)

    @property
    def strips(self) -> tuple[ShownHistory, ...]:
        """Return the histories besides the one in focus whose eras are drawn on strips of their own."""
        return strips_of(self.histories)

    @property
    def whose_policy(self) -> str:
        """Return whose eras and milestones surround the series where the subject itself is not among them, else ""."""
        drawn = [economy.id for economy in self.economies]
        return whose_policy(self.histories, self.eras, self.milestones, drawn)

    def target_of(self, target: Target) -> str:
        """Return the economy that a target was set for where targets of several are drawn, else ""."""
        if len({drawn.economy for drawn in self.targets}) < 2:  # noqa: PLR2004 - one goes without saying
            return ""
        return next((economy.short_name for economy in self.economies if economy.id == target.economy), target.economy)

    @property
    def whose_eras(self) -> str:
        """Return whose eras these are where that does not go without saying: of China's policy; else ""."""
        drawn = {economy.id for economy in self.economies}
        is_plain = not self.eras or (self.subject in drawn and not self.histories[1:])
        return "" if is_plain else f"of {self.subjects} policy"

    @property
    def preliminary(self) -> str:
        """Return what is provisional, as people write it: India 2024–2025, all figures of 2023; "" where nothing is."""
        years = Counter(known.year for known in self.provisional)
        named = {year for year, economies in years.items() if economies <= _MOST_NAMED}
        told = [
            f"{economy.short_name} {spell}"
            for economy in self.economies
            for spell in formatting.spells(sorted(self.provisional_years(economy.id) & named))
        ]
        return formatting.listing([*told, *(self._counted(year, years[year]) for year in sorted(years.keys() - named))])

    def _counted(self, year: int, economies: int) -> str:
        """Return how much of a year is provisional where its economies are too many to be named."""
        all_of_it = int((self.points["period"].dt.year == year).sum())
        return f"{'all' if economies == all_of_it else economies} figures of {year}"

    def around(self, other: "View") -> "View":
        """Return another view with the time axis of this one, and all that lies on it."""
        return replace(
            other,
            axis=self.axis,
            eras=self.eras,
            milestones=self.milestones,
            histories=self.histories,
            recessions=self.recessions,
            recessions_named=self.recessions_named,
        )

    def series(self, economy: str) -> pd.DataFrame:
        """Return one economy's points."""
        return self._by_economy.get(economy, self.points.iloc[:0])

    def provisional_years(self, economy: str) -> frozenset[int]:
        """Return the years in which an economy's values are preliminary."""
        return self._provisional_years.get(economy, frozenset())

    def mark(self, economy: str, year: int) -> str:
        """Return what is to be said behind an economy's value of a year: that it is provisional, or nothing."""
        return MARK if year in self.provisional_years(economy) else ""

    @cached_property
    def interrupting(self) -> tuple[Break, ...]:
        """Return the series breaks that have points of their economy before them and after, the earliest first."""
        shown = {economy.id for economy in self.economies}
        found = [known for known in self.breaks if known.economy in shown]
        if not found:
            return ()
        # a map's two hundred economies are not taken apart for the few that break
        own = self.points[self.points["economy"].isin({known.economy for known in found})]
        spans = own.groupby("economy", sort=False)["period"].agg(["min", "max"])
        ends = {code: (first.date(), last.date()) for code, first, last in spans.itertuples(name=None)}
        inside = [known for known in found if ends[known.economy][0] < known.start <= ends[known.economy][1]]
        return tuple(sorted(inside, key=lambda known: known.start))

    @cached_property
    def compared_apart(self) -> tuple[Break, ...]:
        """Return those of them that points before and after are not compared across: none of differences."""
        dividing = {(known.economy, known.start) for known in self.dividing}
        return tuple(known for known in self.interrupting if (known.economy, known.start) in dividing)

    def newest_break(self, economy: str) -> Break | None:
        """Return the last break inside an economy's points: only those from there on are compared; None without one."""
        return next((known for known in reversed(self.compared_apart) if known.economy == economy), None)

    @cached_property
    def interruptions(self) -> Mapping[str, tuple[dt.date, ...]]:
        """Return by economy the first days of new definitions: no line leads to them from what lies before."""
        found: dict[str, tuple[dt.date, ...]] = {}
        for known in self.interrupting:
            found[known.economy] = (*found.get(known.economy, ()), known.start)
        return found

    @cached_property
    def _provisional_years(self) -> dict[str, frozenset[int]]:
        # maps and rankings ask for each of two hundred
        found: dict[str, set[int]] = {}
        for known in self.provisional:
            found.setdefault(known.economy, set()).add(known.year)
        return {economy: frozenset(years) for economy, years in found.items()}

    @cached_property
    def _by_economy(self) -> dict[str, pd.DataFrame]:
        return {str(economy): points for economy, points in self.points.groupby("economy", sort=False)}
