"""Answers to POSTs that may be repeated (draft-ietf-httpapi-idempotency-key-header)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

LIFE = timedelta(hours=24)
"""How long an answer is kept; afterwards the key is as good as new."""

_SWEEP = 20


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What was answered the first time, and to which request."""

    request_hash: bytes
    status: int
    response: bytes


_FIND = text(
    """
    SELECT request_hash, status, response FROM idempotency_keys
    WHERE user_id = :user_id AND key = :key AND created_at > :oldest
    """
)


async def find_answer(
    connection: Connection, user_id: UUID, key: str, now: datetime
) -> StoredAnswer | None:
    """The answer stored under this user's key, if it is not too old."""
    parameters = {"user_id": user_id, "key": key, "oldest": now - LIFE}
    row = (await connection.execute(_FIND, parameters)).one_or_none()
    return StoredAnswer(*row) if row else None


# Every store sweeps a few old rows by ix_idempotency_keys_created_at, so the table needs no job.
_STORE = text(
    """
    WITH swept AS (
        DELETE FROM idempotency_keys WHERE (user_id, key) IN (
            SELECT user_id, key FROM idempotency_keys
            WHERE created_at <= :oldest AND (user_id, key) <> (:user_id, :key)
            ORDER BY created_at LIMIT :sweep FOR UPDATE SKIP LOCKED
        )
    )
    INSERT INTO idempotency_keys (user_id, key, request_hash, status, response, created_at)
    VALUES (:user_id, :key, :request_hash, :status, :response, :now)
    ON CONFLICT (user_id, key) DO UPDATE
    SET request_hash = excluded.request_hash, status = excluded.status,
        response = excluded.response, created_at = excluded.created_at
    """
)


async def store_answer(
    connection: Connection, user_id: UUID, key: str, answer: StoredAnswer, now: datetime
) -> None:
    """The answer stands under this user's key; a few that are too old are gone."""
    await connection.execute(
        _STORE,
        {
            "user_id": user_id,
            "key": key,
            "request_hash": answer.request_hash,
            "status": answer.status,
            "response": answer.response,
            "now": now,
            "oldest": now - LIFE,
            "sweep": _SWEEP,
        },
    )
