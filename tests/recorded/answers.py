"""Keep answers as text, a block of lines each, and say how one differs from what was recorded."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.recorded.parts import WORDS, Part, fingerprint
from tests.recorded.questions import Question

_KEPT: Final = Path(__file__).parent / "answers"
_WORDS_FILE: Final = _KEPT / "words.txt"
_HEAD: Final = "== "
_POINTER: Final = re.compile(re.escape(WORDS) + r"(\w+)")
_SHOWN_LINES: Final = 80

Lines = tuple[str, ...]


@dataclass
class Answers:
    """The lines of each answer by question, and the long words in them by fingerprint."""

    lines: dict[str, Lines] = field(default_factory=dict[str, Lines])
    words: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, question: Question, parts: Iterable[Part]) -> None:
        """Take in an answer."""
        found = tuple(parts)
        self.lines[question.text] = tuple(part.line for part in found)
        self.words.update({fingerprint(part.long_words): part.long_words for part in found if part.long_words})

    def told(self, line: str) -> str:
        """Return a line with all its words."""
        return _POINTER.sub(lambda found: f"{found[0]} = {self.words.get(found[1], '?')}", line)


def read() -> Answers:
    """Return what was recorded."""
    answers = Answers()
    for file in sorted(_KEPT.glob("*.txt")):
        text = file.read_text("utf-8")
        if file == _WORDS_FILE:
            answers.words = {line[: line.index(" ")]: line[line.index(" ") + 1 :] for line in text.split("\n") if line}
            continue
        for block in text.split(f"\n{_HEAD}"):
            head, *lines = block.removeprefix(_HEAD).rstrip("\n").split("\n")
            answers.lines[head] = tuple(lines)
    return answers


def write(answers: Answers, asked: Sequence[Question]) -> None:
    """Keep the answers to what is asked, in the order asked, and no others."""
    _KEPT.mkdir(exist_ok=True)
    groups: dict[str, list[str]] = {}
    for question in asked:
        groups.setdefault(question.group, []).append("\n".join([_HEAD + question.text, *answers.lines[question.text]]))
    for file in _KEPT.glob("*.txt"):
        file.unlink()
    for group, blocks in groups.items():
        (_KEPT / f"{group}.txt").write_text("\n".join(blocks) + "\n", "utf-8", newline="\n")
    named = {found for blocks in groups.values() for block in blocks for found in _POINTER.findall(block)}
    # by their first words, so that a change of the rest leaves a text in its place
    kept = sorted((text, name) for name, text in answers.words.items() if name in named)
    _WORDS_FILE.write_text("".join(f"{name} {text}\n" for text, name in kept), "utf-8", newline="\n")


def difference(question: Question, recorded: Answers, parts: Sequence[Part]) -> str:
    """Return how an answer differs from the recorded one, "" where it does not."""
    now = Answers()
    now.add(question, parts)
    if question.text not in recorded.lines:
        return f"{question.text}\nwas never recorded: {_command('record --only', question)}"
    if recorded.lines[question.text] == now.lines[question.text]:
        return ""
    found = difflib.unified_diff(recorded.lines[question.text], now.lines[question.text], lineterm="", n=1)
    tellers = {"-": recorded.told, "+": now.told}
    # the first two lines are the names of files
    shown = [tellers.get(line[0], str)(line) for line in list(found)[2:]]
    more = [f"... {len(shown) - _SHOWN_LINES} more lines"] if len(shown) > _SHOWN_LINES else []
    return "\n".join(
        [
            f"{question.text}\nis answered otherwise than recorded (- recorded, + now):",
            *shown[:_SHOWN_LINES],
            *more,
            f"What stands behind a fingerprint (name#0123abcd): {_command('show', question)}, in two checkouts.",
            f"If the change is meant: {_command('record --only', question)}",
        ]
    )


def unasked(recorded: Answers, asked: Iterable[Question]) -> Mapping[str, Lines]:
    """Return recorded answers to what nobody asks any more."""
    known = {question.text for question in asked}
    return {text: lines for text, lines in recorded.lines.items() if text not in known}


def _command(verb: str, question: Question) -> str:
    return f"python -m tests.recorded {verb} '{question.text}'"
