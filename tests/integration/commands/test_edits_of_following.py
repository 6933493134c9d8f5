"""Edits of this and the following of a series with several open occurrences (`keep_each`)."""

from datetime import UTC, datetime

import orjson
import pytest

from shared.commands.postponing import Postponement, postpone_task
from shared.commands.tasks import complete_task, patch_task
from shared.commands.undoing import UndoImpossible, undo_last
from shared.core.errors import InvalidInput
from shared.domain.tasks import Due, RecurrenceDraft, ReminderDraft, TaskPatch
from tests.factories.series import events_of, log_of, set_series
from tests.factories.tasks import due_of
from tests.factories.users import make_user
from tests.integration.commands.test_edits_of_all import (
    KEPT,
    dues,
    following,
    kept_of,
    now_of,
    plans,
    slots,
    unversioned,
)
from tests.integration.commands.test_edits_of_all import edit as edit_with_scope


@pytest.fixture
async def owner(db):
    return await make_user(db, zone="UTC")


@pytest.fixture
async def kept(db, clock, owner):
    """Four open occurrences of one series, the last of them ahead; one was done before."""
    return await kept_of(db, clock, owner)


async def edit(db, owner, task, **fields):
    return await edit_with_scope(db, owner, task, "following", **fields)


async def test_fields_reach_the_later_ones_and_those_that_will_come(db, owner, kept):
    await edit(db, owner, kept[1], title="Lease", labels=["money"], priority=1)

    tasks = await now_of(db, owner, kept)
    assert tasks[0] == kept[0]
    assert {(t.title, t.labels, t.priority) for t in tasks[1:]} == {("Lease", ("money",), 1)}
    assert {task.series_id for task in tasks} == {kept[0].series_id}
    assert [task.version for task in tasks] == [1, 2, 2, 2]
    said = [orjson.loads(each) for each in await events_of(db, owner, "task.updated")]
    assert {each["task_id"] for each in said} == {str(task.id) for task in kept[1:]}
    assert (await following(db, owner)).title == "Lease"


async def test_start_and_reminders_reach_the_later_ones(db, owner, kept):
    at = datetime(2026, 11, 23, 18, tzinfo=UTC)
    start = Due(local=datetime(2026, 11, 22, 18))
    await edit(db, owner, kept[2], start=start, reminders=[ReminderDraft(at=at)])

    tasks = await now_of(db, owner, kept)
    assert tasks[:2] == kept[:2]
    assert [task.start_local.day for task in tasks[2:]] == [22, 23]
    assert plans(tasks)[3] == [(at.replace(day=24), "scheduled", None)]


async def test_the_later_ones_go_on_in_the_new_series_at_its_time(db, owner, kept):
    changed = await edit(db, owner, kept[1], due=due_of("2026-11-22T07:30"))

    tasks = await now_of(db, owner, kept)
    assert unversioned(tasks[:1]) == unversioned(kept[:1])
    later = [each.replace("09:00", "07:30") for each in KEPT[1:]]
    assert slots(tasks[1:]) == dues(tasks[1:]) == later
    assert [task.series_id for task in tasks] == [kept[0].series_id, *[changed.series_id] * 3]
    assert changed.series_id != kept[0].series_id
    assert plans(tasks)[3] == [(datetime(2026, 11, 24, 7, 30, tzinfo=UTC), "scheduled", None)]
    said = [orjson.loads(each) for each in await events_of(db, owner, "task.updated")]
    assert [each["changed"] for each in said] == [["due", "recurrence", "slot"]] * 2 + [["due"]]
    assert {each["series_id"] for each in said} == {str(changed.series_id)}
    assert (await following(db, owner)).slot == "2026-11-25T07:30:00"


async def test_what_is_left_of_the_old_series_brings_nothing_more(db, owner, kept):
    await edit(db, owner, kept[1], due=due_of("2026-11-22T07:30"))
    await complete_task(db, owner, kept[0].id, None)
    tasks = await now_of(db, owner, kept)
    assert [task.status for task in tasks] == ["done", "open", "open", "open"]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Lease", "labels": ["money"]},
        {"due": due_of("2026-11-22T07:30"), "title": "Lease"},
        {"due": due_of("2026-11-24T09:00")},
        {"recurrence": RecurrenceDraft("FREQ=WEEKLY;BYDAY=MO", missed_policy="keep_each")},
        {
            "due": due_of("2026-11-22T10:00"),
            "recurrence": RecurrenceDraft("FREQ=DAILY", missed_policy="keep_each"),
        },
    ],
)
async def test_one_undo_gives_all_their_place_back(db, owner, kept, fields):
    await edit(db, owner, kept[1], **fields)
    changed = await now_of(db, owner, kept)
    assert all(task.version == 2 for task in changed[1:])

    await undo_last(db, owner, kept[3].id)

    back = await now_of(db, owner, kept)
    assert unversioned(back) == unversioned(kept)
    assert plans(back)[3] == plans(kept)[3]
    assert (await following(db, owner)).slot == "2026-11-25T09:00:00"


async def test_it_cannot_be_undone_once_a_later_one_was_changed(db, owner, kept):
    await edit(db, owner, kept[1], due=due_of("2026-11-22T07:30"))
    await complete_task(db, owner, kept[2].id, None)
    with pytest.raises(UndoImpossible):
        await undo_last(db, owner, kept[1].id)
    assert (await now_of(db, owner, kept))[1].slot == "2026-11-22T07:30:00"


