"""The job store of the reminders worker: rows that wait for their instant.

Compared with the reminders in `reconciliation.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

LEASE_PREFIX = "scheduler/"
"""The lease of a partition's owner is named so, and by its number."""

FIRST_INSTANT = datetime(1, 1, 1, tzinfo=UTC)
LAST_INSTANT = datetime.max.replace(tzinfo=UTC)
"""Stands for infinity in the database driver."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One waiting reminder as it stands in the table."""

    reminder_id: UUID
    run_at: datetime
    version: int
    payload: Any

    @property
    def key(self) -> tuple[datetime, UUID]:
        """Its place in the index of the table."""
        return self.run_at, self.reminder_id


@dataclass(frozen=True, slots=True)
class WantedJob:
    """A reminder that is to wait in `partition` until `run_at`."""

    reminder_id: UUID
    partition: int
    run_at: datetime
    version: int
    payload: str


# Joining the reminder drops what was replanned or cancelled since, in whatever order events come.
# In id order, so that this and a reconciliation never wait for each other.
_PUT = text(
    """
    INSERT INTO scheduled_jobs AS j (reminder_id, partition, run_at, version, payload)
    SELECT w.reminder_id, w.partition, w.run_at, w.version, CAST(w.payload AS jsonb)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:partitions AS int[]), CAST(:run_ats AS timestamptz[]),
                CAST(:versions AS int[]), CAST(:payloads AS text[]))
         AS w (reminder_id, partition, run_at, version, payload)
    JOIN reminders r ON r.id = w.reminder_id AND r.version = w.version AND r.state = 'scheduled'
     AND r.user_id = CAST(CAST(w.payload AS jsonb) ->> 'user_id' AS uuid)
    ORDER BY w.reminder_id
    ON CONFLICT (reminder_id) DO UPDATE
    SET partition = excluded.partition, run_at = excluded.run_at, version = excluded.version,
        payload = excluded.payload, parked_reason = NULL
    WHERE j.version < excluded.version
    RETURNING reminder_id
    """
)


async def put_jobs(connection: Connection, jobs: Sequence[WantedJob]) -> set[UUID]:
    """Reminders that now wait; without those whose version is old, and those of another user."""
    if not jobs:
        return set()
    result = await connection.execute(
        _PUT,
        {
            "ids": [job.reminder_id for job in jobs],
            "partitions": [job.partition for job in jobs],
            "run_ats": [job.run_at for job in jobs],
            "versions": [job.version for job in jobs],
            "payloads": [job.payload for job in jobs],
        },
    )
    return {row.reminder_id for row in result}


_TAKE_OUT = text(
    """
    DELETE FROM scheduled_jobs AS j
    USING unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]), CAST(:user_ids AS uuid[]))
          AS w (reminder_id, version, user_id)
    WHERE j.reminder_id = w.reminder_id AND j.version <= w.version
    RETURNING j.reminder_id, EXISTS (
        SELECT 1 FROM reminders r WHERE r.id = j.reminder_id AND r.user_id <> w.user_id
    ) AS is_foreign
    """
)


async def take_out_jobs(
    connection: Connection,
    ids: Sequence[UUID],
    versions: Sequence[int],
    user_ids: Sequence[UUID],
) -> set[UUID]:
    """These reminders, up to these versions, do not wait any more.

    Those that belong to another user than is said are given back: roll back, if there are any.
    """
    if not ids:
        return set()
    parameters = {"ids": list(ids), "versions": list(versions), "user_ids": list(user_ids)}
    result = await connection.execute(_TAKE_OUT, parameters)
    return {row.reminder_id for row in result if row.is_foreign}


# Index ix_scheduled_jobs_partition_run: the next rows of one partition, without a sort.
_WINDOW = text(
    """
    SELECT reminder_id, run_at, version, payload FROM scheduled_jobs
    WHERE partition = :partition AND parked_reason IS NULL
    AND (run_at, reminder_id) > (:run_at, :reminder_id)
    ORDER BY run_at, reminder_id LIMIT :limit
    """
)
_BEFORE_ALL = (FIRST_INSTANT, UUID(int=0))


async def read_window(
    connection: Connection,
    partition: int,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[JobRow]:
    """The next `limit` rows of the partition by time, from behind `after` on."""
    run_at, reminder_id = after or _BEFORE_ALL
    result = await connection.execute(
        _WINDOW,
        {
            "partition": partition,
            "run_at": run_at,
            "reminder_id": reminder_id,
            "limit": limit,
        },
    )
    return [JobRow(*row) for row in result]


_ROWS = text(
    """
    SELECT reminder_id, run_at, version, payload FROM scheduled_jobs
    WHERE reminder_id = ANY(CAST(:ids AS uuid[])) AND partition = :partition
    AND parked_reason IS NULL
    """
)


async def read_jobs(connection: Connection, partition: int, ids: Sequence[UUID]) -> list[JobRow]:
    """The rows of these reminders in this partition."""
    result = await connection.execute(_ROWS, {"ids": list(ids), "partition": partition})
    return [JobRow(*row) for row in result]


_PARK = text(
    """
    UPDATE scheduled_jobs AS j SET parked_reason = w.reason
    FROM unnest(CAST(:ids AS uuid[]), CAST(:reasons AS text[])) AS w (reminder_id, reason)
    WHERE j.reminder_id = w.reminder_id
    """
)


async def park_jobs(connection: Connection, reasons: dict[UUID, str]) -> None:
    """These rows are kept for a person to look at and are not read again."""
    if reasons:
        parameters = {"ids": list(reasons), "reasons": list(reasons.values())}
        await connection.execute(_PARK, parameters)


@dataclass(frozen=True, slots=True)
class FiredJob:
    """A row whose firing was acknowledged, with the lease that it was fired under."""

    reminder_id: UUID
    version: int
    lease: str
    epoch: int


_DELETE_FIRED = text(
    """
    DELETE FROM scheduled_jobs AS j
    USING unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]), CAST(:leases AS text[]),
                 CAST(:epochs AS bigint[])) AS w (reminder_id, version, lease, epoch),
          leases AS l
    WHERE j.reminder_id = w.reminder_id AND j.version = w.version
    AND l.name = w.lease AND l.epoch = w.epoch
    """
)


async def delete_fired(connection: Connection, fired: Sequence[FiredJob]) -> int:
    """These rows are gone, but for those whose lease has a newer epoch; how many."""
    result = await connection.execute(
        _DELETE_FIRED,
        {
            "ids": [job.reminder_id for job in fired],
            "versions": [job.version for job in fired],
            "leases": [job.lease for job in fired],
            "epochs": [job.epoch for job in fired],
        },
    )
    return result.rowcount


_COUNT = text("SELECT count(*) FROM scheduled_jobs WHERE parked_reason IS NULL")


async def count_waiting(connection: Connection) -> int:
    """How many reminders wait in all partitions."""
    return int((await connection.execute(_COUNT)).scalar_one())
