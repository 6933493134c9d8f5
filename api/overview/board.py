"""The state of the whole installation at a glance; what cannot be read says so, the rest is there.

Kafka's side is asked of the brokers, not of the workers: committed offsets tell the truth when a
worker is dead, which is when somebody looks (docs/operating.md).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import asyncpg

from api.overview.documents import (
    channel_document,
    kafka_document,
    leases_document,
    outbox_document,
)
from api.overview.lag import LagBoard
from api.schemas.common import Document
from api.shared_reads import SharedRead
from api.status import late_since, window_document
from shared.core.errors import Unavailable
from shared.db.connection import Connection
from shared.db.repositories import overview, pauses, punctuality
from shared.db.repositories.dead_letter_mirror import count_open
from shared.db.repositories.outbox import backlog
from shared.db.repositories.punctuality import Sums
from shared.db.session import Database
from shared.domain.punctuality import LATE_AFTER_MS, hour_of
from shared.observability.logging import get_logger

FRESH_SECONDS: Final = 5.0
COMING_MINUTES: Final = 10
CHANNEL_HOURS: Final = 3
_PATIENCE_SECONDS = 4.0
_OVERDUE_AFTER = timedelta(seconds=2)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the tables say; `document` is None if they could not be read in time."""

    document: Document | None
    paused: frozenset[str] = frozenset()
    handled: dict[str, datetime] | None = None


class OverviewBoard:
    """Reads tables and brokers side by side, each at most once in some seconds."""

    def __init__(self, db: Database, lag: LagBoard) -> None:
        self._db = db
        self._lag = lag
        self._rows = SharedRead(self._read, db.clock, FRESH_SECONDS, "overview")

    async def show(self) -> Document:
        """The overview as `OverviewOut`, but for the open pages of this process."""
        seen, rows = await asyncio.gather(self._lag.show(), self._rows.get())
        return {
            "counted_at": self._db.clock.now(),
            "kafka": kafka_document(seen, self._db.clock.now(), rows.paused, rows.handled or {}),
            "database": {
                "status": "unavailable" if rows.document is None else "ok",
                **(rows.document or dict.fromkeys(_PARTS)),
            },
        }

    async def _read(self) -> _Rows:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS), self._db.read() as connection:
                return await self._parts(connection)
        except (Unavailable, TimeoutError, asyncpg.PostgresError) as error:
            get_logger().warning("overview_unread", error=type(error).__name__)
            return _Rows(None)

    async def _parts(self, connection: Connection) -> _Rows:
        now = self._db.clock.now()
        lanes = range(self._db.partitions)
        paused = await pauses.list_pauses(connection)
        document: Document = {
            "outbox": outbox_document(*await backlog(connection), now),
            "leases": leases_document(await overview.list_leases(connection), lanes),
            "punctuality": await _punctuality(connection, now),
            "coming": await _coming(connection, lanes, now),
            "dead_letters": await _dead_letters(connection),
            "channels": {
                "since": now - timedelta(hours=CHANNEL_HOURS),
                "items": [
                    channel_document(each)
                    for each in await overview.channel_totals(
                        connection, now, timedelta(hours=CHANNEL_HOURS)
                    )
                ],
            },
        }
        handled = await overview.last_handled(connection)
        return _Rows(document, frozenset(each.worker for each in paused), handled)


_PARTS: Final = ("outbox", "leases", "punctuality", "coming", "dead_letters", "channels")


async def _punctuality(connection: Connection, now: datetime) -> Document:
    day, hour = hour_of(now) - _DAY, hour_of(now) - _HOUR
    sums = await punctuality.read_sums(connection, day, hour)
    recent = [
        Sums(s.outcome, s.bucket, s.recent_count, s.recent_longest_ms, 0, 0)
        for s in sums
        if s.recent_count
    ]
    return {
        "late_after_ms": LATE_AFTER_MS,
        "waiting_since": await late_since(connection, now),
        "last_hour": window_document(hour, recent),
        "last_24_hours": window_document(day, sums),
    }


async def _coming(connection: Connection, lanes: Sequence[int], now: datetime) -> Document:
    first = now.replace(second=0, microsecond=0)
    minutes = [first + timedelta(minutes=number) for number in range(COMING_MINUTES)]
    until = minutes[-1] + timedelta(minutes=1)
    found = dict(await overview.coming_by_minute(connection, lanes, now, until))
    overdue, oldest = await overview.overdue_jobs(connection, lanes, now - _OVERDUE_AFTER)
    return {
        "minutes": [{"at": each, "reminders": found.get(each, 0)} for each in minutes],
        "overdue": overdue,
        "overdue_since": oldest,
    }


async def _dead_letters(connection: Connection) -> Document:
    found = await count_open(connection)
    by_type = [
        {"event_type": name, "open": count}
        for name, count in sorted(found.items(), key=lambda each: (-each[1], each[0]))
    ]
    return {"open": sum(found.values()), "by_event_type": by_type}
