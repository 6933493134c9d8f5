"""The whole pipe without the API: outbox, relay, recurrence, relay again, reminders' job rows."""

from collections.abc import Sequence
from uuid import UUID

from cli.bench.agent import Agent
from cli.bench.arena import Arena
from cli.bench.firing import count_jobs
from cli.bench.harness import Bench, until
from cli.bench.recurring import add_recurring, stage_completions
from cli.bench.report import NONE_OF_THEM, Target
from cli.bench.seed import add_users
from cli.bench.settling import await_published
from cli.bench.stats import compare, spread
from cli.bench.telling import Heard, hearing_of
from cli.bench.watch import watching
from shared.db.repositories.tasks import TaskView

_EVER_MS = (0, 4_000_000_000_000)  # to the year 2096
STEPS = 3
_USERS = 500
_COUNT = 10_000
_WARM_UP = 500
_CHUNK = 250
_RATE = 200.0
_SECONDS = 12.0
_DRAIN_SECONDS = 120.0
EFFECTS = 2  # of each completion: the next occurrence, and the job row of its reminder
_WHOLE_PIPE = Target(">=", 5_000)

_OPEN = "SELECT series_id FROM tasks WHERE series_id = ANY($1) AND status = 'open'"
_WAITING = """
    SELECT t.series_id FROM scheduled_jobs j
    JOIN reminders r ON r.id = j.reminder_id JOIN tasks t ON t.id = r.task_id
    WHERE t.series_id = ANY($1)
"""
_OF_JOB = """SELECT t.series_id FROM reminders r JOIN tasks t ON t.id = r.task_id
             WHERE r.id = NEW.reminder_id"""


async def run(bench: Bench) -> None:
    """A steady rate, then as much as goes; producers, relay and workers are processes."""
    count = bench.options.amount(_COUNT)
    async with bench.arena() as arena:
        bench.step("starting relay, recurrence and reminders")
        users = await add_users(arena.db, _USERS)
        arena.start("relay", "recurrence", "reminders")
        await pump(arena, await prepare(arena, users, min(_WARM_UP, count)))
        for rate in bench.options.rates(_RATE):
            bench.step(f"pipeline: {rate:g} completions a second")
            await _measure_steady(bench, arena, users, rate)
        bench.step(f"pipeline: {count:,} completions, as fast as they go")
        await _measure_full(bench, arena, users, count)


class Load:
    """Completed tasks whose events wait beside the outbox."""

    def __init__(self, tasks: Sequence[TaskView], pieces: range) -> None:
        self.series = [str(task.series_id) for task in tasks]
        self.pieces = pieces

    def series_of(self, piece: int) -> str:
        """What a piece is about."""
        return self.series[piece - self.pieces.start]


async def prepare(arena: Arena, users: Sequence[UUID], count: int) -> Load:
    """So many tasks are completed, and nothing was published of it."""
    tasks = await add_recurring(arena.db, [users[number % len(users)] for number in range(count)])
    return Load(tasks, await stage_completions(arena.db, tasks))


async def pump(arena: Arena, load: Load) -> float:
    """Seconds from the first row in the outbox until every completion has its job row."""
    before = await count_jobs(arena, _EVER_MS)
    producer = await _producer(arena, load, None)
    await producer.go()
    await _await_jobs(arena, before + len(load.pieces))
    done = arena.now()
    released = await producer.result(_DRAIN_SECONDS)
    return done - float(min(planned for _, planned, _ in released))


async def _measure_full(bench: Bench, arena: Arena, users: Sequence[UUID], count: int) -> None:
    load = await prepare(arena, users, count)
    async with watching(arena) as watch:
        took = await pump(arena, load)
    bench.row(
        "effects of events in the outbox",
        EFFECTS * count / took,
        "/s",
        _WHOLE_PIPE,
        note="first row in the outbox to the last effect; each completion has two, one behind the "
        f"other: its next occurrence, and the job row of that one's reminder; {watch}",
    )
    bench.row("completions to waiting reminder", count / took, "/s", note="through both workers")
    await _rows_of_effects(bench, arena, load, "")


async def _measure_steady(bench: Bench, arena: Arena, users: Sequence[UUID], rate: float) -> None:
    count = max(int(rate * bench.options.length(_SECONDS)), 1)
    load = await prepare(arena, users, count)
    before = await count_jobs(arena, _EVER_MS)
    async with (
        hearing_of(arena, "tasks", "NEW.series_id") as occurred,
        hearing_of(arena, "scheduled_jobs", _OF_JOB) as waiting,
        watching(arena) as watch,
    ):
        producer = await _producer(arena, load, rate)
        await producer.go()
        released = await producer.result(count / rate + _DRAIN_SECONDS)
        await _await_jobs(arena, before + count)
    at = f" at {rate:g}/s"
    committed = {load.series_of(piece): commit for piece, _, commit in released}
    planned = {load.series_of(piece): plan for piece, plan, _ in released}
    note = f"commit of the outbox rows to commit of the effect; {watch}"
    for name, heard in (("next occurrence", occurred), ("waiting reminder", waiting)):
        bench.spread_rows(
            f"outbox row to {name}{at}", spread(_delays_ms(committed, heard)), note=note
        )
        doubled = compare(load.series, (about for about, _ in heard)).doubled
        bench.row(f"{name} written twice{at}", doubled, "events", NONE_OF_THEM)
    bench.spread_rows(
        f"planned row to waiting reminder{at}",
        spread(_delays_ms(planned, waiting)),
        note="from the instant the producer was to begin its transaction",
    )
    await _rows_of_effects(bench, arena, load, at)


def _delays_ms(since: dict[str, float], heard: Heard) -> list[float]:
    """From each instant to the first time that its effect was heard of."""
    first = dict(reversed(heard))
    return [(first[about] - at) * 1000 for about, at in since.items() if about in first]


async def _rows_of_effects(bench: Bench, arena: Arena, load: Load, at: str) -> None:
    """What stands in the tables when nothing is under way any more."""
    await await_published(arena)
    for name, query in (("next occurrences", _OPEN), ("waiting reminders", _WAITING)):
        rows = await arena.sql.fetch(query, load.series)
        outcome = compare(load.series, (str(row["series_id"]) for row in rows))
        bench.row(f"{name} lost{at}", outcome.lost, "events", NONE_OF_THEM)
        bench.row(f"{name} doubled{at}", outcome.doubled, "events", NONE_OF_THEM)


async def _producer(arena: Arena, load: Load, rate: float | None) -> Agent:
    return await arena.agent(
        "release",
        database_url=arena.database_url,
        first=load.pieces.start,
        end=load.pieces.stop,
        chunk=_CHUNK,
        rate=rate,
    )


async def _await_jobs(arena: Arena, count: int) -> None:
    async def are_there() -> bool:
        return await count_jobs(arena, _EVER_MS) >= count

    await until(
        are_there,
        f"{count:,} reminders waiting in the job store",
        timeout_seconds=_DRAIN_SECONDS,
        every_seconds=0.05,
    )
