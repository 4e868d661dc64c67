"""`python -m tests.recorded`: write the answers anew, or print one in full."""

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

from tests.components import components_found_once
from tests.recorded import answers
from tests.recorded.clock import standing_still
from tests.recorded.questions import Question, questions
from tests.recorded.stores import Stores
from tests.shipped import fill


def main() -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(prog="python -m tests.recorded", description="What users see, recorded.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    record = commands.add_parser("record", help="write answers anew: all, or of the questions that hold every word")
    record.add_argument("words", nargs="*", metavar="WORD")
    record.add_argument("--only", metavar="QUESTION", help="of this question alone")
    record.set_defaults(run=_record)
    show = commands.add_parser("show", help="print an answer in full")
    show.add_argument("question", metavar="QUESTION", help="a line of asked/, or one like it")
    show.set_defaults(run=_show)
    options = parser.parse_args()
    # Streamlit warns that no server is there
    logging.disable(logging.WARNING)
    with (
        tempfile.TemporaryDirectory() as folder,
        components_found_once(),
        standing_still(),
        Stores(Path(folder), fill) as stores,
    ):
        options.run(options, stores)
    return 0


def _record(options: argparse.Namespace, stores: Stores) -> None:
    words: list[str] = options.words
    asked = questions()
    kept = answers.read()
    began = time.perf_counter()
    only: str | None = options.only
    meant = [found for found in asked if (found.text == only if only else all(word in found.text for word in words))]
    # what was never asked before is answered in any case
    chosen = [found for found in asked if found in meant or found.text not in kept.lines]
    for question in chosen:
        kept.add(question, question.answer(stores))
    answers.write(kept, asked)
    print(f"{len(chosen)} of {len(asked)} answers written in {time.perf_counter() - began:.0f} s", file=sys.stderr)  # noqa: T201


def _show(options: argparse.Namespace, stores: Stores) -> None:
    for part in Question(options.question).answer(stores):
        print(part.full)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
