"""Ask what was drawn of pages without a browser and of the ASGI app, and yield what went wrong."""

import logging
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from starlette.testclient import TestClient

from tests.fuzz.drawing import Drawing, as_text
from tests.fuzz.routes import Asked
from tests.pages import opened

# an answer that is due: a form that oEmbed knows and Eraline has not
_DUE: Final = (HTTPStatus.NOT_IMPLEMENTED,)
_SITE: Final = "http://localhost:8501"


def page_faults(drawing: Drawing, count: int) -> Iterator[str]:
    """Yield each page that shows an exception, logs one or does not end, with its URL."""
    with _told() as told:
        for _ in range(count):
            page, query = drawing.page()
            asked = as_text(query)
            told.said.clear()
            try:
                # as Streamlit reads what a browser sends
                app = opened(page, parse_qs(asked, keep_blank_values=True))
            except Exception as exc:  # noqa: BLE001 - whatever it is, it is found
                yield f"/{page}?{asked}\n    {exc!r}"
                continue
            for failure in app.exception:
                yield f"/{page}?{asked}\n    {failure.value}\n{''.join(failure.stack_trace[-4:])}"
            if told.said:
                yield f"/{page}?{asked}\n    {' '.join(told.said)}"


def request_faults(drawing: Drawing, count: int, client: TestClient | None = None) -> Iterator[str]:
    """Yield each request that is answered as a fault of the server, or not at all, or of which an error is logged.

    The whole app is asked, unless another is given.
    """
    client = client or _whole_app()
    with _told() as told:
        for _ in range(count):
            told.said.clear()
            asked = drawing.request()
            if fault := _fault(client, asked) or " ".join(told.said):
                yield f"{asked}\n    {fault} {' '.join(told.said)}"


def _whole_app() -> TestClient:
    from app import app  # noqa: PLC0415 - it reads the environment

    return TestClient(app, base_url=_SITE, follow_redirects=False)


def _fault(client: TestClient, asked: Asked) -> str:
    headers = [(name.encode(), value) for name, value in asked.headers.items()]
    try:
        answered = client.request(asked.method, asked.path, headers=headers, content=asked.body)
    except Exception as exc:  # noqa: BLE001 - whatever it is, it is found
        return repr(exc)
    status = answered.status_code
    is_fault = status >= HTTPStatus.INTERNAL_SERVER_ERROR and status not in _DUE
    return f"{status} {answered.text[:300]}" if is_fault else ""


class _Told(logging.Handler):
    """Keeps what is logged of exceptions, so that a fault can be found."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self.said.append(logging.Formatter().format(record)[-1_500:])


@contextmanager
def _told() -> Generator[_Told]:
    """Hear what is logged; of Streamlit each logger, for none hands on what it is told."""
    told = _Told()
    named = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith("streamlit")]
    heard = [logging.getLogger(), *(one for one in named if not one.propagate)]
    for logger in heard:
        logger.addHandler(told)
    try:
        yield told
    finally:
        for logger in heard:
            logger.removeHandler(told)
