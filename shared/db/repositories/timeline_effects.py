"""What came of events, for timelines: jobs that wait, deliveries, dead letters, acts of operators.

As in `timeline`: the newest `limit` rows before a place in time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import TextClause, text

from shared.db.connection import Connection
from shared.db.repositories.audit import OWN
from shared.db.repositories.timeline import Before, window


@dataclass(frozen=True, slots=True)
class WaitingJob:
    """A reminder that waits for its instant; parked if its row cannot be read.

    `event_id` is the event that planned it, `owner` the process that will fire it.
    """

    reminder_id: str
    version: int
    run_at: datetime
    partition: int
    owner: str | None
    parked_reason: str | None
    event_id: str | None


@dataclass(frozen=True, slots=True)
class DeliveryEntry:
    """What became of one message; `event_id` is the `reminder.due` that asked for it.

    A digest is of no task.
    """

    id: str
    at: datetime
    event_id: str | None
    reminder_id: str
    task_id: str | None
    channel: str
    fire_at: datetime
    state: str
    reason: str | None
    attempts: int
    resends: int
    claimed_until: datetime | None
    answer: str | None
    sent_at: datetime | None
    lateness_ms: int | None
    kind: Literal["delivery"] = "delivery"


@dataclass(frozen=True, slots=True)
class DeadLetterEntry:
    """An event that a group gave up."""

    id: str
    at: datetime
    event_id: str | None
    event_type: str
    group: str | None
    failure_kind: str | None
    error_class: str | None
    fingerprint: str | None
    attempts: int | None
    first_failed_at: datetime | None
    state: str
    closed_at: datetime | None
    closed_by: str | None
    close_reason: str | None
    kind: Literal["dead_letter"] = "dead_letter"


@dataclass(frozen=True, slots=True)
class ActEntry:
    """What somebody did to the system."""

    id: str
    at: datetime
    actor: str
    action: str
    target: str
    reason: str | None
    details: Mapping[str, Any]
    kind: Literal["audit"] = "audit"


_JOBS = """
    SELECT CAST(j.reminder_id AS text), j.version, j.run_at, j.partition, l.owner,
           j.parked_reason, CAST(planned.event_id AS text)
    FROM (
        SELECT * FROM scheduled_jobs WHERE {condition} ORDER BY run_at, reminder_id LIMIT :limit
    ) AS j
    LEFT JOIN leases l
        ON l.name = 'scheduler/' || j.partition AND l.expires_at > clock_timestamp()
    LEFT JOIN LATERAL (
        SELECT event_id FROM activity a
        WHERE a.reminder_id = j.reminder_id AND a.event_type = 'reminder.scheduled'
        AND a.data -> 'reminder_version' = to_jsonb(j.version)
        ORDER BY a.occurred_at DESC LIMIT 1
    ) AS planned ON true
    ORDER BY j.run_at, j.reminder_id
"""
_JOBS_OF_REMINDERS = text(_JOBS.format(condition="reminder_id = ANY(CAST(:ids AS uuid[]))"))
# From the user's tasks (ix_tasks_user_created) to their reminders (ix_reminders_task_id) to the
# jobs' primary key: costs what the user has, not what all have.
_JOBS_OF_USER = text(
    _JOBS.format(
        condition="""reminder_id = ANY(ARRAY(
            SELECT r.id FROM tasks t JOIN reminders r ON r.task_id = t.id
            WHERE t.user_id = :id AND t.deleted_at IS NULL AND r.state = 'scheduled'
        ))"""
    )
)


async def jobs_of_reminders(
    connection: Connection, ids: Collection[UUID], limit: int
) -> list[WaitingJob]:
    """Those of these reminders that wait, the next one first."""
    parameters = {"ids": list(ids), "limit": limit}
    return [WaitingJob(*row) for row in await connection.execute(_JOBS_OF_REMINDERS, parameters)]


async def jobs_of_user(connection: Connection, user_id: UUID, limit: int) -> list[WaitingJob]:
    """The user's reminders that wait, the next one first."""
    parameters = {"id": user_id, "limit": limit}
    return [WaitingJob(*row) for row in await connection.execute(_JOBS_OF_USER, parameters)]


