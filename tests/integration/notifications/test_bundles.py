"""The one message that brings what quiet hours held back, and what can come in between."""

import asyncio
from datetime import timedelta

import pytest

from shared.commands.snoozing import snooze_reminder, take_back_snooze
from shared.commands.tasks import complete_task, patch_task
from shared.commands.undoing import undo_last
from shared.core.principal import Principal
from shared.domain.delivery_reasons import Circumstances, receipt_words
from shared.domain.snooze import Snooze
from shared.domain.tasks import TaskPatch
from tests.integration.notifications.nights import (
    MORNING,
    another,
    bundle_of,
    held_back,
    morning_of,
    planned_of,
    states_of,
    told,
)
from workers.runtime.handler import PermanentError, TransientError


async def test_a_channel_that_is_gone_by_the_morning_is_the_reason_for_all_it_should_bring(world):
    events = await held_back(world, 2)
    await world.change(
        "UPDATE reminders SET channels = '{email,pigeon}' WHERE user_id = :id",
        id=events[0].data.user_id,
    )
    worker = world.start_worker()
    await worker.process(*events)

    await worker.process(await morning_of(world, events[0]))

    assert len(world.server.mails) == 1
    for event in events:
        mail, pigeon = await world.deliveries_of(event)
        assert (mail.state, mail.reason) == ("sent", "quiet_hours")
        assert (pigeon.state, pigeon.reason) == ("skipped", "channel_unavailable")
        assert (await world.reminder_of(event)).state == "sent"


async def test_a_bundle_that_comes_much_too_late_was_missed(world):
    events = await held_back(world, 2)
    worker = world.start_worker()
    await worker.process(*events)
    morning = await morning_of(world, events[0])

    world.clock.set(MORNING + timedelta(hours=24, seconds=1))
    await worker.process(morning)

    assert (world.server.mails, await states_of(world, events)) == ([], [("skipped", "missed")] * 2)
    assert (await world.reminder_of(events[0])).reason == "missed"


async def test_a_bundle_says_how_late_it_is_after_the_end_of_the_quiet_hours(world):
    events = await held_back(world, 2)
    worker = world.start_worker()
    await worker.process(*events)
    morning = await morning_of(world, events[0])

    world.clock.set(MORNING + timedelta(minutes=12))
    await worker.process(morning)

    [mail] = world.server.mails
    assert mail.subject == "2 reminders from your quiet hours (late by 12 min)"
    assert (await world.delivery_of(events[1])).lateness_ms == 12 * 60 * 1000


async def test_an_old_event_brings_nothing_and_a_forged_one_is_refused(world):
    events = await held_back(world, 2)
    worker = world.start_worker()
    await worker.process(*events)
    morning = await morning_of(world, events[0])
    stranger = await world.due_reminder()
    await worker.process(told(morning, digest_version=7))
    with pytest.raises(PermanentError):
        await worker.process(told(morning, user_id=stranger.data.user_id))

    assert world.server.mails == []
    assert worker.count("stale_events_total", group="notifications") == 1


async def test_one_mail_brings_what_a_night_held_back(world):
    events = await held_back(world, 3)
    worker = world.start_worker()
    await worker.process(*events)

    await worker.process(await morning_of(world, events[0]))

    [mail] = world.server.mails
    assert mail.subject == "3 reminders from your quiet hours"
    body = mail.parsed.get_body(("plain",)).get_content()
    assert "- Submit report (due in 10 hours, 17:00)" in body
    assert "- Task 2" in body
    assert "- Task 3" in body
    rows = [await world.delivery_of(event) for event in events]
    assert {(row.state, row.reason, row.lateness_ms) for row in rows} == {
        ("sent", "quiet_hours", 20)
    }
    assert {row.message_id for row in rows} == {rows[0].message_id}
    assert rows[0].message_id in mail.parsed["Message-ID"]
    for event in events:
        assert (await world.reminder_of(event)).state == "sent"
        assert await world.events_of(event) == ["reminder.sent"]
    assert (await bundle_of(world, events[0])).state == "sent"


async def test_receipts_say_that_it_was_held_up_by_quiet_hours(world):
    [event] = await held_back(world)
    worker = world.start_worker()
    await worker.process(event)
    await worker.process(await morning_of(world, event))

    row = await world.delivery_of(event)
    bundle = await bundle_of(world, event)
    [own] = await world.rows("SELECT * FROM deliveries WHERE reminder_id = :id", id=bundle.id)
    assert (row.state, row.reason, row.carried_by) == ("sent", "quiet_hours", bundle.id)
    assert (own.state, own.message_id) == ("sent", row.message_id)
    facts = Circumstances(row.state, row.reason, row.fire_at, "Europe/Berlin", "24h", row.sent_at)
    words = "Sent on 27 Nov 2026 at 07:00: it was held up by your quiet hours."
    assert receipt_words(facts) == words


async def test_one_that_is_left_alone_comes_as_an_ordinary_reminder(world):
    [event] = await held_back(world)
    worker = world.start_worker()
    await worker.process(event)

    await worker.process(await morning_of(world, event))

    [mail] = world.server.mails
    assert mail.subject == "Reminder: Submit report is due in 10 hours (17:00)"


