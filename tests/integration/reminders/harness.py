"""Schedulers without Kafka's groups around them, and what tests plan and see fire."""

from datetime import timedelta

from shared.core.clock import SystemClock
from shared.core.ids import new_uuid7
from shared.db.repositories import jobs
from shared.domain.tasks import ReminderDraft
from shared.events.catalog import BY_MODEL
from shared.events.envelope import Event, decode
from shared.events.reminders import ReminderScheduled
from shared.observability.metrics import Metrics
from tests.factories.tasks import make_task
from workers.reminders.entries import Entry
from workers.reminders.firing import Firing
from workers.reminders.handlers import RemindersHandler
from workers.reminders.owner import Scheduler

CLOCK = SystemClock()


class Worker:
    """A scheduler with its handler, as one process has them."""

    def __init__(self, database, producer, owner, tracer=None):
        self.metrics = Metrics()
        self.may_fire = True
        self.scheduler = Scheduler(
            database,
            Firing(producer, CLOCK, self.metrics, tracer),
            CLOCK,
            self.metrics,
            owner,
            may_fire=lambda: self.may_fire,
        )
        self.handler = RemindersHandler(database, self.scheduler, self.metrics, tracer)


async def fired(tail, count):
    """The next `count` reminder.due of the tail."""
    events = []
    while len(events) < count:
        for records in (await tail.poll(timeout_ms=200)).values():
            events += [decode(record.headers, record.value) for record in records]
    return events


async def planned(database, owner, *seconds):
    """Stored reminders that many seconds ahead, as the events that announce them."""
    now = CLOCK.now()
    drafts = [ReminderDraft(at=now + timedelta(seconds=each)) for each in seconds]
    task = await make_task(database, owner, reminders=drafts)
    return task, [
        event_of(
            ReminderScheduled(
                user_id=owner.user_id,
                reminder_id=reminder.id,
                task_id=task.id,
                reminder_version=reminder.version,
                fire_at=reminder.fire_at,
            )
        )
        for reminder in task.reminders
    ]


def entry_of(data):
    return Entry(data.fire_at, data.reminder_id, data.reminder_version, data.user_id, data.task_id)


def event_of(data):
    return Event(new_uuid7(CLOCK.now()), BY_MODEL[type(data)], CLOCK.now(), None, data)


async def waiting(database):
    async with database.read() as connection:
        return await jobs.count_waiting(connection)
