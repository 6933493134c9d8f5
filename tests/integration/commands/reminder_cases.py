"""Tasks with a reminder of each kind, and what the rows of product table 5.8 do to them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.commands.postponing import Postponement, postpone_task
from shared.commands.projects import archive_project, create_project, unarchive_project
from shared.commands.series_edits import patch_series
from shared.commands.skipping import skip_task
from shared.commands.snoozing import snooze_reminder
from shared.commands.tasks import complete_task, delete_task, patch_task, reopen_task
from shared.commands.undoing import undo_last
from shared.domain.snooze import Snooze
from shared.domain.tasks import ReminderDraft, TaskPatch
from tests.factories.reminders import add_snooze, reminder_rows
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user

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
LATE = datetime(2026, 12, 1, 7, 50, tzinfo=UTC)
"""When only the one at the due time is still ahead."""
LATER = datetime(2026, 12, 1, 7, 55, tzinfo=UTC)
"""Until when the first one is put off again."""


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
    case.clock.set(LATE)
    await reopen_task(case.db, case.owner, case.task.id, None)


async def move_a_day(case):
    await case.patch("2026-12-02T09:00")


async def move_into_the_past(case):
    case.clock.set(datetime(2026, 11, 30, 12, tzinfo=UTC))
    await case.patch("2026-11-30T09:00")


async def remove_due(case):
    await case.patch(None)


async def snooze(case):
    await snooze_reminder(case.db, case.owner, case.ids["early"], Snooze(until=LATER))


async def postpone(case):
    to = Postponement(to=due_of("2026-12-02T09:00"))
    await postpone_task(case.db, case.owner, case.task.id, to, None)


def edit_series(scope):
    async def edit(case):
        patch = TaskPatch(due=due_of("2026-12-02T09:00"))
        await patch_series(case.db, case.owner, case.task.id, scope, patch, expected=None)

    return edit


async def skip(case):
    await skip_task(case.db, case.owner, case.task.id, None)


def undone(action):
    async def take_back(case):
        await action(case)
        await undo_last(case.db, case.owner, case.task.id)

    return take_back


def undone_late(action):
    async def take_back(case):
        await action(case)
        case.clock.set(LATE)
        await undo_last(case.db, case.owner, case.task.id)

    return take_back


async def archive(case):
    project = await create_project(case.db, case.owner, "Home", None)
    patch = TaskPatch(project_id=project.id)
    await patch_task(case.db, case.owner, case.task.id, patch, None)
    await archive_project(case.db, case.owner, project.id, None)
    return project


async def unarchive(case):
    project = await archive(case)
    await unarchive_project(case.db, case.owner, project.id, None)


async def unarchive_late(case):
    project = await archive(case)
    case.clock.set(LATE)
    await unarchive_project(case.db, case.owner, project.id, None)


async def edit_in_archive(case):
    await archive(case)
    await case.patch("2026-12-02T09:00")


async def reopen_in_archive(case):
    await complete(case)
    await archive(case)
    await reopen_task(case.db, case.owner, case.task.id, None)


async def undo_skip_in_archive(case):
    await skip(case)
    await archive(case)
    await reopen_task(case.db, case.owner, case.task.id, None)


async def undo_edit_in_archive(case):
    project = await create_project(case.db, case.owner, "Home", None)
    patch = TaskPatch(project_id=project.id)
    await patch_task(case.db, case.owner, case.task.id, patch, None)
    await move_a_day(case)
    await archive_project(case.db, case.owner, project.id, None)
    await undo_last(case.db, case.owner, case.task.id)


async def leave_archive(case):
    await archive(case)
    patch = TaskPatch(project_id=None)
    await patch_task(case.db, case.owner, case.task.id, patch, None)


SERIES_ACTIONS = {
    "postpone": postpone,
    "edit_series_this": edit_series("this"),
    "edit_series_following": edit_series("following"),
    "edit_series_all": edit_series("all"),
    "skip": skip,
    "undo_skip": undone(skip),
    "undo_skip_late": undone_late(skip),
    "undo_postpone": undone(postpone),
    "undo_edit_series_this": undone(edit_series("this")),
    "undo_edit_series_following": undone(edit_series("following")),
    "undo_edit_series_all": undone(edit_series("all")),
    "undo_skip_in_archive": undo_skip_in_archive,
}
"""Rows of an occurrence of a series."""

ACTIONS = {
    **SERIES_ACTIONS,
    "snooze": snooze,
    "undo_delete": undone(delete),
    "undo_delete_late": undone_late(delete),
    "undo_edit": undone(move_a_day),
    "archive": archive,
    "unarchive": unarchive,
    "unarchive_late": unarchive_late,
    "edit_in_archive": edit_in_archive,
    "reopen_in_archive": reopen_in_archive,
    "undo_edit_in_archive": undo_edit_in_archive,
    "leave_archive": leave_archive,
    "complete": complete,
    "delete": delete,
    "undo_complete_at_once": undo_at_once,
    "undo_complete_late": undo_late,
    "edit_due": move_a_day,
    "edit_due_into_past": move_into_the_past,
    "remove_due": remove_due,
}
