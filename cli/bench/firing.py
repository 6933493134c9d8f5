"""Reminders planned for exact milliseconds, and what Kafka says of when they fired."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cli.bench.arena import Arena
from cli.bench.harness import BenchFailed, until
from cli.bench.observing import Sighting
from cli.bench.seed import Planned, plan_reminders
from cli.bench.stats import Outcome, compare

DUE_TYPE = "reminder.due"
_PER_TRANSACTION = 10_000
_REGISTER_SECONDS = 180.0
_FAR_SECONDS = 86_400.0


def instants_ms(start: float, rate: float, count: int) -> list[int]:
    """`count` instants from `start` (s) on, `rate` a second, each at a whole millisecond.

    >>> instants_ms(10.0, 2000, 5)
    [10000, 10000, 10001, 10001, 10002]
    """
    first = int(start * 1000)
    return [first + int(number * 1000 / rate) for number in range(count)]


async def register(arena: Arena, users: Sequence[UUID], due_ms: Sequence[int]) -> list[Planned]:
    """Reminders for these instants wait in the job store.

    Raises:
        BenchFailed: the first was due before the last had been registered.
    """
    planned: list[Planned] = []
    for first in range(0, len(due_ms), _PER_TRANSACTION):
        chunk = due_ms[first : first + _PER_TRANSACTION]
        planned += await plan_reminders(arena.db, users, chunk)
    await await_jobs(arena, len(planned), due_ms)
    if arena.now() * 1000 > min(due_ms):
        raise BenchFailed(
            "the reminders were due before all of them were registered; take a smaller --count"
        )
    return planned


# By index ix_scheduled_jobs_partition_run, one partition after the other: the table may be huge.
_COUNT = """
    SELECT coalesce(sum(found), 0)
    FROM generate_series(0, $3::int - 1) AS place
    CROSS JOIN LATERAL (
        SELECT count(*) AS found FROM scheduled_jobs
        WHERE partition = place AND parked_reason IS NULL
        AND run_at BETWEEN to_timestamp($1::float8) AND to_timestamp($2::float8)
    ) AS jobs
"""


async def count_jobs(arena: Arena, due_ms: Sequence[int]) -> int:
    """How many reminders wait in the job store for instants between the first and last of these.

    Earlier ones are left out: a row that has fired may still be there for a moment.
    """
    first, last = min(due_ms) / 1000, max(due_ms) / 1000
    return int(await arena.sql.fetchval(_COUNT, first, last, arena.db.partitions))


async def await_jobs(arena: Arena, count: int, due_ms: Sequence[int]) -> None:
    """So many reminders wait in the job store for instants between the first and last of these."""

    async def are_there() -> bool:
        return await count_jobs(arena, due_ms) >= count

    await until(are_there, f"{count:,} reminders registered", timeout_seconds=_REGISTER_SECONDS)


async def register_far(arena: Arena, users: Sequence[UUID], count: int) -> float:
    """Seconds from the commit of reminders that are due tomorrow until all are registered."""
    due_ms = instants_ms(arena.now() + _FAR_SECONDS, 1000, count)
    before = await count_jobs(arena, due_ms)
    await plan_reminders(arena.db, users, due_ms)
    committed = arena.now()
    await await_jobs(arena, before + count, due_ms)
    return arena.now() - committed


@dataclass(frozen=True, slots=True)
class Fired:
    """How reminders fired, each measured at its first sighting; latenesses in ms.

    `packed_ms` counts to the record's timestamp, which is in whole ms, rounded down: a reminder
    that fires within its own millisecond has 0, one that fires before it has less.
    """

    outcome: Outcome
    early: int
    packed_ms: list[float]
    arrived_ms: list[float]


def judge(planned: Sequence[Planned], seen: Sequence[Sighting]) -> Fired:
    """What the sightings say of the plan."""
    first: dict[str, Sighting] = {}
    for each in seen:
        first.setdefault(each.subject, each)
    due = {str(each.reminder_id): each.fire_at_ms for each in planned}
    known = [(each, due[each.subject]) for each in first.values() if each.subject in due]
    return Fired(
        outcome=compare(due, (each.subject for each in seen if each.subject in due)),
        early=sum(each.timestamp_ms < at for each, at in known),
        packed_ms=[float(each.timestamp_ms - at) for each, at in known],
        arrived_ms=[each.arrived * 1000 - at for each, at in known],
    )
