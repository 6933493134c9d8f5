"""What has come due → a delivery in the ledger → a message through each channel, once."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from typing_extensions import override

from shared.core.errors import Unavailable
from shared.core.plain import one_line, shortened
from shared.db.repositories.deliveries import Claim, DeliveryKey
from shared.db.repositories.due_rows import DueRow
from shared.db.session import Database
from shared.domain.delivery_reasons import OUR_ERROR
from shared.domain.zones import readable_zone
from shared.events.envelope import Event
from shared.events.groups import NOTIFICATIONS_GROUP
from shared.observability.metrics import Metrics
from workers.notifications.book import ChannelBook, Recipient, Way
from workers.notifications.bundles import Bundles, Parcel
from workers.notifications.channels.channel import (
    REASON_CHARS,
    Channel,
    ChannelAway,
    OutgoingMessage,
    PermanentDelivery,
    TransientDelivery,
    Unwritten,
)
from workers.notifications.decide import Rules, held_until, reason_to_skip
from workers.notifications.due import Due, due_of
from workers.notifications.ledger import HeldElsewhere, Ledger
from workers.notifications.measures import Measures
from workers.notifications.messages import Links, key_text, message_for
from workers.notifications.outcomes import (
    Attempted,
    Chain,
    Deferred,
    Failed,
    GivenBack,
    Sent,
    Skipped,
    lateness_ms,
)
from workers.notifications.spans import deliver
from workers.notifications.summaries import Summaries, Summary
from workers.notifications.unbegun import Unbegun
from workers.runtime.handler import Handler, TransientError
from workers.runtime.spans import in_its_trace

CLAIM_SECONDS = 10.0
_LOOK_AGAIN_SECONDS = 0.1


@dataclass(slots=True)
class _Scope:
    """One batch; when it is abandoned, deliveries not yet begun are left to the next owner."""

    is_abandoned: bool = False


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One message to be sent."""

    due: Due
    row: DueRow | Summary
    """Of a bundle, that of the first reminder that it carries."""
    key: DeliveryKey
    scope: _Scope
    parcel: Parcel | None = None
    """What a bundle brings; None if this is one reminder."""

    @property
    def version(self) -> int:
        """That of what was read; its digest, or its chain, may have gone on since it came due."""
        if self.parcel is not None:
            return self.due.version
        return self.row.row.version if isinstance(self.row, Summary) else self.row.version

    def message(self, address: str, now: datetime, links: Links) -> OutgoingMessage:
        """What leaves at `now` to `address`."""
        if self.parcel is not None:
            return self.parcel.message(self.key, address, now, links)
        if isinstance(self.row, Summary):
            return self.row.message(self.key, address, now, links)
        return message_for(self.key, self.row, address, now, links)


