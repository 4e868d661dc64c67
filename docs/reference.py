"""Write docs/reference.md from the registries: settings, commands, query parameters, formats, and fields of data/."""

import contextlib
import datetime as dt
import io
import os
import types
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, HttpUrl
from pydantic.fields import FieldInfo

from dashboard import settings
from dashboard.analysis.transforms import TRANSFORMS
from dashboard.catalogue.checks import CHECK_RECORDS
from dashboard.catalogue.claims import Claim
from dashboard.catalogue.corrections import Correction
from dashboard.catalogue.datasets import OF_THE_DATASET, Dataset
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.groups import Group
from dashboard.catalogue.history import HistoryHead
from dashboard.catalogue.indicators import Indicator, Provisional
from dashboard.catalogue.policy import Era, Milestone, Target
from dashboard.catalogue.provider_series import Database
from dashboard.catalogue.recessions import Chronology
from dashboard.catalogue.registry import Registry
from dashboard.charts.registry import CHART_KINDS, kinds_with_rows
from dashboard.cli import COMMANDS, parser
from dashboard.cli.terminal import Exit
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.export.formats import FORMATS
from dashboard.sources.registry import PROVIDERS, url_settings
from dashboard.store.snapshot import Entry
from dashboard.ui.navigation import PAGES
from dashboard.views.parameters import PARAMETERS

FILE: Final = Path(__file__).with_suffix(".md")
TABLES: Final[dict[str, type[BaseModel]]] = {
    "`data/world/datasets.toml`: `[[dataset]]`": Dataset,
    "`data/world/indicators.toml`: `[[indicator]]`": Indicator,
    "`data/world/economies.csv`, or `[[economy]]` in `economies.toml`": Economy,
    "`data/world/groups.toml`: `[[group]]`": Group,
    "`data/world/corrections.csv`, or `[[correction]]` in `corrections.toml`": Correction,
    "`data/world/databases.csv`, or `[[database]]` in `databases.toml`": Database,
    "`data/world/provisional.toml`: `[[provisional]]`": Provisional,
    "`data/world/recessions.toml`: `[[chronology]]`": Chronology,
    "`data/policy/registry.toml`": Registry,
    "`data/policy/ID/history.toml`": HistoryHead,
    "`data/policy/ID/eras.toml`: `[[era]]`": Era,
    "`data/policy/ID/milestones.toml`: `[[milestone]]`": Milestone,
    "`data/policy/ID/targets.toml`: `[[target]]`": Target,
    "`data/policy/ID/claims.toml`: `[[claim]]`": Claim,
    "`data/snapshot/manifest.toml`: `[[indicator]]`": Entry,
}
PLAIN: Final[dict[object, str]] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    dt.date: "date",
    dt.datetime: "date and time",
    HttpUrl: "URL",
}


