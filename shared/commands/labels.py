"""Labels: made, renamed, merged, coloured, deleted. Each function is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shared.commands.changing import check_version, emit_place, emit_updated, lock_owner
from shared.commands.naming import checked_color
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import labels as repository
from shared.db.repositories.labels import CountedLabel, LabelRow
from shared.db.repositories.tasks import TaskView
from shared.db.session import Database, UnitOfWork
from shared.domain.tasks import LABEL_MAX, UNSET, Unset


class LabelExists(Conflict):
    """Another label has this name; `merge` makes one of the two."""

    code = "label.exists"
    title = "There is a label of this name"


@dataclass(frozen=True, slots=True)
class LabelPatch:
    """Fields to change (RFC 7396): UNSET stays, None clears."""

    name: str | Unset = UNSET
    color: str | Unset | None = UNSET
    is_favorite: bool | Unset = UNSET


async def create_label(
    db: Database, principal: Principal, name: str, color: str | None, *, is_favorite: bool
) -> CountedLabel:
    """The label exists, on no task.

    Raises:
        LabelExists: there is one of this name.
        InvalidInput: name or colour cannot be meant.
    """
    name, color = _checked_label(name), checked_color(color)
    async with db.unit_of_work() as uow:
        await lock_owner(uow, principal)
        if await repository.find_label(uow.connection, principal.user_id, name=name):
            raise LabelExists(f"There is a label {name!r}.")
        row = LabelRow(new_uuid7(uow.now), principal.user_id, name, color, is_favorite, 1)
        await repository.insert_label(uow.connection, row)
        emit_place(uow, row.user_id, "label", row.id)
        return CountedLabel(row, 0)


async def patch_label(
    db: Database,
    principal: Principal,
    label_id: UUID,
    patch: LabelPatch,
    expected: int | None,
    *,
    merge: bool = False,
) -> CountedLabel:
    """The fields of `patch` are changed; its tasks show a new name at once.

    With `merge` a name that another label has makes one of the two: the other stays, with the
    tasks of both, and is what is answered.

    Raises:
        NotFound: no such label of this user.
        VersionMismatch: `expected` is not the stored version.
        LabelExists: another label has the name, and `merge` was not asked for.
        InvalidInput: a value cannot be meant.
    """
    async with db.unit_of_work() as uow:
        before = await _lock(uow, principal, label_id, expected)
        after = _patched(before.label, patch)
        if after.name != before.label.name:
            other = await repository.find_label(uow.connection, principal.user_id, name=after.name)
            if other is not None and not merge:
                raise LabelExists(f"There is a label {after.name!r}; merge makes one of the two.")
            if other is not None:
                return await _merge(uow, before.label, other.label)
        if after == before.label:
            return before
        after = replace(after, version=after.version + 1)
        if not await repository.update_label(uow.connection, after):
            raise RuntimeError(f"label {label_id} changed although its owner was locked")
        if after.name != before.label.name:
            await _touch(uow, label_id)
        emit_place(uow, after.user_id, "label", after.id)
        return replace(before, label=after)


async def delete_label(
    db: Database, principal: Principal, label_id: UUID, expected: int | None
) -> None:
    """The label is gone; its tasks stay, without it.

    Raises:
        NotFound: no such label of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        label = (await _lock(uow, principal, label_id, expected)).label
        await repository.touch_tasks_with(uow.connection, label.id, uow.now)
        tasks = await repository.tasks_with(uow.connection, label.id)
        await repository.remove_label(uow.connection, label.id)
        left = [
            replace(task, labels=tuple(name for name in task.labels if name != label.name))
            for task in tasks
        ]
        _emit(uow, left)
        emit_place(uow, label.user_id, "label", label.id)


async def _merge(uow: UnitOfWork, gone: LabelRow, stays: LabelRow) -> CountedLabel:
    await repository.touch_tasks_with(uow.connection, gone.id, uow.now)
    ids = {task.id for task in await repository.tasks_with(uow.connection, gone.id)}
    await repository.put_on_same_tasks(uow.connection, from_id=gone.id, into_id=stays.id)
    await repository.remove_label(uow.connection, gone.id)
    tasks = await repository.tasks_with(uow.connection, stays.id)
    _emit(uow, [task for task in tasks if task.id in ids])
    emit_place(uow, stays.user_id, "label", None)
    found = await repository.find_label(uow.connection, stays.user_id, label_id=stays.id)
    if found is None:
        raise RuntimeError(f"label {stays.id} is gone although its owner was locked")
    return found


async def _touch(uow: UnitOfWork, label_id: UUID) -> None:
    await repository.touch_tasks_with(uow.connection, label_id, uow.now)
    _emit(uow, await repository.tasks_with(uow.connection, label_id))


def _emit(uow: UnitOfWork, tasks: Sequence[TaskView]) -> None:
    for task in tasks:
        emit_updated(uow, task, ("labels",))


async def _lock(
    uow: UnitOfWork, principal: Principal, label_id: UUID, expected: int | None
) -> CountedLabel:
    await lock_owner(uow, principal)
    found = await repository.find_label(uow.connection, principal.user_id, label_id=label_id)
    if found is None:
        raise NotFound("label", label_id)
    check_version(found.label.version, expected)
    return found


def _patched(label: LabelRow, patch: LabelPatch) -> LabelRow:
    if not isinstance(patch.name, Unset):
        label = replace(label, name=_checked_label(patch.name))
    if not isinstance(patch.color, Unset):
        label = replace(label, color=checked_color(patch.color))
    if not isinstance(patch.is_favorite, Unset):
        label = replace(label, is_favorite=patch.is_favorite)
    return label


def _checked_label(name: str) -> str:
    name = name.strip()
    if not name or len(name) > LABEL_MAX or any(ord(c) < ord(" ") for c in name):
        raise InvalidInput("/name", "label_invalid", f"1 to {LABEL_MAX} printable characters.")
    return name
