"""Let every message of a browser have its turn, however soon the next one comes.

Streamlit drops a message whose run has hardly begun when the next comes, leaves off in the midst of what a control
does, and takes two that wait as one, in which the way to another page silences the controls of the page that is left.
"""

from typing import Final, TypeVar

from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.state import SafeSessionState

from dashboard.ui import told

Request = TypeVar("Request", ScriptRequest, ScriptRequest | None)
_REQUESTS: Final = "ScriptRequests"
_WAITS: Final = ScriptRequestType.RERUN


class InTurn(ScriptRequests):
    """What a session is asked for: a message of one page, and after it that of another, are not taken as one."""

    def __init__(self) -> None:
        super().__init__()
        self._later: RerunData | None = None

    def request_rerun(self, new_data: RerunData) -> bool:
        """Ask for a run; what waits for another page has its turn first. False where nothing can be asked for."""
        with self._lock:
            if self._later is None:
                if self._state is not _WAITS or self._rerun_data.page_script_hash == new_data.page_script_hash:
                    return self._request_rerun_locked(new_data)
                self._later = new_data
                return True
            first, self._rerun_data = self._rerun_data, self._later
            is_taken = self._request_rerun_locked(new_data)
            self._later, self._rerun_data = self._rerun_data, first
            return is_taken

    def on_scriptrunner_ready(self) -> ScriptRequest:
        """Return what to do next, before the first run and after each."""
        return self._followed(super().on_scriptrunner_ready())

    def on_scriptrunner_yield(self) -> ScriptRequest | None:
        """Return what to do in place of the run that goes on; None where nothing was asked for."""
        return self._followed(super().on_scriptrunner_yield())

    def _followed(self, request: Request) -> Request:
        """Return a request, and let what was asked for after it wait in its place."""
        if request is not None and request.type is _WAITS and self._later is not None:
            with self._lock:
                later, self._later = self._later, None
                newer = self._rerun_data if self._state is _WAITS else None
                if self._state is not ScriptRequestType.STOP:
                    self._state = ScriptRequestType.CONTINUE
                    for asked in filter(None, (later, newer)):
                        self._request_rerun_locked(asked)
        return request


def let_all_count() -> None:
    """Let Streamlit take messages in turn, and do whole what the controls of each do."""
    setattr(script_runner, _REQUESTS, InTurn)
    done = SafeSessionState.on_script_will_rerun
    # whatever came meanwhile is looked for right after it
    if not hasattr(done, "__wrapped__"):
        SafeSessionState.on_script_will_rerun = told.whole(done)
