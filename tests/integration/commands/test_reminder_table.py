"""The table of product decision 5.8: what a change does to due time, reminders and snoozes.

Each cell is one test; its id names row and column. What workers decide is shown by the tests of
tests/integration/notifications, and of reminders/test_scheduler.py:

done or deleted between plan and send
    test_delivery.py::test_what_happened_meanwhile_is_the_reason_why_nothing_is_sent
server down at fire time: it fires afterwards, however late
    test_scheduler.py::test_what_came_due_while_nobody_was_there_fires_at_the_start
server down, within the grace: sent once, and says how late
    test_delivery.py::test_late_reminder_says_how_late
    test_delivery.py::test_the_grace_ends_after_a_day_and_not_before
    test_nagging.py::test_after_downtime_there_is_one_message_and_the_next_is_in_phase
server down, beyond the grace: missed, and told in the digest
    test_delivery.py::test_the_grace_ends_after_a_day_and_not_before
    test_summaries.py::test_a_missed_reminder_is_told_in_the_next_digest_and_then_no_more
quiet hours: deferred to their end, and merged
    test_quiet_hours.py::test_nothing_is_sent_in_quiet_hours_and_the_bundle_waits_for_their_end
    test_bundles.py::test_one_mail_brings_what_a_night_held_back
quiet hours: what is urgent, of priority 1, or was put off comes through
    test_quiet_hours.py::test_urgent_first_priority_and_snoozes_come_through

Nobody can lose access to a task: projects are not shared.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.commands.recurrences import Completion, roll_completions
from shared.commands.skipping import skip_task
from shared.commands.tasks import complete_task, patch_task
from shared.db.repositories.due_rows import read_due
from shared.db.repositories.plans import Scope, read_open_tasks
from shared.domain.tasks import ReminderDraft, TaskPatch
from shared.domain.zones import to_instant
from tests.factories.reminders import reminder_rows, set_reminder
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user
from tests.integration.commands.reminder_cases import (
    ACTIONS,
    COLUMNS,
    DAY,
    DUE,
    LATER,
    SERIES_ACTIONS,
    START,
    make_case,
)
from tests.integration.commands.test_tasks import stored


@pytest.fixture
async def case(db, clock):
    return await make_case(db, clock)


RULES = dict.fromkeys(SERIES_ACTIONS, "FREQ=DAILY")

SCHEDULED = {name: ("scheduled", None, at) for name, at in START.items()}


def cancelled(reason):
    return {name: ("cancelled", reason, at) for name, at in START.items()}


def past(reason, at):
    return ("skipped", reason, at)


EXPECTED = {
    "complete": cancelled("task_done"),
    "delete": cancelled("task_deleted"),
    "undo_complete_at_once": SCHEDULED,
    "undo_complete_late": {
        **SCHEDULED,
        "early": past("undone_past", START["early"]),
        "before_day": past("undone_past", START["before_day"]),
        "absolute": past("undone_past", START["absolute"]),
        "snooze": past("undone_past", START["snooze"]),
    },
    "edit_due": {
        **SCHEDULED,
        "early": ("scheduled", None, START["early"] + DAY),
        "relative": ("scheduled", None, DUE + DAY),
        "absolute": ("scheduled", None, START["absolute"] + DAY),
        "snooze": ("cancelled", "postponed", START["snooze"]),
    },
    "edit_due_into_past": {
        **SCHEDULED,
        "early": past("past", START["early"] - DAY),
        "relative": past("past", DUE - DAY),
        "absolute": past("past", START["absolute"] - DAY),
        "snooze": ("cancelled", "postponed", START["snooze"]),
    },
    "remove_due": {
        **SCHEDULED,
        "early": ("idle", "no_due", None),
        "relative": ("idle", "no_due", None),
        "snooze": ("cancelled", "postponed", START["snooze"]),
    },
}

MOVED = EXPECTED["edit_due"]
LATE_AGAIN = EXPECTED["undo_complete_late"]
EXPECTED |= {
    "snooze": {
        **SCHEDULED,
        "early": ("cancelled", "snoozed", START["early"]),
        "snooze": ("scheduled", None, LATER),
    },
    **{row: MOVED for row in SERIES_ACTIONS if row == "postpone" or row.startswith("edit_")},
    "skip": cancelled("task_skipped"),
    **{row: SCHEDULED for row in ACTIONS if row.startswith("undo_")},
    "undo_complete_late": LATE_AGAIN,
    "undo_skip_late": LATE_AGAIN,
    "undo_delete_late": LATE_AGAIN,
    "archive": cancelled("project_archived"),
    "unarchive": SCHEDULED,
    "unarchive_late": {
        column: past("past", at) if column != "relative" else SCHEDULED[column]
        for column, at in START.items()
    },
    "edit_in_archive": {
        **cancelled("project_archived"),
        **{
            column: ("cancelled", "project_archived", START[column] + DAY)
            for column in ("early", "relative", "absolute")
        },
        "snooze": ("cancelled", "postponed", START["snooze"]),
    },
    "reopen_in_archive": cancelled("project_archived"),
    "undo_skip_in_archive": cancelled("project_archived"),
    "undo_edit_in_archive": cancelled("project_archived"),
    "leave_archive": SCHEDULED,
}

CELLS = [
    pytest.param(row, column, EXPECTED[row][column], id=f"{row}-{column}")
    for row in EXPECTED
    for column in COLUMNS
]


@pytest.mark.parametrize(("row", "column", "expected"), CELLS)
async def test_cell(db, clock, row, column, expected):
    case = await make_case(db, clock, rrule=RULES.get(row))
    await case.act(row)
    assert await case.reminder(column) == expected


NEXT = {
    "early": ("scheduled", None, START["early"] + DAY),
    "relative": ("scheduled", None, DUE + DAY),
    "before_day": ("scheduled", None, START["before_day"] + DAY),
    "absolute": ("scheduled", None, START["absolute"] + DAY),
}


@pytest.mark.parametrize(
    "expected",
    [pytest.param(NEXT.get(column), id=f"complete_rolls-{column}") for column in COLUMNS],
)
async def test_cell_of_the_next_occurrence(db, clock, expected):
    """Relative ones are planned from the new due time, absolute ones go with it, snoozes end."""
    case = await make_case(db, clock, rrule="FREQ=DAILY")
    await set_reminder(db, case.ids["early"], nag_sent=2)
    done = await complete_task(db, case.owner, case.task.id, None)
    completion = Completion(case.owner.user_id, done.id, done.completed_at)
    async with db.unit_of_work() as uow:
        assert (await roll_completions(uow, [completion], clock.monotonic)).created == 1
    async with db.read() as connection:
        page = await list_open(connection, case.owner.user_id)
    (following,) = page
    assert following.due_at == DUE + DAY
    shown = {(r.state, r.reason, r.fire_at): r for r in following.reminders}
    assert len(shown) == len(NEXT)
    assert all(r.nag_sent == 0 and r.snooze_of is None for r in following.reminders)
    assert expected is None or expected in shown


async def list_open(connection, user_id):
    return await read_open_tasks(connection, user_id, Scope(), UUID(int=0), 10)


@pytest.mark.parametrize(
    ("row", "due"),
    [
        pytest.param("complete", DUE, id="complete-task_due"),
        pytest.param("snooze", DUE, id="snooze-task_due"),
        pytest.param("postpone", DUE + DAY, id="postpone-task_due"),
        pytest.param("edit_series_this", DUE + DAY, id="edit_series_this-task_due"),
        pytest.param("edit_series_following", DUE + DAY, id="edit_series_following-task_due"),
        pytest.param("edit_series_all", DUE + DAY, id="edit_series_all-task_due"),
        pytest.param("skip", DUE, id="skip-task_due"),
        pytest.param("undo_skip", DUE, id="undo_skip-task_due"),
        pytest.param("undo_postpone", DUE, id="undo_postpone-task_due"),
        pytest.param("undo_edit_series_all", DUE, id="undo_edit_series_all-task_due"),
        pytest.param("undo_delete", DUE, id="undo_delete-task_due"),
        pytest.param("undo_edit", DUE, id="undo_edit-task_due"),
        pytest.param("archive", DUE, id="archive-task_due"),
        pytest.param("unarchive", DUE, id="unarchive-task_due"),
        pytest.param("undo_complete_late", DUE, id="undo_complete_late-task_due"),
        pytest.param("edit_due", DUE + DAY, id="edit_due-task_due"),
        pytest.param("remove_due", None, id="remove_due-task_due"),
    ],
)
async def test_cell_of_the_due_time(db, clock, row, due):
    case = await make_case(db, clock, rrule=RULES.get(row))
    await case.act(row)
    assert (await stored(case.db, case.owner, case.task.id)).due_at == due


@pytest.mark.parametrize("column", ["relative", "absolute"])
async def test_what_was_sent_is_not_sent_again_by_an_undo(case, column):
    await set_reminder(case.db, case.ids[column], state="sent")
    await case.act("undo_complete_at_once")
    assert (await case.reminder(column))[0] == "sent"


async def test_an_edit_of_the_due_time_drops_nothing_that_is_on_its_way(case):
    case.clock.set(START["absolute"] + timedelta(seconds=1))
    await case.act("edit_due")
    assert await case.reminder("absolute") == SCHEDULED["absolute"]


async def test_a_parent_that_was_put_off_waits_for_its_snooze(case):
    async with case.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE reminders SET state = 'cancelled', reason = 'snoozed' WHERE id = :id"),
            {"id": case.ids["early"]},
        )
    await case.act("undo_complete_at_once")
    assert (await case.reminder("early"))[:2] == ("cancelled", "snoozed")
    await case.act("edit_due")
    assert await case.reminder("early") == EXPECTED["edit_due"]["early"]


async def test_a_snooze_that_ended_does_not_come_back_with_its_task(case):
    await case.act("edit_due")
    await case.act("undo_complete_at_once")
    assert (await case.reminder("snooze"))[:2] == ("cancelled", "postponed")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("row", ["complete", "delete"])
async def test_between_plan_and_send_the_sender_reads_that_it_is_over_pain_13(case, row, column):
    before = {each.id: each for each in await reminder_rows(case.db, case.task.id)}
    await case.act(row)
    identifier = case.ids[column]
    async with case.db.read() as connection:
        found = await read_due(connection, [(identifier, case.owner.user_id)], case.clock.now())
    seen = found[identifier]
    assert (seen.is_done, seen.is_deleted) == (row == "complete", row == "delete")
    assert seen.state == "cancelled"
    assert seen.version > before[identifier].version


@pytest.mark.parametrize(
    ("draft", "at"),
    [
        pytest.param(ReminderDraft(lead="-P10D"), DUE - 10 * DAY, id="new_in_past-relative"),
        pytest.param(ReminderDraft(at=DUE - 10 * DAY), DUE - 10 * DAY, id="new_in_past-absolute"),
    ],
)
async def test_cell_of_a_new_reminder_in_the_past(db, draft, at):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00", reminders=[draft])
    assert [(r.state, r.reason, r.fire_at) for r in task.reminders] == [("skipped", "past", at)]


@pytest.mark.parametrize(
    ("zone", "old", "new", "fires"),
    [
        ("Europe/Berlin", "2027-03-27T02:30", "2027-03-28T02:30", "2027-03-28T01:30"),
        ("Europe/Berlin", "2027-10-30T02:30", "2027-10-31T02:30", "2027-10-31T00:30"),
        ("America/New_York", "2027-03-13T02:30", "2027-03-14T02:30", "2027-03-14T07:30"),
        ("America/New_York", "2027-11-06T01:30", "2027-11-07T01:30", "2027-11-07T05:30"),
        ("Australia/Lord_Howe", "2027-10-02T02:15", "2027-10-03T02:15", "2027-10-02T15:45"),
        ("Australia/Lord_Howe", "2027-04-03T01:45", "2027-04-04T01:45", "2027-04-03T14:45"),
    ],
)
async def test_a_shift_keeps_the_wall_time_across_a_change_of_the_clocks(db, zone, old, new, fires):
    owner = await make_user(db, zone=zone)
    at = to_instant(datetime.fromisoformat(old), zone)
    task = await make_task(db, owner, due=old, reminders=[ReminderDraft(at=at)])
    changed = await patch_task(db, owner, task.id, TaskPatch(due=due_of(new)), None)
    assert changed.reminders_kept == ()
    (reminder,) = (await stored(db, owner, task.id)).reminders
    assert reminder.fire_at == datetime.fromisoformat(fires).replace(tzinfo=UTC)


async def test_a_move_within_a_day_moves_what_is_on_that_day_and_says_what_stays(case):
    patch = TaskPatch(due=due_of("2026-12-01T18:00"))
    changed = await patch_task(case.db, case.owner, case.task.id, patch, None)
    assert changed.reminders_kept == (case.ids["before_day"],)
    nine_hours = timedelta(hours=9)
    assert await case.reminder("absolute") == ("scheduled", None, START["absolute"] + nine_hours)


async def test_a_postponed_occurrence_keeps_its_slot(db, clock):
    case = await make_case(db, clock, rrule="FREQ=DAILY")
    await case.act("postpone")
    assert (await stored(db, case.owner, case.task.id)).slot == "2026-12-01T09:00:00"


@pytest.mark.parametrize("column", NEXT)
async def test_cell_of_the_next_occurrence_after_a_skip(db, clock, column):
    case = await make_case(db, clock, rrule="FREQ=DAILY")
    following = (await skip_task(db, case.owner, case.task.id, None)).next
    assert following.due_at == DUE + DAY
    assert NEXT[column] in {(r.state, r.reason, r.fire_at) for r in following.reminders}
    assert len(following.reminders) == len(NEXT)


@pytest.mark.parametrize("scope", ["this", "following", "all"])
async def test_an_edit_of_a_series_leaves_what_was_sent(db, clock, scope):
    case = await make_case(db, clock, rrule="FREQ=DAILY")
    await set_reminder(db, case.ids["before_day"], state="sent")
    await case.act(f"edit_series_{scope}")
    assert await case.reminder("before_day") == ("sent", None, START["before_day"])
