"""Skipping: the series goes on at once, nothing of the skipped one fires, and it can be undone."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from shared.commands.changing import TaskNotOpen, TaskNotRecurring
from shared.commands.postponing import Postponement, postpone_task
from shared.commands.series_edits import patch_series
from shared.commands.skipping import skip_missed, skip_task
from shared.commands.tasks import complete_task, reopen_task
from shared.commands.undoing import UndoImpossible, list_undo, undo_entry, undo_last
from shared.core.errors import NotFound
from shared.core.ids import new_uuid7
from shared.db.repositories.reminders import ReminderRow, insert_reminders
from shared.db.repositories.undo import KEEP, prune
from shared.domain.reminders import parse_offset
from shared.domain.tasks import ReminderDraft, TaskPatch
from tests.factories.reminders import set_reminder
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.commands.test_pains import add_sent
from tests.integration.commands.test_recurrences import log_of, open_tasks, roll
from tests.integration.commands.test_tasks import outbox_types, stored

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def test_a_skip_brings_the_next_occurrence_and_cancels_the_reminders(db, clock):
    """Pain 10: skip wanted without faking completion."""
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    skipped = await skip_task(db, owner, task.id, None)
    assert (skipped.task.status, skipped.task.skipped_at) == ("skipped", clock.now())
    assert [(r.state, r.reason) for r in skipped.task.reminders] == [("cancelled", "task_skipped")]
    assert skipped.next is not None
    assert skipped.next.slot == "2026-11-25T09:00:00"
    assert [r.state for r in skipped.next.reminders] == ["scheduled"]
    assert await log_of(db, owner) == [("2026-11-24T09:00:00", "skipped", 1)]
    assert "task.skipped" in await outbox_types(db, owner)


async def test_skipping_again_changes_nothing(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    first = await skip_task(db, owner, task.id, None)
    events = await outbox_types(db, owner)
    again = await skip_task(db, owner, task.id, None)
    assert (again.task, again.next) == (first.task, first.next)
    assert await outbox_types(db, owner) == events


async def test_only_an_open_occurrence_of_a_series_is_skipped(db):
    owner = await make_user(db)
    alone = await make_task(db, owner)
    with pytest.raises(TaskNotRecurring):
        await skip_task(db, owner, alone.id, None)
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await complete_task(db, owner, task.id, None)
    with pytest.raises(TaskNotOpen):
        await skip_task(db, owner, task.id, None)


async def test_a_skip_uses_up_a_slot_of_count_with_the_schedule_anchor(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY;COUNT=2")
    first = await skip_task(db, owner, task.id, None)
    assert (await skip_task(db, owner, first.next.id, None)).next is None


async def test_with_the_completion_anchor_a_skip_counts_from_today_and_is_not_counted(db, clock):
    owner = await make_user(db)
    clock.set(NOON)
    task = await make_task(
        db,
        owner,
        due=date(2026, 11, 20),
        rrule="FREQ=DAILY;INTERVAL=3;COUNT=1",
        anchor="completion",
    )
    skipped = await skip_task(db, owner, task.id, None)
    assert skipped.next.due_on == date(2026, 11, 27)


async def test_skipping_what_was_missed_moves_the_same_task_to_the_first_slot_ahead(db, clock):
    """Pain 1: overdue repeating task must be ticked n times."""
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 20, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-21T09:00", rrule="FREQ=DAILY")
    clock.set(NOON)
    moved = (await skip_missed(db, owner, task.id, None)).task
    assert (moved.id, moved.slot) == (task.id, "2026-11-25T09:00:00")
    assert [(r.state, r.fire_at) for r in moved.reminders] == [("scheduled", moved.due_at)]
    assert [slot[:10] for slot, outcome, _ in await log_of(db, owner) if outcome == "skipped"] == [
        "2026-11-21",
        "2026-11-22",
        "2026-11-23",
        "2026-11-24",
    ]
    await undo_entry(db, owner, moved.undo_id)
    back = await stored(db, owner, task.id)
    assert (back.slot, back.due_at) == (task.slot, task.due_at)
    assert await log_of(db, owner) == []


SUNDAY = datetime(2026, 11, 1, 17, tzinfo=UTC)
"""The evening before the first of the Mondays that are missed, in Berlin."""


async def make_weekly(db, clock, reminder):
    """A task of Mondays that is overdue since three weeks, and its owner."""
    owner = await make_user(db)
    clock.set(datetime(2026, 10, 31, 6, tzinfo=UTC))
    rule = "FREQ=WEEKLY;BYDAY=MO"
    task = await make_task(db, owner, due="2026-11-02T09:00", rrule=rule, reminders=[reminder])
    return owner, task


async def reminders_of(db, owner, task_id):
    return [(r.state, r.fire_at) for r in (await stored(db, owner, task_id)).reminders]


async def reminders_after(db, owner, task):
    """Those of the occurrence that follows when this one is done."""
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await open_tasks(db, owner)
    return await reminders_of(db, owner, following.id)


async def test_skipping_what_was_missed_takes_along_what_reminds_at_an_instant(db, clock):
    owner, task = await make_weekly(db, clock, ReminderDraft(at=SUNDAY))
    await set_reminder(db, task.reminders[0].id, state="sent")
    clock.set(NOON)
    moved = (await skip_missed(db, owner, task.id, None)).task
    assert await reminders_of(db, owner, task.id) == [("scheduled", SUNDAY + timedelta(weeks=4))]
    await undo_entry(db, owner, moved.undo_id)
    assert await reminders_of(db, owner, task.id) == [("sent", SUNDAY)]
    await skip_missed(db, owner, task.id, None)
    assert await reminders_after(db, owner, task) == [("scheduled", SUNDAY + timedelta(weeks=5))]


async def test_a_chain_that_nags_begins_anew_at_what_was_missed_is_moved_to(db, clock):
    nagging = ReminderDraft(at=SUNDAY, nag_every="PT1H", nag_max=3)
    owner, task = await make_weekly(db, clock, nagging)
    reminder = task.reminders[0]
    await add_sent(db, owner, task, reminder, [SUNDAY, SUNDAY + timedelta(hours=1)])
    last = SUNDAY + timedelta(hours=2)
    await set_reminder(db, reminder.id, state="sent", fire_at=last, nag_sent=2)
    clock.set(NOON)
    (after,) = (await skip_missed(db, owner, task.id, None)).task.reminders
    assert (after.state, after.fire_at, after.nag_sent) == (
        "scheduled",
        SUNDAY + timedelta(weeks=4),
        0,
    )


async def test_reminders_that_the_series_has_in_its_place_go_along_too(db, clock):
    owner, task = await make_weekly(db, clock, ReminderDraft(at=SUNDAY))
    own = TaskPatch(reminders=(ReminderDraft(lead="PT0S"),))
    await patch_series(db, owner, task.id, "this", own, expected=None)
    clock.set(NOON)
    await skip_missed(db, owner, task.id, None)
    assert await reminders_after(db, owner, task) == [("scheduled", SUNDAY + timedelta(weeks=5))]


async def test_what_was_done_is_no_occurrence_that_was_missed(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 23, 6, tzinfo=UTC))
    monday = await make_task(db, owner, due="2026-11-23T09:00", rrule="FREQ=DAILY")
    await roll(db, await complete_task(db, owner, monday.id, None))
    (tuesday,) = await open_tasks(db, owner)
    await roll(db, await complete_task(db, owner, tuesday.id, None))
    await reopen_task(db, owner, monday.id, None)
    done = [("2026-11-24T09:00:00", "done", 1)]
    assert await log_of(db, owner) == done
    clock.set(datetime(2026, 11, 27, 6, tzinfo=UTC))
    moved = (await skip_missed(db, owner, monday.id, None)).task
    assert moved.slot == "2026-11-27T09:00:00"
    assert await log_of(db, owner) == [
        ("2026-11-23T09:00:00", "skipped", 1),
        *done,
        ("2026-11-26T09:00:00", "skipped", 1),
    ]
    await undo_entry(db, owner, moved.undo_id)
    assert await log_of(db, owner) == done


async def test_an_all_day_occurrence_of_today_is_not_missed(db, clock):
    owner = await make_user(db)
    clock.set(NOON)
    task = await make_task(db, owner, due=date(2026, 11, 22), rrule="FREQ=DAILY")
    moved = (await skip_missed(db, owner, task.id, None)).task
    assert moved.due_on == date(2026, 11, 24)
    assert (await skip_missed(db, owner, task.id, None)).task == moved


async def test_an_undone_skip_is_open_again_and_its_next_is_taken_back(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    skipped = await skip_task(db, owner, task.id, None)
    (back,) = await undo_entry(db, owner, skipped.task.undo_id)
    assert (back.status, back.skipped_at) == ("open", None)
    assert [r.state for r in back.reminders] == ["scheduled"]
    assert [row.id for row in await open_tasks(db, owner)] == [task.id]
    assert await log_of(db, owner) == []


async def test_a_chain_of_changes_is_undone_step_by_step(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await complete_task(db, owner, task.id, None)
    await undo_last(db, owner, task.id)
    await skip_task(db, owner, task.id, None)
    await undo_last(db, owner, task.id)
    assert [row.id for row in await open_tasks(db, owner)] == [task.id]
    assert [each.obstacle for each in await list_undo(db, owner, after=None, limit=9)] == [
        "undone",
        "undone",
    ]


async def test_a_completion_is_not_undone_after_another_change(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-25T09:00")
    done = await complete_task(db, owner, task.id, None)
    await reopen_task(db, owner, task.id, None)
    before = await stored(db, owner, task.id)
    with pytest.raises(UndoImpossible) as refusal:
        await undo_entry(db, owner, done.undo_id)
    assert refusal.value.reason == "changed"
    assert await stored(db, owner, task.id) == before


async def test_of_a_skip_and_a_completion_at_once_one_wins(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-25T09:00", rrule="FREQ=DAILY")
    results = await asyncio.gather(
        skip_task(db, owner, task.id, None),
        complete_task(db, owner, task.id, None),
        return_exceptions=True,
    )
    assert [type(each) for each in results].count(TaskNotOpen) == 1
    assert len(await log_of(db, owner)) == 1


async def test_completing_fifty_times_at_once_has_one_effect(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-25T09:00", rrule="FREQ=DAILY")
    results = await asyncio.gather(*(complete_task(db, owner, task.id, None) for _ in range(50)))
    assert {each.version for each in results} == {2}
    assert len({each.completed_at for each in results}) == 1
    assert (await outbox_types(db, owner)).count("task.completed") == 1


async def test_receipts_survive_that_their_occurrence_is_taken_back(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    done = await complete_task(db, owner, task.id, None)
    await roll(db, done)
    (following,) = await open_tasks(db, owner)
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, "
                "state, claimed_at, sent_at) SELECT gen_random_uuid(), id, task_id, user_id, "
                "'email', fire_at, 'sent', fire_at, fire_at FROM reminders WHERE task_id = :id"
            ),
            {"id": following.id},
        )
    await reopen_task(db, owner, task.id, None)
    assert [row.id for row in await open_tasks(db, owner)][:1] == [task.id]
    async with db.read() as connection:
        found = await connection.execute(
            text("SELECT count(*) FROM deliveries WHERE task_id = :id"), {"id": following.id}
        )
        assert found.scalar_one() == 1
    assert (await roll(db, await complete_task(db, owner, task.id, None))).created == 1


async def test_a_skipped_task_can_be_opened_again(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await skip_task(db, owner, task.id, None)
    opened = await reopen_task(db, owner, task.id, None)
    assert (opened.status, [r.state for r in opened.reminders]) == ("open", ["scheduled"])
    assert [row.id for row in await open_tasks(db, owner)] == [task.id]


async def test_an_undone_change_brings_no_reminder_whose_time_has_passed(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00")
    done = await complete_task(db, owner, task.id, None)
    clock.set(NOON)
    (back,) = await undo_entry(db, owner, done.undo_id)
    assert [(r.state, r.reason) for r in back.reminders] == [("skipped", "undone_past")]


async def test_after_thirty_days_nothing_is_undone_and_the_entry_goes(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 10, 20, 6, tzinfo=UTC))
    task = await make_task(db, owner)
    done = await complete_task(db, owner, task.id, None)
    clock.set(NOON)
    with pytest.raises(UndoImpossible) as refusal:
        await undo_entry(db, owner, done.undo_id)
    assert refusal.value.reason == "expired"
    async with db.unit_of_work() as uow:
        assert await prune(uow.connection, clock.now() - KEEP, 1_000) >= 1
    with pytest.raises(NotFound):
        await undo_entry(db, owner, done.undo_id)


async def test_postponing_ends_a_snooze_and_an_undo_brings_it_back(db, clock):
    """Pain 15: changing the due time during a snooze."""
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00")
    snooze = ReminderRow(
        new_uuid7(clock.now()),
        owner.user_id,
        task.id,
        "absolute",
        None,
        datetime(2026, 11, 24, 10, tzinfo=UTC),
        ("email",),
        "scheduled",
        None,
        snooze_of=task.reminders[0].id,
    )
    async with db.unit_of_work() as uow:
        await insert_reminders(uow.connection, [snooze], clock.now())
    day = Postponement(by=parse_offset("P1D"))
    moved = await postpone_task(db, owner, task.id, day, None)
    states = {r.id: (r.state, r.reason) for r in moved.reminders}
    assert states[snooze.id] == ("cancelled", "postponed")
    assert states[task.reminders[0].id] == ("scheduled", None)
    (back,) = await undo_entry(db, owner, moved.undo_id)
    assert {(r.id, r.state, r.fire_at) for r in back.reminders} == {
        (snooze.id, "scheduled", snooze.fire_at),
        (task.reminders[0].id, "scheduled", task.due_at),
    }
