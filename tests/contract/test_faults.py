"""What survives when a provider fails? Every fault on record goes through the real source, refresh and store."""

import dataclasses
import datetime as dt
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
import stamina

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Provider
from dashboard.refresh.run import Outcome, refresh
from dashboard.refresh.validation import Accepted
from dashboard.settings import Settings
from dashboard.sources.base import Source
from dashboard.sources.registry import sources
from dashboard.sources.request import RetryPolicy
from dashboard.sources.world_bank.library import forget
from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.store.status import status
from tests.replay import Fault, ReplayServer, Token, closed_port, faults
from tests.replay.figures import few

# the first is the one that is spoilt, the second comes in the same answer
GDP, PEOPLE = "gdp", "population"
RATE, SOLAR = "exchange-rate", "solar-capacity"
ALL = (GDP, PEOPLE, RATE, SOLAR)
CODES: Mapping[str, tuple[str, str]] = {
    GDP: ("NY.GDP.MKTP.CD", "CHN"),
    PEOPLE: ("SP.POP.TOTL", "CHN"),
    RATE: ("EXCHUS", "CHN"),
    SOLAR: ("installed-solar-pv-capacity", "CHN"),
}
BANK, FRED, OWID = "/series/.*/country/", "fredgraph", r"/grapher/.*\.csv"
# the answers that have GDP alone or with others, but not those that have population alone
BANK_GDP = r"/series/[^/]*NY\.GDP\.MKTP\.CD[^/]*/country/"
LATEST = {RATE: "2026-05"}


@dataclasses.dataclass(frozen=True)
class Spoilt:
    """A fault, where it strikes, what must be said of it, and which indicators do not come through."""

    fault: Fault
    said: str
    fails: frozenset[str]
    path: str
    first: int | None = None
    # what does not wait for silence has time enough on a busy machine
    policy: RetryPolicy = dataclasses.field(default_factory=lambda: UNHURRIED)


def bank(fault: Fault, said: str, *fails: str, path: str = BANK, **rest: Any) -> Spoilt:  # noqa: ANN401
    return Spoilt(fault, said, frozenset(fails or (GDP, PEOPLE)), path, **rest)


def fred(fault: Fault, said: str, **rest: Any) -> Spoilt:  # noqa: ANN401
    return Spoilt(fault, said, frozenset({RATE}), FRED, **rest)


def owid(fault: Fault, said: str, path: str = OWID) -> Spoilt:
    return Spoilt(fault, said, frozenset({SOLAR}), path)


