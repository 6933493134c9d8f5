"""More consumers of one group on the same backlog: what each step brings."""

import asyncio
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cli.bench.arena import Arena
from cli.bench.group import await_balance, await_rest, look_at
from cli.bench.growth import Point, stalled_steps
from cli.bench.harness import Bench, until
from cli.bench.probes import busy_seconds
from cli.bench.recurring import add_recurring, complete_all, stage_completions
from cli.bench.report import NONE_OF_THEM, Target
from cli.bench.seed import add_users, owners_of
from cli.bench.settling import await_published
from cli.bench.staging import RELEASE
from cli.bench.stats import compare
from cli.bench.watch import Watch, watching
from shared.db.repositories import pauses
from shared.db.repositories.tasks import TaskView
from shared.events.topics import TASK_EVENTS

STEPS = 5
_USERS = 500
_SIZES = (1, 2, 4, 12)
_COUNT = 8_000
_WARM_UP = 600
_DRAIN_SECONDS = 120.0
_FROZEN_SECONDS = 0.8
_WORKER = "recurrence"
_COUNT_AFTER = "SELECT count(*) FROM tasks WHERE id > $1"
_OPEN = "SELECT series_id FROM tasks WHERE series_id = ANY($1) AND status = 'open'"


async def run(bench: Bench) -> None:
    """Completions wait in Kafka while the consumers are paused; then all go on at once."""
    count = bench.options.amount(_COUNT)
    points: list[Point] = []
    async with bench.arena() as arena:
        bench.step("starting the relay")
        users = await add_users(arena.db, _USERS)
        arena.start("relay")
        for size in _SIZES:
            bench.step(f"scaling: {count:,} completions, consumers: {size}")
            if size <= arena.kafka.partitions:
                points.append(await _measure(bench, arena, users, count, size))
    bench.row(
        "steps that brought nothing though cores were free",
        stalled_steps(points),
        "steps",
        Target("<=", 0),
        note="throughput grows until the cores are full; cores busy: "
        + ", ".join(f"{each.busy:.0%} with {each.consumers}" for each in points),
    )


@dataclass(frozen=True, slots=True)
class _Drained:
    """How long the backlog took, and which share of all cores was busy meanwhile."""

    seconds: float
    busy: float
    watch: Watch


async def _measure(
    bench: Bench, arena: Arena, users: Sequence[UUID], count: int, size: int
) -> Point:
    members = [f"{_WORKER}.{number}" for number in range(1, size + 1)]
    arena.start(*members)
    await await_balance(arena, TASK_EVENTS, members)
    await _warm_up(arena, users)
    tasks = await add_recurring(arena.db, owners_of(users, count))
    pieces = await stage_completions(arena.db, tasks)
    await arena.sql.execute("ANALYZE tasks")
    drained = await _drain(arena, members, tasks, pieces)
    rate = count / drained.seconds
    ownership = await look_at(arena, TASK_EVENTS, members)
    rows = await arena.sql.fetch(_OPEN, [task.series_id for task in tasks])
    outcome = compare(
        (task.series_id for task in tasks),
        (row["series_id"] for row in rows),
    )
    arena.stop(*members)
    of = f"with {size}"
    bench.row(
        f"completions {of}",
        rate,
        "/s",
        note=f"from the moment that all begin to the last next occurrence; {drained.watch}",
    )
    bench.row(f"partitions not owned once {of}", ownership.wrong, "partitions", NONE_OF_THEM)
    bench.row(f"lost {of}", outcome.lost, "tasks", NONE_OF_THEM)
    bench.row(f"doubled {of}", outcome.doubled, "tasks", NONE_OF_THEM)
    return Point(size, rate, drained.busy)


async def _warm_up(arena: Arena, users: Sequence[UUID]) -> None:
    """Every partition has had events: statements are prepared, offsets known."""
    tasks = await add_recurring(arena.db, owners_of(users, _WARM_UP))
    await complete_all(arena.db, tasks)
    await _await_next(arena, tasks)


async def _drain(
    arena: Arena, members: Sequence[str], tasks: Sequence[TaskView], pieces: range
) -> _Drained:
    """The consumers have handled these completions; all of them began at once."""
    await _pause(arena, members)
    await arena.sql.fetch(RELEASE, pieces.start, pieces.stop)
    await await_published(arena)
    async with watching(arena) as watch:
        # Frozen for longer than they take between two looks at the pause, all of them look at the
        # moment that they go on.
        _signal(arena, members, signal.SIGSTOP)
        try:
            async with arena.db.statement() as connection:
                await pauses.delete_pause(connection, _WORKER)
            await asyncio.sleep(_FROZEN_SECONDS)
        finally:
            busy, started = busy_seconds(), arena.now()
            _signal(arena, members, signal.SIGCONT)
        await _await_next(arena, tasks)
        took = arena.now() - started
        share = (busy_seconds() - busy) / took / (os.cpu_count() or 1)
    return _Drained(took, share, watch)


async def _pause(arena: Arena, members: Sequence[str]) -> None:
    async with arena.db.statement() as connection:
        await pauses.insert_pause(connection, _WORKER, "bench", "a backlog", arena.clock.now())
    await await_rest(arena, members, paused=True)


def _signal(arena: Arena, members: Sequence[str], signum: signal.Signals) -> None:
    for name in members:
        arena.processes[name].process.send_signal(signum)


async def _await_next(arena: Arena, tasks: Sequence[TaskView]) -> None:
    newest = max(task.id for task in tasks)  # ids are in order of time

    async def are_there() -> bool:
        return int(await arena.sql.fetchval(_COUNT_AFTER, newest)) >= len(tasks)

    await until(
        are_there,
        f"{len(tasks):,} next occurrences",
        timeout_seconds=_DRAIN_SECONDS,
        every_seconds=0.05,
    )
