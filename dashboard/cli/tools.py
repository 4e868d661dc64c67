"""Answer a program that talks for a person: search, describe, observations, milestones, check a number, draw a chart.

Answers are bounded, and each says where it comes from, under which licence, and how to cite it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.charts.extracts import extract
from dashboard.charts.kind import ChartRequest
from dashboard.charts.pictures import PAGES, SIZE_KEYS, Size, draw, read_size, scene_of
from dashboard.charts.registry import findable_kinds
from dashboard.charts.timeline import timeline
from dashboard.errors import SelectionError
from dashboard.export.json_text import json_rows
from dashboard.figures.picture import PICTURES
from dashboard.settings import read_settings
from dashboard.store.observations import Store
from dashboard.views.links import PAGE, read_link
from dashboard.views.loading import Loader
from dashboard.views.number_check import check_number
from dashboard.views.parameters import link_keys, page_keys
from dashboard.views.query import by_key
from dashboard.views.search import Search, offered_by
from dashboard.views.search_results import SENTENCES, Reaches, indicators_in, records
from dashboard.views.search_series import StoredSeries
from dashboard.views.selection import Selection, read_selection
from dashboard.views.series import Words, stored_alone

Json = dict[str, Any]

MOST_FOUND: Final = 20
MOST_ROWS: Final = 500
_TOLD: Final = {
    *("id", "name", "unit", "frequency", "kind", "description", "caveats", "breaks"),
    *("source_name", "source_url", "licence", "citation"),
}
_PICTURE: Final = Size(width=1000, height=560)


@dataclass(frozen=True, eq=False)
class Tools:
    """What a program can ask for, over one store and catalogue."""

    store: Store
    catalogue: Catalogue
    _reaches: Reaches = field(default_factory=Reaches)
    _series: StoredSeries = field(default_factory=StoredSeries)

    def search(self, words: str) -> Json:
        """Find indicators, economies, milestones, eras, claims and pages by a few words, in English or Chinese."""
        offers = offered_by(read_settings(), self.store.vintages())
        found = self._search.find(words, offers=offers, stored=self._series.of(self.store))
        results = records(found, self._reaches.of(indicators_in(found), self.store))
        return {"results": results[:MOST_FOUND], "note": SENTENCES[found.outcome] or None}

    def describe(self, indicator: str) -> Json:
        """Say what an indicator is: unit, definition, source, licence, citation, caveats, breaks and newest release."""
        asked, catalogue = self._selected(indicator=indicator)
        entry = catalogue.indicator(asked.indicator)
        newest = [self.store.vintage(name) for name in catalogue.base_inputs(entry.id)]
        told = entry.model_dump(mode="json", include=_TOLD)
        return {**told, "releases": [{"release": one.release, "date": one.date.isoformat()} for one in newest]}

    def observations(
        self,
        indicator: str,
        economies: str = "",
        from_year: int | None = None,
        to_year: int | None = None,
        transform: str = "level",
        as_of: str | None = None,
    ) -> Json:
        """Return values with unit, source and vintage: of economies by code or name, separated by commas.

        Without `economies` they are of the subject of the usual policy history, and `note` says whose. `as_of` is a day
        such as 2022-09-30: the values as they were known then. At most 500 rows are returned.
        """
        note, subject = None, self.catalogue.economies[self.catalogue.history.subject]
        if not economies.strip():
            economies = subject.id
            note = f"No economy was named: these are values of {subject.in_sentence or subject.short_name} alone."
        asked = {"from": from_year, "to": to_year, "as_of": as_of}
        query = {"indicator": [indicator], "economy": [economies], "transform": [transform]}
        query |= {key: [str(value)] for key, value in asked.items() if value is not None}
        table = extract(query, self.store, self._widened(query)).table("")
        if len(table.rows) > MOST_ROWS:
            message = f"That is {len(table.rows):,} rows of at most {MOST_ROWS}: name fewer economies or years."
            raise SelectionError("too-many-rows", message, field="economies")
        return {"rows": json_rows(table.rows), "about": dict(table.about), "note": note}

    def milestones(
        self, from_year: int | None = None, to_year: int | None = None, words: str = "", policy: str = "china"
    ) -> Json:
        """Return milestones, oldest first, of a policy history or several: of some years, or that mention some words.

        `policy` is one id or several separated by commas, as in china,japan, or `all`. Each milestone says by
        `economy` whose policy it is of.
        """
        said = {"from": from_year, "to": to_year, "search": words or None, "policy": policy}
        asked, catalogue = self._selected(**said)
        loader = Loader(self.store, catalogue.focused(*asked.policies))
        found = timeline(ChartRequest(loader, asked)).found[:MOST_ROWS]
        rows = [{**self._whose(milestone), **loader.catalogue.published(milestone)} for milestone in found]
        return {"milestones": rows, "about": "Eraline's catalogue, which names the sources of each."}

    def check_number(self, indicator: str, economy: str, year: int, number: str) -> Json:
        """Say whether a stated number was ever released for a year, by which release, and what the newest gives.

        The number is in the unit of the indicator, with the digits that were stated: 2.40, or 17.8e12.
        """
        asked, catalogue = self._selected(indicator=indicator, economy=economy)
        (code, *more) = asked.economies or ("",)
        if not code or more:
            raise SelectionError("one-economy", "Name one economy.", field="economy")
        found = check_number(Loader(self.store, catalogue), asked.indicator, code, year, number)
        release = None if found.first is None else {"release": found.first.release, "date": str(found.first.date)}
        return {
            "outcome": found.outcome,
            "sentence": found.sentence,
            "released_as": release,
            "value_now": found.value,
            "unit": found.indicator.unit,
            "newest_release": {"release": found.newest.release, "date": str(found.newest.date)},
            "licence": found.indicator.licence,
            "citation": found.indicator.citation,
        }

    def chart(self, query: str) -> bytes:
        """Draw a chart as PNG, from a page's link or its query: indicator=rd-spending&economy=CHN,KOR&from=1995.

        The link of a chart's picture draws that picture.
        """
        link = read_link(query)
        asked = by_key(link.words, (*link_keys(), PAGE, *SIZE_KEYS) if link.is_picture else link_keys())
        size = read_size(asked) if link.is_picture else _PICTURE
        of_page = {key: values for key, values in asked.items() if key in page_keys()}
        # a query alone is of the page of its view
        scene = scene_of(of_page, self.store, self._widened(of_page), link.drawing_page(PAGES))
        return draw(scene, PICTURES["png"], size, "")

    def _whose(self, milestone: Milestone) -> Json:
        subject = self.catalogue.subject_of(milestone)
        return {} if subject is None else {"economy": subject.name}

    def _selected(self, **words: object) -> tuple[Selection, Catalogue]:
        """Return what words select, of which catalogue; SelectionError names the first that is wrong."""
        said = {key: [str(value)] for key, value in words.items() if value is not None}
        catalogue = self._widened(said)
        reading = read_selection(said, catalogue)
        for problem in reading.problems:
            raise problem
        return reading.selection, catalogue

    def _widened(self, query: Words) -> Catalogue:
        """Return the catalogue with the expressions that a query names, and the series that are stored by now."""
        return stored_alone(self.catalogue, self.store, query)

    @cached_property
    def _search(self) -> Search:
        return Search(self.catalogue, findable_kinds())

    @property
    def offered(self) -> Mapping[str, Callable[..., Any]]:
        """Return every question by its name."""
        names: Sequence[str] = ("search", "describe", "observations", "milestones", "check_number", "chart")
        return {name: getattr(self, name) for name in names}
