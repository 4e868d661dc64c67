"""A loopback server that speaks the protocols of all three providers and serves the snapshot, with faults on demand.

`with ReplayServer() as replay:` starts it; `replay.fault(faults.status(503), "/country/all", first=2)` spoils answers.
"""

from tests.replay import faults
from tests.replay.lines import Line, Token
from tests.replay.server import Fault, ReplayServer, Rule, closed_port
from tests.replay.wire import Asked, Reply, Request

__all__ = ["Asked", "Fault", "Line", "ReplayServer", "Reply", "Request", "Rule", "Token", "closed_port", "faults"]
