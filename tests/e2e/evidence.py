"""What the processes did, as the database, the topics and the mail sink tell it."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import text

from shared.commands.reconciliation import find_differences
from shared.core.principal import Principal
from shared.db.session import Database
from shared.events.envelope import header_text
from shared.kafka.records import Record
from shared.kafka.tail import TailConsumer
from tests.e2e.world import World
from tests.waiting import eventually

_SENDER_DOMAIN = "localhost.localdomain"
_EVERYTHING = 1_000_000


@dataclass(frozen=True)
class Waiting:
    """An event in the outbox."""

    user_id: UUID
    topic: str
    event_id: UUID


async def read_outbox(db: Database) -> list[Waiting]:
    """What waits, in the order in which it was written."""
    return [
        Waiting(*row)
        for row in await _rows(db, "SELECT user_id, topic, event_id FROM outbox ORDER BY id")
    ]


async def outbox_depth(db: Database) -> int:
    """How many events wait."""
    ((depth,),) = await _rows(db, "SELECT count(*) FROM outbox")
    return depth


async def until_published(db: Database, seconds: float = 30) -> None:
    """Nothing waits any more."""

    async def is_empty():
        return await outbox_depth(db) == 0

    await eventually(is_empty, seconds, "the outbox is empty")


async def occurrences(db: Database) -> dict[UUID, Counter[str]]:
    """How many open and done tasks each series has."""
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for series_id, status, number in await _rows(
        db,
        "SELECT series_id, status, count(*) FROM tasks WHERE series_id IS NOT NULL GROUP BY 1, 2",
    ):
        found[series_id][status] = number
    return found


async def count_rolled(db: Database) -> int:
    """Series that were completed and have an open occurrence again."""
    found = (await occurrences(db)).values()
    return sum(bool(counts["done"] and counts["open"]) for counts in found)


async def until_rolled(db: Database, count: int, seconds: float = 30) -> None:
    """At least so many series were completed and have an open occurrence again."""

    async def enough():
        return await count_rolled(db) >= count

    await eventually(enough, seconds, f"{count} series go on")


def assert_each_rolled_once(found: Mapping[UUID, Counter[str]], count: int) -> None:
    """Each of `count` series has one occurrence done and one open."""
    assert len(found) == count
    assert set(map(frozenset, (counts.items() for counts in found.values()))) == {
        frozenset({"done": 1, "open": 1}.items())
    }


@dataclass(frozen=True)
class Delivery:
    """A row of the ledger."""

    reminder_id: UUID
    fire_at: datetime
    state: str
    attempts: int
    resends: int
    sent_at: datetime | None
    message_id: str


async def read_deliveries(db: Database) -> list[Delivery]:
    """The ledger."""
    columns = "reminder_id, fire_at, state, attempts, resends, sent_at, message_id"
    return [Delivery(*row) for row in await _rows(db, f"SELECT {columns} FROM deliveries")]


async def count_sent(db: Database) -> int:
    """Deliveries that the ledger calls sent."""
    ((sent,),) = await _rows(db, "SELECT count(*) FROM deliveries WHERE state = 'sent'")
    return sent


async def until_sent(db: Database, count: int, seconds: float = 30) -> int:
    """At least so many deliveries are sent; how many."""

    sent = 0

    async def enough():
        nonlocal sent
        sent = await count_sent(db)
        return sent >= count

    await eventually(enough, seconds, lambda: f"{count} deliveries are sent, not only {sent}")
    return sent


async def assert_fired_in_time(world: World, planned: Mapping[UUID, datetime]) -> None:
    """Each reminder came due on its topic, at least once and never before its instant."""
    async with TopicReader(world, "reminders") as reader:
        await reader.until_due(planned.keys())
        fired = [(r.timestamp, reminder_of(r)) for r in reader.of_type("reminder.due")]
    late_ms = [
        sent_ms - planned[each].timestamp() * 1000 for sent_ms, each in fired if each in planned
    ]
    assert min(late_ms) > -1  # a record carries whole milliseconds, an instant microseconds


async def until_settled(db: Database, reminder_ids: Collection[UUID], seconds: float) -> None:
    """All these reminders are in the ledger, and none is still under way."""

    async def all_settled():
        ledger = {row.reminder_id: row.state for row in await read_deliveries(db)}
        return all(ledger.get(each, "sending") != "sending" for each in reminder_ids)

    await eventually(all_settled, seconds, f"{len(reminder_ids)} deliveries are settled")


@dataclass(frozen=True)
class Outcome:
    """What became of planned reminders: copies of mails beyond the first, and counted resends."""

    doubles: int
    resends: int


async def assert_each_delivered(world: World, planned: Mapping[UUID, datetime]) -> Outcome:
    """Each reminder has one row in the ledger, sent, not early, and at least one mail.

    Whatever came more than once has the same Message-ID each time, or it would be a stranger here.
    """
    ledger = [row for row in await read_deliveries(world.db) if row.reminder_id in planned]
    assert {row.reminder_id: row.fire_at for row in ledger} == planned
    assert len(ledger) == len(planned)
    assert {row.state for row in ledger} == {"sent"}
    assert all(row.sent_at is not None and row.sent_at >= row.fire_at for row in ledger)
    expected = {f"<{row.message_id}@{_SENDER_DOMAIN}>": row for row in ledger}
    mails = [mail for mail in await world.sink.mails() if mail.message_id in expected]
    copies = Counter(mail.message_id for mail in mails)
    assert copies.keys() == expected.keys()
    assert all(mail.received_at >= expected[mail.message_id].fire_at for mail in mails)
    return Outcome(len(mails) - len(ledger), sum(row.resends for row in ledger))


async def assert_job_store_agrees(world: World) -> None:
    """Jobs are as the reminders say once all is settled, and no reconciler ever found otherwise."""

    async def agrees():
        pages = find_differences(world.db, grace_seconds=0)
        return not [each async for page in pages for each in page.differences]

    await eventually(agrees, what="job store and reminders agree")
    assert world.processes.lines_with("scheduler_differences") == []


class TopicReader:
    """Reads a topic from its beginning."""

    def __init__(self, world: World, topic: str) -> None:
        self._tail = TailConsumer(world.kafka, topic, "evidence")
        self.records: list[Record] = []
        """What was read so far; in order within each partition."""

    async def __aenter__(self) -> Self:
        await self._tail.start(replay=_EVERYTHING)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._tail.stop()

    async def more(self) -> int:
        """How many records have come; waits a moment for the first."""
        polled = await self._tail.poll(timeout_ms=50)
        for records in polled.values():
            self.records.extend(records)
        return len(self.records)

    async def until_seen(self, event_ids: Collection[UUID], seconds: float = 20) -> None:
        """All these events have been read."""
        wanted = {str(event_id) for event_id in event_ids}

        async def all_seen():
            await self.more()
            return wanted <= {event_id_of(record) for record in self.records}

        await eventually(all_seen, seconds, f"{len(wanted)} events on the topic")

    async def until_told(self, people: Collection[Principal], count: int) -> None:
        """So many different events of these people have been read."""
        keys = {str(person.user_id).encode() for person in people}

        async def enough():
            await self.more()
            found = {event_id_of(record) for record in self.records if record.key in keys}
            return len(found) >= count

        await eventually(enough, what=f"{count} events of {len(keys)} people")

    async def until_due(self, reminder_ids: Collection[UUID]) -> None:
        """All these reminders have come due."""

        async def all_due():
            await self.more()
            return reminder_ids <= {reminder_of(record) for record in self.of_type("reminder.due")}

        await eventually(all_due, what=f"{len(reminder_ids)} reminders come due")

    def of_type(self, event_type: str) -> list[Record]:
        """Those records that carry events of this type."""
        return [r for r in self.records if header_text(r.headers, "ce_type") == event_type]


async def assert_published_in_order(world: World, waiting: Sequence[Waiting]) -> int:
    """Each event is on its topic, copies left out in its user's order; the number of copies."""
    topics = sorted({event.topic for event in waiting})
    return sum(await asyncio.gather(*(_check_topic(world, topic, waiting) for topic in topics)))


async def _check_topic(world: World, topic: str, waiting: Sequence[Waiting]) -> int:
    expected = [event for event in waiting if event.topic == topic]
    known = {str(event.event_id): str(event.user_id) for event in expected}
    async with TopicReader(world, topic) as reader:
        await reader.until_seen([event.event_id for event in expected])
    seen = [identity for r in reader.records if (identity := event_id_of(r)) in known]
    firsts = list(dict.fromkeys(seen))
    assert _by_user(firsts, known) == _by_user(list(known), known)
    return len(seen) - len(firsts)


def _by_user(event_ids: Sequence[str], known: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for event_id in event_ids:
        found[known[event_id]].append(event_id)
    return found


def event_id_of(record: Record) -> str:
    """The id of the event in a record; empty if it has none."""
    return header_text(record.headers, "ce_id") or ""


def reminder_of(record: Record) -> UUID | None:
    """The reminder that an event is about; None if the record does not say."""
    subject = header_text(record.headers, "ce_subject")
    return UUID(subject) if subject else None


async def _rows(db: Database, query: str) -> Sequence[Any]:
    async with db.read() as connection:
        return (await connection.execute(text(query))).all()
