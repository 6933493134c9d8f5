"""The notifications worker as a kind of worker: a consumer, and its channels."""

import asyncio
from datetime import timedelta

from shared.core.links import LinkSigner
from workers.notifications.book import MailBook
from workers.notifications.channels.email import EmailChannel
from workers.notifications.handler import NotificationsHandler
from workers.notifications.messages import Links
from workers.notifications.settings import NotificationsSettings
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec

_CLOSE_SECONDS = 5.0  # for mails already on their way; the consumer has drained before


class _Channels:
    """Opens the channel when the worker starts, and closes it behind what is on its way."""

    def __init__(self, handler: NotificationsHandler, email: EmailChannel) -> None:
        self._handler = handler
        self._email = email

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; the consumer has ended by then."""
        await self._email.open()
        await stop.wait()
        await self._handler.close(_CLOSE_SECONDS)
        await self._email.close()


def links_of(settings: NotificationsSettings) -> Links:
    """Where this worker's messages point to."""
    signer = LinkSigner(settings.auth.secrets) if settings.auth else None
    return Links(settings.public_url, signer)


def _build(parts: WorkerParts[NotificationsSettings]) -> WorkerPieces:
    settings = parts.settings
    email = EmailChannel(settings.smtp, parts.clock)
    handler = NotificationsHandler(
        parts.database,
        MailBook([email]),
        parts.metrics,
        links=links_of(settings),
        late_grace=timedelta(seconds=settings.late_grace_seconds),
    )
    return WorkerPieces(
        handler, services=[_Channels(handler, email)], checks={"smtp": email.health}
    )


SPEC = WorkerSpec("notifications", 8002, NotificationsSettings, _build)
