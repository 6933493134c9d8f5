"""What is planned in a job store, and what tests do to its rows by hand."""

import asyncio
from collections import Counter
from datetime import timedelta

from sqlalchemy import text

from shared.commands.reconciliation import find_differences, repair_differences
from shared.core.ids import new_uuid7
from shared.db.repositories.reconciliation import Kind, Limits
from shared.db.session import Database
from shared.events.catalog import CATALOG
from shared.events.envelope import Event
from tests.factories.users import make_user
from tests.integration.reminders.harness import CLOCK, Worker, planned

HOUR = 3600
LIMITS = Limits(overdue_seconds=900, unfired_seconds=60)


ONE = "WHERE reminder_id = :id"
BY_HAND = {
    Kind.MISSING: f"DELETE FROM scheduled_jobs {ONE}",
    Kind.WRONG_VERSION: f"UPDATE scheduled_jobs SET version = 7 {ONE}",
    Kind.WRONG_TIME: f"UPDATE scheduled_jobs SET run_at = run_at + interval '1 hour' {ONE}",
    Kind.WRONG_PARTITION: f"UPDATE scheduled_jobs SET partition = (partition + 1) % 4 {ONE}",
    Kind.WRONG_PAYLOAD: f"UPDATE scheduled_jobs SET payload = '[7]' {ONE}",
    Kind.PARKED: f"UPDATE scheduled_jobs SET payload = '7', parked_reason = 'unreadable' {ONE}",
}


class Store:
    """What is planned, and what tests do to the rows."""

    def __init__(self, db: Database, filler: Worker) -> None:
        self.db = db
        self.filler = filler
        self.planned = []

    async def plan(self, *seconds):
        """Reminders of a new person with their jobs; the outbox is empty."""
        owner = await make_user(self.db)
        task, events = await planned(self.db, owner, *seconds)
        await self.filler.handler.process(events)
        await self.sql("DELETE FROM outbox")
        self.planned += [event.data for event in events]
        return owner, task, [event.data for event in events]

    async def sql(self, statement, **parameters):
        async with self.db.statement() as connection:
            return (await connection.execute(text(statement), parameters)).all()

    async def jobs(self):
        """Every row of the job store."""
        rows = await self.sql("SELECT * FROM scheduled_jobs ORDER BY reminder_id")
        return [tuple(row.values()) for row in rows]

    async def find(self, scope=None, *, grace_seconds=0, **more):
        pages = find_differences(
            self.db, scope, limits=LIMITS, grace_seconds=grace_seconds, page_rows=3, **more
        )
        return [each async for page in pages for each in page.differences]

    async def kinds(self, **more):
        return Counter(each.kind for each in await self.find(**more))

    async def mend(self, **more):
        """What was found, and how much of it was repaired."""
        found = await self.find(**more)
        return found, len(await repair_differences(self.db, found))

    async def relay_some(self):
        """Some events of the outbox have gone out, and a moment later they are handled."""
        rows = await self.sql("SELECT * FROM outbox ORDER BY id LIMIT 20")
        await self.sql("DELETE FROM outbox WHERE id = ANY(:ids)", ids=[row.id for row in rows])
        await asyncio.wait([asyncio.create_task(self.find())])  # a moment
        known = self.filler.handler.types
        events = [
            Event(
                row.event_id,
                CATALOG[row.event_type],
                row.occurred_at,
                None,
                CATALOG[row.event_type].model.model_validate_json(row.payload),
            )
            for row in rows
            if row.event_type in known
        ]
        if events:
            await self.filler.handler.process(events)


async def make_past(store, data, **ago):
    """The reminder was planned long ago, for a time that has passed."""
    at = CLOCK.now() - timedelta(**ago)
    await store.sql(
        "UPDATE reminders SET fire_at = :at, updated_at = :before WHERE id = :id",
        at=at,
        before=at - timedelta(days=1),
        id=data.reminder_id,
    )
    await store.sql(f"UPDATE scheduled_jobs SET run_at = :at {ONE}", at=at, id=data.reminder_id)
    return at


async def deliver(store, data, at, state):
    await store.sql(
        "INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, state, "
        "claimed_at, sent_at) VALUES (:id, :reminder, :task, :user, 'email', :at, "
        "CAST(:state AS text), :at, "
        "CASE WHEN CAST(:state AS text) = 'sent' THEN CAST(:at AS timestamptz) END)",
        id=new_uuid7(CLOCK.now()),
        reminder=data.reminder_id,
        task=data.task_id,
        user=data.user_id,
        at=at,
        state=state,
    )
