"""`refresh`: fetch newer observations from their sources, or decide on what was held back, and print the outcome."""

import argparse
import json
import shutil
import signal
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Final, Protocol

from tqdm import tqdm

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Provider
from dashboard.catalogue.loading import configured_catalogue
from dashboard.cli import decisions, series_list
from dashboard.cli.terminal import ADVICE, KILLED, Command, Exit, discard_output
from dashboard.cli.writing import open_to_write
from dashboard.errors import SelectionError
from dashboard.formatting import one_line
from dashboard.refresh.progress import Event, Outcome
from dashboard.refresh.run import refresh
from dashboard.refresh.validation import Accepted
from dashboard.settings import read_settings
from dashboard.sources.registry import PROVIDERS, checked, sources
from dashboard.views.query import named
from dashboard.views.series import with_drafts
from dashboard.views.stored import with_stored

_ENDS: Final = ("fresh", "unchanged", "pending", "failed", "cancelled")


class Report(Protocol):
    """How a refresh is shown while it runs."""

    def take(self, event: Event) -> None:
        """Show one event."""
        ...

    def close(self) -> None:
        """Leave the terminal as it should be, however the refresh ended."""
        ...

    def conclude(self, outcome: Outcome) -> None:
        """Show the outcome."""
        ...


class Lines:
    """Shows a refresh as lines on standard output: JSON objects for scripts, else sentences for a log."""

    def __init__(self, *, as_json: bool) -> None:
        self._json = as_json

    def take(self, event: Event) -> None:
        """Show one event."""
        # plain ASCII, so that no locale can spoil it
        text = json.dumps(event.to_json(), separators=(",", ":")) if self._json else _said(event)
        if text:
            self._write(text)

    def close(self) -> None:
        """Do nothing: every line was written at once."""

    def conclude(self, outcome: Outcome) -> None:
        """Show the outcome; scripts have it from the last event."""
        if not self._json:
            self._write(summary(outcome))

    def _write(self, text: str) -> None:
        try:
            print(text, flush=True)
        except OSError:
            # whoever listened has gone, or there is no room for it; the observations are wanted all the same
            discard_output()


class Bar:
    """Shows a refresh as a bar on the terminal, with a line above it for what changed or failed."""

    def __init__(self, total: int) -> None:
        # a terminal that does not tell its size would get no bar at all
        size = shutil.get_terminal_size()
        self._bar = tqdm(
            total=total, unit="indicator", file=sys.stderr, leave=False, ncols=size.columns, nrows=size.lines
        )

    def take(self, event: Event) -> None:
        """Show one event."""
        if event.event in ("fresh", "pending", "failed"):
            self._bar.write(_said(event), file=sys.stderr)
        elif event.event == "fetching":
            self._bar.set_postfix_str(event.source)
        if event.event in _ENDS:
            self._bar.update()

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()

    def conclude(self, outcome: Outcome) -> None:
        """Show the outcome."""
        print(summary(outcome))


def summary(outcome: Outcome) -> str:
    """Return the outcome of a refresh in one line."""
    counts = f"{len(outcome.fresh)} fresh, {len(outcome.unchanged)} unchanged, {len(outcome.failed)} failed"
    held = f", {len(outcome.pending)} held back" if outcome.pending else ""
    stopped = f", {len(outcome.cancelled)} not done" if outcome.cancelled else ""
    stayed = "; the old figures of what failed stay" if outcome.failed else ""
    advice = f". {ADVICE}" if outcome.pending else ""
    return f"{counts}{held}{stopped} in {outcome.seconds:.1f} s{stayed}{advice}"


def _said(event: Event) -> str:
    if event.event not in _ENDS:
        return ""
    details = {
        "fresh": f": {event.added} added, {event.revised} revised, {event.withdrawn} withdrawn",
        "failed": f": {one_line(event.error or '')}",
    }
    word = "held back" if event.event == "pending" else event.event
    said = f"{event.indicator} {word}{details.get(event.event, '')}"
    return f"{said}. {one_line(event.note)}" if event.note else said


def asked(catalogue: Catalogue, indicators: Sequence[str], provider: Provider | None) -> tuple[str, ...]:
    """Return the stored indicators that are asked for, the inputs of computed ones; SelectionError names a stranger."""
    wanted = [named(name, "indicator", catalogue.indicators) for name in indicators] or tuple(catalogue.indicators)
    stored = dict.fromkeys(base for name in wanted for base in catalogue.base_inputs(name))
    found = tuple(name for name in stored if provider in (None, catalogue.indicator(name).source))
    if not found:
        theirs = tuple(entry.id for entry in catalogue.indicators.values() if entry.source == provider)
        raise SelectionError("empty", f"None of these comes from {provider}.", field="indicator", allowed=theirs)
    return found


@contextmanager
def _stoppable() -> Generator[Sequence[int]]:
    """Give the signals that asked for an early end, none so far; a second one ends everything at once."""
    received: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        if len(received) > 1:
            raise KeyboardInterrupt
        print("Stopping; what is committed stays. Again to stop at once.", file=sys.stderr, flush=True)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _report(total: int, *, as_json: bool) -> Report:
    return Bar(total) if sys.stderr.isatty() and not as_json else Lines(as_json=as_json)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--source", choices=tuple(PROVIDERS), help="only what comes from this source")
    parser.add_argument(
        "--indicator", action="append", default=[], metavar="ID", help="only this indicator; may be repeated"
    )
    parser.add_argument(
        "--catalogue", action="store_true", help="fetch no figures, but the list of series that the World Bank offers"
    )
    decisions.arguments(parser)
    parser.add_argument("--json", action="store_true", help="an object a line for scripts")
    parser.add_argument(
        "--accept-shrinkage",
        action="store_true",
        help="take figures even where more than a fifth of the old, or all of an economy, are gone",
    )
    parser.add_argument(
        "--accept-unit",
        action="store_true",
        help="take a series that nobody has curated even where its unit, or the size of its figures, has changed",
    )


def _run(options: argparse.Namespace) -> int:
    if options.catalogue:
        return series_list.renew(options)
    settings, catalogue = read_settings(), checked(configured_catalogue())
    store = open_to_write(settings, catalogue)
    catalogue = with_stored(catalogue, store)
    if options.accept or options.refuse:
        return decisions.decide(catalogue, store, options)
    catalogue = with_drafts(catalogue, options.indicator)
    wanted = asked(catalogue, options.indicator, options.source)
    report = _report(len(wanted), as_json=options.json)
    with _stoppable() as signals:
        try:
            outcome = refresh(
                catalogue,
                store,
                sources(settings),
                indicators=wanted,
                accepted=Accepted(shrinkage=options.accept_shrinkage, unit=options.accept_unit),
                max_concurrency=settings.max_concurrency,
                emit=report.take,
                cancelled=lambda: bool(signals),
            )
        finally:
            report.close()
    report.conclude(outcome)
    if signals and outcome.cancelled:
        return KILLED + signals[0]
    if outcome.failed or outcome.cancelled:
        return Exit.FAILED
    return Exit.HELD_BACK if outcome.pending else Exit.DONE


COMMAND: Final = Command(_arguments, _run)
