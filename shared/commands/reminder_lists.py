"""The reminders that a person lists for a task: made, and changed without touching the others."""

from collections.abc import Collection, Sequence
from uuid import UUID

from shared.commands.reminders import (
    add_reminders,
    announce,
    cancelled,
    draft_rows,
    is_of_chain,
    merge_drafts,
    time_key,
)
from shared.db.repositories import plans
from shared.db.repositories import reminders as repository
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.reminders import EMAIL, unknown_channel
from shared.domain.tasks import ReminderDraft


async def make_reminders(
    uow: UnitOfWork, user: UserRow, task: TaskView, drafts: Sequence[ReminderDraft] | None
) -> list[ReminderRow]:
    """The task, which has none, has these reminders; None: the defaults of project or owner.

    Raises:
        InvalidInput: a channel is not one of the owner's.
    """
    of_project = None
    if drafts is not None:
        await check_channels(uow, user, drafts)
    elif task.project_id and task.due_at:
        projects = [task.project_id]
        known = await plans.default_reminders_of(uow.connection, user.id, projects)
        of_project = known.get(task.project_id)
    rows = draft_rows(drafts, task, user, uow.now, of_project=of_project)
    await add_reminders(uow, rows)
    return rows


async def give_defaults(uow: UnitOfWork, user: UserRow, before: TaskView, task: TaskView) -> bool:
    """Whether the task, edited, got the defaults: its first due time, and never a reminder."""
    return bool(await give_all_defaults(uow, user, [(before, task)]))


async def give_all_defaults(
    uow: UnitOfWork, user: UserRow, edits: Sequence[tuple[TaskView, TaskView]]
) -> frozenset[UUID]:
    """As `give_defaults`, for several tasks of one owner; answers which of them got any."""
    tasks = [task for before, task in edits if _gets_due(before, task) and not task.reminders]
    if not tasks:
        return frozenset()
    had = await plans.had_reminders(uow.connection, [task.id for task in tasks])
    tasks = [task for task in tasks if task.id not in had]
    projects = [task.project_id for task in tasks if task.project_id and task.due_at]
    known = await plans.default_reminders_of(uow.connection, user.id, projects)
    rows: list[ReminderRow] = []
    for task in tasks:
        of_project = known.get(task.project_id) if task.project_id and task.due_at else None
        rows += draft_rows(None, task, user, uow.now, of_project=of_project)
    await add_reminders(uow, rows)
    return frozenset(task.id for task in tasks)


def _gets_due(before: TaskView, task: TaskView) -> bool:
    has, had = task.due_at or task.due_on, before.due_at or before.due_on
    return has is not None and had is None


async def set_reminders(
    uow: UnitOfWork, user: UserRow, task: TaskView, drafts: Sequence[ReminderDraft]
) -> None:
    """The task has exactly these reminders; one that was there already is not touched.

    So an edit of one never makes another fire again. Snoozes stay as long as what they put off, and
    channels that the task names already may have been disabled since.

    Raises:
        InvalidInput: a channel is not one of the owner's.
    """
    await set_all_reminders(uow, user, [(task, drafts)])


async def set_all_reminders(
    uow: UnitOfWork, user: UserRow, wanted: Sequence[tuple[TaskView, Sequence[ReminderDraft]]]
) -> None:
    """As `set_reminders`, for several tasks of one owner; the same statements however many.

    Raises:
        InvalidInput: a channel is not one of the owner's; the place is that in the first list.
    """
    if not wanted:
        return
    rows = await repository.reminders_of(uow.connection, [task.id for task, _ in wanted])
    named_before = frozenset(name for row in rows for name in row.channels)
    await check_channels(uow, user, wanted[0][1], but=named_before)
    gone: list[ReminderRow] = []
    amended: list[ReminderRow] = []
    new: list[ReminderRow] = []
    for task, drafts in wanted:
        stored = [row for row in rows if row.task_id == task.id]
        kept, added = _matched(merge_drafts(drafts, user), stored)
        staying = _with_snoozes(stored, set(kept))
        gone += [row for row in stored if row.id not in staying]
        amended += [_amended(row, kept[row.id]) for row in stored if row.id in kept]
        new += draft_rows(added, task, user, uow.now)
    await _remove(uow, gone)
    await _amend(uow, amended, rows)
    await add_reminders(uow, new)


