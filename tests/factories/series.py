"""What tests change and read of series and their occurrences, straight in the tables."""

from sqlalchemy import text

from shared.commands.recurrences import Completion, roll_completions


async def set_series(db, task, **columns):
    """The series of this task has these values."""
    assignments = ", ".join(f"{name} = :{name}" for name in columns)
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(f"UPDATE series SET {assignments} WHERE id = :id"),
            {"id": task.series.id, **columns},
        )


async def set_task(db, task_id, **columns):
    """The task has these values."""
    assignments = ", ".join(f"{name} = :{name}" for name in columns)
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(f"UPDATE tasks SET {assignments} WHERE id = :id"), {"id": task_id, **columns}
        )


async def roll(db, *tasks):
    """What follows these completed or skipped tasks exists."""
    completions = [Completion(t.user_id, t.id, t.completed_at or t.skipped_at) for t in tasks]
    async with db.unit_of_work() as uow:
        return await roll_completions(uow, completions, db.clock.monotonic)


async def tasks_of(db, principal, status="open"):
    """The user's tasks of that status, by slot and title."""
    return await rows(
        db,
        "SELECT id, slot, title, notes, priority, due_on, due_at, start_at, start_on, parent_id, "
        "version FROM tasks WHERE user_id = :u AND status = :status AND deleted_at IS NULL "
        "ORDER BY slot NULLS LAST, title",
        u=principal.user_id,
        status=status,
    )


async def log_of(db, principal):
    """Slot, outcome and count of what the log says, by slot."""
    found = await rows(
        db,
        "SELECT slot, outcome, count FROM occurrence_log WHERE user_id = :u ORDER BY slot",
        u=principal.user_id,
    )
    return [tuple(row) for row in found]


async def events_of(db, principal, event_type):
    """Bodies of the user's events of that type in the outbox, in order."""
    found = await rows(
        db,
        "SELECT convert_from(payload, 'UTF8') AS body FROM outbox "
        "WHERE user_id = :u AND event_type = :t ORDER BY id",
        u=principal.user_id,
        t=event_type,
    )
    return [row.body for row in found]


async def rows(db, statement, **parameters):
    """The rows of a question."""
    async with db.read() as connection:
        return (await connection.execute(text(statement), parameters)).all()
