"""Answer with what is sent while it is made."""

from collections.abc import Callable, Iterator, Mapping

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send


class Streamed(StreamingResponse):
    """An answer in pieces, none of which is made for a client that asks for its headers alone.

    `when_whole` is told all of it once the last piece is sent.
    """

    def __init__(self, pieces: Iterator[bytes], media_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(self._passed_on(pieces), media_type=media_type, headers=headers)
        self.when_whole: Callable[[bytes], None] | None = None

    def _passed_on(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        sent: list[bytes] = []
        for piece in pieces:
            if self.when_whole:
                sent.append(piece)
            yield piece
        if self.when_whole:
            self.when_whole(b"".join(sent))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the pieces, or nothing but the headers."""
        alone = headers_alone(self) if scope["method"] == "HEAD" else None
        await (alone(scope, receive, send) if alone else super().__call__(scope, receive, send))


class HeadersAlone(Response):
    """An answer without its content, which nobody may keep as the whole of it."""


def headers_alone(response: Response) -> HeadersAlone:
    """Return an answer without its content, of which it does not say how long it is."""
    alone = HeadersAlone(status_code=response.status_code)
    alone.raw_headers = [pair for pair in response.raw_headers if pair[0] != b"content-length"]
    return alone