def _matched(
    drafts: Sequence[ReminderDraft], stored: Sequence[ReminderRow]
) -> tuple[dict[UUID, ReminderDraft], list[ReminderDraft]]:
    """The drafts of stored reminders by their ids, and those that are new."""
    kept: dict[UUID, ReminderDraft] = {}
    new: list[ReminderDraft] = []
    for draft in drafts:
        row = next((row for row in stored if row.id not in kept and _is_meant(draft, row)), None)
        if row is None:
            new.append(draft)
        else:
            kept[row.id] = draft
    return kept, new


def _is_meant(draft: ReminderDraft, row: ReminderRow) -> bool:
    """Whether `draft` is what the owner wrote down for `row`."""
    if draft.at is not None:
        ended = row.snooze_of is not None and row.state == "cancelled"
        return row.kind == "absolute" and not ended and is_of_chain(row, draft.at)
    key = time_key(draft.lead, None, draft.relative_to)
    return row.kind == "relative" and time_key(row.lead, None, row.relative_to) == key


def _with_snoozes(stored: Sequence[ReminderRow], kept: set[UUID]) -> set[UUID]:
    """The kept reminders with the snoozes of them, and the snoozes of those."""
    staying = set(kept)
    while True:
        more = {row.id for row in stored if row.snooze_of in staying} - staying
        if not more:
            return staying
        staying |= more


async def _remove(uow: UnitOfWork, rows: Sequence[ReminderRow]) -> None:
    ids = [row.id for row in rows]
    for row in await repository.remove_reminders(uow.connection, ids, uow.now):
        uow.emit(cancelled(row))  # of those that were sent, too: their version has grown


def _amended(row: ReminderRow, draft: ReminderDraft) -> ReminderRow:
    """The row with what the draft says besides the time; without channels it keeps its own."""
    return ReminderRow(
        row.id,
        row.user_id,
        row.task_id,
        row.kind,
        row.lead,
        row.fire_at,
        row.channels if draft.channels is None else draft.channels,
        row.state,
        row.reason,
        row.version,
        row.relative_to,
        row.snooze_of,
        draft.nag_every,
        draft.nag_max,
        row.nag_sent,
        draft.urgent,
    )


async def _amend(
    uow: UnitOfWork, rows: Sequence[ReminderRow], stored: Sequence[ReminderRow]
) -> None:
    before = {row.id: row for row in stored}
    changed = [row for row in rows if row != before[row.id]]
    amended = await repository.amend_reminders(uow.connection, changed, uow.now)
    announce(uow, amended)


async def check_channels(
    uow: UnitOfWork,
    user: UserRow,
    drafts: Sequence[ReminderDraft],
    *,
    but: Collection[str] = (),
) -> None:
    """Each channel that is named, `but` these, is an enabled one of this user.

    Raises:
        InvalidInput: `channel_unknown`.
    """
    named = [
        (f"/reminders/{number}/channels/{index}", name)
        for number, draft in enumerate(drafts)
        for index, name in enumerate(draft.channels or ())
        if name not in but
    ]
    await check_channel_names_of(uow, user, named)


async def check_channel_names_of(
    uow: UnitOfWork, user: UserRow, named: Sequence[tuple[str, str]]
) -> None:
    """As `check_channels`, for names with the places where they stand.

    Raises:
        InvalidInput: `channel_unknown`.
    """
    ids = sorted({name for _, name in named if name != EMAIL})
    if not ids:
        return
    known = await plans.enabled_channels(uow.connection, user.id, [UUID(each) for each in ids])
    for pointer, name in named:
        if name != EMAIL and name not in known:
            raise unknown_channel(pointer)
