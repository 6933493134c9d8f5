"""Paths that more than their route has to know."""

from typing import Final

MCP_PATH: Final = "/mcp"
