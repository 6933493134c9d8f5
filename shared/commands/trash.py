"""The trash: deleted tasks brought back, or gone for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from shared.commands.archives import silence_archived
from shared.commands.changing import lock_owner
from shared.commands.placing import DEEPEST
from shared.commands.reminders import replan_many
from shared.commands.snapshots import about, emit_change
from shared.commands.undoing import go_on, restore_reminders
from shared.commands.zones import fitted
from shared.core.errors import NotFound
from shared.core.principal import Principal
from shared.db.repositories import places, task_sets, undo
from shared.db.repositories import trash as repository
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.trash import DeletionImage
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.tasks import TaskStatus
from shared.events.tasks import TaskRestored


@dataclass(frozen=True, slots=True)
class Restored:
    """The tasks that are back, the root first; `lost` names what the root had and is gone."""

    tasks: list[TaskView]
    lost: tuple[str, ...]


async def restore_task(db: Database, principal: Principal, task_id: UUID) -> Restored:
    """The task is back with the subtasks that were deleted with it.

    Reminders are as they were; those whose time passed meanwhile are not sent. Without its project
    or the task above, if these are gone.

    Raises:
        NotFound: it is not in the trash of this user.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        levels = await repository.tree_of(uow.connection, user.id, task_id)
        if not levels:
            raise NotFound("deleted task", task_id)
        ids = list(levels)
        before = {t.id: t for t in await repository.load_deleted(uow.connection, ids)}
        found = await repository.deletion_images(uow.connection, user.id, ids)
        images = _images(found, before)
        lost_parent = await _parent_is_lost(uow, before[task_id], max(levels.values()))
        rows = [(each.id, _row(each, user)) for each in before.values()]
        if lost_parent:
            rows = [(i, {**row, "parent_id": None} if i == task_id else row) for i, row in rows]
        await task_sets.change_rows(uow.connection, rows, uow.now)
        tasks = await task_sets.load_tasks(uow.connection, user.id, ids)
        await _remind(uow, user, before, tasks, images)
        for task in tasks.values():
            event = TaskRestored.model_construct(**about(task))
            emit_change(uow, task, "created", event)
        await go_on(uow, {}, tasks)
        await _settle(uow, found, images, tasks)
        await uow.flush()
        stored = await task_sets.load_tasks(uow.connection, user.id, ids)
        if task_id not in stored:  # its 30 days ended right now
            raise NotFound("deleted task", task_id)
        lost = _lost(images.get(task_id), before[task_id], lost_parent=lost_parent)
        return Restored([stored[i] for i in ids if i in stored], lost)


def _images(
    found: Sequence[DeletionImage], before: Mapping[UUID, TaskView]
) -> dict[UUID, dict[str, Any]]:
    """Those that are of the deletions that led here, by task."""
    images = {UUID(image["id"]): image for image in (orjson.loads(each.image) for each in found)}
    return {i: image for i, image in images.items() if image["to"] == before[i].version}


async def purge_task(db: Database, principal: Principal, task_id: UUID) -> None:
    """The deleted task and what was deleted with it are gone for ever.

    Raises:
        NotFound: it is not in the trash of this user.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        ids = list(await repository.tree_of(uow.connection, user.id, task_id))
        if not ids:
            raise NotFound("deleted task", task_id)
        await _purge(uow, user.id, ids)


async def empty_trash(db: Database, principal: Principal) -> None:
    """Every deleted task of this user is gone for ever."""
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await _purge(uow, user.id, await repository.all_deleted(uow.connection, user.id))


async def _purge(uow: UnitOfWork, user_id: UUID, ids: Sequence[UUID]) -> None:
    await repository.purge(uow.connection, ids)
    await repository.forget_changes(uow.connection, user_id, ids)


async def _parent_is_lost(uow: UnitOfWork, root: TaskView, height: int) -> bool:
    """Whether the task above is deleted, or stands too deep by now."""
    if root.parent_id is None:
        return False
    above = await places.ancestry(uow.connection, root.user_id, root.parent_id)
    return not above or len(above) + height > DEEPEST


def _row(task: TaskView, user: UserRow) -> dict[str, Any]:
    """The instants are what the wall times mean today: its owner may have moved meanwhile."""
    fits = fitted(task, user)
    return {"deleted_at": None, "due_at": fits.due_at, "start_at": fits.start_at}


async def _remind(
    uow: UnitOfWork,
    user: UserRow,
    before: Mapping[UUID, TaskView],
    tasks: Mapping[UUID, TaskView],
    images: Mapping[UUID, Mapping[str, Any]],
) -> None:
    """As the undo of the deletion does; anew where that is not known, or the zone is another."""
    known = {i: images[i] for i in tasks if i in images and not _moved(before[i], tasks[i])}
    if known:
        await restore_reminders(uow, user, known)
    others = [t for i, t in tasks.items() if i not in known and t.status == TaskStatus.OPEN]
    if others:
        await replan_many(uow, others, user, past_reason="undone_past")
    await silence_archived(uow, list(tasks))


def _moved(before: TaskView, task: TaskView) -> bool:
    return (before.due_at, before.start_at) != (task.due_at, task.start_at)


async def _settle(
    uow: UnitOfWork,
    found: Sequence[DeletionImage],
    images: Mapping[UUID, Mapping[str, Any]],
    tasks: Mapping[UUID, TaskView],
) -> None:
    """The deletion counts as undone if it was of these tasks alone and of nothing else."""
    entries = {each.entry_id for each in found}
    is_whole = len(entries) == 1 and found[0].tasks == len(images) == len(tasks)
    if is_whole and all(set(image["row"]) == {"deleted_at"} for image in images.values()):
        restored = {str(i): (images[i]["from"], tasks[i].version) for i in tasks}
        await undo.mark_undone(uow.connection, found[0].entry_id, restored, uow.now)


def _lost(
    image: Mapping[str, Any] | None, before: TaskView, *, lost_parent: bool
) -> tuple[str, ...]:
    had = (image or {}).get("place", {})  # older entries have none
    gone = {name for name, value in had.items() if value and getattr(before, name) is None}
    return tuple(sorted(gone | ({"parent_id"} if lost_parent else set())))
