"""Messages of the protocol, carried between stdin and stdout and the /mcp of a server."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterable, Mapping
from typing import Any, Final, Protocol, cast

import httpx2
from mcp.client.streamable_http import streamable_http_client
from mcp.server.stdio import stdio_server
from mcp.shared.inbound import (
    MCP_METHOD_HEADER,
    MCP_NAME_HEADER,
    MCP_PROTOCOL_VERSION_HEADER,
    NAME_BEARING_METHODS,
    encode_header_value,
)
from mcp.shared.message import ClientMessageMetadata, SessionMessage
from mcp.types import (
    INTERNAL_ERROR,
    PARSE_ERROR,
    PROTOCOL_VERSION_META_KEY,
    ErrorData,
    JSONRPCError,
    JSONRPCNotification,
    JSONRPCRequest,
    JSONRPCResponse,
    RequestId,
)

from cli.stdin_lines import StdinLines

_TIMEOUT: Final = httpx2.Timeout(10, read=120, write=30)
_LAST_WORDS_SECONDS: Final = 30.0
_CANCELLED: Final = "notifications/cancelled"


class _Writer(Protocol):
    async def send(self, item: SessionMessage, /) -> None: ...


async def bridge(url: str, token: str) -> None:
    """Messages were carried until stdin ended and its requests were answered, or SIGTERM came."""
    running = asyncio.current_task()
    loop = asyncio.get_running_loop()
    if running is not None:
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, running.cancel)
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with (
            httpx2.AsyncClient(headers=headers, timeout=_TIMEOUT) as http,
            stdio_server(stdin=cast("Any", StdinLines(loop))) as (read, write),
        ):
            await _Bridge(url, http, write).run(read)
            await write.aclose()
    except asyncio.CancelledError:
        return  # asked to end


class _Bridge:
    """Each request is an exchange of its own: one that fails is told, and troubles no other.

    The server keeps nothing between messages, so that there is nothing to begin or to mend: after
    it was away, the next message finds it again.
    """

    def __init__(self, url: str, http: httpx2.AsyncClient, write: _Writer) -> None:
        self._url = url
        self._http = http
        self._write = write
        self._running: dict[RequestId, asyncio.Task[None]] = {}
        self._version: str | None = None
        self._is_away = False

    async def run(self, read: AsyncIterable[SessionMessage | Exception]) -> None:
        """All messages were carried, and answered."""
        try:
            async for item in read:
                await self._take(item)
            if self._running:
                await asyncio.wait(self._running.values(), timeout=_LAST_WORDS_SECONDS)
        finally:
            for each in self._running.values():
                each.cancel()

    async def _take(self, item: SessionMessage | Exception) -> None:
        if isinstance(item, Exception):
            await self._refuse(None, PARSE_ERROR, "The line is no message of JSON-RPC.")
            return
        message = item.message
        if isinstance(message, JSONRPCRequest):
            self._begin(message)
        elif isinstance(message, JSONRPCNotification) and message.method == _CANCELLED:
            running = self._running.get((message.params or {}).get("requestId", ""))
            if running is not None:
                running.cancel()  # which the server sees as a client that leaves
        # Other notifications tell of a session, and the server has none.

    def _begin(self, request: JSONRPCRequest) -> None:
        task = asyncio.create_task(self._exchange(request))
        self._running[request.id] = task
        task.add_done_callback(lambda done: self._forget(request.id, done))

    def _forget(self, identifier: RequestId, done: asyncio.Task[None]) -> None:
        if self._running.get(identifier) is done:
            del self._running[identifier]

    async def _exchange(self, request: JSONRPCRequest) -> None:
        try:
            answer = await self._asked(request)
        except Exception as error:  # noqa: BLE001 - told to whoever asked
            words = f"Rondel at {self._url} cannot be reached: {_reason(error)}."
            self._note_away(words)
            await self._refuse(request.id, INTERNAL_ERROR, words)
            return
        self._is_away = False
        if request.method == "initialize" and isinstance(answer, JSONRPCResponse):
            self._version = answer.result.get("protocolVersion")
        await self._write.send(SessionMessage(answer))

    async def _asked(self, request: JSONRPCRequest) -> JSONRPCResponse | JSONRPCError:
        """The answer; what is told on the way to it is passed on."""
        metadata = ClientMessageMetadata(headers=self._headers(request))
        async with streamable_http_client(self._url, http_client=self._http) as (read, write):
            await write.send(SessionMessage(request, metadata=metadata))
            async for item in read:
                if isinstance(item, Exception):
                    raise item
                if isinstance(item.message, JSONRPCResponse | JSONRPCError):
                    return item.message
                await self._write.send(SessionMessage(item.message))
        raise ConnectionError("it did not answer")

    def _headers(self, request: JSONRPCRequest) -> dict[str, str]:
        """What HTTP has to say of the message besides: later versions route by it."""
        params: Mapping[str, Any] = request.params or {}
        named = (params.get("_meta") or {}).get(PROTOCOL_VERSION_META_KEY)
        if named is None:
            is_first = request.method == "initialize" or self._version is None
            return {} if is_first else {MCP_PROTOCOL_VERSION_HEADER: str(self._version)}
        found = {MCP_PROTOCOL_VERSION_HEADER: str(named), MCP_METHOD_HEADER: request.method}
        name = params.get(NAME_BEARING_METHODS.get(request.method, ""))
        if isinstance(name, str):
            found[MCP_NAME_HEADER] = encode_header_value(name)
        return found

    async def _refuse(self, identifier: RequestId | None, code: int, words: str) -> None:
        error = ErrorData(code=code, message=words)
        await self._write.send(
            SessionMessage(JSONRPCError(jsonrpc="2.0", id=identifier, error=error))
        )

    def _note_away(self, words: str) -> None:
        if not self._is_away:
            sys.stderr.write(f"{words}\n")
        self._is_away = True


def _reason(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error).rstrip(".") or type(error).__name__
