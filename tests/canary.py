"""Ask the live sources for one small series each, and tell whether they still answer as our parsers expect.

`make canary` needs a network and is for whoever maintains Eraline, by hand or from a timer: one line a source, exit
code 1 where one answers otherwise or not at all. What is expected is what the replay server answers to the very same
requests, which is how the recorded protocols are kept; ERALINE_<ID>_URL says where to ask instead.
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlsplit

import pandas as pd
import requests

from dashboard.catalogue.described import indicator_of
from dashboard.catalogue.indicators import Indicator, Provider, Tier
from dashboard.errors import SourceError
from dashboard.settings import Settings, read_settings
from dashboard.sources.base import Fetched, Source, Watch
from dashboard.sources.http import open_session
from dashboard.sources.registry import PROVIDERS, draft, sources
from dashboard.sources.text import is_web_page
from dashboard.store.units import is_same_unit
from tests.replay import ReplayServer

# a small series of each: few values, or a single economy
ASKED: Final[Mapping[Provider, str]] = {"world-bank": "researchers", "fred": "fred:EXCHUS", "owid": "solar-capacity"}
_SECONDS: Final = 60
_SAID: Final = 4
_YEAR: Final = re.compile(r"[12][0-9]{3}")
_DAY: Final = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")


@dataclass(frozen=True)
class Told:
    """What became of one source: what differs from what is expected, and what was had."""

    provider: Provider
    differs: tuple[str, ...]
    had: str = ""

    def __str__(self) -> str:
        """Return it as one line."""
        more = len(self.differs) - _SAID
        said = "; ".join(self.differs[:_SAID]) + (f"; and {more} more" if more > 0 else "")
        return f"{self.provider}: {f'answers otherwise: {said}' if said else f'as expected, {self.had}'}"


def main(known: ReplayServer | None = None) -> int:
    """Ask every source, print one line each, and return the exit code."""
    told: list[Told] = []
    for one in look(read_settings(), known):
        told.append(one)
        print(one, flush=True)  # noqa: T201 - this is a command
    return 1 if any(one.differs for one in told) else 0


def look(settings: Settings, known: ReplayServer | None = None) -> Iterator[Told]:
    """Yield what becomes of each source; `known` is a running replay server with what is expected."""
    if known is None:
        with ReplayServer() as replay:
            yield from look(settings, replay)
        return
    expected = sources(Settings(provider_urls=known.provider_urls))
    live = sources(settings)
    for provider in PROVIDERS:
        base = settings.provider_url(provider, PROVIDERS[provider].default_url)
        yield _one(provider, base, live[provider], expected[provider], known)


def _one(provider: Provider, base: str, live: Source, expected: Source, known: ReplayServer) -> Told:
    indicator = _indicator(ASKED[provider], known)
    known.requests.clear()
    model = _fetched(expected, indicator, known)
    paths = list(dict.fromkeys(asked.path for asked in known.requests))
    try:
        found = _fetched(live, indicator, known)
        differs = [
            *_shapes_differ(paths, base, known.provider_urls[provider]),
            *_figures_differ(found, model, indicator),
        ]
    except (SourceError, requests.RequestException) as exc:
        return Told(provider, (" ".join(str(exc).split()),))
    last = found.observations["period"].max()
    return Told(provider, tuple(differs), f"{len(found.observations):,} values to {last:%Y-%m} of {indicator.id}")


def _indicator(name: str, known: ReplayServer) -> Indicator:
    said = draft(name)
    return known.catalogue.indicator(name) if said is None else indicator_of(said)


def _fetched(source: Source, indicator: Indicator, known: ReplayServer) -> Fetched:
    raw = source.fetch((indicator,), Watch())
    if indicator.tier is Tier.CATALOGUED:
        indicator = indicator_of(source.describe(raw, indicator))
    (fetched,) = source.parse(raw, (indicator,), known.catalogue.economies_of(source.id))
    return fetched


def _shapes_differ(paths: Iterable[str], base: str, model: str) -> Iterator[str]:
    """Yield what live answers to some paths lack of the expected ones."""
    under = urlsplit(model).path
    for path in paths:
        tail = path.removeprefix(under)
        expected, found = (shape(_body(url + tail)) for url in (model, base))
        for place, kinds in expected.items():
            if place not in found:
                yield f"{_short(tail)} lacks {place}"
            elif kinds and found[place] and not found[place] & kinds:
                has, should = (" or ".join(sorted(one)) for one in (found[place], kinds))
                yield f"{_short(tail)} has {has} in {place}, not {should}"


def _body(url: str) -> bytes:
    with open_session(url) as session:
        return session.get(url, timeout=_SECONDS).content


def _short(path: str) -> str:
    return path.partition("?")[0]


def shape(body: bytes) -> Mapping[str, frozenset[str]]:
    """Return the kinds of value at each place of an answer: of JSON by its keys, of a table by its columns."""
    if is_web_page(body):
        return {"a web page": frozenset()}
    text = body.decode("utf-8-sig", "replace")
    try:
        document = json.loads(text)
    except ValueError:
        return _columns(text)
    found: dict[str, set[str]] = {}
    for place, kind in _places(document, ""):
        found.setdefault(place, set()).update(kind)
    return {place: frozenset(kinds) for place, kinds in found.items()}


def _places(value: object, place: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    match value:
        case dict():
            for name, inner in cast("dict[str, Any]", value).items():
                yield from _places(inner, f"{place}.{name}".lstrip("."))
        case list():
            for inner in cast("Sequence[Any]", value):
                yield from _places(inner, f"{place}[]")
        case None:
            # nothing tells nothing of what could be there
            yield place, ()
        case bool():
            yield place, ("yes or no",)
        case int() | float():
            yield place, ("number",)
        case _:
            yield place, ("text",)


def _columns(text: str) -> Mapping[str, frozenset[str]]:
    try:
        table = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    except ValueError:
        return {"neither JSON nor a table": frozenset()}
    return {
        f"column {str(name).lower()}": frozenset(map(_kind, set(table[name]) - {"", "."})) for name in table.columns
    }


def _kind(cell: str) -> str:
    if _DAY.fullmatch(cell):
        return "day"
    try:
        float(cell)
    except ValueError:
        return "text"
    return "year" if _YEAR.fullmatch(cell) else "number"


def _figures_differ(found: Fetched, model: Fetched, indicator: Indicator) -> Iterator[str]:
    """Yield where what our parsers make of an answer is not what they make of the expected one."""
    known = [indicator.unit, indicator.unit_short, model.unit]
    if found.unit and not any(is_same_unit(found.unit, unit) for unit in known if unit):
        yield f"the unit is '{found.unit}' and not '{model.unit or indicator.unit}'"
    lost = sorted(set(model.observations["economy"]) - set(found.observations["economy"]))
    if len(lost) > len(set(model.observations["economy"])) / 5:
        yield f"no values of {', '.join(lost[:_SAID])} and {max(0, len(lost) - _SAID)} others"
    if found.updated is None and model.updated is not None:
        yield "the answer does not say when it was last updated"


if __name__ == "__main__":
    sys.exit(main())
