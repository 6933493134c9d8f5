"""Where the job store differs from the reminders, and the statements that make it agree again.

`reminders` is the truth. Nothing here waits for a reminder or a job row that somebody else is
changing: what is being changed is no difference yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.jobs import FIRST_INSTANT, LAST_INSTANT, LEASE_PREFIX
from shared.events.digests import DigestKind

FIRST_ID = UUID(int=0)
LAST_ID = UUID(int=2**128 - 1)


class Kind(StrEnum):
    """What a difference can be."""

    MISSING = "missing"
    """A reminder waits and has no job."""
    ORPHAN = "orphan"
    """A job whose reminder does not wait, or is gone."""
    WRONG_VERSION = "wrong_version"
    WRONG_TIME = "wrong_time"
    WRONG_PARTITION = "wrong_partition"
    WRONG_PAYLOAD = "wrong_payload"
    PARKED = "parked"
    """A job that could not be read, of a reminder that waits."""
    UNFIRED = "unfired"
    """A job in order whose time has passed, though somebody owns its partition."""
    OVERDUE = "overdue"
    """A reminder whose time has long passed, with neither job nor delivery."""


REMADE = frozenset(Kind) - {Kind.ORPHAN, Kind.UNFIRED}
"""Mended by making the row anew from its reminder."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reminders: of one user or of all, that fire from `start` until before `end`."""

    user_id: UUID | None = None
    start: datetime = FIRST_INSTANT
    end: datetime = LAST_INSTANT


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which something that has not happened counts."""

    overdue_seconds: float = 900
    """More than it takes until a first try of `reminder.due` has written a delivery."""
    unfired_seconds: float = 60


@dataclass(frozen=True, slots=True)
class WaitingReminder:
    """A reminder that waits, its job, and what SQL can tell of their difference."""

    reminder_id: UUID
    user_id: UUID
    fire_at: datetime
    changed_at: datetime
    kind: str | None
    partition: int | None
    job_version: int | None
    parked_reason: str | None

    @property
    def key(self) -> tuple[UUID, datetime, UUID]:
        """Its place in the index."""
        return self.user_id, self.fire_at, self.reminder_id


# Index ix_reminders_user_waiting for the page, the primary key for the jobs, the unique key of
# deliveries for what is overdue. A delivery that was skipped belongs to an older plan for the same
# instant, or the reminder would not wait any more. One that was fired again is given twice the time
# that it had before (`updated_at` says when that was).
_WAITING = text(
    """
    WITH page AS MATERIALIZED (
        SELECT id, user_id, task_id, kind, fire_at, version, updated_at FROM reminders
        WHERE state = 'scheduled'
        AND (user_id, fire_at, id) > (:after_user, :after_at, :after_id)
        AND user_id <= :last_user AND fire_at >= :start AND fire_at < :end
        ORDER BY user_id, fire_at, id LIMIT :limit
    )
    SELECT p.id, p.user_id, p.fire_at, p.updated_at,
        CASE
        WHEN j.reminder_id IS NULL AND p.fire_at > :now THEN 'missing'
        WHEN j.reminder_id IS NULL THEN
            CASE WHEN p.fire_at + greatest(make_interval(secs => :overdue),
                                           2 * (p.updated_at - p.fire_at)) <= :now
            AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.reminder_id = p.id
                            AND d.fire_at = p.fire_at AND d.state <> 'skipped')
            THEN 'overdue' END
        WHEN j.parked_reason IS NOT NULL THEN 'parked'
        WHEN j.version <> p.version THEN 'wrong_version'
        WHEN j.run_at <> p.fire_at THEN 'wrong_time'
        WHEN j.payload ->> 'user_id' IS DISTINCT FROM p.user_id::text
          OR j.payload ->> 'task_id' IS DISTINCT FROM p.task_id::text
          OR j.payload ->> 'kind' IS DISTINCT FROM CASE WHEN p.task_id IS NULL THEN p.kind END
          THEN 'wrong_payload'
        WHEN p.fire_at <= :now - make_interval(secs => :unfired)
        AND EXISTS (SELECT 1 FROM leases l WHERE l.name = :lease || j.partition
                    AND l.expires_at > clock_timestamp()) THEN 'unfired'
        END,
        j.partition, j.version, j.parked_reason
    FROM page p LEFT JOIN scheduled_jobs j ON j.reminder_id = p.id
    ORDER BY p.user_id, p.fire_at, p.id
    """
)


async def read_waiting(
    connection: Connection,
    scope: Scope,
    after: tuple[UUID, datetime, UUID] | None,
    limit: int,
    *,
    now: datetime,
    limits: Limits,
) -> list[WaitingReminder]:
    """The next `limit` reminders of the scope that wait, by user and time, each beside its job."""
    after_user, after_at, after_id = after or (scope.user_id or FIRST_ID, FIRST_INSTANT, FIRST_ID)
    parameters = {
        "after_user": after_user,
        "after_at": after_at,
        "after_id": after_id,
        "last_user": scope.user_id or LAST_ID,
        "start": scope.start,
        "end": scope.end,
        "limit": limit,
        "now": now,
        "overdue": limits.overdue_seconds,
        "unfired": limits.unfired_seconds,
        "lease": LEASE_PREFIX,
    }
    result = await connection.execute(_WAITING, parameters)
    return [WaitingReminder(*row.values()) for row in result]


@dataclass(frozen=True, slots=True)
class StoredJob:
    """A job beside its reminder; `user_id` and `changed_at` are None if that is gone."""

    reminder_id: UUID
    partition: int
    run_at: datetime
    version: int
    said_user: str | None
    """Whose it is by its payload."""
    parked_reason: str | None
    user_id: UUID | None
    changed_at: datetime | None
    is_orphan: bool


# The primary keys of both tables.
_JOBS = text(
    """
    WITH page AS MATERIALIZED (
        SELECT reminder_id, partition, run_at, version, payload ->> 'user_id' AS said_user,
               parked_reason
        FROM scheduled_jobs WHERE reminder_id > :after ORDER BY reminder_id LIMIT :limit
    )
    SELECT p.*, r.user_id, r.updated_at, r.state IS DISTINCT FROM 'scheduled'
    FROM page p LEFT JOIN reminders r ON r.id = p.reminder_id
    ORDER BY p.reminder_id
    """
)


async def read_stored(connection: Connection, after: UUID, limit: int) -> list[StoredJob]:
    """The next `limit` jobs by their reminder's id, each beside its reminder."""
    result = await connection.execute(_JOBS, {"after": after, "limit": limit})
    return [StoredJob(*row.values()) for row in result]


