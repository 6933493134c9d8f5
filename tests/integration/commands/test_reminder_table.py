"""The table of product decision 5.8: what a change does to due time, reminders and snoozes.

Each cell that exists is one test; its id names row and column.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.commands.recurrences import Completion, roll_completions
from shared.commands.tasks import complete_task, delete_task, patch_task, reopen_task
from shared.db.repositories.deliveries import read_due
from shared.db.repositories.plans import Scope, read_open_tasks
from shared.domain.tasks import ReminderDraft, TaskPatch
from shared.domain.zones import to_instant
from tests.factories.reminders import add_snooze, reminder_rows, set_reminder
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user
from tests.integration.commands.test_tasks import stored

DUE = datetime(2026, 12, 1, 8, tzinfo=UTC)
"""1 December, 09:00 in Berlin."""
COLUMNS = ("early", "relative", "before_day", "absolute", "snooze")
"""early: an hour before; relative: at the due time; before_day: 30 November, 18:00, Berlin;
absolute: the due day, 08:30, Berlin; snooze: of early, until 08:45, Berlin."""
START = {
    "early": DUE - timedelta(hours=1),
    "relative": DUE,
    "before_day": datetime(2026, 11, 30, 17, tzinfo=UTC),
    "absolute": datetime(2026, 12, 1, 7, 30, tzinfo=UTC),
    "snooze": datetime(2026, 12, 1, 7, 45, tzinfo=UTC),
}
DAY = timedelta(days=1)


@dataclass
class Case:
    """One task with a reminder of each column."""

    db: object
    clock: object
    owner: object
    task: object
    ids: dict

    async def act(self, row):
        """What the row says has been done."""
        await ACTIONS[row](self)

    async def reminder(self, column):
        """State, reason and instant of one column."""
        rows = await reminder_rows(self.db, self.task.id)
        (row,) = [row for row in rows if row.id == self.ids[column]]
        return row.state, row.reason, row.fire_at

    async def patch(self, due):
        """The due time is another one."""
        patch = TaskPatch(due=due_of(due) if due else None)
        await patch_task(self.db, self.owner, self.task.id, patch, None)


@pytest.fixture
async def case(db, clock):
    return await make_case(db, clock)


async def make_case(db, clock, rrule=None):
    """One task, the first of a series with `rrule`, with a reminder of each column."""
    owner = await make_user(db)
    drafts = [
        ReminderDraft(lead="-PT1H"),
        ReminderDraft(lead="PT0S"),
        ReminderDraft(at=START["before_day"]),
        ReminderDraft(at=START["absolute"]),
    ]
    task = await make_task(db, owner, due="2026-12-01T09:00", rrule=rrule, reminders=drafts)
    found = {each.fire_at: each for each in task.reminders}
    ids = {name: found[at].id for name, at in START.items() if at in found}
    snooze = await add_snooze(db, owner, task, found[START["early"]], START["snooze"])
    return Case(db, clock, owner, task, {**ids, "snooze": snooze.id})


async def complete(case):
    await complete_task(case.db, case.owner, case.task.id, None)


async def delete(case):
    await delete_task(case.db, case.owner, case.task.id, None)


async def undo_at_once(case):
    await complete(case)
    await reopen_task(case.db, case.owner, case.task.id, None)


async def undo_late(case):
    await complete(case)
    case.clock.set(datetime(2026, 12, 1, 7, 50, tzinfo=UTC))
    await reopen_task(case.db, case.owner, case.task.id, None)


async def move_a_day(case):
    await case.patch("2026-12-02T09:00")


async def move_into_the_past(case):
    case.clock.set(datetime(2026, 11, 30, 12, tzinfo=UTC))
    await case.patch("2026-11-30T09:00")


async def remove_due(case):
    await case.patch(None)


ACTIONS = {
    "complete": complete,
    "delete": delete,
    "undo_complete_at_once": undo_at_once,
    "undo_complete_late": undo_late,
    "edit_due": move_a_day,
    "edit_due_into_past": move_into_the_past,
    "remove_due": remove_due,
}

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

CELLS = [
    pytest.param(row, column, EXPECTED[row][column], id=f"{row}-{column}")
    for row in EXPECTED
    for column in COLUMNS
]


@pytest.mark.parametrize(("row", "column", "expected"), CELLS)
async def test_cell(case, row, column, expected):
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
        pytest.param("undo_complete_late", DUE, id="undo_complete_late-task_due"),
        pytest.param("edit_due", DUE + DAY, id="edit_due-task_due"),
        pytest.param("remove_due", None, id="remove_due-task_due"),
    ],
)
async def test_cell_of_the_due_time(case, row, due):
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
