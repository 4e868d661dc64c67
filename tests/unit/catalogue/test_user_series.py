"""Is a user's own series read however its table is laid out, and is everything named that was not understood?"""

import csv
import datetime as dt
import io
from collections.abc import Mapping

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.user_dates import DateProblem, Order
from dashboard.catalogue.user_indicator import suggested
from dashboard.catalogue.user_layouts import Layout
from dashboard.catalogue.user_numbers import Mark
from dashboard.catalogue.user_series import (
    MOST_OBSERVATIONS,
    Choice,
    SeriesProblem,
    SeriesReading,
    names_in,
    series_of,
)
from dashboard.catalogue.user_series_wording import series_notes
from dashboard.catalogue.user_tables import read_pasted, read_table
from dashboard.errors import Unusable, UnusableTable
from tests.draws import draws

WORLD_BANK = """"Data Source","World Development Indicators",

"Last Updated Date","2026-07-01",

"Country Name","Country Code","Indicator Name","Indicator Code","1960","1961","1962",
"Aruba","ABW","GDP growth (annual %)","NY.GDP.MKTP.KD.ZG","","1.5","2",
"Korea, Rep.","KOR","GDP growth (annual %)","NY.GDP.MKTP.KD.ZG","","","3",
"Not classified","INX","GDP growth (annual %)","NY.GDP.MKTP.KD.ZG","","","",
"""
DATABANK = """Country Name,Country Code,Series Name,Series Code,1990 [YR1990],2000 [YR2000]
China,CHN,GDP,NY.GDP,1,2
United States,USA,GDP,NY.GDP,..,2
China,CHN,Population,SP.POP,1,2
,,,,,
Data from database: World Development Indicators,,,,,
Last Updated: 07/01/2026,,,,,
"""
OWID = """Entity,Code,Year,Life expectancy - Sex: all
Africa,,1950,37
Africa,,1951,38
Afghanistan,AFG,1950,27.7
World,OWID_WRL,1950,46
Kosovo,OWID_KOS,1950,50
"""
OECD = """STRUCTURE,REF_AREA,Reference area,TIME_PERIOD,OBS_VALUE,OBS_STATUS
DATAFLOW,CHN,China,2015-Q1,6.9,A
DATAFLOW,USA,United States,2015-Q1,3.3,A
"""
EUROSTAT = """DATAFLOW,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG
ESTAT:X,A,PC,DE,2015,1.5,
ESTAT:X,A,PC,EL,2015,-0.2,p
"""
QUARTERS_UNDER_YEARS = """My exports
Country,2015,,2016,
,Q1,Q2,Q1,Q2
China,1,2,3,4
USA,5,6,7,8
"""
ERALINE = """indicator,economy,period,value,unit,source,vintage
gdp-growth,CHN,2015,6.9,%,World Bank,2026-07-13
gdp-growth,USA,2015,2.9,%,World Bank,2026-07-13
"""
EUROSTAT_TSV = "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \nA,PC,DE\t1.1 \t-3.8 p\nA,PC,EL\t1.8 \t: \n"
OLD_OECD = """"LOCATION","INDICATOR","SUBJECT","MEASURE","FREQUENCY","TIME","Value","Flag Codes"
"AUS","RENEWABLE","TOT","KTOE","A","1960",4436.932,
"EU27_2020","RENEWABLE","TOT","KTOE","A","1961",4490.51,
"""
WEO = (
    "WEO Country Code\tISO\tCountry\tSubject Descriptor\tUnits\tScale\t2019\t2020\tEstimates Start After\n"
    "924\tCHN\tChina\tGDP, constant prices\tNational currency\tBillions\t92,990.83\t95,073.15\t2020\n"
    "924\tCHN\tChina\tGDP, constant prices\tPercent change\t\t5.951\t2.24\t2020\n"
)
FRED = "observation_date,UNRATE\n1948-01-01,3.4\n1948-02-01,3.8\n1948-03-01,\n"
Seen = dict[tuple[str, str], float]


@pytest.fixture(scope="module")
def known(shipped_catalogue: Catalogue) -> Mapping[str, str]:
    return names_in(shipped_catalogue)


def seen(reading: SeriesReading) -> Seen:
    frame = reading.observations
    labels = reading.frequency.written(frame["period"])
    return dict(zip(zip(frame["economy"], labels, strict=True), frame["value"], strict=True))


