"""Changes taken back from the undo log, for 30 days, if nobody changed the tasks since."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from typing_extensions import override

from shared.commands.archives import silence_archived
from shared.commands.changing import emit_updated, lock_owner
from shared.commands.ending import emit_reopened, forget_end, log_occurrences, slots_of
from shared.commands.moving import is_moved
from shared.commands.recurrences import Completion, roll_completions
from shared.commands.reminders import WAITING, announce, is_of_chain
from shared.commands.snapshots import about, emit_change
from shared.commands.snoozing import TAKEN_BACK
from shared.core.errors import Conflict, NotFound
from shared.core.principal import Principal
from shared.db.connection import Connection
from shared.db.repositories import reminders as reminders_repository
from shared.db.repositories import series_edits, task_sets, undo
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.undo import ReminderState, UndoRow
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.nagging import goes_on_at
from shared.domain.tasks import TaskStatus
from shared.domain.zones import readable_zone
from shared.events.tasks import TaskCompleted, TaskRestored, TaskSkipped

Reason = Literal["undone", "changed", "gone", "expired"]

_WORDS: Mapping[Reason, str] = {
    "undone": "It was taken back before.",
    "changed": "A task was changed since.",
    "gone": "A task, or where it belonged, does not exist any more.",
    "expired": "It is more than 30 days ago.",
}


class UndoImpossible(Conflict):
    """The change cannot be taken back; `reason` says why. Nothing was changed."""

    code = "undo.impossible"
    title = "This cannot be undone any more"

    def __init__(self, reason: Reason) -> None:
        super().__init__(_WORDS[reason])
        self.reason: Reason = reason

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True)
class Listed:
    """A change, and why it cannot be taken back; None if it can."""

    entry: UndoRow
    obstacle: Reason | None


async def list_undo(
    db: Database, principal: Principal, *, after: UUID | None, limit: int
) -> list[Listed]:
    """The latest changes of this user, the newest first, up to `limit`, before `after`."""
    async with db.read() as connection:
        user_id, now = principal.user_id, db.clock.now()
        rows = await undo.list_entries(connection, user_id, now, after=after, limit=limit)
        known = await _known(connection, user_id, rows)
    return [Listed(row, _obstacle(row, known, now)) for row in rows]


@dataclass(frozen=True, slots=True)
class _Known:
    """The present versions of tasks and series; and for an older one, which later one is alike."""

    versions: Mapping[UUID, int]
    alike: Mapping[tuple[str, int], int]


async def _known(connection: Connection, user_id: UUID, rows: Sequence[UndoRow]) -> _Known:
    tasks = sorted({task_id for row in rows for task_id in row.task_ids})
    series = sorted({UUID(each["id"]) for row in rows for each in row.before["series"]})
    versions = await undo.versions_of(connection, user_id, tasks)
    versions |= await series_edits.series_versions(connection, series)
    alike = await undo.restored_versions(connection, user_id, [*tasks, *series])
    return _Known(versions, alike)


def _obstacle(row: UndoRow, known: _Known, now: datetime) -> Reason | None:
    if row.undone_at is not None:
        return "undone"
    if row.created_at <= now - undo.KEEP:
        return "expired"
    for image in (*row.before["tasks"], *row.before["series"]):
        present = known.versions.get(UUID(image["id"]))
        if present is None:
            return "gone"
        expected: int = image["to"]
        while (image["id"], expected) in known.alike:  # an undo made a later version like that one
            expected = known.alike[image["id"], expected]
        if present != expected:
            return "changed"
    return None


async def undo_entry(db: Database, principal: Principal, entry_id: UUID) -> list[TaskView]:
    """The change is taken back, with all its tasks; answers them as they are now.

    Raises:
        NotFound: no such change of this user.
        UndoImpossible: too late; nothing was changed.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        row = await undo.find_entry(uow.connection, principal.user_id, entry_id)
        if row is None:
            raise NotFound("change", entry_id)
        return await _take_back(uow, user, row)


