"""Dies between claiming a delivery and the mail, or between the server's yes and recording it."""

import sys
from dataclasses import replace
from datetime import timedelta

from typing_extensions import override

from tests.e2e.crashers.death import Death
from workers.notifications.book import MailBook
from workers.notifications.channels.channel import Accepted, OutgoingMessage
from workers.notifications.channels.email import EmailChannel
from workers.notifications.handler import NotificationsHandler
from workers.notifications.messages import Links
from workers.notifications.settings import NotificationsSettings
from workers.notifications.spec import SPEC
from workers.runtime.app import WorkerParts, WorkerPieces, run_worker

DEATH = Death()


class DyingChannel(EmailChannel):
    """The step is the mail."""

    @override
    async def deliver(self, message: OutgoingMessage) -> Accepted:
        DEATH.comes("before")
        accepted = await super().deliver(message)
        DEATH.comes("after")
        return accepted


def build(parts: WorkerParts[NotificationsSettings]) -> WorkerPieces:
    """As the worker's own `build`, but for the channel."""
    settings = parts.settings
    handler = NotificationsHandler(
        parts.database,
        MailBook([DyingChannel(settings.smtp, parts.clock)]),
        parts.metrics,
        links=Links(settings.public_url),
        late_grace=timedelta(seconds=settings.late_grace_seconds),
    )
    return WorkerPieces(handler)


if __name__ == "__main__":
    sys.exit(run_worker(replace(SPEC, build=build)))
