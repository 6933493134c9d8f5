"""An undo leaves alone what its change left alone: reminders that are told, held back, or nag."""

from datetime import timedelta

import pytest

from shared.commands.tasks import complete_task, patch_task
from shared.commands.undoing import undo_last
from shared.domain.tasks import ReminderDraft, TaskPatch
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.commands.test_snoozing import run, stored

NAG = {"nag_every": "PT15M", "nag_max": 4}


async def renamed(db, owner, **nag):
    """A task that was renamed a minute before its reminder comes due, and that reminder."""
    at = db.clock.now() + timedelta(minutes=1)
    task = await make_task(db, owner, reminders=[ReminderDraft(at=at, **nag)])
    await patch_task(db, owner, task.id, TaskPatch(title="Another"), None)
    db.clock.advance(minutes=2)
    return task, task.reminders[0]


@pytest.mark.parametrize("state", ["scheduled", "deferred", "sent", "failed"])
async def test_a_reminder_that_came_due_is_not_stopped_by_the_undo_of_a_rename(db, state):
    owner = await make_user(db)
    task, reminder = await renamed(db, owner)
    await run(db, "UPDATE reminders SET state = :s WHERE id = :id", s=state, id=reminder.id)
    await undo_last(db, owner, task.id)
    after = await stored(db, owner, task)
    assert after.title == task.title
    [kept] = after.reminders
    assert (kept.state, kept.reason, kept.fire_at) == (state, None, reminder.fire_at)


@pytest.mark.parametrize("state", ["scheduled", "sent"])
async def test_a_chain_goes_on_after_the_undo_of_a_rename(db, state):
    owner = await make_user(db)
    task, reminder = await renamed(db, owner, **NAG)
    later = reminder.fire_at + timedelta(minutes=15)
    statement = "UPDATE reminders SET state = :s, fire_at = :at, nag_sent = 1 WHERE id = :id"
    await run(db, statement, s=state, at=later, id=reminder.id)
    await undo_last(db, owner, task.id)
    [kept] = (await stored(db, owner, task)).reminders
    assert (kept.state, kept.fire_at) == (state, later)


async def test_what_the_change_stopped_is_not_sent_after_its_time(db):
    owner = await make_user(db)
    at = db.clock.now() + timedelta(minutes=1)
    task = await make_task(db, owner, reminders=[ReminderDraft(at=at)])
    await complete_task(db, owner, task.id, None)
    db.clock.advance(minutes=2)
    await undo_last(db, owner, task.id)
    [late] = (await stored(db, owner, task)).reminders
    assert (late.state, late.reason) == ("skipped", "undone_past")


@pytest.mark.parametrize(("sent", "minutes", "then"), [(1, 40, 45), (1, 10, 15), (0, 20, 30)])
async def test_a_chain_that_a_completion_stopped_goes_on_after_its_undo(db, sent, minutes, then):
    owner = await make_user(db)
    at = db.clock.now() + timedelta(minutes=1)
    task = await make_task(db, owner, reminders=[ReminderDraft(at=at, **NAG)])
    planned = at + timedelta(minutes=15 * sent)
    statement = "UPDATE reminders SET fire_at = :at, nag_sent = :n WHERE task_id = :id"
    await run(db, statement, at=planned, n=sent, id=task.id)
    await complete_task(db, owner, task.id, None)
    db.clock.set(at + timedelta(minutes=minutes))
    await undo_last(db, owner, task.id)
    [again] = (await stored(db, owner, task)).reminders
    assert (again.state, again.reason) == ("scheduled", None)
    assert (again.fire_at, again.nag_sent) == (at + timedelta(minutes=then), sent)


async def test_a_chain_whose_messages_were_all_sent_does_not_go_on(db):
    owner = await make_user(db)
    at = db.clock.now() + timedelta(minutes=1)
    task = await make_task(db, owner, reminders=[ReminderDraft(at=at, **NAG)])
    await run(db, "UPDATE reminders SET nag_sent = 4 WHERE task_id = :id", id=task.id)
    await complete_task(db, owner, task.id, None)
    db.clock.advance(hours=1)
    await undo_last(db, owner, task.id)
    [late] = (await stored(db, owner, task)).reminders
    assert (late.state, late.reason) == ("skipped", "undone_past")
