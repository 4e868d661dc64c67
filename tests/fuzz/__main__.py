"""Run the long fuzz by hand: `python -m tests.fuzz pages|requests|messages|browser|controls COUNT [SEED]`."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from dashboard.catalogue.loading import load_catalogue
from dashboard.settings import DATA
from tests.components import components_found_once
from tests.fuzz.asking import page_faults, request_faults
from tests.fuzz.crawling import control_faults
from tests.fuzz.drawing import Drawing
from tests.fuzz.live import browser_faults, message_faults
from tests.shipped import open_shipped

_ASKED: Final[Mapping[str, Callable[[Drawing, int], Iterator[str]]]] = {
    "pages": page_faults,
    "requests": request_faults,
    "messages": message_faults,
    "browser": browser_faults,
    "controls": control_faults,
}


def main(what: str, count: str, seed: str = "") -> int:
    """Write what went wrong of so many requests to standard output, and return how much it was."""
    seed, began = seed or str(int(time.time())), time.monotonic()
    # else half of what a page costs is Streamlit's search of every package for components
    with tempfile.TemporaryDirectory() as folder, components_found_once():
        # nothing is fetched, and nothing that the user has is touched
        url = f"sqlite:///{Path(folder) / 'eraline.db'}"
        os.environ.update(ERALINE_REFRESH="off", ERALINE_DATABASE_URL=url)
        open_shipped(url)
        faults = 0
        for fault in _ASKED[what](Drawing(int(seed), load_catalogue(DATA)), int(count)):
            faults += 1
            _say(fault)
    _say(f"{count} {what} of seed {seed}: {faults} faults, {time.monotonic() - began:.0f} s")
    return faults


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