async def undo_last(db: Database, principal: Principal, task_id: UUID) -> list[TaskView]:
    """The latest change of this task that was not taken back is taken back.

    Raises:
        NotFound: there is none.
        UndoImpossible: the task was changed since in a way that has no undo.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        row = await undo.find_last(uow.connection, principal.user_id, task_id, uow.now)
        if row is None:
            raise NotFound("change of task", task_id)
        return await _take_back(uow, user, row)


async def _take_back(uow: UnitOfWork, user: UserRow, row: UndoRow) -> list[TaskView]:
    await _check(uow, row)
    images = {UUID(image["id"]): image for image in row.before["tasks"]}
    before = await task_sets.load_tasks(uow.connection, row.user_id, list(images))
    reopened = [task for task in before.values() if _opens(images[task.id])]
    # Old series first, since tasks go back to them; new ones last, when no task is left.
    await _restore_series(uow, row)
    await forget_end(uow, row.user_id, reopened)
    await undo.unlog_slots(
        uow.connection, [(UUID(series_id), slot) for series_id, slot in row.before["logged"]]
    )
    rows = [(task_id, image["row"]) for task_id, image in images.items()]
    slots = [task_id for task_id, old in rows if old.get("slot")]
    await task_sets.park_slots(uow.connection, slots)
    try:
        await task_sets.change_rows(uow.connection, rows, uow.now)
    except IntegrityError as error:  # a project or the task above is gone, which changes no version
        raise UndoImpossible("gone") from error
    labels = {task_id: image["labels"] for task_id, image in images.items() if "labels" in image}
    await task_sets.set_labels(uow.connection, row.user_id, labels)
    await series_edits.remove_series(uow.connection, _made_series(row))
    tasks = await task_sets.load_tasks(uow.connection, row.user_id, list(images))
    await _restore_log(uow, before, tasks, images)
    await restore_reminders(uow, user, images, row.before.get("snoozes", ()))
    await silence_archived(uow, list(images))
    for task in tasks.values():
        _emit(uow, before.get(task.id), task, images[task.id])
    await go_on(uow, before, tasks)
    restored = {str(i): (image["from"], tasks[i].version) for i, image in images.items()}
    restored |= await _restored_series(uow, row)
    await undo.mark_undone(uow.connection, row.id, restored, uow.now)
    await uow.flush()
    found = await task_sets.load_tasks(uow.connection, row.user_id, list(images))
    return [found[task_id] for task_id in images]


async def _check(uow: UnitOfWork, row: UndoRow) -> None:
    reason = _obstacle(row, await _known(uow.connection, row.user_id, [row]), uow.now)
    if reason is not None:
        raise UndoImpossible(reason)


def _opens(image: Mapping[str, Any]) -> bool:
    return bool(image["row"].get("status") == TaskStatus.OPEN)


async def _restore_series(uow: UnitOfWork, row: UndoRow) -> None:
    changed = [(UUID(each["id"]), each["row"]) for each in row.before["series"] if not each["made"]]
    await series_edits.change_series(uow.connection, changed, uow.now)


async def _restored_series(uow: UnitOfWork, row: UndoRow) -> dict[str, tuple[int, int]]:
    """Which version each has that is as it was before the change, which made one version of it."""
    changed = [each for each in row.before["series"] if not each["made"]]
    stored = await series_edits.series_versions(uow.connection, [UUID(c["id"]) for c in changed])
    return {each["id"]: (each["to"] - 1, stored[UUID(each["id"])]) for each in changed}


def _made_series(row: UndoRow) -> list[UUID]:
    return [UUID(each["id"]) for each in row.before["series"] if each["made"]]


async def _restore_log(
    uow: UnitOfWork,
    before: Mapping[UUID, TaskView],
    tasks: Mapping[UUID, TaskView],
    images: Mapping[UUID, Mapping[str, Any]],
) -> None:
    """The log tells of moved occurrences, and of those that are done or skipped again."""
    opened = {
        i: task
        for i, task in tasks.items()
        if task.status == TaskStatus.OPEN and not _stays_moved(before.get(i), task)
    }
    unmoved = [was for i in opened if (was := before.get(i)) and is_moved(was)]
    await undo.unlog_slots(uow.connection, slots_of(unmoved))
    await log_occurrences(uow, [task for task in opened.values() if is_moved(task)], "moved")
    ends = [task for task in tasks.values() if images[task.id]["row"].get("status") in _ENDS]
    done = [task for task in ends if task.status == TaskStatus.DONE]
    await log_occurrences(uow, done, "done")
    await log_occurrences(uow, [t for t in ends if t.status == TaskStatus.SKIPPED], "skipped")
    counted = Counter(series_id for series_id, _ in slots_of(done))
    await undo.count_completions(uow.connection, counted)


def _stays_moved(was: TaskView | None, task: TaskView) -> bool:
    if was is None:
        return False
    return is_moved(was) and is_moved(task) and slots_of([was]) == slots_of([task])


_ENDS = (TaskStatus.DONE, TaskStatus.SKIPPED)


async def go_on(
    uow: UnitOfWork, before: Mapping[UUID, TaskView], tasks: Mapping[UUID, TaskView]
) -> None:
    """What was skipped again has its next one, and so has what comes out of the trash.

    For what is done again the worker brings it. It brings nothing for what it finds deleted, so
    that of a task deleted right after it was done may be missing.
    """
    again = [
        Completion(task.user_id, task.id, ended_at)
        for task in tasks.values()
        if (ended_at := _ended_anew(before.get(task.id), task)) is not None
    ]
    if again:
        await roll_completions(uow, again, lambda: 0.0)


def _ended_anew(before: TaskView | None, task: TaskView) -> datetime | None:
    """When it was done or skipped, if what follows it has to be brought here."""
    if before is None:
        return task.completed_at or task.skipped_at
    return None if before.skipped_at else task.skipped_at


async def restore_reminders(
    uow: UnitOfWork,
    user: UserRow,
    images: Mapping[UUID, Mapping[str, Any]],
    snoozes: Sequence[str] = (),
) -> None:
    """Reminders are as the images say; those whose time passed meanwhile are not sent.

    What quiet hours still hold back is held back again, and a chain goes on with its next message.
    `snoozes` are reminders that the change made or moved by putting off.
    """
    zone = readable_zone(user.zone)
    wanted = {UUID(each[0]): each[1:] for image in images.values() for each in image["reminders"]}
    changed: list[ReminderRow] = []
    for present in await undo.reminder_states(uow.connection, list(images)):
        image = wanted.get(present.id)
        if image is None and str(present.id) in snoozes:
            row = _without_snooze(present, user.id)
        else:
            row = _restored(present, image, user.id, zone, uow.now)
        if row is not None:
            changed.append(row)
    announce(uow, await reminders_repository.replan_reminders(uow.connection, changed, uow.now))


def _without_snooze(present: ReminderState, user_id: UUID) -> ReminderRow | None:
    """The snooze that the change made, over; None if it was sent or is over already."""
    if present.state not in WAITING:
        return None
    return _row(present, user_id, present.fire_at, ("cancelled", TAKEN_BACK, 0))


_GOES_ON = frozenset({"sent", "failed", "scheduled", "deferred"})
"""A reminder that the change left alone: told, on its way, held back, or nagging since."""


def _restored(
    present: ReminderState, image: Sequence[Any] | None, user_id: UUID, zone: str, now: datetime
) -> ReminderRow | None:
    """The reminder as it is to be; None if it is so already."""
    if image is None:  # the change made it, unless it is a snooze from another day
        if present.is_snooze or present.reason == "removed":
            return None
        return _row(present, user_id, present.fire_at, ("cancelled", "removed", 0))
    fire_at = datetime.fromisoformat(image[0]) if image[0] else None
    state, reason, nag_sent = image[1:]
    if state == "deferred" and not present.is_held:
        state = "scheduled"
    if state == "scheduled" and (fire_at is None or fire_at <= now):
        if fire_at and present.state in _GOES_ON and is_of_chain(present, fire_at):
            return None
        left = (present.nag_max or 0) - nag_sent
        ahead = fire_at and goes_on_at(fire_at, present.nag_every, left, now, zone)
        if ahead:
            fire_at = ahead
        else:
            state, reason = "skipped", "undone_past"
    if (present.fire_at, present.state, present.reason) == (fire_at, state, reason):
        return None
    return _row(present, user_id, fire_at, (state, reason, nag_sent))


def _row(
    present: ReminderState,
    user_id: UUID,
    fire_at: datetime | None,
    become: tuple[str, str | None, int],
) -> ReminderRow:
    """What `replan_reminders` writes of a row; it reads no other field."""
    state, reason, nag_sent = become
    row = ReminderRow(
        present.id, user_id, present.task_id, "relative", None, fire_at, (), state, reason
    )
    return replace(row, nag_sent=nag_sent)


def _emit(
    uow: UnitOfWork, before: TaskView | None, task: TaskView, image: Mapping[str, Any]
) -> None:
    if before is None:
        emit_change(uow, task, "created", TaskRestored.model_construct(**about(task)))
    elif before.status == task.status:
        emit_updated(uow, task, _changed(image, has_rule=not task.shows_rule_of(before)))
    elif task.completed_at is not None:
        event = TaskCompleted.model_construct(**about(task), completed_at=task.completed_at)
        emit_change(uow, task, "completed", event)
    elif task.skipped_at is not None:
        skipped = TaskSkipped.model_construct(
            **about(task), skipped_at=task.skipped_at, reason="asked"
        )
        emit_change(uow, task, "deleted", skipped)
    else:
        emit_reopened(uow, task, was_skipped=before.status == TaskStatus.SKIPPED)


_FIELD_OF = {
    "due_on": "due",
    "due_at": "due",
    "due_local": "due",
    "zone": "due",
    "start_on": "start",
    "start_at": "start",
    "start_local": "start",
    "series_id": "recurrence",
    "series_fields": "recurrence",
}


def _changed(image: Mapping[str, Any], *, has_rule: bool) -> list[str]:
    names = {_FIELD_OF.get(name, name) for name in image["row"]}
    names |= {"labels"} if "labels" in image else set()
    names |= {"recurrence"} if has_rule else set()
    return sorted(names or {"reminders"})