@pytest.mark.parametrize(
    ("text", "layout", "frequency", "values"),
    [
        (
            WORLD_BANK,
            Layout.PERIODS_ACROSS,
            Frequency.ANNUAL,
            {("ABW", "1961"): 1.5, ("ABW", "1962"): 2, ("KOR", "1962"): 3},
        ),
        (
            DATABANK,
            Layout.PERIODS_ACROSS,
            Frequency.ANNUAL,
            {("CHN", "1990"): 1, ("CHN", "2000"): 2, ("USA", "2000"): 2},
        ),
        (
            OWID,
            Layout.TIDY,
            Frequency.ANNUAL,
            {("AFG", "1950"): 27.7, ("WLD", "1950"): 46, ("XKX", "1950"): 50},
        ),
        (OECD, Layout.TIDY, Frequency.QUARTERLY, {("CHN", "2015-Q1"): 6.9, ("USA", "2015-Q1"): 3.3}),
        (EUROSTAT, Layout.TIDY, Frequency.ANNUAL, {("DEU", "2015"): 1.5, ("GRC", "2015"): -0.2}),
        (
            EUROSTAT_TSV,
            Layout.PERIODS_ACROSS,
            Frequency.ANNUAL,
            {("DEU", "2019"): 1.1, ("DEU", "2020"): -3.8, ("GRC", "2019"): 1.8},
        ),
        (OLD_OECD, Layout.TIDY, Frequency.ANNUAL, {("AUS", "1960"): 4436.932, ("EUU", "1961"): 4490.51}),
        (WEO, Layout.PERIODS_ACROSS, Frequency.ANNUAL, {("CHN", "2019"): 92990.83, ("CHN", "2020"): 95073.15}),
        (ERALINE, Layout.TIDY, Frequency.ANNUAL, {("CHN", "2015"): 6.9, ("USA", "2015"): 2.9}),
        (
            QUARTERS_UNDER_YEARS,
            Layout.PERIODS_ACROSS,
            Frequency.QUARTERLY,
            {
                (code, period): start + place
                for code, start in {"CHN": 1, "USA": 5}.items()
                for place, period in enumerate(["2015-Q1", "2015-Q2", "2016-Q1", "2016-Q2"])
            },
        ),
        ("CHN,2015,1.5\nUSA,2015,2.5\n", Layout.TIDY, Frequency.ANNUAL, {("CHN", "2015"): 1.5, ("USA", "2015"): 2.5}),
        ("Country,2015\nChina,3\n", Layout.PERIODS_ACROSS, Frequency.ANNUAL, {("CHN", "2015"): 3}),
        (
            "Year,China,USA\n2015,1999,2001\n2016,2001,2003\n",
            Layout.ECONOMIES_ACROSS,
            Frequency.ANNUAL,
            {("CHN", "2015"): 1999, ("CHN", "2016"): 2001, ("USA", "2015"): 2001, ("USA", "2016"): 2003},
        ),
        (
            "Land;Jahr;Monat;Wert\nDeutschland;2015;Mai;1,5\nChina;2015;März;2.000,5\n",
            Layout.TIDY,
            Frequency.MONTHLY,
            {("DEU", "2015-05"): 1.5, ("CHN", "2015-03"): 2000.5},
        ),
        (
            "国家\t2015年\t2016年\n中国\t1\t2\n",
            Layout.PERIODS_ACROSS,
            Frequency.ANNUAL,
            {("CHN", "2015"): 1, ("CHN", "2016"): 2},
        ),
        (
            "Date,China\n2015-03-31,1\n2015-06-30,2\n",
            Layout.ECONOMIES_ACROSS,
            Frequency.QUARTERLY,
            {("CHN", "2015-Q1"): 1, ("CHN", "2015-Q2"): 2},
        ),
        (
            "Date,China\n2015-12-31,1\n2016-12-31,2\n",
            Layout.ECONOMIES_ACROSS,
            Frequency.ANNUAL,
            {("CHN", "2015"): 1, ("CHN", "2016"): 2},
        ),
    ],
)
def test_a_table_is_read_as_its_provider_lays_it_out(
    known: Mapping[str, str], text: str, layout: Layout, frequency: Frequency, values: Seen
) -> None:
    reading = series_of(read_pasted(text), known)
    assert (reading.layout, reading.frequency) == (layout, frequency)
    assert seen(reading) == values
    assert reading.names_economies
    assert [str(dtype) for dtype in reading.observations.dtypes] == ["str", "datetime64[s]", "float64"]