async def test_what_was_done_meanwhile_is_left_out_with_its_reason(world):
    events = await held_back(world, 3)
    worker = world.start_worker()
    await worker.process(*events)
    await complete_task(world.db, Principal(events[1].data.user_id), events[1].data.task_id, None)

    await worker.process(await morning_of(world, events[0]))

    [mail] = world.server.mails
    assert mail.subject == "2 reminders from your quiet hours"
    assert "Task 2" not in mail.parsed.get_body(("plain",)).get_content()
    assert await states_of(world, events) == [
        ("sent", "quiet_hours"),
        ("skipped", "task_done"),
        ("sent", "quiet_hours"),
    ]
    assert await world.events_of(events[1]) == ["reminder.skipped"]


@pytest.mark.parametrize("nags", [False, True])
async def test_what_was_put_off_meanwhile_is_left_out_because_it_was_snoozed(world, nags):
    events = await held_back(world, 2)
    if nags:
        await world.change(
            "UPDATE reminders SET nag_every = 'PT15M', nag_max = 5 WHERE id = :id",
            id=events[0].data.reminder_id,
        )
    worker = world.start_worker()
    await worker.process(*events)
    owner = Principal(events[0].data.user_id)

    await snooze_reminder(world.db, owner, events[0].data.reminder_id, Snooze(length="PT12H"))
    await worker.process(await morning_of(world, events[0]))

    assert len(world.server.mails) == 1
    assert await states_of(world, events) == [("skipped", "snoozed"), ("sent", "quiet_hours")]
    skipped = await world.events_of(events[0])
    assert skipped == ["reminder.skipped"]


async def test_what_is_held_back_still_comes_after_the_undo_of_a_rename(world):
    [event] = await held_back(world)
    owner = Principal(event.data.user_id)
    await patch_task(world.db, owner, event.data.task_id, TaskPatch(title="Other"), None)
    worker = world.start_worker()
    await worker.process(event)
    await undo_last(world.db, owner, event.data.task_id)
    assert (await world.reminder_of(event)).state == "deferred"

    await worker.process(await morning_of(world, event))

    [mail] = world.server.mails
    assert "Submit report" in mail.subject
    assert (await world.reminder_of(event)).state == "sent"


async def test_what_is_held_back_still_comes_after_a_completion_that_was_undone(world):
    [event] = await held_back(world)
    owner = Principal(event.data.user_id)
    worker = world.start_worker()
    await worker.process(event)
    await complete_task(world.db, owner, event.data.task_id, None)
    await undo_last(world.db, owner, event.data.task_id)
    assert (await world.reminder_of(event)).state == "deferred"

    await worker.process(await morning_of(world, event))

    assert len(world.server.mails) == 1
    row = await world.reminder_of(event)
    assert (row.state, row.reason) == ("sent", None)


async def test_what_is_held_back_still_comes_after_a_snooze_that_was_taken_back(world):
    [event] = await held_back(world)
    owner, reminder_id = Principal(event.data.user_id), event.data.reminder_id
    worker = world.start_worker()
    await worker.process(event)
    await snooze_reminder(world.db, owner, reminder_id, Snooze(length="P1D"))
    await take_back_snooze(world.db, owner, reminder_id)
    assert (await world.reminder_of(event)).state == "deferred"

    await worker.process(await morning_of(world, event))

    assert len(world.server.mails) == 1
    assert await states_of(world, [event]) == [("sent", "quiet_hours")]


async def test_what_a_bundle_left_out_is_not_sent_after_a_later_undo(world):
    events = await held_back(world, 2)
    owner, task_id = Principal(events[0].data.user_id), events[0].data.task_id
    worker = world.start_worker()
    await worker.process(*events)
    await complete_task(world.db, owner, task_id, None)
    await worker.process(await morning_of(world, events[0]))

    await undo_last(world.db, owner, task_id)

    row = await world.reminder_of(events[0])
    assert (row.state, row.reason) == ("skipped", "undone_past")
    assert await states_of(world, events[:1]) == [("skipped", "task_done")]


async def test_a_bundle_of_nothing_sends_nothing(world):
    [event] = await held_back(world)
    worker = world.start_worker()
    await worker.process(event)
    await complete_task(world.db, Principal(event.data.user_id), event.data.task_id, None)

    await worker.process(await morning_of(world, event))

    bundle = await bundle_of(world, event)
    assert (world.server.mails, bundle.state, bundle.reason) == ([], "skipped", "nothing_to_say")


async def test_two_workers_bring_one_bundle_once(world):
    events = await held_back(world, 3)
    first, second = world.start_worker(), world.start_worker()
    await first.process(*events)
    morning = await morning_of(world, events[0])
    world.server.gate.clear()

    both = asyncio.gather(first.process(morning, morning), second.process(morning))
    await world.server.arrived.get()
    world.server.gate.set()
    await both
    await second.process(morning)

    assert len(world.server.mails) == 1
    assert await planned_of(world, events[0]) == [MORNING]
    for event in events:
        assert await world.events_of(event) == ["reminder.sent"]


