"""Settings from ERALINE_* variables, and where the package keeps its data."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from platformdirs import user_cache_path
from pydantic import AfterValidator, BeforeValidator, DirectoryPath, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dashboard.errors import BadSetting


def _root() -> Path:
    """Return the folder with data/, app.py and .streamlit/: inside an installed package, else the checkout."""
    package = Path(str(files("dashboard"))).resolve()
    packed = package / "resources"
    return packed if packed.is_dir() else package.parent


PROJECT = _root()
APP = PROJECT / "app.py"
DATA = PROJECT / "data"
SNAPSHOT = DATA / "snapshot"
METHODS = PROJECT / "docs" / "methods.md"
# as long as a request may take to say what it is about, with nginx before the processes and without
HEADERS_SECONDS = 10
# as long as a large answer may wait for its turn, and as long as nginx waits for one that is being made
TURN_SECONDS = 25
ANSWER_SECONDS = 300

PREFIX = "ERALINE_"
_URL = "_URL"
_PROVIDER_URLS = "provider_urls"
_OTHER_URLS = ("database_url", "read_database_url")
_FOR_WHOM = ("on", "off", "local")
_HOST = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[?[0-9A-Fa-f:]+\]?")
_ADDRESS = re.compile(r"[^@\s,]{1,64}@[A-Za-z0-9.-]{1,255}")
_SERIES = re.compile(r"[a-z]{2,12}:[A-Za-z0-9._:-]{1,150}")


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PydanticCustomError("not-http", "Input should be an http or https URL")
    return value


def _whose_series(value: object) -> object:
    if value in _FOR_WHOM:
        return value
    listed = tuple(text.strip() for text in str(value).split(",") if text.strip())
    if not listed or not all(_SERIES.fullmatch(text) for text in listed):
        raise PydanticCustomError(
            "not-series", "Input should be on, off, local, or a list of series such as wb:SP.DYN.LE00.IN"
        )
    return listed


def _list_of(kind: str, is_one: Callable[[str], object]) -> BeforeValidator:
    """Return what reads a list with commas; each part is checked by a function that is false or raises ValueError."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        listed = tuple(text.strip() for text in value.split(",") if text.strip())
        if not all(is_one(text) for text in listed):
            raise PydanticCustomError("not-a-list", "Input should be {kind}, separated by commas", {"kind": kind})
        return listed

    return BeforeValidator(read)


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


Hosts = Annotated[tuple[str, ...], NoDecode, _list_of("names of hosts", _HOST.fullmatch)]
Networks = Annotated[tuple[str, ...], NoDecode, _list_of("addresses or networks", _is_network)]
Addresses = Annotated[tuple[str, ...], NoDecode, _list_of("e-mail addresses", _ADDRESS.fullmatch)]
Url = Annotated[str, AfterValidator(_http_url)]


def cache_folder() -> Path:
    """Return the user's own folder for what can be fetched again."""
    return user_cache_path("eraline", appauthor=False)


def default_database_url() -> str:
    """Return the URL of the SQLite file under the user's cache folder."""
    file = cache_folder() / "eraline.db"
    # 0.2 s that a server says it is up without
    import sqlalchemy as sa  # noqa: PLC0415

    # a home folder may have characters in its name that mean something else in a URL
    return sa.URL.create("sqlite", database=str(file)).render_as_string()


def _provider_urls() -> dict[str, str]:
    """Return ERALINE_<ID>_URL of every provider that has one: which providers there are is known further up alone."""
    given = {name.upper(): value.strip() for name, value in os.environ.items() if value.strip()}
    return {
        _provider(name): value
        for name, value in given.items()
        if name.startswith(PREFIX) and name.endswith(_URL) and name not in map(variable, _OTHER_URLS)
    }


def _provider(name: str) -> str:
    return name.removeprefix(PREFIX).removesuffix(_URL).lower().replace("_", "-")


def variable(name: str) -> str:
    """Return the variable of a field of Settings."""
    return f"{PREFIX}{name.upper()}"


