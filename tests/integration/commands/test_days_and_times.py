"""A series of days whose open ones get a time: they go on in another, as slots are of one kind."""

from datetime import UTC, date, datetime

import pytest

from shared.commands.explaining import explain_schedule
from shared.commands.history import read_history
from shared.commands.skipping import skip_task
from shared.commands.tasks import complete_task, reopen_task
from shared.commands.undoing import undo_last
from shared.db.repositories import task_sets
from shared.domain.recurrence.numbering import Numbering
from tests.factories.series import roll, rows, set_series, tasks_of
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user
from tests.integration.commands.test_edits_of_all import (
    dues,
    edit,
    following,
    now_of,
    slots,
    unversioned,
)

TIMES = ["2026-11-21T09:00", "2026-11-22T09:00"]


@pytest.fixture
async def owner(db):
    return await make_user(db, zone="UTC")


@pytest.fixture
async def days(db, clock, owner):
    """The 21st and the 22nd, both open; the 19th was skipped, the 20th done, the 23rd left out."""
    clock.set(datetime(2026, 11, 19, 8, tzinfo=UTC))
    task = await make_task(
        db, owner, due=date(2026, 11, 19), rrule="FREQ=DAILY;COUNT=9", reminders=[]
    )
    await set_series(db, task, missed_policy="keep_each", exdates=["2026-11-23"])
    second = (await skip_task(db, owner, task.id, None)).next
    clock.set(datetime(2026, 11, 22, 10, tzinfo=UTC))
    await roll(db, await complete_task(db, owner, second.id, None))
    async with db.read() as connection:
        return await task_sets.open_occurrences(connection, task.series.id)


async def with_times(db, owner, days):
    return await edit(db, owner, days[0], due=due_of(TIMES[0]))


async def done_of(db, owner):
    (done,) = await tasks_of(db, owner, status="done")
    return done


async def kinds_of(db, owner):
    """Each slot that has a task or stands in the log, and whether its series is of days."""
    found = await rows(
        db,
        "SELECT t.slot, s.all_day FROM tasks t JOIN series s ON s.id = t.series_id "
        "WHERE t.user_id = :u UNION "
        "SELECT l.slot, s.all_day FROM occurrence_log l JOIN series s ON s.id = l.series_id "
        "WHERE l.user_id = :u ORDER BY slot",
        u=owner.user_id,
    )
    return [(row.slot[:16], row.all_day) for row in found]


async def test_dates_alone_move_to_times_and_back(db, owner, days):
    await with_times(db, owner, days)

    after = await now_of(db, owner, days)
    assert slots(after) == dues(after) == TIMES
    assert (await following(db, owner)).slot == "2026-11-24T09:00:00"
    await undo_last(db, owner, days[1].id)
    await undo_last(db, owner, days[0].id)
    assert unversioned(await now_of(db, owner, days)) == unversioned(days)


async def test_slots_are_of_the_kind_of_their_series(db, owner, days):
    await with_times(db, owner, days)
    over = [("2026-11-19", True), ("2026-11-20", True)]
    assert await kinds_of(db, owner) == [*over, *((slot, False) for slot in TIMES)]


async def test_times_move_to_dates_alone(db, owner, days):
    changed = await with_times(db, owner, days)
    await edit(db, owner, changed, due=due_of(date(2026, 11, 21)))
    open_ones = [(day, True) for day in ("2026-11-21", "2026-11-22")]
    assert (await kinds_of(db, owner))[2:] == open_ones
    assert (await following(db, owner)).slot == "2026-11-24"


async def test_numbers_and_history_go_on(db, owner, days):
    await with_times(db, owner, days)
    done = await read_history(db, owner, (await done_of(db, owner)).id)
    assert done.slot_number == Numbering(2, 9)
    going_on = await read_history(db, owner, days[0].id)
    assert going_on.slot_number == Numbering(3, 9)
    assert going_on.counts == {"skipped": 1, "done": 1, "open": 2}
    said = await explain_schedule(db, owner, days[0].id)
    assert "series_follows" in {each.code for each in said.sentences}


async def test_what_was_done_may_be_done_again_and_brings_nothing(db, owner, days):
    await with_times(db, owner, days)
    done = await done_of(db, owner)
    await reopen_task(db, owner, done.id, None)
    await explain_schedule(db, owner, done.id)
    assert (await roll(db, await complete_task(db, owner, done.id, None))).created == 0
    assert slots(await tasks_of(db, owner)) == TIMES


async def test_one_that_goes_on_in_another_series_ends_there_still(db, owner, days):
    await edit(db, owner, days[1], "following", due=due_of(date(2026, 11, 25)))
    changed = await with_times(db, owner, days)
    assert changed.slot[:16] == TIMES[0]
    (row,) = await rows(db, "SELECT ends_before FROM series WHERE id = :s", s=changed.series_id)
    assert row.ends_before == "2026-11-22T00:00:00"
    await roll(db, await complete_task(db, owner, changed.id, None))
    assert [row.slot for row in await tasks_of(db, owner)] == ["2026-11-25"]