async def test_a_worker_that_died_after_sending_is_followed_by_a_counted_resend(world):
    events = await held_back(world, 2)
    crashed, successor = world.start_worker(), world.start_worker()
    await crashed.process(*events)
    morning = await morning_of(world, events[0])
    world.server.gate.clear()
    dying = asyncio.create_task(crashed.process(morning))
    await world.server.arrived.get()
    await world.change(
        "UPDATE deliveries SET claimed_until = clock_timestamp() - interval '1 second' "
        "WHERE claimed_until IS NOT NULL AND user_id = :id",
        id=events[0].data.user_id,
    )

    taking_over = asyncio.create_task(successor.process(morning))
    await world.server.arrived.get()
    world.server.gate.set()
    await taking_over
    await dying

    one, two = world.server.mails
    assert one.parsed["Message-ID"] == two.parsed["Message-ID"]
    assert successor.count("deliveries_resent_total", channel="email") == 1
    assert await world.events_of(events[0]) == ["reminder.sent"]


async def test_what_is_deferred_while_the_bundle_leaves_comes_with_a_later_one(world):
    [event] = await held_back(world)
    worker, other = world.start_worker(), world.start_worker()
    await worker.process(event)
    late = await another(world, event, 2, seconds=1)
    morning = await morning_of(world, event)
    world.server.gate.clear()
    sending = asyncio.create_task(worker.process(morning))
    await world.server.arrived.get()

    world.clock.set(MORNING - timedelta(milliseconds=1))  # a clock that is a little behind
    await other.process(late)
    world.clock.set(MORNING + timedelta(milliseconds=30))
    world.server.gate.set()
    await sending
    bundle = await bundle_of(world, event)
    assert (bundle.state, bundle.version) == ("scheduled", 2)
    assert bundle.fire_at > MORNING
    await worker.process(await morning_of(world, event))

    assert len(world.server.mails) == 2
    assert await states_of(world, [event, late]) == [("sent", "quiet_hours")] * 2


async def test_what_is_deferred_after_the_bundle_has_left_comes_with_a_later_one(world):
    [event] = await held_back(world)
    worker = world.start_worker()
    await worker.process(event)
    late = await another(world, event, 2, seconds=1)
    await worker.process(await morning_of(world, event))

    world.clock.set(MORNING - timedelta(milliseconds=1))
    await worker.process(late)
    bundle = await bundle_of(world, event)
    assert (bundle.state, bundle.version, bundle.fire_at > MORNING) == ("scheduled", 2, True)
    await worker.process(await morning_of(world, event))

    assert len(world.server.mails) == 2


async def test_a_reminder_that_was_moved_is_not_brought_and_keeps_its_plan(world):
    [event] = await held_back(world)
    worker = world.start_worker()
    await worker.process(event)
    await world.change(
        "UPDATE reminders SET state = 'scheduled', fire_at = :at, version = version + 1 "
        "WHERE id = :id",
        id=event.data.reminder_id,
        at=MORNING + timedelta(hours=3),
    )

    await worker.process(await morning_of(world, event))

    assert (world.server.mails, await states_of(world, [event])) == ([], [("skipped", "stale")])
    assert (await world.reminder_of(event)).state == "scheduled"


async def test_a_refusal_for_good_is_that_of_each_reminder(world):
    events = await held_back(world, 2)
    worker = world.start_worker()
    await worker.process(*events)
    [user] = await world.rows("SELECT * FROM users WHERE id = :id", id=events[0].data.user_id)
    world.server.refused[user.email] = "550 5.1.1 no such user"

    await worker.process(await morning_of(world, events[0]))

    assert await states_of(world, events) == [("failed", "smtp: 550 5.1.1 no such user")] * 2
    assert await world.events_of(events[0]) == ["reminder.failed"]
    assert (await world.reminder_of(events[0])).state == "failed"


async def test_a_bundle_that_was_given_up_is_tried_again_in_an_hour(world):
    events = await held_back(world, 2)
    worker = world.start_worker()
    await worker.process(*events)
    morning = await morning_of(world, events[0])
    world.server.data_answers = ["451 4.7.1 try again later"]
    with pytest.raises(TransientError):
        await worker.process(morning)

    await worker.handler.give_up(morning, "no try left")
    bundle = await bundle_of(world, events[0])
    assert (bundle.state, bundle.fire_at - world.clock.now()) == ("scheduled", timedelta(hours=1))
    await worker.process(morning)
    await worker.process(await morning_of(world, events[0]))

    assert len(world.server.mails) == 1
    assert await states_of(world, events) == [("sent", "quiet_hours")] * 2


async def test_more_than_one_message_can_list_come_one_after_the_other(world, monkeypatch):
    monkeypatch.setattr("workers.notifications.bundles.MOST_LINES", 2)
    events = await held_back(world, 3)
    worker = world.start_worker()
    await worker.process(*events)

    await worker.process(await morning_of(world, events[0]))
    await worker.process(await morning_of(world, events[0]))

    assert len(world.server.mails) == 2
    assert await states_of(world, events) == [("sent", "quiet_hours")] * 3
