"""Is one more provider, once registered, known wherever providers are?"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest

from dashboard import cli
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.described import Described
from dashboard.catalogue.indicators import Indicator
from dashboard.errors import CatalogueError
from dashboard.settings import read_settings
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.registry import PROVIDERS, checked, draft, provider_name, series_id, sources, url_settings
from dashboard.sources.web import WebSource


class Fund(WebSource[bytes]):
    """A made-up provider."""

    id = "the-fund"
    name = "The Fund"
    prefix = "fund"
    code = re.compile(r"[A-Z]{3}")
    page = re.compile(r"fund\.example/([A-Z]{3})")
    default_url = "https://fund.example"

    @property
    def url(self) -> str:
        """What each request begins with."""
        return self._url

    @classmethod
    def address(cls, code: str) -> str:
        return f"{cls.default_url}/{code}"

    def describe(self, raw: bytes, indicator: Indicator) -> Described:
        raise NotImplementedError

    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> bytes:
        raise NotImplementedError

    def _parse(self, raw: bytes, indicator: Indicator, economies: Collection[str]) -> Fetched:
        raise NotImplementedError


@pytest.fixture
def fund(monkeypatch: pytest.MonkeyPatch) -> type[Fund]:
    monkeypatch.setitem(PROVIDERS, Fund.id, Fund)
    return Fund


def asked_at() -> str:
    """Return the URL at which the made-up provider is asked."""
    source = sources(read_settings())[Fund.id]
    assert isinstance(source, Fund)
    return source.url


def with_the_fund(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue with a dataset and an economy that name the made-up provider."""
    dataset = next(iter(catalogue.datasets.values())).model_copy(update={"id": "fund-data", "provider": Fund.id})
    china = catalogue.economies["CHN"].model_copy(update={"not_from": (Fund.id,)})
    return replace(
        catalogue,
        datasets={**catalogue.datasets, dataset.id: dataset},
        economies={**catalogue.economies, "CHN": china},
    )


def test_it_is_asked_at_its_own_url_or_at_the_one_of_its_variable(
    fund: type[Fund], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert url_settings()["ERALINE_THE_FUND_URL"] == fund.default_url
    assert asked_at() == fund.default_url
    monkeypatch.setenv("ERALINE_THE_FUND_URL", "http://127.0.0.1:9/fund")
    assert asked_at() == "http://127.0.0.1:9/fund"
    assert provider_name("the-fund") == "The Fund"


@pytest.mark.usefixtures("fund")
def test_the_command_takes_it_as_a_source(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["refresh", "--help"])
    assert caught.value.code == 0
    assert "the-fund" in capsys.readouterr().out


@pytest.mark.usefixtures("fund")
def test_the_catalogue_may_name_it(shipped_catalogue: Catalogue) -> None:
    told = with_the_fund(shipped_catalogue)
    assert checked(told) is told


def test_a_provider_that_is_not_registered_is_a_mistake_by_file_table_and_field(shipped_catalogue: Catalogue) -> None:
    with pytest.raises(CatalogueError) as caught:
        checked(with_the_fund(shipped_catalogue))
    known = "'the-fund' is not a provider that Eraline can ask; it knows world-bank, fred, owid"
    assert str(caught.value).splitlines() == [
        f"world/datasets.toml: [[dataset]] fund-data: provider: {known}",
        f"world/economies.csv: [[economy]] CHN: not_from: {known}",
    ]


def test_every_provider_of_the_shipped_catalogue_is_registered(shipped_catalogue: Catalogue) -> None:
    assert checked(shipped_catalogue) is shipped_catalogue
    assert {entry.source for entry in shipped_catalogue.indicators.values()} <= PROVIDERS.keys()


@pytest.mark.usefixtures("fund")
def test_its_series_are_called_by_its_prefix() -> None:
    found = draft("fund:ABC")
    assert found is not None
    assert (found.provider, found.code) == ("the-fund", "ABC")


@pytest.mark.parametrize(
    "name",
    [
        "gdp-growth",
        "",
        ":",
        "wb:",
        "wb:<b>x</b>",
        "wb:" + "A" * 10_000,
        "owid:../secret",
        "fred:no such",
        "oecd:GDP",
        "wb:1:2:X",
    ],
)
def test_what_no_provider_has_is_no_series(name: str) -> None:
    assert draft(name) is None


@pytest.mark.parametrize(
    ("name", "provider", "code", "page"),
    [
        ("wb:SP.DYN.LE00.IN", "world-bank", "SP.DYN.LE00.IN", "https://data.worldbank.org/indicator/SP.DYN.LE00.IN"),
        ("wb:6:DT.DOD.DECT.CD", "world-bank", "6:DT.DOD.DECT.CD", "/sources/6/series/DT.DOD.DECT.CD/metadata"),
        ("owid:life-expectancy", "owid", "life-expectancy", "https://ourworldindata.org/grapher/life-expectancy"),
        ("fred:UNRATE", "fred", "UNRATE", "https://fred.stlouisfed.org/series/UNRATE"),
    ],
)
def test_a_series_has_its_own_page(name: str, provider: str, code: str, page: str) -> None:
    found = draft(name)
    assert found is not None
    assert (found.provider, found.code) == (provider, code)
    assert found.url.endswith(page)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://data.worldbank.org/indicator/SP.DYN.LE00.IN?locations=CN", "wb:SP.DYN.LE00.IN"),
        ("https://fred.stlouisfed.org/series/UNRATE", "fred:UNRATE"),
        ("https://ourworldindata.org/grapher/life-expectancy?tab=map#explore", "owid:life-expectancy"),
        ("https://ourworldindata.org/grapher/life-expectancy.csv?v=1", "owid:life-expectancy"),
        ("https://example.org/grapher/life-expectancy", "https://example.org/grapher/life-expectancy"),
        ("gdp-growth", "gdp-growth"),
        ("http://[", "http://["),
    ],
)
def test_a_series_is_named_by_the_address_of_its_page_too(address: str, name: str) -> None:
    assert series_id(address) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("WB:SP.DYN.LE00.IN", "wb:SP.DYN.LE00.IN"),
        ("Fred:UNRATE", "fred:UNRATE"),
        ("oecd:GDP", "oecd:GDP"),
        ("WB", "WB"),
        ("GDP", "GDP"),
        ("", ""),
    ],
)
def test_a_provider_s_prefix_is_known_in_whatever_case(text: str, name: str) -> None:
    assert series_id(text) == name