def test_what_is_not_understood_is_named_once_with_its_rows(known: Mapping[str, str]) -> None:
    text = (
        "country,year,value\nChina,2015,1\nAtlantis,2015,3\nAtlantis,2016,3\nChina,20x,1\nChina,2016,abc\n"
        "China,2015,1\nChina,2015,2\nChina,2017-2018,4\nChina,2016-03,5\nChina,1750,5\nChina,2019,..\n,2020,1\n"
    )
    reading = series_of(read_pasted(text), known)
    assert seen(reading) == {("CHN", "2015"): 1}
    assert [(found.problem, found.text, found.rows) for found in reading.problems] == [
        (SeriesProblem.NO_ECONOMY, "Atlantis", (3, 4)),
        (DateProblem.UNKNOWN, "20x", (5,)),
        (SeriesProblem.NOT_A_NUMBER, "abc", (6,)),
        (SeriesProblem.A_SPAN, "2017-2018", (9,)),
        (DateProblem.OUTSIDE, "1750", (11,)),
        (SeriesProblem.NO_ECONOMY, "", (13,)),
        (SeriesProblem.TWICE, "CHN 2015", (8,)),
        (SeriesProblem.OTHER_FREQUENCY, "2016-03", (10,)),
    ]


def test_a_table_of_several_series_lets_one_be_chosen(known: Mapping[str, str]) -> None:
    table = read_pasted("Country,Year,Exports,Imports\nChina,2015,1,2\n")
    assert series_of(table, known).series == ("Exports", "Imports")
    assert seen(series_of(table, known)) == {("CHN", "2015"): 1}
    assert seen(series_of(table, known, Choice(series="Imports"))) == {("CHN", "2015"): 2}
    assert series_of(read_pasted(DATABANK), known).series == ("GDP", "Population")
    growth = "GDP, constant prices (Percent change)"
    assert seen(series_of(read_pasted(WEO), known, Choice(series=growth)))["CHN", "2020"] == 2.24
    assert seen(series_of(read_pasted(DATABANK), known, Choice(series="Population")))["CHN", "1990"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "Spending\n\n,2019,,2020,\nCountry,R&D,GDP,R&D,GDP\nChina,1,2,3,4\nIndia,5,6,7,8\n",
        "Country,R&D,,GDP,\n,2019,2020,2019,2020\nChina,1,3,2,4\nIndia,5,7,6,8\n",
        "Year,China,,India,\n,R&D,GDP,R&D,GDP\n2019,1,2,5,6\n2020,3,4,7,8\n",
    ],
    ids=["measures under years", "years under measures", "measures under economies"],
)
def test_merged_headings_tell_several_series_apart(known: Mapping[str, str], text: str) -> None:
    table = read_pasted(text)
    first, second = (series_of(table, known, Choice(series=name)) for name in ("R&D", "GDP"))
    assert first.series == ("R&D", "GDP")
    assert seen(first) == {("CHN", "2019"): 1, ("CHN", "2020"): 3, ("IND", "2019"): 5, ("IND", "2020"): 7}
    assert seen(second) == {("CHN", "2019"): 2, ("CHN", "2020"): 4, ("IND", "2019"): 6, ("IND", "2020"): 8}
    assert first.problems == first.unread == ()


def test_the_scale_of_values_is_part_of_their_unit(known: Mapping[str, str]) -> None:
    reading = series_of(read_pasted(WEO), known)
    assert suggested(reading).unit == "National currency, billions"
    oecd = "REF_AREA,MEASURE,Measure,TIME_PERIOD,OBS_VALUE,Unit of measure,UNIT_MULT\nAUS,B1,GDP,2015,1,US dollars,{}\n"
    assert series_of(read_pasted(oecd.format(6)), known).chosen == "GDP (US dollars, millions)"
    assert series_of(read_pasted(oecd.format(0)), known).chosen == "GDP (US dollars)"


def test_units_tell_series_without_a_name_apart(known: Mapping[str, str]) -> None:
    table = read_pasted("Country,Unit,2019\nChina,%,1\nChina,EUR,10\nIndia,EUR,20\n")
    assert series_of(table, known).series == ("%", "EUR")
    assert seen(series_of(table, known, Choice(series="EUR"))) == {("CHN", "2019"): 10, ("IND", "2019"): 20}
    assert series_of(read_pasted("Country,Unit,2019\nChina,%,1\n"), known).series == ()


