"""The answer of `POST /mcp`: a message is handed to the protocol's server, in plain ASGI."""

import asyncio
from contextlib import suppress
from functools import cache

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from typing_extensions import override

from api.mcp.asking import EXCHANGE, LARGEST_BYTES, Exchange
from api.routing import read_up_to
from api.streaming import client_left
from shared.core.principal import Principal


class McpAnswer(Response):
    """Nothing is kept from one message to the next, so any process can answer.

    If the client leaves, what only reads is broken off; a change is carried to its end, so that
    none is left half done.
    """

    def __init__(self, principal: Principal) -> None:
        super().__init__()
        self._principal = principal

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The message is answered.

        Raises:
            BodyTooLarge: the message is longer than any that is meant.
            ClientDisconnect: the client left before there was an answer.
        """
        limit = min(scope["body_limit"], LARGEST_BYTES)
        body = await read_up_to(Request(scope, receive), limit)
        serve = await _loaded()
        exchange = scope[EXCHANGE] = Exchange(self._principal)
        work = asyncio.ensure_future(serve(scope, _replaying(body), exchange.noting(send)))
        gone = asyncio.create_task(client_left(receive))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done() and not exchange.is_changing and not exchange.is_answered:
                work.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.wait({work})
        finally:
            gone.cancel()
            if not work.done():
                work.cancel()
        if not work.cancelled():
            work.result()
        elif not exchange.is_answered:
            raise ClientDisconnect


async def _loaded() -> ASGIApp:
    """The server; the first time it is loaded in a thread, so that other requests go on."""
    if _load.cache_info().currsize:
        return _load()
    return await asyncio.to_thread(_load)


@cache
def _load() -> ASGIApp:
    # Half a second and 18 MB, which only those pay who ask for it.
    from api.mcp.server import serve  # noqa: PLC0415 - heavy, see above

    return serve


def _replaying(body: bytes) -> Receive:
    """Receives the body that was read already, and then waits for nothing."""
    is_read = False

    async def receive() -> Message:
        nonlocal is_read
        if is_read:
            await asyncio.Event().wait()  # until this is cancelled: `client_left` listens
        is_read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