async def test_the_edited_one_is_the_first_of_a_new_rule(db, owner, kept):
    rule = RecurrenceDraft("FREQ=WEEKLY;BYDAY=MO", missed_policy="keep_each")  # the 23rd, the 30th

    changed = await edit(db, owner, kept[1], recurrence=rule)

    tasks = await now_of(db, owner, kept)
    assert changed.slot == "2026-11-23T09:00:00"
    assert slots(tasks) == [KEPT[0], KEPT[2], "2026-11-30T09:00", "2026-12-07T09:00"]
    rules = ["FREQ=DAILY", *["FREQ=WEEKLY;BYDAY=MO"] * 3]
    assert [task.series.rrule for task in tasks] == rules


async def test_later_ones_that_came_due_stay_owed_under_a_rule_without_their_day(
    db, clock, owner, kept
):
    clock.set(datetime(2026, 11, 23, 10, tzinfo=UTC))
    rule = RecurrenceDraft("FREQ=WEEKLY;BYDAY=SU", missed_policy="keep_each")  # the 22nd, the 29th
    await edit(db, owner, kept[1], recurrence=rule)
    assert slots(await now_of(db, owner, kept)) == [*KEPT[:3], "2026-11-29T09:00"]


async def test_what_count_has_left_is_for_the_later_ones_too(db, owner, kept):
    await set_series(db, kept[0], rrule="FREQ=DAILY;COUNT=6")  # until the 25th
    changed = await edit(db, owner, kept[2], due=due_of("2026-11-23T12:00"))
    assert changed.series.rrule == "FREQ=DAILY;COUNT=3"
    assert (await following(db, owner)).slot == "2026-11-25T12:00:00"
    assert (await following(db, owner)).slot == "2026-11-23T12:00:00"


async def test_a_rule_that_ends_before_the_later_ones_changes_nothing(db, owner, kept):
    rule = RecurrenceDraft("FREQ=DAILY;COUNT=2", missed_policy="keep_each")
    with pytest.raises(InvalidInput):
        await edit(db, owner, kept[1], recurrence=rule)
    assert await now_of(db, owner, kept) == kept


async def test_a_later_one_that_was_moved_by_itself_keeps_its_time(db, owner, kept):
    postponement = Postponement(to=due_of("2026-11-24T20:00"))
    alone = await postpone_task(db, owner, kept[3].id, postponement, None)
    before, log = await now_of(db, owner, kept), await log_of(db, owner)

    await edit(db, owner, kept[1], due=due_of("2026-11-22T12:00"))

    tasks = await now_of(db, owner, kept)
    assert tasks[3].slot == "2026-11-24T12:00:00"
    assert (tasks[3].due_at, plans(tasks)[3]) == (alone.due_at, plans([alone])[0])
    assert ("2026-11-24T12:00:00", "moved", 1) in await log_of(db, owner)
    await undo_last(db, owner, kept[1].id)
    assert unversioned(await now_of(db, owner, kept)) == unversioned(before)
    assert await log_of(db, owner) == log


async def test_one_that_keeps_slot_and_time_is_logged_in_the_new_series_and_back(db, owner, kept):
    postponement = Postponement(to=due_of("2026-11-24T20:00"))
    await postpone_task(db, owner, kept[3].id, postponement, None)
    log = await log_of(db, owner)
    rule = RecurrenceDraft("FREQ=DAILY;INTERVAL=1", missed_policy="keep_each")

    await edit(db, owner, kept[1], recurrence=rule)

    assert await log_of(db, owner) == log
    await undo_last(db, owner, kept[1].id)
    assert await log_of(db, owner) == log


async def test_another_zone_is_that_of_the_later_ones(db, owner, kept):
    due = Due(local=datetime(2026, 11, 22, 9), zone="Asia/Tokyo")
    await edit(db, owner, kept[1], due=due)
    tasks = await now_of(db, owner, kept)
    assert [task.zone for task in tasks] == [None, *["Asia/Tokyo"] * 3]
    assert [task.due_at.hour for task in tasks] == [9, 0, 0, 0]


async def test_without_a_rule_the_later_ones_stay_and_have_the_fields(db, owner, kept):
    alone = await edit(db, owner, kept[1], recurrence=None, title="Lease")
    tasks = await now_of(db, owner, kept)
    assert alone.series is None
    assert slots([tasks[0], *tasks[2:]]) == [KEPT[0], *KEPT[2:]]
    assert [task.title for task in tasks] == ["Rent", "Lease", "Lease", "Lease"]


async def test_a_plain_edit_is_of_this_open_one_alone(db, owner, kept):
    patch = TaskPatch(title="Lease", due=due_of("2026-11-22T12:00"))
    await patch_task(db, owner, kept[1].id, patch, None)
    tasks = await now_of(db, owner, kept)
    assert [tasks[0], *tasks[2:]] == [kept[0], *kept[2:]]
    assert tasks[1].title == "Lease"
    assert (await following(db, owner)).title == "Rent"


async def test_a_plain_edit_of_the_latest_is_passed_on(db, owner, kept):
    await patch_task(db, owner, kept[3].id, TaskPatch(title="Lease"), None)
    assert (await following(db, owner)).title == "Lease"


async def test_a_new_rule_of_a_plain_edit_leaves_the_other_open_ones(db, owner, kept):
    patch = TaskPatch(recurrence=RecurrenceDraft("FREQ=WEEKLY;BYDAY=SU"))
    await patch_task(db, owner, kept[1].id, patch, None)
    tasks = await now_of(db, owner, kept)
    assert unversioned([tasks[0], *tasks[2:]]) == unversioned([kept[0], *kept[2:]])
