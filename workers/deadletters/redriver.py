"""Executes redrives: letters go to the retry topics of their groups, in order, at a set pace.

A letter is first taken, then sent, and redriven once Kafka has said yes. What was taken and has no
outcome when a process dies is sent again by the next owner: the inbox of its group, or the ledger
of its channel, makes that harmless.
"""

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.db.repositories import redrives
from shared.db.repositories.redrives import RedriveView, TakenLetter
from shared.db.session import Database
from shared.kafka.errors import KafkaFailure, is_refusal
from shared.kafka.producer import Ack, EventProducer
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.deadletters.ownership import LEASE, RENEW_SECONDS, Ownership
from workers.deadletters.pace import Pace
from workers.deadletters.publication import body_of, redrive_headers, retry_topic_of
from workers.runtime.failures import is_passing
from workers.runtime.health import ComponentHealth
from workers.runtime.stopping import stops_within

BATCH = 100
BATCH_BYTES = 4 * 1024 * 1024
_SIDE_BY_SIDE = 20
"""Redrives that are under way together; a slow one does not hold up the others."""

_BUSY_SECONDS = 0.05
_IDLE_SECONDS = 0.25
_BACKOFF_SECONDS = 0.5
_LAST_ACKS_SECONDS = 5.0


class Redriver:
    """The one that sends dead letters again, if its process holds the lease."""

    def __init__(
        self,
        db: Database,
        producer: EventProducer,
        clock: Clock,
        metrics: Metrics,
        owner: str,
        *,
        may_work: Callable[[], bool] = lambda: True,
    ) -> None:
        self._db = db
        self._producer = producer
        self._clock = clock
        self._metrics = metrics
        self._may_work = may_work
        self._ownership = Ownership(db, clock, metrics, owner)
        self._paces: dict[UUID, Pace] = {}
        self._log = get_logger()

    def health(self) -> ComponentHealth:
        """Which redrives are under way here. Without the lease another process does the work."""
        details: dict[str, object] = {"owner": self._ownership.epoch is not None}
        return ComponentHealth("ok", details | {"redrives": [str(each) for each in self._paces]})

    async def run(self, stop: asyncio.Event) -> None:
        """Redrives are executed until `stop`; then the lease is free."""
        work = asyncio.create_task(self._work(stop))
        owning = asyncio.create_task(self._keep_owning())
        stopping = asyncio.create_task(stop.wait())
        tasks = (work, owning, stopping)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            # Letters that wait for Kafka's yes are given a moment; then they are the next owner's.
            await asyncio.wait([work], timeout=_LAST_ACKS_SECONDS)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await self._let_go()
        for task in (work, owning):
            if not task.cancelled():
                task.result()

    async def turn(self) -> float:
        """What may go now has gone; how many seconds there is nothing more to do."""
        epoch = self._ownership.epoch
        if epoch is None or not self._may_work():
            return _IDLE_SECONDS
        async with self._db.read() as connection:
            unfinished = await redrives.list_unfinished(connection, _SIDE_BY_SIDE)
        known = {each.id for each in unfinished}
        self._paces = {key: pace for key, pace in self._paces.items() if key in known}
        all_went = True
        for redrive in unfinished:
            all_went &= await self._advance(redrive, epoch)
        return _BACKOFF_SECONDS if not all_went else _BUSY_SECONDS if unfinished else _IDLE_SECONDS

    async def refresh(self) -> None:
        """The lease is held, if nobody else has it."""
        await self._ownership.refresh()

    async def _advance(self, redrive: RedriveView, epoch: int) -> bool:
        """Whether every letter whose turn it is has its outcome."""
        pace = self._paces.setdefault(redrive.id, Pace(redrive.rate_per_second, self._clock))
        allowed = min(pace.allowed(), BATCH)
        if not allowed:
            return True
        async with self._db.statement() as connection:
            letters = await redrives.take_letters(
                connection,
                redrive.id,
                self._clock.now(),
                limit=allowed,
                most_bytes=BATCH_BYTES,
                lease=LEASE,
                epoch=epoch,
            )
        if not letters:
            await self._finish(redrive)
            return True
        if self._ownership.epoch != epoch:
            return False
        pace.spend(len(letters))
        sent, refused = await self._send(redrive.id, letters)
        await self._settle(redrive, epoch, sent, refused)
        return len(sent) + len(refused) == len(letters)

    async def _send(
        self, redrive_id: UUID, letters: Sequence[TakenLetter]
    ) -> tuple[list[TakenLetter], list[TakenLetter]]:
        """Those that Kafka has, and those that it will never take; others are sent again later."""
        acks: list[tuple[TakenLetter, Ack]] = []
        refused: list[TakenLetter] = []
        now = self._clock.now()
        for letter in letters:
            topic = retry_topic_of(letter)
            if topic is None:
                self._log.error("redrive_of_unknown_group", dead_letter_id=str(letter.id))
                continue
            try:
                ack = await self._producer.send(
                    topic,
                    None,
                    key=letter.record_key,
                    value=body_of(letter),
                    headers=redrive_headers(letter, redrive_id, now),
                )
            except KafkaFailure as error:
                if not self._is_refused(letter, error):
                    break
                refused.append(letter)
            else:
                acks.append((letter, ack))
        failures = await asyncio.gather(*(ack for _, ack in acks), return_exceptions=True)
        sent = []
        for (letter, _), failure in zip(acks, failures, strict=True):
            if not isinstance(failure, BaseException):
                sent.append(letter)
            elif self._is_refused(letter, failure):
                refused.append(letter)
        return sent, refused

    def _is_refused(self, letter: TakenLetter, error: BaseException) -> bool:
        """Whether Kafka will never take the letter; all else is worth another try."""
        place = {"dead_letter_id": str(letter.id), "error": type(error).__name__}
        if is_refusal(error):
            self._log.error("redrive_refused", **place)
            return True
        self._log.warning("redrive_put_off", **place)
        return False

    async def _settle(
        self,
        redrive: RedriveView,
        epoch: int,
        sent: Sequence[TakenLetter],
        refused: Sequence[TakenLetter],
    ) -> None:
        if not sent and not refused:
            return
        async with self._db.unit_of_work() as uow:
            settled = await redrives.settle_letters(
                uow.connection,
                redrive.id,
                uow.now,
                sent=[letter.id for letter in sent],
                refused=[letter.id for letter in refused],
                lease=LEASE,
                epoch=epoch,
            )
        if not settled:
            self._ownership.lose()  # its new owner sends them again; inboxes drop the copies
            return
        for letter in sent:
            self._metrics.count("dead_letters_redriven_total", group=letter.consumer_group)
        await self._finish(redrive)

    async def _finish(self, redrive: RedriveView) -> None:
        async with self._db.statement() as connection:
            if await redrives.finish_if_done(connection, redrive.id, self._clock.now()):
                self._log.info("redrive_finished", redrive_id=str(redrive.id), total=redrive.total)

    async def _work(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                pause = await self.turn()
            except Exception as error:
                if not is_passing(error):
                    raise
                self._log.warning("redriver_waits", error=type(error).__name__)
                pause = _BACKOFF_SECONDS
            await stops_within(stop, pause)

    async def _keep_owning(self) -> None:
        while True:
            try:
                await self.refresh()
            except Exception as error:
                if not is_passing(error):
                    raise
                self._log.debug("redriver_lease_unknown", error=type(error).__name__)
            await asyncio.sleep(RENEW_SECONDS)

    async def _let_go(self) -> None:
        try:
            await self._ownership.release()
        except Unavailable as error:
            self._log.debug("redriver_lease_left", dependency=error.dependency)  # it runs out
