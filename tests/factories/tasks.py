"""Tasks for tests."""

from datetime import datetime

from shared.commands.tasks import create_task
from shared.domain.tasks import Due, RecurrenceDraft, TaskDraft


async def make_task(
    db, principal, *, title="Water the plants", due=None, rrule=None, anchor="schedule", **fields
):
    """A stored task; `due` is a date, or a local time as ISO text."""
    draft = TaskDraft(
        title,
        due=due_of(due),
        recurrence=RecurrenceDraft(rrule, anchor) if rrule else None,
        **fields,
    )
    return await create_task(db, principal, draft)


def due_of(value):
    """None, a date, a `Due`, or ISO text of a local time."""
    if value is None or isinstance(value, Due):
        return value
    if isinstance(value, str):
        return Due(local=datetime.fromisoformat(value))
    return Due(on=value)
