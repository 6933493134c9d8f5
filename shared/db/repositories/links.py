"""Links of messages that were used, and what they lead to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.domain.moments import Clock


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """The task of a link and its owner's zone, as they are now; `used_at` is the link's."""

    title: str
    status: str
    due_on: date | None
    due_at: datetime | None
    zone: str
    time_format: Clock
    used_at: datetime | None


# Primary keys all along. A digest is of no task, so its links are of any of its reader's.
_TARGET = text(
    """
    SELECT t.title, t.status, t.due_on, t.due_at, u.zone, u.time_format, l.used_at
    FROM reminders r
    JOIN tasks t ON t.id = COALESCE(r.task_id, :task_id) AND t.user_id = r.user_id
        AND t.deleted_at IS NULL
    JOIN users u ON u.id = r.user_id
    LEFT JOIN used_links l ON l.token_hash = :token_hash
    WHERE r.id = :reminder_id AND t.id = :task_id AND u.id = :user_id
    """
)


async def find_target(
    connection: Connection, token_hash: bytes, user_id: UUID, task_id: UUID, reminder_id: UUID
) -> LinkTarget | None:
    """What the link is about; None if its task or account is gone."""
    parameters = {
        "token_hash": token_hash,
        "user_id": user_id,
        "task_id": task_id,
        "reminder_id": reminder_id,
    }
    row = (await connection.execute(_TARGET, parameters)).one_or_none()
    return LinkTarget(*row) if row else None


_KEPT = timedelta(hours=1)
"""So long after its end: for some minutes more a link is taken, since clocks differ."""

# Every use sweeps a few old rows by ix_used_links_expires_at, so the table needs no job.
_USE = text(
    """
    WITH swept AS (
        DELETE FROM used_links WHERE token_hash IN (
            SELECT token_hash FROM used_links WHERE expires_at < :oldest
            ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO used_links (token_hash, used_at, expires_at)
    VALUES (:token_hash, :now, :expires_at)
    ON CONFLICT (token_hash) DO NOTHING
    RETURNING token_hash
    """
)


async def use_link(
    connection: Connection, token_hash: bytes, expires_at: datetime, now: datetime
) -> bool:
    """The link is used; False if it was before. Two at once: the second waits for the first."""
    parameters = {
        "token_hash": token_hash,
        "expires_at": expires_at,
        "now": now,
        "oldest": now - _KEPT,
    }
    return (await connection.execute(_USE, parameters)).one_or_none() is not None