class Settings(BaseSettings):
    """Settings from ERALINE_* variables; every one is optional, and an empty one counts as not set.

    `read_settings` makes it: a bad value is a BadSetting there, and pydantic's own error here.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, str_strip_whitespace=True, frozen=True)

    database_url: str = Field(
        default="",
        description="SQLAlchemy URL of the cache: a SQLite file, or PostgreSQL as postgresql+psycopg://user@host/name.",
        json_schema_extra={"default_text": "a SQLite file in the user's cache folder"},
    )
    read_database_url: str = Field(
        default="",
        description="URL of a read replica of a PostgreSQL cache: charts are read from it while it has all that "
        "ERALINE_DATABASE_URL's has.",
        json_schema_extra={"default_text": "none"},
    )
    refresh: Literal["off", "local", "auth"] = Field(
        default="local",
        description="Who may refresh from the Data page, stop a refresh and accept what it held back: nobody, users at "
        "the machine that serves the page (with no proxy between), or users of ERALINE_REFRESH_USERS who log in.",
    )
    refresh_users: Addresses = Field(
        default=(),
        description="Who may refresh after a login: e-mail addresses that the provider has verified, separated by "
        "commas. Before the @ letter by letter as the provider spells it, behind it in any case.",
        json_schema_extra={"default_text": "nobody"},
    )
    catalogued: Annotated[Literal["on", "off", "local"] | tuple[str, ...], NoDecode, BeforeValidator(_whose_series)] = (
        Field(
            default="local",
            description="For whom series that nobody has curated are fetched when they are first asked for: everybody, "
            "nobody, users of pages that this machine alone reaches, or everybody those of a list such as "
            "wb:SP.DYN.LE00.IN,owid:life-expectancy.",
        )
    )
    catalogue: DirectoryPath | None = Field(
        default=None,
        description="Folder laid over data/: own datasets, indicators and economies in world/, own policy histories in "
        "policy/<id>/, as data/ has them.",
        json_schema_extra={"default_text": "none"},
    )
    site: Url | Literal[""] = Field(
        default="",
        description="Where users reach this server, such as https://example.org/eraline: what links in chats, embedded "
        "charts and their pictures begin with.",
        json_schema_extra={"default_text": "as each request says"},
    )
    hosts: Hosts = Field(
        default=(),
        description="Names under which users reach this server, separated by commas: .example.org is all below it, * "
        "any. A request that names another is refused. This machine's own and that of ERALINE_SITE are always known.",
        json_schema_extra={"default_text": "any, for a server that listens to other machines; else none"},
    )
    proxies: Networks = Field(
        default=(),
        description="Addresses or networks of the proxies in front, separated by commas: their X-Forwarded-For is "
        "believed. A proxy on the same machine always is.",
        json_schema_extra={"default_text": "none"},
    )
    metrics: Literal["off", "local", "on"] = Field(
        default="local",
        description="Who may read /metrics: nobody, programs of the machine that serves (no proxy between), or all.",
    )
    log: Literal["text", "json"] = Field(
        default="text",
        description="How the log is written: as text, or as lines of JSON, one for each request. Neither names a user.",
    )
    http_timeout: float = Field(
        default=30.0, gt=0, le=600, description="Seconds that one request to a provider may take, 600 at most."
    )
    max_concurrency: int = Field(
        default=4, ge=1, le=16, description="Providers' series that a refresh fetches at once, 1 to 16."
    )
    provider_urls: Annotated[Mapping[str, Url], NoDecode] = Field(
        default_factory=_provider_urls,
        validate_default=True,
        description="Where each provider is asked, by its id: ERALINE_<ID>_URL of those that are set.",
    )

    def cache_url(self) -> str:
        """Return the URL of the cache: ERALINE_DATABASE_URL, else the default."""
        return self.database_url or default_database_url()

    def provider_url(self, provider: str, default: str) -> str:
        """Return where a provider is asked: ERALINE_<ID>_URL, else its default."""
        return self.provider_urls.get(provider, default)


@dataclass(frozen=True)
class Setting:
    """One setting as the reference lists it."""

    variable: str
    default: str
    meaning: str


def read_settings() -> Settings:
    """Return the settings; BadSetting has a sentence for each variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as exc:
        # without the cause, which would quote the whole environment
        raise BadSetting("\n".join(map(_sentence, exc.errors(include_url=False)))) from None


def settings_at_start() -> Settings:
    """Return the settings that a server starts with: the defaults where one cannot be used, as its pages then say."""
    try:
        return read_settings()
    except BadSetting:
        return Settings.model_construct()


def reference() -> Iterator[Setting]:
    """Yield every setting but the providers' URLs, which their registry knows."""
    for name, field in Settings.model_fields.items():
        if name != _PROVIDER_URLS:
            extra = field.json_schema_extra
            default = extra.get("default_text") if isinstance(extra, dict) else None
            yield Setting(variable(name), str(default or field.default), field.description or "")


def provider_variable(provider: str) -> str:
    """Return the variable that says where a provider is asked."""
    return f"{PREFIX}{provider.upper().replace('-', '_')}{_URL}"


def _variable_of(error: ErrorDetails) -> str:
    name, *within = error["loc"]
    return provider_variable(str(within[0])) if name == _PROVIDER_URLS and within else variable(str(name))


def _sentence(error: ErrorDetails) -> str:
    # the value is not repeated: it may hold a password
    message = error["msg"].rstrip(".")
    return f"{_variable_of(error)} cannot be used: {message[:1].lower()}{message[1:]}."
