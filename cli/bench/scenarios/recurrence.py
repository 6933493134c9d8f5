"""Completions of recurring tasks: how soon the next occurrence is there, and how many a second."""

from collections.abc import Sequence
from uuid import UUID

from cli.bench.arena import Arena
from cli.bench.harness import Bench, until
from cli.bench.previews import measure_previews
from cli.bench.recurring import add_recurring, complete_all
from cli.bench.report import NONE_OF_THEM, Target
from cli.bench.seed import add_users, owners_of
from cli.bench.stats import compare, spread
from cli.bench.telling import hearing_of
from cli.bench.watch import watching
from shared.db.repositories.tasks import TaskView

STEPS = 4
_USERS = 500
_COUNT = 10_000
_WARM_UP = 500
_RATE = 200.0
_SECONDS = 15.0
_STEADY_WARM_UP = 20
_DRAIN_SECONDS = 120.0
_P50_MS, _P99_MS = 40.0, 150.0
_SUSTAINED = Target(">=", 2_500)


async def run(bench: Bench) -> None:
    """Previews of rules; a steady rate, then a burst, with relay and recurrence as processes."""
    bench.step("recurrence: previews of rules")
    measure_previews(bench)
    count = bench.options.amount(_COUNT)
    async with bench.arena() as arena:
        bench.step("starting relay and recurrence")
        users = await add_users(arena.db, _USERS)
        arena.start("relay", "recurrence")
        await _burst(arena, users, min(_WARM_UP, count))
        for rate in bench.options.rates(_RATE):
            bench.step(f"recurrence: {rate:g} completions a second")
            await _measure_steady(bench, arena, users, rate)
        bench.step(f"recurrence: {count:,} completions at once")
        async with watching(arena) as watch:
            took = await _burst(arena, users, count)
    bench.row(
        "completions sustained",
        count / took,
        "/s",
        _SUSTAINED,
        note="commit of all completions to the last next occurrence, each with a reminder that is "
        f"cancelled and copied; {watch}",
    )


async def _measure_steady(bench: Bench, arena: Arena, users: Sequence[UUID], rate: float) -> None:
    count = int(rate * bench.options.length(_SECONDS)) + _STEADY_WARM_UP
    tasks = await add_recurring(arena.db, owners_of(users, count))
    completer = await arena.agent(
        "complete",
        database_url=arena.database_url,
        partitions=arena.kafka.partitions,
        rate=rate,
        tasks=[(task.user_id, task.id) for task in tasks],
    )
    await _await_next(arena, tasks[:_STEADY_WARM_UP])
    async with hearing_of(arena, "tasks", "NEW.series_id") as heard, watching(arena) as watch:
        await completer.go()
        completed = await completer.result(count / rate + _DRAIN_SECONDS)
        await _await_next(arena, tasks)
    visible = dict(reversed(heard))
    outcome = compare((series for series, _, _ in completed), (series for series, _ in heard))
    at = f"at {rate:g}/s"
    bench.spread_rows(
        f"completion to next occurrence {at}",
        spread((visible[each] - done) * 1000 for each, _, done in completed if each in visible),
        p50=_P50_MS,
        p99=_P99_MS,
        note=f"commit of complete_task to commit of the next occurrence; {watch}",
    )
    bench.spread_rows(
        f"planned completion to next occurrence {at}",
        spread((visible[each] - plan) * 1000 for each, plan, _ in completed if each in visible),
        note="from the instant complete_task was to begin",
    )
    first = min(planned for _, planned, _ in completed)
    last = max(done for _, _, done in completed)
    bench.row(f"completed {at}", len(completed) / (last - first), "/s", note="the load held")
    bench.row(f"lost {at}", outcome.lost, "tasks", NONE_OF_THEM)
    bench.row(f"doubled {at}", outcome.doubled, "tasks", NONE_OF_THEM)


async def _burst(arena: Arena, users: Sequence[UUID], count: int) -> float:
    """Seconds from the commit of `count` completions until every next occurrence is there."""
    tasks = await add_recurring(arena.db, owners_of(users, count))
    await complete_all(arena.db, tasks)
    committed = arena.now()
    await _await_next(arena, tasks)
    return arena.now() - committed


async def _await_next(arena: Arena, tasks: Sequence[TaskView]) -> None:
    """Each of these tasks' series has an open occurrence."""
    series = [task.series_id for task in tasks]

    async def are_there() -> bool:
        found = await arena.sql.fetchval(
            "SELECT count(*) FROM tasks WHERE series_id = ANY($1) AND status = 'open'", series
        )
        return int(found) >= len(series)

    await until(
        are_there,
        f"{len(series):,} next occurrences",
        timeout_seconds=_DRAIN_SECONDS,
        every_seconds=0.05,
    )
