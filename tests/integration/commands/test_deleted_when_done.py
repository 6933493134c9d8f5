"""A series whose occurrence was done and deleted at once goes on when the deletion is undone."""

import pytest

from shared.commands.tasks import complete_task, delete_task
from shared.commands.undoing import undo_entry
from tests.factories.series import roll, tasks_of
from tests.factories.tasks import make_task
from tests.factories.users import make_user


@pytest.mark.parametrize("comes", ["before the undo", "after it", "never"])
async def test_the_next_occurrence_is_there_whenever_the_worker_comes(db, comes):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00", rrule="FREQ=DAILY")
    done = await complete_task(db, owner, task.id, None)
    undo_id = await delete_task(db, owner, task.id, None)
    if comes == "before the undo":
        assert (await roll(db, done)).stale == 0  # a deleted task is not found at all
    await undo_entry(db, owner, undo_id)
    if comes == "after it":
        await roll(db, done)
    assert [each.slot for each in await tasks_of(db, owner)] == ["2026-12-02T09:00:00"]


async def test_a_next_occurrence_in_the_trash_stays_there(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00", rrule="FREQ=DAILY")
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    await delete_task(db, owner, following.id, None)
    await undo_entry(db, owner, await delete_task(db, owner, task.id, None))
    assert await tasks_of(db, owner) == []
