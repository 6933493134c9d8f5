"""What comes back from the trash after something else has changed."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from shared.commands.preferences import change_preferences
from shared.commands.tasks import complete_task, delete_task, reopen_task
from shared.commands.trash import restore_task
from shared.db.repositories import trash
from shared.domain.preferences import PreferencesPatch
from shared.domain.tasks import ReminderDraft
from tests.factories.series import roll, rows, tasks_of
from tests.factories.tasks import make_task
from tests.factories.users import make_user


async def listed(db, owner):
    async with db.read() as connection:
        found = await trash.list_trash(connection, owner.user_id, after=None, limit=50)
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
