"""Reminders and what they were put off to. A snooze and its original are one chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.reminders import COLUMNS, IS_HELD, ReminderRow


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A reminder of a chain; `is_open` if its task is one that can be reminded of.

    `is_held` if a message of its instant still waits for the end of quiet hours.
    """

    row: ReminderRow
    is_open: bool
    is_held: bool

    @property
    def original_id(self) -> UUID:
        """The reminder that the chain began with."""
        return self.row.snooze_of or self.row.id


# By primary key, then by ix_reminders_snooze_of. A row without a task (a digest) is not found.
_CHAINS = text(
    f"""
    WITH originals AS (
        SELECT DISTINCT coalesce(snooze_of, id) AS id FROM reminders
        WHERE id = ANY(CAST(:ids AS uuid[])) AND user_id = :user_id
        AND reason IS DISTINCT FROM 'removed'
    ), chain AS (
        SELECT r.id FROM reminders r JOIN originals o ON r.id = o.id
        UNION SELECT r.id FROM reminders r JOIN originals o ON r.snooze_of = o.id
    )
    SELECT {COLUMNS}, t.status = 'open' AND t.deleted_at IS NULL,
           {IS_HELD}
    FROM chain JOIN reminders r ON r.id = chain.id JOIN tasks t ON t.id = r.task_id
    WHERE r.user_id = :user_id ORDER BY r.id
    """  # noqa: S608 - made of constants
)


async def chains_of(
    connection: Connection, user_id: UUID, reminder_ids: Sequence[UUID]
) -> list[ChainLink]:
    """Every reminder of the chains that these reminders of the user belong to."""
    parameters = {"ids": list(reminder_ids), "user_id": user_id}
    result = await connection.execute(_CHAINS, parameters)
    return [ChainLink(ReminderRow(*row[:-2]), *row[-2:]) for row in result]


_STOP = text(
    f"""
    UPDATE reminders AS r SET state = 'cancelled', reason = CAST(:reason AS text),
           version = r.version + 1, updated_at = :now
    WHERE r.id = ANY(CAST(:ids AS uuid[])) AND r.state IN ('scheduled', 'deferred')
    RETURNING {COLUMNS}
    """  # noqa: S608 - made of constants
)


async def stop_reminders(
    connection: Connection, reminder_ids: Sequence[UUID], reason: str, now: datetime
) -> list[ReminderRow]:
    """Those of these that waited do not any more; answers them."""
    if not reminder_ids:
        return []
    parameters = {"ids": list(reminder_ids), "reason": reason, "now": now}
    return [ReminderRow(*row) for row in await connection.execute(_STOP, parameters)]
