"""The delivery ledger as the handler uses it: one delivery at a time, many to a statement."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from shared.commands.digests import follow_digests
from shared.core.ids import new_uuid7
from shared.db.repositories import deliveries, due_rows, punctuality, reminder_results
from shared.db.repositories.bundles import Carried
from shared.db.repositories.deliveries import Claim, DeliveryKey, WantedDelivery
from shared.db.repositories.due_rows import DueRow
from shared.db.repositories.ownership import foreign_rows
from shared.db.session import Database
from shared.domain.delivery_reasons import GAVE_UP
from shared.observability.logging import get_logger
from shared.observability.tracing import caused_by, within_spans
from workers.notifications.due import Due
from workers.notifications.entries import skip_unbegun, write_entries, write_given_up
from workers.notifications.outcomes import (
    Attempted,
    Chain,
    Entry,
    Failed,
    Outcome,
    cause_of,
    settled_digest,
)
from workers.runtime.coalesce import Coalescer
from workers.runtime.failures import is_passing
from workers.runtime.handler import PermanentError

T = TypeVar("T")

_READ_AT_ONCE = 500
_RECORD_AT_ONCE = 50  # few, so that little is in doubt if the process dies before the commit
_BEHIND_OWNERS = 8  # transactions that wait for people who are busy, one a person
_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class HeldElsewhere:
    """Somebody else has it, or it is in doubt; for so many seconds, if nothing happens."""

    seconds: float


ClaimAnswer = Claim | HeldElsewhere | Literal["settled", "changed"]


@dataclass(slots=True)
class _Held:
    """A claim of this process; `until` is monotonic time and never later than the database's."""

    attempt: int
    until: float


@dataclass(frozen=True, slots=True)
class _Written:
    """Which deliveries were news, and whose had to be left to another transaction."""

    changed: set[DeliveryKey]
    busy: set[UUID]


