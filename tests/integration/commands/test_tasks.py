"""Commands on tasks: rows and events change together, once, and only the owner's."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from shared.commands.tasks import (
    add_task,
    complete_task,
    create_task,
    delete_task,
    lock_owner,
    patch_task,
    reopen_task,
)
from shared.core.errors import InvalidInput, NotFound, Unauthenticated, VersionMismatch
from shared.core.ids import UserId, new_uuid7
from shared.core.principal import Principal
from shared.db.repositories.tasks import load_task
from shared.domain.tasks import Due, RecurrenceDraft, ReminderDraft, TaskDraft, TaskPatch
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user
from tests.waiting import eventually


async def outbox_types(db, principal):
    async with db.read() as connection:
        rows = await connection.execute(
            text("SELECT event_type FROM outbox WHERE user_id = :u ORDER BY id"),
            {"u": principal.user_id},
        )
        return [row.event_type for row in rows]


async def stored(db, principal, task_id):
    async with db.read() as connection:
        return await load_task(connection, principal.user_id, task_id)


async def test_a_created_task_is_stored_with_its_events(db):
    owner = await make_user(db)
    task = await make_task(db, owner, title=" Buy milk ", labels=["home", "shop", "home"])
    assert (task.title, task.priority, task.status, task.version) == ("Buy milk", 4, "open", 1)
    assert await stored(db, owner, task.id) == task
    assert task.labels == ("home", "shop")
    assert await outbox_types(db, owner) == ["task.created", "task.changed"]


async def test_a_task_of_words_alone_is_stored_with_its_events_or_not_at_all(db):
    owner = await make_user(db)
    task = await create_task(
        db, owner, TaskDraft(title=" Buy milk ", notes="two litres", priority=2)
    )
    assert (task.title, task.priority, task.status, task.version) == ("Buy milk", 2, "open", 1)
    assert await stored(db, owner, task.id) == task
    assert await outbox_types(db, owner) == ["task.created", "task.changed"]
    nobody = Principal(UserId(new_uuid7(db.clock.now())))
    with pytest.raises(Unauthenticated):
        await create_task(db, nobody, TaskDraft(title="Buy milk"))
    assert await outbox_types(db, nobody) == []


async def test_events_of_one_statement_stand_behind_those_committed_before(db):
    """It waits for the lock of its owner before it draws ids, as a transaction does."""
    owner = await make_user(db)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, owner)
        later = asyncio.create_task(create_task(db, owner, TaskDraft(title="second")))
        await eventually(lambda: waits_for_a_lock(db), what="the second task waits")
        first = await add_task(uow, user, TaskDraft(title="first"))
    second = await later
    async with db.read() as connection:
        rows = await connection.execute(
            text("SELECT subject FROM outbox WHERE user_id = :u ORDER BY id"), {"u": owner.user_id}
        )
        assert rows.scalars() == [str(first.id)] * 2 + [str(second.id)] * 2


async def waits_for_a_lock(db):
    async with db.read() as connection:
        waiting = await connection.execute(
            text(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
                "AND wait_event_type = 'Lock' AND query LIKE '%MATERIALIZED%'"
            )
        )
        return bool(waiting.rows)


async def test_a_floating_due_time_follows_the_owners_zone(db):
    owner = await make_user(db, zone="America/New_York")
    task = await make_task(db, owner, due="2026-12-01T09:00")
    assert task.due_at == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert task.zone is None


async def test_a_due_time_reminds_by_default_and_an_empty_list_does_not(db):
    owner = await make_user(db)
    with_default = await make_task(db, owner, due="2026-12-01T09:00")
    without = await make_task(db, owner, due="2026-12-01T09:00", reminders=[])
    assert [r.fire_at for r in with_default.reminders] == [with_default.due_at]
    assert without.reminders == ()
    assert (await outbox_types(db, owner)).count("reminder.scheduled") == 1


async def test_a_reminder_in_the_past_is_kept_as_skipped_and_not_scheduled(db):
    owner = await make_user(db)
    at = datetime(2020, 1, 1, tzinfo=UTC)
    task = await make_task(db, owner, reminders=[ReminderDraft(at=at)])
    assert [(r.state, r.reason) for r in task.reminders] == [("skipped", "past")]
    assert "reminder.scheduled" not in await outbox_types(db, owner)


async def test_a_recurring_task_is_the_first_occurrence_of_its_series(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-25T09:00", rrule="FREQ=WEEKLY;BYDAY=MO")
    assert task.slot == "2026-11-30T09:00:00"
    assert task.due_local == datetime(2026, 11, 30, 9)
    assert task.series is not None
    assert task.series.rrule == "FREQ=WEEKLY;BYDAY=MO"


async def test_a_pattern_without_a_due_date_starts_today_in_the_owners_zone(db, clock):
    owner = await make_user(db, zone="Pacific/Auckland")
    clock.set(datetime(2026, 11, 24, 20, tzinfo=UTC))
    task = await make_task(db, owner, rrule="daily")
    assert task.due_on == date(2026, 11, 25)


@pytest.mark.parametrize(
    "draft",
    [
        TaskDraft("x", due=Due(local=datetime(2026, 12, 1, 9), zone="Mars/Olympus")),
        TaskDraft("x", recurrence=RecurrenceDraft("FREQ=SECONDLY")),
        TaskDraft("x", recurrence=RecurrenceDraft("FREQ=DAILY;COUNT=2;UNTIL=20270101")),
        TaskDraft("x", recurrence=RecurrenceDraft("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30")),
        TaskDraft("x", recurrence=RecurrenceDraft("x" * 10_000)),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_nothing_is_written(db, draft):
    owner = await make_user(db)
    with pytest.raises(InvalidInput):
        await create_task(db, owner, draft)
    assert await outbox_types(db, owner) == []


async def test_another_users_task_cannot_be_told_from_a_missing_one(db):
    owner, stranger = await make_user(db), await make_user(db)
    task = await make_task(db, owner)
    for attempt in (
        patch_task(db, stranger, task.id, TaskPatch(title="mine"), None),
        complete_task(db, stranger, task.id, None),
        reopen_task(db, stranger, task.id, None),
        delete_task(db, stranger, task.id, None),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await stored(db, owner, task.id) == task


async def test_a_principal_without_an_account_can_write_nothing(db, clock):
    ghost = Principal(UserId(new_uuid7(clock.now())))
    with pytest.raises(Unauthenticated):
        await make_task(db, ghost)


async def test_a_patch_changes_only_its_fields_and_names_them(db):
    owner = await make_user(db)
    task = await make_task(db, owner, notes="with care", labels=["a"])
    patched = await patch_task(
        db, owner, task.id, TaskPatch(title="Repot", priority=1, labels=["b"]), 1
    )
    assert (patched.title, patched.priority, patched.notes) == ("Repot", 1, "with care")
    assert (patched.labels, patched.version) == (("b",), 2)


async def test_a_stale_version_is_refused(db):
    owner = await make_user(db)
    task = await make_task(db, owner)
    await patch_task(db, owner, task.id, TaskPatch(title="first"), 1)
    with pytest.raises(VersionMismatch):
        await patch_task(db, owner, task.id, TaskPatch(title="second"), 1)
    assert (await stored(db, owner, task.id)).title == "first"


async def test_moving_the_due_time_moves_relative_reminders_and_keeps_the_slot(db):
    owner = await make_user(db)
    task = await make_task(
        db,
        owner,
        due="2026-12-01T09:00",
        rrule="FREQ=DAILY",
        reminders=[ReminderDraft(lead="-PT30M")],
    )
    moved = await patch_task(
        db, owner, task.id, TaskPatch(due=Due(local=datetime(2026, 12, 1, 18))), None
    )
    assert moved.slot == task.slot
    assert moved.reminders[0].fire_at == datetime(2026, 12, 1, 16, 30, tzinfo=UTC)
    assert moved.reminders[0].version == 2


async def test_removing_the_due_time_makes_relative_reminders_idle_and_cancels_them(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00")
    bare = await patch_task(db, owner, task.id, TaskPatch(due=None), None)
    assert [(r.state, r.reason) for r in bare.reminders] == [("idle", "no_due")]
    assert (await outbox_types(db, owner))[-1] == "reminder.cancelled" or (
        "reminder.cancelled" in await outbox_types(db, owner)
    )


async def test_fifty_completions_at_once_have_one_effect(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00", rrule="FREQ=DAILY")
    results = await asyncio.gather(*(complete_task(db, owner, task.id, None) for _ in range(50)))
    assert {result.version for result in results} == {2}
    assert (await outbox_types(db, owner)).count("task.completed") == 1


async def test_completing_cancels_the_reminders_that_wait(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00")
    done = await complete_task(db, owner, task.id, None)
    assert [(r.state, r.reason) for r in done.reminders] == [("cancelled", "task_done")]
    assert "reminder.cancelled" in await outbox_types(db, owner)


async def test_reminders_of_a_done_task_do_not_wait_after_an_edit(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 12, 1, 6, tzinfo=UTC))
    reminder = ReminderDraft(lead="PT0S")
    task = await make_task(db, owner, due="2026-12-01T09:00", reminders=[reminder])
    await complete_task(db, owner, task.id, None)
    later = due_of("2026-12-02T09:00")
    for patch in (TaskPatch(due=later), TaskPatch(reminders=[reminder])):
        edited = await patch_task(db, owner, task.id, patch, None)
        assert {(r.state, r.reason) for r in edited.reminders} == {("cancelled", "task_done")}
    opened = await reopen_task(db, owner, task.id, None)
    assert [(r.state, r.reason) for r in opened.reminders] == [("scheduled", None)]


async def test_reopening_restores_reminders_except_those_whose_time_has_passed(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 12, 1, 6, tzinfo=UTC))
    task = await make_task(
        db,
        owner,
        due="2026-12-01T09:00",
        reminders=[ReminderDraft(lead="-PT1H"), ReminderDraft(lead="PT0S")],
    )
    await complete_task(db, owner, task.id, None)
    clock.set(datetime(2026, 12, 1, 7, 30, tzinfo=UTC))
    opened = await reopen_task(db, owner, task.id, None)
    assert [(r.state, r.reason) for r in opened.reminders] == [
        ("skipped", "undone_past"),
        ("scheduled", None),
    ]


async def test_a_deleted_task_is_gone_and_its_reminders_are_cancelled(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00")
    await delete_task(db, owner, task.id, 1)
    assert await stored(db, owner, task.id) is None
    assert (await outbox_types(db, owner))[-2:] == ["task.deleted", "task.changed"]
    assert "reminder.cancelled" in await outbox_types(db, owner)


async def test_a_users_outbox_ids_follow_commit_order(db):
    owner = await make_user(db)
    tasks = await asyncio.gather(*(make_task(db, owner, title=f"t{n}") for n in range(20)))
    async with db.read() as connection:
        rows = await connection.execute(
            text(
                "SELECT subject, xmin::text::bigint AS x FROM outbox WHERE user_id = :u ORDER BY id"
            ),
            {"u": owner.user_id},
        )
        subjects = [row.subject for row in rows]
    assert len(subjects) == 2 * len(tasks)
    assert subjects[::2] == subjects[1::2]
