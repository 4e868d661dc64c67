"""Write docs/dependencies.md: each dependency at run time with its reason, licence, import time and installed size."""

import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Final, cast

from packaging.requirements import Requirement

from dashboard.settings import PROJECT

FILE: Final = Path(__file__).with_suffix(".md")
PYPROJECT: Final = PROJECT / "pyproject.toml"
PINS: Final = PROJECT / "requirements" / "run.txt"
ABOUT: Final = """Written by `make dependencies` from `pyproject.toml` and from what is installed. The import is the
processor time in a new process, what the dependency needs itself included, so that the times do not add up; the size is
that of its own files. `make audit` asks an advisory service about every pin."""
_RUNS: Final = 5
# what a classifier or a free text calls a licence that has a name of its own in SPDX
_SPDX: Final = {
    "Python Software Foundation License": "PSF-2.0",
    "License agreement for matplotlib": "PSF-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD 3-Clause": "BSD-3-Clause",
    "Mozilla Public License 2.0": "MPL-2.0",
}
_FAMILIES: Final = ("BSD License",)
_LONGEST: Final = 60
_TIMED: Final = "import time; began = time.process_time(); import {module}; print(time.process_time() - began)"


@dataclass(frozen=True)
class Dependency:
    """A dependency as pyproject.toml names it, and the reason beside it."""

    requirement: Requirement
    reason: str
    group: str

    @property
    def name(self) -> str:
        """Return what it is called."""
        return self.requirement.name

    @property
    def module(self) -> str:
        """Return what is imported of it."""
        return self.name.replace("-", "_")

    @cached_property
    def licence(self) -> str:
        """Return its licence, by its own metadata."""
        return licence_of(installed(self.name))

    @property
    def megabytes(self) -> float:
        """Return how much room it takes where it is installed, with what its extras bring."""
        return sum(_bytes(name) for name in (self.name, *self._brought())) / 1e6

    def _brought(self) -> Iterator[str]:
        for text in metadata.requires(self.name) or ():
            needed = Requirement(text)
            if needed.marker and any(needed.marker.evaluate({"extra": extra}) for extra in self.requirement.extras):
                yield needed.name

    def seconds(self) -> float:
        """Return how much processor time an import takes in a new process, what it needs itself included."""
        words = (sys.executable, "-c", _TIMED.format(module=self.module))
        runs = (subprocess.run(words, check=True, capture_output=True, text=True) for _ in range(_RUNS))  # noqa: S603 - our own
        return statistics.median(float(run.stdout.splitlines()[-1]) for run in runs)


def licence_of(told: Message) -> str:
    """Return the licence that a distribution's metadata states, "" where it states none."""
    free = str(told.get("License") or "").strip().partition("\n")[0]
    texts = [str(told.get("License-Expression") or ""), *_classified(told, free), "see its files" if free else ""]
    found = next((text for text in texts if text), "")
    return next((spdx for words, spdx in _SPDX.items() if words in found), found)


def _classified(told: Message, free: str) -> list[str]:
    names = [str(text).rpartition(" :: ")[2] for text in told.get_all("Classifier") or [] if "License ::" in str(text)]
    # a short text is more exact where the classifier names a family; a long one is the licence itself
    short = [free] if free and len(free) < _LONGEST and not free.startswith(("=", "Copyright")) else []
    return [*(name for name in names if name not in _FAMILIES), *short, *names]


def installed(name: str) -> Message:
    """Return the metadata of a distribution that is installed; PackageNotFoundError where it is not."""
    # importlib declares only what it promises of the message that it gives
    return cast("Message", metadata.metadata(name))


def _bytes(name: str) -> int:
    files = metadata.files(name) or ()
    return sum(file.size or 0 for file in files)


def dependencies() -> tuple[Dependency, ...]:
    """Return what Eraline needs at run time, in the order of pyproject.toml, and what its extras need."""
    text = PYPROJECT.read_text("utf-8")
    project = tomllib.loads(text)["project"]
    groups: dict[str, Sequence[str]] = {"": project["dependencies"], **project["optional-dependencies"]}
    return tuple(
        Dependency(Requirement(needed), _reason(text, needed), group)
        for group, needs in groups.items()
        for needed in needs
    )


def _reason(text: str, needed: str) -> str:
    """Return the comment above the line that names a dependency, "" where there is none."""
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if f'"{needed}"' in line)
    said: list[str] = []
    while lines[at - 1].strip().startswith("#"):
        at -= 1
        said.insert(0, lines[at].strip().lstrip("# "))
    return " ".join(said)


def others() -> Iterator[tuple[str, str]]:
    """Yield name and licence of every other pinned distribution that is installed here."""
    own = {one.name.lower().replace("_", "-") for one in dependencies()}
    pinned = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", PINS.read_text("utf-8"), flags=re.MULTILINE))
    for name in sorted(pinned - own):
        try:
            yield name, licence_of(installed(name))
        except metadata.PackageNotFoundError:
            yield name, "not installed on Linux"


def page() -> str:
    """Return the whole page as Markdown."""
    head = ("dependency", "reason", "licence", "import", "size")
    rows = [
        (f"`{one.requirement}`", _said(one), one.licence, f"{one.seconds():.2f} s", f"{one.megabytes:.1f} MB")
        for one in dependencies()
    ]
    along = _table(("distribution", "licence"), list(others()))
    return "\n\n".join(("# Dependencies", ABOUT, _table(head, rows), "## What these bring along", along)) + "\n"


def _said(one: Dependency) -> str:
    return f"{one.reason} (Extra `{one.group}`.)" if one.group else one.reason


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def main() -> None:
    """Write the page."""
    FILE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
