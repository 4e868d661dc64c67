"""Speak the Model Context Protocol: the only importer of its library, which is an extra."""

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import getdoc, signature
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context, Image
from mcp.server.mcpserver.exceptions import ToolError

from dashboard.cli.tools import Tools
from dashboard.errors import EralineError
from dashboard.formatting import quoted


class _Strict(MCPServer[Any]):
    """A server that refuses what a tool does not take: the library passes over it, and answers another question."""

    offered: Mapping[str, Callable[..., Any]]

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None) -> Any:  # noqa: ANN401 - whatever the library answers
        """Call a tool by name; ToolError for arguments that it does not take."""
        known = signature(self.offered[name]).parameters if name in self.offered else arguments
        for strange in (argument for argument in arguments if argument not in known):
            raise ToolError(f"{name} takes no {quoted(strange)}, but {', '.join(known)}.")
        return await super().call_tool(name, arguments, context)


def server(tools: Tools, version: str, instructions: str) -> MCPServer[Any]:
    """Return a server that offers these tools; a mistake in a question is an answer that says what is wrong."""
    made = _Strict("eraline", version=version, instructions=instructions, log_level="ERROR")
    made.offered = tools.offered
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
