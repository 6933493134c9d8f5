"""kill -9 of the scheduler under load, and of the mail worker while mails leave."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from cli.bench import mails
from cli.bench.arena import Arena
from cli.bench.firing import DUE_TYPE, instants_ms, judge, register
from cli.bench.harness import Bench, BenchFailed, until
from cli.bench.observing import Observer, observe
from cli.bench.report import NONE_OF_THEM, Target
from cli.bench.seed import Planned, add_users
from cli.bench.settling import await_settled, sleep_until
from shared.events.topics import REMINDERS

STEPS = 4
_USERS = 500
_RATE = 600.0
_SECONDS = 12.0
_AWAY_SECONDS = 5.0
_MAILS = 500
_LEAD_SECONDS = 5.0
_REGISTERED_A_SECOND = 2_500.0  # assumed, with room, for the lead before the first instant
_DRAIN_SECONDS = 180.0
_AGAIN = Target("<=", 7)


async def run(bench: Bench) -> None:
    """The whole path runs: relay, reminders, notifications and the mail sink."""
    async with bench.arena() as arena:
        bench.step("starting relay, reminders and notifications")
        await mails.clear(bench.services.sink)
        users = await add_users(arena.db, _USERS)
        arena.start("relay", "reminders", "notifications")
        await _kill_scheduler(bench, arena, users)
        await _kill_notifications(bench, arena, users)


async def _kill_scheduler(bench: Bench, arena: Arena, users: Sequence[UUID]) -> None:
    """A third of the way through a steady load; back after five seconds."""
    rate = bench.options.rates(_RATE)[0]
    count = int(rate * max(bench.options.length(_SECONDS), 2.0))
    start = float(int(arena.now() + _LEAD_SECONDS + count / _REGISTERED_A_SECOND))
    due = instants_ms(start, rate, count)
    planned = await register(arena, users, due)
    observer = await observe(
        arena, REMINDERS, DUE_TYPE, expect=10 * count, seconds=due[-1] / 1000 - start + 300
    )
    bench.step(f"crash: kill -9 of reminders in the middle of {rate:g} a second")
    await sleep_until(arena, start + (due[-1] / 1000 - start) / 3)
    arena.processes["reminders"].kill()
    killed = arena.now()
    await sleep_until(arena, killed + _AWAY_SECONDS)
    restarted = arena.now()
    arena.spawn("reminders")
    await await_settled(arena, planned)
    await _rows_of_scheduler(bench, arena, planned, observer, restarted)


async def _rows_of_scheduler(
    bench: Bench, arena: Arena, planned: Sequence[Planned], observer: Observer, restarted: float
) -> None:
    await observer.stop()
    seen = await observer.seen()
    again = [each.arrived - restarted for each in seen if each.arrived > restarted]
    if not again:
        raise BenchFailed("nothing fired after the restart; the load was over by then")
    fired = judge(planned, seen)
    per_reminder = await _mails_per_reminder(arena, planned)
    resent = await _count_resent(arena, planned)
    what = "scheduler killed"
    bench.row(f"{what}: fires again after its restart", min(again), "s", _AGAIN)
    bench.row(f"{what}: the latest was late by", max(fired.arrived_ms) / 1000, "s")
    bench.row(f"{what}: fired early", fired.early, "reminders", NONE_OF_THEM)
    bench.row(f"{what}: lost", fired.outcome.lost, "reminders", NONE_OF_THEM)
    bench.row(
        f"{what}: twice in Kafka",
        fired.outcome.doubled,
        "reminders",
        note="acknowledged, and killed before its row was deleted; the ledger drops the copy",
    )
    bench.row(f"{what}: no mail", per_reminder[0], "reminders", NONE_OF_THEM)
    doubled = sum(number for copies, number in per_reminder.items() if copies > 1)
    bench.row(f"{what}: more than one mail", doubled, "reminders", NONE_OF_THEM)
    bench.row(f"{what}: resends counted", resent, "reminders")


async def _kill_notifications(bench: Bench, arena: Arena, users: Sequence[UUID]) -> None:
    """When a third of the mails of one instant have left; back at once."""
    count = min(bench.options.amount(_MAILS), _MAILS)
    bench.step(f"crash: kill -9 of notifications while {count} reminders come due")
    instant = int(arena.now() + _LEAD_SECONDS) * 1000
    await mails.clear(arena.services.sink)
    planned = await register(arena, users, [instant] * count)
    await _await_mails(arena, count // 3)
    arena.processes["notifications"].kill()
    restarted = arena.now()
    at_kill = await mails.count(arena.services.sink)
    arena.spawn("notifications")
    await await_settled(arena, planned)
    done = arena.now() - restarted
    per_reminder = await _mails_per_reminder(arena, planned)
    resent = await _count_resent(arena, planned)
    doubled = sum(number for copies, number in per_reminder.items() if copies > 1)
    what = "mail worker killed"
    bench.row(f"{what}: reminders due", count, "reminders", note=f"{at_kill} mails at the kill")
    bench.row(f"{what}: one mail", per_reminder[1], "reminders")
    bench.row(f"{what}: no mail", per_reminder[0], "reminders", NONE_OF_THEM)
    bench.row(
        f"{what}: more than one mail",
        doubled,
        "reminders",
        note="accepted by the mail server, not yet recorded; the same Message-ID both times",
    )
    bench.row(
        f"{what}: resends counted",
        resent,
        "reminders",
        note="sent again because nobody knew whether it had been",
    )
    uncounted = max(doubled - resent, 0)
    bench.row(f"{what}: doubled and not counted", uncounted, "reminders", NONE_OF_THEM)
    bench.row(f"{what}: all settled after its restart", done, "s")


async def _mails_per_reminder(arena: Arena, planned: Sequence[Planned]) -> Counter[int]:
    """How many reminders have had 0, 1, 2 ... mails."""
    mine = {each.reminder_id for each in planned}
    received = await mails.received_by_reminder(arena)
    per = Counter(reminder_id for reminder_id, _ in received if reminder_id in mine)
    return Counter(per[reminder_id] for reminder_id in mine)


async def _count_resent(arena: Arena, planned: Sequence[Planned]) -> int:
    """How many of these reminders the ledger says to have been sent again in doubt."""
    return int(
        await arena.sql.fetchval(
            "SELECT count(*) FROM deliveries WHERE resends > 0 AND reminder_id = ANY($1)",
            [each.reminder_id for each in planned],
        )
    )


async def _await_mails(arena: Arena, count: int) -> None:
    async def are_there() -> bool:
        return await mails.count(arena.services.sink) >= count

    await until(are_there, f"{count:,} mails", timeout_seconds=_DRAIN_SECONDS, every_seconds=0.005)
