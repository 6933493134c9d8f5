"""What a completion brought goes when it is undone, unless its owner touched it meanwhile."""

from datetime import timedelta

import pytest

from shared.commands.postponing import Postponement, postpone_task
from shared.commands.preferences import change_preferences
from shared.commands.tasks import complete_task, delete_task, patch_task, reopen_task
from shared.db.repositories.undo import prune
from shared.domain.preferences import PreferencesPatch
from shared.domain.tasks import TaskPatch
from tests.factories.series import roll, rows, tasks_of
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user

BOTH = ["2026-12-01T09:00:00", "2026-12-02T09:00:00"]


async def rename(db, owner, task_id):
    await patch_task(db, owner, task_id, TaskPatch(title="Other"), None)


async def postpone(db, owner, task_id):
    await postpone_task(db, owner, task_id, Postponement(to=due_of("2026-12-05T09:00")), None)


async def done_and_rolled(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00", rrule="FREQ=DAILY")
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    return owner, task, following


async def travel(db, owner):
    await change_preferences(db, owner, PreferencesPatch(zone="America/New_York"))


async def open_slots(db, owner):
    return [row.slot for row in await tasks_of(db, owner)]


async def test_a_next_occurrence_that_only_travelled_is_taken_back(db):
    owner, task, _ = await done_and_rolled(db)
    await travel(db, owner)
    (following,) = await tasks_of(db, owner)
    assert following.version == 2
    await reopen_task(db, owner, task.id, None)
    assert await open_slots(db, owner) == BOTH[:1]


@pytest.mark.parametrize("touch", [rename, postpone])
async def test_one_that_its_owner_touched_stays_whatever_the_journey(db, touch):
    owner, task, following = await done_and_rolled(db)
    await touch(db, owner, following.id)
    await travel(db, owner)
    await reopen_task(db, owner, task.id, None)
    assert await open_slots(db, owner) == BOTH


async def test_one_that_was_touched_stays_when_the_log_has_forgotten_it(db, clock):
    owner, task, following = await done_and_rolled(db)
    await rename(db, owner, following.id)
    clock.advance(seconds=31 * 24 * 3600)
    async with db.unit_of_work() as uow:
        assert await prune(uow.connection, clock.now() - timedelta(days=30), 100) > 0
    await reopen_task(db, owner, task.id, None)
    assert await open_slots(db, owner) == BOTH


async def make_child(db, owner, following, _copy):
    await make_task(db, owner, title="New", parent_id=following)


async def make_grandchild(db, owner, _following, copy):
    await make_task(db, owner, title="New", parent_id=copy)


async def move_below(db, owner, following, _copy):
    other = await make_task(db, owner, title="Other")
    await patch_task(db, owner, other.id, TaskPatch(parent_id=following), None)


async def complete_copy(db, owner, _following, copy):
    await complete_task(db, owner, copy, None)


async def rename_copy(db, owner, _following, copy):
    await rename(db, owner, copy)


async def delete_copy(db, owner, _following, copy):
    await delete_task(db, owner, copy, None)


async def all_but(db, owner, task):
    found = await rows(
        db,
        "SELECT id, parent_id, title, status, deleted_at FROM tasks "
        "WHERE user_id = :u AND id <> :t ORDER BY id",
        u=owner.user_id,
        t=task.id,
    )
    return [tuple(row) for row in found]


@pytest.mark.parametrize(
    "touch", [make_child, make_grandchild, move_below, complete_copy, rename_copy, delete_copy]
)
async def test_one_below_which_its_owner_did_something_stays(db, touch):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00", rrule="FREQ=DAILY")
    await make_task(db, owner, title="Step", parent_id=task.id)
    await roll(db, await complete_task(db, owner, task.id, None))
    ids = {row.slot or row.parent_id: row.id for row in await tasks_of(db, owner)}
    following = ids[BOTH[1]]
    await touch(db, owner, following, ids[following])
    before = await all_but(db, owner, task)

    await reopen_task(db, owner, task.id, None)

    assert await all_but(db, owner, task) == before
