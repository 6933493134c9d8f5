"""`rondel mcp`: for assistants that start a program instead of asking a server."""

import asyncio

from cli.credentials import OwnFolder
from cli.embedded.errors import StackError
from cli.failing import telling_errors
from cli.mcp_bridge import bridge
from cli.remote import Access, Token, Url, checked_address, running_here


def mcp(url: Url = "", token: Token = "") -> None:
    """Connect an assistant to Rondel: the Model Context Protocol over stdin and stdout.

    Claude Desktop, Zed and others start it by themselves (docs/mcp.md). Nothing but the protocol is
    written to stdout; it ends when stdin does.
    """
    said = Access(url, token, "", "")
    with telling_errors():
        access = said if url and token else said.completed(OwnFolder())
        address = checked_address(access.url or running_here())
        secret = _checked_token(access.token)
    asyncio.run(bridge(f"{address}/mcp", secret))


def _checked_token(token: str) -> str:
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable():
        raise StackError(
            "The token is none." if token else "There is no API token.",
            "Make one with the scopes mcp, read and tasks:write; then run `rondel login`, or set "
            "RONDEL_TOKEN.",
        )
    return token
