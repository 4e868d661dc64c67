"""Answer with a file that is too large to be held in memory: from the disk, in pieces."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO, Final

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from dashboard.api.answers import headers_of, lasting
from dashboard.store.as_of import AsOf

# more of them at once would take more memory, and the pages' time; who comes later waits
IN_TURN: Final = BoundedSemaphore(2)


def made(write: Callable[[BinaryIO], object], media_type: str, as_of: AsOf | None, name: str) -> Response:
    """Return what is written into a file of its own, which is removed once it is sent."""
    handle, made_at = tempfile.mkstemp(prefix="eraline-")
    path = Path(made_at)
    try:
        with os.fdopen(handle, "wb") as out:
            write(out)
    except BaseException:
        path.unlink()
        raise
    response = sent(path, media_type, as_of, name)
    response.background = BackgroundTask(path.unlink, missing_ok=True)
    return response


def sent(path: Path, media_type: str, as_of: AsOf | None, name: str) -> Response:
    """Return a file that is there, parts of it to who asks for a range."""
    headers = headers_of(_fingerprint(path), **lasting(as_of))
    return FileResponse(path, headers=headers, media_type=media_type, filename=name)


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
