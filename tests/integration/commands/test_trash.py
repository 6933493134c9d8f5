"""What comes back from the trash after something else has changed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from shared.commands.preferences import change_preferences
from shared.commands.series_edits import patch_series
from shared.commands.tasks import complete_task, delete_task, patch_task, reopen_task
from shared.commands.trash import empty_trash, purge_task, restore_task
from shared.commands.undoing import UndoImpossible, undo_entry
from shared.db.repositories import trash
from shared.domain.preferences import PreferencesPatch
from shared.domain.tasks import RecurrenceDraft, ReminderDraft, TaskPatch
from tests.factories.series import log_of, roll, rows, tasks_of
from tests.factories.tasks import make_task
from tests.factories.users import make_user


async def listed(db, owner):
    async with db.read() as connection:
        found, _ = await trash.list_trash(connection, owner.user_id, after=None, limit=50)
    return [each.task.id for each in found]


async def test_a_series_goes_on_after_its_head_came_back(db, clock):
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await delete_task(db, owner, task.id, None)
    await restore_task(db, owner, task.id)
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    assert following.slot == "2026-11-25T09:00:00"


async def test_what_passed_in_the_trash_is_not_sent(db, clock):
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    leads = [ReminderDraft(lead="-PT1H"), ReminderDraft(lead="P2D")]
    task = await make_task(db, owner, due="2026-11-24T09:00", reminders=leads)
    await delete_task(db, owner, task.id, None)
    clock.set(datetime(2026, 11, 25, 6, tzinfo=UTC))
    (back,) = (await restore_task(db, owner, task.id)).tasks
    assert [(each.state, each.reason) for each in back.reminders] == [
        ("skipped", "undone_past"),
        ("scheduled", None),
    ]


async def test_floating_times_are_those_of_the_zone_of_today(db, clock):
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db, zone="Europe/Berlin")
    task = await make_task(
        db, owner, due="2026-11-26T09:00", reminders=[ReminderDraft(lead="-PT1H")]
    )
    await delete_task(db, owner, task.id, None)
    await change_preferences(db, owner, PreferencesPatch(zone="Asia/Tokyo"))
    (back,) = (await restore_task(db, owner, task.id)).tasks
    assert back.due_at == datetime(2026, 11, 26, 0, tzinfo=UTC)
    assert [(each.state, each.fire_at) for each in back.reminders] == [
        ("scheduled", back.due_at - timedelta(hours=1))
    ]


async def test_an_occurrence_that_was_taken_back_is_no_deleted_task(db, clock):
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    task = await make_task(
        db,
        owner,
        due="2026-11-24T09:00",
        rrule="FREQ=DAILY",
        reminders=[ReminderDraft(lead="PT0S")],
    )
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    async with db.unit_of_work() as uow:  # a message about it has left
        await uow.connection.execute(
            text(
                "INSERT INTO deliveries (id, user_id, reminder_id, task_id, fire_at, channel, "
                "state, attempts, claimed_at, sent_at) SELECT gen_random_uuid(), user_id, id, "
                "task_id, fire_at, 'email', 'sent', 1, :n, :n FROM reminders WHERE task_id = :t"
            ),
            {"t": following.id, "n": uow.now},
        )
    await reopen_task(db, owner, task.id, None)
    kept = await rows(
        db, "SELECT id FROM tasks WHERE id = :t AND deleted_at IS NOT NULL", t=following.id
    )
    assert len(kept) == 1
    assert await listed(db, owner) == []


async def series_left(db, owner):
    found = await rows(db, "SELECT id FROM series WHERE user_id = :u", u=owner.user_id)
    return {row.id for row in found}


async def test_a_series_is_gone_with_its_last_task(db, clock):
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    first = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await roll(db, await complete_task(db, owner, first.id, None))
    (following,) = await tasks_of(db, owner)
    await delete_task(db, owner, first.id, None)
    await purge_task(db, owner, first.id)
    assert await series_left(db, owner) == {first.series.id}
    assert await log_of(db, owner) == [("2026-11-24T09:00:00", "done", 1)]
    await delete_task(db, owner, following.id, None)
    await empty_trash(db, owner)
    assert await series_left(db, owner) == set()
    assert await log_of(db, owner) == []


async def test_series_that_go_on_from_one_another_are_kept_together(db, clock):
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    first = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await roll(db, await complete_task(db, owner, first.id, None))
    (following,) = await tasks_of(db, owner)
    patch = TaskPatch(recurrence=RecurrenceDraft("FREQ=WEEKLY"))
    weekly = await patch_series(db, owner, following.id, "following", patch, expected=None)
    await delete_task(db, owner, first.id, None)
    await empty_trash(db, owner)
    assert await series_left(db, owner) == {first.series.id, weekly.series.id}
    await delete_task(db, owner, weekly.id, None)
    async with db.unit_of_work() as uow:
        assert await trash.prune(uow.connection, uow.now + timedelta(seconds=1), 1_000) >= 1
    assert await series_left(db, owner) == set()


async def test_a_series_that_nobody_ever_had_a_task_of_is_not_touched(db, clock):
    """An import writes its series before their tasks."""
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "INSERT INTO series (id, user_id, rrule, dtstart, all_day, created_at, updated_at) "
                "VALUES (gen_random_uuid(), :u, 'FREQ=DAILY', '2026-11-24', true, :n, :n)"
            ),
            {"u": owner.user_id, "n": uow.now},
        )
    await delete_task(db, owner, task.id, None)
    await empty_trash(db, owner)
    assert len(await series_left(db, owner) - {task.series.id}) == 1


async def test_an_undo_that_needs_a_series_that_is_gone_comes_too_late(db, clock):
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db)
    first = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await roll(db, await complete_task(db, owner, first.id, None))
    (following,) = await tasks_of(db, owner)
    alone = await patch_task(db, owner, following.id, TaskPatch(recurrence=None), None)
    await delete_task(db, owner, first.id, None)
    await empty_trash(db, owner)
    assert await series_left(db, owner) == set()
    with pytest.raises(UndoImpossible):
        await undo_entry(db, owner, alone.undo_id)
    (left,) = await tasks_of(db, owner)
    assert left.id == following.id
