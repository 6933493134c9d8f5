"""Who the owners of accounts are at other issuers, in the database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """One person at one issuer, and the account that goes with it."""

    id: UUID
    user_id: UUID
    issuer: str
    subject: str
    email: str | None
    created_at: datetime
    used_at: datetime


@dataclass(frozen=True, slots=True)
class FoundIdentity:
    """The account of somebody; not usable if it is locked or being deleted."""

    id: UUID
    user_id: UUID
    used_at: datetime
    is_usable: bool


# Unique index on (issuer, subject).
_FIND = text(
    """
    SELECT i.id, i.user_id, i.used_at, u.erased_at IS NULL AND u.disabled_at IS NULL
    FROM identities i JOIN users u ON u.id = i.user_id
    WHERE i.issuer = :issuer AND i.subject = :subject
    """
)


async def find_identity(connection: Connection, issuer: str, subject: str) -> FoundIdentity | None:
    """The account that goes with this subject."""
    found = await connection.execute(_FIND, {"issuer": issuer, "subject": subject})
    row = found.one_or_none()
    return FoundIdentity(*row) if row else None


_INSERT = text(
    """
    INSERT INTO identities (id, user_id, issuer, subject, email, created_at, used_at)
    VALUES (:id, :user_id, :issuer, :subject, :email, :created_at, :used_at)
    ON CONFLICT (issuer, subject) DO NOTHING
    """
)


async def insert_identity(connection: Connection, row: IdentityRow) -> bool:
    """The subject goes with this account; False if it goes with one already."""
    parameters = {
        "id": row.id,
        "user_id": row.user_id,
        "issuer": row.issuer,
        "subject": row.subject,
        "email": row.email,
        "created_at": row.created_at,
        "used_at": row.used_at,
    }
    return (await connection.execute(_INSERT, parameters)).rowcount == 1


_TOUCH = text("UPDATE identities SET used_at = :now WHERE id = :id AND used_at < :before")


async def touch_identity(
    connection: Connection, identity_id: UUID, now: datetime, before: datetime
) -> None:
    """Its last use is now, if the one that is noted is older than `before`."""
    await connection.execute(_TOUCH, {"id": identity_id, "now": now, "before": before})


_LIST = text(
    """
    SELECT id, user_id, issuer, subject, email, created_at, used_at
    FROM identities WHERE user_id = :user_id ORDER BY id
    """
)


async def list_identities(connection: Connection, user_id: UUID) -> list[IdentityRow]:
    """Every identity of this user, the oldest first; there are few."""
    result = await connection.execute(_LIST, {"user_id": user_id})
    return [IdentityRow(*row) for row in result]


_DELETE = text("DELETE FROM identities WHERE id = :id AND user_id = :user_id RETURNING issuer")


async def delete_identity(connection: Connection, user_id: UUID, identity_id: UUID) -> str | None:
    """The subject goes with no account any more; its issuer, None if there was none."""
    found = await connection.execute(_DELETE, {"id": identity_id, "user_id": user_id})
    row = found.one_or_none()
    return row[0] if row else None