class Ledger:
    """Reads, claims and records, each in groups that form by themselves under load.

    A claim holds for `claim_seconds` and is extended while its delivery is under way, so that
    another process can take over soon after this one has died, and never before.
    """

    def __init__(self, db: Database, claim_seconds: float) -> None:
        self._db = db
        self._claim_seconds = claim_seconds
        self._shard = secrets.randbelow(punctuality.SHARDS)
        self._held: dict[DeliveryKey, _Held] = {}
        self._extending: asyncio.Task[None] | None = None
        self._reads = Coalescer(self._read_all, _READ_AT_ONCE)
        self._claims = Coalescer(self._claim_all, _READ_AT_ONCE)
        self._looks = Coalescer(self._look_all, _READ_AT_ONCE)
        self._adoptions = Coalescer(self._adopt_all, _READ_AT_ONCE)
        self._records = Coalescer(self._record_all, _RECORD_AT_ONCE)
        self._owners = WeakValueDictionary[UUID, asyncio.Lock]()
        self._behind_owners = asyncio.Semaphore(_BEHIND_OWNERS)
        self._log = get_logger()

    async def read(self, due: Due) -> DueRow | None:
        """The reminder, its task and its owner; None if one of them is gone."""
        return await self._reads.ask((due.reminder_id, due.user_id))

    async def read_own(self, due: Due) -> DueRow | None:
        """As `read`, for what is to be sent.

        Raises:
            PermanentError: it is a reminder of another task.
        """
        row = await self.read(due)
        if row is not None and row.task_id != due.task_id:
            raise PermanentError("the event names another task than its reminder")
        return row

    async def is_foreign(self, due: Due) -> bool:
        """Whether the reminder is another's than its event says."""
        async with self._db.read() as connection:
            claims = [(due.reminder_id, due.user_id)]
            return bool(await foreign_rows(connection, "reminders", claims))

    async def refuse_foreign(self, due: Due) -> None:
        """The reminder is gone, or its user's.

        Raises:
            PermanentError: it is another's.
        """
        if await self.is_foreign(due):
            raise PermanentError("the event names a reminder that is not its user's")

    async def claim(self, due: Due, key: DeliveryKey, message_id: str, version: int) -> ClaimAnswer:
        """The right to send, or why not: settled, held, or no longer what was read.

        `version` is that of the reminder as it was read.
        """
        wanted = WantedDelivery(
            key,
            version,
            new_uuid7(self._db.clock.now()),
            due.task_id,
            due.user_id,
            message_id,
        )
        answer = await self._claims.ask(wanted)
        if answer == "settled":
            await self._adoptions.ask(wanted)
        return answer

    def holds(self, key: DeliveryKey) -> bool:
        """Whether nobody else can have claimed this meanwhile."""
        held = self._held.get(key)
        return held is not None and self._db.clock.monotonic() < held.until

    async def record(
        self,
        due: Due,
        key: DeliveryKey,
        outcome: Outcome,
        chain: Chain | None = None,
        carried: tuple[Carried, ...] = (),
    ) -> bool:
        """The outcome is in the ledger, the reminder and the outbox; whether it was news.

        A reminder that nags is planned again in the same transaction, the bundle of one that is
        deferred waits, and what a bundle carries shares its outcome.
        """
        entry = Entry(due, key, outcome, chain, carried)
        try:
            return await self._recorded(entry)
        finally:
            if _is_attempted(entry):
                self._held.pop(key, None)

    async def drop(self, entries: Sequence[Entry]) -> None:
        """Of these deferred deliveries nothing will come; the ledger says why."""
        await asyncio.gather(*map(self._recorded, entries))

    async def give_up(self, due: Due, reason: str, chain: Chain | None = None) -> int:
        """What was given back of these deliveries has failed, and the reminder; how many.

        One that nags comes again all the same: its channel may be back by then.
        """
        async with self._db.unit_of_work() as uow:
            users = await uow.lock_users([due.user_id], even_disabled=True)
            if due.user_id not in users:
                return 0
            keys = await deliveries.give_up(
                uow.connection, due.user_id, due.reminder_id, due.fire_at, reason
            )
            news = [Entry(due, key, Failed(0, GAVE_UP + reason), chain) for key in keys]
            news += await skip_unbegun(uow, due)
            await write_given_up(uow, users, news, self._shard)
        return len(keys)

    async def follow(self, due: Due) -> None:
        """The next digest waits if this one was settled before it came, under an older version."""
        async with self._db.unit_of_work() as uow:
            users = await uow.lock_users([due.user_id], even_disabled=True)
            if users:
                await follow_digests(uow, users, settled_digest(due))

    async def held_seconds(self, key: DeliveryKey) -> float | None:
        """How long a delivery is still held or in doubt; None if it is neither."""
        return await self._looks.ask(key)

    async def close(self) -> None:
        """No claim is extended any more."""
        if self._extending is not None:
            self._extending.cancel()
            await asyncio.wait([self._extending])

    async def _read_all(self, wanted: Sequence[tuple[UUID, UUID]]) -> Sequence[DueRow | None]:
        async with self._db.read() as connection:
            rows = await due_rows.read_due(connection, set(wanted), self._db.clock.now())
        found = {(row.reminder_id, row.user_id): row for row in rows.values()}
        return [found.get(each) for each in wanted]

    async def _look_all(self, keys: Sequence[DeliveryKey]) -> Sequence[float | None]:
        async with self._db.read() as connection:
            obstacles = await deliveries.find_obstacles(connection, set(keys))
        return [obstacles.get(key) for key in keys]

    async def _claim_all(self, wanted: Sequence[WantedDelivery]) -> Sequence[ClaimAnswer]:
        first = {each.key: each for each in reversed(wanted)}
        until = self._db.clock.monotonic() + self._claim_seconds
        async with self._db.statement() as connection:
            claims = await deliveries.claim(
                connection, first.values(), self._db.clock.now(), self._claim_seconds
            )
            self._hold(claims, until)
            rest = first.keys() - claims.keys()
            obstacles = await deliveries.find_obstacles(connection, rest) if rest else {}
            left = [first[key] for key in rest - obstacles.keys()]
            same = await deliveries.find_unchanged(connection, left) if left else set()

        def answer(each: WantedDelivery) -> ClaimAnswer:
            claim = claims.get(each.key)
            if claim and first[each.key] is each:
                return claim
            if claim:  # the same delivery twice in one group: the first one sends it
                return HeldElsewhere(self._claim_seconds)
            if each.key not in obstacles:  # as it was: another transaction is at it, and may go on
                return HeldElsewhere(0.0) if each.key.reminder_id in same else "changed"
            seconds = obstacles[each.key]
            return "settled" if seconds is None else HeldElsewhere(max(seconds, 0.0))

        return [answer(each) for each in wanted]

    async def _adopt_all(self, settled: Sequence[WantedDelivery]) -> Sequence[None]:
        in_order = sorted(settled, key=lambda each: each.version)
        versions = {each.key: each.version for each in in_order}
        async with self._db.statement() as connection:
            await reminder_results.adopt_outcomes(connection, versions, self._db.clock.now())
        return [None] * len(settled)

    def _hold(self, claims: dict[DeliveryKey, Claim], until: float) -> None:
        self._held.update({key: _Held(claim.attempt, until) for key, claim in claims.items()})
        if self._held and self._extending is None:
            self._extending = asyncio.create_task(self._extend())

    async def _extend(self) -> None:
        """Claims of deliveries under way hold on; ends when none is under way."""
        try:
            while self._held:
                await asyncio.sleep(self._claim_seconds / 3)
                await self._extend_once()
        finally:
            self._extending = None

    async def _extend_once(self) -> None:
        attempts = {key: held.attempt for key, held in self._held.items()}
        until = self._db.clock.monotonic() + self._claim_seconds
        try:
            async with self._db.statement() as connection:
                kept = await deliveries.extend_claims(connection, attempts, self._claim_seconds)
        except Exception as error:  # noqa: BLE001 - the claims run out by themselves
            self._log.warning("claims_not_extended", error=type(error).__name__)
            return
        for key in attempts.keys() & self._held.keys():
            self._held[key].until = until if key in kept else 0.0

    async def _recorded(self, entry: Entry) -> bool:
        """Whether the outcome was news.

        Its group goes on without it while a transaction of somebody else's holds its owner: such a
        one may take seconds, and the others are of other people.
        """
        is_news = await self._records.ask(entry)
        if is_news is not None:
            return is_news
        owner = self._owners.setdefault(entry.due.user_id, asyncio.Lock())
        async with owner, self._behind_owners:
            written = await until_written(lambda: self._write_traced([entry], waits=True))
        return entry.key in written.changed

    async def _record_all(self, entries: Sequence[Entry]) -> Sequence[bool | None]:
        # A skip that meets a delivery under way in the same group has nothing to add to it.
        by_key = {e.key: e for e in sorted(entries, key=_is_attempted)}
        group = list(by_key.values())
        written = await until_written(lambda: self._write_traced(group, waits=False))
        return [
            None
            if e.due.user_id in written.busy
            else by_key[e.key] is e and e.key in written.changed
            for e in entries
        ]

    async def _write_traced(self, entries: Collection[Entry], *, waits: bool) -> _Written:
        spans = {key: span for entry in entries for key, span in entry.spans.items()}
        with within_spans(spans), caused_by(map(cause_of, entries)):
            return await self._write(entries, waits=waits)

    async def _write(self, entries: Collection[Entry], *, waits: bool) -> _Written:
        owners = {entry.due.user_id for entry in entries}
        async with self._db.unit_of_work() as uow:
            users, busy = (
                (await uow.lock_users(owners, even_disabled=True), set[UUID]())
                if waits
                else await uow.lock_free_users(owners)
            )
            free = [entry for entry in entries if entry.due.user_id not in busy]
            changed = await write_entries(uow, users, free, self._shard) if free else set()
        return _Written(changed, busy)


async def until_written(write: Callable[[], Awaitable[T]]) -> T:
    """What `write` answers in the end: what has been sent must not be forgotten.

    It is tried again while PostgreSQL is away, and after all that may work in a moment.
    """
    pause = _PAUSE_SECONDS
    while True:
        try:
            return await write()
        except Exception as error:
            if not is_passing(error):
                raise
            get_logger().warning("record_waits", error=type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


def _is_attempted(entry: Entry) -> bool:
    return isinstance(entry.outcome, Attempted)