class NotificationsHandler(Handler):
    """Sends what is due, and never twice what a channel is known to have taken.

    Not a transactional handler: a mail cannot be rolled back. The ledger's unique key and claims
    take the place of the inbox. The only doubt left is a message whose sender died, or lost the
    connection, between the channel's yes and the ledger; it is sent again and counted.
    """

    group = NOTIFICATIONS_GROUP.name
    topics = NOTIFICATIONS_GROUP.topics
    types = NOTIFICATIONS_GROUP.types
    batches_at_once = 8  # most of a delivery is waiting for the mail server; the ledger keeps order

    def __init__(
        self,
        db: Database,
        book: ChannelBook,
        metrics: Metrics,
        *,
        links: Links,
        late_grace: timedelta,
        claim_seconds: float = CLAIM_SECONDS,
    ) -> None:
        self._clock = db.clock
        self._book = book
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._ledger = Ledger(db, claim_seconds)
        self._unbegun = Unbegun(db)
        self._summaries = Summaries(db)
        self._measures = Measures(metrics)
        self._links = links
        self._rules = Rules(late_grace)
        self._bundles = Bundles(db, self._ledger, self._rules)
        self._claim_seconds = claim_seconds
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False

    @override
    async def process(self, batch: Sequence[Event]) -> None:
        """Every delivery of these events is settled.

        If this is cancelled, messages on their way are still followed to their end; others are
        not begun.

        Raises:
            Unavailable: PostgreSQL or a channel as a whole does not answer.
            TransientError: a delivery is to be tried again; the others are settled.
        """
        scope = _Scope()
        tasks = [asyncio.create_task(in_its_trace(event, self._handle, scope)) for event in batch]
        self._running.update(tasks)
        for task in tasks:
            task.add_done_callback(self._running.discard)
        try:
            results = await asyncio.shield(asyncio.gather(*tasks, return_exceptions=True))
        except asyncio.CancelledError:
            scope.is_abandoned = True
            raise
        _raise_worst(results)

    @override
    async def give_up(self, event: Event, reason: str) -> None:
        """What was not taken of its deliveries has failed, and says why; a redrive may send it."""
        due = due_of(event.data)
        if await self._ledger.is_foreign(due):
            return  # what it names is not touched
        row = await self._ledger.read(due) if due.digest is None else None
        chain = _chain_of(row) if row is not None else None
        words = shortened(one_line(reason), REASON_CHARS)
        self._measures.given_up(await self._ledger.give_up(due, words, chain))
        if due.digest == "bundle":
            await self._bundles.give_up(due)

    async def close(self, seconds: float) -> None:
        """No message is begun any more; those on their way have `seconds` to end."""
        self._stopping = True
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        await self._ledger.close()

    async def _handle(self, event: Event, scope: _Scope) -> None:
        due = due_of(event.data)
        if due.digest == "bundle":
            await self._bring(due, scope)
            return
        row = await self._read(due)
        if row is None:
            await self._ledger.refuse_foreign(due)
            self._measures.stale()
            return
        keys = [DeliveryKey(due.reminder_id, due.fire_at, name) for name in set(row.channels)]
        steps = [self._settle(_Delivery(due, row, key, scope)) for key in keys]
        await _all_of(steps)

    async def _read(self, due: Due) -> DueRow | Summary | None:
        if due.digest is not None:
            return await self._summaries.read(due)
        return await self._ledger.read_own(due)

    async def _bring(self, due: Due, scope: _Scope) -> None:
        """Every channel has brought what was deferred to this bundle."""
        parcels = await self._bundles.open(due)
        if parcels is None:
            await self._ledger.refuse_foreign(due)
            self._measures.stale()
            return
        steps = [
            self._settle_parcel(
                _Delivery(
                    due,
                    parcel.carried[0].row,
                    DeliveryKey(due.reminder_id, due.fire_at, channel),
                    scope,
                    parcel,
                )
            )
            for channel, parcel in parcels.items()
        ]
        await _all_of(steps)
        if not (scope.is_abandoned or self._stopping):
            await self._bundles.finish(due)

    async def _settle_parcel(self, delivery: _Delivery) -> None:
        due, key, row, parcel = delivery.due, delivery.key, delivery.row, delivery.parcel
        assert parcel is not None
        way = await self._book.find(key.channel, Recipient(row.user_id, row.email))
        if isinstance(way, Way):
            await self._send(delivery, way)
        elif await self._ledger.record(due, key, Skipped(way), carried=parcel.carried):
            self._measures.skipped(key.channel, way)
        else:
            await self._leave_to_holder(due, key)

    async def _settle(self, delivery: _Delivery) -> None:
        due, key, row = delivery.due, delivery.key, delivery.row
        reason = self._reason_to_skip(due, row)
        until = self._held_until(row) if reason is None else None
        if until is not None:
            if await self._ledger.record(due, key, Deferred(until), _chain_of(row)):
                self._measures.deferred(key.channel)
            else:
                await self._leave_to_holder(due, key)
            return
        if reason is None:
            way = await self._book.find(key.channel, Recipient(row.user_id, row.email))
            if isinstance(way, Way):
                await self._send(delivery, way)
                return
            reason = way
        if await self._ledger.record(due, key, Skipped(reason)):
            self._measures.skipped(key.channel, reason)
        else:
            await self._leave_to_holder(due, key)

    def _reason_to_skip(self, due: Due, row: DueRow | Summary) -> str | None:
        if isinstance(row, Summary):
            return row.reason_to_skip(due, self._clock.now(), self._rules)
        return reason_to_skip(due, row, self._clock.now(), self._rules)

    def _held_until(self, row: DueRow | Summary) -> datetime | None:
        return None if isinstance(row, Summary) else held_until(row, self._clock.now())

    async def _leave_to_holder(self, due: Due, key: DeliveryKey) -> None:
        """The delivery is settled; one that is held or in doubt is looked at again later.

        Its holder may have been this very event in a process that died, so that nobody else comes.
        """
        seconds = await self._ledger.held_seconds(key)
        if seconds is not None:
            raise TransientError("not settled elsewhere yet", seconds)
        if due.digest is not None:
            await self._ledger.follow(due)

    async def _send(self, delivery: _Delivery, way: Way) -> None:
        channel = way.channel
        try:
            await channel.ready()
        except ChannelAway as away:
            await self._unbegun.note(delivery.due, delivery.key, delivery.version)
            raise _unavailable(channel, away) from None
        claim = await self._claim(delivery, channel)
        if claim == "changed":
            await self._settle_anew(delivery)
            return
        if claim is None:
            return
        async with self._slots_of(channel):
            outcome, error = await self._attempt(delivery, way, claim)
        parcel = delivery.parcel
        chain = _chain_of(delivery.row) if parcel is None else None
        carried = parcel.carried if parcel else ()
        await self._ledger.record(delivery.due, delivery.key, outcome, chain, carried)
        self._measures.attempted(channel.name, outcome)
        if error is not None:
            raise error from None

    def _slots_of(self, channel: Channel) -> asyncio.Semaphore:
        if channel.name not in self._slots:
            self._slots[channel.name] = asyncio.Semaphore(channel.concurrency)
        return self._slots[channel.name]

    async def _settle_anew(self, delivery: _Delivery) -> None:
        """Settled by what the reminder is now: it was cancelled or moved since it was read.

        A bundle that was planned anew has an event of its own.
        """
        if delivery.parcel is not None:
            return
        row = await self._read(delivery.due)
        if row is not None:
            await self._settle(replace(delivery, row=row))

    async def _claim(
        self, delivery: _Delivery, channel: Channel
    ) -> Claim | Literal["changed"] | None:
        """The right to send; None if there is nothing to do.

        While another worker is at it, this waits for what comes of it: a claim runs out soon after
        its holder has died. What is in doubt is left for later.
        """
        due, key = delivery.due, delivery.key
        waited = 0.0
        while isinstance(
            answer := await self._ledger.claim(due, key, key_text(key), delivery.version),
            HeldElsewhere,
        ):
            if answer.seconds > self._claim_seconds or waited > self._claim_seconds:
                raise TransientError("not settled elsewhere yet", answer.seconds)
            if delivery.scope.is_abandoned or self._stopping:
                return None
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
            waited += _LOOK_AGAIN_SECONDS
        if answer == "settled" and due.digest is not None:
            await self._ledger.follow(due)
        if not isinstance(answer, Claim):
            return "changed" if answer == "changed" else None
        lateness = (self._clock.now() - key.fire_at).total_seconds()
        self._measures.claimed(channel.name, lateness, is_resend=answer.is_resend)
        return answer

    async def _attempt(
        self, delivery: _Delivery, way: Way, claim: Claim
    ) -> tuple[Attempted, Exception | None]:
        """What came of it, and what the runtime is to be told."""
        key, attempt = delivery.key, claim.attempt
        if delivery.scope.is_abandoned or self._stopping or not self._ledger.holds(key):
            reason = "not begun: the worker stopped or lost its claim"
            return GivenBack(attempt, reason, in_doubt=False), TransientError(reason)
        try:
            accepted = await deliver(way.channel, self._written(delivery, way), attempt)
        except PermanentDelivery as error:
            return Failed(attempt, error.reason), None
        except ChannelAway as away:
            return GivenBack(attempt, away.reason, away.in_doubt), _unavailable(way.channel, away)
        except TransientDelivery as error:
            told = TransientError(error.reason, error.retry_after_seconds)
            return GivenBack(attempt, error.reason, error.in_doubt), told
        except Exception as error:  # noqa: BLE001 - a bug: given back, then raised to the runtime
            bug = error.bug if isinstance(error, Unwritten) else error
            return GivenBack(attempt, OUR_ERROR, in_doubt=bug is error), bug
        now = self._clock.now()
        return Sent(attempt, accepted.answer, now, lateness_ms(key.fire_at, now)), None

    def _written(self, delivery: _Delivery, way: Way) -> OutgoingMessage:
        """What leaves now.

        Raises:
            Unwritten: a bug.
        """
        try:
            return delivery.message(way.address, self._clock.now(), self._links)
        except Exception as error:
            raise Unwritten(error) from error


def _chain_of(row: DueRow | Summary) -> Chain | None:
    """How the reminder nags, if it does."""
    if isinstance(row, Summary) or row.nag_every is None:
        return None
    return Chain(row.nag_every, readable_zone(row.zone))


def _unavailable(channel: Channel, away: ChannelAway) -> Unavailable:
    wait = away.retry_after_seconds
    return Unavailable(f"the server of {channel.name}", 5 if wait is None else max(1, round(wait)))


async def _all_of(steps: Sequence[Coroutine[Any, Any, None]]) -> None:
    """All of them have ended, whatever became of the others."""
    if len(steps) == 1:
        await steps[0]
    else:
        _raise_worst(await asyncio.gather(*steps, return_exceptions=True))


def _raise_worst(results: Iterable[BaseException | None]) -> None:
    """An outage goes first: waiting for its end helps the others, too."""
    errors = [result for result in results if result is not None]
    if errors:
        raise next((error for error in errors if isinstance(error, Unavailable)), errors[0])
