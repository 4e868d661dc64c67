"""The figures of an answer as lines that a fault can change, read from each form they travel in and written back."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote

from tests.replay.wire import Reply, Request


@dataclass(frozen=True)
class Token:
    """What stands where a number should, as it is: NaN and 1e400 are no JSON and sent all the same."""

    text: str


Value = float | int | str | Token | None


@dataclass(frozen=True)
class Line:
    """One figure on its way: a row of the World Bank in either form, or a line of a CSV."""

    series: str
    name: str
    economy: str
    place: str
    period: str
    value: Value


class Form(Protocol):
    """An answer's figures, and the same answer with others."""

    def read(self) -> list[Line]: ...

    def write(self, lines: Sequence[Line]) -> bytes: ...


class _Data:
    """The World Bank's rows, of source 2 or in the classic form."""

    def __init__(self, content: bytes) -> None:
        self._document = json.loads(content)
        self._classic = isinstance(self._document, list)

    def read(self) -> list[Line]:
        if self._classic:
            return [
                Line(
                    row["indicator"]["id"],
                    row["indicator"]["value"],
                    row["countryiso3code"],
                    row["country"]["value"],
                    row["date"],
                    row["value"],
                )
                for row in self._document[1]
            ]
        return [_line(row) for row in self._document["source"]["data"]]

    def write(self, lines: Sequence[Line]) -> bytes:
        first = self._document[0] if self._classic else self._document
        before = len(self._document[1] if self._classic else self._document["source"]["data"])
        first["total"] = int(first["total"]) + len(lines) - before
        if self._classic:
            self._document[1] = [_classic(line) for line in lines]
        else:
            self._document["source"]["data"] = [_row(line) for line in lines]
        return _spelt(json.dumps(self._document)).encode()


class _Csv:
    """FRED's and Our World in Data's tables; the header is the name of the last column."""

    def __init__(self, content: bytes) -> None:
        self._header, *self._rows = csv.reader(io.StringIO(content.decode()))

    def read(self) -> list[Line]:
        series = self._header[-1]
        return [Line(series, series, *_entity(row), row[-2], row[-1]) for row in self._rows]

    def write(self, lines: Sequence[Line]) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*self._header[:-1], lines[0].name if lines else self._header[-1]])
        width = len(self._header)
        for line in lines:
            value = line.value.text if isinstance(line.value, Token) else line.value
            writer.writerow(
                [line.place, line.economy, line.period, value][-width:] if width > 2 else [line.period, value]
            )
        return out.getvalue().encode()


def _entity(row: Sequence[str]) -> tuple[str, str]:
    return (row[1] if len(row) > 3 else "", row[0] if len(row) > 2 else "")


def _line(row: dict[str, Any]) -> Line:
    part = {entry["concept"]: entry for entry in row["variable"]}
    series, country, time = part["Series"], part["Country"], part["Time"]
    return Line(series["id"], series["value"], country["id"], country["value"], time["value"], row["value"])


def _row(line: Line) -> dict[str, Any]:
    parts = [("Country", line.economy, line.place), ("Series", line.series, line.name)]
    parts.append(("Time", f"YR{line.period}", line.period))
    return {"variable": [{"concept": c, "id": i, "value": v} for c, i, v in parts], "value": _json_value(line.value)}


def _classic(line: Line) -> dict[str, Any]:
    return {
        "indicator": {"id": line.series, "value": line.name},
        "country": {"id": line.economy[:2], "value": line.place},
        "countryiso3code": line.economy,
        "date": line.period,
        "value": _json_value(line.value),
        "unit": "",
        "obs_status": "",
        "decimal": 1,
    }


def _json_value(value: Value) -> Value:
    return f"token:{value.text}" if isinstance(value, Token) else value


def _spelt(text: str) -> str:
    return re.sub(r'"token:([^"]*)"', r"\1", text)


def form_of(request: Request, reply: Reply) -> Form | None:
    """Return how the figures of an answer can be changed; None where it has none."""
    path = unquote(request.path)
    if path.endswith(".csv"):
        return _Csv(reply.body)
    is_data = re.search(r"/series/[^/]+/country/|/indicators?/", path) and reply.body[:1] in b"[{"
    return _Data(reply.body) if is_data else None
