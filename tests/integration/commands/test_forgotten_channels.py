"""A channel that was deleted is named nowhere, neither by what will come."""

from uuid import UUID

import orjson
import pytest

from shared.commands.channels import delete_channel
from shared.commands.series_edits import patch_series
from shared.commands.tasks import complete_task, patch_task
from shared.commands.undoing import undo_last
from shared.domain.tasks import ReminderDraft, TaskPatch
from tests.factories.channels import make_channel
from tests.factories.series import roll, rows, tasks_of
from tests.factories.tasks import make_task
from tests.factories.users import make_user

NOON = "2026-11-24T12:00"


@pytest.fixture
async def owner(db):
    return await make_user(db)


async def edited_once(db, owner, *usual):
    """A daily task with these reminders, of which today's occurrence has others."""
    task = await make_task(db, owner, due=NOON, rrule="FREQ=DAILY", reminders=usual)
    patch = TaskPatch(reminders=[ReminderDraft(lead="PT0S", channels=("email",))])
    return await patch_series(db, owner, task.id, "this", patch, expected=None)


async def next_channels(db, owner, task):
    """What the reminders of the next occurrence go through, by their instants."""
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    found = await rows(
        db, "SELECT channels FROM reminders WHERE task_id = :t ORDER BY fire_at", t=following.id
    )
    return [row.channels for row in found]


async def test_the_next_occurrence_does_not_name_a_deleted_channel(db, owner):
    gone, kept = await make_channel(db, owner), await make_channel(db, owner)
    task = await edited_once(
        db,
        owner,
        ReminderDraft(lead="-PT3H", channels=(gone, kept)),
        ReminderDraft(lead="-PT2H", channels=(gone,)),
        ReminderDraft(lead="-PT1H", channels=(kept,)),
    )

    await delete_channel(db, owner, UUID(gone), None)

    assert await next_channels(db, owner, task) == [[kept], ["email"], [kept]]


async def test_what_the_series_has_besides_stays_as_it_was(db, owner):
    gone = await make_channel(db, owner)
    urgent = ReminderDraft(lead="-PT3H", channels=("email", gone), urgent=True)
    task = await edited_once(db, owner, urgent, ReminderDraft(lead="-PT2H", channels=("email",)))
    other = await make_user(db)
    foreign = await edited_once(db, other, ReminderDraft(lead="-PT3H", channels=("email",)))
    before = await fields_of(db, task), await fields_of(db, foreign)

    await delete_channel(db, owner, UUID(gone), None)

    after = await fields_of(db, task), await fields_of(db, foreign)
    before[0]["reminders"][0]["channels"].remove(gone)
    assert after == before


async def fields_of(db, task):
    (row,) = await rows(db, "SELECT series_fields FROM tasks WHERE id = :id", id=task.id)
    return orjson.loads(row.series_fields) if isinstance(row.series_fields, str) else row[0]


async def test_an_undo_does_not_bring_a_deleted_channel_back(db, owner):
    gone, kept = await make_channel(db, owner), await make_channel(db, owner)
    task = await edited_once(
        db,
        owner,
        ReminderDraft(lead="-PT3H", channels=(gone, kept)),
        ReminderDraft(lead="-PT2H", channels=(gone,)),
    )
    patch = TaskPatch(reminders=[ReminderDraft(lead="-PT9H", channels=(kept,))])
    await patch_task(db, owner, task.id, patch, None)

    await delete_channel(db, owner, UUID(gone), None)
    (task,) = await undo_last(db, owner, task.id)

    assert await next_channels(db, owner, task) == [[kept], ["email"]]
