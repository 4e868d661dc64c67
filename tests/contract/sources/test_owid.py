"""Does Our World in Data's source find the one column that it wants, in every form that the service has had?"""

import datetime as dt
import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.loading import load_catalogue
from dashboard.errors import SourceError, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.settings import DATA, Settings
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.owid import Owid
from dashboard.sources.registry import sources
from dashboard.sources.request import RetryPolicy
from tests.contract.sources.conftest import Sent, Wire, as_json, make_indicator

SOLAR = make_indicator(id="solar", source="owid", kind="level", code="installed-solar-pv-capacity")
TABLE = (
    "entity,code,year,solar_capacity\n"
    "China,CHN,2023,609.35\nChina,CHN,2024,886.67\nWorld,OWID_WRL,2024,1858.6\n"
    "Africa,,2024,18.1\nCôte d'Ivoire,CIV,2024,0.1"
)
ABOUT = {"unit": "gigawatts", "shortUnit": "GW", "lastUpdated": "2025-08-01", "type": "Numeric"}
METADATA: dict[str, Any] = {
    "chart": {"title": "Solar <b>capacity</b>"},
    "columns": {"solar_capacity": ABOUT},
    "dateDownloaded": "2026-11-24",
}
# without the Ivory Coast, as one of many that a catalogue may lack
_SHIPPED = load_catalogue(DATA)
_KNOWN = {code: economy for code, economy in _SHIPPED.economies.items() if code != "CIV"}
ECONOMIES = replace(_SHIPPED, economies=_KNOWN).economies_of("owid")


@pytest.fixture
def source(wire: Wire, policy: RetryPolicy) -> Owid:
    return Owid(f"{wire.url}/", policy, today=lambda: dt.date(2026, 11, 24))


def read(
    source: Owid, wire: Wire, table: str | bytes | Sent = TABLE, metadata: object = METADATA, **fields: object
) -> Fetched:
    body = table.encode() if isinstance(table, str) else table
    csv = body if isinstance(body, Sent) else Sent(body, kind="text/csv")
    about = metadata if isinstance(metadata, Sent) else as_json(metadata)
    wire.answers = lambda path, _times: about if ".metadata.json" in path else csv
    indicator = SOLAR.model_copy(update=fields)
    return source.parse(source.fetch([indicator], Watch()), [indicator], ECONOMIES)[0]


def figures(fetched: Fetched) -> list[tuple[str, str, float]]:
    frame = fetched.observations
    return list(zip(frame["economy"], frame["period"].astype(str), frame["value"], strict=True))


def test_figures_arrive_with_what_is_said_of_them(source: Owid, wire: Wire) -> None:
    solar = read(source, wire)
    assert figures(solar) == [
        ("CHN", "2023-01-01", 609.35),
        ("CHN", "2024-01-01", 886.67),
        ("WLD", "2024-01-01", 1858.6),
    ]
    assert [str(kind) for kind in solar.observations.dtypes] == ["str", "datetime64[s]", "float64"]
    assert solar.release == "OWID export of 2025-08-01"
    assert solar.updated == dt.date(2025, 8, 1)
    assert solar.unit == "gigawatts"
    assert solar.total == solar.received == 5


def test_table_and_metadata_are_asked_for_alike(source: Owid, wire: Wire) -> None:
    read(source, wire)
    paths, queries = zip(*((urlsplit(path).path, parse_qs(urlsplit(path).query)) for path in wire.asked), strict=True)
    slug = "/grapher/installed-solar-pv-capacity"
    assert paths == (f"{slug}.csv", f"{slug}.metadata.json")
    assert queries[0] == queries[1] == {"v": ["1"], "csvType": ["full"], "useColumnShortNames": ["true"]}


@pytest.mark.parametrize(
    "header", ["Entity,Code,Year,solar_capacity", "ENTITY,CODE,YEAR,Solar_Capacity", "entity,code,year,solar_capacity"]
)
def test_the_case_of_the_header_does_not_matter(source: Owid, wire: Wire, header: str) -> None:
    solar = read(source, wire, TABLE.replace("entity,code,year,solar_capacity", header))
    assert len(solar.observations) == 3
    assert solar.unit == "gigawatts"


def test_a_table_without_codes_is_read_by_names(source: Owid, wire: Wire) -> None:
    rows = [("World", "WLD"), ("European Union (27)", "EUU"), ("High-income countries", "HIC"), ("Atlantis", "")]
    rows += [("Middle-income countries", "MIC"), ("Upper-middle-income countries", "UMC")]
    rows += [("Lower-middle-income countries", "LMC")]
    table = "entity,year,v\n" + "\n".join(f"{name},2020,1" for name, _ in rows)
    assert {economy for economy, _, _ in figures(read(source, wire, table))} == {code for _, code in rows if code}


