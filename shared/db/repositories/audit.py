"""The audit log: written in the transaction of what it tells about, and never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.core.principal import Actor
from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. `action` is `<noun>.<past verb>`; `target` is what it was done to."""

    id: int
    happened_at: datetime
    actor_id: UUID | None
    actor: str
    action: str
    target: str
    reason: str | None
    details: Mapping[str, Any]


_INSERT = text(
    """
    INSERT INTO audit_entries (happened_at, actor_id, actor, action, target, reason, details)
    VALUES (:now, :actor_id, :actor, :action, :target, :reason, CAST(:details AS jsonb))
    """
)


async def insert_entry(
    connection: Connection,
    actor: Actor,
    action: str,
    target: str,
    now: datetime,
    *,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """The act is on record if the transaction commits."""
    await connection.execute(
        _INSERT,
        {
            "now": now,
            "actor_id": actor.user_id,
            "actor": actor.name,
            "action": action,
            "target": target,
            "reason": reason,
            "details": orjson.dumps(details or {}, default=str).decode(),
        },
    )


# Primary key, backwards.
_LIST = text(
    """
    SELECT id, happened_at, actor_id, actor, action, target, reason, details FROM audit_entries
    WHERE id < :before AND (CAST(:prefix AS text) IS NULL OR starts_with(action, :prefix))
    ORDER BY id DESC LIMIT :limit
    """
)
_NEWEST = 2**62


async def list_entries(
    connection: Connection, *, before: int | None, limit: int, prefix: str | None = None
) -> Sequence[AuditEntry]:
    """The newest `limit` acts older than entry `before`; with `prefix` those of such actions."""
    parameters = {"before": before or _NEWEST, "prefix": prefix, "limit": limit}
    return [AuditEntry(*row) for row in await connection.execute(_LIST, parameters)]