UNHURRIED = RetryPolicy(idle=5.0, whole=20.0, total=60.0)
HURRIED = RetryPolicy(idle=0.5, whole=2.0, total=20.0)
PAGED = "page=2"
FAULTS: dict[str, Spoilt] = {
    # connections
    "timeout before the headers": bank(faults.silence(), "did not answer in time", policy=HURRIED),
    "timeout in the middle of the body": bank(faults.stall(), "broke off in the middle of its answer", policy=HURRIED),
    "connection reset before the headers": bank(faults.reset(), "could not be reached"),
    "connection reset in the middle of the body": bank(faults.reset(after=2000), "broke off in the middle"),
    "connection ended in the middle of the body": bank(faults.hang_up(), "broke off in the middle"),
    "slow drip": bank(faults.drip(0.05), "gave no whole answer in", policy=HURRIED),
    "a body of 200 MB": bank(faults.huge(), "more than 64 MB"),
    "a body of 200 MB, announced": bank(faults.huge(announced=True), "more than 64 MB"),
    "gzip bomb": bank(faults.gzip_bomb(), "more than 64 MB"),
    # statuses
    "400 as a web page": bank(faults.throttled(), "answered 400 Request Error"),
    "403": bank(faults.status(403), "answered 403 Forbidden with a web page in place of figures: .*try again later"),
    "404": bank(faults.status(404), "answered 404 Not Found with a web page in place of figures: .*try again later"),
    "404 in words of its own": bank(
        faults.status(404, body='{"error":"gone"}'), r"answered 404 Not Found: gone\. Check the code"
    ),
    "429 with seconds to wait": bank(faults.status(429, retry_after=1), "answered 429 Too Many Requests"),
    "429 with a date far off": bank(
        faults.status(429, retry_after="Fri, 31 Dec 2100 23:59:59 GMT"),
        "asks to be left alone until 2100-12-31 23:59:59 UTC",
    ),
    "500": bank(faults.status(500), "answered 500 Internal Server Error"),
    "503": bank(faults.status(503), "answered 503 Service Unavailable"),
    "502 on page 2": bank(faults.status(502), "answered 502 Bad Gateway", path=f"{BANK}.*{PAGED}"),
    # bodies
    "XML at 200": bank(faults.xml_error(), r"has no such figures, or no longer: .*data not found\. Check the code"),
    "XML at 200 for one series": bank(faults.xml_error(), "has no such figures", GDP, path=BANK_GDP),
    "a web page at 200": bank(faults.web_page(), "answered 200 OK with a web page in place of figures"),
    "a bot wall at 202": bank(
        faults.status(202, body="<script>go()</script>"), "answered 202 Accepted with a web page .*try again later"
    ),
    "empty body": bank(faults.empty(), "sent an empty answer"),
    "truncated JSON": bank(faults.truncated(), "breaks off or is not JSON"),
    "per_page of zero": bank(faults.head(per_page=0), "says it has 0 rows a page"),
    "per_page of zero in the list of economies": bank(
        faults.head(per_page=0), "says it has 0 rows a page", path="/country/all"
    ),
    "a short page": bank(faults.short_page(), r"sent \d+ of \d+ rows"),
    "a null result": bank(faults.null_result(), "sent no rows at all|which cannot be read to its end"),
    "null": bank(faults.body("null"), "JSON of a shape that its protocol does not have"),
    "an empty list": bank(faults.body("[]"), "JSON of a shape that its protocol does not have"),
    "message without a value": bank(faults.message([{"id": "120", "key": "Invalid value"}]), "refused: Invalid value"),
    "message that is a word": bank(faults.message("no"), "refused: no"),
    # figures
    "values as strings": bank(faults.values_as_text(), "should have a number"),
    "one value as a string": bank(faults.one_value("n/a"), "'n/a'", PEOPLE),
    "NaN": bank(faults.one_value(Token("NaN")), "not a finite number", PEOPLE),
    "Infinity": bank(faults.one_value(Token("Infinity")), "not a finite number", PEOPLE),
    "1e400": bank(faults.one_value(Token("1e400")), "not a finite number", PEOPLE),
    "duplicate rows": bank(faults.duplicates(), "more than one row of", PEOPLE),
    "year 9999": bank(faults.year(), "'YR9999', which is not a possible year", GDP),
    "half the rows gone": bank(faults.halved(), r"\d+% of the stored values are no longer there"),
    "an economy gone": bank(faults.without("ISR"), "(?i)no value is left of ISR"),
    "an economy gone blank": bank(faults.blank("ISR"), "(?i)no value is left of ISR"),
    "a renamed series": bank(faults.renamed_series(), "sent no figures of .*, but OTHER.SERIES"),
    "another unit": bank(faults.unit("euros"), "the source's unit is 'euros' now and was"),
    "values a thousand times as large": bank(faults.times(1000), "as if the unit had changed"),
    # the World Bank's preparations
    "the list of economies fails": bank(faults.status(503), "answered 503", path="/country/all"),
    # FRED
    "FRED: outage page at 200": fred(
        faults.body("<html>Access Denied</html>"), "answered 200 OK with a web page in place of figures"
    ),
    "FRED: bot wall at 202": fred(faults.status(202), "answered 202 Accepted with a web page .*try again later"),
    "FRED: another series' column": fred(faults.renamed_series(), "sent the series 'OTHER.SERIES' for EX"),
    "FRED: 404": fred(faults.status(404), "does not give the series EX.*: answered 404 .*Check the code"),
    "FRED: 403": fred(faults.status(403), "answered 403 Forbidden with a web page .*try again later"),
    "FRED: timeout": fred(faults.silence(), "did not answer in time", policy=HURRIED),
    "FRED: empty body": fred(faults.empty(), "sent ''"),
    "FRED: header only": fred(faults.lines(lambda found: found[:0]), "sent (a header and no figures|the series)"),
    "FRED: text for a value": fred(faults.one_value("n/a"), "sent '.*n/a' where"),
    "FRED: Infinity": fred(faults.one_value("inf"), "not a finite number"),
    "FRED: 1e400": fred(faults.one_value("1e400"), "sent '.*1e400' where|not a finite number"),
    "FRED: rows out of order": fred(
        faults.shuffled(), r"sent the rows of EX.* out of order, [-0-9]+ after [-0-9]+\. What is stored stays as it is"
    ),
    "FRED: duplicate rows": fred(faults.duplicates(), "more than one row"),
    "FRED: year 9999": fred(faults.year(), "sent a figure of EX.* for 9999-..-01, which is still to come"),
    "FRED: half the rows gone": fred(faults.halved(), "no longer there"),
    "FRED: values a thousand times as large": fred(faults.times(1000), "as if the unit had changed"),
    # Our World in Data
    "OWID: 403": owid(faults.status(403, body='{"error":"non-redistributable"}'), "answered 403.*non-redistributable"),
    "OWID: 404": owid(faults.status(404), "answered 404 Not Found with a web page .*try again later"),
    "OWID: 404 in words of its own": owid(
        faults.status(404, body='{"status":404,"error":"Not found"}'), "does not give the chart .*Check the code"
    ),
    "OWID: web page at 200": owid(faults.web_page(), "answered 200 OK with a web page in place of figures"),
    "OWID: bot wall at 202": owid(faults.status(202), "answered 202 Accepted with a web page .*try again later"),
    "OWID: reset": owid(faults.reset(), "could not be reached"),
    "OWID: metadata truncated": owid(faults.truncated(), "metadata of .* that is not JSON", r"metadata\.json"),
    "OWID: text for a value": owid(faults.one_value("n/a"), "not a number"),
    "OWID: Infinity": owid(faults.one_value("inf"), "not a finite number"),
    "OWID: 1e400": owid(faults.one_value("1e400"), "not a finite number"),
    "OWID: duplicate rows": owid(faults.duplicates(), "more than one value"),
    "OWID: year 9999": owid(faults.year(), "not a possible year|does not exist"),
    "OWID: half the rows gone": owid(faults.halved(), "no longer there"),
    "OWID: an economy gone": owid(faults.without("ISR"), "(?i)no value is left of ISR"),
    "OWID: another unit": owid(faults.unit("MW"), "unit is 'MW' now and was 'GW'", r"metadata\.json"),
    "OWID: values a thousand times as large": owid(faults.times(1000), "as if the unit had changed"),
}
# what a provider may do without harm: nothing fails, and what is new comes in
HARMLESS: dict[str, Spoilt] = {
    "byte order mark": bank(faults.bom(), "", path=""),
    "rows out of order": bank(faults.shuffled(), "", path=f"{BANK}|{OWID}"),
    "an unknown economy": bank(faults.unknown_economy(), "", path=f"{BANK}|{OWID}"),
    "markup and control characters in names": bank(faults.names("<b>x</b>\0\x1b[31m\u202e"), "", path=BANK),
    "400 as a web page, once": bank(faults.throttled(), "", path="", first=1),
    "429, once": bank(faults.status(429, retry_after=0), "", path=f"{BANK}|{FRED}|{OWID}", first=1),
    "503, twice": bank(faults.status(503), "", path="/country/all", first=2),
    "502 on page 2, once": bank(faults.status(502), "", path=f"{BANK}.*{PAGED}", first=1),
    "a short page, once": bank(faults.short_page(), "", path=BANK, first=1),
    "a reset, once": bank(faults.reset(), "", path=f"{BANK}|{FRED}|{OWID}", first=1),
}


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Let retries come at once, and be few."""
    stamina.set_testing(True, attempts=3, cap=True)
    yield
    stamina.set_testing(False)


@pytest.fixture(scope="session")
def few_replay() -> Iterator[ReplayServer]:
    """Give a server of few economies: the totals of a spoilt answer follow its own rows, so it has to be one page."""
    with ReplayServer(few(others=2, also=["ISR"])) as replay:
        yield replay


@pytest.fixture
def replay(few_replay: ReplayServer) -> ReplayServer:
    """Give a server that nobody has asked anything."""
    few_replay.clear_faults()
    few_replay.requests.clear()
    return few_replay


@pytest.fixture(scope="session")
def refreshed(few_replay: ReplayServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file that was refreshed once; each test breaks its own copy. From here on there is news of all."""
    file = tmp_path_factory.mktemp("refreshed") / "eraline.db"
    house = House(few_replay, f"sqlite:///{file}")
    house.fill()
    house.engine.dispose()
    return file


