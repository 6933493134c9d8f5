"""What comes due while the mail server is away is known from its first try on."""

from datetime import timedelta

import pytest

from shared.commands.reconciliation import find_differences
from shared.core.errors import Unavailable
from shared.db.repositories.reconciliation import Scope
from tests.integration.notifications.conftest import FIRE_AT, due_event


async def away(world):
    """A worker that knows, from another's reminder, that the mail server is away."""
    worker = world.start_worker()
    await world.server.stop()
    await fails(worker, await world.due_reminder())
    world.clock.set(FIRE_AT - timedelta(minutes=1))
    return worker


async def fails(worker, event):
    with pytest.raises(Unavailable, match="email"):
        await worker.process(event)


async def test_it_waits_in_the_ledger_and_is_no_difference_of_the_job_store(world):
    worker = await away(world)
    event = await world.due_reminder()
    for _ in range(2):
        await fails(worker, event)

    row = await world.delivery_of(event)
    assert (row.state, row.attempts, row.claimed_until) == ("sending", 0, None)
    assert row.reason is None  # or the status would take it for one that its channel answered
    await world.change("DELETE FROM outbox")
    world.clock.advance(minutes=16)
    pages = [page async for page in find_differences(world.db, Scope(event.data.user_id))]
    assert sum(page.rows for page in pages) == 1
    assert [each for page in pages for each in page.differences] == []
    await world.server.start()
    await worker.process(event)
    assert (await world.delivery_of(event)).state == "sent"


async def test_the_same_event_twice_in_a_batch_is_noted_once(world):
    worker = await away(world)
    event = await world.due_reminder()

    with pytest.raises(Unavailable):
        await worker.process(event, event)

    assert (await world.delivery_of(event)).attempts == 0


async def test_it_has_failed_once_no_try_is_left(world):
    worker = await away(world)
    event = await world.due_reminder()
    await fails(worker, event)

    await worker.handler.give_up(event, "the mail server is away")

    assert (await world.delivery_of(event)).reason == "gave up: the mail server is away"
    assert (await world.reminder_of(event)).state == "failed"
    assert await world.events_of(event) == ["reminder.failed"]


async def test_what_was_skipped_under_an_older_plan_waits_again(world):
    worker = await away(world)
    stale = await world.due_reminder()
    version = stale.data.reminder_version + 2
    await world.change(
        "UPDATE reminders SET version = :version WHERE id = :id",
        version=version,
        id=stale.data.reminder_id,
    )
    await worker.process(stale)
    assert (await world.delivery_of(stale)).reason == "stale"

    await fails(worker, due_event(**stale.data.model_dump() | {"reminder_version": version}))

    row = await world.delivery_of(stale)
    assert (row.state, row.reason) == ("sending", None)


async def test_what_is_settled_stays_as_it_is(world):
    sent = await world.due_reminder()
    await world.start_worker().process(sent)
    world.clock.set(FIRE_AT - timedelta(minutes=1))
    worker = await away(world)

    await fails(worker, sent)

    assert (await world.delivery_of(sent)).state == "sent"
