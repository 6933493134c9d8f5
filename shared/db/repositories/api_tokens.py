"""Tokens for programs in the database; their secrets are not kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class ApiTokenRow:
    """A token as its owner sees it; `hint` are its last characters."""

    id: UUID
    user_id: UUID
    name: str
    hint: str
    scopes: Sequence[str]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None = None


_COLUMNS = "id, user_id, name, hint, scopes, created_at, expires_at, used_at"

_INSERT = text(
    """
    INSERT INTO api_tokens (id, user_id, token_hash, name, hint, scopes, created_at, expires_at)
    VALUES (:id, :user_id, :token_hash, :name, :hint, CAST(:scopes AS text[]), :created_at,
            :expires_at)
    """
)


async def insert_token(connection: Connection, row: ApiTokenRow, token_hash: bytes) -> None:
    """The token of this hash is good."""
    await connection.execute(
        _INSERT,
        {
            "id": row.id,
            "user_id": row.user_id,
            "token_hash": token_hash,
            "name": row.name,
            "hint": row.hint,
            "scopes": list(row.scopes),
            "created_at": row.created_at,
            "expires_at": row.expires_at,
        },
    )


_LIST = text(f"SELECT {_COLUMNS} FROM api_tokens WHERE user_id = :user_id ORDER BY id")  # noqa: S608 - constant


async def list_tokens(connection: Connection, user_id: UUID) -> list[ApiTokenRow]:
    """This user's tokens, the oldest first, those that ran out too."""
    result = await connection.execute(_LIST, {"user_id": user_id})
    return [ApiTokenRow(*row) for row in result]


_DELETE = text("DELETE FROM api_tokens WHERE id = :id AND user_id = :user_id RETURNING name")


async def delete_token(connection: Connection, user_id: UUID, token_id: UUID) -> str | None:
    """The token is good for nothing any more; its name, None if there was none."""
    row = (await connection.execute(_DELETE, {"id": token_id, "user_id": user_id})).one_or_none()
    return row[0] if row else None


# Unique index on the hash. An account that was deleted or locked has no good tokens.
_FIND = text(
    f"""
    SELECT {", ".join(f"t.{name}" for name in _COLUMNS.split(", "))}
    FROM api_tokens t JOIN users u ON u.id = t.user_id
    WHERE t.token_hash = :token_hash AND u.erased_at IS NULL AND u.disabled_at IS NULL
    """  # noqa: S608 - constant
)


async def find_token(connection: Connection, token_hash: bytes) -> ApiTokenRow | None:
    """The token of this hash, ran out or not."""
    row = (await connection.execute(_FIND, {"token_hash": token_hash})).one_or_none()
    return ApiTokenRow(*row) if row else None


_TOUCH = text(
    """
    UPDATE api_tokens SET used_at = :now
    WHERE id = :id AND (used_at IS NULL OR used_at < :before)
    """
)


async def touch_token(
    connection: Connection, token_id: UUID, now: datetime, before: datetime
) -> None:
    """Its last use is now, if the one that is noted is older than `before`."""
    await connection.execute(_TOUCH, {"id": token_id, "now": now, "before": before})
