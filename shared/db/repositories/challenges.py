"""Sign-ins under way in the database: what somebody has to come back with, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection

Kind = Literal["passkey_new", "passkey_use", "oidc", "second_factor"]

KEPT_FOR: Final = timedelta(hours=1)
"""So long after its end a challenge still counts what failed."""

_PRUNED_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    """One challenge; `content` is what its kind has to remember."""

    id: UUID
    kind: Kind
    user_id: UUID | None
    content: Mapping[str, Any]
    created_at: datetime
    expires_at: datetime
    failures: int = 0


# Whoever makes one clears old ones away (index ix_challenges_expires_at), so that strangers who
# only ever begin cannot fill the table.
_INSERT = text(
    """
    WITH old AS (
        DELETE FROM challenges WHERE id = ANY(ARRAY(
            SELECT id FROM challenges WHERE expires_at < :prune_before
            ORDER BY expires_at LIMIT :prune FOR UPDATE SKIP LOCKED))
    )
    INSERT INTO challenges (id, kind, user_id, content, failures, created_at, expires_at)
    VALUES (:id, :kind, :user_id, CAST(:content AS jsonb), :failures, :created_at, :expires_at)
    """
)


async def insert_challenge(connection: Connection, row: ChallengeRow) -> None:
    """The challenge waits for its answer; some that ended long ago are gone."""
    await connection.execute(
        _INSERT,
        {
            "id": row.id,
            "kind": row.kind,
            "user_id": row.user_id,
            "content": orjson.dumps(row.content).decode(),
            "failures": row.failures,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
            "prune_before": row.created_at - KEPT_FOR,
            "prune": _PRUNED_AT_ONCE,
        },
    )


_COLUMNS = "id, kind, user_id, content::text, created_at, expires_at, failures"

_FIND = text(
    f"SELECT {_COLUMNS} FROM challenges WHERE id = :id AND kind = :kind AND expires_at > :now"  # noqa: S608 - constant
)


async def find_challenge(
    connection: Connection, challenge_id: UUID, kind: Kind, now: datetime
) -> ChallengeRow | None:
    """The challenge, if it is of this kind and has not ended."""
    found = await connection.execute(_FIND, {"id": challenge_id, "kind": kind, "now": now})
    return _row(found.one_or_none())


_TAKE = text(
    f"""
    DELETE FROM challenges WHERE id = :id AND kind = :kind AND expires_at > :now
    RETURNING {_COLUMNS}
    """  # noqa: S608 - constant
)


async def take_challenge(
    connection: Connection, challenge_id: UUID, kind: Kind, now: datetime
) -> ChallengeRow | None:
    """The challenge, which is used up by this: of several who ask at once, one gets it."""
    found = await connection.execute(_TAKE, {"id": challenge_id, "kind": kind, "now": now})
    return _row(found.one_or_none())


def _row(found: Any) -> ChallengeRow | None:
    if found is None:
        return None
    identifier, kind, user_id, content, *rest = found
    return ChallengeRow(identifier, kind, user_id, orjson.loads(content), *rest)


_FAIL = text("UPDATE challenges SET failures = failures + 1 WHERE id = :id")


async def count_failure(connection: Connection, challenge_id: UUID) -> None:
    """One answer more to it was wrong."""
    await connection.execute(_FAIL, {"id": challenge_id})


# Index ix_challenges_user_id.
_FAILURES = text(
    """
    SELECT coalesce(sum(failures), 0)::int FROM challenges
    WHERE user_id = :user_id AND kind = :kind AND created_at > :since
    """
)


async def failures_since(connection: Connection, user_id: UUID, kind: Kind, since: datetime) -> int:
    """How many wrong answers this account got since then (`KEPT_FOR` ago at most)."""
    parameters = {"user_id": user_id, "kind": kind, "since": since}
    count: int = (await connection.execute(_FAILURES, parameters)).scalar_one()
    return count


_PRUNE = text(
    """
    DELETE FROM challenges WHERE id = ANY(ARRAY(
        SELECT id FROM challenges WHERE expires_at < :before
        ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED))
    """
)


async def prune_challenges(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` challenges that were over before then are gone, if nobody makes new ones."""
    return (await connection.execute(_PRUNE, {"before": before, "limit": limit})).rowcount
