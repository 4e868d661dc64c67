"""What can go wrong with an answer, as functions from a good one to a spoilt one; `ReplayServer.fault` takes them."""

import gzip
import io
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import repeat

from tests.replay.lines import Line, Value, form_of
from tests.replay.server import Fault
from tests.replay.wire import HTML, Reply, Request
from tests.replay.world_bank import NOT_FOUND, REQUEST_ERROR, XML_KIND

PAGE = "<!DOCTYPE html>\n<html>\n<head><title>Access Denied</title></head>\n<body>Reference #18.2f</body>\n</html>\n"
MEGABYTE = 1_000_000

# On the way


def silence(seconds: float = 3600) -> Fault:
    """Say nothing at all for a while, then answer."""
    return lambda _request, reply: replace(reply, silence=seconds)


def stall(after: int = 100) -> Fault:
    """Stop in the middle of the body and hold the connection."""
    return lambda _request, reply: replace(reply, cut=after, ending="stall")


def hang_up(after: int = 100) -> Fault:
    """End the connection in the middle of the body, though more was announced."""
    return lambda _request, reply: replace(reply, cut=after, ending="hang-up")


def reset(after: int = 0) -> Fault:
    """Reset the connection, before the headers or after some of the body."""
    return lambda _request, reply: replace(reply, cut=after, ending="reset")


def drip(seconds: float = 0.05, size: int = 1) -> Fault:
    """Send a byte now and then, each in time for any timeout between two of them."""

    def fault(_request: Request, reply: Reply) -> Reply:
        def pieces() -> Iterator[bytes]:
            for start in range(0, len(reply.body), size):
                yield reply.body[start : start + size]

        return replace(reply, pieces=pieces, length=len(reply.body), drip=seconds)

    return fault


def huge(megabytes: int = 200, *, announced: bool = False) -> Fault:
    """Send a body that goes on and on, its size announced or not."""
    before, after = b'{"page": 1, "source": "', b'"}'

    def pieces() -> Iterator[bytes]:
        yield before
        yield from repeat(b"x" * MEGABYTE, megabytes)
        yield after

    length = len(before) + megabytes * MEGABYTE + len(after) if announced else None
    return lambda _request, reply: replace(reply, pieces=pieces, length=length)


def gzip_bomb(megabytes: int = 200) -> Fault:
    """Send little that unpacks to much."""
    return lambda _request, reply: replace(reply, body=_bomb(megabytes), headers={"Content-Encoding": "gzip"})


