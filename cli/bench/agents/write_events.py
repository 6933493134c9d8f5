"""Commits one event after another into the outbox, at a steady rate."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg

from cli.bench.agents.control import Control, Job
from cli.bench.agents.pace import keep_pace
from cli.bench.samples import sample_event
from shared.core.clock import SystemClock
from shared.core.ids import new_uuid7
from shared.events.envelope import dump_data, type_of
from shared.events.topics import partition_of

_CONNECTIONS = 8

# What a command does, in one round trip: the user's row is locked, then its event gets its id.
# As plain SQL because the writer must not be what limits the rate (the outbox repository takes a
# millisecond of CPU for a transaction of its own).
_WRITE = """
    WITH owner AS MATERIALIZED (SELECT id FROM users WHERE id = $2 FOR NO KEY UPDATE)
    INSERT INTO outbox (partition, topic, user_id, event_id, event_type, subject, payload,
                        occurred_at, traceparent)
    SELECT $1, $3, owner.id, $4, $5, $6, $7, $8, NULL FROM owner
"""


async def play(job: Job, control: Control) -> list[tuple[str, float, float]]:
    """Subject, planned instant and instant of commit of each event."""
    writer = _Writer(job, control)
    await writer.connect()
    await control.await_start()
    count = int(job["rate"] * job["seconds"])
    await keep_pace(control, job["rate"], count, writer.write)
    return writer.written


class _Writer:
    def __init__(self, job: Job, control: Control) -> None:
        self.written: list[tuple[str, float, float]] = []
        self._job = job
        self._control = control
        self._clock = SystemClock()
        self._users = [UUID(each) for each in job["users"]]
        self._free: asyncio.Queue[Any] = asyncio.Queue()

    async def connect(self) -> None:
        for _ in range(_CONNECTIONS):
            connection = await asyncpg.connect(self._job["database_url"])
            self._free.put_nowait((connection, await connection.prepare(_WRITE)))

    async def write(self, number: int, planned: float) -> None:
        user_id = self._users[number % len(self._users)]
        now = self._clock.now()
        event = sample_event(user_id, now)
        entry = type_of(event)
        free = await self._free.get()
        await free[1].fetch(
            partition_of(user_id, self._job["partitions"]),
            user_id,
            entry.topic,
            new_uuid7(now),
            entry.name,
            event.subject,
            dump_data(event),
            now,
        )
        committed = self._control.now()
        self._free.put_nowait(free)
        self.written.append((event.subject, planned, committed))