# Index ix_outbox_partition_id: the first row of each lane.
_UNPUBLISHED = text(
    """
    SELECT lane, (SELECT occurred_at FROM outbox WHERE partition = lane ORDER BY id LIMIT 1)
    FROM unnest(CAST(:lanes AS int[])) AS lane
    """
)


async def oldest_unpublished(
    connection: Connection, lanes: Iterable[int]
) -> dict[int, datetime | None]:
    """When the first event that waits in the outbox happened, by lane."""
    result = await connection.execute(_UNPUBLISHED, {"lanes": list(lanes)})
    return {row[0]: row[1] for row in result}


_PARTITIONS = text(
    """
    SELECT max(CAST(substr(name, length(:prefix) + 1) AS int)) + 1
    FROM leases WHERE starts_with(name, :prefix)
    """
)


async def known_partitions(connection: Connection) -> int | None:
    """How many partitions have had an owner; None if no reminders worker has ever run."""
    found = (await connection.execute(_PARTITIONS, {"prefix": LEASE_PREFIX})).scalar_one()
    return int(found) if found is not None else None


_COUNT = text(
    """
    SELECT (SELECT count(*) FROM reminders WHERE state = 'scheduled' AND user_id >= :first_user
            AND user_id <= :last_user AND fire_at >= :start AND fire_at < :end)
         + (SELECT count(*) FROM scheduled_jobs)
    """
)


async def count_rows(connection: Connection, scope: Scope) -> int:
    """How many rows a comparison of this scope looks at."""
    parameters = {
        "first_user": scope.user_id or FIRST_ID,
        "last_user": scope.user_id or LAST_ID,
        "start": scope.start,
        "end": scope.end,
    }
    return int((await connection.execute(_COUNT, parameters)).scalar_one())


