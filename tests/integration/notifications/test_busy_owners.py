"""A transaction of one person that goes on and on holds up the messages of nobody else."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.integration.notifications.conftest import FIRE_AT
from tests.waiting import eventually


@pytest.fixture
async def both(world):
    """What is due of Ada, and a minute later of Bob."""
    ada = await world.due_reminder()
    return ada, await world.due_reminder(fire_at=FIRE_AT + timedelta(minutes=1))


async def is_sent(world, event):
    return [row.state for row in await world.deliveries_of(event)] == ["sent"]


async def send_all_but(world, waiting, other):
    """The worker is at both; the message of `other` has left, that of `waiting` is not settled."""
    work = asyncio.create_task(world.start_worker().process(waiting, other))
    await eventually(lambda: is_sent(world, other))
    assert not work.done()
    return work


async def test_an_outcome_waits_for_its_owner_alone(world, both):
    ada, bob = both
    async with world.db.unit_of_work() as uow:
        await uow.lock_users([ada.data.user_id])
        work = await send_all_but(world, ada, bob)
        assert not await is_sent(world, ada)
    await work

    assert await is_sent(world, ada)
    assert len(world.server.mails) == 2
    assert await world.events_of(ada) == ["reminder.sent"]


async def test_what_is_being_deleted_holds_up_nobody_else(world, both):
    ada, bob = both
    async with world.db.unit_of_work() as uow:
        statement = text("DELETE FROM tasks WHERE id = :id")
        await uow.connection.execute(statement, {"id": ada.data.task_id})
        work = await send_all_but(world, ada, bob)
    await work

    assert await world.deliveries_of(ada) == []
    assert len(world.server.mails) == 1


async def test_what_is_not_deleted_after_all_is_sent(world, both):
    ada, bob = both
    async with world.db.driver() as connection:
        deleting = connection.transaction()
        await deleting.start()
        await connection.execute("DELETE FROM tasks WHERE id = $1", ada.data.task_id)
        work = await send_all_but(world, ada, bob)
        await deleting.rollback()
    await work

    assert await is_sent(world, ada)
