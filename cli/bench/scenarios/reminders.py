"""Reminders: how many are registered a second, and how late they fire and arrive as mails."""

from collections.abc import Sequence
from uuid import UUID

from cli.bench import mails
from cli.bench.arena import Arena
from cli.bench.firing import DUE_TYPE, instants_ms, judge, register, register_far
from cli.bench.harness import Bench, until
from cli.bench.observing import observe
from cli.bench.probes import Samples, scrape, share_within
from cli.bench.report import NONE_OF_THEM, Target
from cli.bench.seed import Planned, add_users
from cli.bench.stats import compare, spread
from cli.bench.watch import watching
from shared.events.topics import REMINDERS

STEPS = 6
_USERS = 500
_REGISTERED = 20_000
_WARM_UP = 2_000
_RATES = (500.0, 2000.0)
_SECONDS = 15.0
_MAIL_RATE = 500.0
_MAIL_SECONDS = 10.0
_LEAD_SECONDS = 4.0
_REGISTERED_A_SECOND = 2_500.0  # assumed, with room, for the lead before the first instant
_DRAIN_SECONDS = 120.0
_REGISTERING = Target(">=", 10_000)


async def run(bench: Bench) -> None:
    """Registering, then steady firing, then steady firing with mails."""
    async with bench.arena() as arena:
        bench.step("starting relay and reminders")
        users = await add_users(arena.db, _USERS)
        arena.start("relay", "reminders")
        await register_far(arena, users, _WARM_UP)
        count = bench.options.amount(_REGISTERED)
        bench.step(f"reminders: registering {count:,}")
        await _measure_registering(bench, arena, users, count)
        for rate in bench.options.rates(*_RATES):
            bench.step(f"reminders: firing {rate:g} a second")
            await _measure_firing(bench, arena, users, rate)
    mail_rate = bench.options.rates(_MAIL_RATE)[0]
    bench.step(f"reminders: {mail_rate:g} mails a second")
    async with bench.arena() as arena:  # a new one: the old topic is full of due reminders
        await _measure_mails(bench, arena, mail_rate)


async def _measure_registering(
    bench: Bench, arena: Arena, users: Sequence[UUID], count: int
) -> None:
    started = arena.now()
    async with watching(arena) as watch:
        took = await register_far(arena, users, count)
    with_writing = arena.now() - started
    note = f"commit of reminders and events in one transaction to the last job row; {watch}"
    bench.row("registered", count / took, "/s", _REGISTERING, note=note)
    bench.row(
        "registered, with writing them",
        count / with_writing,
        "/s",
        note="the transaction that writes tasks, reminders and events counts too",
    )


async def _plan(
    arena: Arena, users: Sequence[UUID], rate: float, seconds: float
) -> tuple[list[Planned], float]:
    """Registered reminders at a steady rate, and the instant of the last one."""
    count = int(rate * seconds)
    lead = _LEAD_SECONDS + count / _REGISTERED_A_SECOND
    due = instants_ms(float(int(arena.now() + lead)), rate, count)
    return await register(arena, users, due), due[-1] / 1000


async def _measure_firing(bench: Bench, arena: Arena, users: Sequence[UUID], rate: float) -> None:
    seconds = bench.options.length(_SECONDS)
    planned, last = await _plan(arena, users, rate, seconds)
    observer = await observe(
        arena, REMINDERS, DUE_TYPE, expect=len(planned), seconds=last - arena.now() + 30
    )
    before = scrape(arena.processes["reminders"])
    async with watching(arena) as watch:
        seen = await observer.seen()
    fired = judge(planned, seen)
    at = f"at {rate:g}/s"
    bench.spread_rows(
        f"due to reminder.due at a consumer {at}",
        spread(fired.arrived_ms),
        p50=1.5,
        p99=10,
        most=50,
        note=f"arrival in another process; {watch}",
    )
    bench.spread_rows(
        f"due to record packed {at}",
        spread(fired.packed_ms),
        note="by the record's timestamp: whole ms, rounded down",
    )
    _rows_of_acknowledgements(bench, before, scrape(arena.processes["reminders"]), at)
    bench.row(f"fired early {at}", fired.early, "reminders", NONE_OF_THEM)
    bench.row(f"lost {at}", fired.outcome.lost, "reminders", NONE_OF_THEM)
    bench.row(f"doubled {at}", fired.outcome.doubled, "reminders", NONE_OF_THEM)


def _rows_of_acknowledgements(bench: Bench, before: Samples, after: Samples, at: str) -> None:
    """What the worker's own histogram says: the instant to Kafka's acknowledgement."""
    for bound, least in (("0.005", None), ("0.01", 99.0), ("0.05", 100.0)):
        share = share_within(before, after, "reminder_lateness_seconds", "fired", bound)
        bench.row(
            f"acknowledged within {float(bound) * 1000:g} ms {at}",
            share,
            "%",
            Target(">=", least) if least else None,
            note="the worker's histogram reminder_lateness_seconds",
        )


async def _measure_mails(bench: Bench, arena: Arena, rate: float) -> None:
    sink = arena.services.sink
    await mails.clear(sink)
    users = await add_users(arena.db, _USERS)
    arena.start("relay", "reminders", "notifications")
    await _warm_up_mails(arena, users)
    planned, last = await _plan(arena, users, rate, bench.options.length(_MAIL_SECONDS))
    await mails.clear(sink)
    async with watching(arena) as watch:
        await _await_mails(arena, len(planned), last - arena.now() + _DRAIN_SECONDS)
    due = {each.reminder_id: each.fire_at_ms for each in planned}
    received = await mails.received_by_reminder(arena)
    outcome = compare(due, (reminder_id for reminder_id, _ in received if reminder_id in due))
    late = [at * 1000 - due[reminder_id] for reminder_id, at in received if reminder_id in due]
    at = f"at {rate:g}/s"
    bench.spread_rows(
        f"due to mail accepted {at}", spread(late), p50=15, p99=60, most=500, note=str(watch)
    )
    bench.row(f"mails lost {at}", outcome.lost, "mails", NONE_OF_THEM)
    bench.row(f"mails doubled {at}", outcome.doubled, "mails", NONE_OF_THEM)


async def _warm_up_mails(arena: Arena, users: Sequence[UUID]) -> None:
    """Templates, connections and statements have been used once."""
    planned, last = await _plan(arena, users, 50, 1)
    await _await_mails(arena, len(planned), last - arena.now() + _DRAIN_SECONDS)


async def _await_mails(arena: Arena, count: int, timeout_seconds: float) -> None:
    async def are_there() -> bool:
        return await mails.count(arena.services.sink) >= count

    await until(
        are_there,
        f"{count:,} mails received",
        timeout_seconds=timeout_seconds,
        every_seconds=0.2,
    )
