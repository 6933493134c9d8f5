"""Millions of reminders that wait: rows alone, written where commands would have written them."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from cli.bench.arena import Arena
from shared.events.topics import partition_of

BATCH: Final = 250_000

# A task holds twenty, as many as one may have.
_TASKS = """
    INSERT INTO tasks (id, user_id, title, status, created_at, updated_at)
    SELECT gen_random_uuid(), ($1::uuid[])[1 + n % cardinality($1::uuid[])], 'Water plant ' || n,
           'open', $3, $3
    FROM generate_series(1, $2) AS n
    RETURNING id, user_id
"""
_PLACES = "CREATE TEMPORARY TABLE places (n serial, task_id uuid, user_id uuid, partition int)"
_REMINDERS = """
    WITH made AS (
        INSERT INTO reminders (id, user_id, task_id, kind, fire_at, channels, state, created_at,
                               updated_at)
        SELECT gen_random_uuid(), p.user_id, p.task_id, 'absolute',
               $1::timestamptz + random() * interval '300 days', '{email}', 'scheduled', $4, $4
        FROM generate_series($2::int, $3::int) AS g JOIN places p ON p.n = 1 + g / 20
        RETURNING id, user_id, task_id, fire_at
    )
    INSERT INTO scheduled_jobs (reminder_id, partition, run_at, version, payload)
    SELECT m.id, p.partition, m.fire_at, 1,
           jsonb_build_object('user_id', m.user_id, 'task_id', m.task_id)
    FROM made m JOIN places p ON p.task_id = m.task_id
"""


async def stockpile(arena: Arena, users: Sequence[UUID], count: int) -> None:
    """So many reminders of these users wait, from 30 to 330 days from now, evenly over all."""
    sql: Any = arena.sql
    now = arena.clock.now()
    tasks = await sql.fetch(_TASKS, list(users), count // 20 + 1, now)
    await sql.execute(_PLACES)
    await sql.copy_records_to_table(
        "places",
        records=[
            (t["id"], t["user_id"], partition_of(t["user_id"], arena.db.partitions)) for t in tasks
        ],
        columns=["task_id", "user_id", "partition"],
    )
    await sql.execute(
        "CREATE INDEX ON places (n); CREATE INDEX ON places (task_id); ANALYZE places"
    )
    first = await sql.fetchval("SELECT $1::timestamptz + interval '30 days'", now)
    for start in range(0, count, BATCH):
        end = min(start + BATCH, count) - 1
        await sql.execute(_REMINDERS, first, start, end, now)
    await sql.execute("DROP TABLE places; ANALYZE reminders, scheduled_jobs, tasks")
