"""The notifications worker as a kind of worker: a consumer, and channels to close behind it."""

import asyncio
from datetime import timedelta

from workers.notifications.channels.email import EmailChannel
from workers.notifications.handler import NotificationsHandler
from workers.notifications.messages import Links
from workers.notifications.settings import NotificationsSettings
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec


class _Closing:
    """Lets what is on its way end, then closes the channel."""

    def __init__(self, handler: NotificationsHandler, email: EmailChannel, seconds: float) -> None:
        self._handler = handler
        self._email = email
        self._seconds = seconds

    async def run(self, stop: asyncio.Event) -> None:
        """Waits for `stop`; the consumer has ended by then."""
        await stop.wait()
        await self._handler.close(self._seconds)
        await self._email.close()


def _build(parts: WorkerParts[NotificationsSettings]) -> WorkerPieces:
    settings = parts.settings
    email = EmailChannel(settings.smtp, parts.clock)
    handler = NotificationsHandler(
        parts.database,
        [email],
        parts.metrics,
        links=Links(settings.public_url),
        late_grace=timedelta(seconds=settings.late_grace_seconds),
    )
    closing = _Closing(handler, email, settings.drain_seconds)
    return WorkerPieces(handler, services=[closing], checks={"smtp": email.health})


SPEC = WorkerSpec("notifications", 8002, NotificationsSettings, _build)
