"""Edits of a whole series of which several occurrences are open (`keep_each`)."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import orjson
import pytest

from shared.commands.postponing import Postponement, postpone_task
from shared.commands.projects import create_project
from shared.commands.series_edits import patch_series
from shared.commands.tasks import complete_task, patch_task
from shared.commands.undoing import UndoImpossible, list_undo, undo_last
from shared.core.errors import InvalidInput
from shared.db.repositories import task_sets
from shared.db.repositories.tasks import load_task
from shared.domain.checklists import ChecklistItem
from shared.domain.tasks import Due, RecurrenceDraft, ReminderDraft, TaskPatch
from tests.factories.series import events_of, log_of, roll, set_series, tasks_of
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user

KEPT = ["2026-11-21T09:00", "2026-11-22T09:00", "2026-11-23T09:00", "2026-11-24T09:00"]
EVERY_DAY = RecurrenceDraft("FREQ=DAILY", missed_policy="keep_each")


@pytest.fixture
async def owner(db):
    return await make_user(db, zone="UTC")


@pytest.fixture
async def kept(db, clock, owner):
    """Four open occurrences of one series, the last of them ahead; one was done before."""
    return await kept_of(db, clock, owner)


async def kept_of(db, clock, owner, **fields):
    clock.set(datetime(2026, 11, 20, 8, tzinfo=UTC))
    task = await make_task(
        db, owner, title="Rent", due="2026-11-20T09:00", rrule="FREQ=DAILY", **fields
    )
    await set_series(db, task, missed_policy="keep_each")
    clock.set(datetime(2026, 11, 23, 10, tzinfo=UTC))
    await roll(db, await complete_task(db, owner, task.id, None))
    async with db.read() as connection:
        return await task_sets.open_occurrences(connection, task.series.id)


async def edit(db, owner, task, scope="all", **fields):
    return await patch_series(db, owner, task.id, scope, TaskPatch(**fields), expected=None)


async def now_of(db, owner, tasks):
    async with db.read() as connection:
        return [await load_task(connection, owner.user_id, task.id) for task in tasks]


def slots(tasks):
    return [task.slot[:16] for task in tasks]


def dues(tasks):
    return [task.due_local.isoformat()[:16] for task in tasks]


def plans(tasks):
    return [[(r.fire_at, r.state, r.reason) for r in task.reminders] for task in tasks]


async def following(db, owner):
    """The slots and titles of what is open once the last one is done."""
    *_, head = await tasks_of(db, owner)
    await roll(db, await complete_task(db, owner, head.id, None))
    return (await tasks_of(db, owner))[-1]


def unversioned(tasks):
    """What an undo restores; versions go on, and reminders are looked at by themselves."""
    return [
        replace(
            task,
            version=0,
            updated_at=task.created_at,
            reminders=(),
            series=replace(task.series, version=0),
        )
        for task in tasks
    ]


async def test_another_time_of_day_is_that_of_all_open_ones(db, owner, kept):
    await edit(db, owner, kept[1], due=due_of("2026-11-22T07:30"))

    tasks = await now_of(db, owner, kept)
    assert slots(tasks) == dues(tasks) == [each.replace("09:00", "07:30") for each in KEPT]
    assert [task.version for task in tasks] == [2, 2, 2, 2]
    assert plans(tasks)[3] == [(datetime(2026, 11, 24, 7, 30, tzinfo=UTC), "scheduled", None)]
    assert [plan[0][1:] for plan in plans(tasks)[:3]] == [("skipped", "past")] * 3
    said = await events_of(db, owner, "task.updated")
    assert [orjson.loads(each)["changed"] for each in said] == [["due", "slot"]] * 3 + [["due"]]
    assert (await following(db, owner)).slot == "2026-11-25T07:30:00"


async def test_what_was_done_stays_as_it_was(db, owner, kept):
    (done,) = await tasks_of(db, owner, status="done")
    await edit(db, owner, kept[1], due=due_of("2026-11-22T07:30"), title="Other")
    assert await tasks_of(db, owner, status="done") == [done]


@pytest.mark.parametrize(("day", "moved"), [("25", KEPT[1:]), ("26", KEPT[2:])])
async def test_all_move_by_days_into_each_others_slots_and_back(db, owner, kept, day, moved):
    changed = await edit(db, owner, kept[3], due=due_of(f"2026-11-{day}T09:00"))

    tasks = await now_of(db, owner, kept)
    assert slots(tasks) == dues(tasks)
    assert slots(tasks)[: len(moved)] == moved
    assert changed.slot == f"2026-11-{day}T09:00:00"
    await undo_last(db, owner, kept[0].id)
    back = await now_of(db, owner, kept)
    assert unversioned(back) == unversioned(kept)
    assert plans(back)[3] == plans(kept)[3]


async def test_one_that_was_moved_by_itself_keeps_its_time_and_moves_its_slot(db, owner, kept):
    postponement = Postponement(to=due_of("2026-11-24T20:00"))
    alone = await postpone_task(db, owner, kept[3].id, postponement, None)
    before = await now_of(db, owner, kept)

    await edit(db, owner, kept[0], due=due_of("2026-11-21T12:00"))

    tasks = await now_of(db, owner, kept)
    assert slots(tasks) == [each.replace("09:00", "12:00") for each in KEPT]
    assert (tasks[3].due_at, plans(tasks)[3]) == (alone.due_at, plans([alone])[0])
    assert ("2026-11-24T12:00:00", "moved", 1) in await log_of(db, owner)
    await undo_last(db, owner, kept[0].id)
    assert unversioned(await now_of(db, owner, kept)) == unversioned(before)
    assert await log_of(db, owner) == [
        ("2026-11-20T09:00:00", "done", 1),
        ("2026-11-24T09:00:00", "moved", 1),
    ]
    await edit(db, owner, kept[0], due=due_of("2026-11-21T12:00"))
    assert (await following(db, owner)).slot == "2026-11-25T12:00:00"


async def test_fields_reach_all_from_whichever_they_are_edited(db, owner, kept):
    project = await create_project(db, owner, "Home", None)
    step = ChecklistItem(None, "Transfer", is_done=True)
    fields = {"title": "Lease", "notes": "IBAN", "priority": 1, "labels": ["money"]}

    await edit(db, owner, kept[0], **fields, project_id=project.id, checklist=[step], position="a0")

    tasks = await now_of(db, owner, kept)
    expected = ("Lease", "IBAN", 1, ("money",), project.id)
    assert {(t.title, t.notes, t.priority, t.labels, t.project_id) for t in tasks} == {expected}
    ticks = [[(each.title, each.is_done) for each in task.checklist] for task in tasks]
    assert ticks == [[("Transfer", True)], *[[("Transfer", False)]] * 3]
    own = [task.position for task in kept[1:]]
    assert [task.position for task in tasks] == ["a0", *own]
    assert slots(tasks) == KEPT
    assert (await following(db, owner)).title == "Lease"


async def test_undo_gives_all_their_own_fields_back(db, owner, kept):
    await edit(db, owner, kept[1], "this", title="Last one", labels=["late"])
    before = await now_of(db, owner, kept)

    await edit(db, owner, kept[0], title="Lease", labels=["money"], priority=1)
    assert {task.title for task in await now_of(db, owner, kept)} == {"Lease"}
    await undo_last(db, owner, kept[3].id)

    assert unversioned(await now_of(db, owner, kept)) == unversioned(before)


async def test_it_cannot_be_undone_once_one_of_them_was_changed(db, owner, kept):
    await edit(db, owner, kept[0], title="Lease")
    await complete_task(db, owner, kept[2].id, None)
    with pytest.raises(UndoImpossible):
        await undo_last(db, owner, kept[0].id)
    assert (await now_of(db, owner, kept))[0].title == "Lease"


async def test_one_edit_after_the_other_can_be_undone(db, owner, kept):
    await edit(db, owner, kept[1], due=due_of("2026-11-22T07:30"))
    await edit(db, owner, kept[1], due=due_of("2026-11-22T06:30"))
    await undo_last(db, owner, kept[1].id)

    listed = await list_undo(db, owner, after=None, limit=2)

    assert [each.obstacle for each in listed] == ["undone", None]
    await undo_last(db, owner, kept[1].id)
    assert unversioned(await now_of(db, owner, kept)) == unversioned(kept)
    assert plans(await now_of(db, owner, kept))[3] == plans(kept)[3]


async def test_reminders_of_all_are_those_of_the_edit(db, owner, kept):
    at = datetime(2026, 11, 23, 18, tzinfo=UTC)
    drafts = [ReminderDraft(lead="-PT1H"), ReminderDraft(at=at)]

    await edit(db, owner, kept[2], reminders=drafts)

    found = plans(await now_of(db, owner, kept))
    hour = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert found[2] == [
        (hour.replace(day=23), "skipped", "past"),
        (at, "scheduled", None),
    ]
    assert found[3] == [(hour, "scheduled", None), (at.replace(day=24), "scheduled", None)]
    await undo_last(db, owner, kept[2].id)
    assert plans(await now_of(db, owner, kept))[3] == plans(kept)[3]


async def test_all_start_as_long_before_their_slots(db, owner, kept):
    await edit(db, owner, kept[2], start=Due(local=datetime(2026, 11, 22, 18)))
    tasks = await now_of(db, owner, kept)
    assert [task.start_local for task in tasks] == [
        datetime(2026, 11, day, 18) for day in (20, 21, 22, 23)
    ]
    await edit(db, owner, kept[2], start=None)
    assert {task.start_local for task in await now_of(db, owner, kept)} == {None}


async def test_another_zone_is_that_of_all(db, owner, kept):
    due = Due(local=datetime(2026, 11, 23, 9), zone="Asia/Tokyo")
    await edit(db, owner, kept[2], due=due)
    tasks = await now_of(db, owner, kept)
    assert {task.zone for task in tasks} == {"Asia/Tokyo"}
    tokyo = ZoneInfo("Asia/Tokyo")
    assert [task.due_at for task in tasks] == [
        datetime.fromisoformat(each).replace(tzinfo=tokyo) for each in KEPT
    ]


async def test_what_came_due_stays_owed_under_a_rule_that_has_no_such_day(db, owner, kept):
    rule = RecurrenceDraft("FREQ=WEEKLY;BYDAY=MO", missed_policy="keep_each")  # the 23rd, the 30th

    await edit(db, owner, kept[2], recurrence=rule)

    tasks = await now_of(db, owner, kept)
    assert slots(tasks) == dues(tasks) == [*KEPT[:3], "2026-11-30T09:00"]
    assert {task.series.rrule for task in tasks} == {"FREQ=WEEKLY;BYDAY=MO"}
    await undo_last(db, owner, kept[2].id)
    assert unversioned(await now_of(db, owner, kept)) == unversioned(kept)


async def test_a_new_rule_is_a_new_version_of_those_that_stay_where_they_are(db, owner, kept):
    rule = RecurrenceDraft("FREQ=DAILY;INTERVAL=1", missed_policy="keep_each")

    await edit(db, owner, kept[2], recurrence=rule)

    tasks = await now_of(db, owner, kept)
    assert slots(tasks) == KEPT
    assert [task.version for task in tasks] == [2, 2, 2, 2]
    await undo_last(db, owner, kept[0].id)
    back = await now_of(db, owner, kept)
    assert {task.series.rrule for task in back} == {"FREQ=DAILY"}
    assert [task.version for task in back] == [3, 3, 3, 3]
    said = [orjson.loads(each) for each in await events_of(db, owner, "task.updated")]
    assert [each["changed"] for each in said] == [["recurrence"]] * 8
    live = [orjson.loads(each) for each in await events_of(db, owner, "task.changed")]
    versions = [each["task_version"] for each in live if each["task_id"] == str(kept[0].id)]
    assert versions[-2:] == [2, 3]


async def test_what_looks_the_same_afterwards_gets_no_version(db, owner, kept):
    rule = RecurrenceDraft("FREQ=DAILY", missed_policy="keep_each")
    await edit(db, owner, kept[2], recurrence=rule)
    assert [task.version for task in await now_of(db, owner, kept)] == [1, 1, 2, 1]


async def test_a_zone_of_one_alone_stays_under_a_new_rule(db, owner, kept):
    due = Due(local=datetime(2026, 11, 24, 9), zone="Asia/Tokyo")
    await patch_task(db, owner, kept[3].id, TaskPatch(due=due), None)
    rule = RecurrenceDraft("FREQ=DAILY;INTERVAL=1", missed_policy="keep_each")
    await edit(db, owner, kept[2], recurrence=rule)
    assert [task.zone for task in await now_of(db, owner, kept)] == [None] * 3 + ["Asia/Tokyo"]


async def test_the_edited_one_does_not_take_the_slot_of_one_that_stays(db, owner, kept):
    rule = RecurrenceDraft("FREQ=DAILY;INTERVAL=2", missed_policy="keep_each")  # 20, 22, 24, 26
    await edit(db, owner, kept[2], recurrence=rule)
    assert slots(await now_of(db, owner, kept)) == [*KEPT[:2], "2026-11-26T09:00", KEPT[3]]


async def test_a_day_that_the_rule_still_names_is_kept(db, clock, owner):
    clock.set(datetime(2026, 11, 16, 8, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-16T09:00", rrule="FREQ=WEEKLY;BYDAY=MO,WE")
    await set_series(db, task, missed_policy="keep_each")
    clock.set(datetime(2026, 11, 23, 10, tzinfo=UTC))
    await roll(db, await complete_task(db, owner, task.id, None))
    async with db.read() as connection:
        tasks = await task_sets.open_occurrences(connection, task.series.id)
    assert slots(tasks) == ["2026-11-18T09:00", "2026-11-23T09:00", "2026-11-25T09:00"]

    await edit(db, owner, tasks[1], due=due_of("2026-11-24T10:00"))  # MO,WE becomes TU,WE

    after = await now_of(db, owner, tasks)
    assert slots(after) == ["2026-11-18T10:00", "2026-11-24T10:00", "2026-11-25T10:00"]


@pytest.mark.parametrize("scope", ["this", "following"])
async def test_other_scopes_leave_the_others(db, owner, kept, scope):
    await edit(db, owner, kept[3], scope, title="Lease", due=due_of("2026-11-24T12:00"))
    tasks = await now_of(db, owner, kept)
    assert unversioned(tasks[:3]) == unversioned(kept[:3])
    assert [task.version for task in tasks] == [1, 1, 1, 2]


async def test_other_series_and_other_people_are_not_reached(db, clock, owner, kept):
    other = await make_user(db, zone="UTC")
    foreign = await kept_of(db, clock, other)
    beside = await kept_of(db, clock, owner)

    await edit(db, owner, kept[0], title="Lease", due=due_of("2026-11-21T07:00"))

    assert await now_of(db, other, foreign) == foreign
    assert await now_of(db, owner, beside) == beside


async def test_without_a_rule_the_edited_one_goes_on_alone_and_the_fields_are_of_all(
    db, owner, kept
):
    alone = await edit(db, owner, kept[3], recurrence=None, due=None, title="Lease")
    tasks = await now_of(db, owner, kept)
    assert (alone.series, alone.due_at) == (None, None)
    assert slots(tasks[:3]) == KEPT[:3]
    assert {task.title for task in tasks} == {"Lease"}
    patch = TaskPatch(title="Rent")
    await patch_task(db, owner, alone.id, patch, None)
    assert (await now_of(db, owner, kept))[0].title == "Lease"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"due": due_of("9999-12-31T09:00")}, "/recurrence/dtstart"),
        ({"start": due_of("9999-12-31T09:00")}, "/start"),
    ],
)
async def test_a_time_after_which_the_calendar_ends_changes_nothing(
    db, owner, kept, fields, pointer
):
    with pytest.raises(InvalidInput) as refused:
        await edit(db, owner, kept[0], **fields)
    assert refused.value.pointer == pointer
    assert await now_of(db, owner, kept) == kept
