"""The answer of `POST /api/chat`: server-sent events as the answer is made."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from api.live.frames import PING
from api.problems import error_of, problem_document
from api.rendering import dump
from api.streaming import EVENT_STREAM_HEADERS, client_left
from shared.observability.logging import get_logger

_PING_SECONDS: Final = 15.0
_MOST_WAITING: Final = 64

Emit = Callable[[str, object], Awaitable[None]]


def frame(event: str, data: object) -> bytes:
    r"""One event; JSON has no line ends, so one line of data is enough.

    >>> frame("text", {"text": "one\ntwo"})
    b'event: text\ndata: {"text":"one\\ntwo"}\n\n'
    """
    return b"event: %s\ndata: %s\n\n" % (event.encode(), dump(data))


class ChatStream(Response):
    """Runs `work`, which emits events; if the client leaves, `work` is cancelled and waited for."""

    def __init__(self, work: Callable[[Emit], Awaitable[None]]) -> None:
        super().__init__(media_type="text/event-stream")
        self._work = work

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The work has ended, and the stream with it."""
        await send(
            {"type": "http.response.start", "status": 200, "headers": list(EVENT_STREAM_HEADERS)}
        )
        frames: asyncio.Queue[bytes | None] = asyncio.Queue(_MOST_WAITING)
        work = asyncio.create_task(self._run(frames, scope), name="chat-answer")
        gone = asyncio.create_task(client_left(receive), name="chat-gone")
        gone.add_done_callback(lambda _: work.cancel())
        try:
            async for piece in _pieces(frames):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            gone.cancel()
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _run(self, frames: asyncio.Queue[bytes | None], scope: Scope) -> None:
        async def emit(event: str, data: object) -> None:
            await frames.put(frame(event, data))

        try:
            await self._work(emit)
        except asyncio.CancelledError:
            while frames.full():  # nobody listens any more
                frames.get_nowait()
            frames.put_nowait(None)
            raise
        except Exception as raised:  # noqa: BLE001 - logged, and told as a problem
            error = error_of(raised, scope)
            write = get_logger().warning if error.retryable else get_logger().error
            write("chat_failed", code=error.code, exc_info=raised)
            await emit("error", problem_document(error, scope["request_id"]))
        await frames.put(None)


async def _pieces(frames: asyncio.Queue[bytes | None]) -> AsyncIterator[bytes]:
    while True:
        try:
            piece = await asyncio.wait_for(frames.get(), _PING_SECONDS)
        except TimeoutError:
            piece = PING
        if piece is None:
            return
        yield piece
