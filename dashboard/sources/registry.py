"""Registry of providers: every source by its id. To add one, write its class and name it here."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.described import Described
from dashboard.catalogue.indicators import Provider
from dashboard.catalogue.origins import WORLD_PLACE, origin_of
from dashboard.errors import CatalogueError, Mistake
from dashboard.settings import Settings, provider_variable
from dashboard.sources.base import Source
from dashboard.sources.fred import Fred
from dashboard.sources.owid import Owid
from dashboard.sources.request import RetryPolicy
from dashboard.sources.web import WebSource
from dashboard.sources.world_bank.source import WorldBank

_LONGEST: Final = 400
PROVIDERS: Final[dict[Provider, type[WebSource[Any]]]] = {source.id: source for source in (WorldBank, Fred, Owid)}


def provider_name(provider: Provider) -> str:
    """Return what people call a provider, its id where none is registered under it."""
    return PROVIDERS[provider].name if provider in PROVIDERS else provider


def draft(indicator: str) -> Described | None:
    """Return what is known of a series by an id such as wb:SP.DYN.LE00.IN alone; None where it names none."""
    prefix, _, code = indicator.partition(":")
    source = next((source for source in PROVIDERS.values() if source.prefix == prefix), None)
    return source.draft(code) if source is not None and source.code.fullmatch(code) else None


def series_id(text: str) -> str:
    """Return the id of the series whose page at its provider a text is the address of; any other text as it is.

    A provider's prefix is known in whatever case, as in WB:SP.DYN.LE00.IN.
    """
    try:
        found = urlsplit(text)
    except ValueError:
        return text
    if found.scheme not in ("http", "https"):
        prefix, colon, code = text.partition(":")
        known = {source.prefix for source in PROVIDERS.values()}
        return f"{prefix.casefold()}:{code}" if colon and prefix.casefold() in known else text
    for source in PROVIDERS.values():
        if page := source.page.fullmatch(f"{found.hostname}{found.path}"):
            return f"{source.prefix}:{page[1]}"
    return text


def pasted(text: str) -> str:
    """Return the id of the series whose id, or whose page's address, a text is, with or without https; "" of others."""
    given = text.strip()
    # urlsplit looks at every letter of whatever was pasted
    found = (series_id(one) for one in (given, f"https://{given}")) if len(given) <= _LONGEST else ()
    return next((name for name in found if draft(name) is not None), "")


def url_settings() -> Mapping[str, str]:
    """Return the variables that say where providers are asked, with their defaults."""
    return {provider_variable(name): source.default_url for name, source in PROVIDERS.items()}


def sources(settings: Settings, policy: RetryPolicy | None = None) -> Mapping[Provider, Source]:
    """Return every source by its id, at the URLs of the settings."""
    policy = policy or RetryPolicy.for_timeout(settings.http_timeout)
    return {name: source(settings.provider_url(name, source.default_url), policy) for name, source in PROVIDERS.items()}


def checked(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue whose providers are all registered; CatalogueError lists the others."""
    if mistakes := tuple(unknown_providers(catalogue)):
        raise CatalogueError(mistakes)
    return catalogue


def unknown_providers(catalogue: Catalogue) -> Iterator[Mistake]:
    """Yield a mistake for each dataset and economy that names a provider which is not registered."""
    known = ", ".join(PROVIDERS)
    named = [
        *(("dataset", entry.id, "provider", [entry.provider]) for entry in catalogue.datasets.values()),
        *(("economy", entry.id, "not_from", entry.not_from) for entry in catalogue.economies.values()),
    ]
    for table, record, field, providers in named:
        for provider in providers:
            if provider not in PROVIDERS:
                detail = f"'{provider}' is not a provider that Eraline can ask; it knows {known}"
                file = origin_of(catalogue.origins, WORLD_PLACE, table, record).file
                yield Mistake(file, f"[[{table}]] {record}", field, detail)
