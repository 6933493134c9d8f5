"""Reminders for tests: as rows, in states that take a worker to reach, and put off."""

from datetime import datetime

from sqlalchemy import text

from shared.commands.reminders import add_reminders, view_of
from shared.core.ids import new_uuid7
from shared.db.repositories.reminders import ReminderRow

_ROWS = text("SELECT * FROM reminders WHERE task_id = :id ORDER BY id")
_SET = text(
    """
    UPDATE reminders SET state = COALESCE(CAST(:state AS text), state),
           fire_at = COALESCE(CAST(:fire_at AS timestamptz), fire_at),
           nag_sent = COALESCE(CAST(:nag_sent AS smallint), nag_sent)
    WHERE id = :id
    """
)


async def reminder_rows(db, task_id):
    """Every stored row of this task, also of removed reminders."""
    async with db.read() as connection:
        return (await connection.execute(_ROWS, {"id": task_id})).all()


async def set_reminder(
    db, reminder_id, *, state=None, fire_at: datetime | None = None, nag_sent=None
):
    """The row is as the worker of notifications leaves it."""
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            _SET, {"id": reminder_id, "state": state, "fire_at": fire_at, "nag_sent": nag_sent}
        )


async def add_snooze(db, owner, task, parent, until):
    """The reminder `parent` is put off until then; the view of the snooze."""
    row = ReminderRow(
        id=new_uuid7(db.clock.now()),
        user_id=owner.user_id,
        task_id=task.id,
        kind="absolute",
        lead=None,
        fire_at=until,
        channels=parent.channels,
        state="scheduled",
        reason=None,
        snooze_of=parent.id,
    )
    async with db.unit_of_work() as uow:
        await uow.lock_users([owner.user_id])
        await add_reminders(uow, [row])
    return view_of(row)
