"""Projects: made, changed, archived, deleted. Each function is one transaction."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from shared.commands.archives import ARCHIVED, wake
from shared.commands.changing import check_version, emit_place, lock_owner
from shared.commands.naming import checked_color, checked_name
from shared.commands.reminders import cancel_reminders
from shared.commands.snapshots import about, emit_change
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import projects as repository
from shared.db.repositories.projects import ProjectRow
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.ordering import fresh_keys
from shared.domain.reminders import parse_offset
from shared.domain.tasks import REMINDERS_MAX, UNSET, TaskStatus, Unset
from shared.events.tasks import TaskUpdated

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class ProjectPatch:
    """Fields to change (RFC 7396): UNSET stays, None clears."""

    name: str | Unset = UNSET
    default_reminders: Sequence[str] | Unset | None = UNSET
    color: str | Unset | None = UNSET
    is_favorite: bool | Unset = UNSET


async def create_project(
    db: Database,
    principal: Principal,
    name: str,
    default_reminders: Sequence[str] | None,
    *,
    color: str | None = None,
    is_favorite: bool = False,
) -> ProjectRow:
    """The project exists, empty.

    Raises:
        InvalidInput: name, colour or an offset cannot be meant.
        Unauthenticated: the account is gone.
    """
    name, color = checked_name(name), checked_color(color)
    offsets = _checked_offsets(default_reminders)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        project = ProjectRow(new_uuid7(uow.now), user.id, name, offsets, 1, uow.now, uow.now)
        project = replace(project, color=color, is_favorite=is_favorite)
        await repository.insert_project(uow.connection, project)
        emit_place(uow, user.id, "project", project.id)
        return project


async def patch_project(
    db: Database,
    principal: Principal,
    project_id: UUID,
    patch: ProjectPatch,
    expected: int | None,
) -> ProjectRow:
    """The fields of `patch` are changed; reminders that exist stay as they are.

    Raises:
        NotFound: no such project of this user.
        VersionMismatch: `expected` is not the stored version.
        InvalidInput: a value cannot be meant.
    """
    async with db.unit_of_work() as uow:
        _, before = await _lock(uow, principal, project_id, expected)
        after = before
        if not isinstance(patch.name, Unset):
            after = replace(after, name=checked_name(patch.name))
        if not isinstance(patch.default_reminders, Unset):
            offsets = _checked_offsets(patch.default_reminders)
            after = replace(after, default_reminders=offsets)
        if not isinstance(patch.color, Unset):
            after = replace(after, color=checked_color(patch.color))
        if not isinstance(patch.is_favorite, Unset):
            after = replace(after, is_favorite=patch.is_favorite)
        return before if after == before else await _store(uow, after)


async def order_projects(db: Database, principal: Principal, ids: Sequence[UUID]) -> None:
    """The projects stand in this order; the archived ones stay where they are.

    Raises:
        InvalidInput: these are not the projects that are not archived, each once.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        present = await repository.ordered_ids(uow.connection, user.id)
        if sorted(ids) != sorted(present):
            message = "Name each project that is not archived once."
            raise InvalidInput("/ids", "projects_incomplete", message)
        if list(ids) != present:
            keys = fresh_keys(len(ids), uow.now)
            await repository.place_projects(uow.connection, ids, keys, uow.now)
            emit_place(uow, user.id, "project", None)


async def archive_project(
    db: Database, principal: Principal, project_id: UUID, expected: int | None
) -> ProjectRow:
    """Nothing in the project reminds any more; doing it again changes nothing.

    Raises:
        NotFound: no such project of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        _, before = await _lock(uow, principal, project_id, expected)
        if before.archived_at is not None:
            return before
        async for tasks in _tasks_in(uow, before):
            waiting = [task.id for task in tasks if task.status == TaskStatus.OPEN]
            if waiting:
                await cancel_reminders(uow, waiting, ARCHIVED)
        return await _store(uow, replace(before, archived_at=uow.now))


async def unarchive_project(
    db: Database, principal: Principal, project_id: UUID, expected: int | None
) -> ProjectRow:
    """What was silenced reminds again; what has passed meanwhile is not sent.

    Raises:
        NotFound: no such project of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        user, before = await _lock(uow, principal, project_id, expected)
        if before.archived_at is None:
            return before
        async for tasks in _tasks_in(uow, before):
            await wake(uow, user, tasks)
        return await _store(uow, replace(before, archived_at=None))


async def delete_project(
    db: Database, principal: Principal, project_id: UUID, expected: int | None
) -> None:
    """The project is gone; its tasks stay, in no project, and remind again if it was archived.

    Raises:
        NotFound: no such project of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        user, project = await _lock(uow, principal, project_id, expected)
        async for tasks in _tasks_in(uow, project):
            for task in tasks:
                _tell_leaving(uow, task)
            if project.archived_at is not None:
                await wake(uow, user, tasks)
        await repository.empty_project(uow.connection, project.id, uow.now)
        await repository.remove_project(uow.connection, project.id)
        emit_place(uow, user.id, "project", project.id)


async def _tasks_in(uow: UnitOfWork, project: ProjectRow) -> AsyncIterator[list[TaskView]]:
    """Its tasks, so many at a time that neither they nor their events fill the memory."""
    after = UUID(int=0)
    while tasks := await repository.tasks_in(
        uow.connection, project.user_id, project.id, after, _AT_ONCE
    ):
        yield tasks
        await uow.flush()
        after = tasks[-1].id


def _tell_leaving(uow: UnitOfWork, task: TaskView) -> None:
    left = replace(
        task, project_id=None, section_id=None, version=task.version + 1, updated_at=uow.now
    )
    event = TaskUpdated.model_construct(**about(left), changed=("project_id",))
    if left.status != TaskStatus.SKIPPED:
        emit_change(uow, left, "updated", event)
    else:  # for browsers it is not there
        uow.emit(event)


async def _lock(
    uow: UnitOfWork, principal: Principal, project_id: UUID, expected: int | None
) -> tuple[UserRow, ProjectRow]:
    """Owner and project; safe to change, since every change locks the owner first."""
    user = await lock_owner(uow, principal)
    project = await repository.find_project(uow.connection, user.id, project_id)
    if project is None:
        raise NotFound("project", project_id)
    check_version(project.version, expected)
    return user, project


async def _store(uow: UnitOfWork, project: ProjectRow) -> ProjectRow:
    stored = replace(project, version=project.version + 1, updated_at=uow.now)
    if not await repository.update_project(uow.connection, stored):
        raise RuntimeError(f"project {project.id} changed although its owner was locked")
    emit_place(uow, stored.user_id, "project", stored.id)
    return stored


def _checked_offsets(offsets: Sequence[str] | None) -> tuple[str, ...] | None:
    if offsets is None:
        return None
    if len(offsets) > REMINDERS_MAX:
        message = f"At most {REMINDERS_MAX} reminders a task."
        raise InvalidInput("/default_reminders", "reminders_too_many", message)
    for index, offset in enumerate(offsets):
        parse_offset(offset, pointer=f"/default_reminders/{index}")
    return tuple(dict.fromkeys(offsets))
