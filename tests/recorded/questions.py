"""Say what is asked: pages by URL, HTTP requests and command lines, one per line in `asked/`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.recorded.cli import command_parts
from tests.recorded.pages import page_parts
from tests.recorded.parts import Part
from tests.recorded.stores import REVISED, SHIPPED, Stores
from tests.recorded.web import request_parts

_ASKED: Final = Path(__file__).parent / "asked"
_REVISED_MARK: Final = f" @{REVISED}"
_REQUEST: Final = re.compile(r"[A-Z]+ /")


@dataclass(frozen=True)
class Question:
    """One thing that is asked; its text ends with `@revised` where it is asked of figures that were revised."""

    text: str

    @property
    def store(self) -> str:
        return REVISED if self.text.endswith(_REVISED_MARK) else SHIPPED

    @property
    def group(self) -> str:
        """Return the name of the file that keeps the answer."""
        if self.text.startswith("/"):
            return re.split(r"[/?# ]", self.text[1:], maxsplit=1)[0] or "overview"
        return "requests" if _REQUEST.match(self.text) else "commands"

    def answer(self, stores: Stores) -> tuple[Part, ...]:
        """Return what is answered now."""
        stores.use(self.store)
        return tuple(self._ask(self.text.removesuffix(_REVISED_MARK)))

    @property
    def _ask(self) -> Callable[[str], Iterator[Part]]:
        return {"requests": request_parts, "commands": command_parts}.get(self.group, page_parts)


def questions() -> tuple[Question, ...]:
    """Return everything that is asked, by store, so that each is opened once."""
    lines = [line for file in sorted(_ASKED.glob("*.txt")) for line in file.read_text("utf-8").splitlines()]
    asked = [Question(line) for line in lines if line and not line.startswith("#")]
    return tuple(sorted(asked, key=lambda question: question.store != SHIPPED))
