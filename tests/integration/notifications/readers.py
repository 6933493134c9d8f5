"""People who are told of many tasks at once, and what became of it."""

from datetime import date, time, timedelta
from uuid import uuid4

from sqlalchemy import text

from shared.commands.digests import replan_digests
from shared.db.repositories.digests import digest_id
from shared.events.catalog import CATALOG
from shared.events.digests import DigestDue
from shared.events.envelope import Event
from tests.factories.tasks import make_task
from tests.factories.users import make_user

LATE = timedelta(milliseconds=12)


async def prefer(world, user, **values):
    """As the settings are saved."""
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    async with world.db.unit_of_work() as uow:
        await uow.connection.execute(
            text(f"UPDATE users SET {assignments} WHERE id = :id"), values | {"id": user.user_id}
        )
        users = await uow.lock_users([user.user_id])
        await replan_digests(uow, users[user.user_id])


async def row_of(world, user, kind="digest"):
    identifier = digest_id(user.user_id, kind)
    [row] = await world.rows("SELECT * FROM reminders WHERE id = :id", id=identifier)
    return row


async def come_due(world, user, kind="digest"):
    """The digest that is planned, when its instant has come, as the scheduler says it."""
    row = await row_of(world, user, kind)
    if world.clock.now() < row.fire_at:
        world.clock.set(row.fire_at + LATE)
    data = DigestDue(
        user_id=user.user_id,
        digest_id=row.id,
        digest_version=row.version,
        kind=kind,
        fire_at=row.fire_at,
    )
    return Event(uuid4(), CATALOG["digest.due"], row.fire_at, None, data)


async def receipts_of(world, user):
    return await world.rows(
        "SELECT * FROM deliveries WHERE user_id = :id AND task_id IS NULL ORDER BY fire_at",
        id=user.user_id,
    )


async def events_of(world, user, kind="digest"):
    rows = await world.rows(
        "SELECT event_type FROM outbox WHERE subject = :id ORDER BY id",
        id=str(digest_id(user.user_id, kind)),
    )
    return [row.event_type for row in rows]


def text_of(mail):
    """The text of a mail, without the addresses of pages under its lines."""
    lines = mail.parsed.get_body(("plain",)).get_content().splitlines()
    return "\n".join(line for line in lines if not line.startswith("  https://"))


async def planned_digest(world, *, tasks=True, **values):
    """Somebody with a digest at seven, and what it would say."""
    user = await make_user(world.db)
    if tasks:
        await make_task(world.db, user, title="Water the plants", due=date(2026, 11, 26))
    await prefer(world, user, digest_at=time(7), **values)
    return user
