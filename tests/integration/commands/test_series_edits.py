"""Edits of this occurrence, of this and the following ones, and of all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from shared.commands.postponing import Postponement, postpone_task
from shared.commands.series_edits import patch_series
from shared.commands.skipping import skip_missed, skip_task
from shared.commands.tasks import patch_task, reopen_task
from shared.commands.undoing import undo_last
from shared.core.errors import InvalidInput
from shared.domain.tasks import Due, RecurrenceDraft, ReminderDraft, TaskPatch
from tests.factories.series import log_of
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user
from tests.integration.commands.test_tasks import outbox_types, stored


@pytest.fixture
async def owner(db, clock):
    clock.set(datetime(2026, 11, 23, 6, tzinfo=UTC))
    return await make_user(db)


async def edit(db, owner, task, scope, **fields):
    return await patch_series(db, owner, task.id, scope, TaskPatch(**fields), expected=None)


async def after(db, owner, task):
    return (await skip_task(db, owner, task.id, None)).next


async def series_rows(db, owner):
    async with db.read() as connection:
        rows = await connection.execute(
            text(
                "SELECT rrule, ends_before, follows_id IS NOT NULL AS follows, version "
                "FROM series WHERE user_id = :u ORDER BY follows_id IS NOT NULL"
            ),
            {"u": owner.user_id},
        )
        return [tuple(row.values()) for row in rows]


async def test_an_edit_of_this_one_leaves_the_next_as_it_was(db, owner):
    """Pain 8: rescheduling one instance changes the series."""
    task = await make_task(
        db, owner, title="Walk", labels=["a"], due="2026-11-24T09:00", rrule="FREQ=DAILY"
    )
    changed = await edit(
        db,
        owner,
        task,
        "this",
        title="Run",
        labels=["b"],
        priority=1,
        due=Due(local=datetime(2026, 11, 24, 18)),
        reminders=[ReminderDraft(lead="-PT5M")],
    )
    assert (changed.title, changed.labels, changed.due_local.hour) == ("Run", ("b",), 18)
    following = await after(db, owner, changed)
    assert (following.title, following.labels, following.priority) == ("Walk", ("a",), 4)
    assert following.due_local == datetime(2026, 11, 25, 9)
    assert [(r.lead, r.state) for r in following.reminders] == [("PT0S", "scheduled")]


async def test_a_plain_edit_of_an_occurrence_is_passed_on_but_for_its_time(db, owner):
    task = await make_task(db, owner, title="Walk", due="2026-11-24T09:00", rrule="FREQ=DAILY")
    patch = TaskPatch(title="Run", due=Due(local=datetime(2026, 11, 24, 18), zone="Asia/Tokyo"))
    following = await after(db, owner, await patch_task(db, owner, task.id, patch, None))
    assert (following.title, following.due_local) == ("Run", datetime(2026, 11, 25, 9))
    assert following.zone is None


async def test_a_new_rule_from_here_on_ends_the_old_series_and_keeps_its_text(db, owner):
    first = await make_task(db, owner, due="2026-11-23T09:00", rrule="freq=DAILY")
    second = await after(db, owner, first)
    changed = await edit(
        db, owner, second, "following", recurrence=RecurrenceDraft("FREQ=WEEKLY;BYDAY=TU")
    )
    assert await series_rows(db, owner) == [
        ("freq=DAILY", "2026-11-24T09:00:00", False, 2),
        ("FREQ=WEEKLY;BYDAY=TU", None, True, 1),
    ]
    assert (changed.id, changed.slot) == (second.id, "2026-11-24T09:00:00")
    assert "series.updated" in await outbox_types(db, owner)
    assert (await after(db, owner, changed)).slot == "2026-12-01T09:00:00"


async def test_another_day_from_here_on_moves_the_rule_and_what_count_has_left(db, owner):
    first = await make_task(db, owner, due="2026-11-23T09:00", rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=3")
    second = await after(db, owner, first)
    due = Due(local=datetime(2026, 12, 1, 10))
    changed = await edit(db, owner, second, "following", due=due)
    assert changed.series.rrule == "FREQ=WEEKLY;BYDAY=TU;COUNT=2"
    third = await after(db, owner, changed)
    assert third.slot == "2026-12-08T10:00:00"
    assert await after(db, owner, third) is None


async def test_all_moves_the_open_occurrence_and_keeps_it(db, owner):
    first = await make_task(db, owner, due="2026-11-23T09:00", rrule="FREQ=DAILY")
    second = await after(db, owner, first)
    due = Due(local=datetime(2026, 11, 24, 7, 30))
    changed = await edit(db, owner, second, "all", due=due)
    assert (changed.id, changed.slot) == (second.id, "2026-11-24T07:30:00")
    assert [r.fire_at for r in changed.reminders] == [changed.due_at]
    assert (await stored(db, owner, first.id)).slot == "2026-11-23T09:00:00"
    assert (await after(db, owner, changed)).slot == "2026-11-25T07:30:00"
    assert await series_rows(db, owner) == [("FREQ=DAILY", None, False, 2)]


async def test_an_occurrence_that_is_no_slot_of_the_new_rule_goes_to_its_first(db, owner):
    task = await make_task(db, owner, due=date(2026, 11, 24), rrule="FREQ=DAILY")
    changed = await edit(db, owner, task, "all", recurrence=RecurrenceDraft("FREQ=WEEKLY;BYDAY=FR"))
    assert (changed.id, changed.due_on) == (task.id, date(2026, 11, 27))


async def test_a_date_taken_out_does_not_come(db, owner):
    task = await make_task(db, owner, due=date(2026, 11, 24), rrule="FREQ=DAILY")
    draft = RecurrenceDraft("FREQ=DAILY", exdates=[date(2026, 11, 25)])
    changed = await edit(db, owner, task, "all", recurrence=draft)
    assert (await after(db, owner, changed)).due_on == date(2026, 11, 26)


async def test_without_its_rule_a_task_goes_on_alone(db, owner):
    task = await make_task(db, owner, due=date(2026, 11, 24), rrule="FREQ=DAILY")
    alone = await edit(db, owner, task, "all", recurrence=None)
    assert (alone.series, alone.slot, alone.due_on) == (None, None, task.due_on)
    assert [row[1] for row in await series_rows(db, owner)] == [task.slot]


async def test_a_rule_is_not_of_one_occurrence(db, owner):
    task = await make_task(db, owner, due=date(2026, 11, 24), rrule="FREQ=DAILY")
    with pytest.raises(InvalidInput):
        await edit(db, owner, task, "this", recurrence=RecurrenceDraft("FREQ=WEEKLY"))
    assert await stored(db, owner, task.id) == task


@pytest.mark.parametrize(
    ("scope", "fields"),
    [
        ("this", {"title": "Run"}),
        ("following", {"recurrence": RecurrenceDraft("FREQ=WEEKLY")}),
        ("following", {"due": Due(local=datetime(2026, 11, 25, 7))}),
        ("all", {"due": Due(local=datetime(2026, 11, 25, 7))}),
        ("all", {"recurrence": None}),
    ],
)
async def test_an_edit_of_a_series_can_be_undone(db, owner, scope, fields):
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY;COUNT=5")
    await edit(db, owner, task, scope, **fields)
    (back,) = await undo_last(db, owner, task.id)
    assert (back.title, back.slot, back.due_at) == (task.title, task.slot, task.due_at)
    assert [(r.state, r.fire_at) for r in back.reminders] == [("scheduled", task.due_at)]
    assert [row[:3] for row in await series_rows(db, owner)] == [
        ("FREQ=DAILY;COUNT=5", None, False)
    ]
    assert (await after(db, owner, back)).slot == "2026-11-25T09:00:00"


async def test_one_of_several_days_of_the_month_moves_where_it_is_put(db, owner):
    task = await make_task(
        db, owner, due="2026-12-01T09:00", rrule="FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=9"
    )
    changed = await edit(db, owner, task, "all", due=Due(local=datetime(2026, 12, 3, 9)))
    assert changed.due_local == datetime(2026, 12, 3, 9)
    second = await after(db, owner, changed)
    third = await after(db, owner, second)
    assert [each.due_local.day for each in (second, third)] == [15, 3]


@pytest.mark.parametrize("scope", ["following", "all"])
async def test_the_30th_moves_to_the_31st_as_the_last_day(db, owner, scope):
    the_30th = "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"
    task = await make_task(db, owner, due="2026-12-30T09:00", rrule=the_30th)
    changed = await edit(db, owner, task, scope, due=Due(local=datetime(2026, 12, 31, 9)))
    second = await after(db, owner, changed)
    third = await after(db, owner, second)
    days = [each.slot for each in (changed, second, third)]
    assert days == ["2026-12-31T09:00:00", "2027-01-31T09:00:00", "2027-02-28T09:00:00"]


@pytest.mark.parametrize("scope", ["following", "all"])
async def test_a_rule_that_moved_along_comes_back_with_undo(db, owner, scope):
    the_30th = "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"
    task = await make_task(db, owner, due="2026-12-30T09:00", rrule=the_30th)
    changed = await edit(db, owner, task, scope, due=Due(local=datetime(2026, 12, 5, 9)))
    assert changed.series.rrule == "FREQ=MONTHLY;BYMONTHDAY=5"
    (back,) = await undo_last(db, owner, task.id)
    assert (back.slot, back.due_at) == (task.slot, task.due_at)
    assert [row[:3] for row in await series_rows(db, owner)] == [(the_30th, None, False)]


@pytest.mark.parametrize("scope", ["following", "all"])
@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 29),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", 15),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20261231", 32),
    ],
)
async def test_a_move_that_no_rule_can_say_changes_nothing(db, owner, scope, rule, day):
    task = await make_task(db, owner, due=date(2026, 12, 31), rrule=rule)
    before = (await stored(db, owner, task.id), await series_rows(db, owner))
    due = Due(on=date(2026, 11, 30) + timedelta(days=day))
    with pytest.raises(InvalidInput) as refused:
        await edit(db, owner, task, scope, due=due, title="Moved")
    assert (refused.value.pointer, refused.value.reason_code) == ("/due", "rule_cannot_move")
    assert (await stored(db, owner, task.id), await series_rows(db, owner)) == before


async def test_a_moved_day_may_come_with_a_rule_that_fits_it(db, owner):
    rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    task = await make_task(db, owner, due=date(2026, 12, 31), rrule=rule)
    draft = RecurrenceDraft("FREQ=MONTHLY;BYMONTHDAY=29")
    changed = await edit(db, owner, task, "all", due=Due(on=date(2026, 12, 29)), recurrence=draft)
    assert changed.slot == "2026-12-29"


async def test_a_date_that_was_added_moves_alone(db, owner):
    draft = RecurrenceDraft("FREQ=WEEKLY;BYDAY=MO", rdates=[date(2026, 11, 25)])
    task = await make_task(db, owner, due=date(2026, 11, 23), rrule="FREQ=WEEKLY;BYDAY=MO")
    added = await after(db, owner, await edit(db, owner, task, "all", recurrence=draft))
    assert added.slot == "2026-11-25"
    with pytest.raises(InvalidInput, match="by itself"):
        await edit(db, owner, added, "all", due=Due(on=date(2026, 11, 26)))


@pytest.mark.parametrize("scope", ["following", "all"])
async def test_a_day_that_was_taken_out_of_the_other_days_stays_out(db, owner, scope):
    rule = "FREQ=WEEKLY;BYDAY=MO,WE"
    task = await make_task(db, owner, due=date(2026, 11, 23), rrule=rule)
    draft = RecurrenceDraft(rule, exdates=[date(2026, 11, 25)])
    task = await edit(db, owner, task, "all", recurrence=draft)
    changed = await edit(db, owner, task, scope, due=Due(on=date(2026, 11, 24)))
    assert (await after(db, owner, changed)).slot == "2026-12-01"


async def test_all_goes_before_none_that_was_over_early(db, clock, owner):
    first = await make_task(db, owner, due=date(2026, 11, 23), rrule="FREQ=WEEKLY;BYDAY=MO")
    second = await after(db, owner, first)
    clock.set(datetime(2026, 11, 27, 6, tzinfo=UTC))
    third = await after(db, owner, second)
    due = Due(on=date(2026, 11, 29))  # the 30th is over

    with pytest.raises(InvalidInput) as refused:
        await edit(db, owner, third, "all", due=due)

    assert (refused.value.pointer, refused.value.reason_code) == ("/due", "rule_cannot_move")
    assert await stored(db, owner, third.id) == third
    changed = await edit(db, owner, third, "following", due=due)
    assert changed.slot == "2026-11-29"
    assert (await after(db, owner, changed)).slot == "2026-12-06"


async def test_one_behind_which_all_is_over_anyway_may_move(db, owner):
    first = await make_task(db, owner, due=date(2026, 11, 23), rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    assert await after(db, owner, await after(db, owner, first)) is None
    await reopen_task(db, owner, first.id, None)
    changed = await edit(db, owner, first, "all", due=Due(on=date(2026, 11, 24)))
    assert changed.slot == "2026-11-24"


@pytest.fixture
async def begun(db, owner):
    """Due on Fridays, from Wednesdays on; this one starts on Thursday."""
    start = Due(on=date(2026, 11, 25))
    task = await make_task(
        db, owner, due=date(2026, 11, 27), start=start, rrule="FREQ=WEEKLY;BYDAY=FR"
    )
    return await edit(db, owner, task, "this", start=Due(on=date(2026, 11, 26)))


async def start_after(db, owner, task):
    following = await after(db, owner, task)
    return following.start_local or following.start_on


@pytest.mark.parametrize("start", [None, Due(on=date(2026, 11, 24)), due_of("2026-11-26T08:00")])
async def test_a_start_of_this_one_alone_leaves_the_next_as_it_was(db, owner, begun, start):
    assert begun.start_on == date(2026, 11, 26)
    changed = await patch_task(db, owner, begun.id, TaskPatch(start=start), None)
    assert (changed.start_on, changed.start_local) != (begun.start_on, None)
    assert await start_after(db, owner, changed) == date(2026, 12, 2)


async def test_a_start_given_by_a_plain_edit_is_of_this_one_alone(db, owner):
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    patch = TaskPatch(title="Run", start=due_of("2026-11-24T07:00"))
    following = await after(db, owner, await patch_task(db, owner, task.id, patch, None))
    assert (following.title, following.start_at) == ("Run", None)


@pytest.mark.parametrize("scope", ["following", "all"])
async def test_a_start_of_the_series_is_passed_on(db, owner, begun, scope):
    changed = await edit(db, owner, begun, scope, start=Due(on=date(2026, 11, 24)))
    assert await start_after(db, owner, changed) == date(2026, 12, 1)


async def test_a_start_that_was_kept_moves_with_the_slot(db, clock, owner, begun):
    clock.set(datetime(2026, 12, 8, 6, tzinfo=UTC))
    moved = (await skip_missed(db, owner, begun.id, None)).task
    assert (moved.due_on, moved.start_on) == (date(2026, 12, 11), date(2026, 12, 10))
    assert await start_after(db, owner, moved) == date(2026, 12, 16)


async def test_one_that_an_undo_moves_again_is_logged_as_moved_again(db, owner):
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await postpone_task(db, owner, task.id, Postponement(to=due_of("2026-11-24T20:00")), None)
    moved = await log_of(db, owner)
    await patch_task(db, owner, task.id, TaskPatch(due=due_of("2026-11-24T09:00")), None)
    assert await log_of(db, owner) == []
    await undo_last(db, owner, task.id)
    assert await log_of(db, owner) == moved == [("2026-11-24T09:00:00", "moved", 1)]
