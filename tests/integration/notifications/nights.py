"""Nights in which somebody wants to be told nothing, and the mornings after them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.core.principal import Principal
from shared.db.repositories.digests import digest_id
from shared.domain.tasks import ReminderDraft
from shared.events.catalog import CATALOG
from shared.events.digests import DigestDue
from shared.events.envelope import Event
from tests.factories.tasks import make_task
from tests.integration.notifications.conftest import due_event

NIGHT = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
MORNING = datetime(2026, 11, 27, 6, tzinfo=UTC)


async def held_back(world, count=1, *, fire_at=NIGHT, **task):
    """Reminders of one person, in whose quiet hours they come due."""
    first = await world.due_reminder(fire_at=fire_at, **task)
    await world.change(
        "UPDATE users SET quiet_from = '22:00', quiet_until = '07:00' WHERE id = :id",
        id=first.data.user_id,
    )
    return [first, *[await another(world, first, number + 2) for number in range(count - 1)]]


async def another(world, first, number, seconds=0.0):
    """One more reminder of the same person, due now."""
    now = world.clock.now()
    world.clock.set(now - timedelta(days=1))
    at = first.data.fire_at + timedelta(seconds=seconds)
    view = await make_task(
        world.db,
        Principal(first.data.user_id),
        title=f"Task {number}",
        reminders=[ReminderDraft(at=at, channels=("email",))],
    )
    world.clock.set(now)
    [reminder] = view.reminders
    return due_event(
        user_id=first.data.user_id,
        task_id=view.id,
        reminder_id=reminder.id,
        reminder_version=reminder.version,
        fire_at=reminder.fire_at,
    )


async def bundle_of(world, event):
    rows = await world.rows(
        "SELECT * FROM reminders WHERE id = :id", id=digest_id(event.data.user_id, "bundle")
    )
    return rows[0] if rows else None


async def morning_of(world, event):
    """The event of this person's bundle, whose instant has come."""
    row = await bundle_of(world, event)
    world.clock.set(row.fire_at + timedelta(milliseconds=20))
    data = DigestDue(
        user_id=row.user_id,
        digest_id=row.id,
        digest_version=row.version,
        kind="bundle",
        fire_at=row.fire_at,
    )
    return Event(uuid4(), CATALOG["digest.due"], row.fire_at, None, data)


async def planned_of(world, event):
    """The instants that were planned for this person's bundle."""
    rows = await world.rows(
        "SELECT convert_from(payload, 'UTF8')::json->>'fire_at' AS at FROM outbox "
        "WHERE subject = :id AND event_type = 'digest.scheduled' ORDER BY id",
        id=str(digest_id(event.data.user_id, "bundle")),
    )
    return [datetime.fromisoformat(row.at) for row in rows]


async def states_of(world, events):
    rows = [await world.delivery_of(event) for event in events]
    return [(row.state, row.reason) for row in rows]


def told(event, **changes):
    """The event as somebody else might have written it."""
    data = event.data.model_copy(update=changes)
    return Event(uuid4(), event.type, event.occurred_at, None, data)
