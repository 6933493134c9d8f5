"""A reminder fires in the trace that it was planned in, if that is recorded."""

from dataclasses import replace

from sqlalchemy import text

from tests.factories.users import make_user
from tests.integration.reminders.harness import fired, planned
from tests.tracing import ids_of, recording

SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
PASSED_OVER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"


async def payloads(database):
    async with database.read() as connection:
        found = await connection.execute(text("SELECT payload FROM scheduled_jobs"))
        return [row.payload for row in found]


async def test_the_trace_goes_on_at_the_instant(database, start_worker, tail):
    tracer, kept = recording()
    worker = await start_worker(range(database.partitions), tracer=tracer)
    _, (event,) = await planned(database, await make_user(database), 0.5)
    await worker.handler.process([replace(event, traceparent=SAMPLED)])
    (due,) = await fired(tail, 1)
    await worker.scheduler.stop()
    (schedule,), (fire,) = kept.named("schedule reminder"), kept.named("fire reminder.due")
    trace, planned_by, above = ids_of(schedule)
    assert (trace, above) == tuple(SAMPLED.split("-")[1:3])
    assert ids_of(fire) == (trace, due.traceparent.split("-")[2], planned_by)
    assert due.traceparent == f"00-{trace}-{ids_of(fire)[1]}-01"
    assert fire.start_time == int(event.data.fire_at.timestamp() * 1e6) * 1000
    assert fire.end_time >= fire.start_time


async def test_it_outlives_the_process_that_planned_it(database, start_worker, tail):
    tracer, kept = recording()
    before = await start_worker(range(database.partitions), "before", tracer)
    _, (event,) = await planned(database, await make_user(database), 1.5)
    await before.handler.process([replace(event, traceparent=SAMPLED)])
    await before.scheduler.stop()
    after = await start_worker(range(database.partitions), "after", tracer)
    (due,) = await fired(tail, 1)
    await after.scheduler.stop()
    assert due.traceparent.split("-")[1] == SAMPLED.split("-")[1]
    assert len(kept.named("fire reminder.due")) == 1


async def test_a_trace_that_is_not_recorded_is_not_kept(database, start_worker, tail):
    tracer, kept = recording()
    worker = await start_worker(range(database.partitions), tracer=tracer)
    _, (event,) = await planned(database, await make_user(database), 0.5)
    await worker.handler.process([replace(event, traceparent=PASSED_OVER)])
    (payload,) = await payloads(database)
    assert "traceparent" not in payload
    (due,) = await fired(tail, 1)
    assert due.traceparent.endswith("-00")
    assert kept.spans == []


async def test_what_follows_a_message_begins_a_trace_of_its_own(database, start_worker):
    tracer, kept = recording()
    worker = await start_worker([], tracer=tracer)
    _, (event,) = await planned(database, await make_user(database), 3600)
    follows = replace(event, traceparent=SAMPLED, source="/rondel/notifications")
    await worker.handler.process([follows])
    (schedule,) = kept.named("schedule reminder")
    trace, own, parent = ids_of(schedule)
    assert trace != SAMPLED.split("-")[1]
    assert parent is None
    (payload,) = await payloads(database)
    assert payload["traceparent"] == f"00-{trace}-{own}-01"


async def test_garbage_in_a_row_costs_only_the_trace(database, start_worker, tail):
    worker = await start_worker([], tracer=recording()[0])
    _, (event,) = await planned(database, await make_user(database), 1)
    await worker.handler.process([event])
    async with database.statement() as connection:
        await connection.execute(
            text("""UPDATE scheduled_jobs SET payload = payload || '{"traceparent": [1]}'""")
        )
    for partition in range(database.partitions):
        await worker.handler.open_partition("reminders", partition)
    (due,) = await fired(tail, 1)
    assert due.data.reminder_id == event.data.reminder_id
