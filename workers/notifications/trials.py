"""Test messages, sent the way that reminders go, beside them."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Literal

from typing_extensions import override

from shared.db.repositories import channels as repository
from shared.db.repositories.channels import ClaimedTest
from shared.db.session import Database
from shared.domain.delivery_reasons import OUR_ERROR, REASONS
from shared.events.accounts import AccountMailAsked
from shared.events.channels import ChannelTestAsked
from shared.events.envelope import Event
from workers.notifications.account_mails import AccountPost
from workers.notifications.book import ChannelBook, Recipient, Way
from workers.notifications.channels.channel import (
    DeliveryError,
    OutgoingMessage,
    TransientDelivery,
)
from workers.notifications.handler import NotificationsHandler
from workers.notifications.messages import Links
from workers.notifications.spans import deliver
from workers.notifications.wording import Wording
from workers.runtime.handler import Handler
from workers.runtime.ownership import refuse_foreign
from workers.runtime.spans import in_its_trace

_WANTED_FOR: Final = timedelta(minutes=10)
_NO_WAY: Final = {
    "channel_unavailable": "There is no such channel any more.",
    "channel_disabled": "The channel is switched off.",
}
_SUBJECT: Final = "Rondel: a test message"
_TITLE: Final = "A test message: reminders reach you here."
Settled = tuple[Literal["sent", "failed"], str]


class Trials:
    """Sends each test at most once: who asked looks on, and can ask again."""

    def __init__(self, db: Database, book: ChannelBook, links: Links) -> None:
        self._db = db
        self._book = book
        self._links = links

    async def run(self, event: Event) -> None:
        """The row of the test says what came of it.

        Raises:
            PermanentError: the test is another user's.
        """
        asked = event.data
        assert isinstance(asked, ChannelTestAsked)
        async with self._db.statement() as connection:
            test = await repository.claim_test(connection, asked.user_id, asked.test_id)
            if test is None:
                claims = [(asked.test_id, asked.user_id)]
                await refuse_foreign(connection, "channel_tests", claims)
                return
        try:
            state, answer = await self._send(test)
        except Exception:
            await self._settle(test, ("failed", f"Not sent: {REASONS[OUR_ERROR]}."))
            raise
        await self._settle(test, (state, answer))

    async def _send(self, test: ClaimedTest) -> Settled:
        if self._db.clock.now() - test.asked_at > _WANTED_FOR:
            return "failed", "Not sent: the worker came to it too late. Try again."
        way = await self._book.find(test.channel, Recipient(test.user_id, test.email))
        if not isinstance(way, Way):
            return "failed", _NO_WAY[way]
        try:
            await way.channel.ready()
            accepted = await deliver(way.channel, self._message(test, way.address))
        except TransientDelivery as error:
            doubt = "; it may have arrived all the same" if error.in_doubt else ""
            return "failed", f"{error.reason}{doubt}"
        except DeliveryError as error:
            return "failed", error.reason
        return "sent", accepted.answer

    async def _settle(self, test: ClaimedTest, settled: Settled) -> None:
        async with self._db.statement() as connection:
            now = self._db.clock.now()
            await repository.settle_test(connection, test.test_id, settled[0], settled[1], now)

    def _message(self, test: ClaimedTest, address: str) -> OutgoingMessage:
        return OutgoingMessage(
            key=f"test.{test.test_id.hex}",
            address=address,
            name=test.name,
            words=Wording(_SUBJECT, _TITLE, "", "", "", "", ""),
            notes="",
            priority=4,
            task_url=self._links.settings(),
            settings_url=self._links.settings(),
            user_id=test.user_id,
            task_id=None,
            reminder_id=test.test_id,
            fire_at=test.asked_at,
            sent_at=self._db.clock.now(),
        )


class Desk(Handler):
    """Gives deliveries to their handler, tests and mails about accounts to theirs."""

    def __init__(
        self, deliveries: NotificationsHandler, trials: Trials, accounts: AccountPost
    ) -> None:
        self._deliveries = deliveries
        self._accounts = accounts
        self._single = {ChannelTestAsked: trials.run, AccountMailAsked: accounts.run}
        self.group = deliveries.group
        self.topics = deliveries.topics
        self.types = deliveries.types
        self.batches_at_once = deliveries.batches_at_once

    @override
    async def process(self, batch: Sequence[Event]) -> None:
        """Every event of the batch is settled."""
        single = [event for event in batch if type(event.data) in self._single]
        if not single:
            await self._deliveries.process(batch)
            return
        others = [event for event in batch if type(event.data) not in self._single]
        results = await asyncio.gather(
            self._deliveries.process(others),
            *(in_its_trace(event, self._single[type(event.data)]) for event in single),
            return_exceptions=True,
        )
        for result in results:
            if result is not None:
                raise result

    @override
    async def give_up(self, event: Event, reason: str) -> None:
        """As the handler of deliveries does; a mail about an account will not be sent any more."""
        if isinstance(event.data, AccountMailAsked):
            await self._accounts.give_up(event.data)
        elif not isinstance(event.data, ChannelTestAsked):
            await self._deliveries.give_up(event, reason)
