"""A release that cannot do its work: `python -m tests.e2e.crashers.broken NAME`.

`notifications` has a template with a wrong name in it, `recurrence` refuses every event.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from jinja2 import Environment, StrictUndefined
from typing_extensions import override

from shared.core.clock import Clock
from shared.core.settings import SmtpSettings
from shared.db.session import UnitOfWork
from shared.events.envelope import Event
from workers.notifications.book import MailBook
from workers.notifications.channels.channel import OutgoingMessage
from workers.notifications.channels.email import EmailChannel
from workers.notifications.channels.letter import Letter, LetterWriter
from workers.notifications.handler import NotificationsHandler
from workers.notifications.messages import Links
from workers.notifications.settings import NotificationsSettings
from workers.notifications.spec import SPEC as NOTIFICATIONS
from workers.recurrence.handlers import RecurrenceHandler
from workers.recurrence.spec import SPEC as RECURRENCE
from workers.runtime.app import WorkerParts, WorkerPieces, run_worker
from workers.runtime.handler import AfterCommit, PermanentError
from workers.runtime.settings import WorkerSettings

TEMPLATE = Environment(undefined=StrictUndefined).from_string("{{ wrods.subject }}")


class BrokenWriter(LetterWriter):
    """Fails at the template, before anything is sent."""

    @override
    def write(self, message: OutgoingMessage) -> Letter:
        TEMPLATE.render(words=message.words)
        return super().write(message)


class BrokenChannel(EmailChannel):
    """Has such a writer."""

    def __init__(self, settings: SmtpSettings, clock: Clock) -> None:
        super().__init__(settings, clock)
        self._writer = BrokenWriter(settings.sender)


class BrokenHandler(RecurrenceHandler):
    """Takes every event for an impossible one."""

    @override
    async def handle(self, events: Sequence[Event], uow: UnitOfWork) -> AfterCommit | None:
        raise PermanentError("no rule is good enough")


def notifications(parts: WorkerParts[NotificationsSettings]) -> WorkerPieces:
    """As the worker's own `build`, but for the channel."""
    settings = parts.settings
    handler = NotificationsHandler(
        parts.database,
        MailBook([BrokenChannel(settings.smtp, parts.clock)]),
        parts.metrics,
        links=Links(settings.public_url),
        late_grace=timedelta(seconds=settings.late_grace_seconds),
    )
    return WorkerPieces(handler)


def recurrence(parts: WorkerParts[WorkerSettings]) -> WorkerPieces:
    """As the worker's own `build`, but for the handler."""
    return WorkerPieces(BrokenHandler(parts.database, parts.clock, parts.metrics))


if __name__ == "__main__":
    (name,) = sys.argv[1:]
    specs: dict[str, Any] = {
        "notifications": replace(NOTIFICATIONS, build=notifications),
        "recurrence": replace(RECURRENCE, build=recurrence),
    }
    sys.exit(run_worker(specs[name]))
