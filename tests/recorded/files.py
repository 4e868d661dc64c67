"""Read files that users take away: tables by column and row, JSON by field, workbooks by cell."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tests.recorded.html import html_part
from tests.recorded.parts import Part, excerpt, steady, steady_value, written

_ZIP: Final = b"PK\x03\x04"
_LONG: Final = 1_000


def file_parts(content: bytes, media_type: str) -> Iterator[Part]:
    """Yield what a file holds: JSON by field, a workbook by member, HTML by words and markup, anything else as text."""
    if content.startswith(_ZIP):
        yield _workbook(content)
    elif "json" in media_type and content:
        yield from _json(json.loads(content))
    elif content and media_type.startswith("text/html"):
        yield html_part(content.decode())
    elif content:
        text = steady(content.decode("utf-8", errors="backslashreplace"))
        rows = text.splitlines()
        yield Part("  text", f"{len(rows)} lines: {excerpt(rows[0])} … {excerpt(rows[-1])}", {"text": text})


def _json(content: Any) -> Iterator[Part]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(content, list) and content and all(isinstance(record, Mapping) for record in content):
        yield from _records(content)
    elif isinstance(content, Mapping) and len(written(content)) > _LONG:
        yield Part("  json", f"{len(content)} fields: {', '.join(content)}", {"json": written(content)})
    else:
        yield Part("  json", written(content))


def _records(records: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    """Yield each field of a list of records, so that one more field leaves the others as they were."""
    yield Part("  records", f"{len(records)}")
    fields = list(dict.fromkeys(name for record in records for name in record))
    for name in fields:
        values = [record.get(name) for record in records]
        first, last = (
            excerpt(json.dumps(steady_value(value), ensure_ascii=False), 60) for value in (values[0], values[-1])
        )
        yield Part(f"  field {name}", f"{first} … {last}", {"values": written(values)})


def _workbook(content: bytes) -> Part:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        members = {name: book.read(name).decode("utf-8", errors="backslashreplace") for name in sorted(book.namelist())}
    texts = {name: steady(text.replace("</row>", "</row>\n")) for name, text in members.items()}
    return Part("  workbook", f"{len(members)} members", {"sheets": "\n".join(f"{k}\n{v}" for k, v in texts.items())})
