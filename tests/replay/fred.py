"""FRED as it answers: one CSV a series, a web page for a series that it does not have."""

from itertools import pairwise

from dashboard.store.csv_text import shortest
from tests.replay.figures import Known, Series
from tests.replay.wire import HTML, Reply, Request

NOT_FOUND = (
    "<!DOCTYPE html>\n<html>\n<head><title>Error - St. Louis Fed</title></head>\n<body>Not found.</body>\n</html>\n"
)


class Fred:
    """The graph downloads. `old_header` answers as before December 2024: another header, dots for what is missing."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.old_header = False

    def answer(self, request: Request) -> Reply:
        """Return the answer to a request under /graph/."""
        series = self._known.of("fred").get(request.query.get("id", ""))
        if request.path != "/graph/fredgraph.csv" or series is None:
            return Reply(NOT_FOUND.encode(), 404, kind=HTML)
        header = f"{'DATE' if self.old_header else 'observation_date'},{series.code}\n"
        disposition = f'attachment; filename="{series.code}.csv"'
        return Reply(
            (header + _lines(series, "." if self.old_header else "")).encode(),
            kind="application/csv",
            headers={"Content-Disposition": disposition},
        )


def _lines(series: Series, blank: str) -> str:
    values = {str(period): value for (_, period), value in series.figures.items()}
    lines: list[str] = []
    months = sorted(values)
    for month, following in pairwise([*months, ""]):
        lines.append(f"{month}-01,{shortest(values[month])}\n")
        gap = _next(month)
        while following and gap != following:
            lines.append(f"{gap}-01,{blank}\n")
            gap = _next(gap)
    return "".join(lines)


def _next(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02d}"
