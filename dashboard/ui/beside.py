"""Do beside a page's script what can take long: whoever goes elsewhere is let go, and it is done all the same."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

Said = TypeVar("Said")
_LOOK_AGAIN_SECONDS: Final = 0.2


def do_beside(work: Callable[[Callable[[Said], None]], object], show: Callable[[Said | None], None]) -> None:
    """Do work to its end, show meanwhile each thing that it says, and raise what it raised.

    `show` is called over and over, with None where nothing is new: Streamlit looks whether another page is asked for
    when a script shows something, and at no other time. `work` knows nothing of the session.
    """
    said = SimpleQueue[Said]()
    pool = ThreadPoolExecutor(1, thread_name_prefix="eraline-beside")
    done = pool.submit(work, said.put)
    # ends its thread with the work, and does not wait for it
    pool.shutdown(wait=False)
    while not (done.done() and said.empty()):
        new = None
        with suppress(Empty):
            new = said.get(timeout=_LOOK_AGAIN_SECONDS)
        show(new)
    done.result()