@cache
def _bomb(megabytes: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as packed:
        for zeros in repeat(bytes(MEGABYTE), megabytes):
            packed.write(zeros)
    return out.getvalue()


# In place of figures


def status(code: int, *, retry_after: str | int | None = None, body: str = PAGE) -> Fault:
    """Answer with an error's status and a web page; `retry_after` is seconds or a date."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return lambda _request, _reply: Reply(body.encode(), code, kind=HTML, headers=headers)


def throttled() -> Fault:
    """Answer 400 with a web page, which is how the World Bank asks for patience."""
    return lambda _request, _reply: Reply(REQUEST_ERROR.encode(), 400, "Request Error", HTML)


def xml_error() -> Fault:
    """Answer 200 with the World Bank's XML for whatever it does not find."""
    return lambda _request, _reply: Reply(NOT_FOUND.encode(), kind=XML_KIND)


def web_page() -> Fault:
    """Answer 200 with a web page of somebody in between."""
    return lambda _request, _reply: Reply(PAGE.encode(), kind=HTML)


def body(text: str | bytes) -> Fault:
    """Answer 200 with another body of the same kind."""
    content = text if isinstance(text, bytes) else text.encode()
    return lambda _request, reply: replace(reply, body=content)


def empty() -> Fault:
    """Answer 200 with nothing."""
    return body(b"")


def truncated() -> Fault:
    """Answer with half of the body as if that were all."""
    return lambda _request, reply: replace(reply, body=reply.body[: len(reply.body) // 2])


def bom() -> Fault:
    """Put a byte order mark before the body."""
    return lambda _request, reply: replace(reply, body=b"\xef\xbb\xbf" + reply.body)


def null_result() -> Fault:
    """Answer as the classic form does where it has no rows."""
    head = {"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None, "lastupdated": None}
    return body(json.dumps([head, None]))


def message(document: object) -> Fault:
    """Answer with a message of the World Bank: a list of what is usual, or whatever else."""
    return body(json.dumps([{"message": document}]))


def head(**said: object) -> Fault:
    """Let the first part of a World Bank answer say something else, such as `per_page=0` or `total=5`."""

    def fault(_request: Request, reply: Reply) -> Reply:
        document = json.loads(reply.body)
        (document[0] if isinstance(document, list) else document).update(said)
        return replace(reply, body=json.dumps(document).encode())

    return fault


# In the figures

Edit = Callable[[list[Line]], Iterable[Line]]


def lines(edit: Edit) -> Fault:
    """Change the figures of an answer; what has none, such as a list, stays as it is. Totals follow the rows."""

    def fault(request: Request, reply: Reply) -> Reply:
        form = form_of(request, reply)
        return reply if form is None else replace(reply, body=form.write(list(edit(form.read()))))

    return fault


def _is_known(line: Line) -> bool:
    """Tell whether a row has a value and is not of an economy beyond the catalogue, which nobody would miss."""
    return line.value not in (None, "") and not re.match("[XQ][A-Z]{2}$", line.economy) and line.place != "Asia"


def one_value(value: Value) -> Fault:
    """Put something else in the place of one value, the middle one."""

    def edit(found: list[Line]) -> list[Line]:
        places = [place for place, line in enumerate(found) if _is_known(line)]
        middle = places[len(places) // 2]
        return [replace(line, value=value) if place == middle else line for place, line in enumerate(found)]

    return lines(edit)


def values_as_text() -> Fault:
    """Send every number as a string."""
    return lines(lambda found: [line if line.value is None else replace(line, value=str(line.value)) for line in found])


def times(factor: float) -> Fault:
    """Multiply every value."""
    return lines(
        lambda found: [
            line if line.value in (None, "") else replace(line, value=float(str(line.value)) * factor) for line in found
        ]
    )


def duplicates(count: int = 3) -> Fault:
    """Send some rows that have values twice."""

    def edit(found: list[Line]) -> list[Line]:
        places = [place for place, line in enumerate(found) if _is_known(line)][-count:]
        return [line for place, line in enumerate(found) for _ in range(2 if place in places else 1)]

    return lines(edit)


def unknown_economy(code: str = "ZZZ") -> Fault:
    """Send one economy's rows again, as those of an economy that nobody knows."""

    def edit(found: list[Line]) -> list[Line]:
        known = found[0].economy
        again = [replace(line, economy=code, place="Nowhere") for line in found if line.economy == known]
        return [*found, *again]

    return lines(edit)


def year(number: int = 9999) -> Fault:
    """Move one figure to another year."""

    def edit(found: list[Line]) -> list[Line]:
        place = next(place for place, line in enumerate(found) if _is_known(line))
        period = f"{number}{found[place].period[4:]}"
        return [replace(line, period=period) if other == place else line for other, line in enumerate(found)]

    return lines(edit)


def shuffled() -> Fault:
    """Send the rows in no order."""
    return lines(lambda found: random.Random(7).sample(found, len(found)))  # noqa: S311 - no secret


def halved() -> Fault:
    """Leave every second row out and say nothing of it: totals fit."""
    return lines(lambda found: found[::2])


def without(economy: str) -> Fault:
    """Leave out all figures of one economy, as if the source had dropped it: totals fit."""
    return lines(lambda found: [line for line in found if line.economy != economy])


def blank(economy: str) -> Fault:
    """Send all rows of one economy with nothing in them."""
    return lines(lambda found: [replace(line, value=None) if line.economy == economy else line for line in found])


def short_page(missing: int = 1) -> Fault:
    """Leave the last rows of a page out and announce them all the same."""

    def fault(_request: Request, reply: Reply) -> Reply:
        document = json.loads(reply.body)
        del (document[1] if isinstance(document, list) else document["source"]["data"])[-missing:]
        return replace(reply, body=json.dumps(document).encode())

    return fault


def renamed_series(code: str = "OTHER.SERIES") -> Fault:
    """Send the figures under another code."""
    return lines(lambda found: [replace(line, series=code, name=code) for line in found])


def unit(words: str) -> Fault:
    """Write another unit into the names of series, or into the metadata of a chart."""

    def edit(found: list[Line]) -> list[Line]:
        return [replace(line, name=re.sub(r"\([^()]*\)$", f"({words})", line.name)) for line in found]

    def fault(request: Request, reply: Reply) -> Reply:
        if not request.path.endswith(".metadata.json"):
            return lines(edit)(request, reply) if not request.path.endswith(".csv") else reply
        document = json.loads(reply.body)
        for column in document["columns"].values():
            column.update(unit=words, shortUnit=words)
        return replace(reply, body=json.dumps(document).encode())

    return fault


def names(words: str) -> Fault:
    """Write something before the names of series and economies: markup, control characters."""

    def edit(found: list[Line]) -> list[Line]:
        return [replace(line, name=f"{words}{line.name}", place=f"{words}{line.place}") for line in found]

    return lines(edit)
