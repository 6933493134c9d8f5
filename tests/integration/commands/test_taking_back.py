"""What a completion brought goes when it is undone, unless its owner touched it meanwhile."""

from datetime import timedelta

import pytest

from shared.commands.postponing import Postponement, postpone_task
from shared.commands.preferences import change_preferences
from shared.commands.tasks import complete_task, patch_task, reopen_task
from shared.db.repositories.undo import prune
from shared.domain.preferences import PreferencesPatch
from shared.domain.tasks import TaskPatch
from tests.factories.series import roll, tasks_of
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
