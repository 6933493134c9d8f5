"""What a receipt says of a reminder that was cancelled while its event was on its way."""

import pytest

from shared.commands.governing import erase_own_account
from shared.commands.snoozing import snooze_reminder
from shared.core.principal import Principal
from shared.domain.snooze import Snooze


async def put_off(world, event):
    owner = Principal(event.data.user_id)
    await snooze_reminder(world.db, owner, event.data.reminder_id, Snooze(preset="1h"))


async def removed(world, event):
    await cancelled_for(world, event, "removed")


async def unheard_of(world, event):
    await cancelled_for(world, event, "of_a_newer_release")


async def cancelled_for(world, event, reason):
    await world.change(
        "UPDATE reminders SET state = 'cancelled', reason = :reason, version = version + 1 "
        "WHERE id = :id",
        id=event.data.reminder_id,
        reason=reason,
    )


@pytest.mark.parametrize(
    ("happens", "reason"),
    [(put_off, "snoozed"), (removed, "removed"), (unheard_of, "cancelled")],
)
async def test_the_receipt_names_why_the_reminder_was_cancelled(world, happens, reason):
    event = await world.due_reminder()
    await happens(world, event)

    await world.start_worker().process(event)

    assert world.server.mails == []
    row = await world.delivery_of(event)
    assert (row.state, row.reason) == ("skipped", reason)
    assert await world.events_of(event) == ["reminder.skipped"]


async def test_nothing_is_sent_for_an_account_that_is_being_deleted(world):
    event = await world.due_reminder()
    await erase_own_account(world.db, Principal(event.data.user_id), is_checked=True)

    await world.start_worker().process(event)

    assert world.server.mails == []
    assert await world.events_of(event) == []
