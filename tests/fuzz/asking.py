"""Ask what was drawn of pages without a browser and of the ASGI app, and yield what went wrong."""

import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from starlette.testclient import TestClient

from tests.fuzz.drawing import Drawing, as_text
from tests.pages import opened

# an answer that is due: a form that oEmbed knows and Eraline has not
_DUE: Final = (HTTPStatus.NOT_IMPLEMENTED,)
_SITE: Final = "http://localhost:8501"


def page_faults(drawing: Drawing, count: int) -> Iterator[str]:
    """Yield each page that shows an exception or does not end, with its URL."""
    for _ in range(count):
        page, query = drawing.page()
        asked = as_text(query)
        try:
            # as Streamlit reads what a browser sends
            app = opened(page, parse_qs(asked, keep_blank_values=True))
        except Exception as exc:  # noqa: BLE001 - whatever it is, it is found
            yield f"/{page}?{asked}\n    {exc!r}"
            continue
        for failure in app.exception:
            yield f"/{page}?{asked}\n    {failure.value}\n{''.join(failure.stack_trace[-4:])}"


def request_faults(drawing: Drawing, count: int, client: TestClient | None = None) -> Iterator[str]:
    """Yield each request that is answered as a fault of the server, or not at all; of the whole app unless told."""
    client, told = client or _whole_app(), _Told()
    logging.getLogger().addHandler(told)
    try:
        for _ in range(count):
            told.said.clear()
            if fault := _fault(client, *drawing.request()):
                yield f"{fault} {' '.join(told.said)}"
    finally:
        logging.getLogger().removeHandler(told)


def _whole_app() -> TestClient:
    from app import app  # noqa: PLC0415 - it reads the environment

    return TestClient(app, base_url=_SITE, follow_redirects=False)


def _fault(client: TestClient, method: str, path: str) -> str:
    try:
        answered = client.request(method, path)
    except Exception as exc:  # noqa: BLE001 - whatever it is, it is found
        return f"{method} {path}\n    {exc!r}"
    status = answered.status_code
    is_fault = status >= HTTPStatus.INTERNAL_SERVER_ERROR and status not in _DUE
    return f"{method} {path}\n    {status} {answered.text[:300]}" if is_fault else ""


class _Told(logging.Handler):
    """Keeps what is logged of an exception, so that a fault can be found."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(logging.Formatter().format(record)[-1_500:])
