"""Let every message of a browser have its turn, however soon the next one comes.

Streamlit drops a message whose run has hardly begun when the next comes, leaves off in the midst of what a control
does, and takes two that wait as one, in which the way to another page silences the controls of the page that is left.
"""

import threading
from typing import Final

from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.state import SafeSessionState

from dashboard.ui import told

_REQUESTS: Final = "ScriptRequests"
_WAITS: Final = ScriptRequestType.RERUN


class InTurn(ScriptRequests):
    """What a session is asked for: a message of one page, and after it that of another, are not taken as one."""

    def __init__(self) -> None:
        super().__init__()
        # Streamlit's own methods take it too
        self._lock = threading.RLock()
        # one is enough for people, and bounds what anybody else can let wait
        self._later: RerunData | None = None

    def request_rerun(self, new_data: RerunData) -> bool:
        """Ask for a run; what waits for another page has its turn first. False where nothing can be asked for."""
        with self._lock:
            if self._later is None:
                if self._state is not _WAITS or self._rerun_data.page_script_hash == new_data.page_script_hash:
                    return super().request_rerun(new_data)
                self._later = new_data
                return True
            first, self._rerun_data = self._rerun_data, self._later
            is_taken = super().request_rerun(new_data)
            self._later, self._rerun_data = self._rerun_data, first
            return is_taken

    def on_scriptrunner_ready(self) -> ScriptRequest:
        """Return what to do next, before the first run and after each."""
        with self._lock:
            request = super().on_scriptrunner_ready()
            self._follow(request)
            return request

    def on_scriptrunner_yield(self) -> ScriptRequest | None:
        """Return what to do in place of the run that goes on; None where nothing was asked for."""
        with self._lock:
            request = super().on_scriptrunner_yield()
            self._follow(request)
            return request

    def _follow(self, request: ScriptRequest | None) -> None:
        """Let what was asked for after a request wait in its place."""
        if request is not None and request.type is _WAITS and self._later is not None:
            later, self._later = self._later, None
            super().request_rerun(later)


def let_all_count() -> None:
    """Let Streamlit take messages in turn, and do whole what the controls of each do."""
    setattr(script_runner, _REQUESTS, InTurn)
    done = SafeSessionState.on_script_will_rerun
    # whatever came meanwhile is looked for right after it
    if not hasattr(done, "__wrapped__"):
        SafeSessionState.on_script_will_rerun = told.whole(done)