@dataclass(frozen=True, slots=True)
class RemadeJob:
    """A job as its reminder says it is."""

    reminder_id: UUID
    partition: int
    run_at: datetime
    version: int
    user_id: UUID
    task_id: UUID | None
    digest: DigestKind | None


# A reminder that somebody changes at this moment is left out; one that is locked here is not
# changed, or its job with it, before this is committed. In id order, as `put_jobs` writes.
_REMAKE = text(
    """
    WITH truth AS MATERIALIZED (
        SELECT r.id, w.partition, r.fire_at, r.version, r.user_id, r.task_id, r.kind
        FROM unnest(CAST(:ids AS uuid[]), CAST(:partitions AS int[])) AS w (id, partition)
        JOIN reminders r ON r.id = w.id
        WHERE r.state = 'scheduled'
        AND (r.fire_at > :now OR NOT EXISTS (
            SELECT 1 FROM deliveries d WHERE d.reminder_id = r.id AND d.fire_at = r.fire_at
            AND d.state <> 'skipped'))
        ORDER BY r.id FOR SHARE OF r SKIP LOCKED
    )
    INSERT INTO scheduled_jobs AS j (reminder_id, partition, run_at, version, payload)
    SELECT id, partition, fire_at, version,
           CASE WHEN task_id IS NULL THEN jsonb_build_object('user_id', user_id, 'kind', kind)
           ELSE jsonb_build_object('user_id', user_id, 'task_id', task_id) END
    FROM truth ORDER BY id
    ON CONFLICT (reminder_id) DO UPDATE
    SET partition = excluded.partition, run_at = excluded.run_at, version = excluded.version,
        payload = excluded.payload, parked_reason = NULL
    WHERE (j.partition, j.run_at, j.version, j.payload, j.parked_reason)
        IS DISTINCT FROM (excluded.partition, excluded.run_at, excluded.version,
                          excluded.payload, NULL)
    RETURNING reminder_id, partition, run_at, version,
              CAST(payload ->> 'user_id' AS uuid), CAST(payload ->> 'task_id' AS uuid),
              payload ->> 'kind'
    """
)


async def remake_jobs(
    connection: Connection, places: Sequence[tuple[UUID, int]], now: datetime
) -> list[RemadeJob]:
    """These reminders have the job that they should have, in the partition given.

    Answers those that were made or changed. Left out: reminders that do not wait any more, are
    being changed, or whose delivery has begun.
    """
    parameters = {
        "ids": [reminder_id for reminder_id, _ in places],
        "partitions": [partition for _, partition in places],
        "now": now,
    }
    return [RemadeJob(*row.values()) for row in await connection.execute(_REMAKE, parameters)]


_NOTE = text(
    """
    UPDATE reminders SET updated_at = :now WHERE id IN (
        SELECT id FROM reminders WHERE id = ANY(CAST(:ids AS uuid[])) AND state = 'scheduled'
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    )
    RETURNING id
    """
)


async def note_refiring(connection: Connection, ids: Sequence[UUID], now: datetime) -> set[UUID]:
    """These are about to be fired again, and the rows say when; those that may be."""
    result = await connection.execute(_NOTE, {"ids": list(ids), "now": now})
    return set(result.scalars())


# The version keeps a job that was made meanwhile for a newer plan.
_DELETE = text(
    """
    DELETE FROM scheduled_jobs AS j
    USING (
        SELECT s.reminder_id
        FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[])) AS w (id, version)
        JOIN scheduled_jobs s ON s.reminder_id = w.id AND s.version = w.version
        ORDER BY s.reminder_id FOR UPDATE OF s SKIP LOCKED
    ) AS mine
    WHERE j.reminder_id = mine.reminder_id
    AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.id = j.reminder_id AND r.state = 'scheduled')
    RETURNING j.reminder_id
    """
)


async def delete_orphans(connection: Connection, jobs: Sequence[tuple[UUID, int]]) -> set[UUID]:
    """These jobs, each in the version given, are gone if their reminders still do not wait."""
    parameters = {"ids": [each for each, _ in jobs], "versions": [version for _, version in jobs]}
    return set((await connection.execute(_DELETE, parameters)).scalars())
