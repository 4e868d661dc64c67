"""Registry of providers: every source by its name in the catalogue."""

from collections.abc import Mapping

from dashboard.catalogue.indicators import Provider
from dashboard.settings import Settings
from dashboard.sources.base import Source
from dashboard.sources.fred import Fred
from dashboard.sources.http import Patience
from dashboard.sources.owid import Owid
from dashboard.sources.world_bank.source import WorldBank


def sources(settings: Settings, patience: Patience | None = None) -> Mapping[Provider, Source]:
    """Return every source of figures by its name in the catalogue, at the addresses of the settings."""
    patience = patience or Patience.for_timeout(settings.http_timeout)
    return {
        "world-bank": WorldBank(settings.provider_url("world-bank", "https://api.worldbank.org/v2"), patience),
        "fred": Fred(settings.provider_url("fred", "https://fred.stlouisfed.org"), patience),
        "owid": Owid(settings.provider_url("owid", "https://ourworldindata.org"), patience),
    }
