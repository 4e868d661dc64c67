"""Write down what a benchmark found: ours, the floor or peer beside it, their ratio and the limit, a line each.

A line is a row of a Markdown table, on the terminal as in benchmarks/RESULTS.md.
"""

from typing import Final

HEAD: Final = ("measured", "Eraline", "floor or peer", "ratio", "limit", "")
KEPT: Final = "kept"
MISSED: Final = "**missed**"


def line(
    what: str, ours: str, *, than: str = "", ratio: float | None = None, limit: str = "", kept: bool = True
) -> bool:
    """Print one line of the table, and return whether its limit is kept; without a limit it is for information."""
    verdict = (KEPT if kept else MISSED) if limit else ""
    cells = (what, ours, than, "" if ratio is None else f"{ratio:.2f}", limit, verdict)
    print(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |", flush=True)
    return kept


def at_most(what: str, ours: float, limit: float, unit: str, *, digits: int = 2) -> bool:
    """Print a figure that is to stay within an absolute limit, and return whether it does."""
    return line(what, _figure(ours, unit, digits), limit=f"at most {limit:g} {unit}", kept=ours <= limit)


def times(
    what: str, ours: float, other: float, unit: str, *, most: float, than: str, digits: int = 2, pairs: float = 0.0
) -> bool:
    """Print a figure beside that of a floor, of which it is to be at most a multiple; return whether it is.

    `pairs` is the ratio where it is not that of the two figures but the median over pairs.
    """
    ratio = pairs or ours / other
    beside = f"{than} {_figure(other, unit, digits)}"
    limit = f"at most {most:g}x"
    return line(what, _figure(ours, unit, digits), than=beside, ratio=ratio, limit=limit, kept=ratio <= most)


def sooner(what: str, ours: float, other: float, unit: str, *, least: float, than: str) -> bool:
    """Print a time beside that of a peer, who is to take at least a multiple of it; return whether it does."""
    ratio = other / ours
    limit = f"at least {least:g}x as fast"
    return line(
        what, _figure(ours, unit), than=f"{than} {_figure(other, unit)}", ratio=ratio, limit=limit, kept=ratio >= least
    )


def rate(what: str, ours: float, other: float, unit: str, *, least: float, than: str, pairs: float = 0.0) -> bool:
    """Print a rate beside that of a peer, of which it is to be at least a share; return whether it is."""
    ratio = pairs or ours / other
    limit = f"at least {least:g}x"
    beside = f"{than} {_figure(other, unit, 0)}"
    return line(what, _figure(ours, unit, 0), than=beside, ratio=ratio, limit=limit, kept=ratio >= least)


def _figure(value: float, unit: str, digits: int = 2) -> str:
    return f"{value:,.{digits}f} {unit}"
