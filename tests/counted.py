"""What do users leave in a server once they have left? One that counts what is alive in it when it is asked to.

`python -m tests.counted FILE run app.py ...` is `streamlit run app.py ...`, which on SIGUSR1 writes to FILE.
"""

import gc
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager
from streamlit.web.cli import main

from dashboard.ui.emptied import give_back
from tests.server import CHECKOUT

# what belongs to a session is of one of these, or is held by one that is
_WHOSE: Final = ("dashboard.", "streamlit.", "pandas.")


def counting(file: Path) -> tuple[str, ...]:
    """Return the command that runs such a server, as `running` takes it."""
    return (sys.executable, "-m", "tests.counted", str(file), *CHECKOUT[CHECKOUT.index("run") :])


def left(pid: int, file: Path) -> Counter[str]:
    """Return how many objects of each type are alive in a server whose sessions that nobody has open have run out."""
    os.kill(pid, signal.SIGUSR1)
    while not file.exists():
        time.sleep(0.05)
    found: dict[str, int] = json.loads(file.read_text("utf-8"))
    file.unlink()
    return Counter(found)


def _tell(file: Path) -> None:
    manager = get_instance()._session_mgr  # pyright: ignore[reportPrivateUsage]
    assert isinstance(manager, WebsocketSessionManager)
    storage = manager._session_storage  # pyright: ignore[reportPrivateUsage]
    assert isinstance(storage, MemorySessionStorage)
    # as two minutes without anybody do
    storage._cache.clear()  # pyright: ignore[reportPrivateUsage]
    give_back()
    types = Counter(type(one) for one in gc.get_objects())
    # the loop that sends keeps what it sent last until it sends again: as many as a run happened to have ready at once
    types[ForwardMsg] -= len(_sent_last())
    named = {f"{kind.__module__}.{kind.__qualname__}": count for kind, count in types.items()}
    begun = file.with_suffix(".begun")
    begun.write_text(json.dumps({name: many for name, many in named.items() if name.startswith(_WHOSE)}), "utf-8")
    begun.rename(file)


def _sent_last() -> Sequence[ForwardMsg]:
    """Return the messages that the runtime's loop sent last."""
    task = get_instance()._loop_coroutine_task  # pyright: ignore[reportPrivateUsage]
    frame = getattr(task.get_coro(), "cr_frame", None) if task else None
    return frame.f_locals.get("msg_list", ()) if frame else ()


if __name__ == "__main__":
    target = Path(sys.argv.pop(1))

    def asked(_signal: int, _frame: object) -> None:
        _tell(target)

    signal.signal(signal.SIGUSR1, asked)
    main(prog_name="streamlit")
