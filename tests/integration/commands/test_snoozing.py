"""Putting reminders off (product decision 5.8): nothing moves but the reminder."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from shared.commands.snoozing import (
    NothingToRemindOf,
    snooze_reminder,
    snooze_reminders,
    take_back_snooze,
)
from shared.commands.tasks import complete_task, delete_task, patch_task, reopen_task
from shared.commands.undoing import undo_last
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.db.repositories.tasks import load_task
from shared.domain.snooze import Snooze
from shared.domain.tasks import ReminderDraft, TaskPatch
from tests.factories.channels import make_channel
from tests.factories.tasks import make_task
from tests.factories.users import make_user

TEN = Snooze(preset="10m")
HOUR = Snooze(preset="1h")
AT_ONE = ReminderDraft(at=datetime(2026, 11, 24, 12, tzinfo=UTC))


async def run(db, statement, **parameters):
    async with db.unit_of_work() as uow:
        return await uow.connection.execute(text(statement), parameters)


async def stored(db, owner, task):
    async with db.read() as connection:
        return await load_task(connection, owner.user_id, task.id)


async def events_since(db, owner, number):
    async with db.read() as connection:
        rows = await connection.execute(
            text("SELECT event_type FROM outbox WHERE user_id = :u ORDER BY id"),
            {"u": owner.user_id},
        )
        return list(rows.scalars())[number:]


async def sent_reminder(db, owner, **fields):
    """A task whose reminder was sent a moment ago; the task and the reminder."""
    fields = {"reminders": [ReminderDraft(at=db.clock.now() + timedelta(minutes=1))]} | fields
    task = await make_task(db, owner, due="2026-11-24T12:00", **fields)
    db.clock.advance(minutes=2)
    await run(db, "UPDATE reminders SET state = 'sent' WHERE task_id = :id", id=task.id)
    task = await stored(db, owner, task)
    return task, task.reminders[0]


async def test_a_snooze_is_a_new_reminder_and_moves_no_task(db):
    # tasks#1058, #1094: does it move the task? It does not.
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    before = await events_since(db, owner, 0)
    snooze = await snooze_reminder(db, owner, reminder.id, TEN)
    after = await stored(db, owner, task)
    assert (after.due_at, after.version, after.slot) == (task.due_at, task.version, task.slot)
    assert snooze.snooze_of == reminder.id
    assert snooze.fire_at == db.clock.now() + timedelta(minutes=10)
    assert (snooze.kind, snooze.state, *snooze.channels) == ("absolute", "scheduled", "email")
    assert {each.id: each.state for each in after.reminders} == {
        reminder.id: "sent",
        snooze.id: "scheduled",
    }
    events = await events_since(db, owner, len(before))
    assert events == ["reminder.scheduled", "reminder.snoozed"]


async def test_other_reminders_stay_as_they_are(db):
    owner = await make_user(db)
    at = db.clock.now() + timedelta(minutes=1)
    drafts = [ReminderDraft(at=at), ReminderDraft(lead="-PT30M"), AT_ONE]
    task = await make_task(db, owner, due="2026-11-24T15:00", reminders=drafts)
    first, *others = task.reminders
    await snooze_reminder(db, owner, first.id, HOUR)
    after = {each.id: each for each in (await stored(db, owner, task)).reminders}
    assert [after[each.id] for each in others] == others


async def test_a_snooze_keeps_nag_urgency_and_channels_and_the_limit_counts_on(db):
    # tasks#1847: a snoozed reminder lost its nag pattern.
    owner = await make_user(db)
    channel = await make_channel(db, owner)
    draft = ReminderDraft(at=db.clock.now() + timedelta(minutes=1), nag_every="PT15M", nag_max=5,
                          urgent=True, channels=(channel,))  # fmt: skip
    task = await make_task(db, owner, due="2026-11-24T15:00", reminders=[draft])
    await run(db, "UPDATE reminders SET nag_sent = 2 WHERE task_id = :id", id=task.id)
    snooze = await snooze_reminder(db, owner, task.reminders[0].id, HOUR)
    assert (snooze.nag_every, snooze.nag_max, snooze.nag_sent) == ("PT15M", 5, 2)
    assert (snooze.urgent, tuple(snooze.channels)) == (True, (channel,))


async def test_the_next_message_of_a_nagging_original_is_cancelled(db):
    owner = await make_user(db)
    draft = ReminderDraft(at=db.clock.now() + timedelta(minutes=1), nag_every="PT15M", nag_max=5)
    task = await make_task(db, owner, due="2026-11-24T15:00", reminders=[draft])
    before = await events_since(db, owner, 0)
    await snooze_reminder(db, owner, task.reminders[0].id, HOUR)
    original = next(e for e in (await stored(db, owner, task)).reminders if not e.snooze_of)
    assert (original.state, original.reason, original.version) == ("cancelled", "snoozed", 2)
    assert await events_since(db, owner, len(before)) == [
        "reminder.cancelled",
        "reminder.scheduled",
        "reminder.snoozed",
    ]


async def test_putting_off_again_moves_the_one_that_waits(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    first = await snooze_reminder(db, owner, reminder.id, TEN)
    again = await snooze_reminder(db, owner, first.id, HOUR)
    by_original = await snooze_reminder(db, owner, reminder.id, Snooze(length="PT2H"))
    assert first.id == again.id == by_original.id
    assert [first.version, again.version, by_original.version] == [1, 2, 3]
    waiting = [e for e in (await stored(db, owner, task)).reminders if e.state == "scheduled"]
    assert [each.fire_at for each in waiting] == [db.clock.now() + timedelta(hours=2)]


async def test_a_snooze_that_was_sent_can_be_put_off_and_belongs_to_the_same_original(db):
    owner = await make_user(db)
    _, reminder = await sent_reminder(db, owner)
    first = await snooze_reminder(db, owner, reminder.id, TEN)
    await run(db, "UPDATE reminders SET state = 'sent', nag_sent = 3 WHERE id = :id", id=first.id)
    second = await snooze_reminder(db, owner, first.id, TEN)
    assert second.id != first.id
    assert (second.snooze_of, second.nag_sent) == (reminder.id, 3)


async def test_several_are_put_off_at_once_in_order_and_once_a_chain(db):
    # tasks#2389: bulk snooze
    owner = await make_user(db)
    one, two = (await sent_reminder(db, owner))[1], (await sent_reminder(db, owner))[1]
    rows = await snooze_reminders(db, owner, [two.id, one.id, two.id], TEN)
    assert [row.snooze_of for row in rows] == [two.id, one.id]


async def test_one_that_cannot_be_put_off_keeps_all_of_them(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    with pytest.raises(NotFound):
        await snooze_reminders(db, owner, [reminder.id, new_uuid7(db.clock.now())], TEN)
    assert await stored(db, owner, task) == task


async def test_reminders_of_others_are_not_found(db):
    owner, other = await make_user(db), await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    with pytest.raises(NotFound):
        await snooze_reminder(db, other, reminder.id, TEN)
    with pytest.raises(NotFound):
        await take_back_snooze(db, other, reminder.id)
    assert await stored(db, owner, task) == task


async def test_removed_reminders_are_not_found(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    await patch_task(db, owner, task.id, TaskPatch(reminders=()), None)
    with pytest.raises(NotFound):
        await snooze_reminder(db, owner, reminder.id, TEN)


@pytest.mark.parametrize("end", [complete_task, delete_task])
async def test_nothing_reminds_of_a_task_that_is_done_or_deleted(db, end):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    await end(db, owner, task.id, None)
    with pytest.raises(NothingToRemindOf):
        await snooze_reminder(db, owner, reminder.id, TEN)


async def test_a_past_moment_is_refused_and_changes_nothing(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    with pytest.raises(InvalidInput):
        await snooze_reminder(db, owner, reminder.id, Snooze(until=db.clock.now()))
    assert await stored(db, owner, task) == task


async def test_completion_cancels_a_snooze_and_undo_restores_it_if_it_is_ahead(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    snooze = await snooze_reminder(db, owner, reminder.id, HOUR)
    await complete_task(db, owner, task.id, None)
    done = await stored(db, owner, task)
    assert next(e for e in done.reminders if e.id == snooze.id).state == "cancelled"
    await reopen_task(db, owner, task.id, None)
    restored = next(e for e in (await stored(db, owner, task)).reminders if e.id == snooze.id)
    assert (restored.state, restored.fire_at) == ("scheduled", snooze.fire_at)


async def test_undo_after_the_moment_of_a_snooze_does_not_send_it(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    snooze = await snooze_reminder(db, owner, reminder.id, TEN)
    await complete_task(db, owner, task.id, None)
    db.clock.advance(minutes=11)
    await reopen_task(db, owner, task.id, None)
    late = next(e for e in (await stored(db, owner, task)).reminders if e.id == snooze.id)
    assert (late.state, late.reason) == ("skipped", "undone_past")


async def test_taking_back_cancels_the_snooze_and_the_original_waits_again(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-24T15:00", reminders=[AT_ONE])
    reminder = task.reminders[0]
    snooze = await snooze_reminder(db, owner, reminder.id, Snooze(length="PT8H"))
    original = await take_back_snooze(db, owner, snooze.id)
    assert (original.id, original.state, original.reason) == (reminder.id, "scheduled", None)
    assert original.fire_at == reminder.fire_at
    states = {e.id: (e.state, e.reason) for e in (await stored(db, owner, task)).reminders}
    assert states[snooze.id] == ("cancelled", "snooze_taken_back")
    with pytest.raises(NotFound):
        await take_back_snooze(db, owner, snooze.id)


@pytest.mark.parametrize("again", [reopen_task, None])
async def test_a_snooze_that_was_taken_back_does_not_come_back_with_its_task(db, again):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-24T15:00", reminders=[AT_ONE])
    snooze = await snooze_reminder(db, owner, task.reminders[0].id, Snooze(length="PT8H"))
    await take_back_snooze(db, owner, snooze.id)
    await complete_task(db, owner, task.id, None)
    await (again(db, owner, task.id, None) if again else undo_last(db, owner, task.id))
    states = {e.id: (e.state, e.reason) for e in (await stored(db, owner, task)).reminders}
    assert states[snooze.id] == ("cancelled", "snooze_taken_back")
    assert states[task.reminders[0].id] == ("scheduled", None)


async def test_taking_back_lets_a_chain_nag_on_in_its_steps_with_its_count(db):
    owner = await make_user(db)
    start = db.clock.now() + timedelta(minutes=1)
    draft = ReminderDraft(at=start, nag_every="PT15M", nag_max=5)
    task = await make_task(db, owner, due="2026-11-24T15:00", reminders=[draft])
    await run(db, "UPDATE reminders SET nag_sent = 1 WHERE task_id = :id", id=task.id)
    await snooze_reminder(db, owner, task.reminders[0].id, Snooze(length="PT8H"))
    db.clock.advance(minutes=20)
    original = await take_back_snooze(db, owner, task.reminders[0].id)
    assert (original.fire_at, original.nag_sent) == (start + timedelta(minutes=30), 1)


async def test_taking_back_leaves_an_original_that_was_sent_alone(db):
    owner = await make_user(db)
    _, reminder = await sent_reminder(db, owner)
    await snooze_reminder(db, owner, reminder.id, TEN)
    original = await take_back_snooze(db, owner, reminder.id)
    assert (original.state, original.version) == ("sent", 1)


async def test_an_undone_snooze_is_gone_and_the_original_waits_again(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-24T15:00", reminders=[AT_ONE])
    (original,) = task.reminders
    snooze = await snooze_reminder(db, owner, original.id, Snooze(length="PT6H"))
    (undone,) = await undo_last(db, owner, task.id)
    states = {each.id: (each.state, each.reason, each.fire_at) for each in undone.reminders}
    assert states[original.id] == ("scheduled", None, original.fire_at)
    assert states[snooze.id][:2] == ("cancelled", "snooze_taken_back")


async def test_an_undone_second_snooze_waits_for_the_first_moment(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    first = await snooze_reminder(db, owner, reminder.id, HOUR)
    await snooze_reminder(db, owner, reminder.id, Snooze(length="PT2H"))
    (undone,) = await undo_last(db, owner, task.id)
    waiting = {each.id: each for each in undone.reminders}[first.id]
    assert (waiting.state, waiting.fire_at) == ("scheduled", first.fire_at)


async def test_an_undone_snooze_that_was_sent_stays_sent(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    snooze = await snooze_reminder(db, owner, reminder.id, TEN)
    await run(db, "UPDATE reminders SET state = 'sent' WHERE id = :id", id=snooze.id)
    (undone,) = await undo_last(db, owner, task.id)
    assert {each.state for each in undone.reminders} == {"sent"}


async def test_a_snooze_that_was_taken_back_is_no_change_to_undo(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    await snooze_reminder(db, owner, reminder.id, TEN)
    await take_back_snooze(db, owner, reminder.id)
    with pytest.raises(NotFound):
        await undo_last(db, owner, task.id)


async def test_an_edit_before_a_snooze_can_be_undone_after_it(db):
    owner = await make_user(db)
    task, reminder = await sent_reminder(db, owner)
    await patch_task(db, owner, task.id, TaskPatch(title="Other"), None)
    await snooze_reminder(db, owner, reminder.id, TEN)
    await undo_last(db, owner, task.id)
    (undone,) = await undo_last(db, owner, task.id)
    assert undone.title == task.title
