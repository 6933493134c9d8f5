"""Sections: made, renamed, put in order, deleted. Each function is one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from shared.commands.changing import check_version, emit_place, emit_updated, lock_owner
from shared.commands.naming import checked_name
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import places
from shared.db.repositories import sections as repository
from shared.db.repositories.sections import SectionRow
from shared.db.session import Database, UnitOfWork
from shared.domain.ordering import fresh_keys

SECTIONS_MAX = 200
"""Sections of one project."""


async def create_section(
    db: Database, principal: Principal, project_id: UUID, name: str
) -> SectionRow:
    """The section exists, behind the others of its project.

    Raises:
        NotFound: no such project of this user.
        InvalidInput: the name cannot be meant, or there are too many.
    """
    name = checked_name(name)
    async with db.unit_of_work() as uow:
        present = await _lock_project(uow, principal, project_id)
        if len(present) >= SECTIONS_MAX:
            message = f"At most {SECTIONS_MAX} sections a project."
            raise InvalidInput("/name", "sections_too_many", message)
        identifier = new_uuid7(uow.now)
        row = SectionRow(identifier, principal.user_id, project_id, name, None, 1, uow.now, uow.now)
        await repository.insert_section(uow.connection, row)
        emit_place(uow, row.user_id, "section", row.id)
        return row


async def rename_section(
    db: Database, principal: Principal, section_id: UUID, name: str, expected: int | None
) -> SectionRow:
    """The section has this name.

    Raises:
        NotFound: no such section of this user.
        VersionMismatch: `expected` is not the stored version.
        InvalidInput: the name cannot be meant.
    """
    name = checked_name(name)
    async with db.unit_of_work() as uow:
        before = await _lock(uow, principal, section_id, expected)
        if before.name == name:
            return before
        after = replace(before, name=name, version=before.version + 1, updated_at=uow.now)
        if not await repository.update_section(uow.connection, after):
            raise RuntimeError(f"section {section_id} changed although its owner was locked")
        emit_place(uow, after.user_id, "section", after.id)
        return after


async def order_sections(
    db: Database, principal: Principal, project_id: UUID, ids: Sequence[UUID]
) -> list[SectionRow]:
    """The sections of the project stand in this order; answers them.

    Raises:
        NotFound: no such project of this user.
        InvalidInput: these are not its sections, each once.
    """
    async with db.unit_of_work() as uow:
        present = await _lock_project(uow, principal, project_id)
        if sorted(ids) != sorted(row.id for row in present):
            message = "Name each section of the project once."
            raise InvalidInput("/ids", "sections_incomplete", message)
        if list(ids) == [row.id for row in present]:
            return present
        keys = fresh_keys(len(ids), uow.now)
        await repository.place_sections(uow.connection, ids, keys, uow.now)
        emit_place(uow, principal.user_id, "section", None)
        return await repository.list_sections(uow.connection, principal.user_id, project_id)


async def delete_section(
    db: Database, principal: Principal, section_id: UUID, expected: int | None
) -> None:
    """The section is gone; its tasks stay in the project.

    Raises:
        NotFound: no such section of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        row = await _lock(uow, principal, section_id, expected)
        tasks = await repository.tasks_in_section(uow.connection, row.user_id, row.id)
        await repository.remove_section(uow.connection, row.id, uow.now)
        for task in tasks:
            left = replace(task, section_id=None, version=task.version + 1, updated_at=uow.now)
            emit_updated(uow, left, ("section_id",))
        emit_place(uow, row.user_id, "section", row.id)


async def _lock_project(
    uow: UnitOfWork, principal: Principal, project_id: UUID
) -> list[SectionRow]:
    await lock_owner(uow, principal)
    if not await places.has_project(uow.connection, principal.user_id, project_id):
        raise NotFound("project", project_id)
    return await repository.list_sections(uow.connection, principal.user_id, project_id)


async def _lock(
    uow: UnitOfWork, principal: Principal, section_id: UUID, expected: int | None
) -> SectionRow:
    await lock_owner(uow, principal)
    row = await repository.find_section(uow.connection, principal.user_id, section_id)
    if row is None:
        raise NotFound("section", section_id)
    check_version(row.version, expected)
    return row
