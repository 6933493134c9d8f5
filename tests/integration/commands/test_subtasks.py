"""Subtasks come back with their occurrence, and go with it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.commands.skipping import skip_missed
from shared.commands.tasks import complete_task, reopen_task
from shared.commands.undoing import UndoImpossible, undo_entry
from shared.db.repositories.subtasks import subtree_of
from shared.domain.tasks import ReminderDraft
from tests.factories.reminders import set_reminder
from tests.factories.series import roll, rows, set_series, set_task, tasks_of
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.commands.test_skipping import NOON, SUNDAY, make_weekly
from tests.integration.commands.test_tasks import outbox_types, stored

INSERT_CHILD = text(
    "INSERT INTO tasks (id, user_id, title, status, parent_id, created_at, updated_at) "
    "VALUES (:id, :u, :t, 'open', :p, :n, :n)"
)


@pytest.fixture
async def tree(db, clock):
    """An owner, and a daily task with a ticked checklist of three levels."""
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owner = await make_user(db, zone="UTC")
    root = await make_task(db, owner, title="Shop", due="2026-11-24T09:00", rrule="FREQ=DAILY")
    parent = root
    for title in ("Fruit", "Apples", "Red ones"):
        child = await make_task(
            db,
            owner,
            title=title,
            due="2026-11-24T08:00",
            labels=[title],
            reminders=[ReminderDraft(lead="-PT10M")],
        )
        await set_task(db, child.id, parent_id=parent.id)
        await complete_task(db, owner, child.id, None)
        parent = child
    return owner, root


async def copies_of(db, owner, root):
    found = await tasks_of(db, owner, "open") + await tasks_of(db, owner, "done")
    (head,) = [task for task in found if task.title == "Shop" and task.id != root.id]
    async with db.read() as connection:
        below = await subtree_of(connection, [head.id])
    return head, [task for task in found if task.id in below]


async def test_pain_12_a_ticked_checklist_is_open_again_in_the_next_occurrence(db, tree):
    owner, root = tree
    await roll(db, await complete_task(db, owner, root.id, None))
    head, copies = await copies_of(db, owner, root)
    by_title = {task.title: task for task in await tasks_of(db, owner)}
    assert {task.title for task in copies} == {"Fruit", "Apples", "Red ones"}
    assert by_title["Fruit"].parent_id == head.id
    assert by_title["Red ones"].parent_id == by_title["Apples"].id
    assert by_title["Apples"].due_at == datetime(2026, 11, 25, 8, tzinfo=UTC)
    found = await rows(
        db,
        "SELECT l.name, r.fire_at, r.state FROM task_labels tl "
        "JOIN labels l ON l.id = tl.label_id JOIN reminders r ON r.task_id = tl.task_id "
        "WHERE tl.task_id = :t",
        t=by_title["Apples"].id,
    )
    expected = ("Apples", datetime(2026, 11, 25, 7, 50, tzinfo=UTC), "scheduled")
    assert [tuple(row) for row in found] == [expected]


async def test_a_series_may_keep_what_was_ticked(db, tree):
    owner, root = tree
    await set_series(db, root, reset_subtasks=False)
    await roll(db, await complete_task(db, owner, root.id, None))
    _, copies = await copies_of(db, owner, root)
    assert len(copies) == 3
    assert [task.title for task in await tasks_of(db, owner)] == ["Shop"]
    waiting = await rows(
        db,
        "SELECT id FROM reminders WHERE task_id = ANY(CAST(:ids AS uuid[])) "
        "AND state = 'scheduled'",
        ids=[task.id for task in copies],
    )
    assert waiting == []


async def test_reopening_takes_the_copied_subtasks_back(db, tree):
    owner, root = tree
    await roll(db, await complete_task(db, owner, root.id, None))
    await reopen_task(db, owner, root.id, None)
    assert [task.title for task in await tasks_of(db, owner)] == ["Shop"]
    assert len(await tasks_of(db, owner, "done")) == 3


async def test_more_than_three_levels_or_500_tasks_are_not_copied(db, tree):
    owner, root = tree
    (bottom,) = [t for t in await tasks_of(db, owner, "done") if t.title == "Red ones"]
    deep = await make_task(db, owner, title="Too deep")
    await set_task(db, deep.id, parent_id=bottom.id)
    async with db.unit_of_work() as uow:
        for number in range(510):
            await uow.connection.execute(
                INSERT_CHILD,
                {"id": uuid4(), "u": owner.user_id, "p": root.id, "t": f"{number}", "n": uow.now},
            )
    await roll(db, await complete_task(db, owner, root.id, None))
    _, copies = await copies_of(db, owner, root)
    assert len(copies) == 500
    assert "Too deep" not in {task.title for task in copies}


async def make_below(db, owner, parent, *, is_done=False, **fields):
    """A subtask, which may be done."""
    task = await make_task(db, owner, title="Below", **fields)
    await set_task(db, task.id, parent_id=parent.id)
    if is_done:
        await complete_task(db, owner, task.id, None)
    return await stored(db, owner, task.id)


async def test_skipping_what_was_missed_takes_open_subtasks_along(db, clock):
    owner, task = await make_weekly(db, clock, ReminderDraft(lead="PT0S"))
    reminders = [ReminderDraft(lead="-PT10M"), ReminderDraft(at=SUNDAY)]
    child = await make_below(db, owner, task, due="2026-11-02T08:00", reminders=reminders)
    deeper = await make_below(db, owner, child, due=date(2026, 11, 1))
    left = [
        await make_below(db, owner, task, due=date(2026, 11, 2), is_done=True),
        await make_below(db, owner, task, due=date(2026, 11, 2), rrule="FREQ=MONTHLY"),
        await make_below(db, owner, task),
    ]
    clock.set(NOON)
    moved = (await skip_missed(db, owner, task.id, None)).task
    after = await stored(db, owner, child.id)
    assert after.due_local == datetime(2026, 11, 30, 8)
    assert after.version == child.version + 1
    assert sorted((r.state, r.fire_at) for r in after.reminders) == [
        ("scheduled", SUNDAY + timedelta(weeks=4)),
        ("scheduled", after.due_at - timedelta(minutes=10)),
    ]
    assert (await stored(db, owner, deeper.id)).due_on == date(2026, 11, 29)
    assert [await stored(db, owner, each.id) for each in left] == left
    assert (await outbox_types(db, owner)).count("task.updated") == 3
    await undo_entry(db, owner, moved.undo_id)
    for each in (child, deeper):
        back = await stored(db, owner, each.id)
        assert (back.due_on, back.due_at) == (each.due_on, each.due_at)
    assert (await stored(db, owner, task.id)).slot == task.slot


async def test_a_subtask_that_was_changed_since_keeps_what_was_missed_moved(db, clock):
    owner, task = await make_weekly(db, clock, ReminderDraft(lead="PT0S"))
    child = await make_below(db, owner, task, due="2026-11-02T08:00")
    clock.set(NOON)
    moved = (await skip_missed(db, owner, task.id, None)).task
    done = await complete_task(db, owner, child.id, None)
    with pytest.raises(UndoImpossible):
        await undo_entry(db, owner, moved.undo_id)
    await undo_entry(db, owner, done.undo_id)
    await undo_entry(db, owner, moved.undo_id)
    assert (await stored(db, owner, child.id)).due_at == child.due_at


@pytest.mark.parametrize("skips", [False, True])
async def test_a_series_goes_on_where_the_calendar_ends_for_what_belongs_to_it(db, clock, skips):
    """Postponed by millennia, a subtask would come after the last day there is."""
    owner, task = await make_weekly(db, clock, ReminderDraft(at=datetime(9000, 1, 1, tzinfo=UTC)))
    await set_task(db, task.id, start_on=date(9990, 12, 30))
    await set_reminder(db, task.reminders[0].id, fire_at=datetime(9990, 12, 30, 12, tzinfo=UTC))
    last, last_at = datetime(9999, 12, 30, 9), datetime(9999, 12, 30, 8, tzinfo=UTC)
    await make_below(db, owner, task, due=date(2026, 11, 1))
    far = await make_below(db, owner, task, due="2026-11-02T08:00")
    await set_task(db, far.id, title="Far", due_local=last, due_at=last_at)
    clock.set(NOON)
    if skips:
        await skip_missed(db, owner, task.id, None)
    else:
        await roll(db, await complete_task(db, owner, task.id, None))
    found = await tasks_of(db, owner)
    (next_one,) = [each for each in found if each.title == task.title]
    assert (next_one.slot, next_one.start_on) == ("2026-11-30T09:00:00", date(9990, 12, 30))
    below = [each for each in found if each.parent_id == next_one.id]
    assert [(each.due_on, each.due_at) for each in below] == [
        (date(2026, 11, 29), None),
        (None, last_at),
    ]
