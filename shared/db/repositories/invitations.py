"""Invitations: the right to make one account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

State = Literal["waiting", "used", "revoked", "expired"]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation; `is_mailed` says that its link went to its address and nowhere else."""

    id: UUID
    email: str | None
    is_mailed: bool
    invited_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: UUID | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> State:
        """What it is good for."""
        if self.used_at is not None:
            return "used"
        if self.revoked_at is not None:
            return "revoked"
        return "waiting" if now < self.expires_at else "expired"


_COLUMNS = """id, email, is_mailed, invited_by, created_at, expires_at, used_at, used_by,
    revoked_at"""

_INSERT = text(
    """
    INSERT INTO invitations (id, email, is_mailed, invited_by, created_at, expires_at)
    VALUES (:id, :email, :is_mailed, :invited_by, :created_at, :expires_at)
    """
)


async def insert_invitation(connection: Connection, row: InvitationRow) -> None:
    """It waits for somebody."""
    await connection.execute(
        _INSERT,
        {
            "id": row.id,
            "email": row.email,
            "is_mailed": row.is_mailed,
            "invited_by": row.invited_by,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
        },
    )


_FIND = text(f"SELECT {_COLUMNS} FROM invitations WHERE id = :id")  # noqa: S608 - constant
_LOCK = text(f"SELECT {_COLUMNS} FROM invitations WHERE id = :id FOR UPDATE")  # noqa: S608 - constant


async def find_invitation(connection: Connection, invitation_id: UUID) -> InvitationRow | None:
    """The invitation, whatever became of it."""
    row = (await connection.execute(_FIND, {"id": invitation_id})).one_or_none()
    return InvitationRow(*row) if row else None


async def lock_invitation(connection: Connection, invitation_id: UUID) -> InvitationRow | None:
    """The invitation, and nobody else uses it until the transaction ends."""
    row = (await connection.execute(_LOCK, {"id": invitation_id})).one_or_none()
    return InvitationRow(*row) if row else None


_USE = text("UPDATE invitations SET used_at = :now, used_by = :user_id WHERE id = :id")


async def use_invitation(
    connection: Connection, invitation_id: UUID, user_id: UUID | None, now: datetime
) -> None:
    """It is used up: an account was made with it, or an address tried that has one (None)."""
    parameters = {"id": invitation_id, "user_id": user_id, "now": now}
    await connection.execute(_USE, parameters)


_REVOKE = text(
    """
    UPDATE invitations SET revoked_at = :now
    WHERE used_at IS NULL AND revoked_at IS NULL AND (id = :id OR email = :email)
    RETURNING id
    """
)


async def revoke_invitations(
    connection: Connection,
    now: datetime,
    *,
    invitation_id: UUID | None = None,
    email: str | None = None,
) -> list[UUID]:
    """This one, or all to this address, are good for nothing any more; those that were."""
    parameters = {"id": invitation_id, "email": email, "now": now}
    return [row[0] for row in await connection.execute(_REVOKE, parameters)]


_LIST = text(
    f"""
    SELECT {_COLUMNS} FROM invitations
    WHERE CAST(:before AS uuid) IS NULL OR id < :before ORDER BY id DESC LIMIT :limit
    """  # noqa: S608 - constant
)


async def list_invitations(
    connection: Connection, *, before: UUID | None, limit: int
) -> Sequence[InvitationRow]:
    """The newest `limit` invitations made before that one."""
    rows = await connection.execute(_LIST, {"before": before, "limit": limit})
    return [InvitationRow(*row) for row in rows]


_COUNT_MAILS = text(
    """
    SELECT count(*) FROM invitations WHERE email = :email AND is_mailed AND created_at > :since
    """
)


async def count_mailed(connection: Connection, email: str, since: datetime) -> int:
    """How many invitations were mailed there since then."""
    found = await connection.execute(_COUNT_MAILS, {"email": email, "since": since})
    return int(found.scalar_one())


KEEP: Final = timedelta(days=90)
"""So long an invitation is listed after its end."""

# SKIP LOCKED: several processes prune, none waits for the other.
_PRUNE = text(
    """
    DELETE FROM invitations WHERE id = ANY(ARRAY(
        SELECT id FROM invitations
        WHERE coalesce(used_at, revoked_at, expires_at) < :before
        ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED))
    """
)


async def prune_invitations(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` invitations that were over before then are forgotten; how many were."""
    return (await connection.execute(_PRUNE, {"before": before, "limit": limit})).rowcount