class House:
    """A catalogue of four indicators, and a cache of them that has something to lose."""

    def __init__(self, replay: ReplayServer, url: str) -> None:
        self.replay = replay
        self.catalogue: Catalogue = dataclasses.replace(
            replay.catalogue, indicators={name: replay.catalogue.indicator(name) for name in ALL}
        )
        self.engine, note = open_database(url)
        assert note == ""
        self.store = Store(self.engine)
        self.before: dict[str, Any] = {}
        self.before_vintages: Mapping[str, Vintage] = {}

    def fill(self) -> None:
        """Refresh for the first time, then let there be news of every indicator: to swallow a fault is to write."""
        first = self.refresh()
        assert {vintage.indicator for vintage in first.fresh} == set(ALL), first.failed
        for name, (code, economy) in CODES.items():
            period = LATEST.get(name, 2020)
            self.replay.revise(code, {(economy, period): self.replay.figures(code)[(economy, period)] * 1.01})

    def remember(self) -> None:
        """Note what is stored now, as what must not be lost."""
        self.before = self.stored()
        self.before_vintages = self.store.vintages()

    def refresh(self, policy: RetryPolicy | None = None, elsewhere: Mapping[str, str] | None = None) -> Outcome:
        replayed = {
            "world-bank": self.replay.world_bank_url,
            "fred": self.replay.fred_url,
            "owid": self.replay.owid_url,
        }
        settings = Settings(provider_urls={**replayed, **(elsewhere or {})})
        asked: Mapping[Provider, Source] = sources(settings, policy)
        return refresh(self.catalogue, self.store, asked)

    def stored(self) -> dict[str, Any]:
        """Return every observation, by indicator."""
        vintages = self.store.vintages()
        return {name: self.store.observations(vintages[name]).to_dict("list") for name in ALL}

    def check(self, outcome: Outcome, fails: frozenset[str], said: str) -> None:
        """Assert what must hold after a fault: the failed keep their figures and say why, the others have the news."""
        said_of = {**outcome.failed, **outcome.pending}
        assert said_of.keys() == fails
        assert {vintage.indicator for vintage in outcome.fresh} == set(ALL) - fails
        stored, vintages, attempts = self.stored(), self.store.vintages(), self.store.attempts()
        told = {entry.indicator: entry for entry in status(self.catalogue, self.store, now=self.store.now())}
        for name in fails:
            assert stored[name] == self.before[name]
            assert vintages[name] == self.before_vintages[name]
            assert attempts[name].outcome == ("pending" if name in outcome.pending else "failed")
            assert attempts[name].detail == said_of[name] == (told[name].error or told[name].pending)
            assert re.search(said, attempts[name].detail)
            assert attempts[name].detail.isprintable()
            assert ".." not in attempts[name].detail
        for name in set(ALL) - fails:
            assert stored[name] != self.before[name]
            assert told[name].error is None