def test_groups_have_codes_of_their_own(source: Owid, wire: Wire) -> None:
    groups = {"OWID_WRL": "WLD", "OWID_EU27": "EUU", "OWID_HIC": "HIC", "OWID_UMC": "UMC", "OWID_LMC": "LMC"}
    table = (
        "entity,code,year,v\n" + "\n".join(f"x,{code},2020,1" for code in groups) + "\nHigh-income countries,,2021,2"
    )
    found = figures(read(source, wire, table))
    assert {economy for economy, day, _ in found if day == "2020-01-01"} == set(groups.values())
    assert ("HIC", "2021-01-01", 2.0) in found


def test_an_economy_that_the_provider_spells_in_its_own_way_is_known(source: Owid, wire: Wire) -> None:
    found = figures(read(source, wire, "entity,code,year,v\nKosovo,OWID_KOS,2020,0.01\nKosovo,,2021,0.02\n"))
    assert found == [("XKX", "2020-01-01", 0.01), ("XKX", "2021-01-01", 0.02)]


def test_days_are_read_too(source: Owid, wire: Wire) -> None:
    table = "entity,code,day,v\nChina,CHN,2023-03-01,1\nChina,CHN,2023-04-15,2\n"
    assert [day for _, day, _ in figures(read(source, wire, table, frequency=Frequency.MONTHLY))] == [
        "2023-03-01",
        "2023-04-01",
    ]
    with pytest.raises(SourceMalformed, match="more than one value"):
        read(source, wire, table)
    with pytest.raises(SourceMalformed, match="should have months"):
        read(source, wire, TABLE, frequency=Frequency.MONTHLY)


@pytest.mark.parametrize("name", ["solar_capacity__projected", "Solar capacity (Projected)"])
def test_projections_are_split_off(source: Owid, wire: Wire, name: str) -> None:
    table = f"entity,code,year,solar_capacity,{name}\nChina,CHN,2023,609,\nChina,CHN,2030,,3000\n"
    assert figures(read(source, wire, table)) == [("CHN", "2023-01-01", 609.0)]


@pytest.mark.parametrize(
    "name",
    [
        "solar_capacity__annotations",
        "Solar capacity (Annotations)",
        "annotations",
        "solar_capacity (Original Year)",
        "solar_capacity__original_year",
        "owid_region",
        "World region according to OWID",
    ],
)
def test_columns_beside_the_values_are_split_off(source: Owid, wire: Wire, name: str) -> None:
    table = f'entity,code,year,solar_capacity,{name}\nChina,CHN,2023,609,"Asia, or so"\n'
    assert figures(read(source, wire, table)) == [("CHN", "2023-01-01", 609.0)]


def test_more_than_one_column_of_values_is_named(source: Owid, wire: Wire) -> None:
    with pytest.raises(SourceRefused, match=r"2 columns of values in .* \(onshore, offshore\)"):
        read(source, wire, "entity,code,year,onshore,offshore\nChina,CHN,2023,1,2\n")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("entity,code,year,v__projected\nChina,CHN,2023,1\n", "no columns of values"),
        ("entity,code,year,v\n", "a header and no figures"),
        ("entity,code,quarter,v\nChina,CHN,2023-Q1,1\n", "no entity with a year"),
        ("country,code,year,v\nChina,CHN,2023,1\n", "no entity with a year"),
        ("Service unavailable", "no entity with a year"),
        ("entity,code,year,v\nChina,CHN,2023,lots\n", "not a number"),
        ("entity,code,year,v\nChina,CHN,2023,nan\n", "not a finite number"),
        ("entity,code,year,v\nChina,CHN,2023,inf\n", "not a finite number"),
        ("entity,code,year,v\nChina,CHN,2023,1e400\n", "not a finite number"),
        ("entity,code,year,v\nChina,CHN,9999,1\n", "not a possible year"),
        ("entity,code,year,v\nChina,CHN,1500,1\n", "not a possible year"),
        ("entity,code,year,v\nChina,CHN,-300,1\n", "sent '-300' as a year"),
        (
            "entity,code,day,v\nChina,CHN,2023-13-01,1\nUnited States,USA,2023-13-40,1\n",
            "does not exist",
        ),
        ("entity,code,year,v\nChina,CHN,2023,1\nChina,CHN,2023,1\n", "more than one value"),
        ("entity,code,year,v\nWorld,OWID_WRL,2023,1\nWorld,,2023,2\n", "more than one value"),
        ("entity,code,year,v\nAtlantis,ATL,2023,1\n", "no figures of .* for any economy"),
        ("entity,code,year,v\nChina,CHN,2023,1\nChina,CHN,2023,1,5,6,7\n", "not CSV"),
        (b"entity,code,year,v\nC\xf4te,CHN,2023,1\n", "not CSV"),
        ('entity,code,year,v\n"China,CHN,2023,1\n', "not CSV|no figures"),
    ],
)
def test_a_table_that_makes_no_sense_is_malformed(source: Owid, wire: Wire, table: str | bytes, words: str) -> None:
    with pytest.raises(SourceMalformed, match=f"Our World in Data: .*({words})"):
        read(source, wire, table)
    assert len(wire.asked) <= 2


