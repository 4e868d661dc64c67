"""Write a citation pack: everything that one chart rests on in one archive that checks and explains itself."""

import datetime as dt
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO, Final

from dashboard.errors import Undrawable
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.export.datapackage import package, resource
from dashboard.export.table import Table
from dashboard.store.csv_text import csv_bytes

SUMS: Final = "SHA256SUMS"
README: Final = "README.md"
_CITATION: Final = "citation."
_NO_DAY: Final = dt.date(2000, 1, 1)
_MARKUP: Final = re.compile(r"[\\`*<\[\]~|$]|&(?=#?\w+;)")


def write_pack(table: Table, out: BinaryIO) -> None:
    """Write data, what stands beside it, picture, citations, facts, README, fingerprints: same table, same bytes."""
    files = dict(_files(table))
    files[README] = _readme(table, files).encode()
    write_archive(out, files, table.dated)


def write_archive(out: BinaryIO, files: Mapping[str, bytes], dated: dt.date | None) -> None:
    """Write files and, last, the sha256 of each, dated so that the same files make the same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, SUMS: sums(files)}.items():
            archive.writestr(member(name, dated), content)


def member(name: str, dated: dt.date | None) -> zipfile.ZipInfo:
    """Return an archive's entry of a day rather than of the moment of writing."""
    day = dated or _NO_DAY
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    # without it an archive unpacks to files that nobody may read
    entry.external_attr = 0o644 << 16
    return entry


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the fingerprints as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()


def _files(table: Table) -> Iterator[tuple[str, bytes]]:
    described: list[Mapping[str, Any]] = []
    for name, rows in {"data": table.rows, **table.sheets}.items():
        path, content = f"{name.lower().replace(' ', '_')}.csv", csv_bytes(rows)
        described.append(resource(path, content, rows))
        yield path, content
    if table.drawing is not None:
        with suppress(Undrawable):
            yield "chart.png", table.drawing.picture("png", table.link)
    if table.works:
        for style in CITATION_STYLES.values():
            yield f"{_CITATION}{style.ending}", style.render(table.works).encode()
    facts, indicators = table.facts, table.facts.get("indicators", ())
    yield "metadata.json", _json(facts)
    yield "datapackage.json", _json(package(table.name, table.title, described, indicators, table.link))


def _readme(table: Table, files: Mapping[str, bytes]) -> str:
    meanings = {f"{_CITATION}{style.ending}": f"how to cite them, {style.label}" for style in CITATION_STYLES.values()}
    meanings |= _MEANINGS
    listed = "\n".join(f"- `{name}`: {meanings.get(name, 'further rows of the same page')}" for name in files)
    told = "\n".join(f"- **{name}**: {_as_text(text)}" for name, text in table.about)
    check = f"- `{SUMS}`: fingerprints; try `sha256sum --check {SUMS}`"
    return f"# {_as_text(table.title)}\n\n{told}\n\n## Files\n\n{listed}\n{check}\n"


def _as_text(text: str) -> str:
    """Return a text on one line that Markdown shows as it is; a URL stays as it is for those who read the source."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2).encode()


_MEANINGS: Final = {
    "data.csv": "the values, one row each (UTF-8, numbers unrounded)",
    "wide.csv": "the same values, one column per economy",
    "tidy.csv": "the same values, one row each",
    "milestones.csv": "the milestones that the chart shows, with their sources",
    "targets.csv": "the targets that the chart shows, and what became of them",
    "chart.png": "the chart",
    "metadata.json": "unit, source, licence, vintages and citation, for programs",
    "datapackage.json": "a Frictionless data package: every table with its columns and their types",
}
