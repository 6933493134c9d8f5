"""Where a task belongs: its project, a section of that, and the task above it."""

from uuid import UUID

from shared.core.errors import InvalidInput
from shared.db.repositories import places
from shared.db.session import UnitOfWork

DEEPEST = 3
"""Levels of tasks: a task, its subtasks, and theirs."""


async def check_section(
    uow: UnitOfWork, user_id: UUID, section_id: UUID | None, project_id: UUID | None
) -> None:
    """The section, if one is given, is of that project.

    Raises:
        InvalidInput: it is not; nothing was written.
    """
    if section_id is None:
        return
    found = await places.project_of_section(uow.connection, user_id, section_id)
    if found is None or found != project_id:
        message = "There is no such section in the project of the task."
        raise InvalidInput("/section_id", "section_unknown", message)


async def check_place(
    uow: UnitOfWork,
    user_id: UUID,
    task_id: UUID | None,
    project_id: UUID | None,
    parent_id: UUID | None,
) -> None:
    """The task, None for one to be, may stand there; what is None is not asked for.

    Raises:
        InvalidInput: project or parent is not one of this user's, or the tasks would stand more
            than three levels deep or in a circle; nothing was written.
    """
    if project_id is not None and not await places.has_project(uow.connection, user_id, project_id):
        raise InvalidInput("/project_id", "project_unknown", "There is no such project.")
    if parent_id is None:
        return
    above = await places.ancestry(uow.connection, user_id, parent_id)
    if not above:
        raise InvalidInput("/parent_id", "parent_unknown", "There is no such task.")
    if task_id in above:
        raise InvalidInput("/parent_id", "parent_circle", "A task cannot be below itself.")
    height = await places.height(uow.connection, task_id) if task_id else 1
    if len(above) + height > DEEPEST:
        message = f"Tasks stand at most {DEEPEST} levels deep."
        raise InvalidInput("/parent_id", "parent_too_deep", message)
