"""Speak the Model Context Protocol: the only importer of its library, which is an extra."""

from collections.abc import Callable
from functools import wraps
from inspect import getdoc, signature
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Image
from mcp.server.mcpserver.exceptions import ToolError

from dashboard.cli.tools import Tools
from dashboard.errors import EralineError


def server(tools: Tools, version: str, instructions: str) -> MCPServer[Any]:
    """Return a server that offers these tools; a mistake in a question is an answer that says what is wrong."""
    made = MCPServer("eraline", version=version, instructions=instructions, log_level="ERROR")
    for name, ask in tools.offered.items():
        # a picture has no fields
        has_fields = signature(ask).return_annotation is not bytes
        made.add_tool(_answered(ask), name=name, description=getdoc(ask), structured_output=has_fields)
    return made


def _answered(ask: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(ask)
    def answered(*words: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever a tool takes and answers
        try:
            found = ask(*words, **named)
        except EralineError as exc:
            raise ToolError(str(exc)) from exc
        return Image(data=found, format="png") if isinstance(found, bytes) else found

    return answered