@pytest.mark.parametrize(
    "text",
    [
        "Country,Year,Value\nChina,2019,1\n,2020,2\nIndia,2019,3\n,2020,4\n\nSource: me\n",
        "Country,Series,2019,2020\nChina,GDP,1,2\n,Exports,5,6\nIndia,GDP,3,4\n,Exports,7,8\nSource: me\n",
    ],
)
def test_merged_cells_name_the_economy_of_every_row_of_theirs(known: Mapping[str, str], text: str) -> None:
    reading = series_of(read_pasted(text), known)
    assert seen(reading) == {("CHN", "2019"): 1, ("CHN", "2020"): 2, ("IND", "2019"): 3, ("IND", "2020"): 4}
    assert reading.problems == ()
    assert "Rows 3 and 5 had no economy; the one above was taken." in series_notes(reading)
    if reading.series:
        assert seen(series_of(read_pasted(text), known, Choice(series="Exports")))["IND", "2020"] == 8


def test_columns_of_numbers_without_a_name_are_told_by_their_letters(known: Mapping[str, str]) -> None:
    assert series_of(read_pasted("Country,2019,,2020\nChina,1,9,2\n"), known).unread == ("column C",)
    assert series_of(read_pasted("Year,China,,India\n2019,1,9,2\n"), known).unread == ("column C",)


def test_a_table_that_names_no_economy_leaves_it_to_the_user(known: Mapping[str, str]) -> None:
    reading = series_of(read_pasted(FRED), known)
    assert not reading.names_economies
    assert reading.observations.empty
    assert reading.problems == ()
    reading = series_of(read_pasted(FRED), known, Choice(economy="USA"))
    assert seen(reading) == {("USA", "1948-01"): 3.4, ("USA", "1948-02"): 3.8}
    assert reading.frequency is Frequency.MONTHLY


def test_the_user_s_word_settles_decimals_and_days(known: Mapping[str, str]) -> None:
    table = read_pasted("Country;Date;Value\nChina;1/2/2015;1,234\nChina;1/3/2015;2,345\n")
    reading = series_of(table, known)
    assert reading.numbers.doubtful == "1,234"
    assert reading.dates.unsettled == "1/2/2015"
    reading = series_of(table, known, Choice(mark=Mark.POINT, order=Order.DAY_FIRST))
    assert seen(reading) == {("CHN", "2015-02"): 1234, ("CHN", "2015-03"): 2345}


def test_marks_of_footnotes_are_left_out_and_told(known: Mapping[str, str]) -> None:
    reading = series_of(
        read_pasted("Country;2015¹;2016 (p)\nChina²;3,1;3,1¹\nCongo (DR);1;2*\nFrance [a];4;5\n"), known
    )
    assert seen(reading) == {
        ("CHN", "2015"): 3.1,
        ("CHN", "2016"): 3.1,
        ("COD", "2015"): 1,
        ("COD", "2016"): 2,
        ("FRA", "2015"): 4,
        ("FRA", "2016"): 5,
    }
    assert reading.problems == reading.unread == ()
    assert "Marks of footnotes were left out, as in 2015¹." in series_notes(reading)
    assert "footnote" not in str(series_notes(series_of(read_pasted("Country,2015\nChina,(3.1)\n"), known)))


def test_a_title_and_columns_left_unread_are_told(known: Mapping[str, str]) -> None:
    reading = series_of(read_pasted("My exports\nSource: me\n\nCountry,2015,2016,Mean\nChina,1,2,1.5\n"), known)
    assert reading.title == "My exports"
    assert reading.unread == ("Mean",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello,world\nfoo,bar\n", Unusable.NO_PERIODS),
        ("Country,Year,Note\nChina,2015,x\n", Unusable.NO_VALUES),
        ("Date,China\n2015-01-01,1\n2015-01-02,2\n", Unusable.TOO_OFTEN),
    ],
)
def test_a_table_that_is_no_series_is_refused_with_one_reason(
    known: Mapping[str, str], text: str, reason: Unusable
) -> None:
    with pytest.raises(UnusableTable) as caught:
        series_of(read_pasted(text), known)
    assert caught.value.reason is reason