@pytest.fixture
def house(replay: ReplayServer, refreshed: Path, tmp_path: Path) -> Iterator[House]:
    house = House(replay, f"sqlite:///{shutil.copy(refreshed, tmp_path)}")
    house.remember()
    yield house
    house.engine.dispose()


@pytest.fixture
def house_on_postgresql(postgresql_url: str) -> Iterator[House]:
    with ReplayServer(few(others=2, also=["ISR"])) as replay:
        house = House(replay, postgresql_url)
        house.fill()
        house.remember()
        yield house
        house.engine.dispose()


def spoil(house: House, spoilt: Spoilt, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    forget()
    if PAGED in spoilt.path:
        # so small an answer has one page unless the service makes its pages smaller
        monkeypatch.setattr(house.replay.world_bank, "largest_page", 2000)
    rule = house.replay.fault(spoilt.fault, spoilt.path, first=spoilt.first)
    outcome = house.refresh(spoilt.policy)
    assert rule.hits > 0
    return outcome


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_leaves_the_old_figures_says_why_and_stays_with_its_own(
    house: House, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = spoil(house, FAULTS[name], monkeypatch)

    house.check(outcome, FAULTS[name].fails, FAULTS[name].said)


@pytest.mark.parametrize(
    "name",
    ["502 on page 2", "half the rows gone", "NaN", "a short page", "FRED: another series' column", "OWID: 1e400"],
)
def test_a_fault_leaves_the_old_figures_in_postgresql_too(
    house_on_postgresql: House, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = spoil(house_on_postgresql, FAULTS[name], monkeypatch)

    house_on_postgresql.check(outcome, FAULTS[name].fails, FAULTS[name].said)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_does_no_harm_keeps_nothing_from_coming_in(
    house: House, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = spoil(house, HARMLESS[name], monkeypatch)

    house.check(outcome, frozenset(), "")
    for indicator, (code, economy) in CODES.items():
        stored = house.stored()[indicator]
        annual = house.catalogue.indicator(indicator).frequency == "annual"
        points = zip(stored["economy"], stored["period"], stored["value"], strict=True)
        got = {(place, day.year if annual else f"{day:%Y-%m}"): value for place, day, value in points}
        expected = house.replay.figures(code)
        assert {point: value for point, value in got.items() if annual or point[0] == economy} == expected


def test_names_with_markup_and_control_characters_get_nowhere(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(house, HARMLESS["markup and control characters in names"], monkeypatch)

    for vintage in house.store.vintages().values():
        assert f"{vintage.release}{vintage.unit}".isprintable()
        assert "<" not in f"{vintage.release}{vintage.unit}"


@pytest.mark.parametrize("provider", ["world-bank", "fred", "owid"])
def test_a_refused_connection_leaves_the_old_figures(house: House, provider: str) -> None:
    fails = {"world-bank": {GDP, PEOPLE}, "fred": {RATE}, "owid": {SOLAR}}[provider]
    with closed_port() as address:
        outcome = house.refresh(elsewhere={provider: address})

    house.check(outcome, frozenset(fails), r"could not be reached \(.*[Rr]efused")


def test_a_list_of_economies_that_failed_once_poisons_no_later_refresh(house: House) -> None:
    forget()
    rule = house.replay.fault(faults.status(403), "/country/all")
    failed = house.refresh()
    house.check(failed, frozenset({GDP, PEOPLE}), "answered 403")
    assert rule.hits > 0

    house.replay.clear_faults()
    healed = house.refresh()

    assert not healed.failed
    assert {vintage.indicator for vintage in healed.fresh} == {GDP, PEOPLE}
    assert len(house.replay.asked("/country/all\\?")) > rule.hits


def test_after_any_fault_the_next_good_answer_brings_the_news(house: House) -> None:
    house.replay.fault(faults.truncated())
    assert house.refresh().failed.keys() == set(ALL)

    house.replay.clear_faults()
    healed = house.refresh()

    assert {vintage.indicator for vintage in healed.fresh} == set(ALL)
    house.check(healed, frozenset(), "")
    assert all(vintage.revised == 1 for vintage in healed.fresh)


def test_a_fifth_of_the_figures_may_go_when_it_is_accepted(house: House) -> None:
    house.replay.fault(faults.halved(), BANK)
    asked = cast("Any", sources(Settings(provider_urls={"world-bank": house.replay.world_bank_url})))

    outcome = refresh(house.catalogue, house.store, asked, indicators=[GDP], accepted=Accepted(shrinkage=True))

    assert [vintage.indicator for vintage in outcome.fresh] == [GDP]
    assert outcome.fresh[0].withdrawn > 250


def test_an_economy_may_go_when_that_is_accepted(house: House) -> None:
    house.replay.fault(faults.without("ISR"), BANK)
    asked = cast("Any", sources(Settings(provider_urls={"world-bank": house.replay.world_bank_url})))

    outcome = refresh(house.catalogue, house.store, asked, indicators=[GDP], accepted=Accepted(shrinkage=True))

    assert [vintage.indicator for vintage in outcome.fresh] == [GDP]
    assert "ISR" in house.before[GDP]["economy"]
    assert "ISR" not in house.stored()[GDP]["economy"]


def test_a_provider_that_fails_for_long_is_left_before_the_day_ends(house: House) -> None:
    house.replay.fault(faults.silence())
    began = dt.datetime.now(dt.UTC)

    outcome = house.refresh(RetryPolicy(idle=0.2, whole=0.5, total=2.0))

    assert outcome.failed.keys() == set(ALL)
    assert (dt.datetime.now(dt.UTC) - began).total_seconds() < 20
