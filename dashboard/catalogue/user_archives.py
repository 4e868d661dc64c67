"""Find the table in a ZIP archive: the World Bank and Our World in Data pack a download with its description."""

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from dashboard.errors import Unusable, UnusableTable

ZIP: Final = b"PK\x03\x04"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
_WORKBOOK: Final = "[Content_Types].xml"
_TABLES: Final = (".csv", ".tsv", ".txt")
# what the World Bank and Our World in Data tell of a table beside it
_BESIDE: Final = ("metadata", "readme", "license")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)


def packed_table(content: bytes, most: int) -> bytes | None:
    """Return the one table of an archive, None where it holds no text; UnusableTable where it holds several.

    `most` bytes are unpacked, and not one more.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if _WORKBOOK in names:
                return None
            if "mimetype" in names and _unpacked(archive, "mimetype", most).startswith(_OPEN_DOCUMENT):
                raise UnusableTable(Unusable.OPEN_DOCUMENT)
            tables = [name for name in names if _is_table(PurePosixPath(name))]
            if len(tables) > 1:
                raise UnusableTable(Unusable.ARCHIVE, str(len(tables)))
            return _unpacked(archive, tables[0], most) if tables else None
    except _BROKEN:
        # whatever opens workbooks says what is wrong with it
        return None


def _is_table(path: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "__")) for part in path.parts)
    return path.suffix.lower() in _TABLES and not hidden and not path.stem.lower().startswith(_BESIDE)


def _unpacked(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    # what an archive says of the size of a part may be a lie
    with archive.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise UnusableTable(Unusable.TOO_LARGE, f"{most // 1_000_000} MB unpacked")
    return content
