"""Answer with a file that is too large to be held in memory: from the disk, in pieces."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import FileResponse, MalformedRangeHeader, Response
from starlette.types import Receive, Scope, Send

from dashboard.api.answers import unless_known
from dashboard.api.streamed import headers_alone
from dashboard.export.kept import being_written


class _File(FileResponse):
    """A file in pieces that are large enough to be compressed apart from what answers everybody else."""

    chunk_size = 256 * 1024

    @classmethod
    def _parse_range_header(cls, http_range: str, file_size: int) -> list[tuple[int, int]]:
        try:
            return super()._parse_range_header(http_range, file_size)
        except MalformedRangeHeader:
            # what is no range asks for nothing less than all (RFC 9110, 14.2)
            return []


class _OwnFile(_File):
    """A file that was made for one answer, and goes with it: sent, refused, or given up by its client."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            # who is cancelled, for their client is gone, waits for nothing any more
            Path(self.path).unlink(missing_ok=True)  # noqa: ASYNC240


def made(write: Callable[[BinaryIO], object], media_type: str, headers: Mapping[str, str], name: str) -> Response:
    """Return what is written into a file of its own, which is removed once it is sent. Raises NoRoom."""
    with being_written():
        handle, made_at = tempfile.mkstemp(prefix="eraline-")
        path = Path(made_at)
        try:
            with os.fdopen(handle, "wb") as out:
                write(out)
        except BaseException:
            path.unlink()
            raise
    return _OwnFile(path, headers=headers, media_type=media_type, filename=name)


def sent(path: Path, media_type: str, headers: Mapping[str, str], name: str) -> Response:
    """Return a file that is there, parts of it to who asks for a range."""
    return _File(path, headers=headers, media_type=media_type, filename=name)


def without_content(request: Request, media_type: str, headers: Mapping[str, str], name: str) -> Response | None:
    """Return what answers a request that needs no content: its client has it, or asks for its headers alone."""
    # the file's own headers, without a look for the file
    whole = headers_alone(_File(name, headers=headers, media_type=media_type, filename=name))
    known = unless_known(request.headers, whole)
    return known if known is not whole or request.method == "HEAD" else None