# Index ix_deliveries_user_id or ix_deliveries_task_id, or the unique one on reminder and instant;
# the newest of what it finds are sorted out.
_DELIVERIES: Mapping[str, TextClause] = {
    kind: text(
        f"""
        SELECT CAST(d.id AS text), d.claimed_at, CAST(due.event_id AS text),
               CAST(d.reminder_id AS text), CAST(d.task_id AS text), d.channel, d.fire_at, d.state,
               d.reason, d.attempts, d.resends, d.claimed_until, d.provider_answer, d.sent_at,
               d.lateness_ms
        FROM (
            SELECT * FROM deliveries
            WHERE {kind}_id = :id AND (claimed_at, id) < (:at, :before)
            AND (CAST(:fire_at AS timestamptz) IS NULL OR fire_at = :fire_at)
            ORDER BY claimed_at DESC, id DESC LIMIT :limit
        ) AS d
        LEFT JOIN LATERAL (
            SELECT event_id FROM activity a
            WHERE a.reminder_id = d.reminder_id AND a.occurred_at = d.fire_at
            AND a.event_type = 'reminder.due' LIMIT 1
        ) AS due ON true
        ORDER BY d.claimed_at DESC, d.id DESC
        """  # noqa: S608 - made of constants
    )
    for kind in ("user", "task", "reminder")
}


async def deliveries_of(
    connection: Connection,
    kind: str,
    identifier: UUID,
    before: Before,
    limit: int,
    *,
    fire_at: datetime | None = None,
) -> list[DeliveryEntry]:
    """Deliveries to a user, or of a task or reminder; with `fire_at` those of that instant."""
    parameters = {"id": identifier, "fire_at": fire_at, **window(before, limit)}
    return [DeliveryEntry(*row) for row in await connection.execute(_DELIVERIES[kind], parameters)]


_DEAD = """
    SELECT CAST(id AS text), recorded_at, event_id, event_type, consumer_group, failure_kind,
           error_class, fingerprint, attempts, first_failed_at, state, closed_at, closed_by,
           close_reason
    FROM dead_letters WHERE {condition} AND (recorded_at, id) < (:at, :before)
    ORDER BY recorded_at DESC, id DESC LIMIT :limit
"""
# Index ix_dead_letters_user_id_id.
_DEAD_OF_USER = text(
    _DEAD.format(
        condition="user_id = :user_id AND "
        "(CAST(:subjects AS text[]) IS NULL OR subject = ANY(:subjects))"
    )
)
# Index ix_dead_letters_event_id.
_DEAD_EVENT = text(_DEAD.format(condition="event_id = :id"))


async def dead_letters_of(
    connection: Connection,
    user_id: UUID,
    subjects: Collection[str] | None,
    before: Before,
    limit: int,
) -> list[DeadLetterEntry]:
    """Dead letters of the user about these subjects; None for all."""
    parameters = {
        "user_id": user_id,
        "subjects": None if subjects is None else list(subjects),
        **window(before, limit),
    }
    return [DeadLetterEntry(*row) for row in await connection.execute(_DEAD_OF_USER, parameters)]


async def dead_letters_of_event(
    connection: Connection, event_id: UUID, before: Before, limit: int
) -> list[DeadLetterEntry]:
    """How often this event died, and in which groups."""
    parameters = {"id": str(event_id), **window(before, limit)}
    return [DeadLetterEntry(*row) for row in await connection.execute(_DEAD_EVENT, parameters)]


# Indexes ix_audit_entries_target_id and ix_audit_entries_actor_id_id.
_ACTS = text(
    """
    SELECT lpad(to_hex(id), 32, '0'), happened_at, actor, action, target, reason, details
    FROM audit_entries
    WHERE (target = ANY(CAST(:targets AS text[])) OR actor_id = CAST(:actor_id AS uuid))
    AND (happened_at < :at OR (happened_at = :at AND id < :before))
    AND NOT starts_with(actor, :own)
    ORDER BY happened_at DESC, id DESC LIMIT :limit
    """
)
_LARGEST_ID = 2**63 - 1


async def acts_on(
    connection: Connection,
    targets: Collection[str],
    actor_id: UUID | None,
    before: Before,
    limit: int,
) -> list[ActEntry]:
    """What was done to these targets, or by this account; not what people did to their own."""
    parameters = {
        "targets": list(targets),
        "actor_id": actor_id,
        "at": before.at,
        "before": min(before.id.int, _LARGEST_ID),
        "own": OWN,
        "limit": limit,
    }
    rows = await connection.execute(_ACTS, parameters)
    return [ActEntry(str(UUID(row[0])), *tuple(row)[1:]) for row in rows]
