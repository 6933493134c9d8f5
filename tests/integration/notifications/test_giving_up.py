"""When no try is left, the receipt says so; a redriven event may still send the message."""

import pytest

from workers.runtime.handler import TransientError


async def given_back(world):
    """A reminder whose server would not take its mail."""
    event = await world.due_reminder()
    worker = world.start_worker()
    world.server.data_answers.append("451 try later")
    with pytest.raises(TransientError):
        await worker.process(event)
    return event, worker


async def test_what_was_tried_to_the_end_has_failed_and_says_why(world):
    event, worker = await given_back(world)
    assert (await world.reminder_of(event)).state == "scheduled"

    await worker.handler.give_up(event, "451 try later")
    await worker.handler.give_up(event, "451 try later")

    row, reminder = await world.delivery_of(event), await world.reminder_of(event)
    assert (row.state, row.reason) == ("failed", "gave up: 451 try later")
    assert (reminder.state, reminder.reason) == ("failed", "gave up: 451 try later")
    assert await world.events_of(event) == ["reminder.failed"]


async def test_a_redriven_event_sends_what_was_given_up(world):
    event, worker = await given_back(world)
    await worker.handler.give_up(event, "451 try later")

    await worker.process(event)
    await worker.process(event)

    assert len(world.server.mails) == 1
    assert (await world.delivery_of(event)).state == "sent"
    assert (await world.reminder_of(event)).state == "sent"


async def test_giving_up_changes_nothing_that_is_settled(world):
    event = await world.due_reminder()
    worker = world.start_worker()
    await worker.process(event)

    await worker.handler.give_up(event, "too late")

    assert (await world.delivery_of(event)).state == "sent"
    assert await world.events_of(event) == ["reminder.sent"]
