"""Write the whole store as of a vintage: an archive that is a data package, or one Parquet file, a part at a time."""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard import __version__
from dashboard.errors import NoObservations
from dashboard.export.citation import source_of
from dashboard.export.columns import TYPES, Sort
from dashboard.export.datapackage import described, fields_of, package
from dashboard.export.pack import SUMS, member
from dashboard.export.parquet import METADATA, arrow_column
from dashboard.export.tables import tidy_observations
from dashboard.store.as_of import AsOf, write_as_of
from dashboard.store.csv_text import columns_of, csv_bytes
from dashboard.views.loading import Loader, Observations

MANIFEST: Final = "manifest.json"
_NO_DAY: Final = dt.date(2000, 1, 1)
_COLUMNS: Final = {
    "indicator": Sort.STRING,
    "economy": Sort.STRING,
    "period": Sort.DATE,
    "value": Sort.NUMBER,
    "unit": Sort.STRING,
    "source": Sort.STRING,
    "vintage": Sort.DATE,
}
_README: Final = """# Eraline, everything stored as of {day}

One file for each indicator in `data/`: a row per value, in the columns of `/api/v1/observations.csv`. `{manifest}` says
of each its unit, source, licence, citation and release; each is cited as its own source asks. `datapackage.json` is a
Frictionless data package: every table with its columns and their types.

Check the files with `sha256sum --check {sums}`.
"""


def write_archive(out: BinaryIO, parts: Callable[[], Iterator[Observations]], as_of: AsOf | None) -> None:
    """Write a zip with one CSV per indicator, manifest, data package, README and fingerprints."""
    manifest, resources, sums = list[Mapping[str, Any]](), list[Mapping[str, Any]](), dict[str, str]()
    day = _NO_DAY
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, content: bytes, dated: dt.date) -> str:
            sums[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(member(name, dated), content)
            return sums[name]

        for found in parts():
            path, rows = f"data/{_file(found.indicator.id)}.csv", tidy_observations(found)
            content = csv_bytes(rows)
            fingerprint = add(path, content, found.vintage.date)
            resources.append(
                described(path, fields_of(rows), size=len(content), fingerprint=fingerprint, title=found.indicator.name)
            )
            manifest.append({**entry_of(found), "file": path, "sha256": fingerprint})
            day = max(day, found.vintage.date)
        told = package(f"eraline-snapshot-{day}", "Eraline, the whole store", resources, manifest, "")
        add(MANIFEST, _json(_head(day, as_of, manifest)), day)
        add("datapackage.json", _json(told), day)
        add("README.md", _README.format(day=day, manifest=MANIFEST, sums=SUMS).encode(), day)
        listed = "".join(f"{fingerprint}  {name}\n" for name, fingerprint in sums.items())
        archive.writestr(member(SUMS, day), listed)


def write_parquet(out: BinaryIO, parts: Callable[[], Iterator[Observations]], as_of: AsOf | None) -> None:
    """Write one Parquet file with a row group per indicator; the manifest is JSON in the schema."""
    manifest = [entry_of(found) for found in parts()]
    day = max((dt.date.fromisoformat(entry["vintage"]) for entry in manifest), default=_NO_DAY)
    facts = {METADATA: json.dumps(_head(day, as_of, manifest), ensure_ascii=False).encode()}
    schema = pa.schema([(name, TYPES[sort]) for name, sort in _COLUMNS.items()], metadata=facts)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for found in parts():
            rows = tidy_observations(found)
            columns = [arrow_column(cells, _COLUMNS[name]) for name, cells in columns_of(rows[[*_COLUMNS]])]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


WRITERS: Final[Mapping[str, Callable[[BinaryIO, Callable[[], Iterator[Observations]], AsOf | None], None]]] = {
    "zip": write_archive,
    "parquet": write_parquet,
}


def parts_of(loader: Loader, as_of: AsOf | None) -> Iterator[Observations]:
    """Yield the observations of every indicator that has any as of a day, an instant or now, one after the other."""
    for indicator in sorted(loader.catalogue.indicators):
        try:
            # a loader keeps what it has read
            yield Loader(loader.store, loader.catalogue).observations(indicator, as_of=as_of)
        except NoObservations:
            continue


def entry_of(found: Observations) -> Mapping[str, Any]:
    """Return what the manifest says of an indicator."""
    entry, rows = found.indicator, found.observations
    return {
        "id": entry.id,
        "name": entry.name,
        "unit": entry.unit,
        "frequency": entry.frequency.value,
        "rows": len(rows),
        "source": source_of(entry, found.vintages),
        "source_url": str(entry.source_url) if entry.source_url else None,
        "licence": entry.licence,
        "licence_url": str(entry.licence_url) if entry.licence_url else None,
        "citation": entry.citation,
        "vintage": found.vintage.date.isoformat(),
        "published": write_as_of(found.vintage.published),
        "caveats": list(entry.caveats),
    }


def _head(day: dt.date, as_of: AsOf | None, indicators: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {
        "title": "Eraline, the whole store",
        "vintage": day.isoformat(),
        "as_of": write_as_of(as_of) if as_of else None,
        "made_by": f"Eraline {__version__}",
        "indicators": list(indicators),
    }


def _file(indicator: str) -> str:
    # ids of series that nobody has curated hold colons, and a folder of them would be a file system's own matter
    return "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in indicator)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2).encode()
