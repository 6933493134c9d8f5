"""What a batch brings belongs each to the trace of the completion that it follows from."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from shared.commands.tasks import complete_task
from shared.core.ids import new_uuid7
from shared.domain.tasks import ReminderDraft
from shared.events.catalog import BY_MODEL
from shared.events.envelope import Event
from shared.events.tasks import TaskCompleted
from shared.observability.metrics import Metrics
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.tracing import ids_of, recording
from workers.recurrence.handlers import RecurrenceHandler
from workers.runtime.spans import Handling

AT = ("task-events", 0)


def context(number, flags):
    return f"00-{number:032x}-{number:016x}-{flags}"


@pytest.fixture
def handler(db, clock):
    return RecurrenceHandler(db, clock, Metrics())


async def completed(db, owner, traceparent, title):
    """A recurring task with a reminder that was done, as the event that says so."""
    reminders = [ReminderDraft(lead="-PT30M")]
    task = await make_task(
        db, owner, title=title, due="2026-11-24T09:00", rrule="FREQ=DAILY", reminders=reminders
    )
    done = await complete_task(db, owner, task.id, None)
    data = TaskCompleted(
        user_id=owner.user_id,
        task_id=task.id,
        task_version=done.version,
        series_id=task.series.id,
        completed_at=done.completed_at,
    )
    now = datetime(2026, 11, 24, 8, tzinfo=UTC)
    return Event(new_uuid7(now), BY_MODEL[TaskCompleted], now, traceparent, data)


async def brought(db, event):
    """Types and contexts of the events about what came after this completion."""
    async with db.read() as connection:
        found = await connection.execute(
            text(
                "WITH next AS (SELECT id FROM tasks WHERE series_id = :series AND id <> :task) "
                "SELECT event_type, traceparent FROM outbox o WHERE subject IN "
                "(SELECT id::text FROM next UNION ALL SELECT r.id::text FROM reminders r "
                "JOIN next ON r.task_id = next.id) ORDER BY o.id"
            ),
            {"series": event.data.series_id, "task": event.data.task_id},
        )
        return [(row.event_type, row.traceparent) for row in found]


async def three_completions(db):
    """Two of one user, whose ids alone tell them apart, and one of another; one is recorded."""
    ada, ben = await make_user(db), await make_user(db)
    return [
        await completed(db, ada, context(1, "01"), "plants"),
        await completed(db, ada, context(2, "00"), "bins"),
        await completed(db, ben, context(3, "00"), "rent"),
    ]


async def test_each_event_that_a_batch_brings_goes_on_in_its_own_trace(db, handler):
    tracer, kept = recording()
    events = await three_completions(db)
    attempt = Handling(tracer, "recurrence", AT, events)
    with attempt.under_way():
        await handler.process(attempt.events)
    attempt.end()
    (span,) = kept.named("handle task.completed")
    own = f"00-{1:032x}-{ids_of(span)[1]}-01"
    expectations = [own, context(2, "00"), context(3, "00")]
    for event, expected in zip(events, expectations, strict=True):
        found = await brought(db, event)
        assert {name for name, _ in found} >= {"task.created", "reminder.scheduled"}
        assert {traceparent for _, traceparent in found} == {expected}, found


async def test_batches_that_share_a_transaction_keep_their_traces_apart(db, handler):
    tracer, kept = recording()
    events = await three_completions(db)
    recorded = [
        Event(each.id, each.type, each.occurred_at, context(n, "01"), each.data)
        for n, each in enumerate(events, 1)
    ]
    attempts = [Handling(tracer, "recurrence", AT, [each]) for each in recorded]

    async def handle(attempt):
        with attempt.under_way():
            await handler.process(attempt.events)
        attempt.end()

    await asyncio.gather(*map(handle, attempts))
    handled = {ids_of(span)[0]: ids_of(span)[1] for span in kept.named("handle task.completed")}
    steps = kept.named("transaction")
    assert {ids_of(span)[:1] + ids_of(span)[2:] for span in steps} == set(handled.items())
    for number, event in enumerate(events, 1):
        own = handled[f"{number:032x}"]
        contexts = {traceparent for _, traceparent in await brought(db, event)}
        assert contexts == {f"00-{number:032x}-{own}-01"}
