"""The audit log: written in the transaction of what it tells about, and never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
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


OWN: Final = "user "
"""Begins the actor of what somebody did to their own account; operators are not shown that."""

_COLUMNS = "id, happened_at, actor_id, actor, action, target, reason, details"

# Primary key, backwards.
_LIST = text(
    f"""
    SELECT {_COLUMNS} FROM audit_entries
    WHERE id < :before AND (CAST(:prefix AS text) IS NULL OR starts_with(action, :prefix))
    AND NOT starts_with(actor, :own)
    ORDER BY id DESC LIMIT :limit
    """  # noqa: S608 - constant
)
_NEWEST = 2**62

# Indexes ix_audit_entries_target_id and ix_audit_entries_actor_id_id.
_LIST_OF = text(
    f"""
    SELECT {_COLUMNS} FROM audit_entries
    WHERE id < :before AND (target = CAST(:user_id AS text) OR actor_id = CAST(:user_id AS uuid))
    ORDER BY id DESC LIMIT :limit
    """  # noqa: S608 - constant
)


async def list_entries(
    connection: Connection, *, before: int | None, limit: int, prefix: str | None = None
) -> Sequence[AuditEntry]:
    """The newest `limit` acts on the system older than entry `before`.

    With `prefix` those of such actions. What people did to their own accounts is left out.
    """
    parameters = {"before": before or _NEWEST, "prefix": prefix, "limit": limit, "own": OWN}
    return [AuditEntry(*row) for row in await connection.execute(_LIST, parameters)]


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which acts; None stands for all."""

    user_id: UUID | None = None
    """Who did it, or on whose account."""
    actor: str | None = None
    action: str | None = None
    """How actor and action begin."""
    since: datetime | None = None
    until: datetime | None = None


PREFIX_CHARS: Final = 100

# Primary key, backwards; of one person the two indexes above.
_LIST_ALL = text(
    f"""
    SELECT {_COLUMNS} FROM audit_entries
    WHERE id < :before
    AND (CAST(:user_id AS uuid) IS NULL OR target = CAST(CAST(:user_id AS uuid) AS text)
         OR actor_id = CAST(:user_id AS uuid))
    AND (CAST(:actor AS text) IS NULL OR starts_with(actor, :actor))
    AND (CAST(:action AS text) IS NULL OR starts_with(action, :action))
    AND (CAST(:since AS timestamptz) IS NULL OR happened_at >= :since)
    AND (CAST(:until AS timestamptz) IS NULL OR happened_at < :until)
    ORDER BY id DESC LIMIT :limit
    """  # noqa: S608 - constant
)


async def list_all_entries(
    connection: Connection, chosen: AuditFilter, *, before: int | None, limit: int
) -> Sequence[AuditEntry]:
    """The newest `limit` of the chosen acts older than entry `before`, of everybody."""
    parameters = {
        "before": before or _NEWEST,
        "limit": limit,
        "user_id": chosen.user_id,
        "actor": chosen.actor,
        "action": chosen.action,
        "since": chosen.since,
        "until": chosen.until,
    }
    return [AuditEntry(*row) for row in await connection.execute(_LIST_ALL, parameters)]


async def list_entries_of(
    connection: Connection, user_id: UUID, *, before: int | None, limit: int
) -> Sequence[AuditEntry]:
    """The newest `limit` acts of this person, or on their account, older than entry `before`."""
    parameters = {"before": before or _NEWEST, "user_id": str(user_id), "limit": limit}
    return [AuditEntry(*row) for row in await connection.execute(_LIST_OF, parameters)]