def test_rows_in_any_order_come_out_in_one(source: Owid, wire: Wire) -> None:
    head, *rows = TABLE.split("\n")
    assert figures(read(source, wire, "\n".join([head, *reversed(rows)]))) == figures(read(source, wire))


@pytest.mark.parametrize(
    ("metadata", "release", "unit"),
    [
        ({}, "OWID export, no date given", ""),
        ({"columns": None}, "OWID export, no date given", ""),
        ({"columns": {"other": ABOUT}, "dateDownloaded": "2026-11-24"}, "OWID export of 2026-11-24", ""),
        ({"columns": {"solar_capacity": {"shortUnit": "GW"}}}, "OWID export, no date given", "GW"),
        (
            {"columns": {"SOLAR_CAPACITY": ABOUT | {"descriptionKey": "one text"}}},
            "OWID export of 2025-08-01",
            "gigawatts",
        ),
        (
            {"columns": {"solar_capacity": ABOUT | {"descriptionKey": ["a", "b"]}}},
            "OWID export of 2025-08-01",
            "gigawatts",
        ),
        (
            {"columns": {"solar_capacity": {"unit": "<i>G</i>\x00W", "lastUpdated": "soon"}}},
            "OWID export of soon",
            "G W",
        ),
        ({"columns": {"solar_capacity": [1]}}, "OWID export, no date given", ""),
    ],
    ids=lambda value: json.dumps(value)[:60],
)
def test_metadata_may_lack_anything(source: Owid, wire: Wire, metadata: object, release: str, unit: str) -> None:
    solar = read(source, wire, TABLE, metadata)
    assert (solar.release, solar.unit) == (release, unit)
    assert solar.updated == (dt.date(2025, 8, 1) if "2025-08-01" in release else None)


@pytest.mark.parametrize("body", [b"nothing", b"[1]", b"[" * 100_000])
def test_metadata_that_is_none_is_malformed(source: Owid, wire: Wire, body: bytes) -> None:
    with pytest.raises(SourceMalformed, match="sent metadata of installed-solar-pv-capacity that is no"):
        read(source, wire, TABLE, Sent(body))


def test_signs_beyond_latin_letters_are_kept(source: Owid, wire: Wire) -> None:
    solar = read(source, wire, TABLE, {"columns": {"solar_capacity": {"unit": "tonnes of CO₂"}}})
    assert solar.unit == "tonnes of CO₂"


def test_a_byte_order_mark_does_no_harm(source: Owid, wire: Wire) -> None:
    assert len(read(source, wire, b"\xef\xbb\xbf" + TABLE.encode()).observations) == 3


def test_a_chart_that_was_renamed_is_followed(source: Owid, wire: Wire) -> None:
    def answer(path: str, _times: int) -> Sent:
        if "/new" in path:
            return as_json(METADATA) if ".metadata.json" in path else Sent(TABLE.encode(), kind="text/csv")
        moved = path.replace("installed-solar-pv-capacity", "new")
        return Sent(status=301, headers={"Location": moved, "Cache-Control": "public, max-age=86400"})

    wire.answers = answer
    (solar,) = source.parse(source.fetch([SOLAR], Watch()), [SOLAR], ECONOMIES)
    assert len(solar.observations) == 3
    assert len(wire.asked) == 4


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (404, "Not found", "404 .*Not found. Check the code"),
        (403, "This chart contains non-redistributable data", "403 .*: This chart contains non-redistributable data.$"),
    ],
)
def test_a_chart_that_is_not_given_is_explained(source: Owid, wire: Wire, status: int, error: str, words: str) -> None:
    sent = as_json({"status": status, "error": error}, status=status)
    with pytest.raises(SourceRefused, match=rf"does not give the chart installed.*{words}"):
        read(source, wire, sent)
    assert len(wire.asked) == 1


@pytest.mark.parametrize(
    "trouble",
    [Sent(status=500), Sent(b"<html>busy</html>"), Sent(b""), Sent(status=429), Sent(b"entity,code", cut=3)],
    ids=lambda sent: f"{sent.status} {sent.body!r}",
)
def test_trouble_is_tried_again_then_named(source: Owid, wire: Wire, trouble: Sent) -> None:
    with pytest.raises(SourceUnavailable, match=r"Our World in Data: .* 4 times"):
        read(source, wire, trouble)
    assert len(wire.asked) == 4


def test_markup_and_controls_do_not_reach_messages(source: Owid, wire: Wire) -> None:
    with pytest.raises(SourceError) as caught:
        read(source, wire, "entity,code,year,<b>a</b>\x1b[2J,<script>x</script>\nChina,CHN,2023,1,2\n")
    assert not set("<>\x1b") & set(str(caught.value))


def test_batches_hold_one_chart_each(source: Owid) -> None:
    other = make_indicator(id="other", source="owid", code="o")
    assert list(source.batches([SOLAR, other])) == [(SOLAR,), (other,)]


def test_settings_make_every_source_there_is() -> None:
    made = sources(Settings(http_timeout=3))
    assert {name: source.id for name, source in made.items()} == {name: name for name in ("world-bank", "fred", "owid")}
