"""Find the table in a ZIP archive: the World Bank and Our World in Data pack a download with its description."""

import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from dashboard.errors import Unusable, UnusableTable

ZIP: Final = b"PK\x03\x04"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
_WORKBOOK: Final = ("[Content_Types].xml", "xl/")
_TABLES: Final = (".csv", ".tsv", ".txt")
_WORKBOOKS: Final = (".xlsx", ".xlsm")
# what the World Bank and Our World in Data tell of a table beside it
_BESIDE: Final = ("metadata", "readme", "license")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)


def packed_table(content: bytes, most: int) -> bytes | None:
    """Return the one table of an archive, None where it is a workbook or broken; UnusableTable for any other number.

    `most` bytes are unpacked, and not one more.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.startswith(_WORKBOOK) for name in names):
                return None
            if "mimetype" in names and _unpacked(archive, "mimetype", most).startswith(_OPEN_DOCUMENT):
                raise UnusableTable(Unusable.OPEN_DOCUMENT)
            # one table is often packed in both ways
            tables = _of_kinds(names, _TABLES) or _of_kinds(names, _WORKBOOKS)
            if not tables:
                raise UnusableTable(Unusable.NO_TABLE_PACKED)
            if len(tables) > 1:
                raise UnusableTable(Unusable.ARCHIVE, str(len(tables)))
            return _unpacked(archive, tables[0], most)
    except _BROKEN:
        # whatever opens workbooks says what is wrong with it
        return None


def _of_kinds(names: Sequence[str], endings: Sequence[str]) -> list[str]:
    return [name for name in names if _is_one_of(PurePosixPath(name), endings)]


def _is_one_of(path: PurePosixPath, endings: Sequence[str]) -> bool:
    hidden = any(part.startswith((".", "__")) for part in path.parts)
    return path.suffix.lower() in endings and not hidden and not path.stem.lower().startswith(_BESIDE)


def _unpacked(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    # what an archive says of the size of a part may be a lie
    with archive.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise UnusableTable(Unusable.TOO_LARGE, f"{most // 1_000_000} MB unpacked")
    return content
