"""Accounts as those who govern them see them: who they are, never what they do with Rondel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

State = Literal["active", "disabled", "unverified"]


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account without anything of its contents."""

    id: UUID
    email: str
    name: str
    role: str
    created_at: datetime
    email_verified_at: datetime | None
    disabled_at: datetime | None
    last_seen_at: datetime | None
    has_password: bool
    second_factor: bool
    passkeys: int
    devices: int
    tokens: int


# Each of the counts reads an index of its table by the user.
_VIEW = """
    SELECT u.id, u.email, u.name, u.role, u.created_at, u.email_verified_at, u.disabled_at,
        greatest((SELECT max(s.used_at) FROM sessions s WHERE s.user_id = u.id),
                 (SELECT max(t.used_at) FROM api_tokens t WHERE t.user_id = u.id)),
        u.password_hash IS NOT NULL,
        EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL),
        (SELECT count(*)::int FROM passkeys p WHERE p.user_id = u.id),
        (SELECT count(*)::int FROM sessions s
         WHERE s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > :now),
        (SELECT count(*)::int FROM api_tokens t WHERE t.user_id = u.id)
    FROM users u WHERE u.erased_at IS NULL
"""

# Primary key, backwards: ids grow with time.
_LIST = text(
    f"""
    {_VIEW} AND (CAST(:before AS uuid) IS NULL OR u.id < :before)
    AND (CAST(:role AS text) IS NULL OR u.role = :role)
    AND (CAST(:state AS text) IS NULL
         OR :state = 'disabled' AND u.disabled_at IS NOT NULL
         OR :state = 'unverified' AND u.email_verified_at IS NULL
         OR :state = 'active' AND u.disabled_at IS NULL)
    AND (CAST(:query AS text) IS NULL OR position(:query IN u.email) > 0
         OR position(:query IN lower(u.name)) > 0)
    ORDER BY u.id DESC LIMIT :limit
    """
)


async def list_accounts(
    connection: Connection,
    now: datetime,
    *,
    before: UUID | None,
    limit: int,
    query: str | None = None,
    role: str | None = None,
    state: State | None = None,
) -> Sequence[AccountView]:
    """The newest `limit` accounts made before that one; `query` is part of address or name."""
    parameters = {
        "now": now,
        "before": before,
        "limit": limit,
        "query": query.lower() if query else None,
        "role": role,
        "state": state,
    }
    return [AccountView(*row) for row in await connection.execute(_LIST, parameters)]


_FIND = text(f"{_VIEW} AND u.id = :id")


async def find_account(connection: Connection, user_id: UUID, now: datetime) -> AccountView | None:
    """The account, disabled or not."""
    row = (await connection.execute(_FIND, {"id": user_id, "now": now})).one_or_none()
    return AccountView(*row) if row else None


_BY_EMAIL = text("SELECT id FROM users WHERE email = :email AND erased_at IS NULL")


async def find_account_id(connection: Connection, email: str) -> UUID | None:
    """The account of this lower-case address, disabled or not."""
    row = (await connection.execute(_BY_EMAIL, {"email": email})).one_or_none()
    return row[0] if row else None


# Index ix_users_admins.
_ADMINS = text(
    "SELECT id FROM users WHERE role = 'admin' AND erased_at IS NULL AND disabled_at IS NULL"
)


async def admin_ids(connection: Connection) -> set[UUID]:
    """The administrators that there are at this moment."""
    return {row[0] for row in await connection.execute(_ADMINS)}


_SET_ROLE = text(
    """
    UPDATE users AS u SET role = :role FROM users o
    WHERE o.id = u.id AND u.id = :id RETURNING o.role
    """
)


async def set_role(connection: Connection, user_id: UUID, role: str) -> str:
    """The account, locked by the caller, has this role; the one that it had."""
    parameters = {"id": user_id, "role": role}
    return str((await connection.execute(_SET_ROLE, parameters)).scalar_one())


_SET_DISABLED = text(
    """
    UPDATE users SET disabled_at = CAST(:at AS timestamptz)
    WHERE id = :id AND (disabled_at IS NULL) = (CAST(:at AS timestamptz) IS NOT NULL) RETURNING id
    """
)


async def set_disabled(connection: Connection, user_id: UUID, at: datetime | None) -> bool:
    """The account is disabled since then, or with None enabled; False if it was so already."""
    return bool((await connection.execute(_SET_DISABLED, {"id": user_id, "at": at})).rows)


# SKIP LOCKED: several processes prune, none waits for the other. The audit log knows whether
# somebody ever signed in, and of which accounts it would: older ones have no entry. Index
# ix_users_unverified; what belongs to such an account goes by its foreign keys.
_PRUNE_UNVERIFIED = text(
    """
    DELETE FROM users WHERE id = ANY(ARRAY(
        SELECT u.id FROM users u
        WHERE u.email_verified_at IS NULL AND u.created_at < :before AND u.erased_at IS NULL
        AND u.role = 'user'
        AND EXISTS (SELECT FROM audit_entries a
                    WHERE a.target = CAST(u.id AS text) AND a.action = 'account.made')
        AND NOT EXISTS (SELECT FROM audit_entries a
                        WHERE a.target = CAST(u.id AS text) AND a.action = 'session.opened')
        ORDER BY u.id LIMIT :limit FOR UPDATE SKIP LOCKED))
    """
)


async def prune_unverified(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` accounts whose address nobody confirmed, and that nobody used, are gone."""
    parameters = {"before": before, "limit": limit}
    return (await connection.execute(_PRUNE_UNVERIFIED, parameters)).rowcount
