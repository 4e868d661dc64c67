"""`add`: write a draft indicator of a provider's series into the user's own catalogue, for a maintainer to complete."""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.described import Described, indicator_of
from dashboard.catalogue.loading import configured_catalogue, load_catalogue
from dashboard.cli.fetching import told
from dashboard.cli.terminal import Command, Exit, write_file
from dashboard.cli.writing import open_to_write
from dashboard.errors import CatalogueError, SelectionError
from dashboard.formatting import quoted
from dashboard.refresh.first_use import fetch_new
from dashboard.settings import DATA, read_settings, variable
from dashboard.sources.registry import PROVIDERS, draft, sources

_FILE: Final = Path("world") / "indicators.toml"
_LONGEST_ID: Final = 60
_THEMES_HINT: Final = "one of the themes of data/world/indicators.toml"


def table(said: Described, identifier: str, dataset: str) -> str:
    """Return a series as the table of an indicator; what a person has to settle stands in comments."""
    return "\n".join(_lines(said, identifier, dataset)) + "\n"


def identifier_of(said: Described) -> str:
    """Return a series' name as the id of an indicator."""
    words = re.sub(r"[^a-z0-9]+", "-", indicator_of(said).short_name.lower()).strip("-")
    return words[:_LONGEST_ID].rstrip("-") or "series"


def _lines(said: Described, identifier: str, dataset: str) -> Iterator[str]:
    entry = indicator_of(said)
    yield "[[indicator]]"
    fields = {
        "id": identifier,
        "name": entry.name,
        "short_name": entry.short_name,
        "unit": entry.unit,
        "unit_short": entry.unit_short,
    }
    yield from (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
    yield f'theme = "{entry.theme}"  # to settle: {_THEMES_HINT}'
    yield f'frequency = "{entry.frequency}"'
    yield f'dataset = "{dataset}"  # to check: licence and citation are its own'
    codes = ", ".join(f"{economy} = {json.dumps(code)}" for economy, code in entry.codes.items())
    yield f"codes = {{ {codes} }}  # to check: the economy" if codes else f"code = {json.dumps(entry.code)}"
    yield f"decimals = {entry.decimals}"
    yield f'kind = "{entry.kind}"  # to check: guessed from unit and name'
    yield f"description = {json.dumps(entry.description, ensure_ascii=False)}"
    yield "# to add: synonyms, caveats, breaks, and zeros that mean that nothing was collected"


def _dataset(catalogue: Catalogue, said: Described, chosen: str | None) -> str:
    of_provider = [entry for entry in catalogue.datasets.values() if entry.provider == said.provider]
    names = tuple(entry.id for entry in of_provider)
    if chosen is None:
        found = next((entry.id for entry in of_provider if entry.name == said.provider_name), None)
        if found is None:
            message = f"Name the dataset that {said.id} belongs to, with its licence and citation: --dataset ID."
            raise SelectionError("missing", message, field="dataset", allowed=names)
        return found
    if chosen not in names:
        message = f"No dataset of {said.provider_name} is called {json.dumps(chosen)}."
        raise SelectionError("unknown-dataset", message, field="dataset", allowed=names)
    return chosen


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("provider", choices=tuple(PROVIDERS), metavar="PROVIDER", help=", ".join(PROVIDERS))
    parser.add_argument("code", metavar="CODE", help="the provider's own code of the series")
    parser.add_argument("--dataset", metavar="ID", help="the dataset that it belongs to")
    parser.add_argument("--id", metavar="ID", help="the id that it gets (default: made of its name)")


def _run(options: argparse.Namespace) -> int:
    settings, catalogue = read_settings(), configured_catalogue()
    folder = settings.catalogue
    if folder is None:
        message = f"Set {variable('catalogue')} to the folder of your own catalogue: the indicator is written there."
        raise SelectionError("missing", message, field="catalogue")
    first = draft(f"{PROVIDERS[options.provider].prefix}:{options.code}")
    if first is None:
        message = f"{PROVIDERS[options.provider].name} has no codes such as {quoted(options.code)}."
        raise SelectionError("unknown-indicator", message, field="code")
    store = open_to_write(settings, catalogue)
    fetch_new(catalogue, store, sources(settings), [first], emit=told)
    said = store.descriptions([first.id])[first.id]
    identifier = options.id or identifier_of(said)
    if identifier in catalogue.indicators:
        message = f"There is an indicator called {identifier} already: choose another name with --id."
        raise SelectionError("repeated-id", message, field="id")
    file = folder / _FILE
    _append(file, table(said, identifier, _dataset(catalogue, said, options.dataset)), folder)
    print(f"{identifier} written into {file}: settle what its comments name, then run `eraline check`.")
    return Exit.DONE


def _append(file: Path, text: str, folder: Path) -> None:
    """Add a table to a file, which stays as it was where the whole would not be sound."""
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file(file, (before or b"") + (b"\n" if before else b"") + text.encode())
    try:
        load_catalogue(DATA, folder)
    except CatalogueError:
        if before is None:
            file.unlink()
        else:
            write_file(file, before)
        raise


COMMAND: Final = Command(_arguments, _run)
