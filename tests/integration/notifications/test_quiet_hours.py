"""What quiet hours hold back, and until when."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from shared.commands.tasks import complete_task
from shared.core.principal import Principal
from shared.db.repositories.digests import digest_id
from tests.integration.notifications.nights import (
    MORNING,
    NIGHT,
    another,
    bundle_of,
    held_back,
    morning_of,
    planned_of,
    states_of,
)
from workers.runtime.handler import TransientError


async def test_nothing_is_sent_in_quiet_hours_and_the_bundle_waits_for_their_end(world):
    [event] = await held_back(world)
    worker = world.start_worker()

    await worker.process(event)

    row = await world.delivery_of(event)
    assert (world.server.mails, row.state, row.reason) == ([], "deferred", "quiet_hours")
    assert (row.carried_by, row.carried_at) == (digest_id(row.user_id, "bundle"), MORNING)
    assert (await world.reminder_of(event)).state == "deferred"
    bundle = await bundle_of(world, event)
    assert (bundle.kind, bundle.state, bundle.fire_at) == ("bundle", "scheduled", MORNING)
    assert await planned_of(world, event) == [MORNING]
    assert worker.count("deliveries_total", channel="email", outcome="deferred") == 1


async def test_the_event_twice_is_deferred_once(world):
    [event] = await held_back(world)
    first, second = world.start_worker(), world.start_worker()

    await asyncio.gather(first.process(event, event), second.process(event))
    await first.process(event)

    assert await states_of(world, [event]) == [("deferred", "quiet_hours")]
    assert await planned_of(world, event) == [MORNING]
    assert (await bundle_of(world, event)).version == 1


async def test_the_event_that_comes_again_by_day_is_left_to_the_bundle(world):
    [event] = await held_back(world)
    worker = world.start_worker()
    await worker.process(event)

    world.clock.set(MORNING + timedelta(minutes=1))
    await worker.process(event)

    assert world.server.mails == []
    assert await states_of(world, [event]) == [("deferred", "quiet_hours")]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reminders SET urgent = true WHERE id = :reminder AND :task = :task",
        "UPDATE tasks SET priority = 1 WHERE id = :task AND :reminder = :reminder",
        "UPDATE reminders SET snooze_of = id WHERE id = :reminder AND :task = :task",
    ],
)
async def test_urgent_first_priority_and_snoozes_come_through(world, change):
    [event] = await held_back(world)
    await world.change(
        change.replace(":reminder", "CAST(:reminder AS uuid)").replace(
            ":task", "CAST(:task AS uuid)"
        ),
        reminder=event.data.reminder_id,
        task=event.data.task_id,
    )

    await world.start_worker().process(event)

    assert len(world.server.mails) == 1
    assert await states_of(world, [event]) == [("sent", None)]
    assert await bundle_of(world, event) is None


async def test_quiet_hours_that_were_switched_off_do_not_lose_the_bundle(world):
    events = await held_back(world, 2)
    worker = world.start_worker()
    await worker.process(*events)
    await world.change(
        "UPDATE users SET quiet_from = NULL, quiet_until = NULL WHERE id = :id",
        id=events[0].data.user_id,
    )

    await worker.process(await morning_of(world, events[0]))

    assert len(world.server.mails) == 1


async def test_quiet_hours_that_were_made_longer_hold_the_bundle_too(world):
    events = await held_back(world, 2)
    worker = world.start_worker()
    await worker.process(*events)
    await world.change(
        "UPDATE users SET quiet_until = '09:00' WHERE id = :id", id=events[0].data.user_id
    )

    await worker.process(await morning_of(world, events[0]))
    assert world.server.mails == []
    assert await planned_of(world, events[0]) == [MORNING, MORNING + timedelta(hours=2)]
    await worker.process(await morning_of(world, events[0]))

    assert len(world.server.mails) == 1
    assert (await world.delivery_of(events[0])).lateness_ms == 20


async def test_a_bundle_that_failed_until_the_next_night_waits_for_its_end(world):
    events = await held_back(world, 2)
    worker = world.start_worker()
    await worker.process(*events)
    morning = await morning_of(world, events[0])
    world.server.data_answers = ["451 4.7.1 try again later"]
    with pytest.raises(TransientError):
        await worker.process(morning)

    world.clock.set(NIGHT + timedelta(days=1))
    await worker.process(morning)
    assert world.server.mails == []
    assert await planned_of(world, events[0]) == [MORNING, MORNING + timedelta(days=1)]
    await worker.process(await morning_of(world, events[0]))

    assert len(world.server.mails) == 1
    assert await states_of(world, events) == [("sent", "quiet_hours")] * 2
    bundle = await bundle_of(world, events[0])
    own = await world.rows(
        "SELECT state FROM deliveries WHERE reminder_id = :id ORDER BY fire_at", id=bundle.id
    )
    assert [row.state for row in own] == ["skipped", "sent"]


@pytest.mark.parametrize(
    ("now", "fire_at", "ends"),
    [
        ((2026, 3, 27), datetime(2026, 3, 28, 22, 30, tzinfo=UTC), (2026, 3, 29, 5)),
        ((2026, 10, 23), datetime(2026, 10, 24, 21, 30, tzinfo=UTC), (2026, 10, 25, 6)),
    ],
)
async def test_a_night_in_which_clocks_change_ends_by_the_clock_of_the_morning(
    world, now, fire_at, ends
):
    world.clock.set(datetime(*now, tzinfo=UTC))
    [event] = await held_back(world, fire_at=fire_at, due="2026-12-01T17:00:00")
    worker = world.start_worker()

    await worker.process(event)

    assert (await world.delivery_of(event)).carried_at == datetime(*ends, tzinfo=UTC)
    await worker.process(await morning_of(world, event))
    assert len(world.server.mails) == 1


async def test_a_chain_goes_on_from_the_end_of_the_quiet_hours(world):
    [event] = await held_back(world)
    await world.change(
        "UPDATE reminders SET nag_every = 'PT15M', nag_max = 5 WHERE id = :id",
        id=event.data.reminder_id,
    )
    worker = world.start_worker()

    await worker.process(event)
    row = await world.reminder_of(event)
    assert (row.state, row.version, row.nag_sent) == ("scheduled", 2, 1)
    assert row.fire_at == MORNING + timedelta(minutes=15)
    await worker.process(await morning_of(world, event))

    after = await world.reminder_of(event)
    assert (after.state, after.version, after.fire_at) == ("scheduled", 2, row.fire_at)
    assert await states_of(world, [event]) == [("sent", "quiet_hours")]


async def own_of(world, bundle):
    """The deliveries of the bundle itself."""
    return await world.rows(
        "SELECT * FROM deliveries WHERE reminder_id = :id ORDER BY fire_at", id=bundle.id
    )


async def test_a_bundle_waits_on_though_the_one_before_is_in_doubt(world):
    [event] = await held_back(world)
    worker = world.start_worker()
    await worker.process(event)
    world.server.data_answers.append("drop")
    with pytest.raises(TransientError):
        await worker.process(await morning_of(world, event))
    late = await another(world, event, 2, seconds=2 * 86_400)
    world.clock.set(late.data.fire_at + timedelta(milliseconds=12))
    await worker.process(late)
    await world.change(
        "UPDATE users SET quiet_until = '09:00' WHERE id = :id", id=event.data.user_id
    )

    await worker.process(await morning_of(world, event))

    bundle = await bundle_of(world, event)
    assert bundle.fire_at == MORNING + timedelta(days=2, hours=2)
    [before] = await own_of(world, bundle)
    assert (before.state, before.reason) == ("skipped", "quiet_hours")


@pytest.mark.parametrize("answer", ["451 try later", "drop"])
async def test_a_bundle_that_failed_ends_when_nothing_is_left_to_bring(world, answer):
    [event] = await held_back(world)
    worker = world.start_worker()
    await worker.process(event)
    morning = await morning_of(world, event)
    world.server.data_answers.append(answer)
    with pytest.raises(TransientError):
        await worker.process(morning)
    await complete_task(world.db, Principal(event.data.user_id), event.data.task_id, None)

    await worker.process(morning)

    bundle = await bundle_of(world, event)
    [own] = await own_of(world, bundle)
    assert (bundle.state, own.state, own.reason) == ("skipped", "skipped", "nothing_left")
