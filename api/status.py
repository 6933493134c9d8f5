"""The public status: how the service is, and how punctual reminders were."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import asyncpg

from api.health import ComponentHealth, Health, Status, worst_of
from api.schemas.common import Document
from api.shared_reads import SharedRead
from shared.core.errors import Unavailable
from shared.core.version import own_version
from shared.db.connection import Connection
from shared.db.repositories import punctuality
from shared.db.repositories.punctuality import Sums
from shared.db.session import Database
from shared.domain.punctuality import LATE_AFTER_MS, count_late, hour_of, percentile
from shared.observability.logging import get_logger

FRESH_SECONDS: Final = 10.0
_PATIENCE_SECONDS = 2.0
_STALE_SECONDS = 300.0
_DAY = timedelta(days=1)
_MONTH = timedelta(days=30)
_WAITS_AFTER = timedelta(minutes=1)
"""A shorter wait is a retry or a restart, and shows as lateness when the reminder is sent."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read, and when; `numbers` is None if nothing could be read."""

    numbers: Document | None
    is_current: bool
    read_at: float


class StatusBoard:
    """Anybody may ask, without sign-in: the database is asked once in ten seconds.

    One question at a time, whoever waits for its answer; a failure is kept as long as an answer.
    """

    def __init__(self, db: Database, health: Health) -> None:
        self._db = db
        self._health = health
        self._version = own_version()
        self._reads = SharedRead(self._read, db.clock, FRESH_SECONDS, "status")
        self._last: _Read | None = None

    async def show(self) -> tuple[Status, Document]:
        """The status, and the document that says more."""
        components = await self._health.check_own()
        status = worst_of(components)
        numbers = None
        if status != "down":
            read = await self._reads.get()
            numbers = read.numbers
            if read.is_current and numbers is not None:
                components.append(_delivery(numbers))
            status = worst_of(components) if read.is_current else "degraded"
        return status, self._document(status, components, numbers)

    def _document(
        self, status: Status, components: Iterable[ComponentHealth], numbers: Document | None
    ) -> Document:
        return {
            "status": status,
            "version": self._version,
            "components": {each.name: each.status for each in components},
            "reminders": numbers,
        }

    async def _read(self) -> _Read:
        self._last = await self._ask(self._last)
        return self._last

    async def _ask(self, last: _Read | None) -> _Read:
        clock = self._db.clock
        try:
            numbers = await self._numbers()
        except (Unavailable, TimeoutError, asyncpg.PostgresError) as error:
            get_logger().warning("status_unread", error=type(error).__name__)
            now = clock.monotonic()
            if last is None or now - last.read_at > _STALE_SECONDS:
                return _Read(None, is_current=False, read_at=now)
            return _Read(last.numbers, is_current=False, read_at=last.read_at)
        return _Read(numbers, is_current=True, read_at=clock.monotonic())

    async def _numbers(self) -> Document:
        now = self._db.clock.now()
        month, day = hour_of(now) - _MONTH, hour_of(now) - _DAY
        async with asyncio.timeout(_PATIENCE_SECONDS), self._db.read() as connection:
            sums = await punctuality.read_sums(connection, month, day)
            first = await punctuality.first_hour(connection)
            oldest = await late_since(connection, now)
        recent = [
            Sums(s.outcome, s.bucket, s.recent_count, s.recent_longest_ms, 0, 0)
            for s in sums
            if s.recent_count
        ]
        return {
            "counted_at": now,
            "measured_since": first,
            "late_after_ms": LATE_AFTER_MS,
            "waiting_since": oldest,
            "last_24_hours": window_document(day, recent),
            "last_30_days": window_document(month, sums),
        }


def _delivery(numbers: Document) -> ComponentHealth:
    """Whether reminders leave: the mail server and the workers are not seen from here."""
    return ComponentHealth("delivery", "degraded" if numbers["waiting_since"] else "ok")


async def late_since(connection: Connection, now: datetime) -> datetime | None:
    """For when the oldest reminder was planned that is late by more than a minute and waits still.

    What should have left more than a day ago counts as missed, or stands in the dead letters.
    """
    return await punctuality.waiting_since(connection, now - _DAY, now - _WAITS_AFTER)


def window_document(since: datetime, sums: Iterable[Sums]) -> Document:
    """What became of the reminders of that time as `WindowOut`."""
    totals = dict.fromkeys(("sent", "missed", "failed", "skipped"), 0)
    counts: dict[int, int] = {}
    longest = 0
    for each in sums:
        totals[each.outcome] += each.count
        if each.outcome == "sent":
            counts[each.bucket] = each.count
            longest = max(longest, each.longest_ms)
    return {
        "since": since,
        **totals,
        "late": count_late(counts),
        "lateness_ms": _lateness(counts, longest) if counts else None,
    }


def _lateness(counts: dict[int, int], longest: int) -> dict[str, int]:
    percents = {f"p{percent}": percentile(counts, percent) for percent in (50, 95, 99)}
    return {name: min(ms, longest) for name, ms in percents.items()} | {"max": longest}
