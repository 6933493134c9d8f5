"""The notifications worker as a kind of worker: a consumer, and its channels."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from shared.core.account_links import AccountLinks
from shared.core.egress import EgressRules, parse_target
from shared.core.links import LinkSigner
from shared.core.sealing import Sealer
from workers.notifications.account_mails import AccountPost
from workers.notifications.channels.apprise import AppriseChannel
from workers.notifications.channels.email import EmailChannel
from workers.notifications.channels.gotify import GOTIFY
from workers.notifications.channels.http import HttpChannel
from workers.notifications.channels.ntfy import NTFY
from workers.notifications.channels.telegram import telegram_at
from workers.notifications.channels.webhook import WEBHOOK
from workers.notifications.handler import NotificationsHandler
from workers.notifications.messages import Links
from workers.notifications.rows import RowBook, RowContacts
from workers.notifications.settings import NotificationsSettings
from workers.notifications.trials import Desk, Trials
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.outbound import Outbound
from workers.runtime.stopping import stops_within

_LOOK_SECONDS = 5.0
_CLOSE_SECONDS = 5.0  # for mails already on their way; the consumer has drained before


class _Channels:
    """Opens the channels when the worker starts, and closes them behind what is on its way."""

    def __init__(
        self,
        handler: NotificationsHandler,
        email: EmailChannel,
        outbound: Outbound,
        apprise: AppriseChannel,
    ) -> None:
        self._handler = handler
        self._email = email
        self._outbound = outbound
        self._apprise = apprise

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; the consumer has ended by then."""
        await self._email.open()
        while not await stops_within(stop, _LOOK_SECONDS):
            await self._email.look_again()
        await self._handler.close(_CLOSE_SECONDS)
        await self._email.close()
        await self._apprise.close()
        await self._outbound.close()


def links_of(settings: NotificationsSettings) -> Links:
    """Where this worker's messages point to."""
    signer = LinkSigner(settings.auth.secrets) if settings.auth else None
    return Links(settings.public_url, signer)


def _build(parts: WorkerParts[NotificationsSettings]) -> WorkerPieces:
    settings = parts.settings
    email = EmailChannel(settings.smtp, parts.clock)
    outbound = Outbound(_rules_of(settings))
    apprise = _apprise(parts, outbound)
    book = RowBook(parts.database, email, [*_http_channels(parts, outbound), apprise])
    links = links_of(settings)
    handler = NotificationsHandler(
        parts.database,
        book,
        parts.metrics,
        links=links,
        late_grace=timedelta(seconds=settings.late_grace_seconds),
    )
    return WorkerPieces(
        Desk(
            handler,
            Trials(parts.database, book, links),
            AccountPost(parts.database, email, links, _account_links(settings)),
        ),
        services=[_Channels(handler, email, outbound, apprise)],
        checks={"smtp": email.health},
    )


def _account_links(settings: NotificationsSettings) -> AccountLinks | None:
    return AccountLinks(settings.auth.secrets) if settings.auth else None


def _rules_of(settings: NotificationsSettings) -> EgressRules:
    """The operator's rules; the Telegram server is the operator's choice, too."""
    rules = EgressRules.parse(settings.egress_allow)
    return replace(rules, hosts=rules.hosts | {parse_target(settings.telegram_url).host})


def _http_channels(
    parts: WorkerParts[NotificationsSettings], outbound: Outbound
) -> list[HttpChannel]:
    sealer = Sealer.of(parts.settings.secrets_key)
    telegram = telegram_at(parse_target(parts.settings.telegram_url))
    contacts = RowContacts(parts.database)
    return [
        HttpChannel(kind, sealer, outbound, parts.clock, contacts)
        for kind in (WEBHOOK, NTFY, GOTIFY, telegram)
    ]


def _apprise(parts: WorkerParts[NotificationsSettings], outbound: Outbound) -> AppriseChannel:
    sealer = Sealer.of(parts.settings.secrets_key)
    contacts = RowContacts(parts.database)
    return AppriseChannel(outbound.rules, outbound.network, sealer, parts.clock, contacts)


SPEC = WorkerSpec("notifications", 8002, NotificationsSettings, _build)