def test_no_more_observations_are_read_than_a_session_can_hold(
    known: Mapping[str, str], shipped_catalogue: Catalogue
) -> None:
    years = range(1850, 2026)
    codes = list(shipped_catalogue.economies)[: MOST_OBSERVATIONS // len(years) + 1]
    text = "\n".join([",".join(["Code", *map(str, years)]), *(",".join([code, *"1" * len(years)]) for code in codes)])
    with pytest.raises(UnusableTable) as caught:
        series_of(read_pasted(text), known)
    assert caught.value.reason is Unusable.TOO_MANY_OBSERVATIONS


def test_a_workbook_reads_as_its_sheet_shows_it(known: Mapping[str, str]) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["Country", 2015, 2016], ["China", 1.5, None], ["Türkiye", 1234567, 0.25]):
        book.active.append(row)
    book.active["C3"].number_format = "0.0%"
    target = io.BytesIO()
    book.save(target)
    reading = series_of(read_table(target.getvalue()), known)
    assert seen(reading) == {("CHN", "2015"): 1.5, ("TUR", "2015"): 1234567, ("TUR", "2016"): 25}


NAMES = {"CHN": ["CHN", "China", "中国"], "USA": ["USA", "United States"], "TUR": ["TUR", "Türkiye"], "WLD": ["World"]}
FORMS = {
    Frequency.ANNUAL: ["%Y", "%Y-01-01", "%Y-12-31"],
    Frequency.QUARTERLY: ["%Y-Q{}", "Q{} %Y", "%YQ{}"],
    Frequency.MONTHLY: ["%Y-%m", "%b %Y", "%m/%Y", "%YM%m", "%d.%m.%Y"],
}
WESTERN = ["cp1252", "utf-8", "utf-8-sig", "utf-16"]


@st.composite
def written(draw: st.DrawFn) -> tuple[Seen, Frequency, bytes]:
    """Draw a series and a file of it: tidy or wide, any frequency, separator, mark, name and encoding."""
    frequency = draw(st.sampled_from(Frequency))
    first = dt.date(draw(st.integers(1850, 2015)), 1, 1)
    periods = list(frequency.every(first, dt.date(first.year + 2, 12, 1)))
    shape = st.sampled_from(FORMS[frequency])
    form = draw(shape)
    labels = [period.strftime(form).format((period.month + 2) // 3) for period in periods]
    codes = draw(st.lists(st.sampled_from(list(NAMES)), min_size=1, unique=True))
    names = {code: draw(st.sampled_from(NAMES[code])) for code in codes}
    mark = draw(st.sampled_from(Mark))
    values = st.integers(-999_999, 999_999).map(lambda number: number / 100)
    numbers = {(code, place): draw(values) for code in codes for place in range(len(periods))}
    texts = {key: f"{value:.2f}".replace(".", mark) for key, value in numbers.items()}
    layout = draw(st.sampled_from(Layout))
    rows = laid(layout, names, labels, texts)
    separator = draw(st.sampled_from(",;\t"))
    encoding = draw(st.sampled_from(["gb18030", "utf-8", "utf-16"] if "中国" in names.values() else WESTERN))
    target = io.StringIO()
    csv.writer(target, delimiter=separator).writerows(rows)
    told = frequency.written(pd.Series(periods, dtype="datetime64[s]")).tolist()
    found = {(code, told[place]): value for (code, place), value in numbers.items()}
    return found, frequency, target.getvalue().encode(encoding)


def laid(
    layout: Layout, names: Mapping[str, str], labels: list[str], texts: Mapping[tuple[str, int], str]
) -> list[list[str]]:
    places = range(len(labels))
    if layout is Layout.TIDY:
        body = [[names[code], labels[place], texts[code, place]] for code in names for place in places]
        return [["Country", "Period", "Value"], *body]
    if layout is Layout.PERIODS_ACROSS:
        return [["Country", *labels], *([names[code], *(texts[code, at] for at in places)] for code in names)]
    return [["Period", *names.values()], *([labels[at], *(texts[code, at] for code in names)] for at in places)]


@settings(max_examples=draws(40))
@given(case=written())
def test_whatever_is_written_reads_back_equal(known: Mapping[str, str], case: tuple[Seen, Frequency, bytes]) -> None:
    found, frequency, content = case
    reading = series_of(read_table(content), known)
    assert reading.problems == ()
    assert reading.frequency is frequency
    assert seen(reading) == found


@given(text=st.text(max_size=200) | st.from_regex(r"([A-Za-z0-9.,;-]{0,6}[,;\n]){1,30}", fullmatch=True))
def test_no_text_raises_anything_but_a_reason(known: Mapping[str, str], text: str) -> None:
    try:
        reading = series_of(read_pasted(text), known)
    except UnusableTable:
        return
    assert reading.observations["value"].notna().all()
