"""The manual order of tasks: one task goes before or behind another."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from shared.commands.changing import emit_updated, lock_task
from shared.commands.editing import edit_task
from shared.core.errors import InvalidInput
from shared.core.principal import Principal
from shared.db.repositories import orders, task_sets
from shared.db.repositories import tasks as repository
from shared.db.repositories.orders import Place
from shared.db.repositories.tasks import TaskView
from shared.db.session import Database, UnitOfWork
from shared.domain.ordering import fresh_keys, key_for
from shared.domain.tasks import UNSET, TaskPatch, Unset


@dataclass(frozen=True, slots=True)
class Move:
    """Where a task is to stand: next to `anchor`, or without one behind all others of the place.

    What is UNSET of the place is as that of the anchor, without one as that of the task.
    """

    anchor: UUID | None = None
    side: Literal["before", "after"] = "after"
    project_id: UUID | Unset | None = UNSET
    section_id: UUID | Unset | None = UNSET
    parent_id: UUID | Unset | None = UNSET


async def move_task(
    db: Database, principal: Principal, task_id: UUID, move: Move, expected: int | None
) -> TaskView:
    """The task stands there; if it stands there already, nothing changes.

    Raises:
        NotFound: no such task of this user.
        VersionMismatch: `expected` is not the stored version.
        InvalidInput: it cannot stand there; nothing was changed.
    """
    async with db.unit_of_work() as uow:
        user, before = await lock_task(uow, principal, task_id, expected)
        anchor = await _anchor(uow, before, move)
        place = _place(before, anchor, move)
        if anchor is not None and _place_of(anchor) != place:
            message = "That task stands somewhere else."
            raise InvalidInput(f"/{move.side}", "move_elsewhere", message)
        low, high = await _bounds(uow, before, anchor, place, move)
        changes = _changes(before, place)
        if not changes and low < _key(before) and (high is None or _key(before) < high):
            return before
        key = key_for(low, high, uow.now)
        if key is None:
            key = await _spread(uow, before, anchor, place, move)
        return await edit_task(uow, user, before, TaskPatch(position=key, **changes))


async def _anchor(uow: UnitOfWork, task: TaskView, move: Move) -> TaskView | None:
    if move.anchor is None:
        return None
    anchor = await repository.load_task(uow.connection, task.user_id, move.anchor)
    if anchor is None or anchor.id == task.id:
        message = "There is no such other task."
        raise InvalidInput(f"/{move.side}", "move_unknown", message)
    return anchor


def _place(task: TaskView, anchor: TaskView | None, move: Move) -> Place:
    like = anchor or task
    project = like.project_id if isinstance(move.project_id, Unset) else move.project_id
    usual = like.section_id if project == like.project_id else None
    section = usual if isinstance(move.section_id, Unset) else move.section_id
    parent = like.parent_id if isinstance(move.parent_id, Unset) else move.parent_id
    return Place(project, section, parent)


def _place_of(task: TaskView) -> Place:
    return Place(task.project_id, task.section_id, task.parent_id)


def _key(task: TaskView) -> str:
    return task.position or str(task.id)


async def _bounds(
    uow: UnitOfWork, task: TaskView, anchor: TaskView | None, place: Place, move: Move
) -> tuple[str, str | None]:
    """Between which keys the task is to stand; "" and None are the ends."""
    if anchor is None:
        last = await orders.last_key(uow.connection, task.user_id, place, task.id)
        return last or "", None
    is_before = move.side == "before"
    beside = await orders.key_beside(
        uow.connection,
        task.user_id,
        place,
        task.id,
        (_key(anchor), anchor.id),
        is_before=is_before,
    )
    return (beside or "", _key(anchor)) if is_before else (_key(anchor), beside)


def _changes(before: TaskView, place: Place) -> dict[str, Any]:
    names = ("project_id", "section_id", "parent_id")
    return {
        name: getattr(place, name)
        for name in names
        if getattr(place, name) != getattr(before, name)
    }


async def _spread(
    uow: UnitOfWork, task: TaskView, anchor: TaskView | None, place: Place, move: Move
) -> str:
    """Those in the place have new keys in their order; answers the key that is free for the task.

    Needed where the keys have grown too long, and between two that became equal (an undo).
    """
    ids = await orders.ids_in_order(uow.connection, task.user_id, place, task.id)
    if anchor is None:
        index = len(ids)
    else:
        if anchor.id not in ids:  # done, so no neighbour, but named
            ids.append(anchor.id)
        index = ids.index(anchor.id) + (move.side == "after")
    keys = list(fresh_keys(len(ids) + 1, uow.now))
    key = keys.pop(index)
    await orders.give_keys(uow.connection, ids, keys, uow.now)
    moved = await task_sets.load_tasks(uow.connection, task.user_id, ids)
    for each in moved.values():
        emit_updated(uow, each, ("position",))
    return key
