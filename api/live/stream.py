"""The answer of `GET /api/events`: an open stream in plain ASGI."""

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from api.live.frames import PING
from api.live.hub import LiveHub
from api.revocations import Revocations
from api.streaming import EVENT_STREAM_HEADERS, client_left
from api.tokens import Verified
from shared.core.clock import Clock


class EventStream(Response):
    """Frames as they come, until the client leaves, the token ends or the process stops."""

    def __init__(
        self,
        hub: LiveHub,
        verified: Verified,
        clock: Clock,
        revocations: Revocations,
        *,
        last_event_id: str | None,
        ping_seconds: float,
    ) -> None:
        super().__init__(media_type="text/event-stream")
        self._hub = hub
        self._verified = verified
        self._clock = clock
        self._revocations = revocations
        self._last_event_id = last_event_id
        self._ping_seconds = ping_seconds

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The stream has ended."""
        principal = self._verified.principal
        await send(
            {"type": "http.response.start", "status": 200, "headers": list(EVENT_STREAM_HEADERS)}
        )
        with self._hub.subscribed(
            principal.user_id, self._last_event_id, session_id=principal.session_id
        ) as subscription:
            watcher = asyncio.ensure_future(client_left(receive))
            watcher.add_done_callback(lambda _: subscription.close())
            try:
                while (seconds := self._seconds_left()) > 0:
                    frames = await subscription.take(min(seconds, self._ping_seconds))
                    if frames is None:
                        break
                    message = {"type": "http.response.body", "body": frames or PING}
                    await send({**message, "more_body": True})
                    if frames:
                        self._hub.note_written(subscription.taken)
            finally:
                watcher.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _seconds_left(self) -> float:
        if self._verified.principal in self._revocations:  # while this stream was being opened
            return 0
        return (self._verified.expires_at - self._clock.now()).total_seconds()
