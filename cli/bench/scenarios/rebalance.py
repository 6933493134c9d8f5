"""A second reminders worker joins, leaves in good order, joins again and is killed, under load."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cli.bench import mails
from cli.bench.arena import Arena
from cli.bench.firing import DUE_TYPE, instants_ms, judge, register
from cli.bench.group import Ownership, await_balance
from cli.bench.harness import Bench, BenchFailed
from cli.bench.observing import observe
from cli.bench.report import NONE_OF_THEM
from cli.bench.seed import Planned, add_users
from cli.bench.settling import await_settled, sleep_until
from cli.bench.stats import compare, spread
from cli.bench.watch import Watch, watching
from cli.bench.windows import (
    ON_TIME_SECONDS,
    Arrival,
    arrivals,
    arrived_within,
    seconds_until_on_time,
)
from shared.events.topics import REMINDERS
from shared.kafka.consumer import SESSION_TIMEOUT_MS

STEPS = 6
_USERS = 500
_RATE = 300.0
_SECONDS = 6.0
_WINDOWS = 5
_SPARE_SECONDS = 30.0  # two workers start meanwhile, which takes as long as it takes
_CATCH_UP_SECONDS = 3.0  # the observer is a consumer, too, and may be behind
_WARM_UP = 200
_LEAD_SECONDS = 4.0
_REGISTERED_A_SECOND = 2_500.0  # assumed, with room, for the lead before the first instant
_FIRST, _SECOND = "reminders", "reminders.2"
_BOTH = (_FIRST, _SECOND)


@dataclass(frozen=True, slots=True)
class _Window:
    """What happened at `start`, and who owned what when the group had come to rest."""

    name: str
    start: float
    balanced: float
    ownership: Ownership


async def run(bench: Bench) -> None:
    """The whole path runs, so that every reminder ends as a mail."""
    rate = bench.options.rates(_RATE)[0]
    async with bench.arena() as arena:
        bench.step("starting relay, reminders and notifications")
        await mails.clear(bench.services.sink)
        users = await add_users(arena.db, _USERS)
        arena.start("relay", _FIRST, "notifications")
        await await_settled(arena, await _plan(arena, users, rate, _WARM_UP))
        length = bench.options.length(_SECONDS)
        seconds = _WINDOWS * length + _SPARE_SECONDS + SESSION_TIMEOUT_MS / 1000
        planned = await _plan(arena, users, rate, int(rate * seconds))
        observer = await observe(
            arena, REMINDERS, DUE_TYPE, expect=10 * len(planned), seconds=seconds + 300
        )
        async with watching(arena) as watch:
            windows = await _change(bench, arena, planned[0].fire_at_ms / 1000, length)
        end = arena.now()
        if end > planned[-1].fire_at_ms / 1000:
            raise BenchFailed("the load was over before the group had come to rest")
        planned = [each for each in planned if each.fire_at_ms / 1000 < end]
        await await_settled(arena, planned)
        await sleep_until(arena, end + _CATCH_UP_SECONDS)
        await observer.stop()
        seen = await observer.seen()
        found = arrivals(planned, seen)
        ends = [*(each.start for each in windows[1:]), None]
        for window, until_ in zip(windows, ends, strict=True):
            _rows_of_window(bench, window, found, until_, watch)
        fired = judge(planned, seen)
        bench.row("fired early", fired.early, "reminders", NONE_OF_THEM)
        bench.row("lost", fired.outcome.lost, "reminders", NONE_OF_THEM)
        bench.row(
            "twice in Kafka",
            fired.outcome.doubled,
            "reminders",
            note="acknowledged, and killed before its row was deleted; the ledger drops the copy",
        )
        await _rows_of_mails(bench, arena, planned)


async def _plan(arena: Arena, users: Sequence[UUID], rate: float, count: int) -> list[Planned]:
    lead = _LEAD_SECONDS + count / _REGISTERED_A_SECOND
    return await register(arena, users, instants_ms(float(int(arena.now() + lead)), rate, count))


async def _change(bench: Bench, arena: Arena, start: float, length: float) -> list[_Window]:
    """What happens to the group, one thing after the other; each has its time to show."""
    bench.step("rebalance: one worker")
    await sleep_until(arena, start)
    windows = [await _window(arena, "alone", (_FIRST,), length)]
    bench.step("rebalance: a second worker joins")
    now = arena.now()
    arena.spawn(_SECOND)
    windows.append(await _window(arena, "joined", _BOTH, length, now))
    bench.step("rebalance: the second worker leaves")
    now = arena.now()
    arena.processes[_SECOND].ask_to_end()
    windows.append(await _window(arena, "left", (_FIRST,), length, now))
    bench.step("rebalance: the second worker joins again")
    now = arena.now()
    arena.spawn(_SECOND)
    windows.append(await _window(arena, "joined again", _BOTH, length, now))
    bench.step("rebalance: kill -9 of the second worker")
    now = arena.now()
    arena.processes[_SECOND].kill()
    windows.append(await _window(arena, "killed", (_FIRST,), length, now))
    return windows


async def _window(
    arena: Arena, name: str, members: Sequence[str], length: float, start: float | None = None
) -> _Window:
    """Returns when the group has come to rest and some time has passed since."""
    ownership = await await_balance(arena, REMINDERS, members)
    balanced = arena.now()
    await sleep_until(arena, balanced + length)
    return _Window(name, start or balanced, balanced, ownership)


def _rows_of_window(
    bench: Bench, window: _Window, found: Sequence[Arrival], end: float | None, watch: Watch
) -> None:
    inside = arrived_within(found, window.start, end)
    late = spread(each.late_ms for each in inside)
    bench.spread_rows(f"due to consumer, {window.name}", late, note=str(watch))
    if window.name != "alone":
        bench.row(
            f"all partitions fire on time again, {window.name}",
            seconds_until_on_time(inside, window.start),
            "s",
            note="from the start of the process, the SIGTERM or the SIGKILL to the last reminder "
            f"that was late by more than {ON_TIME_SECONDS * 1000:g} ms; every partition had one "
            f"owner after {window.balanced - window.start:.1f} s",
        )
    bench.row(
        f"partitions not owned once, {window.name}",
        window.ownership.wrong,
        "partitions",
        NONE_OF_THEM,
    )


async def _rows_of_mails(bench: Bench, arena: Arena, planned: Sequence[Planned]) -> None:
    ids = {each.reminder_id for each in planned}
    received = await mails.received_by_reminder(arena)
    outcome = compare(ids, (reminder_id for reminder_id, _ in received if reminder_id in ids))
    bench.row("mails lost", outcome.lost, "mails", NONE_OF_THEM)
    bench.row("mails doubled", outcome.doubled, "mails", NONE_OF_THEM)
