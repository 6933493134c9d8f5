"""The delivery ledger as the handler uses it: one delivery at a time, many to a statement."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar
from uuid import UUID

from shared.commands.digests import announce_digests, follow_digests
from shared.commands.reminders import announce_nags
from shared.core.ids import new_uuid7
from shared.db.repositories import bundles, deliveries, due_rows, punctuality, reminder_results
from shared.db.repositories.bundles import Carried, DeferredDelivery, WantedBundle
from shared.db.repositories.deliveries import (
    Claim,
    DeliveryKey,
    SkippedDelivery,
    WantedDelivery,
)
from shared.db.repositories.digests import read_digests
from shared.db.repositories.due_rows import DueRow
from shared.db.repositories.ownership import foreign_rows
from shared.db.session import Database, UnitOfWork
from shared.domain.delivery_reasons import GAVE_UP
from shared.domain.punctuality import hour_of
from shared.observability.logging import get_logger
from shared.observability.tracing import caused_by, within_spans
from workers.notifications.due import Due
from workers.notifications.messages import key_text
from workers.notifications.outcomes import (
    Attempted,
    Chain,
    Deferred,
    Entry,
    Failed,
    Outcome,
    Skipped,
    brought_by,
    carried_settlement,
    cause_of,
    event_of,
    nags_of,
    results_of,
    settled_digest,
    settled_digests_of,
    settlement_of,
    tallies_of,
)
from workers.runtime.coalesce import Coalescer
from workers.runtime.failures import is_passing
from workers.runtime.handler import PermanentError

T = TypeVar("T")

_READ_AT_ONCE = 500
_RECORD_AT_ONCE = 50  # few, so that little is in doubt if the process dies before the commit
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
        self._records = Coalescer(self._record_all, _RECORD_AT_ONCE)
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
        return await self._claims.ask(wanted)

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
        return await self._records.ask(Entry(due, key, outcome, chain, carried))

    async def drop(self, entries: Sequence[Entry]) -> None:
        """Of these deferred deliveries nothing will come; the ledger says why."""
        await asyncio.gather(*(self._records.ask(entry) for entry in entries))

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
            news += await _skip_unbegun(uow, due)
            await reminder_results.conclude_reminders(uow.connection, results_of(news), uow.now)
            nags = nags_of(news, uow.now)
            announce_nags(uow, await reminder_results.nag_on(uow.connection, nags, uow.now))
            await follow_digests(uow, users, settled_digests_of(news))
            tallies = tallies_of(entry.outcome for entry in news)
            await punctuality.add(uow.connection, hour_of(uow.now), self._shard, tallies)
            for event in map(event_of, news):
                if event is not None:
                    uow.emit(event)
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
            settled = {key: first[key].version for key, left in obstacles.items() if left is None}
            if settled:
                await reminder_results.adopt_outcomes(connection, settled, self._db.clock.now())

        def answer(each: WantedDelivery) -> ClaimAnswer:
            claim = claims.get(each.key)
            if claim and first[each.key] is each:
                return claim
            if claim:  # the same delivery twice in one group: the first one sends it
                return HeldElsewhere(self._claim_seconds)
            if each.key not in obstacles:
                return "changed"
            seconds = obstacles[each.key]
            return "settled" if seconds is None else HeldElsewhere(max(seconds, 0.0))

        return [answer(each) for each in wanted]

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

    async def _record_all(self, entries: Sequence[Entry]) -> Sequence[bool]:
        # A skip that meets a delivery under way in the same group has nothing to add to it.
        by_key = {e.key: e for e in sorted(entries, key=_is_attempted)}
        written = list(by_key.values())
        try:
            changed = await until_written(lambda: self._write_traced(written))
        finally:
            for entry in entries:
                if _is_attempted(entry):
                    self._held.pop(entry.key, None)
        return [by_key[e.key] is e and e.key in changed for e in entries]

    async def _write_traced(self, entries: Collection[Entry]) -> set[DeliveryKey]:
        spans = {key: span for entry in entries for key, span in entry.spans.items()}
        with within_spans(spans), caused_by(map(cause_of, entries)):
            return await self._write(entries)

    async def _write(self, entries: Collection[Entry]) -> set[DeliveryKey]:
        async with self._db.unit_of_work() as uow:
            owners = (entry.due.user_id for entry in entries)
            users = await uow.lock_users(owners, even_disabled=True)
            changed = await _write_deliveries(uow, entries)
            news = [e for e in entries if e.key in changed and e.due.user_id in users]
            brought = [each for entry in news for each in brought_by(entry)]
            known = await _write_carried(uow, brought)
            settled = [each for each in brought if each.key in known]
            news += settled
            await reminder_results.conclude_reminders(uow.connection, results_of(news), uow.now)
            nags = nags_of(news, uow.now)
            announce_nags(uow, await reminder_results.nag_on(uow.connection, nags, uow.now))
            await follow_digests(uow, users, settled_digests_of(news))
            plans = _bundles_for(news)
            announce_digests(uow, await bundles.plan_bundles(uow.connection, plans, uow.now))
            tallies = tallies_of(
                e.outcome for e in [*(e for e in entries if e.key in changed), *settled]
            )
            await punctuality.add(uow.connection, hour_of(uow.now), self._shard, tallies)
            for event in map(event_of, news):
                if event is not None:
                    uow.emit(event)
        return changed


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


async def _skip_unbegun(uow: UnitOfWork, due: Due) -> list[Entry]:
    """A digest that could not even be written is skipped, so that the next one follows it."""
    if due.digest not in {"digest", "review"}:
        return []
    rows = await read_digests(uow.connection, [due.reminder_id], uow.now)
    entries = [
        Entry(due, DeliveryKey(due.reminder_id, due.fire_at, name), Skipped("not_written"))
        for row in rows.values()
        if (row.version, row.user_id) == (due.version, due.user_id)
        for name in row.channels
    ]
    changed = await _write_deliveries(uow, entries)
    return [entry for entry in entries if entry.key in changed]


async def _write_deliveries(uow: UnitOfWork, entries: Collection[Entry]) -> set[DeliveryKey]:
    settlements, skips, deferred = [], [], []
    dropped = [entry for entry in entries if entry.carried_by is not None]
    for entry in entries:
        key, due, outcome = entry.key, entry.due, entry.outcome
        about = (key, new_uuid7(uow.now), due.task_id, due.user_id)
        if entry.carried_by is not None:
            continue
        if isinstance(outcome, Skipped):
            skips.append(SkippedDelivery(*about, outcome.reason))
        elif isinstance(outcome, Deferred):
            deferred.append(DeferredDelivery(*about, outcome.until))
        else:
            settlements.append(settlement_of(key, outcome))
    changed = await deliveries.settle(uow.connection, settlements)
    changed |= await deliveries.skip(uow.connection, skips, uow.now)
    changed |= await bundles.defer(uow.connection, deferred, uow.now)
    return changed | await _write_carried(uow, dropped)


async def _write_carried(uow: UnitOfWork, entries: Sequence[Entry]) -> set[DeliveryKey]:
    settlements = [
        carried_settlement(entry, key_text(entry.carried_by))
        for entry in entries
        if entry.carried_by is not None
    ]
    return await bundles.settle_carried(uow.connection, settlements)


def _bundles_for(entries: Sequence[Entry]) -> list[WantedBundle]:
    """The bundles for what is deferred now, each at the first instant that it is wanted at."""
    found: dict[UUID, WantedBundle] = {}
    for entry in entries:
        if isinstance(entry.outcome, Deferred):
            user_id, until = entry.due.user_id, entry.outcome.until
            known = found.get(user_id)
            first = min(until, known.fire_at) if known else until
            names = {entry.key.channel, *(known.channels if known else ())}
            found[user_id] = WantedBundle(user_id, first, sorted(names))
    return list(found.values())


def _is_attempted(entry: Entry) -> bool:
    return isinstance(entry.outcome, Attempted)