def reference() -> str:
    """Return the whole page as Markdown."""
    parts = [
        "# Reference",
        "Written from the registries by `make reference`; a test holds it to them.",
        "## Settings",
        *_settings(),
        "## Commands",
        *_commands(),
        "## Query parameters",
        *_parameters(),
        "## Registries",
        *_registries(),
        "## Fields of data/",
        *_fields(),
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def _settings() -> Iterator[str]:
    known = [(setting.variable, setting.default, setting.meaning) for setting in settings.reference()]
    asked = {settings.provider_variable(name): source.name for name, source in PROVIDERS.items()}
    urls = [(name, default, f"Where {asked[name]} is asked.") for name, default in url_settings().items()]
    yield "Environment variables; every one is optional, and an empty one counts as not set."
    yield _table(("variable", "default", "meaning"), [(f"`{name}`", *rest) for name, *rest in [*known, *urls]])


def _commands() -> Iterator[str]:
    # argparse breaks its lines to the width of the terminal
    os.environ["COLUMNS"] = "100"
    yield "`eraline COMMAND`, which is also `python -m dashboard COMMAND`."
    yield f"Exit codes: {', '.join(f'{code} {code.meaning}' for code in Exit)}."
    for name in COMMANDS:
        yield f"### {name}"
        yield f"```text\n{_help_of(name).strip()}\n```"


def _help_of(name: str) -> str:
    written = io.StringIO()
    with contextlib.redirect_stdout(written), contextlib.suppress(SystemExit):
        parser(name).parse_args([name, "--help"])
    return written.getvalue()


def _parameters() -> Iterator[str]:
    yield "The same on every page; those that say which data are options of `eraline export` too."
    views = ", ".join(kinds_with_rows())
    yield _table(
        ("key", "says", "data routes"),
        [
            (
                f"`{one.key}`",
                f"{one.help.format(views=views)}{one.several}",
                "yes" if one.is_data or one.of_scripts else "",
            )
            for one in PARAMETERS.values()
        ],
    )


def _registries() -> Iterator[str]:
    pages = ", ".join(f"{page.title} `{page.path}`" for page in PAGES.values())
    yield f"Pages: {pages}."
    kinds = [(f"`{kind.id}`", kind.name, kind.page, "yes" if kind.has_rows else "") for kind in CHART_KINDS.values()]
    yield _table(("chart kind", "name", "page", "rows for scripts"), kinds)
    made = [(f"`{spec.id}`", spec.label, ", ".join(spec.kinds)) for spec in TRANSFORMS.values()]
    yield _table(("transform", "name", "kinds of indicator"), made)
    formats = [(f"`{form.ending}`", form.label, form.help, form.media_type) for form in FORMATS.values()]
    yield _table(("format", "name", "what it is", "media type"), formats)
    styles = [(f"`{style.ending}`", style.label, style.media_type) for style in CITATION_STYLES.values()]
    yield _table(("citation style", "name", "media type"), styles)


def _fields() -> Iterator[str]:
    nested = dict[str, type[BaseModel]]()
    for title, record in TABLES.items():
        yield from _record(title, record, nested)
    for name, record in CHECK_RECORDS.items():
        yield from _record(f"A check of the kind `{name}`", record, nested)
    done = set[str]()
    while waiting := [name for name in nested if name not in done]:
        for name in waiting:
            yield from _record(f"`{name}`", nested[name], nested)
            done.add(name)


def _record(title: str, record: type[BaseModel], nested: dict[str, type[BaseModel]]) -> Iterator[str]:
    yield f"### {title}"
    yield " ".join((record.__doc__ or "").split())
    rows = [
        (f"`{field.alias or name}`", _named(field.annotation, nested), _presence(field), field.description or "")
        for name, field in record.model_fields.items()
        if record is not Indicator or name not in OF_THE_DATASET
    ]
    yield _table(("field", "type", "default", "meaning"), rows)


def _presence(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default_factory_takes_validated_data:
        return "as described"
    default = field.get_default(call_default_factory=True)
    return "" if default in (None, "", (), {}) else f"`{default}`".lower()


def _named(kind: Any, nested: dict[str, type[BaseModel]]) -> str:  # noqa: ANN401 - an annotation can be anything
    """Return what a type is called, noting records that stand within others."""
    origin, inner = get_origin(kind), [one for one in get_args(kind) if one not in (type(None), Ellipsis)]
    if origin is not None:
        return _composed(origin, inner, nested)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        nested[kind.__name__] = kind
        return f"`{kind.__name__}`"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " or ".join(f"`{member.value}`" for member in kind)
    return PLAIN.get(kind, str(kind))


def _composed(origin: Any, inner: Sequence[Any], nested: dict[str, type[BaseModel]]) -> str:  # noqa: ANN401 - as above
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin is Annotated:
        return _named(inner[0], nested)
    named = list(dict.fromkeys(_named(one, nested) for one in inner))
    if origin in (Union, types.UnionType):
        return " or ".join(named)
    return f"table of {named[-1]}" if origin is dict else f"list of {named[0]}"


def main() -> None:
    """Write the page."""
    FILE.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
