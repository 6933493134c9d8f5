"""Devices that are signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One device; `generation` is that of its good refresh token, since `rotated_at`."""

    id: UUID
    user_id: UUID
    generation: int
    rotated_at: datetime
    method: str
    user_agent: str
    address: str
    created_at: datetime
    confirmed_at: datetime
    used_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    ended_because: str | None = None


_COLUMNS = """id, user_id, generation, rotated_at, method, user_agent, address, created_at,
    confirmed_at, used_at, expires_at, ended_at, ended_because"""

_INSERT = text(
    """
    INSERT INTO sessions (id, user_id, rotated_at, method, user_agent, address, created_at,
                          confirmed_at, used_at, expires_at)
    VALUES (:id, :user_id, :created_at, :method, :user_agent, :address, :created_at,
            :created_at, :created_at, :expires_at)
    """
)


async def insert_session(connection: Connection, row: SessionRow) -> None:
    """The device is signed in."""
    await connection.execute(
        _INSERT,
        {
            "id": row.id,
            "user_id": row.user_id,
            "method": row.method,
            "user_agent": row.user_agent,
            "address": row.address,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
        },
    )


_LOCK = text(f"SELECT {_COLUMNS} FROM sessions WHERE id = :id FOR UPDATE")  # noqa: S608 - constant


async def lock_session(connection: Connection, session_id: UUID) -> SessionRow | None:
    """The device, ended or not, and nobody else changes it until the transaction ends."""
    row = (await connection.execute(_LOCK, {"id": session_id})).one_or_none()
    return SessionRow(*row) if row else None


_ROTATE = text(
    """
    UPDATE sessions SET generation = generation + 1, rotated_at = :now, used_at = :now,
        address = :address, user_agent = :user_agent, expires_at = :expires_at
    WHERE id = :id
    """
)


async def rotate_session(connection: Connection, row: SessionRow, now: datetime) -> None:
    """The next refresh token is the good one; address, agent and expiry are those of `row`."""
    parameters = {
        "id": row.id,
        "now": now,
        "address": row.address,
        "user_agent": row.user_agent,
        "expires_at": row.expires_at,
    }
    await connection.execute(_ROTATE, parameters)


_CONFIRM = text("UPDATE sessions SET confirmed_at = :now WHERE id = :id")


async def confirm_session(connection: Connection, session_id: UUID, now: datetime) -> None:
    """Its owner has just shown who they are."""
    await connection.execute(_CONFIRM, {"id": session_id, "now": now})


# Index ix_sessions_user_id_id; in the order of ids, so that two of these never wait in a circle.
_END = text(
    """
    WITH chosen AS (
        SELECT id FROM sessions
        WHERE user_id = :user_id AND ended_at IS NULL
        AND (CAST(:only AS uuid) IS NULL OR id = :only)
        AND (CAST(:but AS uuid) IS NULL OR id <> :but)
        ORDER BY id FOR UPDATE
    )
    UPDATE sessions AS s SET ended_at = :now, ended_because = :because
    FROM chosen WHERE s.id = chosen.id
    RETURNING s.id
    """
)


async def end_sessions(
    connection: Connection,
    user_id: UUID,
    because: str,
    now: datetime,
    *,
    only: UUID | None = None,
    but: UUID | None = None,
) -> list[UUID]:
    """These devices of the user (all of them by default) are signed out; those that were not."""
    parameters = {"user_id": user_id, "because": because, "now": now, "only": only, "but": but}
    return [row[0] for row in await connection.execute(_END, parameters)]


# A device that nobody used for longest makes room.
_CROWD_OUT = text(
    """
    UPDATE sessions SET ended_at = :now, ended_because = 'too_many'
    WHERE id = ANY(ARRAY(SELECT id FROM sessions WHERE user_id = :user_id AND ended_at IS NULL
                         ORDER BY used_at DESC OFFSET :most))
    """
)


async def crowd_out(connection: Connection, user_id: UUID, most: int, now: datetime) -> None:
    """At most so many devices of this user, locked by the caller, are signed in."""
    await connection.execute(_CROWD_OUT, {"user_id": user_id, "most": most, "now": now})


_LIST = text(
    f"""
    SELECT {_COLUMNS} FROM sessions
    WHERE user_id = :user_id AND ended_at IS NULL AND expires_at > :now
    ORDER BY used_at DESC, id
    """  # noqa: S608 - constant
)


async def list_sessions(
    connection: Connection, user_id: UUID, now: datetime
) -> Sequence[SessionRow]:
    """The devices that are signed in, the last used first."""
    rows = await connection.execute(_LIST, {"user_id": user_id, "now": now})
    return [SessionRow(*row) for row in rows]


# Indexes ix_sessions_ended_at and ix_users_locked. Devices and users, whose ids are as unique.
_REFUSED = text(
    """
    SELECT id, true FROM sessions WHERE ended_at > :since
    UNION ALL
    SELECT id, erased_at IS NOT NULL FROM users
    WHERE (disabled_at IS NOT NULL OR erased_at IS NOT NULL)
    AND greatest(disabled_at, erased_at) > :since
    """
)


async def refused_since(connection: Connection, since: datetime) -> dict[UUID, bool]:
    """Devices signed out, and users disabled or erased, after `since`; whether that is for good."""
    return {row[0]: row[1] for row in await connection.execute(_REFUSED, {"since": since})}


KEEP: Final = timedelta(days=30)
"""So long a device is known after its end; far longer than any of its tokens is good."""

# SKIP LOCKED: several processes prune, none waits for the other.
_PRUNE = text(
    """
    DELETE FROM sessions WHERE id = ANY(ARRAY(
        SELECT id FROM sessions WHERE coalesce(ended_at, expires_at) < :before
        ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED))
    """
)


async def prune_sessions(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` devices that were over before then are forgotten; how many were."""
    return (await connection.execute(_PRUNE, {"before": before, "limit": limit})).rowcount
