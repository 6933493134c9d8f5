"""Reads what a run left behind: the database, the topics, the groups' offsets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from cli.chaos.evidence import (
    Change,
    DeliveryRow,
    JobRow,
    ReminderRow,
    Seen,
    TaskRow,
    Written,
)
from shared.core.settings import KafkaSettings
from shared.events.catalog import CATALOG
from shared.events.envelope import header_text
from shared.events.topics import dlq_topic
from shared.kafka.positions import committed_offsets, end_offsets
from shared.kafka.records import Record, TopicPartition
from shared.kafka.tail import TailConsumer
from shared.kafka.topology import UNKNOWN_TYPE

_EVERYTHING = 1 << 40
_POLL_MS = 200


@dataclass(frozen=True, slots=True)
class Rows:
    """What the database says."""

    emails: Mapping[UUID, str]
    tasks: Sequence[TaskRow]
    reminders: Sequence[ReminderRow]
    deliveries: Sequence[DeliveryRow]
    jobs: Sequence[JobRow]
    outbox_left: int
    written: Sequence[Written]
    reminder_changes: Sequence[Change]
    delivery_changes: Sequence[Change]


_TASKS = """
    SELECT t.id, t.user_id, t.series_id, t.source_id, t.status, t.version,
           t.deleted_at IS NOT NULL, coalesce(s.missed_policy = 'keep_each', false),
           p.archived_at IS NOT NULL
    FROM tasks t LEFT JOIN series s ON s.id = t.series_id
    LEFT JOIN projects p ON p.id = t.project_id
    ORDER BY t.id
"""
_REMINDERS = """
    SELECT id, user_id, task_id, fire_at, state, reason, version, kind, snooze_of FROM reminders
"""
_DELIVERIES = """
    SELECT reminder_id, fire_at, channel, user_id, state, reason, attempts, resends, message_id,
           carried_by, carried_at
    FROM deliveries
"""
_JOBS = "SELECT reminder_id, version, run_at, parked_reason FROM scheduled_jobs"
# By the outbox id, which follows the commits of a user (ADR 0002).
_WRITTEN = """
    SELECT (row->>'id')::bigint, row->>'topic', (row->>'user_id')::uuid, (row->>'event_id')::uuid,
           row->>'event_type'
    FROM chaos_history WHERE relation = 'outbox' ORDER BY (row->>'id')::bigint
"""
_CHANGES = "SELECT operation, at, row::text FROM chaos_history WHERE relation = $1 ORDER BY n"


async def read_rows(url: str) -> Rows:
    """The rows of a run that is over."""
    sql = await asyncpg.connect(url)
    try:
        return Rows(
            emails=dict(await sql.fetch("SELECT id, email FROM users")),
            tasks=[TaskRow(*row) for row in await sql.fetch(_TASKS)],
            reminders=[ReminderRow(*row) for row in await sql.fetch(_REMINDERS)],
            deliveries=[DeliveryRow(*row) for row in await sql.fetch(_DELIVERIES)],
            jobs=[JobRow(*row) for row in await sql.fetch(_JOBS)],
            outbox_left=await sql.fetchval("SELECT count(*) FROM outbox"),
            written=[Written(*row) for row in await sql.fetch(_WRITTEN)],
            reminder_changes=await _changes(sql, "reminders"),
            delivery_changes=await _changes(sql, "deliveries"),
        )
    finally:
        await sql.close()


async def _changes(sql: Any, relation: str) -> list[Change]:
    rows = await sql.fetch(_CHANGES, relation)
    return [Change(operation, at, orjson.loads(row)) for operation, at, row in rows]


async def read_topics(settings: KafkaSettings, topics: Iterable[str]) -> list[Seen]:
    """Every record of these topics."""
    found: list[Seen] = []
    for topic in topics:
        found += await _read_topic(settings, topic)
    return found


def dead_letter_topics() -> list[str]:
    """Every topic for dead letters."""
    return [dlq_topic(name) for name in (*CATALOG, UNKNOWN_TYPE)]


async def _read_topic(settings: KafkaSettings, topic: str) -> list[Seen]:
    ends = await end_offsets(settings, [topic])
    missing = {at for at, end in ends.items() if end > 0}
    if not missing:
        return []
    tail = TailConsumer(settings, topic, "chaos")
    await tail.start(replay=_EVERYTHING)
    found: list[Seen] = []
    try:
        while missing:
            for at, records in (await tail.poll(_POLL_MS)).items():
                found += [_seen(at, record) for record in records]
                if records and records[-1].offset >= ends[at] - 1:
                    missing.discard(at)
    finally:
        await tail.stop()
    return found


def _seen(at: TopicPartition, record: Record) -> Seen:
    event_id, user_id = (_uuid_in(record, name) for name in ("ce_id", "ce_userid"))
    return Seen(
        topic=at.topic,
        partition=at.partition,
        offset=record.offset,
        at=datetime.fromtimestamp(record.timestamp / 1000, UTC),
        event_id=event_id,
        event_type=header_text(record.headers, "ce_type") or "",
        user_id=user_id,
        data=orjson.loads(record.value) if event_id and record.value else {},
        value=b"" if event_id else record.value or b"",
    )


def _uuid_in(record: Record, name: str) -> UUID | None:
    value = header_text(record.headers, name)
    return UUID(value) if value else None


async def read_lag(
    settings: KafkaSettings, subscriptions: Mapping[str, Iterable[TopicPartition]]
) -> dict[tuple[str, TopicPartition], int]:
    """Records that each group has still to handle, by group and partition; no zeroes."""
    ends = await end_offsets(settings, {at.topic for each in subscriptions.values() for at in each})
    lag: dict[tuple[str, TopicPartition], int] = {}
    for group, partitions in subscriptions.items():
        committed = await committed_offsets(settings, group)
        for at in partitions:
            behind = ends.get(at, 0) - max(committed.get(at, 0), 0)
            if behind:
                lag[group, at] = behind
    return lag
