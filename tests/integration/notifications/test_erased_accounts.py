"""Nothing is sent for an account that is being deleted, however long the deletion waits."""

from shared.commands.transfers import erase_account
from shared.core.principal import Principal


async def test_a_reminder_that_comes_due_is_not_sent(world):
    event = await world.due_reminder()
    await erase_account(world.db, Principal(event.data.user_id))

    await world.start_worker().process(event)

    assert world.server.mails == []
    assert await world.events_of(event) == []
