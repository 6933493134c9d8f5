"""Digests and reviews: what they say, once each, and that the next one follows."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
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
    return mail.parsed.get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("zone", "fire_at", "after"),
    [
        (
            "Europe/Berlin",
            datetime(2026, 11, 26, 6, tzinfo=UTC),
            datetime(2026, 11, 27, 6, tzinfo=UTC),
        ),
        (
            "America/New_York",
            datetime(2026, 11, 26, 12, tzinfo=UTC),
            datetime(2026, 11, 27, 12, tzinfo=UTC),
        ),
    ],
)
async def test_the_digest_says_what_is_overdue_and_due_today(world, zone, fire_at, after):
    user = await make_user(world.db, zone=zone)
    await make_task(world.db, user, title="Water the plants", due=date(2026, 11, 26))
    await make_task(world.db, user, title="Submit report", due="2026-11-26T23:30:00")
    await make_task(world.db, user, title="Pay rent", due=date(2026, 11, 25))
    await make_task(world.db, user, title="Call mum", due="2026-11-24T17:00:00")
    await make_task(world.db, user, title="Not yet", due="2026-11-27T00:00:00")
    await make_task(world.db, user, title="Not yet either", due=date(2026, 11, 27))
    await make_task(world.db, user, title="No time at all")
    await prefer(world, user, digest_at=time(7))
    event = await come_due(world, user)
    assert event.data.fire_at == fire_at

    await world.start_worker().process(event)

    [mail] = world.server.mails
    assert mail.subject == "Today: 2 due, 2 overdue"
    body = text_of(mail)
    assert body.split("\n\nSee all of it")[0].splitlines() == [
        "Thursday, 26 November 2026",
        "",
        "Overdue",
        "- Call mum (was due Tuesday, 5 PM)",
        "- Pay rent (was due yesterday)",
        "",
        "Due today",
        "- Water the plants",
        "- Submit report (11:30 PM)",
    ]
    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.fire_at, receipt.attempts) == ("sent", fire_at, 1)
    row = await row_of(world, user)
    assert (row.state, row.version, row.fire_at) == ("scheduled", 2, after)
    assert await events_of(world, user) == ["digest.scheduled", "digest.scheduled", "digest.sent"]
