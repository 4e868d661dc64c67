"""Do other programs read a citation as it was meant, whatever a provider calls its series?"""

import datetime as dt
import json
from dataclasses import replace

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.export.works import Work, works_of
from dashboard.store.observations import Store
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.draws import draws

LINK = "https://example.org/explore?indicator=gdp&economy=CHN,USA&as_of=2026-07-13T00:00:00Z"
WORK = Work(
    id="eraline-rd-spending-2026-07-13",
    title="Research & development spending (% of GDP): China, 1996–2023",
    publisher="World Bank",
    database="World Bank, World Development Indicators",
    code="GB.XPD.RSDV.GD.ZS",
    release="WDI update 2026-07-13",
    computed="",
    issued=dt.date(2026, 7, 13),
    accessed=dt.date(2026, 11, 26),
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    link=LINK,
)
# what breaks a file of each kind
HOSTILE = (
    "Braces {{ \"quotes\" and 'more'",
    "} @misc{evil, title={x}",
    "\\end{document} \\input{secret} ^ ~ # $ % & _",
    "TY  - JOUR ER  -",
    "新质生产力 \N{ROCKET} <script>alert(1)</script>",
    "=cmd|' /C calc'!A0, ends in a full stop.",
)


def written(style: str, *works: Work) -> str:
    return CITATION_STYLES[style].render(works)


CHICAGO = (
    "World Bank. “Research & development spending (% of GDP): China, 1996–2023.” World Bank, World Development "
    "Indicators, series GB.XPD.RSDV.GD.ZS. WDI update 2026-07-13, Eraline vintage 13 July 2026. CC BY 4.0. "
    f"Accessed 26 November 2026. {LINK}\n"
)
APA = (
    "World Bank. (2026). Research & development spending (% of GDP): China, 1996–2023 (Series GB.XPD.RSDV.GD.ZS; "
    "WDI update 2026-07-13, Eraline vintage 13 July 2026) [Data set]. World Bank, World Development Indicators. "
    f"CC BY 4.0. Retrieved November 26, 2026, from {LINK}\n"
)


@pytest.mark.parametrize(("style", "said"), [("txt", CHICAGO), ("apa.txt", APA)])
def test_a_citation_in_words_has_all_that_the_work_has(style: str, said: str) -> None:
    assert written(style, WORK) == said


def plain(tex: str) -> str:
    """Return what TeX would print of a field."""
    named = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~"}
    named["textasciicircum"] = "^"
    text, out = tex, ""
    while text:
        command = next((name for name in named if text.startswith(f"\\{name}{{}}")), None)
        if command:
            out, text = out + named[command], text[len(command) + 3 :]
        elif text.startswith("\\"):
            out, text = out + text[1], text[2:]
        else:
            out, text = out + text[0], text[1:]
    return out


def assert_bibtex_keeps(*works: Work) -> None:
    library = parse_string(written("bib", *works))
    assert not library.failed_blocks
    assert len(library.entries) == len(works)
    for work, entry in zip(works, library.entries, strict=True):
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        # the braces that keep capitals and names whole are the field's own
        assert (plain(fields["title"][1:-1]), plain(fields["author"][1:-1])) == (work.title, work.publisher)
        assert plain(fields["howpublished"]) == work.database
        assert (fields["url"], fields["urldate"], fields["year"]) == (work.link, "2026-11-26", "2026")
        for part in (work.code, work.release, work.licence, "vintage 13 July 2026"):
            assert part in plain(fields["note"])


def assert_ris_keeps(*works: Work) -> None:
    entries = rispy.loads(written("ris", *works))
    assert len(entries) == len(works)
    for work, entry in zip(works, entries, strict=True):
        assert entry["type_of_reference"] == "DATA"
        assert (entry["title"], entry["authors"], entry["publisher"]) == (work.title, [work.publisher], work.publisher)
        assert (entry["secondary_title"], entry["accession_number"]) == (work.database, work.code)
        assert entry["edition"] == work.edition
        assert (entry["year"], entry["access_date"]) == ("2026", "2026/11/26")
        assert entry["urls"] == [work.link]
        assert any(work.licence in note for note in entry["notes"])


def assert_csl_keeps(*works: Work) -> None:
    items = json.loads(written("json", *works))
    assert [item["title"] for item in items] == [work.title for work in works]
    assert [item["author"] for item in items] == [[{"literal": work.publisher}] for work in works]
    for work, item in zip(works, items, strict=True):
        assert (item["type"], item["number"], item["version"], item["license"], item["URL"]) == (
            *("dataset", work.code, work.release, work.licence),
            work.link,
        )
        assert (item["issued"], item["accessed"]) == ({"date-parts": [[2026, 7, 13]]}, {"date-parts": [[2026, 11, 26]]})


def test_libraries_read_back_what_was_cited() -> None:
    other = replace(WORK, id="eraline-gdp-2026-07-13", title="GDP", computed="Year-on-year growth, by Eraline")
    for keeps in (assert_bibtex_keeps, assert_ris_keeps, assert_csl_keeps):
        keeps(WORK, other)


@pytest.mark.parametrize("title", HOSTILE)
def test_no_name_of_a_provider_breaks_a_file(title: str) -> None:
    hostile = replace(WORK, id="hostile", title=title, publisher=title, database=title)
    for keeps in (assert_bibtex_keeps, assert_ris_keeps, assert_csl_keeps):
        keeps(hostile, WORK)


@settings(max_examples=draws(15))
@given(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=40))
def test_nor_does_any_other_text(title: str) -> None:
    for keeps in (assert_bibtex_keeps, assert_ris_keeps, assert_csl_keeps):
        keeps(replace(WORK, title=title))


# a variable of CSL 1.0.2, which the processor does not know yet
@pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported. license")
def test_a_citation_processor_takes_the_json() -> None:
    source = CiteProcJSON(json.loads(written("json", WORK)))
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain
    )
    bibliography.register(Citation([CitationItem(WORK.id)]))
    [entry] = bibliography.bibliography()
    assert "World Bank" in str(entry)
    assert "2026" in str(entry)


def test_a_work_is_what_a_chart_shows(store: Store, catalogue: Catalogue) -> None:
    view = chart_view(Loader(store, catalogue), Selection("gdp", ("CHN", "USA"), transform="growth", first_year=2001))
    [work] = works_of([view], accessed=WORK.accessed, link=LINK)
    assert work.title == f"Gross domestic product ({view.unit}): China and United States, 2001–2024"
    assert (work.code, work.release, work.issued) == ("SOME.CODE", "gdp release", view.vintage.date)
    assert work.computed.endswith("by Eraline")
    nothing = chart_view(Loader(store, catalogue), Selection("gdp", ("CHN",), first_year=2050))
    assert [empty.title for empty in works_of([nothing], accessed=None)] == [f"Gross domestic product ({nothing.unit})"]
    assert (work.licence, work.link) == ("CC BY 4.0", LINK)


def test_two_rankings_of_one_indicator_are_two_works(store: Store, catalogue: Catalogue) -> None:
    def key(year: int | None, among: str = "") -> str:
        view = chart_view(Loader(store, catalogue), Selection("gdp", view="ranking", year=year, among=among))
        return works_of([view], accessed=None)[0].id

    assert len({key(2010), key(2011), key(2011, "all"), key(None)}) == 4
    assert key(2010) == key(2010)
