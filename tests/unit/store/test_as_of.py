"""Are days and instants read as they are written, and nothing else?"""

import datetime as dt

import pytest

from dashboard.store.as_of import AsOf, day_of, has_begun, in_words, last_moment, read_as_of, write_as_of

DAY = dt.date(2026, 7, 13)
INSTANT = dt.datetime(2026, 7, 13, 10, 15, 30, 123456, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "as_of", "words"),
    [
        ("2026-07-13", DAY, "2026-07-13"),
        ("2026-07-13T10:15:30.123456Z", INSTANT, "2026-07-13 10:15:30 UTC"),
        ("2026-07-13T10:15:30Z", INSTANT.replace(microsecond=0), "2026-07-13 10:15:30 UTC"),
        ("2026-07-13T00:00:00Z", dt.datetime(2026, 7, 13, tzinfo=dt.UTC), "2026-07-13"),
    ],
)
def test_what_is_written_reads_back(text: str, as_of: AsOf, words: str) -> None:
    assert read_as_of(text) == as_of
    assert type(read_as_of(text)) is type(as_of)
    assert write_as_of(as_of) == text
    assert in_words(as_of) == words
    assert day_of(as_of) == DAY


@pytest.mark.parametrize("zone", ["Z", "z", "+00:00", "-00:00", " 00:00"])
def test_an_instant_says_its_zone_in_any_way_of_rfc_3339_also_with_a_plus_that_a_url_took_away(zone: str) -> None:
    found = read_as_of(f"2026-07-13T10:15:30.123456{zone}")
    assert (found, write_as_of(found)) == (INSTANT, "2026-07-13T10:15:30.123456Z")


def test_an_instant_by_another_clock_is_the_same_one() -> None:
    for text in (
        "2026-07-14T00:15:30.123456+14:00",
        "2026-07-14T00:15:30.123456 14:00",
        "2026-07-13t00:45:30.123456-09:30",
    ):
        assert read_as_of(text) == INSTANT
        assert write_as_of(read_as_of(text)) == "2026-07-13T10:15:30.123456Z"


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    there = INSTANT.astimezone(dt.timezone(dt.timedelta(hours=14)))
    assert write_as_of(there) == "2026-07-13T10:15:30.123456Z"
    assert day_of(there) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "20260713",
        "2026-W29-1",
        "2026-02-30",
        "2026-07-13T10:15:30",
        "2026-07-13T10:15:30+0200",
        "2026-07-13T10:15:30+25:00",
        "2026-07-13T10:15:30+02:60",
        "2026-07-13T10:15:30  02:00",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
        "2026-07-13 10:15:30Z",
        "2026-07-13T24:00:01Z",
        "2026-07-13T10:15:30.1234567Z",
        "٢٠٢٦-٠٧-١٣",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the library says it in its own words
        read_as_of(text)


def test_a_day_counts_to_its_end_and_an_instant_to_itself() -> None:
    assert last_moment(DAY) == dt.datetime(2026, 7, 13, 23, 59, 59, 999999, tzinfo=dt.UTC)
    assert last_moment(INSTANT) == INSTANT
    assert last_moment(dt.date.max).year == 9999


@pytest.mark.parametrize(
    ("now", "has"),
    [("2026-07-12T09:59:59Z", False), ("2026-07-12T10:00:00Z", True), ("2026-07-13T00:00:00Z", True)],
)
def test_a_day_has_begun_where_the_sun_rises_first(now: str, *, has: bool) -> None:
    moment = dt.datetime.fromisoformat(now)
    assert has_begun(DAY, moment) == has
    assert has_begun(INSTANT, moment) == has
