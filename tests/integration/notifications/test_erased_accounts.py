"""Nothing is sent for an account that is being deleted, however long the deletion waits."""

from shared.commands.governing import erase_own_account
from shared.core.principal import Principal


async def test_a_reminder_that_comes_due_is_not_sent(world):
    event = await world.due_reminder()
    await erase_own_account(world.db, Principal(event.data.user_id), is_checked=True)

    await world.start_worker().process(event)

    assert world.server.mails == []
    assert await world.events_of(event) == []


async def disable(world, event, at="now()"):
    await world.change(f"UPDATE users SET disabled_at = {at} WHERE id = :id", id=event.data.user_id)


async def test_a_reminder_of_a_disabled_account_is_not_sent_and_says_why(world):
    event = await world.due_reminder()
    await disable(world, event)
    worker = world.start_worker()
    await worker.process(event)
    await worker.process(event)
    assert world.server.mails == []
    row = await world.delivery_of(event)
    assert (row.state, row.reason) == ("skipped", "account_disabled")
    assert await world.events_of(event) == ["reminder.skipped"]


async def test_what_comes_due_once_it_is_enabled_again_is_sent(world):
    event = await world.due_reminder()
    await disable(world, event)
    await disable(world, event, "NULL")
    await world.start_worker().process(event)
    assert len(world.server.mails) == 1
