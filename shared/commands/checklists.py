"""Single steps of a checklist."""

from dataclasses import replace
from uuid import UUID

from shared.commands.changing import lock_task
from shared.commands.editing import Edit, finish_edit
from shared.core.errors import NotFound
from shared.core.principal import Principal
from shared.db.repositories.tasks import TaskView
from shared.db.session import Database
from shared.domain.tasks import TaskPatch


async def tick_item(
    db: Database,
    principal: Principal,
    task_id: UUID,
    item_id: UUID,
    *,
    is_done: bool,
) -> TaskView:
    """The step is done or not, as an edit that can be undone; doing it again changes nothing.

    Raises:
        NotFound: no such task of this user, or no such step of it.
    """
    async with db.unit_of_work() as uow:
        user, before = await lock_task(uow, principal, task_id, None)
        found = next((item for item in before.checklist if item.id == item_id), None)
        if found is None:
            raise NotFound("checklist item", item_id)
        if found.is_done == is_done:
            return before
        steps = tuple(
            replace(item, is_done=is_done) if item.id == item_id else item
            for item in before.checklist
        )
        # No edit of the list: what the next occurrence has instead of this one's stays.
        task = replace(before, checklist=steps, version=before.version + 1, updated_at=uow.now)
        return await finish_edit(uow, user, Edit(before, task, TaskPatch(checklist=steps)))
